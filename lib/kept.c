/*
 * kept.c: sums of facts by bits of time, kept up to date by what changed.
 */
#include <stdlib.h>
#include <string.h>

#include "kept.h"
#include "kind.h"

#include "crm_sql.h"

#include "banned.h"

#define CELLS_MIN 256

/* What one row of kept_sum grows by. */
struct cell {
	int64_t at; /* when the bit begins */
	int64_t n;
	const char *name; /* one text for each name */
	char what; /* 0: free */
};

struct sums {
	struct cell *cells; /* a power of two of them */
	size_t cap, used;
	const char **names;
	size_t nnames;
	struct keep keep; /* the texts of the names */
};

/* --- adding up ---------------------------------------------------------------
 */

/* There are a few statuses and currencies: the one before, as a rule. */
static const char *
name_one(struct sums *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->nnames; i++)
		if (strcmp(s->names[i], name) == 0)
			return s->names[i];
	s->names = mem_grow(s->names, (s->nnames + 1) * sizeof(*s->names));
	return s->names[s->nnames++] = keep_text(&s->keep, name);
}

static struct cell *
cell_find(struct sums *s, char what, int64_t at, const char *name)
{
	uint64_t hash = (uint64_t)at ^ (uint64_t)what << 40;
	size_t i;

	hash ^= (uint64_t)(uintptr_t)name << 16;
	hash *= 11400714819323198485U;
	for (i = (hash >> 24) & (s->cap - 1); s->cells[i].what != 0;
	     i = (i + 1) & (s->cap - 1))
		if (s->cells[i].at == at && s->cells[i].what == what &&
		    s->cells[i].name == name)
			break;
	return &s->cells[i];
}

static void
cells_grow(struct sums *s)
{
	struct cell *old = s->cells;
	size_t i, cap = s->cap;

	s->cap = cap == 0 ? CELLS_MIN : 2 * cap;
	s->cells = mem_alloc(s->cap * sizeof(*s->cells));
	memset(s->cells, 0, s->cap * sizeof(*s->cells));
	for (i = 0; i < cap; i++)
		if (old[i].what != 0)
			*cell_find(s, old[i].what, old[i].at, old[i].name) =
			    old[i];
	free(old);
}

static void
sum_add(struct crm *crm, struct sums *s, const struct cell *one)
{
	struct cell *c;

	if (2 * s->used >= s->cap)
		cells_grow(s);
	c = cell_find(s, one->what, one->at, one->name);
	if (c->what == 0) {
		s->used++;
		*c = (struct cell){one->at, 0, one->name, one->what};
	}
	if (__builtin_add_overflow(c->n, one->n, &c->n))
		crm_fail(crm, CRM_REFUSED, NULL, "too large a sum of amounts");
}

static int64_t
bit_start(int64_t t, int64_t seconds)
{
	int64_t rest = t % seconds;

	return t - (rest < 0 ? rest + seconds : rest);
}

/* Rows of share/query/kept_*.sql: (sign, what, at, status, minor, currency);
 * of bookings the status, where there is an amount that counts the minor. */
static void
sums_read(struct crm *crm, struct sums *s, struct crm_rows *r)
{
	struct cell one;
	const char *at, *text;
	int64_t t, sign;

	while (crm_next(r)) {
		at = crm_col_text(r, 2);
		if (at == NULL || time_parse(&t, at, strlen(at), 0) != NULL)
			continue;
		sign = crm_col_int(r, 0);
		one.what = *crm_col_text(r, 1);
		if (!crm_col_null(r, 4)) {
			text = crm_col_text(r, 5);
			one.at = bit_start(t, KEPT_SUMS);
			one.name = name_one(s, text == NULL ? "" : text);
			one.n = sign * crm_col_int(r, 4);
			sum_add(crm, s, &one);
		}
		if (one.what == 'b') {
			one.what = 'n';
			one.at = bit_start(t, KEPT_COUNTS);
			one.name = name_one(s, crm_col_text(r, 3));
			one.n = sign;
			sum_add(crm, s, &one);
		}
	}
}

/* --- keeping
 * ------------------------------------------------------------------
 */

static int
cell_compare(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;

	if (x->what != y->what)
		return x->what < y->what ? -1 : 1;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* Rows come in the order of the table. One that comes to nothing is none. */
static void
sums_write(struct crm *crm, struct sums *s)
{
	char at[21], what[2] = "";
	size_t i, n = 0;

	for (i = 0; i < s->cap; i++)
		if (s->cells[i].what != 0 && s->cells[i].n != 0)
			s->cells[n++] = s->cells[i];
	if (n > 1)
		qsort(s->cells, n, sizeof(*s->cells), cell_compare);
	for (i = 0; i < n && crm->rc == CRM_OK; i++) {
		what[0] = s->cells[i].what;
		time_print(at, s->cells[i].at);
		crm_run(crm,
		    "INSERT INTO kept_sum VALUES (?1, ?2, ?3, ?4) "
		    "ON CONFLICT DO UPDATE SET n = n + excluded.n",
		    ARG((const char *)what), ARG((const char *)at),
		    ARG(s->cells[i].name), ARG(s->cells[i].n));
		if (s->cells[i].n < 0)
			crm_run(crm,
			    "DELETE FROM kept_sum WHERE what = ?1 "
			    "AND at = ?2 AND name = ?3 AND n = 0",
			    ARG((const char *)what), ARG((const char *)at),
			    ARG(s->cells[i].name));
	}
}

static void
sums_free(struct sums *s)
{
	free(s->cells);
	free(s->names);
	keep_free(&s->keep);
}

/* What was only added needs no look at what was there before. */
void
kept_due(struct crm *crm, int64_t mark)
{
	struct sums s = {.cap = 0};
	struct crm_rows *r = crm_query(crm,
	    "SELECT max(op <> 'insert') FROM journal WHERE id > ?1 AND "
	    "(tbl = 'booking' OR tbl = 'orders' OR tbl = 'purchase')",
	    ARG(mark));
	bool any = crm_next(r) && !crm_col_null(r, 0);
	bool changed = any && crm_col_int(r, 0) != 0;

	crm_close(r);
	if (!any)
		return;
	sums_read(crm, &s,
	    crm_query(
		crm, changed ? SQL_KEPT_CHANGED : SQL_KEPT_ADDED, ARG(mark)));
	sums_write(crm, &s);
	sums_free(&s);
}

void
kept_all(struct crm *crm)
{
	struct sums s = {.cap = 0};

	crm_run(crm, "DELETE FROM kept_sum");
	sums_read(crm, &s, crm_query(crm, SQL_KEPT_ALL));
	sums_write(crm, &s);
	sums_free(&s);
}
