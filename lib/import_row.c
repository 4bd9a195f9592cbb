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

/* --- cells --- */

static bool
is_unset(const struct record *rec, const struct crm_field *f)
{
	return rec->values[f - rec->entity->fields].state == VALUE_UNSET;
}

/*
 * --excel puts an apostrophe in front of what a spreadsheet would take for a
 * formula. It comes off where the file looks like one of those, and always
 * where it cannot be meant: "'+351 912 000 011".
 */
static void
guard_drop(
    const struct import *im, const struct crm_field *f, struct read_cell *c)
{
	size_t n = c->text[0] == '\'' ? strspn(c->text, "'") : 0;

	if (n == 0 || c->type != READ_TEXT || c->text[n] == '\0' ||
	    strchr("=+-@\t\r", c->text[n]) == NULL)
		return;
	if (im->guarded || (f->kind != KIND_TEXT && f->kind != KIND_PROSE &&
			       f->kind != KIND_JSON && f->kind != KIND_LIST)) {
		c->text++;
		c->len--;
	}
}

/* The first number of a client is the phone, any other a further one. */
static void
more_set(struct record *rec, const struct target *t, const struct read_cell *c)
{
	const struct value *v = &rec->values[t->field - rec->entity->fields];

	if (v->state == VALUE_UNSET)
		record_set(rec, t->field, c->text, c->len);
	else if (v->len != c->len || memcmp(v->text, c->text, c->len) != 0)
		record_list_add(rec, 0, t->list, c->text);
}

/* Are there several values in the cell, where there is room for them? */
static bool
has_several(
    const struct import *im, const struct target *t, const struct read_cell *c)
{
	const struct preset *preset = im->map.preset;

	return preset != NULL && preset->separator != NULL &&
	       (t->list != NULL || t->field->kind == KIND_LIST) &&
	       strstr(c->text, preset->separator) != NULL;
}

/* A list has commas; of others the first is the value, and more are further
 * ones. */
static void
several_set(struct import *im, struct record *rec, const struct target *t,
    const struct read_cell *c)
{
	const char *p = c->text, *separator = im->map.preset->separator, *end;
	struct str text = STR_INIT;
	struct read_cell one = {.type = READ_TEXT};

	for (; p != NULL; p = end == NULL ? NULL : end + strlen(separator)) {
		p += strspn(p, " *");
		end = strstr(p, separator);
		one.text = keep_mem(
		    &rec->keep, p, end == NULL ? strlen(p) : (size_t)(end - p));
		one.len = strlen(one.text);
		if (t->field->kind == KIND_LIST)
			str_addf(
			    &text, "%s%s", text.len > 0 ? "," : "", one.text);
		else
			more_set(rec, t, &one);
	}
	if (t->field->kind == KIND_LIST)
		record_set(rec, t->field, text.ptr, text.len);
	str_free(&text);
}

static void
cell_set(struct import *im, const struct target *t, size_t column,
    struct read_cell c)
{
	struct record *rec = t->record == RECORD_CLIENT ? &im->strangers.row
			     : t->record == 0		? &im->rec
					      : &im->linked[t->record];
	const struct crm_field *f = t->field;

	guard_drop(im, f, &c);
	if (im->map.nwords > 0 && c.type == READ_TEXT &&
	    !map_word(&im->map, f, &c))
		return;
	ahead_cell(im, column, t, rec, &c);
	if (c.type == READ_JSON && t->kind != TARGET_JSON &&
	    f->kind != KIND_JSON && f->kind != KIND_LIST) {
		record_problem(rec, CRM_USAGE, "invalid", f,
		    "a JSON %s, not a text",
		    *c.text == '[' ? "array" : "object");
	} else if (t->kind == TARGET_JSON) {
		record_json_set(rec, 0, f, t->key, c.text);
	} else if (has_several(im, t, &c)) {
		several_set(im, rec, t, &c);
	} else if (t->kind == TARGET_MORE) {
		more_set(rec, t, &c);
	} else if (t->kind == TARGET_CLIENT && t->record == 0) {
		if (im->strangers.ref == NULL)
			im->strangers.ref =
			    keep_mem(&im->strangers.row.keep, c.text, c.len);
	} else if (is_unset(rec, f)) {
		record_set(rec, f, c.text, c.len);
	}
}

static bool
is_blank(const struct read_cell *c)
{
	if (c->len == 0 || c->type == READ_ABSENT || c->type == READ_NULL)
		return true;
	return (unsigned char)c->text[0] <= ' ' &&
	       strspn(c->text, " \t\r\n") == c->len;
}

/* A word that a preset knows to mean nothing. */
static bool
is_nothing(const struct import *im, const struct read_cell *c)
{
	const char *const *blank =
	    im->map.preset == NULL ? NULL : im->map.preset->blanks;

	for (; blank != NULL && *blank != NULL; blank++)
		if (strcasecmp(*blank, c->text) == 0)
			return true;
	return is_blank(c);
}

/* Cells of several columns as one. */
static void
joins_set(struct import *im)
{
	const struct read *r = im->read;
	const struct map_join *j = im->map.joins;
	struct str text = STR_INIT;
	size_t column, first;
	int i, k;

	for (i = 0; i < im->map.norders; i++, j++) {
		str_cut(&text, 0);
		first = SIZE_MAX;
		for (k = 0; k < im->map.orders[i].nparts; k++) {
			column = j->columns[k];
			if (column >= r->ncolumns ||
			    is_nothing(im, &r->cells[column]))
				continue;
			if (first == SIZE_MAX)
				first = column;
			str_addf(&text, "%s%s", text.len > 0 ? " " : "",
			    r->cells[column].text);
		}
		if (text.len > 0)
			cell_set(im, &j->target, first,
			    (struct read_cell){.type = READ_TEXT,
				.text = text.ptr,
				.len = text.len});
	}
	str_free(&text);
}

/* An empty cell says nothing: it never erases, nor keeps a default away. */
static void
cells_set(struct import *im)
{
	const struct read *r = im->read;
	const struct target *t = im->map.targets;
	const struct crm_entity *e = im->options->entity;
	const char *currency = im->options->currency;
	size_t i;
	int k;

	for (i = 0; i < r->ncolumns; i++)
		if (t[i].kind > TARGET_IGNORE && !is_nothing(im, &r->cells[i]))
			cell_set(im, &t[i], i, r->cells[i]);
	joins_set(im);
	for (k = 0; k < im->map.nsets; k++)
		cell_set(im, &im->map.sets[k].target, SIZE_MAX,
		    (struct read_cell){.type = READ_TEXT,
			.text = im->map.sets[k].text,
			.len = strlen(im->map.sets[k].text)});
	if (currency != NULL && e->currency >= 0 &&
	    is_unset(&im->rec, &e->fields[e->currency]))
		record_set(&im->rec, &e->fields[e->currency], currency,
		    strlen(currency));
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

static void
row_stage(struct import *im, uint64_t fields)
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
		crm_remark(im->crm, "%s: %s", row_place(im), why.ptr);
	} else {
		row_stage(im, fields);
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
	row_stage(im, fields);
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

static void
row_keep(struct import *im)
{
	uint64_t fields;
	bool ready;

	if (!record_parse(&im->rec)) {
		if (im->crm->rc == CRM_OK)
			row_reject(im, &im->rec);
		return;
	}
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
	if (is_blank(c))
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
			? is_nothing(im, c)
			: c->len == 0 || strcasecmp(c->text, only->value) != 0)
			return true;
	}
	return false;
}

void
import_row(struct import *im)
{
	struct read *r = im->read;
	int i;

	im->counts->read++;
	str_cut(&im->raw, 0);
	if (im->rejects.file != NULL)
		reject_raw(&im->raw, r);
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
		return;
	}
	record_clear(&im->rec);
	strangers_clear(&im->strangers);
	for (i = 1; i <= im->map.nlinked; i++)
		record_clear(&im->linked[i]);
	cells_set(im);
	row_keep(im);
}
