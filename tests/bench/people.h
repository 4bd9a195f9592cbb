/*
 * people.h: what gen.c makes invented people of: names, towns and phones.
 *
 * Words are parted by blanks. Where the Latin form of a word, used in email
 * addresses, is not plain to see, it follows a slash.
 */
#ifndef CRM_BENCH_PEOPLE_H
#define CRM_BENCH_PEOPLE_H

enum {
	TWO_FAMILIES = 1 << 0, /* half of them have two family names */
	FAMILY_FIRST = 1 << 1, /* 王秀英 */
	CLOSED_UP = 1 << 2, /* no blank between the names */
	COMPOSED = 1 << 3 /* a given name is two of the words */
};

struct culture {
	const char *country; /* ISO 3166-1 */
	const char *language; /* BCP 47 */
	unsigned weight; /* share, in about a hundredth */
	unsigned flags;
	const char *given;
	const char *family;
	const char *ending; /* of invented family names; or NULL */
	const char *towns; /* parted by '|' */
	const char *phones; /* parted by '|'; d: a digit, n: 2 to 9 */
};

/* Heads of invented family names; a culture's endings complete them. */
static const char family_heads[] =
    "Abr Alv Amb And Arn Bal Bar Bel Ber Bon Bor Brand Bruc Cal Camp Car "
    "Cast Cer Cor Crist Dal Dam Del Dor Dur Ebr Elg Esc Fal Far Fel Fer Fior "
    "Fon Gal Gar Gav Ger Gor Gran Grim Hal Ham Har Hel Hol Jar Jor Kal Kar "
    "Kel Kor Lam Lan Lav Lem Lind Lor Mag Mal Mar Mel Mir Mon Mor Nal Nav Nor "
    "Ol Or Oss Pal Par Pel Per Pin Pol Prand Quar Ram Rav Rib Rol Ros Rud Sal "
    "Sand Sar Sel Ser Sol Tal Tam Tav Tol Tor Trev Urb Val Var Vel Ver Vil "
    "Vol Wal Wen Wil Zam Zel";

/* Middles of them, one in two. */
static const char family_middles[] =
    "ad al am an ar av ed el em en er et id il im in ir is od ol om on or ul";

static const struct culture cultures[] = {
    {"PT", "pt", 14, TWO_FAMILIES,
	"Ana Beatriz Carolina Catarina Inês/ines Joana Leonor Lúcia/lucia "
	"Margarida Maria Mariana Matilde Rita Sofia Teresa Afonso André/andre "
	"António/antonio Diogo Duarte Francisco Gonçalo/goncalo João/joao "
	"José/jose Luís/luis Miguel Nuno Pedro Rui Tiago Tomé/tome Vasco",
	"Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins "
	"Sousa Fernandes Gonçalves/goncalves Gomes Lopes Marques Almeida "
	"Ribeiro Pinto Carvalho Teixeira Moreira Correia Mendes Nunes Vieira "
	"Simões/simoes Magalhães/magalhaes Antão/antao Brandão/brandao",
	"eira eiro ado ote ins osa ares inho ela edo",
	"Lisboa|Porto|Braga|Coimbra|Faro|Évora|Setúbal|Aveiro|Viseu|Funchal",
	"351 91d ddd ddd|351 93d ddd ddd|351 96d ddd ddd|351 21d ddd ddd"},
    {"BR", "pt-BR", 16, TWO_FAMILIES,
	"Adriana Aline Amanda Ana Bruna Camila Débora/debora Fernanda "
	"Gabriela Isabela Juliana Larissa Letícia/leticia Luana Patrícia/"
	"patricia Renata Vitória/vitoria Bruno Caio César/cesar Daniel "
	"Eduardo Felipe Gustavo Henrique João/joao Leandro Lucas Matheus "
	"Paulo Rafael Rodrigo Thiago Vinícius/vinicius",
	"Silva Souza Oliveira Lima Araújo/araujo Barbosa Cardoso Cavalcanti "
	"Dias Duarte Freitas Melo Monteiro Moura Nascimento Pires Queiroz "
	"Ramos Rocha Sampaio Tavares Teles Vasconcelos Assunção/assuncao",
	"ante eira ado ino ardo etti oso ima",
	"São Paulo|Rio de Janeiro|Belo Horizonte|Curitiba|Porto Alegre|"
	"Recife|Fortaleza|Goiânia|Florianópolis|Salvador",
	"55 11 9dddd-dddd|55 21 9dddd-dddd|55 (31) 9dddd-dddd|"
	"55 (41) 9dddd-dddd|55 51 9dddd-dddd"},
    {"ES", "es", 12, TWO_FAMILIES,
	"Alba Almudena Carmen Elena Irene Laura Lucía/lucia Marta Núria/nuria "
	"Paula Pilar Rocío/rocio Sara Alejandro Álvaro/alvaro Carlos David "
	"Íñigo/inigo Javier Jesús/jesus Jorge Manuel Pablo Sergio Víctor/"
	"victor Xavier",
	"García/garcia Fernández/fernandez González/gonzalez Rodríguez/"
	"rodriguez López/lopez Martínez/martinez Sánchez/sanchez Pérez/perez "
	"Gómez/gomez Jiménez/jimenez Ruiz Hernández/hernandez Muñoz/munoz "
	"Álvarez/alvarez Romero Navarro Torres Ibáñez/ibanez Peña/pena Vidal",
	"ez ero ada uela ino aga osa ales",
	"Madrid|Barcelona|Sevilla|Valencia|Zaragoza|Málaga|Bilbao|A Coruña|"
	"Cádiz|Palma",
	"34 6dd ddd ddd|34 6dd dd dd dd|34 91 ddd dd dd|34 7nd ddd ddd"},
    {"MX", "es-MX", 5, TWO_FAMILIES,
	"Guadalupe Ximena Fernanda Daniela Valeria Regina Citlali Alejandra "
	"Diego Emiliano Santiago Mateo Leonardo Rubén/ruben Ramón/ramon Óscar/"
	"oscar",
	"Hernández/hernandez Flores Vargas Reyes Cruz Ortiz Castillo Mendoza "
	"Aguilar Guzmán/guzman Domínguez/dominguez Salazar Zúñiga/zuniga",
	"ez illo ada uela oza",
	"Ciudad de México|Guadalajara|Monterrey|Puebla|Mérida|Querétaro",
	"52 55 nddd dddd|52 33 nddd dddd|52 81 nddd dddd"},
    {"US", "en-US", 9, 0,
	"Abigail Ashley Brianna Chloe Emily Grace Hannah Jessica Madison "
	"Megan Olivia Rachel Zoë/zoe Aaron Brandon Caleb Dylan Ethan Jacob "
	"Kevin Logan Mason Nathan Tyler Wyatt",
	"Anderson Baker Carter Davis Edwards Foster Gray Harris Johnson King "
	"Lewis Miller Nelson Parker Reed Smith Taylor Walker Young O'Connor/"
	"oconnor O'Brien/obrien McAllister/mcallister",
	"ton son well ford man ley worth ing",
	"New York|Chicago|Houston|Phoenix|Seattle|Denver|Boston|Portland|"
	"Springfield",
	"1 (212) 555-dddd|1 312-555-dddd|1 415 555 dddd|1 (713) 555-dddd|"
	"1 206.555.dddd|1 305 555 dddd"},
    {"GB", "en-GB", 6, 0,
	"Amelia Charlotte Eleanor Fiona Harriet Imogen Isla Niamh Poppy Siân/"
	"sian Alfie Callum Edward Finlay George Harry Rhys Seán/sean Toby",
	"Adams Bailey Bennett Clarke Davies Evans Fletcher Hughes Jenkins "
	"Lloyd Morgan Owen Price Roberts Shaw Turner Wright Fitz-Alan/fitzalan",
	"ton ham ley well wick thorpe by combe",
	"London|Manchester|Leeds|Bristol|Cardiff|Edinburgh|Newcastle upon "
	"Tyne|Stoke-on-Trent",
	"44 7400 dddddd|44 7911 dddddd|44 20 7ddd dddd|44 161 ndd dddd"},
    {"FR", "fr", 6, 0,
	"Amélie/amelie Aurélie/aurelie Camille Chloé/chloe Élodie/elodie "
	"Françoise/francoise Hélène/helene Léa/lea Manon Noémie/noemie "
	"Zoé/zoe Benoît/benoit Clément/clement Étienne/etienne François/"
	"francois Jérôme/jerome Loïc/loic Mathieu Rémi/remi Théo/theo",
	"Bernard Dubois Durand Moreau Laurent Lefèvre/lefevre Roux Fournier "
	"Girard Bonnet Mercier Chevalier Gauthier Lemaître/lemaitre "
	"D'Aubigny/daubigny Bœuf/boeuf Hébert/hebert",
	"eau ier ard in oux elle esson ot",
	"Paris|Lyon|Marseille|Toulouse|Nantes|Saint-Étienne|Orléans|L'Haÿ-les-"
	"Roses",
	"33 6 dd dd dd dd|33 7 nd dd dd dd|33 1 dd dd dd dd"},
    {"DE", "de", 6, 0,
	"Anja Birgit Claudia Franziska Greta Heike Jana Käthe/kaethe Lena "
	"Ursula Andreas Björn/bjoern Dieter Fritz Günther/guenther Jörg/joerg "
	"Jürgen/juergen Lukas Matthias Sören/soeren Uwe",
	"Müller/mueller Schmidt Schneider Fischer Weber Meyer Wagner Becker "
	"Schäfer/schaefer Köhler/koehler Krüger/krueger Weiß/weiss Groß/gross "
	"Jäger/jaeger Vogel Böhm/boehm Straßer/strasser",
	"mann berg hauser ner inger feld bach stein",
	"Berlin|Hamburg|München|Köln|Düsseldorf|Nürnberg|Leipzig|Gießen",
	"49 151 dddddddd|49 170 ddddddd|49 30 ndddddd|49 89 ndddddd"},
    {"IT", "it", 5, 0,
	"Alessia Chiara Federica Giulia Ilaria Martina Niccolò/niccolo "
	"Silvia Valentina Andrea Davide Giovanni Lorenzo Luca Matteo Simone",
	"Bianchi Colombo Conti Esposito Ferrari Gallo Greco Marino Ricci "
	"Romano Rossi Russo D'Angelo/dangelo Cantù/cantu",
	"ini etti oni ucci ello ano ardi",
	"Roma|Milano|Napoli|Torino|Firenze|Forlì|L'Aquila",
	"39 3dd ddd dddd|39 34d ddddddd"},
    {"NL", "nl", 2, 0,
	"Anouk Fleur Lieke Maud Sanne Bram Daan Jeroen Pieter Sjoerd Zoë/zoe",
	"Bakker Jansen Mulder Smit Visser Vos Kuijpers Dekker",
	"ma stra sen "
	"huis veld",
	"Amsterdam|Utrecht|Rotterdam|'s-Hertogenbosch",
	"31 6 dddddddd|31 20 ndd dddd"},
    {"SE", "sv", 2, 0,
	"Åsa/asa Astrid Ebba Elin Märta/marta Sigrid Erik Gösta/gosta "
	"Göran/goran Nils Östen/osten",
	"Andersson Åberg/aberg Bergström/bergstrom Ek Holm Lindqvist "
	"Sjöberg/sjoberg Öberg/oberg",
	"sson ström/strom kvist gren lund", "Stockholm|Göteborg|Malmö|Örebro",
	"46 70 ddd dd dd|46 73 ddd dd dd"},
    {"PL", "pl", 4, 0,
	"Agnieszka Bożena/bozena Grażyna/grazyna Małgorzata/malgorzata "
	"Katarzyna Zofia Żaneta/zaneta Bogusław/boguslaw Michał/michal "
	"Paweł/pawel Łukasz/lukasz Stanisław/stanislaw Wojciech",
	"Kowalczyk Wiśniewska/wisniewska Wójcik/wojcik Dąbrowski/dabrowski "
	"Zieliński/zielinski Szymański/szymanski Woźniak/wozniak Król/krol "
	"Jabłoński/jablonski Gąsior/gasior Żak/zak",
	"owski ewicz czyk iński/inski ak ek",
	"Warszawa|Kraków|Łódź|Wrocław|Poznań|Gdańsk|Rzeszów",
	"48 5dd ddd ddd|48 6dd ddd ddd|48 12 ndd dd dd"},
    {"CZ", "cs", 2, 0,
	"Božena/bozena Lenka Tereza Zdeňka/zdenka Jiří/jiri Ondřej/ondrej "
	"Tomáš/tomas Václav/vaclav",
	"Novák/novak Dvořák/dvorak Černý/cerny "
	"Procházka/prochazka Kučera/kucera Růžička/ruzicka",
	"ek ák/ak ný/ny ička/icka", "Praha|Brno|Plzeň|Ústí nad Labem",
	"420 60d ddd ddd|420 77d ddd ddd"},
    {"TR", "tr", 2, 0,
	"Ayşe/ayse Büşra/busra Gülşen/gulsen İpek/ipek Zeynep Çağla/cagla "
	"Emre Işık/isik Mehmet Oğuz/oguz Ömer/omer",
	"Yılmaz/yilmaz Şahin/sahin Çelik/celik Öztürk/ozturk Kılıç/kilic "
	"Aydın/aydin Doğan/dogan",
	"oğlu/oglu er soy kan", "İstanbul|Ankara|İzmir|Muğla|Eskişehir",
	"90 53d ddd dd dd"},
    {"VN", "vi", 2, FAMILY_FIRST | TWO_FAMILIES,
	"Ánh/anh Bích/bich Hương/huong Lệ/le Ngọc/ngoc Phượng/phuong "
	"Thảo/thao Thủy/thuy Yến/yen Dũng/dung Đức/duc Hiếu/hieu Quốc/quoc "
	"Trọng/trong Vũ/vu",
	"Nguyễn/nguyen Trần/tran Lê/le Phạm/pham Hoàng/hoang Huỳnh/huynh "
	"Phan Võ/vo Đặng/dang Bùi/bui Đỗ/do Hồ/ho Ngô/ngo Dương/duong",
	NULL, "Hà Nội|Đà Nẵng|Cần Thơ|Huế|Thành phố Hồ Chí Minh",
	"84 91 ddd dd dd|84 98 ddd dd dd"},
    {"GR", "el", 2, 0,
	"Αικατερίνη/aikaterini Ελένη/eleni Μαρία/maria Σοφία/sofia Χρυσή/"
	"chrysi Γιώργος/giorgos Δημήτρης/dimitris Ευάγγελος/evangelos "
	"Νίκος/nikos Σπύρος/spyros",
	"Αγγελόπουλος/angelopoulos Γεωργίου/georgiou Δημητρίου/dimitriou "
	"Κωνσταντίνου/konstantinou Νικολάου/nikolaou Παππάς/pappas "
	"Οικονόμου/oikonomou Βλάχος/vlachos",
	NULL, "Αθήνα|Θεσσαλονίκη|Πάτρα|Ηράκλειο",
	"30 69d ddd dddd|30 21 dddd dddd"},
    {"UA", "uk", 2, 0,
	"Ганна/hanna Єлизавета/yelyzaveta Ірина/iryna Наталія/nataliia "
	"Оксана/oksana Юлія/yuliia Богдан/bohdan Володимир/volodymyr "
	"Їжакевич/yizhakevych Сергій/serhii Тарас/taras",
	"Бондаренко/bondarenko Коваленко/kovalenko Кравчук/kravchuk "
	"Мельник/melnyk Шевчук/shevchuk Ткачук/tkachuk Поліщук/polishchuk",
	NULL, "Київ|Львів|Одеса|Харків|Чернівці",
	"380 50 ddd dd dd|380 67 ddd dd dd"},
    {"RU", "ru", 2, 0,
	"Алёна/alyona Екатерина/ekaterina Ксения/ksenia Людмила/lyudmila "
	"Ольга/olga Юлия/yulia Андрей/andrey Дмитрий/dmitry Николай/nikolay "
	"Пётр/pyotr Сергей/sergey Фёдор/fyodor",
	"Берёзкин/beryozkin Волков/volkov Зайцев/zaitsev Лебедев/lebedev "
	"Морозов/morozov Орлов/orlov Соколов/sokolov Щукин/shchukin "
	"Яковлев/yakovlev",
	NULL, "Москва|Казань|Самара|Йошкар-Ола",
	"7 912 ddd-dd-dd|7 903 ddd-dd-dd"},
    {"EG", "ar", 2, 0,
	"أمل/amal فاطمة/fatima هدى/huda ليلى/layla مريم/maryam نور/nour "
	"سلمى/salma أحمد/ahmed إبراهيم/ibrahim خالد/khaled عمر/omar "
	"يوسف/youssef محمود/mahmoud",
	"السيد/elsayed حسن/hassan عبدالله/abdallah منصور/mansour النجار/"
	"elnaggar شاهين/shaheen الخطيب/elkhatib يونس/younis",
	NULL, "القاهرة|الإسكندرية|أسوان|الجيزة",
	"20 10d ddd dddd|20 12d ddd dddd|971 50 ddd dddd|966 55 ddd dddd"},
    {"IL", "he", 1, 0,
	"אביגיל/avigail חנה/hana יעל/yael מיכל/michal נועה/noa אורי/ori "
	"דוד/david יונתן/yonatan משה/moshe שלמה/shlomo",
	"אברהמי/avrahami ביטון/biton דהן/dahan כהן/cohen לוי/levi מזרחי/"
	"mizrahi פרץ/peretz שפירא/shapira",
	NULL, "תל אביב|ירושלים|חיפה", "972 50-ddd-dddd|972 52-ddd-dddd"},
    {"CN", "zh", 2, FAMILY_FIRST | CLOSED_UP | COMPOSED,
	"秀/xiu 英/ying 芳/fang 娜/na 敏/min 静/jing 丽/li 强/qiang 磊/lei "
	"军/jun 洋/yang 勇/yong 艳/yan 杰/jie 涛/tao 明/ming 超/chao 霞/xia "
	"平/ping 刚/gang 桂/gui 文/wen 云/yun 雪/xue 婷/ting 欣/xin",
	"王/wang 李/li 张/zhang 刘/liu 陈/chen 杨/yang 黄/huang 赵/zhao 吴/wu "
	"周/zhou 徐/xu 孙/sun 马/ma 朱/zhu 胡/hu 林/lin 郭/guo 何/he "
	"欧阳/ouyang",
	NULL, "北京|上海|广州|深圳|成都", "86 13d dddd dddd|86 15d dddd dddd"},
    {"JP", "ja", 2, FAMILY_FIRST,
	"愛/ai 彩花/ayaka 花子/hanako 恵/megumi 美咲/misaki 直美/naomi さくら/"
	"sakura 陽菜/hina 大輔/daisuke 健一/kenichi 翔太/shota 拓也/takuya "
	"太郎/taro 蓮/ren ケン/ken",
	"佐藤/sato 鈴木/suzuki 高橋/takahashi 田中/tanaka 伊藤/ito 渡辺/"
	"watanabe 山本/yamamoto 中村/nakamura 小林/kobayashi 加藤/kato 吉田/"
	"yoshida 佐々木/sasaki 山口/yamaguchi",
	NULL, "東京|大阪|京都|札幌|福岡", "81 90-dddd-dddd|81 80-dddd-dddd"},
    {"KR", "ko", 1, FAMILY_FIRST | CLOSED_UP | COMPOSED,
	"민/min 서/seo 지/ji 현/hyun 준/jun 수/su 은/eun 영/young 예/ye 하/ha "
	"윤/yoon 우/woo 도/do 연/yeon 진/jin",
	"김/kim 이/lee 박/park 최/choi 정/jung 강/kang 조/cho 윤/yoon 장/jang "
	"임/lim",
	NULL, "서울|부산|대구|인천", "82 10-dddd-dddd"},
    {"IN", "hi", 2, 0,
	"अनीता/anita प्रिया/priya सीता/sita मीना/meena राधा/radha कविता/kavita "
	"अमित/amit राहुल/rahul विजय/vijay सुरेश/suresh संजय/sanjay मोहन/mohan",
	"शर्मा/sharma वर्मा/verma गुप्ता/gupta सिंह/singh पटेल/patel यादव/yadav "
	"मिश्रा/mishra कुमार/kumar",
	NULL, "दिल्ली|मुंबई|जयपुर|लखनऊ", "91 98ddd ddddd|91 81ddd ddddd"},
};

static const char *const mail_domains[] = {"example.com", "example.com",
    "example.com", "example.org", "example.net", "mail.example.com",
    "mail.example.org", "studio.example", "post.example.net", "correo.example"};

static const char *const labels[] = {"vip", "newsletter", "regular", "referral",
    "student", "wholesale", "bride", "gift card", "família", "morning",
    "evening", "waiting list"};

#endif
