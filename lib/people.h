/*
 * people.h: the clients of a base in memory, packed for comparison: all that
 * match.h looks at, some 150 bytes each. Deleted and spam clients are nobody.
 */
#ifndef CRM_PEOPLE_H
#define CRM_PEOPLE_H

#include "db.h"
#include "match.h"

struct people {
	size_t n;
	int64_t *ids; /* ascending */
	uint32_t *at; /* where each is packed */
	char **chunks;
	size_t nchunks, used; /* used: bytes of the last chunk */
	size_t room; /* of ids and at */
};

/* Read everybody, in the transaction that is open. How many have the same
 * is not known before people_meet() and people_know(). */
void people_load(struct people *, struct crm *);
void people_free(struct people *);

/* Add one behind all others, whose id is greater; the face's texts are
 * copied. A struct people of zeros has nobody. */
void people_add(struct people *, int64_t id, struct match_face *);

/* Make the face of one ready. It points into the people. */
void people_face(const struct people *, size_t i, struct match_face *);

/* How many others have the name or the phone of each. */
void people_meet(struct people *);

/* The words that are frequent among them, for m->terms; kept there. */
void people_terms(const struct people *, struct match_model *, struct keep *);

/* How frequent the words of everybody are, by this model. */
void people_know(struct people *, const struct match_model *);

/* How many have this look-up key (name_key or phone_key); counted up to 66, of
 * which nobody is told apart. 0 for NULL. */
int people_count(struct crm *, const char *column, const char *key);

/*
 * One client by id, in full, made ready: as scan, explain and what comes in
 * compare it. The texts are kept in crm. False if there is none.
 */
bool people_one(
    struct crm *, int64_t id, const struct match_model *, struct match_face *);

#endif
