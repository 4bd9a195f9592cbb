/*
 * read_vcard.h: what the parts of the vCard reader share; for
 * lib/read_vcard.c, read_contact.c and read_card.c only.
 */
#ifndef CRM_READ_VCARD_H
#define CRM_READ_VCARD_H

#include <stdbool.h>
#include <stddef.h>

#include "read.h"
#include "str.h"

#define CARD_PARTS 8 /* of a name or an address */
#define CARD_MANY  32 /* addresses or numbers of one sort in a card */

/* "item1.TEL;TYPE=CELL,PREF:+351 912": a line of a card. */
struct property {
	const char *name; /* "TEL", upper case or not */
	size_t len; /* of the name */
	const char *value; /* still escaped and encoded */
	size_t value_len;
	const char *charset; /* or NULL */
	bool pref;
	bool cell;
	bool fax;
	bool pager;
	bool quoted; /* quoted-printable */
	bool base64;
	bool yearless; /* Apple's year 1604 is none */
};

/* One of several, the best first. */
struct choice {
	const char *text;
	int rank; /* less is better */
};

/* What crm-export said in a property of its own: X-CRM-STATUS. */
struct own {
	const char *column; /* "status" */
	const char *text;
};

/* What a card says, texts kept with the record. NULL: nothing. */
struct contact {
	struct read *read;
	const char *name;
	const char *parts[CARD_PARTS]; /* of N: family, given, more */
	const char *company, *title, *nickname, *website;
	const char *birthday, *uid, *categories;
	struct str notes;
	struct choice emails[CARD_MANY];
	struct choice phones[CARD_MANY];
	struct choice places[CARD_MANY]; /* ADR, unescaped later */
	const char *faxes, *pagers;
	struct own own[CARD_MANY];
	size_t nemails, nphones, nplaces, nown;
	bool group;
};

/* Forget the last card; take a property in; give the columns their cells. */
void contact_clear(struct contact *);
void contact_take(struct contact *, const struct property *);
void contact_cells(struct contact *);

/* --- values (read_card.c); all texts are kept with the record --- */

/* In UTF-8, escapes still in it; never NULL. */
const char *card_decoded(struct contact *, const struct property *);

/* Without escapes and without blanks around, in one line unless it is prose;
 * NULL when nothing is left. The other is both, of a whole value. */
const char *card_unescaped(
    struct contact *, const char *text, size_t len, bool prose);
const char *card_plain(struct contact *, const struct property *);

/* The parts between any of the ends, each NULL or not empty; how many. */
size_t card_parts(struct contact *, const char *text, const char *ends,
    const char **parts, size_t max);

/* Those that are there, in one text; NULL when none is. */
const char *card_joined(
    struct contact *, const char *const *parts, size_t n, const char *between);

/* Remark that a value is of no use. */
void card_left_out(struct contact *, const char *what, const char *text);

#endif
