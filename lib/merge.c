/*
 * merge.c: bring a derived table to what a rule says: both in the order of
 * their key, side by side, so that only what differs is written.
 */
#include <string.h>

#include "derive_in.h"

#include "banned.h"

static int
value_order(struct crm_rows *a, struct crm_rows *b, int i)
{
	int64_t x, y;

	if (crm_col_null(a, i) || crm_col_null(b, i))
		return (int)!crm_col_null(a, i) - (int)!crm_col_null(b, i);
	if (sqlite3_column_type(a->stmt, i) == SQLITE_TEXT)
		return strcmp(crm_col_text(a, i), crm_col_text(b, i));
	x = crm_col_int(a, i);
	y = crm_col_int(b, i);
	return (x > y) - (x < y);
}

/* Of the columns from this one up to that: the first difference. */
static int
row_order(struct crm_rows *a, struct crm_rows *b, int from, int to)
{
	int i, order = 0;

	for (i = from; i < to && order == 0; i++)
		order = value_order(a, b, i);
	return order;
}

/* Run a statement with the columns of a row as its parameters. */
static void
row_write(struct crm *crm, const char *sql, struct crm_rows *row)
{
	struct crm_rows *r = crm_query(crm, sql);
	int i;

	for (i = 0; i < sqlite3_bind_parameter_count(r->stmt); i++)
		sqlite3_bind_value(
		    r->stmt, i + 1, sqlite3_column_value(row->stmt, i));
	while (crm_next(r))
		;
}

/* Which of the two is behind; 0: the same key. */
static int
key_order(struct crm_rows *now, struct crm_rows *there, int keys)
{
	if (now->done || there->done)
		return now->done - there->done;
	return row_order(now, there, 0, keys);
}

/* A row that is written may be found again by those who stand on it: they go on
 * first. */
void
rule_merge(struct crm *crm, const struct crm_rule *rule)
{
	const struct crm_outcome *o = rule->outcome;
	struct crm_rows *now = crm_query(crm, rule->sql);
	struct crm_rows *there = crm_query(crm, o->there);
	bool same;
	int order;

	crm_next(now);
	crm_next(there);
	while (!(now->done && there->done) && crm->rc == CRM_OK) {
		order = key_order(now, there, o->keys);
		same = order == 0 &&
		       row_order(now, there, o->keys, o->columns) == 0;
		if (order > 0)
			row_write(crm, o->remove, there);
		if (order >= 0)
			crm_next(there);
		if (order <= 0 && !same)
			row_write(crm, order < 0 ? o->insert : o->update, now);
		if (order <= 0)
			crm_next(now);
	}
	crm_close(now);
	crm_close(there);
}
