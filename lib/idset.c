/*
 * idset.c: SQL functions that look for a number among many: what IN does, but
 * for each row of a long table faster.
 */
#include <stdlib.h>

#include "tally_in.h"

#include "banned.h"

/* What a set is among values: SQL passes it on as a pointer, since it would
 * copy a blob for each row. */
#define SET "id_set"

/* --- id_set(id) --- */

static void
set_step(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct numbers *s = sqlite3_aggregate_context(context, sizeof(*s));

	(void)n;
	if (s != NULL && sqlite3_value_type(values[0]) != SQLITE_NULL)
		number_add(s, sqlite3_value_int64(values[0]));
}

static void
set_free(void *set)
{
	free(((struct numbers *)set)->list);
	free(set);
}

static void
set_end(sqlite3_context *context)
{
	struct numbers *s = sqlite3_aggregate_context(context, 0);
	struct numbers *set = mem_alloc(sizeof(*set));

	*set = s == NULL ? (struct numbers){NULL, 0, 0} : *s;
	numbers_sort(set);
	sqlite3_result_pointer(context, set, SET, set_free);
}

/* --- id_in(id, set) --- */

static void
sql_id_in(sqlite3_context *context, int n, sqlite3_value **values)
{
	const struct numbers *set = sqlite3_value_pointer(values[1], SET);
	int64_t id = sqlite3_value_int64(values[0]);
	size_t lo = 0, middle, hi;

	(void)n;
	if (set == NULL) {
		sqlite3_result_error(context, "id_in: in what?", -1);
		return;
	}
	for (hi = set->n; lo < hi;) {
		middle = lo + (hi - lo) / 2;
		if (set->list[middle] < id)
			lo = middle + 1;
		else
			hi = middle;
	}
	sqlite3_result_int(context, lo < set->n && set->list[lo] == id);
}

int
idset_register(struct crm *crm)
{
	int code = SQLITE_OK, flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

	code |= sqlite3_create_function(
	    crm->db, "id_set", 1, flags, crm, NULL, set_step, set_end);
	code |= sqlite3_create_function(
	    crm->db, "id_in", 2, flags, crm, sql_id_in, NULL, NULL);
	return code;
}
