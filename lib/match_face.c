/*
 * match_face.c: a person made ready for comparison: the words of the name
 * that tell people apart, and the parts of the email.
 */
#include <ctype.h>
#include <string.h>

#include "match_in.h"

#include "banned.h"

/* Folded, each between blanks. */
static const char titles[] =
    " mr mrs ms miss mx dr dra prof profa eng sr sra srta dona herr frau mme "
    "mlle sir lady rev ing lic arq ";
static const char particles[] =
    " de da do das dos di du del della der den van von vom zu la le las los "
    "el al bin ibn ben y e und of ter te ";
static const char suffixes[] = " jr sr ii iii iv phd md ";

/* Where anybody can have an address: the domain says nothing of the person.
 * The biggest of the world and of the countries that the suite is used in. */
static const char free_domains[] =
    " gmail.com googlemail.com hotmail.com hotmail.co.uk hotmail.fr "
    "hotmail.es hotmail.it hotmail.de hotmail.com.br outlook.com outlook.pt "
    "outlook.es outlook.fr outlook.de outlook.com.br live.com live.co.uk "
    "live.com.pt live.fr live.nl live.it msn.com yahoo.com yahoo.co.uk "
    "yahoo.com.br yahoo.fr yahoo.es yahoo.it yahoo.de yahoo.co.in "
    "yahoo.co.jp yahoo.com.ar yahoo.com.mx yahoo.com.au yahoo.ca ymail.com "
    "rocketmail.com icloud.com me.com mac.com aol.com aim.com gmx.com gmx.de "
    "gmx.net gmx.at gmx.ch web.de t-online.de freenet.de arcor.de mail.com "
    "mail.ru yandex.ru yandex.com ya.ru rambler.ru bk.ru list.ru inbox.ru "
    "inbox.lv ukr.net qq.com 163.com 126.com sina.com naver.com daum.net "
    "hanmail.net proton.me protonmail.com protonmail.ch pm.me tutanota.com "
    "tuta.io zoho.com fastmail.com hey.com posteo.de mailbox.org sapo.pt "
    "iol.pt clix.pt netcabo.pt mail.pt portugalmail.pt uol.com.br "
    "bol.com.br terra.com.br ig.com.br globo.com globomail.com r7.com "
    "orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr libero.it "
    "virgilio.it tin.it alice.it tiscali.it telefonica.net terra.es "
    "btinternet.com sky.com virginmedia.com ntlworld.com talktalk.net "
    "comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net "
    "charter.net earthlink.net optusnet.com.au bigpond.com bigpond.net.au "
    "shaw.ca rogers.com sympatico.ca telus.net ziggo.nl kpnmail.nl home.nl "
    "planet.nl xs4all.nl skynet.be telenet.be bluewin.ch seznam.cz wp.pl "
    "o2.pl onet.pl interia.pl abv.bg rediffmail.com ";

/* Addresses of a house, not of a person. */
static const char shared_locals[] =
    " info contact contacto contato office geral admin mail email hello hi "
    "sales support service services billing booking bookings reservas "
    "reservations secretaria recepcao reception team marketing accounts "
    "noreply no-reply kontakt buero post ";

static bool
is_one_of(const char *list, const char *text, size_t len)
{
	const char *p;

	for (p = list; p[1] != '\0'; p = strchr(p + 1, ' '))
		if (strncmp(p + 1, text, len) == 0 && p[len + 1] == ' ')
			return len > 0;
	return false;
}

/* Letters and digits of any script; the apostrophe of O'Brien too. */
static bool
is_letter(unsigned char c)
{
	return isalnum(c) || c >= 0x80 || c == '\'';
}

static void
word_drop(struct match_face *f, int i)
{
	memmove(&f->words[i], &f->words[i + 1],
	    sizeof(f->words[0]) * (size_t)(f->nwords - i - 1));
	f->nwords--;
}

/* What stands before a comma is the family name: it goes to the end. */
static void
words_rotate(struct match_face *f, int comma)
{
	struct match_part words[MATCH_WORDS];
	int i;

	memcpy(words, f->words, sizeof(words));
	for (i = 0; i < f->nwords; i++)
		f->words[i] = words[(i + comma) % f->nwords];
}

static void
words_split(struct match_face *f, const char *name)
{
	const char *p = name, *start;
	int comma = 0;

	while (*p != '\0' && f->nwords < MATCH_WORDS) {
		if (*p == ',' && comma == 0)
			comma = f->nwords;
		if (!is_letter((unsigned char)*p)) {
			p++;
			continue;
		}
		for (start = p; is_letter((unsigned char)*p); p++)
			continue;
		f->words[f->nwords++] =
		    (struct match_part){start, (size_t)(p - start), 0};
	}
	/* "Lima, Jr" has nothing else behind it. */
	if (comma > 0 && comma < f->nwords &&
	    !is_one_of(suffixes, f->words[comma].text, f->words[comma].len))
		words_rotate(f, comma);
}

/* Titles in front, suffixes at the end, particles between; but never all. */
static void
words_sift(struct match_face *f)
{
	struct match_part *w = f->words;
	int i;

	while (f->nwords > 1 && is_one_of(titles, w[0].text, w[0].len))
		word_drop(f, 0);
	while (f->nwords > 1 &&
	       is_one_of(suffixes, w[f->nwords - 1].text, w[f->nwords - 1].len))
		f->nwords--;
	for (i = f->nwords - 2; i > 0; i--)
		if (is_one_of(particles, w[i].text, w[i].len))
			word_drop(f, i);
	for (i = 0; i < f->nwords; i++)
		w[i].forms = name_forms(w[i].text, w[i].len);
}

/* "ana.lima+news@x.pt": what follows the plus is for sorting mail. */
static void
email_split(struct match_face *f, const char *email)
{
	const char *at = strrchr(email, '@');
	size_t local;

	if (at == NULL || at == email)
		return;
	local = (size_t)(at - email);
	f->domain = (struct match_part){at + 1, strlen(at + 1), 0};
	f->local = (struct match_part){email, local, 0};
	if (memchr(email + 1, '+', local - 1) != NULL)
		f->local.len = strcspn(email + 1, "+") + 1;
	f->free_mail = is_one_of(free_domains, f->domain.text, f->domain.len);
	f->shared_mail = is_one_of(shared_locals, f->local.text, f->local.len);
}

void
match_ready(struct match_face *f, const struct person *person)
{
	memset(f, 0, sizeof(*f));
	f->person = *person;
	if (has(person->name)) {
		words_split(f, person->name);
		words_sift(f);
	}
	if (has(person->email))
		email_split(f, person->email);
}
