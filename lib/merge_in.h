/*
 * merge_in.h: what the files of crm-dedupe merge share. Private to them.
 */
#ifndef CRM_MERGE_IN_H
#define CRM_MERGE_IN_H

#include "cli.h"
#include "merge.h"
#include "str.h"

/* One merge: one who is kept and those who are given up. */
struct merging {
	struct merge m;
	int64_t number; /* of the merge; 0: none yet */
	int64_t keep;
	struct str lost; /* ids, as a JSON array that is open yet */
	struct str lines; /* those of a dry run, likewise */
};

void merging_begin(struct merging *, const struct merge *, int64_t keep);
void merging_end(struct merging *);

/* Give up one more client; false with an error. Then print what was done. */
bool merging_add(struct merging *, int64_t lose);
void merging_answer(struct merging *);

/* merge_pairs.c: each pair on standard input. */
void merge_pairs(struct crm *, const struct merge *);

/* merge_show.c: a client's record and how many records of each type there are,
 * as a JSON object, kept. */
const char *merge_picture(struct crm *, int64_t id);

/* Three of them beside each other: a JSON array of [field, keep, lose, result],
 * kept; and those as a table for people. */
const char *merge_compare(
    struct crm *, const char *keep, const char *lose, const char *result);
void merge_compare_print(
    struct crm *, const char *lines, int64_t keep, int64_t lose);

#endif
