/*
 * timeline_merge.c: the walks through the tables merged to one timeline.
 */
#include <string.h>

#include "timeline_in.h"

#include "banned.h"

/* As SQLite orders texts; none comes first. */
static int
text_order(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

/* Does a stand before b? */
static bool
is_before(const struct timeline_walk *w, const struct timeline_head *a,
    const struct timeline_head *b)
{
	int order = text_order(a->at, b->at);

	if (order == 0)
		order = (a->ref > b->ref) - (a->ref < b->ref);
	if (order == 0)
		order = text_order(a->type, b->type);
	return w->t->reverse ? order < 0 : order > 0;
}

/* Step a walk; false at its end. */
static bool
head_step(struct timeline_head *h)
{
	if (!crm_next(h->rows))
		return false;
	h->at = crm_col_text(h->rows, TIMELINE_AT);
	h->type = crm_col_text(h->rows, TIMELINE_TYPE);
	h->ref = crm_col_int(h->rows, TIMELINE_REF);
	return true;
}

/* Put a head where it belongs among those from the i-th on; the place before
 * them is free. */
static void
head_place(struct timeline_walk *w, int i, struct timeline_head h)
{
	for (; i < w->nheads && is_before(w, &w->heads[i], &h); i++)
		w->heads[i - 1] = w->heads[i];
	w->heads[i - 1] = h;
}

static void
head_add(struct timeline_walk *w, struct crm_rows *rows)
{
	struct timeline_head h = {.rows = rows};

	if (!head_step(&h))
		return;
	memmove(w->heads + 1, w->heads, (size_t)w->nheads * sizeof(h));
	w->nheads++;
	head_place(w, 1, h);
}

void
timeline_walk(struct timeline_walk *w, struct timeline *t)
{
	struct str sql = STR_INIT;
	int i;

	*w = (struct timeline_walk){.t = t, .left = t->limit};
	timeline_gather(t);
	for (i = 0; crm_arms[i].table != NULL; i++) {
		if (!timeline_wants(t, i))
			continue;
		str_cut(&sql, 0);
		timeline_arm_put(&sql, t, i);
		timeline_order_put(&sql, t);
		w->rows[w->nrows++] = crm_query_args(t->crm, sql.ptr, t->args);
	}
	str_free(&sql);
	for (i = 0; i < w->nrows; i++)
		head_add(w, w->rows[i]);
}

struct crm_rows *
timeline_next(struct timeline_walk *w)
{
	struct timeline_head h = w->heads[0];

	if (w->left == 0)
		return NULL;
	if (w->moved && head_step(&h)) {
		head_place(w, 1, h);
	} else if (w->moved) {
		w->nheads--;
		memmove(w->heads, w->heads + 1, (size_t)w->nheads * sizeof(h));
	}
	if (w->nheads == 0 || w->t->crm->rc != CRM_OK)
		return NULL;
	if (w->left > 0)
		w->left--;
	w->moved = true;
	return w->heads[0].rows;
}

void
timeline_leave(struct timeline_walk *w)
{
	int i;

	for (i = 0; i < w->nrows; i++)
		crm_close(w->rows[i]);
}
