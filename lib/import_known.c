/*
 * import_known.c: the rows of a file that are known already: what they fill
 * or change in the records that there are.
 */
#include <string.h>

#include "import_in.h"

#include "banned.h"

/* The linked records of a row, of the client that it is, or is about. Known
 * ones are left out when the row is not new. True when any was added. */
static bool
linked_write(
    struct import *im, struct stage_walk *walk, int64_t client, bool new)
{
	struct record *rec;
	uint64_t fields;
	bool added = false;
	int which;

	while ((which = stage_next(walk)) != 0 && im->crm->rc == CRM_OK) {
		rec = &im->linked[which];
		stage_take(walk, rec);
		linked_give(rec, client);
		fields = match_given(rec);
		if (client == 0 ||
		    (!new &&match_equal(&im->match, rec, fields) != 0))
			continue;
		plan_linked(im, which);
		if (record_insert(rec) != 0)
			added = true;
		else
			record_fail(rec);
	}
	return added;
}

/* What two lists hold together, what two objects say together: the new word
 * counts, and nothing is lost. */
static void
value_join(struct import *im, const struct crm_field *f, struct value *v,
    const struct value *old)
{
	static const char objects[] = "SELECT json_patch(?1, ?2)",
			  lists[] =
			      "SELECT json_group_array(value) FROM (SELECT "
			      "value FROM json_each(?1) UNION ALL SELECT value "
			      "FROM json_each(?2) WHERE fold(value) NOT IN "
			      "(SELECT fold(value) FROM json_each(?1)))";
	struct crm_rows *r;

	if (old->state != VALUE_TEXT || v->state != VALUE_TEXT)
		return;
	r = crm_query(im->crm, f->kind == KIND_JSON ? objects : lists,
	    ARG(old->text), ARG(v->text));
	if (crm_next(r)) {
		v->len = strlen(crm_col_text(r, 0));
		v->text = keep_mem(&im->rec.keep, crm_col_text(r, 0), v->len);
	}
	crm_close(r);
}

/* Leave of the row only what the record there is to take over. */
static bool
values_choose(struct import *im)
{
	const struct crm_field *f = im->rec.entity->fields;
	bool fill = im->options->policy == IMPORT_FILL, any = false;
	struct value *v = im->rec.values;
	const struct value *old = im->old.values;
	int i;

	for (i = 0; i < im->rec.entity->nfields; i++, f++, v++, old++) {
		if (v->state <= VALUE_NULL)
			continue;
		if (!fill && (f->kind == KIND_LIST || f->kind == KIND_JSON))
			value_join(im, f, v, old);
		if (f->kind == KIND_KEY || (f->flags & FIELD_ID) ||
		    (fill && old->state != VALUE_NULL) ||
		    (v->state == old->state &&
			(v->state == VALUE_TEXT
				? strcmp(v->text, old->text) == 0
			    : v->state == VALUE_INT
				? v->i == old->i
				: memcmp(&v->d, &old->d, sizeof(v->d)) == 0)))
			v->state = VALUE_UNSET;
		else
			any = true;
	}
	return any;
}

static void
row_update(struct import *im, const struct stage_row *row, int64_t id)
{
	struct stage_walk walk;
	bool changed, good = true;

	stage_open(&walk, row, &im->rec);
	client_give(&im->strangers, &im->rec);
	record_clear(&im->old);
	if (!record_load(&im->old, id)) {
		if (im->apply != NULL)
			apply_refuse(im, stage_line(row), "base_moved",
			    "there is no %s %lld any longer",
			    im->rec.entity->noun, (long long)id);
		return;
	}
	if (im->apply != NULL && !apply_check_old(im, row))
		return;
	if (match_clients(&im->match))
		client_furthers_stay(&im->rec, &im->old);
	changed = values_choose(im);
	plan_update(im, row, id);
	if (changed) {
		im->rec.trusted = false;
		good = record_update(&im->rec, id, &changed);
		im->rec.trusted = true;
	}
	if (good) {
		changed |=
		    linked_write(im, &walk, linked_client(&im->old, id), false);
		im->counts->updated += changed;
		im->counts->unchanged += !changed;
		plan_updated(im, row, id, changed);
	} else if (im->crm->rc == CRM_OK) {
		stage_next(&walk);
		import_reject_problem(
		    im, walk.line, walk.raw, walk.rawlen, &im->rec);
	}
}

void
import_known(struct work *w)
{
	struct import *im = w->im;
	struct stage_row *row = im->stage.rows, *end = stage_past(&im->stage);

	if (w->known == 0)
		return;
	for (; row < end && im->crm->rc == CRM_OK; row++)
		if (row->id > ROW_NEW && row->id < ROW_CREATED &&
		    !apply_late(im, row))
			row_update(im, row, row->id);
}

/* What it repeats was not stored. */
static void
repeat_skip(struct import *im, const struct stage_row *row)
{
	im->counts->skipped++;
	plan_skip(im, stage_line(row),
	    crm_keepf(im->crm, "same as line %lld, which is not imported",
		(long long)stage_line(&im->stage.rows[-2 - row->id])),
	    0, 0);
}

/* Rows that repeat an earlier one of the file change what became of that. */
void
import_repeats(struct work *w)
{
	struct import *im = w->im;
	struct stage_row *row = im->stage.rows, *end = stage_past(&im->stage);
	const struct stage_row *first;

	if (w->known == 0)
		return;
	for (; row < end && im->crm->rc == CRM_OK; row++) {
		if (row->id >= ROW_DONE && !apply_late(im, row))
			continue;
		for (first = row; first->id < ROW_DONE;)
			first = &im->stage.rows[-2 - first->id];
		if (first->id > ROW_NEW)
			row_update(im, row, first->id & ~ROW_CREATED);
		else
			repeat_skip(im, row);
	}
}
