/*
 * slip.h: how the people of twice.h are written down, again and again: with
 * short forms, slips of the keyboard, names swapped or left out, old numbers
 * and old addresses.
 */
#ifndef CRM_BENCH_SLIP_H
#define CRM_BENCH_SLIP_H

#include <ctype.h>

#include "twice.h"

#define ONE_IN_AGAIN 4 /* records are of somebody who is there already */

/* --- slips --- */

/* What stands beside a key. */
static const char *const beside[26] = {"sq", "vn", "xv", "sf", "wr", "dg", "fh",
    "gj", "uo", "hk", "jl", "k", "n", "bm", "ip", "o", "w", "et", "ad", "ry",
    "yi", "cb", "qe", "zc", "tu", "x"};

/* A place of a letter of ASCII that has one behind it; SIZE_MAX: none. */
static size_t
slip_place(struct chance *c, const struct cell *cell)
{
	size_t k, tries;

	for (tries = 0; cell->len > 2 && tries < 20; tries++) {
		k = below(c, cell->len - 1);
		if (isalnum((unsigned char)cell->ptr[k]) &&
		    isalnum((unsigned char)cell->ptr[k + 1]))
			return k;
	}
	return SIZE_MAX;
}

/* One left out, doubled, swapped with the next, or its neighbour's. */
static void
slip(struct chance *c, struct cell *cell)
{
	size_t k = slip_place(c, cell);
	char *p = cell->ptr + k, ch;
	const char *near;

	if (k == SIZE_MAX || cell->len + 1 >= sizeof(cell->ptr))
		return;
	switch (below(c, 4)) {
	case 0:
		memmove(p, p + 1, cell->len-- - k);
		break;
	case 1:
		memmove(p + 1, p, ++cell->len - k);
		break;
	case 2:
		ch = p[0];
		p[0] = p[1];
		p[1] = ch;
		break;
	default:
		if (isdigit((unsigned char)*p)) {
			*p = (char)('0' + (*p - '0' + 1) % 10);
			break;
		}
		near = beside[(*p | 0x20) - 'a'];
		*p = near[below(c, strlen(near))];
	}
}

/* --- names --- */

/* What people are called by those who know them. */
static const char *const shorts[][2] = {{"Abigail", "Abby"},
    {"Alejandra", "Ale"}, {"Alejandro", "Alex"}, {"Amanda", "Mandy"},
    {"António", "Toni"}, {"Beatriz", "Bia"}, {"Carolina", "Carol"},
    {"Charlotte", "Lottie"}, {"Daniel", "Dani"}, {"Daniela", "Dani"},
    {"Eduardo", "Edu"}, {"Edward", "Ted"}, {"Eleanor", "Ellie"},
    {"Emily", "Em"}, {"Fernanda", "Nanda"}, {"Francisco", "Chico"},
    {"Gabriela", "Gabi"}, {"George", "Georgie"}, {"Guadalupe", "Lupe"},
    {"Gustavo", "Guga"}, {"Isabela", "Isa"}, {"Jacob", "Jake"},
    {"Jessica", "Jess"}, {"José", "Zé"}, {"Juliana", "Ju"}, {"Kevin", "Kev"},
    {"Leonardo", "Leo"}, {"Madison", "Maddie"}, {"Manuel", "Manolo"},
    {"Margarida", "Guida"}, {"Mariana", "Mari"}, {"Matthias", "Matze"},
    {"Nathan", "Nate"}, {"Patrícia", "Paty"}, {"Rachel", "Rach"},
    {"Rafael", "Rafa"}, {"Rodrigo", "Digo"}, {"Teresa", "Teté"},
    {"Tyler", "Ty"}, {"Valentina", "Vale"}, {"Ursula", "Uschi"},
    {"Vitória", "Vivi"}};

static bool
short_form(struct cell *given)
{
	size_t i;

	for (i = 0; i < NELEMS(shorts); i++)
		if (strcmp(given->ptr, shorts[i][0]) == 0) {
			cell_clear(given);
			cell_adds(given, shorts[i][1]);
			return true;
		}
	return false;
}

/* Only what is Latin has plain letters that stand for it. */
static void
plain(struct both *name)
{
	size_t k;

	for (k = 0; k < name->text.len; k++)
		if ((unsigned char)name->text.ptr[k] >= 0xca)
			return;
	name->text = name->latin;
	if (name->text.len > 0)
		name->text.ptr[0] =
		    (char)toupper((unsigned char)name->text.ptr[0]);
}

/* The first letter, with the bytes that belong to it. */
static void
initial(struct cell *given)
{
	size_t len = 1;

	while (len < given->len && (given->ptr[len] & 0xc0) == 0x80)
		len++;
	given->ptr[given->len = len] = '\0';
	if (len == 1)
		cell_adds(given, ".");
}

static void
cell_upper(struct cell *cell)
{
	size_t k;

	for (k = 0; k < cell->len; k++)
		cell->ptr[k] = (char)toupper((unsigned char)cell->ptr[k]);
}

/* Given and family name, joined as the culture has it, or the other way. */
static void
joined(struct chance *c, struct cell *out, const struct somebody *who,
    const struct both *given, const struct both *family)
{
	unsigned flags = who->people->culture->flags;
	bool swapped = below(c, 25) == 0,
	     ahead = ((flags & FAMILY_FIRST) != 0) != swapped;

	cell_adds(out, ahead ? family->text.ptr : given->text.ptr);
	if (swapped && !(flags & FAMILY_FIRST) && below(c, 2) == 0)
		cell_adds(out, ",");
	if (!(flags & CLOSED_UP) || swapped)
		cell_adds(out, " ");
	cell_adds(out, ahead ? given->text.ptr : family->text.ptr);
	if ((flags & TWO_FAMILIES) && !ahead && below(c, 3) != 0) {
		cell_adds(out, " ");
		cell_adds(out, who->second.text.ptr);
	}
}

static void
name_write(struct chance *c, struct cell *out, const struct somebody *who)
{
	struct both given = who->given, family = who->family;
	uint64_t n = below(c, 100);

	if (who->married && below(c, 3) == 0)
		family = who->second;
	if (n < 8)
		short_form(&given.text);
	else if (n < 12)
		slip(c, &given.text);
	else if (n < 16)
		slip(c, &family.text);
	else if (n < 18)
		initial(&given.text);
	if (below(c, 8) == 0) {
		plain(&given);
		plain(&family);
	}
	if (n >= 98)
		cell_adds(out, given.text.ptr);
	else
		joined(c, out, who, &given, &family);
	if (below(c, 20) == 0)
		cell_upper(out);
}

/* --- ways to reach them --- */

static void
phone_write(struct chance *c, struct cell *out, const struct somebody *who)
{
	uint64_t n = below(c, 100);

	if (n < 10)
		return;
	*out = n < 86	? who->mobile
	       : n < 91 ? who->other_mobile
			: who->landline;
	if (below(c, 25) == 0)
		slip(c, out);
}

/* The first time it is their own; who comes again would be found by it, so
 * that mostly it is another one or none. */
static void
email_write(
    struct chance *c, struct cell *out, const struct somebody *who, bool again)
{
	uint64_t n = below(c, 100);

	if (n < (again ? 30 : 15))
		return;
	*out = who->shares	 ? who->shared_email
	       : again && n < 55 ? who->other_email
				 : who->email;
	if (below(c, again ? 8 : 50) == 0)
		slip(c, out);
}

static void
birthday_write(struct chance *c, struct cell *out, const struct somebody *who)
{
	char day[2];

	if (below(c, 100) < 30)
		return;
	*out = who->birthday;
	if (below(c, 30) == 0) {
		out->ptr[3] = (char)('0' + (out->ptr[3] - '0' + 1) % 10);
	} else if (below(c, 30) == 0 && out->ptr[8] == '0') {
		memcpy(day, out->ptr + 8, 2);
		memcpy(out->ptr + 8, out->ptr + 5, 2);
		memcpy(out->ptr + 5, day, 2);
	}
}

/* --- where they live --- */

/* In front of the name, or behind it, in full and for short. */
static const struct way {
	const char *language;
	bool behind;
	const char *full, *brief;
} ways[] = {{"pt", false, "Rua ", "R. "}, {"pt", false, "Avenida ", "Av. "},
    {"es", false, "Calle ", "C/ "}, {"es", false, "Avenida ", "Avda. "},
    {"en", true, " Street", " St"}, {"en", true, " Road", " Rd"},
    {"fr", false, "Rue ", "rue "}, {"fr", false, "Avenue ", "Av. "},
    {"de", true, "straße", "str."}, {"it", false, "Via ", "V. "}};

static void
street_write(struct chance *c, struct cell *out, const struct place *place,
    const char *language)
{
	const struct way *way = NULL;
	bool brief = below(c, 4) == 0;
	size_t i;

	for (i = 0; i < NELEMS(ways); i++)
		if (strncmp(ways[i].language, language, 2) == 0 &&
		    (way == NULL || place->number % 2 == 0))
			way = &ways[i];
	if (way != NULL && way->behind && *language == 'e') {
		cell_number(out, place->number, 1);
		cell_adds(out, " ");
	}
	if (way != NULL && !way->behind)
		cell_adds(out, brief ? way->brief : way->full);
	cell_add(out, place->street->text, place->street->len);
	if (way != NULL && way->behind)
		cell_adds(out, brief ? way->brief : way->full);
	if (way == NULL || *language != 'e' || !way->behind) {
		cell_adds(out, below(c, 2) == 0 ? ", " : " ");
		cell_number(out, place->number, 1);
	}
}

enum {
	T_PERSON,
	T_NAME,
	T_EMAIL,
	T_PHONE,
	T_BIRTHDAY,
	T_ADDRESS,
	T_POSTCODE,
	T_CITY,
	T_COUNTRY
};

static void
place_write(struct chance *c, struct cell *cells, const struct somebody *who)
{
	const struct place *place =
	    below(c, 12) == 0 ? &who->old_place : &who->place;
	uint64_t n = below(c, 100);

	if (n < 70) {
		street_write(c, &cells[T_ADDRESS], place,
		    who->people->culture->language);
		if (below(c, 20) == 0)
			slip(c, &cells[T_ADDRESS]);
		if (below(c, 5) != 0)
			cell_number(&cells[T_POSTCODE], place->postcode, 5);
	}
	if (n < 85)
		cell_add(&cells[T_CITY], place->city->text, place->city->len);
}

/* --- the records --- */

/* Who record i is of: the number of the first of theirs. */
static uint64_t
person_of(uint64_t i)
{
	while (i > 0) {
		struct chance c = chance_for(FOR_AGAIN, i);

		if (below(&c, ONE_IN_AGAIN) != 0)
			break;
		i = below(&c, i);
	}
	return i;
}

static void
twice_fill(struct cell *cells, uint64_t i)
{
	struct chance c = chance_for(FOR_COPY, i);
	uint64_t n = person_of(i);
	struct somebody who;

	somebody_make(&who, n);
	cell_number(&cells[T_PERSON], n, 1);
	name_write(&c, &cells[T_NAME], &who);
	email_write(&c, &cells[T_EMAIL], &who, n != i);
	phone_write(&c, &cells[T_PHONE], &who);
	birthday_write(&c, &cells[T_BIRTHDAY], &who);
	place_write(&c, cells, &who);
	cell_adds(&cells[T_COUNTRY], who.people->culture->country);
}

#endif
