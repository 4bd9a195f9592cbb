/*
 * import_new.c: the rows of a file that are new, and what is linked to them,
 * into the database.
 */
#include "import_in.h"

#include "banned.h"

/* A walk through the rows that are new, or through what is linked to them. */
struct walk {
	struct import *im;
	size_t at; /* the row after the one at hand */
	int which; /* linked record; 0: the row's own */
	struct stage_walk row;
	struct stranger *stranger; /* who came in with the row; or NULL */
};

static void
walk_reject(struct walk *w, const struct record *rec)
{
	w->im->stage.rows[w->at - 1].id = ROW_DONE;
	stage_next(&w->row);
	import_reject_problem(
	    w->im, w->row.line, w->row.raw, w->row.rawlen, rec);
}

static bool
new_next(void *arg, struct record *rec)
{
	struct walk *w = arg;
	struct stage *st = &w->im->stage;

	while (w->at < st->nrows && w->im->crm->rc == CRM_OK) {
		struct stage_row *row = &st->rows[w->at++];

		if (row->id != ROW_NEW)
			continue;
		stage_open(&w->row, row, rec);
		w->stranger = client_stranger(&w->im->strangers, rec);
		client_give(&w->im->strangers, rec);
		if (record_ready(rec))
			return true;
		if (w->im->crm->rc == CRM_OK)
			walk_reject(w, rec);
	}
	return false;
}

static void
new_done(void *arg, struct record *rec, int64_t id)
{
	struct walk *w = arg;
	struct crm *crm = w->im->crm;

	if (id != 0) {
		w->im->stage.rows[w->at - 1].id = id | ROW_CREATED;
		plan_create(w->im, &w->im->stage.rows[w->at - 1], w->stranger);
		if (w->stranger != NULL)
			w->stranger->used = true;
		if (w->stranger != NULL && w->stranger->level == ARRIVE_PARTIAL)
			w->im->counts->pending++;
		else
			w->im->counts->created++;
		if (crm->tick != NULL)
			crm->tick(crm, (int64_t)w->at, 0, 0);
	} else {
		walk_reject(w, rec);
	}
}

/* The linked record of this kind of the row at hand. */
static bool
linked_find(struct walk *w)
{
	int which;

	while ((which = stage_next(&w->row)) != 0) {
		stage_take(&w->row, &w->im->linked[which]);
		if (which == w->which)
			return true;
	}
	return false;
}

static bool
linked_next(void *arg, struct record *rec)
{
	struct walk *w = arg;
	struct import *im = w->im;

	while (w->at < im->stage.nrows && im->crm->rc == CRM_OK) {
		struct stage_row *row = &im->stage.rows[w->at++];

		if (row->id < ROW_CREATED)
			continue;
		stage_open(&w->row, row, &im->rec);
		client_give(&im->strangers, &im->rec);
		if (!linked_find(w))
			continue;
		if (linked_client(&im->rec, row->id & ~ROW_CREATED) == 0) {
			im->unlinked++;
			continue;
		}
		linked_give(
		    rec, linked_client(&im->rec, row->id & ~ROW_CREATED));
		if (!record_ready(rec))
			record_fail(rec);
		return im->crm->rc == CRM_OK;
	}
	return false;
}

static void
linked_done(void *arg, struct record *rec, int64_t id)
{
	(void)arg;
	if (id == 0)
		record_fail(rec);
}

/* Every column that can be given: what a linked record may have. */
static uint64_t
columns_all(const struct crm_entity *e)
{
	uint64_t columns = 0;
	int i;

	for (i = 0; i < e->nfields; i++)
		if (!(e->fields[i].flags & (FIELD_DERIVED | FIELD_ID)))
			columns |= (uint64_t)1 << i;
	return columns;
}

static void
linked_insert(struct import *im, int which)
{
	struct walk walk = {.im = im, .which = which};
	struct bulk bulk = {.rec = &im->linked[which],
	    .rows = im->nlinked[which],
	    .columns = columns_all(im->map.linked[which]),
	    .next = linked_next,
	    .done = linked_done,
	    .arg = &walk};

	im->linked[which].trusted = true;
	record_bulk(&bulk);
	im->linked[which].trusted = false;
}

/* The records that wait for review, and those that came under another name. */
static void
strangers_queue(struct import *im)
{
	struct strangers *s = &im->strangers;
	struct stage_row *row = im->stage.rows, *end = stage_past(&im->stage);
	const struct stranger *st;
	struct stage_walk walk;
	size_t i;

	for (i = 0; i < s->stage.nrows; i++)
		if (s->list[i].reason != NULL)
			break;
	for (; i < s->stage.nrows && row < end && im->crm->rc == CRM_OK;
	     row++) {
		if (row->id < ROW_CREATED)
			continue;
		stage_open(&walk, row, &im->rec);
		st = client_stranger(s, &im->rec);
		if (st != NULL && st->reason != NULL)
			client_queue(s, st, row->id & ~ROW_CREATED);
	}
}

void
import_new(struct work *w)
{
	struct import *im = w->im;
	struct walk walk = {.im = im};
	struct bulk bulk = {.rec = &im->rec,
	    .rows = w->new,
	    .columns = im->columns,
	    .next = new_next,
	    .done = new_done,
	    .arg = &walk};
	int i;

	if (w->new + w->stored == 0 || im->crm->rc != CRM_OK)
		return;
	if (w->new > 0)
		record_bulk(&bulk);
	for (i = 1; i <= im->map.nlinked; i++)
		linked_insert(im, i);
	if (im->unlinked > 0)
		crm_remark(im->crm,
		    "%s: %lld other records of rows that wait for review "
		    "belong to nobody, and are not imported",
		    im->read->file, (long long)im->unlinked);
	strangers_queue(im);
	if (w->known == 0)
		stage_free(&im->stage);
	record_bulk_end(im->crm, im->options->entity);
	for (i = 1; i <= im->map.nlinked; i++)
		record_bulk_end(im->crm, im->map.linked[i]);
}
