/*
 * client.h: the clients that gen.c invents, and how other records name them.
 */
#ifndef CRM_BENCH_CLIENT_H
#define CRM_BENCH_CLIENT_H

#include "cell.h"
#include "person.h"

/* One record in so many has it. */
#define ONE_IN_REPEAT	20 /* the email of an earlier record */
#define ONE_IN_COMMA	50 /* "Silva, Ana" */
#define ONE_IN_ODD	200 /* quotes or a line end in the town */
#define ONE_IN_RARE_TAG 20000

static uint64_t start; /* the number of the first record */
static uint64_t clients; /* that records of other types belong to */

/* The earlier record whose email record i repeats; i when it has its own. */
static uint64_t
repeat_of(uint64_t i)
{
	while (i > start) {
		struct chance c = chance_for(FOR_REPEAT, i);

		if (below(&c, ONE_IN_REPEAT) != 0)
			break;
		i = start + below(&c, i - start);
	}
	return i;
}

/* The address of record i; its number makes it the only one. */
static void
email_make(struct cell *cell, uint64_t i, const struct person *who)
{
	struct chance c = chance_for(FOR_REPEAT, i);

	cell_add(cell, who->mail.ptr, who->mail.len);
	cell_number(cell, i, 1);
	cell_adds(cell, "@");
	chance_next(&c);
	cell_adds(cell, mail_domains[below(&c, NELEMS(mail_domains))]);
}

/* In capitals, or with capitals where the words begin. */
static void
email_shout(struct cell *cell, bool all)
{
	bool begins = true;

	for (size_t k = 0; k < cell->len; k++) {
		char ch = cell->ptr[k];

		if (ch >= 'a' && ch <= 'z' && (all || begins))
			cell->ptr[k] = (char)(ch - 0x20);
		begins = ch < 'a' || ch > 'z';
	}
}

static void
tags_make(struct chance *c, struct cell *cell, uint64_t i)
{
	size_t first = below(c, NELEMS(labels));

	if (i % ONE_IN_RARE_TAG == ONE_IN_RARE_TAG / 10) {
		cell_adds(cell, "rare");
	} else if (below(c, 10) == 0) {
		cell_adds(cell, labels[first]);
		if (below(c, 3) != 0)
			return;
		first += 1 + below(c, NELEMS(labels) - 1);
		cell_adds(cell, ",");
		cell_adds(cell, labels[first % NELEMS(labels)]);
	}
}

static void
town_make(struct chance *c, struct cell *cell, const struct people *p)
{
	const struct word *w = pick(c, &p->towns);

	if (below(c, ONE_IN_ODD) != 0) {
		cell_add(cell, w->text, w->len);
		return;
	}
	switch (below(c, 3)) {
	case 0:
		cell_adds(cell, "Upper \"Old Mill\", ");
		cell_add(cell, w->text, w->len);
		break;
	case 1:
		cell_add(cell, w->text, w->len);
		cell_adds(cell, "\nSouth");
		break;
	default:
		cell_adds(cell, "\"");
		cell_add(cell, w->text, w->len);
		cell_adds(cell, "\"");
	}
}

/* An instant from 2015-01-01 up to 2026-11-30, days 1 to 28 of a month. */
static void
created_make(struct chance *c, struct cell *cell)
{
	uint64_t month = below(c, 143);

	cell_number(cell, 2015 + month / 12, 4);
	cell_adds(cell, "-");
	cell_number(cell, 1 + month % 12, 2);
	cell_adds(cell, "-");
	cell_number(cell, 1 + below(c, 28), 2);
	cell_adds(cell, "T");
	cell_number(cell, 7 + below(c, 15), 2);
	cell_adds(cell, ":");
	cell_number(cell, below(c, 60), 2);
	cell_adds(cell, ":");
	cell_number(cell, below(c, 60), 2);
	cell_adds(cell, "Z");
}

static void
name_make(struct chance *c, struct cell *cell, const struct person *who)
{
	cell_adds(cell,
	    below(c, ONE_IN_COMMA) == 0 ? who->listed.ptr : who->name.ptr);
}

enum { NAME, EMAIL, PHONE, LANGUAGE, TAGS, CITY, COUNTRY, CREATED_AT };

static void
client_fill(struct cell *cells, uint64_t i)
{
	struct chance c = chance_for(FOR_CLIENT, i);
	uint64_t first = repeat_of(i);
	struct person who, other;

	person_make(&who, i);
	if (first == i) {
		email_make(&cells[EMAIL], i, &who);
	} else {
		/* Who comes again is mostly the same person. */
		person_make(&other, first);
		email_make(&cells[EMAIL], first, &other);
		if (below(&c, 3) == 0)
			email_shout(&cells[EMAIL], below(&c, 2) == 0);
		if (below(&c, 3) != 0)
			who = other;
	}
	name_make(&c, &cells[NAME], &who);
	if (below(&c, 5) != 0)
		phone_make(&c, &cells[PHONE], who.people);
	if (below(&c, 10) != 0)
		cell_adds(&cells[LANGUAGE], who.people->culture->language);
	tags_make(&c, &cells[TAGS], i);
	town_make(&c, &cells[CITY], who.people);
	cell_adds(&cells[COUNTRY], who.people->culture->country);
	created_make(&c, &cells[CREATED_AT]);
}

/* Email and name of somebody, as the first file of clients has them; some
 * come much more often than others. One in so many is not in that file. */
static void
client_name(
    struct chance *c, struct cell *email, struct cell *name, unsigned strangers)
{
	uint64_t i = below(c, clients), j = below(c, clients);
	struct chance own;
	struct person who;

	i = repeat_of(i < j ? i : j);
	if (strangers != 0 && below(c, strangers) == 0)
		i += clients;
	own = chance_for(FOR_CLIENT, i);
	person_make(&who, i);
	email_make(email, i, &who);
	name_make(&own, name, &who);
}

#endif
