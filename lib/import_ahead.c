/*
 * import_ahead.c: rows that wait until the rows after them have told how a
 * column is to be read, see import_lean.c, or that they are no totals, see
 * import_total.c.
 */
#include <stdlib.h>
#include <string.h>

#include "import_in.h"
#include "kind.h"

#include "banned.h"

struct ahead_row {
	int64_t line;
	size_t ncells;
	const struct read_cell *cells;
	const char *problem;
	int problem_column;
	const char *remark;
	const char *raw;
	size_t rawlen;
	enum total total; /* does it look like one of totals, */
	bool last; /* and does nothing else come after it? */
};

/* --- the row at hand --- */

static enum lean_kind
kind_wanted(const struct import *im, const struct target *t)
{
	if (t->kind <= TARGET_IGNORE || t->field == NULL ||
	    t->kind == TARGET_JSON)
		return LEAN_NONE;
	switch (t->field->kind) {
	case KIND_DATE:
	case KIND_TIME:
		return im->options->date_order == 0 ? LEAN_DATE : LEAN_NONE;
	case KIND_BIRTHDAY:
		return im->options->date_order == 0 ? LEAN_BIRTHDAY : LEAN_NONE;
	case KIND_MONEY:
		return im->options->decimal_comma ? LEAN_NONE : LEAN_AMOUNT;
	default:
		return LEAN_NONE;
	}
}

/* By where the column goes, alone or together with others. */
static enum lean_kind
column_kind(const struct import *im, size_t column)
{
	enum lean_kind kind = kind_wanted(im, &im->map.targets[column]);
	const struct map_join *j = im->map.joins;
	int i, k;

	for (i = 0; i < im->map.norders && kind == LEAN_NONE; i++, j++)
		for (k = 0; k < im->map.orders[i].nparts; k++)
			if (j->columns[k] == column)
				kind = kind_wanted(im, &j->target);
	return kind;
}

static bool
is_currency(const struct target *t)
{
	return t->kind > TARGET_IGNORE && t->record == 0 && t->field != NULL &&
	       t->field->kind == KIND_CURRENCY;
}

/* For the columns that have come. */
static void
leans_grow(struct import *im)
{
	struct ahead *a = &im->ahead;
	const char *currency = im->options->currency;

	if (a->leans == NULL) {
		a->leans =
		    keep_alloc(&a->texts, READ_COLUMNS_MAX * sizeof(*a->leans));
		if (currency == NULL)
			currency = crm_setting(im->crm, "account.currency");
		a->decimals = currency_digits(currency, strlen(currency));
		a->currency = SIZE_MAX;
	}
	for (; a->nleans < im->map.ntargets; a->nleans++) {
		a->leans[a->nleans].kind = column_kind(im, a->nleans);
		if (is_currency(&im->map.targets[a->nleans]))
			a->currency = a->nleans;
		a->any |= a->leans[a->nleans].kind != LEAN_NONE;
	}
}

/* Of the currency that the row names, else of the one that others have. */
static int
row_decimals(const struct import *im)
{
	const struct ahead *a = &im->ahead;
	const struct read_cell *c;

	if (a->currency >= im->read->ncolumns)
		return a->decimals;
	c = &im->read->cells[a->currency];
	return c->type != READ_TEXT || c->len == 0
		   ? a->decimals
		   : currency_digits(c->text, c->len);
}

/* Is a column still open after this row? */
static bool
leans_look(struct import *im)
{
	struct ahead *a = &im->ahead;
	const struct read *r = im->read;
	const struct read_cell *c;
	bool open = false;
	size_t i;

	for (i = 0; i < a->nleans; i++) {
		c = &r->cells[i];
		if (a->leans[i].kind == LEAN_NONE)
			continue;
		if (r->problem == NULL && c->type == READ_TEXT && !c->number)
			lean_look(&a->leans[i], &a->texts, c, r->line,
			    row_decimals(im));
		open |= lean_open(&a->leans[i]);
	}
	return open;
}

/* --- the rows that wait --- */

static void
row_wait(struct import *im, enum total total)
{
	struct ahead *a = &im->ahead;
	const struct read *r = im->read;
	struct ahead_row *row;
	struct read_cell *cells;
	size_t i;

	if (a->n == a->cap) {
		a->cap = a->cap == 0 ? 64 : a->cap * 2;
		a->rows = mem_grow(a->rows, a->cap * sizeof(*a->rows));
	}
	row = &a->rows[a->n++];
	*row = (struct ahead_row){.line = r->line,
	    .ncells = r->ncolumns,
	    .problem_column = r->problem_column,
	    .total = total};
	cells = keep_alloc(&a->waiting, r->ncolumns * sizeof(*cells) + 1);
	for (i = 0; i < r->ncolumns; i++) {
		cells[i] = r->cells[i];
		cells[i].text =
		    keep_mem(&a->waiting, cells[i].text, cells[i].len);
	}
	row->cells = cells;
	if (r->problem != NULL) {
		row->problem = keep_text(&a->waiting, r->problem);
		row->raw = keep_mem(&a->waiting, r->raw.ptr, r->raw.len);
		row->rawlen = r->raw.len;
	}
	if (r->remark != NULL)
		row->remark = keep_text(&a->waiting, r->remark);
}

/* Let the waiting rows in, as if the reader stood on them. */
static void
rows_enter(struct import *im)
{
	static const struct read_cell absent = {
	    .text = "", .type = READ_ABSENT};
	struct ahead *a = &im->ahead;
	struct read *real = im->read, copy = *real;
	size_t i, k;

	copy.row = (struct keep)KEEP_INIT;
	copy.raw = (struct str)STR_INIT;
	copy.cells = mem_alloc(READ_COLUMNS_MAX * sizeof(*copy.cells));
	im->read = &copy;
	for (i = 0; i < a->n && im->crm->rc == CRM_OK; i++) {
		const struct ahead_row *row = &a->rows[i];

		keep_reset(&copy.row);
		copy.line = row->line;
		copy.problem = row->problem;
		copy.problem_column = row->problem_column;
		copy.remark = row->remark;
		str_cut(&copy.raw, 0);
		str_add(&copy.raw, row->raw, row->rawlen);
		for (k = 0; k < copy.ncolumns; k++)
			copy.cells[k] =
			    k < row->ncells ? row->cells[k] : absent;
		if (row->total != TOTAL_NOT && !row->last)
			total_keep(im);
		else
			import_row(im, row->last);
	}
	im->read = real;
	a->n = 0;
	keep_reset(&a->waiting);
	keep_free(&copy.row);
	str_free(&copy.raw);
	free(copy.cells);
}

/* --- what cannot be known --- */

static enum crm_rc
doubt_fail(struct import *im, size_t column)
{
	const struct lean *l = &im->ahead.leans[column];
	struct str first = STR_INIT, against = STR_INIT;
	const struct read *r = im->read;

	read_where(r, &first, l->first_line, (int)column);
	if (l->against == NULL)
		crm_fail(im->crm, CRM_REFUSED, "ambiguous",
		    "%s: column \"%s\": \"%s\" may be %s; --date-order says "
		    "which",
		    first.ptr, header_shown(im->crm, r->names[column]),
		    l->first, lean_words(l));
	else {
		read_where(r, &against, l->against_line, (int)column);
		crm_fail(im->crm, CRM_REFUSED, "ambiguous",
		    "%s: column \"%s\": \"%s\" is %s, but not \"%s\" (%s); "
		    "--date-order says which",
		    first.ptr, header_shown(im->crm, r->names[column]),
		    l->first, lean_words(l), l->against, against.ptr);
	}
	str_free(&first);
	str_free(&against);
	return im->crm->rc;
}

/* The column whose cells cannot all be read in one way, where that matters. */
static bool
is_clash(struct import *im, size_t *column)
{
	const struct ahead *a = &im->ahead;
	size_t i;

	for (i = 0; i < a->nleans; i++)
		if (lean_dates(&a->leans[i]) && a->leans[i].doubt &&
		    a->leans[i].against != NULL) {
			*column = i;
			return true;
		}
	return false;
}

void
ahead_row(struct import *im)
{
	struct ahead *a = &im->ahead;
	enum total total = total_looks(im);
	size_t column;

	if (a->nleans < im->map.ntargets)
		leans_grow(im);
	if (a->any && leans_look(im)) {
		row_wait(im, total);
	} else if (a->any && is_clash(im, &column)) {
		doubt_fail(im, column);
	} else if (total != TOTAL_NOT) {
		row_wait(im, total);
	} else {
		if (a->n > 0)
			rows_enter(im);
		import_row(im, false);
	}
}

/* --- the end of the file --- */

enum crm_rc
ahead_end(struct import *im)
{
	struct ahead *a = &im->ahead;
	struct lean *l;
	size_t i;

	for (i = 0; i < a->nleans; i++) {
		l = &a->leans[i];
		if (lean_dates(l) && lean_open(l))
			return doubt_fail(im, i);
		lean_settle(l);
	}
	for (i = a->n; i > 0 && a->rows[i - 1].total == TOTAL_SUMS; i--)
		a->rows[i - 1].last = true;
	if (a->n > 0)
		rows_enter(im);
	return im->crm->rc;
}

void
ahead_free(struct ahead *a)
{
	free(a->rows);
	keep_free(&a->waiting);
	keep_free(&a->texts);
}

/* --- reading a cell by its column --- */

/* A number has a point even where amounts are said to have a comma. */
static void
point_hide(struct record *rec, struct read_cell *c)
{
	char *text = keep_mem(&rec->keep, c->text, c->len);
	char *point = strchr(text, '.');

	if (point != NULL)
		*point = ',';
	c->text = text;
}

/* A day in numbers alone as one that has one meaning. */
static bool
day_reorder(struct str *out, enum kind kind, const struct read_cell *c,
    enum date_order order, int64_t now)
{
	bool birthday = kind == KIND_BIRTHDAY;
	unsigned orders;

	if (!birthday && kind != KIND_DATE && kind != KIND_TIME)
		return false;
	orders = birthday ? birthday_orders(c->text, c->len)
			  : date_orders(c->text, c->len);
	if (orders & DATE_SAME)
		order = DATE_DMY;
	if (order == DATE_NONE)
		return false;
	return birthday ? birthday_reorder(out, c->text, c->len, order, now)
			: date_reorder(out, c->text, c->len, order, false, now);
}

void
ahead_cell(struct import *im, size_t column, const struct target *t,
    struct record *rec, struct read_cell *c)
{
	const struct lean *l =
	    column < im->ahead.nleans ? &im->ahead.leans[column] : NULL;
	enum date_order order = im->options->date_order;
	uint64_t bit;
	struct str out = STR_INIT;

	if (t->field == NULL || c->type != READ_TEXT)
		return;
	if (c->number) {
		if (t->field->kind == KIND_MONEY && im->options->decimal_comma)
			point_hide(rec, c);
		return;
	}
	if (t->field->kind == KIND_MONEY) {
		bit = (uint64_t)1 << (t->field - rec->entity->fields);
		rec->commas &= ~bit;
		rec->commas |= l != NULL && lean_comma(l) ? bit : 0;
		return;
	}
	if (l != NULL && lean_dates(l))
		order = lean_order(l);
	if (day_reorder(&out, t->field->kind, c, order, im->crm->now)) {
		c->text = keep_mem(&rec->keep, out.ptr, out.len);
		c->len = out.len;
	}
	str_free(&out);
}
