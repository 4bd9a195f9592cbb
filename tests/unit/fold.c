/*
 * fold.c: text cleaned, folded and measured; and what it costs.
 */
#include <jansson.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "fold.h"
#include "unit.h"

static struct str got = STR_INIT;

typedef const char *clean_fn(struct str *, const char *, size_t);
typedef void fold_fn(struct str *, const char *, size_t);

static const char *
cleaned(clean_fn *fn, const char *text, size_t len)
{
	const char *why;

	str_cut(&got, 0);
	why = fn(&got, text, len);
	return why != NULL ? why : got.ptr;
}

static const char *
folded(fold_fn *fn, const char *text)
{
	str_cut(&got, 0);
	fn(&got, text, strlen(text));
	return got.ptr;
}

#define CLEAN(text) cleaned(text_clean, text, sizeof(text) - 1)
#define PROSE(text) cleaned(prose_clean, text, sizeof(text) - 1)
#define FOLD(text)  folded(text_fold, text)

static void
test_clean(void)
{
	CHECK_STR(CLEAN(""), "");
	CHECK_STR(CLEAN("Ana"), "Ana");
	CHECK_STR(CLEAN("Ana Silva"), "Ana Silva");
	CHECK_STR(CLEAN(" Ana  \t Silva\r\n"), "Ana Silva");
	CHECK_STR(CLEAN("Ana\nSilva"), "Ana Silva");
	CHECK_STR(CLEAN(" \t "), "");
	CHECK_STR(CLEAN("Ana\u00a0\u3000\u2028Silva\u2003"), "Ana Silva");
	CHECK_STR(CLEAN("Joa\u0303o"), "Jo\u00e3o");
	CHECK_STR(CLEAN("Jo\u00e3o"), "Jo\u00e3o");
	CHECK_STR(CLEAN("\u1112\u1161\u11ab"), "\ud55c");
	CHECK_STR(
	    CLEAN("\U0001F468\u200d\U0001F469"), "\U0001F468\u200d\U0001F469");
	CHECK_STR(CLEAN("a\001b"), "has a control character");
	CHECK_STR(CLEAN("a\0b"), "has a control character");
	CHECK_STR(CLEAN("a\177"), "has a control character");
	CHECK_STR(CLEAN("a\vb"), "has a control character");
	CHECK_STR(CLEAN("a\xc2\x85"
			"b"),
	    "has a control character");
	CHECK_STR(CLEAN("\033[31m"), "has a control character");
	CHECK_STR(CLEAN("Jo\xe3o"), "not valid UTF-8");
	CHECK_STR(CLEAN("\xed\xa0\x80"), "not valid UTF-8");
	CHECK_STR(CLEAN("\xc0\xaf"), "not valid UTF-8");
	CHECK_STR(CLEAN("\xf4\x90\x80\x80"), "not valid UTF-8");
	CHECK_STR(CLEAN("a\xe2\x82"), "not valid UTF-8");
	str_cut(&got, 0);
	str_adds(&got, "kept ");
	CHECK(text_clean(&got, " \xc3\xa3 \001", 5) != NULL);
	CHECK_STR(got.ptr, "kept ");
	CHECK(text_clean(&got, " a\xcc\x83 ", 5) == NULL);
	CHECK_STR(got.ptr, "kept \u00e3");
	CHECK(text_is_utf8("a\0b\xc3\xa3", 5));
	CHECK(!text_is_utf8("plain enough\xff", 13));
	CHECK(!text_is_utf8("\xed\xbf\xbf", 3));
}

static void
test_prose(void)
{
	CHECK_STR(PROSE("one line"), "one line");
	CHECK_STR(PROSE("a\r\nb\rc\nd\u2028e\u2029f"), "a\nb\nc\nd\ne\nf");
	CHECK_STR(PROSE("\n \n  a  b \t\n\n  c\n\n"), "a b\n\nc");
	CHECK_STR(PROSE(" \r\n "), "");
	CHECK_STR(PROSE("a\r\n\r\nb"), "a\n\nb");
	CHECK_STR(PROSE("e\u0301\ne\u0301"), "\u00e9\n\u00e9");
	CHECK_STR(PROSE("a\0b"), "has a control character");
}

static void
test_fold(void)
{
	CHECK_STR(FOLD(""), "");
	CHECK_STR(FOLD("  Ana\t SILVA "), "ana silva");
	CHECK_STR(FOLD("Łódź"), "lodz");
	CHECK_STR(FOLD("ﬁ"), "fi");
	CHECK_STR(FOLD("Straße"), "strasse");
	CHECK_STR(FOLD("STRASSE"), "strasse");
	CHECK_STR(FOLD("Øresund"), "oresund");
	CHECK_STR(FOLD("Đorđe"), "dorde");
	CHECK_STR(FOLD("Þór Æsir"), "thor aesir");
	CHECK_STR(FOLD("Œuvre"), "oeuvre");
	CHECK_STR(FOLD("İstanbul"), "istanbul");
	CHECK_STR(FOLD("Iğdır"), "igdir");
	CHECK_STR(FOLD("Ħamrun"), "hamrun");
	CHECK_STR(FOLD("João  Conceição"), "joao conceicao");
	CHECK_STR(FOLD("Joa\u0303o"), "joao");
	CHECK_STR(FOLD("Nguyễn Tiếng"), "nguyen tieng");
	CHECK_STR(FOLD("Ｆｕｌｌ　ｗｉｄｔｈ"), "full width");
	CHECK_STR(FOLD("हिन्दी"), "हिन्दी");
	CHECK_STR(FOLD("Йосиф Фёдоров"), "йосиф фёдоров");
	CHECK_STR(FOLD("И\u0306"), "й");
	CHECK_STR(FOLD("Київ"), "киів");
	CHECK_STR(FOLD("Ελλάδα Σίσυφος"), "ελλαδα σισυφοσ");
	CHECK_STR(FOLD("שָׁלוֹם"), "שלום");
	CHECK_STR(FOLD("مُحَمَّد"), "محمد");
	CHECK_STR(FOLD("ｶﾞﾗｽ がく"), "ガラス がく");
	CHECK_STR(FOLD("O\u2019Brien\u2013Smith"), "o'brien-smith");
	CHECK_STR(FOLD("so\u00adft \ufeffbom"), "soft bom");
	CHECK_STR(FOLD("a\xff"
		       "b\xc3"),
	    "ab");
	CHECK_STR(FOLD("한국"), "한국");
	CHECK_STR(folded(email_fold, "Ana@X.PT"), "ana@x.pt");
	CHECK_STR(folded(email_fold, "ÁNA@Straße.de"), "ána@strasse.de");
	CHECK_STR(folded(email_fold, "A\u0301na@x"), "ána@x");
	CHECK_STR(folded(digits_fold, "+351 (21) 234-56x"), "3512123456");
	CHECK_STR(folded(digits_fold, "٠١٢٣٤٥٦٧٨٩"), "0123456789");
	CHECK_STR(folded(digits_fold, "０９ ९ \U0001d7ff\U0001d7d8"), "09990");
	CHECK_STR(folded(digits_fold, "²½Ⅷ"), "");
}

/* The short way of accented Latin gives what the long one does, which a
 * soft hyphen forces. */
static void
test_latin(void)
{
	char text[8], want[16];
	utf8proc_int32_t cp;
	size_t n;

	for (cp = 0xa0; cp < 0x250; cp++) {
		n = (size_t)utf8proc_encode_char(cp, (utf8proc_uint8_t *)text);
		memcpy(text + n, "\u00ad", 3);
		snprintf(want, sizeof(want), "%s", FOLD(text));
		text[n] = '\0';
		CHECK_STR(FOLD(text), want);
	}
}

static void
test_width(void)
{
	static const struct {
		const char *text;
		int width;
	} cases[] = {
	    {"", 0},
	    {"abc", 3},
	    {"João", 4},
	    {"Joa\u0303o", 4},
	    {"日本語", 6},
	    {"한국", 4},
	    {"\u1112\u1161\u11ab", 2},
	    {"👨‍👩‍👧‍👦", 2},
	    {"👍🏽", 2},
	    {"🇵🇹🇧🇷", 4},
	    {"❤️", 2},
	    {"1️⃣", 2},
	    {"e\u0301\u0301\u0301", 1},
	    {"a\xff"
	     "b",
		3},
	    {"ｱ", 1},
	    {"राधा", 4},
	    {"हिन्दी", 5},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		CHECK(text_width(cases[i].text, strlen(cases[i].text)) ==
		      cases[i].width);
		CHECK(text_fit(cases[i].text, strlen(cases[i].text),
			  cases[i].width) == strlen(cases[i].text));
	}
	CHECK(text_fit("abc", 3, 2) == 2);
	CHECK(text_fit("日本語", 9, 5) == 6);
	CHECK(text_fit("👨‍👩‍👧‍👦x", 26, 1) == 0);
	CHECK(text_fit("Joa\u0303o", 6, 3) == 5);
	CHECK(text_fit("abc", 3, 0) == 0);
}

/* One byte of each kind at every place of texts of every length. */
static void
test_plain(void)
{
	char text[28];
	size_t len, i;
	int c;

	CHECK(text_is_plain("", 0));
	for (len = 1; len < sizeof(text); len++)
		for (i = 0; i < len; i++)
			for (c = 0; c < 256; c++) {
				memset(text, "~ a"[c % 3], sizeof(text));
				text[i] = (char)c;
				if (text_is_plain(text, len) !=
				    (c >= 0x20 && c < 0x7f))
					CHECK(len == 0);
			}
	CHECK(len == sizeof(text));
}

/* --- properties ------------------------------------------------------------
 */

static void
fold_twice(fold_fn *fn, const char *text, size_t len, const char *what)
{
	static struct str one = STR_INIT, two = STR_INIT;

	str_cut(&one, 0);
	str_cut(&two, 0);
	fn(&one, text, len);
	fn(&two, one.ptr, one.len);
	if (one.len != two.len || memcmp(one.ptr, two.ptr, one.len) != 0) {
		printf("\"%.*s\": \"%s\" \"%s\"\n", (int)len, text, one.ptr,
		    two.ptr);
		CHECK_STR(what, "idempotent");
	}
	CHECK(text_is_utf8(one.ptr, one.len));
}

static void
clean_twice(clean_fn *fn, const char *text, size_t len)
{
	static struct str one = STR_INIT, two = STR_INIT;
	utf8proc_uint8_t *nfc;

	str_cut(&one, 0);
	str_cut(&two, 0);
	if (fn(&one, text, len) != NULL) {
		CHECK(one.len == 0);
		return;
	}
	CHECK(fn(&two, one.ptr, one.len) == NULL);
	nfc = utf8proc_NFC((const utf8proc_uint8_t *)one.ptr);
	CHECK_STR((const char *)nfc, one.ptr);
	free(nfc);
	CHECK(one.len == two.len && memcmp(one.ptr, two.ptr, one.len) == 0);
	CHECK(
	    one.len == 0 || (one.ptr[0] != ' ' && one.ptr[one.len - 1] != ' '));
}

static void
all_twice(const char *text, size_t len)
{
	size_t n, w;

	clean_twice(text_clean, text, len);
	clean_twice(prose_clean, text, len);
	fold_twice(text_fold, text, len, "text_fold");
	fold_twice(email_fold, text, len, "email_fold");
	fold_twice(digits_fold, text, len, "digits_fold");
	w = (size_t)text_width(text, len);
	n = text_fit(text, len, 7);
	CHECK(n <= len && (w <= 7 ? n == len : n < len));
}

/* Every code point alone and behind a letter, then random strings. */
static void
test_points(void)
{
	static const utf8proc_int32_t some[] = {'a', 'I', ' ', 0x301, 0x307,
	    0x323, 0x345, 0x3b1, 0x438, 0x435, 0x306, 0x308, 0x640, 0x94d,
	    0x915, 0x93c, 0x1100, 0x1161, 0x11a8, 0xac00, 0x304b, 0x3099,
	    0x200d, 0xfe0f, 0x1f468, 0x130, 0xdf, 0x1fb3, 0xfb01, 0xa0, 0x2028,
	    0x149, 0xb4, 0x627, 0x653, 0xfdfa, 0x5e9, 0x5c1, 0xf73, 0xf71,
	    0xf72, 0x1d15e, 0x2126, 0x212b, 0xf900, 0x1e9e, 0x587};
	char text[64];
	utf8proc_int32_t cp;
	size_t n;
	int i, k;

	for (cp = 0; cp < 0x110000; cp++) {
		if (cp >= 0xd800 && cp < 0xe000)
			continue;
		n = (size_t)utf8proc_encode_char(cp, (utf8proc_uint8_t *)text);
		all_twice(text, n);
		memmove(text + 1, text, n);
		text[0] = 'A';
		all_twice(text, n + 1);
	}
	srandom(1);
	for (i = 0; i < 200000; i++) {
		for (n = 0, k = 0; k < 8; k++)
			n += (size_t)utf8proc_encode_char(
			    some[(size_t)random() %
				 (sizeof(some) / sizeof(*some))],
			    (utf8proc_uint8_t *)text + n);
		all_twice(text, n);
	}
	for (i = 0; i < 100000; i++) {
		for (n = 0; n < 12; n++)
			text[n] = (char)random();
		all_twice(text, n);
	}
}

static void
test_naughty(const char *dir)
{
	json_t *all, *one;
	char path[4096];
	size_t i;

	snprintf(path, sizeof(path), "%s/text/naughty_strings.json", dir);
	all = json_load_file(path, JSON_ALLOW_NUL, NULL);
	if (all == NULL) {
		printf("%s: not there, skipped\n", path);
		return;
	}
	json_array_foreach(all, i, one)
	    all_twice(json_string_value(one), json_string_length(one));
	printf("%zu naughty strings\n", json_array_size(all));
	json_decref(all);
}

/* --- cost --- */

static void
test_cost(void)
{
	static const char *const names[] = {"Maria Fernanda Oliveira",
	    "John Smith", "Christopher Montgomery-Jones",
	    "ana.silva@example.com"};
	static const char *const accents[] = {"José Conceição Araújo",
	    "Łukasz Żółć", "Владимир Фёдоров", "Nguyễn Thị Hương"};
	double start, clean, fold, slow_clean, slow_fold;
	int i;

	start = unit_clock();
	for (i = 0; i < 1000000; i++)
		cleaned(text_clean, names[i % 4], strlen(names[i % 4]));
	clean = unit_clock() - start;
	start = unit_clock();
	for (i = 0; i < 1000000; i++)
		folded(text_fold, names[i % 4]);
	fold = unit_clock() - start;
	start = unit_clock();
	for (i = 0; i < 100000; i++)
		cleaned(text_clean, accents[i % 4], strlen(accents[i % 4]));
	slow_clean = unit_clock() - start;
	start = unit_clock();
	for (i = 0; i < 100000; i++)
		folded(text_fold, accents[i % 4]);
	slow_fold = unit_clock() - start;
	printf("ns: ASCII clean %.0f fold %.0f, others clean %.0f fold %.0f\n",
	    clean * 1e3, fold * 1e3, slow_clean * 1e4, slow_fold * 1e4);
}

int
main(int argc, char **argv)
{
	const char *dir;

	dir = argc > 1 ? argv[1] : getenv("CRM_TEST_DATA");
	test_clean();
	test_prose();
	test_fold();
	test_latin();
	test_width();
	test_plain();
	test_points();
	test_naughty(dir != NULL ? dir : "../shared/data");
	test_cost();
	str_free(&got);
	return unit_end();
}
