/*
 * people_in.h: how people are packed. Private to people.
 */
#ifndef CRM_PEOPLE_IN_H
#define CRM_PEOPLE_IN_H

#include "people.h"

#define PACK_CHUNK   (1 << 22) /* bytes that are allocated at a time */
#define PACK_UNIT    8 /* what is packed begins at a multiple of it */
#define PACK_LONGEST 1000 /* bytes of a text that are looked at */
#define PACK_TEXTS   9

/* What is packed: this, the words, the texts, each ended by a NUL. */
struct packed_word {
	uint64_t forms;
	unsigned short at;
	unsigned char len, letters, given, family;
};

struct packed {
	unsigned short text[PACK_TEXTS]; /* where they begin, after this */
	unsigned short local, domain; /* of the email, where they begin */
	unsigned char local_len, domain_len;
	unsigned char nwords, often_postcode, often_city, namesakes, phonemates;
	unsigned char flags;
	struct packed_word words[];
};

enum { FAMILY_ONLY = 1, FREE_MAIL = 2, SHARED_MAIL = 4, DOTS_FOLD = 8 };

struct packed *people_packed(const struct people *, size_t i);

#endif
