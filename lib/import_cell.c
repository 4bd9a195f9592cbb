/*
 * import_cell.c: the cells of one row of a file into the records that it
 * makes.
 */
#include <string.h>

#include "import_in.h"
#include "kind.h"

#include "banned.h"

/* --- one cell --- */

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

/* What parts several values in the cell, where there is room for them; NULL.
 * Google puts a star in front of what is its own, be it alone. */
static const char *
several_by(const struct import *im, struct target *t, const struct read_cell *c)
{
	const struct preset *preset = im->map.preset;
	const char *separator;

	if (preset != NULL && preset->separator != NULL) {
		return (t->list != NULL || t->field->kind == KIND_LIST) &&
			       (strncmp(c->text, "* ", 2) == 0 ||
				   strstr(c->text, preset->separator) != NULL)
			   ? preset->separator
			   : NULL;
	}
	if ((t->field->kind != KIND_PHONE && t->field->kind != KIND_EMAIL) ||
	    c->type != READ_TEXT || t->kind == TARGET_JSON ||
	    (separator = contacts_part(c->text, t->field->kind)) == NULL)
		return NULL;
	if (t->list == NULL)
		t->list = list_of(entity_find("client"), t->field);
	return t->list == NULL ? NULL : separator;
}

/* A list has commas; of others the first is the value, and more are further
 * ones. */
static void
several_set(struct import *im, struct record *rec, const struct target *t,
    const struct read_cell *c, const char *separator)
{
	const char *p = c->text, *end;
	struct str text = STR_INIT;
	struct read_cell one = {.type = READ_TEXT};

	for (; p != NULL; p = end == NULL ? NULL : end + strlen(separator)) {
		p += strspn(p, " *");
		end = strstr(p, separator);
		one.text = keep_mem(
		    &rec->keep, p, end == NULL ? strlen(p) : (size_t)(end - p));
		one.len = strlen(one.text);
		if (!map_word(&im->map, t->field, &one))
			continue;
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
cell_set(struct import *im, const struct target *target, size_t column,
    struct read_cell c)
{
	struct target own = *target, *t = &own;
	const char *separator;
	struct record *rec = t->record == RECORD_CLIENT ? &im->strangers.row
			     : t->record == 0		? &im->rec
					      : &im->linked[t->record];
	const struct crm_field *f = t->field;

	guard_drop(im, f, &c);
	if (c.type == READ_TEXT && !map_word(&im->map, f, &c))
		return;
	ahead_cell(im, column, t, rec, &c);
	if (c.type == READ_JSON && t->kind != TARGET_JSON &&
	    f->kind != KIND_JSON && f->kind != KIND_LIST) {
		record_problem(rec, CRM_USAGE, "invalid", f,
		    "a JSON %s, not a text",
		    *c.text == '[' ? "array" : "object");
	} else if (t->kind == TARGET_JSON) {
		record_json_set(rec, 0, f, t->key, c.text);
	} else if ((separator = several_by(im, t, &c)) != NULL) {
		several_set(im, rec, t, &c, separator);
	} else if (aside_take(im, rec, t, column, &c)) {
		return;
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

bool
cell_blank(const struct read_cell *c)
{
	if (c->len == 0 || c->type == READ_ABSENT || c->type == READ_NULL)
		return true;
	return (unsigned char)c->text[0] <= ' ' &&
	       strspn(c->text, " \t\r\n") == c->len;
}

bool
cell_nothing(const struct import *im, const struct read_cell *c)
{
	const char *const *blank =
	    im->map.preset == NULL ? NULL : im->map.preset->blanks;

	for (; blank != NULL && *blank != NULL; blank++)
		if (strcasecmp(*blank, c->text) == 0)
			return true;
	return cell_blank(c);
}

/* --- all of a row --- */

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
		if (j->target.kind <= TARGET_IGNORE)
			continue;
		str_cut(&text, 0);
		first = SIZE_MAX;
		for (k = 0; k < im->map.orders[i].nparts; k++) {
			column = j->columns[k];
			if (column >= r->ncolumns ||
			    cell_nothing(im, &r->cells[column]))
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

void
cells_set(struct import *im)
{
	const struct read *r = im->read;
	struct target *t = im->map.targets;
	const struct crm_entity *e = im->options->entity;
	const char *currency = im->options->currency;
	size_t i;
	int k;

	for (i = 0; i < r->ncolumns; i++)
		if (t[i].kind == TARGET_NONE)
			t[i].filled =
			    t[i].filled || !cell_nothing(im, &r->cells[i]);
		else if (t[i].kind > TARGET_IGNORE &&
			 !cell_nothing(im, &r->cells[i]))
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
	names_settle(im);
	end_settle(im);
}
