/*
 * dedupe.h: a look for the duplicates of a whole base.
 *
 *	dedupe_open(&d, crm)		reads everybody, learns if it is time
 *	dedupe_since(&d, id)		only those changed behind that
 *	for each key from 0 to BLOCK_KEYS - 1:
 *		dedupe_find(&d, key, min)	adds to d.pairs
 *	dedupe_free(&d)
 */
#ifndef CRM_DEDUPE_H
#define CRM_DEDUPE_H

#include "block.h"
#include "db.h"
#include "match.h"
#include "pairs.h"
#include "people.h"

struct dedupe {
	struct crm *crm;
	const struct match_model *model;
	struct people people;
	struct blocks blocks;
	struct pairs pairs; /* what was found */
	struct pairs distinct; /* who are known to be two; sorted */
	unsigned char *wanted; /* of each of the people; NULL: all */
	int64_t seen; /* the last journal row there was */
	struct match_model learnt;
};

/*
 * Read everybody, in a transaction of its own that ends here. When no weights
 * are stored, or the base has grown by half since they were learnt, and there
 * are enough clients, they are learnt and stored; where they cannot be stored
 * they hold for this time, and crm_remark() says so.
 */
enum crm_rc dedupe_open(struct dedupe *, struct crm *);
void dedupe_free(struct dedupe *);

/* From now on only pairs with a client that was added or changed behind this
 * row of the journal. */
void dedupe_since(struct dedupe *, int64_t journal_id);

/* Add the pairs of this key to the pairs: those who score min or more, and
 * are not known to be distinct. Each pair comes with one key only. */
void dedupe_find(struct dedupe *, int key, double min);

/* Are they known to be two? a before b. */
bool dedupe_apart(void *dedupe, uint32_t a, uint32_t b);

#endif
