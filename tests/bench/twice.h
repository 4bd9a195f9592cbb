/*
 * twice.h: the people of a business that gen.c invents to see whether those
 * who are there twice are found. There are households, couples with one email,
 * twins, a father and a son of one name, people who moved, married or changed
 * their number. How they are written down each time is in slip.h.
 */
#ifndef CRM_BENCH_TWICE_H
#define CRM_BENCH_TWICE_H

#include "cell.h"
#include "person.h"

#define HOUSE 3 /* people of neighbouring numbers may live together */

/* Who lives together. */
enum house { ALONE, COUPLE, FAMILY, TWINS, JUNIOR };

/* A place to live. */
struct place {
	const struct word *street; /* it is named after a family */
	const struct word *city;
	uint64_t number, postcode;
};

/* A person as they are, before anybody writes it down. */
struct somebody {
	const struct people *people;
	struct both given, family, second; /* second: a further family name,
					      in the text only */
	struct cell birthday;
	struct cell mobile, other_mobile, landline; /* landline: the house's */
	struct cell email, other_email, shared_email; /* shared: likewise */
	struct place place, old_place;
	bool shares; /* the email of the house, and no other */
	bool married; /* and was called second before */
};

static enum house
house_kind(struct chance *c)
{
	uint64_t n = below(c, 100);

	return n < 50	? ALONE
	       : n < 75 ? COUPLE
	       : n < 93 ? FAMILY
	       : n < 98 ? TWINS
			: JUNIOR;
}

static void
place_make(struct chance *c, struct place *place, const struct people *p)
{
	place->street = pick(c, below(c, 2) == 0 ? &p->family : &p->given);
	place->city = pick(c, &p->towns);
	place->number = 1 + below(c, 240);
	place->postcode = 10000 + below(c, 80000);
}

static void
birthday_make(
    struct chance *c, struct cell *cell, uint64_t from, uint64_t years)
{
	cell_clear(cell);
	cell_number(cell, from + below(c, years), 4);
	cell_adds(cell, "-");
	cell_number(cell, 1 + below(c, 12), 2);
	cell_adds(cell, "-");
	cell_number(cell, 1 + below(c, 28), 2);
}

static void
domain_make(struct chance *c, struct cell *cell, bool is_free)
{
	static const char *const free[] = {"gmail.com", "gmail.com",
	    "gmail.com", "hotmail.com", "outlook.com", "yahoo.com",
	    "icloud.com", "live.com"};

	cell_adds(cell, "@");
	if (is_free) {
		cell_adds(cell, free[below(c, NELEMS(free))]);
		return;
	}
	cell_adds(cell, pick(c, &heads)->latin);
	cell_adds(cell, pick(c, &middles)->latin);
	cell_adds(cell, pick(c, &heads)->latin);
	cell_adds(cell, ".example");
}

/*
 * ana.lima, analima7, a.lima, lima_ana84, ana1234. Of a free provider mostly,
 * where everybody is and needs a number that nobody has; else of where they
 * work, or their own.
 */
static void
mail_make(
    struct chance *c, struct cell *cell, const char *given, const char *family)
{
	uint64_t style = below(c, 5);
	bool is_free = below(c, 10) < 7;

	cell_clear(cell);
	if (style == 3) {
		cell_adds(cell, family);
		cell_adds(cell, "_");
	}
	cell_add(cell, given, style == 2 && *given != '\0' ? 1 : strlen(given));
	if (style == 0 || style == 2)
		cell_adds(cell, ".");
	if (style < 3)
		cell_adds(cell, family);
	if (style != 0 || is_free)
		cell_number(cell, below(c, is_free ? 1000000 : 100), 1);
	domain_make(c, cell, is_free);
}

/* What all of a house have in common. */
static void
house_make(struct chance *c, struct somebody *who)
{
	const struct people *p = people_pick(c);
	struct both given;

	who->people = p;
	both_clear(&who->family);
	family_name(c, p, &who->family);
	place_make(c, &who->place, p);
	cell_clear(&who->landline);
	phone_make(c, &who->landline, p);
	both_clear(&given);
	given_name(c, p, &given);
	mail_make(
	    c, &who->shared_email, given.latin.ptr, who->family.latin.ptr);
	who->shares = below(c, 30) == 0;
}

/* The given names of a house differ, but for the father's and the son's. */
static void
given_make(struct chance *home, struct chance *c, struct somebody *who,
    unsigned member)
{
	const struct words *w = &who->people->given;
	uint64_t first = below(home, w->n);

	both_clear(&who->given);
	both_add(&who->given, &w->word[(first + 3 * member) % w->n]);
	if (who->people->culture->flags & COMPOSED)
		both_add(&who->given, pick(c, w));
}

/* Whose is it: adults', a child's, the twins'. */
static void
age_make(struct chance *home, struct chance *c, struct somebody *who,
    enum house kind, unsigned member)
{
	if (kind == TWINS)
		birthday_make(home, &who->birthday, 1950, 60);
	else if ((kind == FAMILY && member == 2) ||
		 (kind == JUNIOR && member == 1))
		birthday_make(c, &who->birthday, 1996, 14);
	else
		birthday_make(c, &who->birthday, 1942, 54);
}

static void
own_make(struct chance *c, struct somebody *who)
{
	const char *given = who->given.latin.ptr,
		   *family = who->family.latin.ptr;

	both_clear(&who->second);
	family_name(c, who->people, &who->second);
	who->married = below(c, 6) == 0;
	cell_clear(&who->mobile);
	phone_make(c, &who->mobile, who->people);
	cell_clear(&who->other_mobile);
	phone_make(c, &who->other_mobile, who->people);
	mail_make(c, &who->email, given, family);
	mail_make(c, &who->other_email, given, family);
	place_make(c, &who->old_place, who->people);
}

/* Person n. */
static void
somebody_make(struct somebody *who, uint64_t n)
{
	unsigned member = (unsigned)(n % HOUSE), same;
	struct chance home = chance_for(FOR_HOUSE, n / HOUSE),
		      c = chance_for(FOR_MEMBER, n);
	enum house kind = house_kind(&home);

	if (kind == ALONE || (kind != FAMILY && member == 2)) {
		kind = ALONE;
		home = chance_for(FOR_HOUSE, ~n);
	}
	house_make(&home, who);
	same = kind == ALONE || kind == JUNIOR ? 0 : member;
	given_make(&home, &c, who, same);
	age_make(&home, &c, who, kind, member);
	/* One in three keeps the name of before. */
	if (kind == COUPLE && member == 1 && below(&c, 3) == 0) {
		both_clear(&who->family);
		family_name(&c, who->people, &who->family);
	}
	own_make(&c, who);
	if (kind == ALONE)
		who->shares = false;
}

#endif
