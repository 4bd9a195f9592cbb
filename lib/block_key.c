/*
 * block_key.c: the keys by which people who may be one come together.
 */
#include <ctype.h>
#include <string.h>

#include "block.h"

#include "banned.h"

/* What a key is made of; up to three of them. */
enum piece {
	NOTHING,
	EMAIL, /* as far as it names a mailbox */
	LOCAL, /* of the email */
	PHONE_END, /* the last eight digits */
	PHONE_START, /* all but the last two */
	PHONE_SHORT, /* the last six */
	BIRTHDAY,
	YEAR,
	MONTH_DAY,
	NAME, /* all words, in whatever order */
	SOUNDS, /* of given and family name, in whatever order */
	GIVEN,
	FAMILY,
	GIVEN_SOUND,
	FAMILY_SOUND,
	GIVEN_LETTER,
	FAMILY_LETTER,
	HEADS, /* three letters of both */
	TAILS, /* three letters from their ends */
	HOUSE, /* street and number */
	STREET,
	NUMBER,
	POSTCODE,
	CITY,
	PIECES
};

static const unsigned char made_of[BLOCK_KEYS][3] = {
    {EMAIL},
    {PHONE_END},
    {NAME},
    {BIRTHDAY, GIVEN_LETTER},
    {BIRTHDAY, FAMILY_LETTER},
    {LOCAL},
    {HOUSE},
    {PHONE_START},
    {PHONE_SHORT, GIVEN_LETTER},
    {SOUNDS, YEAR},
    {SOUNDS, CITY},
    {SOUNDS, POSTCODE},
    {SOUNDS, MONTH_DAY},
    {SOUNDS},
    {HEADS},
    /* BLOCK_WEAK */
    {TAILS},
    {GIVEN, FAMILY_LETTER},
    {FAMILY, GIVEN_LETTER},
    {FAMILY_SOUND, POSTCODE},
    {GIVEN_SOUND, POSTCODE},
    {FAMILY, CITY},
    {GIVEN, CITY},
    {NUMBER, POSTCODE},
    {STREET, GIVEN_LETTER},
    {BIRTHDAY},
    {FAMILY},
    {GIVEN},
    {STREET},
    {POSTCODE},
    {CITY},
};

#define FNV_START 2166136261u

static uint32_t
mix(uint32_t hash, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	return hash;
}

/* 0 is for what there is nothing of. */
static uint32_t
hash_of(const char *text, size_t len)
{
	uint32_t hash = len > 0 ? mix(FNV_START, text, len) : 0;

	return len > 0 && hash == 0 ? 1 : hash;
}

/* --- names --- */

/* Soundex (Russell 1918): the first letter, and the classes of the next. Of
 * other scripts the first two letters. */
static uint32_t
sound_of(const struct match_part *w)
{
	static const char class[] = "01230120022455012623010202";
	char code[4];
	int i, n = 0, last = 0, now;

	if (w->len == 0)
		return 0;
	if (!islower((unsigned char)w->text[0]))
		return hash_of(w->text, w->len < 4 ? w->len : 4);
	for (i = 0; i < w->len && n < 4; i++) {
		if (!islower((unsigned char)w->text[i]))
			continue;
		now = class[w->text[i] - 'a'];
		if (n == 0)
			code[n++] = w->text[i];
		else if (now != '0' && now != last)
			code[n++] = (char)now;
		/* h and w do not part two of a class. */
		if (n == 1 || (w->text[i] != 'h' && w->text[i] != 'w'))
			last = now;
	}
	return hash_of(code, (size_t)n);
}

/* Of a letter of several bytes, all of them. */
static uint32_t
letter_of(const struct match_part *w)
{
	size_t len = w->len > 0;

	while (len > 0 && len < w->len && (w->text[len] & 0xc0) == 0x80)
		len++;
	return hash_of(w->text, len);
}

static uint32_t
ends_of(const struct match_part *w, bool head)
{
	size_t len = w->len < 3 ? w->len : 3;

	return hash_of(head ? w->text : w->text + w->len - len, len);
}

/* Of two, in whatever order; 0 when one is missing. */
static uint32_t
both(uint32_t a, uint32_t b)
{
	return a == 0 || b == 0 ? 0 : (a + b) * 2654435761u | 1;
}

static void
name_pieces(uint32_t pieces[PIECES], const struct match_face *f)
{
	static const struct match_part nobody;
	const struct match_part *given = &f->words[0],
				*family = f->nwords > 0
					      ? &f->words[f->nwords - 1]
					      : &nobody;
	int i;

	if (f->nwords == 0 || f->family_only)
		given = &nobody;
	if (f->nwords == 1 && !f->family_only)
		family = &nobody;
	for (i = 0; i < f->nwords; i++)
		pieces[NAME] += hash_of(f->words[i].text, f->words[i].len);
	pieces[GIVEN] = hash_of(given->text, given->len);
	pieces[FAMILY] = hash_of(family->text, family->len);
	pieces[GIVEN_SOUND] = sound_of(given);
	pieces[FAMILY_SOUND] = sound_of(family);
	pieces[SOUNDS] = both(pieces[GIVEN_SOUND], pieces[FAMILY_SOUND]);
	pieces[GIVEN_LETTER] = letter_of(given);
	pieces[FAMILY_LETTER] = letter_of(family);
	pieces[HEADS] = both(ends_of(given, true), ends_of(family, true));
	pieces[TAILS] = both(ends_of(given, false), ends_of(family, false));
}

/* --- the rest --- */

static void
email_pieces(uint32_t pieces[PIECES], const struct match_face *f)
{
	const struct match_part *p = &f->local;
	uint32_t hash = FNV_START;
	int i;

	if (p->len == 0)
		return;
	for (i = 0; i < p->len; i++)
		if (p->text[i] != '.' || !f->dots_fold)
			hash = mix(hash, &p->text[i], 1);
	if (p->len >= 4 && !f->shared_mail)
		pieces[LOCAL] = hash;
	pieces[EMAIL] = mix(hash, f->domain.text, f->domain.len);
}

static void
phone_pieces(uint32_t pieces[PIECES], const char *phone)
{
	size_t len = strlen(phone);

	if (len < 7)
		return;
	pieces[PHONE_START] = hash_of(phone, len - 2);
	pieces[PHONE_SHORT] = hash_of(phone + len - 6, 6);
	phone += len > 8 ? len - 8 : 0;
	pieces[PHONE_END] = hash_of(phone, strlen(phone));
}

static void
place_pieces(uint32_t pieces[PIECES], const struct match_face *f)
{
	size_t len = strlen(f->street), street = strcspn(f->street, "|");

	pieces[STREET] = hash_of(f->street, street);
	if (street < len) {
		pieces[HOUSE] = street > 0 ? hash_of(f->street, len) : 0;
		pieces[NUMBER] = hash_of(f->street + street, len - street);
	}
	pieces[POSTCODE] = hash_of(f->postcode, strlen(f->postcode));
	pieces[CITY] = hash_of(f->city, strlen(f->city));
}

static void
birthday_pieces(uint32_t pieces[PIECES], const char *birthday)
{
	size_t len = strlen(birthday);

	if (len < 5)
		return;
	pieces[MONTH_DAY] = hash_of(birthday + len - 5, 5);
	if (len < 10)
		return;
	pieces[BIRTHDAY] = hash_of(birthday, len);
	pieces[YEAR] = hash_of(birthday, 4);
}

uint32_t
block_keys(uint32_t keys[BLOCK_KEYS], const struct match_face *f)
{
	uint32_t pieces[PIECES] = {0}, has = 0, key;
	int i, j;

	name_pieces(pieces, f);
	email_pieces(pieces, f);
	phone_pieces(pieces, f->phone);
	birthday_pieces(pieces, f->birthday);
	place_pieces(pieces, f);
	for (i = 0; i < BLOCK_KEYS; i++) {
		key = (uint32_t)i * 40503u + 1;
		for (j = 0; j < 3 && made_of[i][j] != NOTHING; j++) {
			if (pieces[made_of[i][j]] == 0)
				break;
			key = (key ^ pieces[made_of[i][j]]) * 2246822519u;
			key ^= key >> 15;
		}
		keys[i] = key;
		if (j > 0 && (j == 3 || made_of[i][j] == NOTHING))
			has |= (uint32_t)1 << i;
	}
	return has;
}

int
block_most(int key, size_t people)
{
	size_t most = BLOCK_MOST;

	if (key >= BLOCK_WEAK && people > BLOCK_SMALL)
		most = most * BLOCK_SMALL / people;
	return (int)(most < BLOCK_LEAST ? BLOCK_LEAST : most);
}
