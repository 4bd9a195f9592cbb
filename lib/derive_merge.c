/*
 * derive_merge.c: bring a derived table to what a rule says: both in the order
 * of their key, side by side, so that only what differs is written.
 */
#include <stdlib.h>
#include <string.h>

#include "act_in.h"
#include "derive_in.h"

#include "banned.h"

/* What a rule says, and what there is. */
struct merging {
	struct crm *crm;
	const struct crm_outcome *o;
	struct grid said; /* rows of the rule, */
	const union cell **rows; /* in order, */
	struct keep texts; /* and their texts */
	struct crm_rows *there;
};

static bool
is_text(const struct merging *m, int column)
{
	return m->o->texts >> column & 1;
}

static union cell
cell_read(const struct merging *m, struct crm_rows *r, int i)
{
	union cell cell = {.text = NULL};

	if (is_text(m, i))
		cell.text = crm_col_text(r, i);
	else
		cell.n = crm_col_null(r, i) ? NONE : crm_col_int(r, i);
	return cell;
}

static int
cell_order(const struct merging *m, int column, union cell a, union cell b)
{
	if (!is_text(m, column))
		return (a.n > b.n) - (a.n < b.n);
	if (a.text == NULL || b.text == NULL)
		return (int)(a.text != NULL) - (int)(b.text != NULL);
	return strcmp(a.text, b.text);
}

/* --- what the rule says ------------------------------------------------------
 */

/* By the key; of several rows with the same, the one to go by first. */
static int
said_order(const void *x, const void *y, void *arg)
{
	const union cell *a = *(const union cell *const *)x,
			 *b = *(const union cell *const *)y;
	const struct merging *m = arg;
	int i, order = 0;

	for (i = 0; i < m->o->keys && order == 0; i++)
		order = cell_order(m, i, a[i], b[i]);
	i = m->o->said - 1;
	return order != 0 ? order : cell_order(m, i, a[i], b[i]);
}

static void
said_read(struct merging *m, const char *sql)
{
	struct crm_rows *r = crm_query(m->crm, sql);
	union cell *row;
	int i;

	while (crm_next(r)) {
		row = grid_add(&m->said);
		for (i = 0; i < m->o->said; i++) {
			row[i] = cell_read(m, r, i);
			if (is_text(m, i) && row[i].text != NULL)
				row[i].text = keep_text(&m->texts, row[i].text);
		}
	}
}

static void
said_sort(struct merging *m)
{
	bool sorted = true;
	size_t i;

	m->rows = mem_alloc((m->said.rows + 1) * sizeof(m->rows[0]));
	for (i = 0; i < m->said.rows; i++) {
		m->rows[i] = grid_row(&m->said, i);
		sorted = sorted && (i == 0 || said_order(&m->rows[i - 1],
						  &m->rows[i], m) <= 0);
	}
	if (!sorted)
		qsort_r((void *)m->rows, m->said.rows, sizeof(m->rows[0]),
		    said_order, m);
}

/* --- side by side ------------------------------------------------------------
 */

/* Of the columns from this one up to that, the first difference to the row
 * that is there. */
static int
there_order(const struct merging *m, const union cell *row, int from, int to)
{
	int i, order = 0;

	for (i = from; i < to && order == 0; i++)
		order = cell_order(m, i, row[i], cell_read(m, m->there, i));
	return order;
}

static void
row_write(struct merging *m, const char *sql, const union cell *row)
{
	struct crm_rows *r = crm_query(m->crm, sql);
	int i, n = m->crm->rc == CRM_OK ? sqlite3_bind_parameter_count(r->stmt)
					: 0;

	for (i = 0; i < n; i++)
		if (is_text(m, i))
			sqlite3_bind_text(
			    r->stmt, i + 1, row[i].text, -1, SQLITE_STATIC);
		else if (row[i].n != NONE)
			sqlite3_bind_int64(r->stmt, i + 1, row[i].n);
	while (crm_next(r))
		;
}

/* The row that is there, by its key. It goes on first: who stands on a row
 * that is written may find it again. */
static void
there_remove(struct merging *m)
{
	union cell key[8];
	int i;

	for (i = 0; i < m->o->keys; i++) {
		key[i] = cell_read(m, m->there, i);
		if (is_text(m, i))
			key[i].text = keep_text(&m->texts, key[i].text);
	}
	crm_next(m->there);
	row_write(m, m->o->remove, key);
}

static void
row_merge(struct merging *m, const union cell *row)
{
	const struct crm_outcome *o = m->o;
	int order = -1;
	bool same;

	while (!m->there->done && (order = there_order(m, row, 0, o->keys)) > 0)
		there_remove(m);
	if (m->there->done || order < 0) {
		row_write(m, o->insert, row);
		return;
	}
	same = there_order(m, row, o->keys, o->columns) == 0;
	crm_next(m->there);
	if (!same)
		row_write(m, o->update, row);
}

static bool
is_again(const struct merging *m, size_t i)
{
	int k;

	for (k = 0; i > 0 && k < m->o->keys; k++)
		if (cell_order(m, k, m->rows[i][k], m->rows[i - 1][k]) != 0)
			return false;
	return i > 0;
}

void
rule_merge(struct crm *crm, const struct crm_rule *rule)
{
	struct merging m = {.crm = crm,
	    .o = rule->outcome,
	    .said.columns = (size_t)rule->outcome->said};
	size_t i;

	said_read(&m, rule->sql);
	said_sort(&m);
	m.there = crm_query(crm, m.o->there);
	crm_next(m.there);
	for (i = 0; i < m.said.rows && crm->rc == CRM_OK; i++)
		if (!is_again(&m, i))
			row_merge(&m, m.rows[i]);
	while (!m.there->done && crm->rc == CRM_OK)
		there_remove(&m);
	crm_close(m.there);
	keep_free(&m.texts);
	free(m.said.cells);
	free((void *)m.rows);
}
