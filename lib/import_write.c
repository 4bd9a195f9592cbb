/*
 * import_write.c: the rows of a file into the database: which are new, which
 * are known, and what is done about those; all in one transaction.
 */
#include <stdio.h>
#include <string.h>

#include "change.h"
#include "import_in.h"

#include "banned.h"

#define MANY 20000 /* rows that are worth a larger cache */

/* The rows of a file by what is done with them. */
struct work {
	struct import *im;
	int64_t new;
	int64_t counted; /* of those, under client.limit */
	int64_t known; /* to be changed */
};

/* --- what is to be done --- */

/* Does a client of this status count under client.limit? */
static bool
is_counted(const struct record *rec)
{
	int i;

	for (i = 0; i < rec->entity->nfields; i++)
		if (strcmp(rec->entity->fields[i].name, "status") == 0)
			break;
	return i == rec->entity->nfields ||
	       rec->values[i].state != VALUE_TEXT ||
	       (strcmp(rec->values[i].text, "deleted") != 0 &&
		   strcmp(rec->values[i].text, "spam") != 0);
}

static void
known_reject(
    struct import *im, struct stage_walk *walk, const struct match_found *found)
{
	const struct crm_entity *e = im->options->entity;
	const char *label = found->label == NULL ? "" : found->label;
	struct str why = STR_INIT;

	stage_next(walk); /* over the raw text */
	if (*label != '\0')
		str_addf(&why, "%s: ", label);
	if (found->stranger)
		str_addf(&why,
		    "%lld is another %s here; leave the column out "
		    "with --map '%s=-'",
		    (long long)found->id, e->name, label);
	else if (found->deleted)
		str_addf(&why,
		    "belongs to the deleted client %lld; bring it "
		    "back with: crm-client restore %lld",
		    (long long)found->id, (long long)found->id);
	else
		str_addf(&why, "there already: %s %lld", e->name,
		    (long long)found->id);
	import_reject(im, walk->line, walk->raw, walk->rawlen, CRM_REFUSED,
	    found->deleted ? "email_deleted" : "duplicate", why.ptr);
	str_free(&why);
}

/* One row, its record decoded: new, known, or not to be used. */
static void
row_decide(struct work *w, struct stage_row *row, struct stage_walk *walk)
{
	struct import *im = w->im;
	enum import_policy policy = im->options->policy;
	struct match_found found;

	found = match_base(&im->match, &im->rec, match_given(&im->rec));
	if (found.id == 0) {
		w->new ++;
		w->counted += is_counted(&im->rec);
	} else if (found.stranger || policy == IMPORT_ERROR ||
		   (found.deleted && policy == IMPORT_SKIP)) {
		row->id = ROW_DONE;
		known_reject(im, walk, &found);
	} else if (policy == IMPORT_SKIP) {
		row->id = ROW_DONE;
		im->counts->skipped++;
	} else {
		row->id = found.id;
		w->known++;
	}
}

static void
rows_decide(struct work *w)
{
	struct import *im = w->im;
	struct stage_walk walk;
	struct stage_row *row = im->stage.rows, *end = row + im->stage.nrows;
	bool all; /* are new: there is nothing that they could be */

	if (im->stage.nrows >= MANY)
		db_exec(im->crm, "PRAGMA cache_size = -16384");
	match_start(&im->match);
	all = im->match.empty && client_room(im->crm) == INT64_MAX;
	for (; row < end && im->crm->rc == CRM_OK; row++) {
		if (row->id < ROW_DONE) {
			w->known++;
		} else if (all) {
			w->new ++;
		} else {
			stage_open(&walk, row, &im->rec);
			row_decide(w, row, &walk);
		}
	}
}

static enum crm_rc
limit_check(struct work *w)
{
	struct import *im = w->im;
	struct crm *crm = im->crm;
	int64_t room;

	if (crm->rc != CRM_OK || w->counted == 0 ||
	    strcmp(im->options->entity->name, "client") != 0)
		return crm->rc;
	room = client_room(crm);
	if (w->counted > room)
		return crm_fail(crm, CRM_REFUSED, "client_limit",
		    "%s: %lld "
		    "new clients, but the limit of %s leaves room for %lld; "
		    "nothing was imported (crm-config set client.limit N "
		    "raises it)",
		    im->read->file, (long long)w->counted,
		    crm_setting(crm, "client.limit"), (long long)room);
	return crm->rc;
}

/* --- linked records --- */

static void
client_give(struct record *rec, int64_t client)
{
	rec->values[rec->entity->client] =
	    (struct value){.state = VALUE_INT, .i = client};
}

static int64_t
client_of(const struct record *rec, int64_t id)
{
	int client = rec->entity->client;

	return client < 0 ? id : rec->values[client].i;
}

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
		client_give(rec, client);
		fields = match_given(rec);
		if (client == 0 ||
		    (!new &&match_equal(&im->match, rec, fields) != 0))
			continue;
		if (record_insert(rec) != 0)
			added = true;
		else
			record_fail(rec);
	}
	return added;
}

/* --- new rows --- */

/* A walk through the rows that are new, or through what is linked to them. */
struct walk {
	struct import *im;
	size_t at; /* the row after the one at hand */
	int which; /* linked record; 0: the row's own */
	struct stage_walk row;
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

	if (id != 0) {
		w->im->stage.rows[w->at - 1].id = id | ROW_CREATED;
		w->im->counts->created++;
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
		if (!linked_find(w))
			continue;
		client_give(rec, client_of(&im->rec, row->id & ~ROW_CREATED));
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

static void
rows_insert(struct work *w)
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

	if (w->new == 0 || im->crm->rc != CRM_OK)
		return;
	record_bulk(&bulk);
	for (i = 1; i <= im->map.nlinked; i++)
		linked_insert(im, i);
	if (w->known == 0)
		stage_free(&im->stage);
	record_bulk_end(im->crm, im->options->entity);
	for (i = 1; i <= im->map.nlinked; i++)
		record_bulk_end(im->crm, im->map.linked[i]);
}

/* --- known rows --- */

/* What two lists hold together, what two objects say together: the new word
 * counts, and nothing is lost. */
static void
value_join(struct import *im, const struct crm_field *f, struct value *v,
    const struct value *old)
{
	struct crm_rows *r;

	if (old->state != VALUE_TEXT || v->state != VALUE_TEXT)
		return;
	r = f->kind == KIND_JSON
		? crm_query(im->crm, "SELECT json_patch(?1, ?2)",
		      ARG(old->text), ARG(v->text))
		: crm_query(im->crm,
		      "SELECT json_group_array(value) FROM (SELECT "
		      "value FROM json_each(?1) UNION ALL SELECT value FROM "
		      "json_each(?2) "
		      "WHERE fold(value) NOT IN (SELECT fold(value) FROM "
		      "json_each(?1)))",
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
	bool changed = false, good = true;

	stage_open(&walk, row, &im->rec);
	record_clear(&im->old);
	if (!record_load(&im->old, id))
		return;
	if (values_choose(im)) {
		im->rec.trusted = false;
		good = record_update(&im->rec, id, &changed);
		im->rec.trusted = true;
	}
	if (good) {
		changed |=
		    linked_write(im, &walk, client_of(&im->old, id), false);
		im->counts->updated += changed;
		im->counts->skipped += !changed;
	} else if (im->crm->rc == CRM_OK) {
		stage_next(&walk);
		import_reject_problem(
		    im, walk.line, walk.raw, walk.rawlen, &im->rec);
	}
}

static void
rows_update(struct work *w)
{
	struct import *im = w->im;
	struct stage_row *row = im->stage.rows, *end = row + im->stage.nrows;

	if (w->known == 0)
		return;
	for (; row < end && im->crm->rc == CRM_OK; row++)
		if (row->id > ROW_NEW)
			row_update(im, row, row->id);
}

/* Rows that repeat an earlier one of the file change what became of that. */
static void
rows_repeat(struct work *w)
{
	struct import *im = w->im;
	struct stage_row *row = im->stage.rows, *end = row + im->stage.nrows;
	const struct stage_row *first;

	if (w->known == 0)
		return;
	for (; row < end && im->crm->rc == CRM_OK; row++) {
		if (row->id >= ROW_DONE)
			continue;
		for (first = row; first->id < ROW_DONE;)
			first = &im->stage.rows[-2 - first->id];
		if (first->id > ROW_NEW)
			row_update(im, row, first->id & ~ROW_CREATED);
		else
			im->counts->skipped++;
	}
}

/* --- all of it --- */

/* The batch, by which crm-import log and undo know it. */
static void
batch_add(struct import *im)
{
	struct import_counts *n = im->counts;
	struct crm *crm = im->crm;
	char digest[17];

	snprintf(digest, sizeof(digest), "%016llx",
	    (unsigned long long)im->read->digest);
	crm_run(crm,
	    "INSERT INTO import (change_id, tbl, file, digest, read, "
	    "created, updated, skipped, rejected, pending) VALUES (?1, ?2, ?3, "
	    "?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	    ARG(crm->change), ARG(im->options->entity->name),
	    ARG(im->read->file), ARG(digest), ARG(n->read), ARG(n->created),
	    ARG(n->updated), ARG(n->skipped), ARG(n->rejected),
	    ARG(n->pending));
	if (crm->rc == CRM_OK)
		n->batch = sqlite3_last_insert_rowid(crm->db);
	crm_summary(crm, "%s: %lld created, %lld updated", im->read->file,
	    (long long)n->created, (long long)n->updated);
}

static void
rows_write(struct import *im)
{
	struct work work = {.im = im};

	match_forget(&im->match);
	rows_decide(&work);
	if (limit_check(&work) != CRM_OK)
		return;
	rows_update(&work);
	rows_insert(&work);
	rows_repeat(&work);
}

static void
rejects_fail(struct import *im, const struct out *out)
{
	crm_fail(im->crm, CRM_FAILURE, "output", "%s: cannot be written: %s%s",
	    im->rejects.file, strerror(out->error),
	    im->counts->batch != 0 ? "; the other rows are imported" : "");
}

/* The file of rejected rows is written before the data is committed, so that
 * a full disk is known in time, and put in its place after that. */
static void
rejects_begin(struct import *im, struct out *out)
{
	if (im->rejects.file == NULL || im->crm->rc != CRM_OK)
		return;
	reject_write(&im->rejects, im->read, out);
	if (out->error != 0)
		rejects_fail(im, out);
}

/* In one transaction; undone when it is only tried, or must be whole. */
static enum crm_rc
rows_commit(struct import *im, struct out *out)
{
	struct import_counts *n = im->counts;
	struct crm *crm = im->crm;
	bool keep = !im->options->dry_run;

	if (change_begin(crm) == CRM_OK)
		rows_write(im);
	rejects_begin(im, out);
	if (im->options->strict && n->rejected > 0) {
		n->created = n->updated = 0;
		n->skipped = n->read - n->rejected;
		keep = false;
	}
	if (n->created + n->updated == 0)
		keep = false;
	if (keep && crm->rc == CRM_OK)
		batch_add(im);
	return change_end(crm, keep);
}

enum crm_rc
import_write(struct import *im)
{
	struct crm *crm = im->crm;
	struct out out;

	out_init(&out, im->rejects.file, false);
	if (im->stage.nrows > 0)
		rows_commit(im, &out);
	else
		rejects_begin(im, &out);
	if (im->rejects.file != NULL && crm->rc == CRM_OK && !out_commit(&out))
		rejects_fail(im, &out);
	out_abandon(&out);
	return crm->rc;
}
