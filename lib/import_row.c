/*
 * import_row.c: one row of a file: its cells into a record, checked, and kept
 * in memory.
 */
#include <stdio.h>
#include <string.h>

#include "import_in.h"

#include "banned.h"

/* Reject the row that is being read. */
static void
row_reject(struct import *im, const struct record *rec)
{
	import_reject_problem(
	    im, im->read->line, im->raw.ptr, im->raw.len, rec);
}

/* --- rows --- */

/* Has a linked record all that it needs, but for the client? */
static bool
is_whole(const struct record *rec)
{
	int i;

	for (i = 0; i < rec->entity->nfields; i++)
		if (i != rec->entity->client &&
		    (rec->entity->fields[i].flags & FIELD_REQUIRED) &&
		    rec->values[i].state <= VALUE_NULL)
			return false;
	return true;
}

static bool
linked_parse(struct import *im)
{
	int i;

	for (i = 1; i <= im->map.nlinked; i++)
		if (!record_parse(&im->linked[i])) {
			if (im->crm->rc == CRM_OK)
				row_reject(im, &im->linked[i]);
			return false;
		}
	return true;
}

void
import_stage(struct import *im, uint64_t fields)
{
	int i;

	stage_begin(&im->stage, im->read->line);
	stage_put(&im->stage, 0, &im->rec, fields);
	if (im->rejects.file != NULL)
		stage_raw(&im->stage, im->raw.ptr, im->raw.len);
	for (i = 1; i <= im->map.nlinked; i++)
		if (is_whole(&im->linked[i])) {
			stage_put(&im->stage, i, &im->linked[i],
			    match_given(&im->linked[i]));
			im->nlinked[i]++;
		} else if (im->apply != NULL &&
			   match_given(&im->linked[i]) != 0) {
			apply_refuse(im, im->read->line, "required",
			    "with: a %s lacks what it needs",
			    im->linked[i].entity->noun);
		}
	stage_end(&im->stage);
}

/* Where the row at hand stands; as long as it is at hand. */
static const char *
row_place(const struct import *im)
{
	struct str where = STR_INIT;
	const char *text;

	read_where(im->read, &where, im->read->line, -1);
	text = keep_text(&im->read->row, where.ptr);
	str_free(&where);
	return text;
}

/* A row that is in the file already: told, and dealt with by policy. */
static void
row_again(struct import *im, size_t first, const char *label, uint64_t fields)
{
	long long line = stage_line(&im->stage.rows[first]);
	const char *colon = label != NULL ? ": " : "";
	struct str why = STR_INIT;

	if (label == NULL)
		label = "";
	str_addf(&why, "%s%ssame as line %lld", label, colon, line);
	if (im->options->policy == IMPORT_ERROR) {
		import_reject(im, im->read->line, im->raw.ptr, im->raw.len,
		    CRM_REFUSED, "duplicate", why.ptr);
	} else if (im->options->policy == IMPORT_SKIP) {
		im->counts->skipped++;
		plan_skip(im, im->read->line, why.ptr, 0, fields);
		crm_remark(im->crm, "%s: %s", row_place(im), why.ptr);
	} else {
		import_stage(im, fields);
		im->stage.rows[im->stage.nrows - 1].id = -2 - (int64_t)first;
	}
	str_free(&why);
}

/*
 * A row that lacks what a new record needs may still tell something about one
 * that there is, where the policy is to fill or update.
 */
static bool
is_enough(const struct import *im)
{
	const struct problem *p = &im->rec.problem;

	return p->word != NULL && strcmp(p->word, "required") == 0 &&
	       (im->options->policy == IMPORT_FILL ||
		   im->options->policy == IMPORT_UPDATE);
}

/* Is an address of the row that of another row, and no reason to think that
 * both are one client? Then it is rejected. */
static bool
is_taken(struct import *im, uint64_t fields)
{
	struct match *m = &im->match;
	const char *label;
	struct str why = STR_INIT;
	size_t row;
	bool own;

	if (m->furthers.n == 0 && !email_further(m, &im->rec))
		return false;
	if (match_row(m, &im->rec, fields, false, &label) != SIZE_MAX)
		return false;
	row = email_row(m, &im->rec, &own);
	if (row == SIZE_MAX)
		return false;
	if (own) {
		row_again(im, row, "email", fields);
		return true;
	}
	str_addf(&why, "emails: same as line %lld",
	    (long long)stage_line(&im->stage.rows[row]));
	import_reject(im, im->read->line, im->raw.ptr, im->raw.len, CRM_REFUSED,
	    "email_taken", why.ptr);
	str_free(&why);
	return true;
}

static void
row_match(struct import *im, uint64_t fields, bool ready)
{
	const char *label;
	size_t first;

	if (is_taken(im, fields))
		return;
	first = match_row(&im->match, &im->rec, fields, ready, &label);
	if (first != SIZE_MAX) {
		row_again(im, first, label, fields);
		return;
	}
	if (ready)
		email_add(&im->match, &im->rec, im->stage.nrows);
	import_stage(im, fields);
}

/* Records other than clients are named by their numbers: are they there? A
 * bulk load would fall as a whole, not the row. */
static bool
refs_check(struct record *rec)
{
	const struct crm_field *f = rec->entity->fields;
	const struct value *v = rec->values;
	char sql[96];
	int i;

	for (i = 0; i < rec->entity->nfields; i++, f++, v++) {
		if (f->kind != KIND_REF || v->state != VALUE_INT ||
		    strcmp(f->ref, "client") == 0)
			continue;
		snprintf(sql, sizeof(sql),
		    "SELECT count(*) FROM %s WHERE id = ?1", f->ref);
		if (crm_int(rec->crm, sql, ARG(v->i)) == 0)
			return record_problem(rec, CRM_MISSING, NULL, f,
			    "there is no %s %lld", f->ref, (long long)v->i);
	}
	return true;
}

static bool
own_parse(struct import *im)
{
	if (record_parse(&im->rec))
		return true;
	if (im->crm->rc == CRM_OK)
		row_reject(im, &im->rec);
	return false;
}

bool
import_parse(struct import *im)
{
	return own_parse(im) && linked_parse(im);
}

void
import_keep(struct import *im)
{
	uint64_t fields;
	bool ready;

	if (!own_parse(im))
		return;
	if (!refs_check(&im->rec) || !client_take(&im->strangers, &im->rec)) {
		if (im->crm->rc == CRM_OK)
			row_reject(im, im->rec.problem.rc != CRM_OK
					   ? &im->rec
					   : &im->strangers.row);
		return;
	}
	fields = match_given(&im->rec);
	ready = record_ready(&im->rec);
	if (!ready && !is_enough(im)) {
		if (im->crm->rc == CRM_OK)
			row_reject(im, &im->rec);
		return;
	}
	if (!linked_parse(im))
		return;
	im->columns |= record_columns(&im->rec);
	row_match(im, fields, ready);
}

/* A remark of the reader; the same of a million rows is told thrice. */
static void
row_remark(struct import *im)
{
	if (im->read->remark != NULL && im->remarks++ < REMARKS_MAX)
		crm_remark(im->crm, "%s: %s", row_place(im), im->read->remark);
}

/* A row of --rejects that could not be taken apart, and was not mended. */
static bool
is_broken(struct import *im)
{
	const struct read_cell *c;

	if (im->map.broken >= im->read->ncolumns)
		return false;
	c = &im->read->cells[im->map.broken];
	if (cell_blank(c))
		return false;
	str_cut(&im->raw, 0);
	if (im->rejects.file != NULL)
		reject_text(&im->raw, c->text, c->len);
	import_reject(im, im->read->line, im->raw.ptr, im->raw.len, CRM_USAGE,
	    "invalid", "_text: not put in its columns yet");
	return true;
}

/* Is it a row that the preset leaves out? */
static bool
is_left_out(const struct import *im)
{
	const struct map_only *only = im->map.only;
	const struct read_cell *c;
	int k;

	for (k = 0; k < im->map.nonly; k++, only++) {
		if (only->column >= im->read->ncolumns)
			continue;
		c = &im->read->cells[only->column];
		if (only->value == NULL
			? cell_nothing(im, c)
			: c->len == 0 || strcasecmp(c->text, only->value) != 0)
			return true;
	}
	return false;
}

void
import_row(struct import *im, bool total)
{
	struct read *r = im->read;
	int i;

	im->counts->read++;
	part_row(im);
	str_cut(&im->raw, 0);
	if (im->rejects.file != NULL)
		reject_raw(&im->raw, r);
	if (total) {
		total_skip(im);
		return;
	}
	row_remark(im);
	if (r->problem != NULL) {
		import_reject(im, r->line, im->raw.ptr, im->raw.len, CRM_USAGE,
		    "invalid", r->problem);
		return;
	}
	if (is_broken(im))
		return;
	if (is_left_out(im)) {
		im->counts->skipped++;
		plan_skip(
		    im, r->line, "left out by what is known of the file", 0, 0);
		return;
	}
	record_clear(&im->rec);
	strangers_clear(&im->strangers);
	for (i = 1; i <= im->map.nlinked; i++)
		record_clear(&im->linked[i]);
	cells_set(im);
	import_keep(im);
}
