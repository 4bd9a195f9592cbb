/*
 * plan_apply.c: a plan carried out: its rows go the way of any import, and
 * what was decided about them has to be decided so again.
 */
#include <stdlib.h>
#include <string.h>

#include "import_in.h"

#include "banned.h"

/* --- the cells of a line --- */

/* The line at hand is none of a plan. */
static void
line_refuse(struct import *im, const char *why)
{
	apply_refuse(im, im->read->line, "invalid", "%s", why);
}

static const char *
text_of(const struct import *im, const char *key)
{
	const struct read_cell *c = read_cell_of(im->read, key);

	return c == NULL || c->type == READ_NULL ? NULL : c->text;
}

/* A whole number, or 0. */
static int64_t
number_of(const struct import *im, const char *key)
{
	const char *text = text_of(im, key);
	int64_t n = 0;

	if (text == NULL || int_parse(&n, text, strlen(text)) != NULL || n < 0)
		return 0;
	return n;
}

/* An object or an array of objects, as JSON; NULL: it is not there. */
static const char *
json_of(struct import *im, const char *key, char bracket)
{
	const struct read_cell *c = read_cell_of(im->read, key);

	if (c == NULL)
		return NULL;
	if (c->type == READ_JSON && *c->text == bracket)
		return c->text;
	apply_refuse(im, im->read->line, "invalid", "%s: not a JSON %s", key,
	    bracket == '{' ? "object" : "array");
	return NULL;
}

static void
field_take(struct import *im, struct record *rec, const char *key,
    const char *type, const char *text)
{
	const struct crm_field *f = entity_field(rec->entity, key);

	if (f == NULL || (f->flags & FIELD_DERIVED))
		apply_refuse(im, im->read->line, "invalid",
		    "%s: no field of a %s", key, rec->entity->noun);
	else if (strcmp(type, "null") == 0)
		apply_refuse(im, im->read->line, "invalid",
		    "%s: null, and a plan empties no field: leave it out", key);
	else
		record_set(rec, f, text, strlen(text));
}

/* The fields of an object into a record. */
static void
object_take(struct import *im, struct record *rec, const char *json)
{
	struct crm_rows *r;

	if (json == NULL || im->crm->rc != CRM_OK)
		return;
	r = crm_query(im->crm,
	    "SELECT key, type, CASE type WHEN 'text' THEN atom ELSE "
	    "?1 -> fullkey END FROM json_each(?1)",
	    ARG(json));
	while (crm_next(r))
		field_take(im, rec, crm_col_text(r, 0), crm_col_text(r, 1),
		    crm_col_text(r, 2));
	crm_close(r);
}

/* The linked records: which of those that the first line names. */
static void
with_take(struct import *im)
{
	const char *json = json_of(im, "with", '['), *type, *record;
	struct crm_rows *r;
	int64_t which;

	if (json == NULL || im->crm->rc != CRM_OK)
		return;
	r = crm_query(im->crm,
	    "SELECT value ->> 'set', value ->> 'type', value -> 'record' "
	    "FROM json_each(?1)",
	    ARG(json));
	while (crm_next(r)) {
		which = crm_col_int(r, 0);
		type = crm_col_text(r, 1);
		record = crm_col_text(r, 2);
		if (which < 1 || which > im->map.nlinked || type == NULL ||
		    strcmp(im->map.linked[which]->name, type) != 0 ||
		    record == NULL || *record != '{')
			line_refuse(im, "with: not as the first line has it");
		else
			object_take(im, &im->linked[which], record);
	}
	crm_close(r);
}

/* --- lines --- */

static void
want_add(struct import *im, struct plan_want want)
{
	struct apply *a = im->apply;

	/* It has been refused, or it is the last row of the stage. */
	if (im->crm->rc != CRM_OK)
		return;
	while (a->n < im->stage.nrows) {
		if (a->n == a->cap) {
			a->cap = a->cap == 0 ? 256 : a->cap * 2;
			a->wants =
			    mem_grow(a->wants, a->cap * sizeof(*a->wants));
		}
		a->wants[a->n++] = want;
	}
}

/* A record to be stored. "client" is who it is to be whom "who" tells of. */
static void
new_take(struct import *im, struct plan_want *want)
{
	struct record *rec = &im->rec;
	const char *client = text_of(im, "client"),
		   *json = json_of(im, "record", '{');
	struct value *v;

	if (json == NULL)
		line_refuse(im, "no record");
	object_take(im, rec, json);
	object_take(im, &im->strangers.row, json_of(im, "who", '{'));
	with_take(im);
	want->stranger = client != NULL;
	want->client = number_of(im, "client");
	if (rec->entity->client >= 0) {
		v = &rec->values[rec->entity->client];
		if (v->state == VALUE_RAW)
			im->strangers.ref = v->text;
		v->state = VALUE_UNSET;
	}
	if (im->crm->rc == CRM_OK)
		import_keep(im);
}

/* The row that is to be stored by the plan's line about this one of the file,
 * which comes before it. SIZE_MAX: there is none. */
static size_t
row_find(const struct apply *a, int64_t line)
{
	size_t low = 0, high = a->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (a->wants[middle].line < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low < a->n && a->wants[low].line == line ? low : SIZE_MAX;
}

/* A record that is there, or that a line above stores or changes: then it is
 * that line's turn first. */
static void
known_take(struct import *im, struct plan_want *want)
{
	int64_t id = number_of(im, "id"), same = number_of(im, "same_as");
	size_t first = SIZE_MAX;
	const char *json = json_of(im, "new", '{');

	if (same != 0)
		first = row_find(im->apply, same);
	want->late = same != 0 && first == SIZE_MAX;
	if (id == 0 && first == SIZE_MAX)
		line_refuse(im, same == 0 ? "neither id nor same_as"
					  : "same_as: no line above makes, "
					    "changes or names that record");
	if (want->action == PLAN_UPDATE) {
		object_take(im, &im->rec,
		    json != NULL ? json : json_of(im, "record", '{'));
		with_take(im);
		want->old = json_of(im, "old", '{');
		if (want->old != NULL)
			want->old = keep_text(&im->apply->keep, want->old);
	}
	if (im->crm->rc != CRM_OK || !import_parse(im))
		return;
	import_stage(im, match_given(&im->rec));
	im->stage.rows[im->stage.nrows - 1].id =
	    first != SIZE_MAX ? -2 - (int64_t)first : id;
}

static void
line_take(struct import *im)
{
	const char *word = text_of(im, "action");
	struct plan_want want = {.line = number_of(im, "line")};
	int i;

	im->counts->read++;
	if (im->read->problem != NULL) {
		line_refuse(im, im->read->problem);
		return;
	}
	for (; want.action < PLAN_ACTIONS; want.action++)
		if (word != NULL && strcmp(word, plan_word(want.action)) == 0)
			break;
	record_clear(&im->rec);
	strangers_clear(&im->strangers);
	for (i = 1; i <= im->map.nlinked; i++)
		record_clear(&im->linked[i]);
	if (want.action == PLAN_ACTIONS)
		line_refuse(im, "action: not one of create, pending, update, "
				"unchanged, skip, reject");
	else if (want.action == PLAN_SKIP)
		im->counts->skipped++;
	else if (want.action == PLAN_REJECT)
		im->counts->rejected++;
	else if (want.action <= PLAN_PENDING)
		new_take(im, &want);
	else
		known_take(im, &want);
	want_add(im, want);
}

/* --- the first line --- */

static void
linked_take(struct import *im)
{
	const char *json = json_of(im, "with", '[');
	struct crm_rows *r;
	const struct crm_entity *e;

	if (json == NULL)
		return;
	r = crm_query(im->crm, "SELECT value FROM json_each(?1)", ARG(json));
	while (crm_next(r)) {
		e = crm_col_text(r, 0) == NULL
			? NULL
			: entity_find(crm_col_text(r, 0));
		if (e == NULL || e->client < 0 ||
		    im->map.nlinked == LINKED_MAX) {
			line_refuse(im, "with: not types of records");
			break;
		}
		im->map.linked[++im->map.nlinked] = e;
		record_init(&im->linked[im->map.nlinked], im->crm, e);
	}
	crm_close(r);
}

static enum crm_rc
head_take(struct import *im)
{
	struct crm *crm = im->crm;
	struct read *r = im->read;
	const char *type, *file, *digest;

	if (r->error == NULL)
		read_next(r);
	if (r->error != NULL)
		return crm_fail(crm, CRM_FAILURE, "unreadable", "%s: %s",
		    r->file, r->error);
	type = text_of(im, "type");
	file = text_of(im, "file");
	digest = text_of(im, "digest");
	if (r->rows == 0 || r->problem != NULL || text_of(im, "plan") == NULL ||
	    type == NULL || file == NULL || digest == NULL)
		return crm_fail(crm, CRM_FAILURE, "unreadable",
		    "%s: not a plan, as --dry-run --format ndjson writes it",
		    r->file);
	if (number_of(im, "plan") != PLAN_VERSION)
		return crm_fail(crm, CRM_FAILURE, "unreadable",
		    "%s: a plan of version %s; only %d is known", r->file,
		    text_of(im, "plan"), PLAN_VERSION);
	im->own.entity = entity_find(type);
	if (im->own.entity == NULL)
		return crm_fail(crm, CRM_FAILURE, "unreadable",
		    "%s: no type of record: \"%s\"", r->file, type);
	im->own.match = text_of(im, "match") != NULL;
	im->apply->file = keep_text(&im->apply->keep, file);
	im->apply->digest = keep_text(&im->apply->keep, digest);
	import_settle(im);
	linked_take(im);
	return crm->rc;
}

/* --- all of it --- */

enum crm_rc
import_apply(struct crm *crm, const char *file, bool dry_run,
    struct import_counts *counts)
{
	struct import_options options = {
	    .policy = IMPORT_ERROR, .dry_run = dry_run, .no_preset = true};
	struct apply apply = {0};
	struct import *im;

	if (crm->rc != CRM_OK)
		return crm->rc;
	options.hints.format = "ndjson";
	im = mem_alloc(sizeof(*im));
	import_begin(im, crm, file, &options, counts);
	im->apply = &apply;
	if (head_take(im) == CRM_OK) {
		while (crm->rc == CRM_OK && read_next(im->read))
			line_take(im);
		if (im->read->error != NULL)
			crm_fail(crm, CRM_FAILURE, "unreadable", "%s: %s",
			    im->read->file, im->read->error);
		if (crm->rc == CRM_OK)
			import_write(im);
	}
	import_close(im);
	free(im);
	free(apply.wants);
	keep_free(&apply.keep);
	return crm->rc;
}
