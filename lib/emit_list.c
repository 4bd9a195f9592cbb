/*
 * emit_list.c: rows as a table on paper: what fits on a page lying on its
 * side, unless --fields says what is wanted.
 *
 * The first rows decide how wide the columns are, so those are kept.
 */
#include <string.h>

#include "emit.h"
#include "pdf.h"

#include "banned.h"

#define SAMPLE	   500 /* rows that decide */
#define WIDEST	   170.0f /* points; what is longer is wrapped */
#define SPREAD	   1.6f /* wider than wanted by so much at most */
#define CELL_BYTES 2000 /* of a text; nobody reads more in a table */

struct list_column {
	const struct emit_column *column;
	const char *label;
	float natural; /* the widest cell, and the label */
	float least; /* the widest word, which is not broken */
	float width; /* as it is drawn */
	bool used; /* something stands in it */
	bool right; /* only numbers do */
};

struct listing {
	struct pdf *pdf;
	struct list_column *columns; /* all, and when settled the chosen */
	int ncolumns;
	const char **cells; /* of the sample, row by row */
	const char **row; /* the texts of one row */
	int nrows; /* of the sample */
	bool settled;
	struct str text;
};

static void
error_take(struct emit *e)
{
	const struct listing *l = e->state;

	if (pdf_error(l->pdf) != NULL)
		e->error = keep_text(&e->keep, pdf_error(l->pdf));
}

static void
list_drop(struct emit *e)
{
	struct listing *l = e->state;

	pdf_free(l->pdf);
	str_free(&l->text);
}

/* --- the beginning --- */

static float
narrower(float width)
{
	return width < WIDEST ? width : WIDEST;
}

/* How wide a text is, and its widest word. */
static void
cell_measure(struct pdf *pdf, struct list_column *c, const char *text)
{
	float width = narrower(pdf_text_width(pdf, text));
	struct str word = STR_INIT;
	size_t len;

	if (width > c->natural)
		c->natural = width;
	while (*(text += strspn(text, " \n")) != '\0') {
		len = strcspn(text, " \n");
		str_cut(&word, 0);
		str_add(&word, text, len);
		width = narrower(pdf_text_width(pdf, word.ptr));
		if (width > c->least)
			c->least = width;
		text += len;
	}
	str_free(&word);
}

/* Of a tool that has said nothing. */
static const struct emit_document bare = {.kind = "", .title = ""};

static void
column_init(struct emit *e, struct listing *l, int i)
{
	struct list_column *c = &l->columns[i];

	c->column = &e->columns[i];
	c->right = true;
	str_cut(&l->text, 0);
	str_adds(&l->text, e->columns[i].key);
	emit_words(&l->text);
	c->label = keep_text(&e->keep, l->text.ptr);
	cell_measure(l->pdf, c, c->label);
}

static void
list_head(struct emit *e)
{
	struct listing *l = keep_alloc(&e->keep, sizeof(*l));
	size_t n = (size_t)e->ncolumns;
	int i;

	if (e->document == NULL)
		e->document = &bare;
	l->text = (struct str)STR_INIT;
	l->columns = keep_alloc(&e->keep, n * sizeof(*l->columns) + 1);
	l->cells = keep_alloc(&e->keep, n * SAMPLE * sizeof(*l->cells) + 1);
	l->row = keep_alloc(&e->keep, n * sizeof(*l->row) + 1);
	l->ncolumns = e->ncolumns;
	l->pdf = pdf_new(&e->document->options);
	for (i = 0; i < e->ncolumns; i++)
		column_init(e, l, i);
	e->state = l;
	error_take(e);
}

/* --- which columns, and how wide --- */

static void
sample_add(struct emit *e, sqlite3_stmt *stmt)
{
	struct listing *l = e->state;
	struct list_column *c;
	int i, type;

	for (i = 0; i < l->ncolumns; i++) {
		c = &l->columns[i];
		type = sqlite3_column_type(stmt, c->column->index);
		l->cells[l->nrows * l->ncolumns + i] =
		    l->row[i] == NULL ? NULL : keep_text(&e->keep, l->row[i]);
		if (l->row[i] == NULL)
			continue;
		c->used = true;
		if ((type != SQLITE_INTEGER && type != SQLITE_FLOAT) ||
		    c->column->kind == KIND_BOOL)
			c->right = false;
		cell_measure(l->pdf, c, l->row[i]);
	}
	l->nrows++;
}

/* All of them beside each other, as wide as they are, or as narrow as may be.
 */
static float
columns_total(const struct listing *l, int n, bool least)
{
	float total = -PDF_GAP;
	int i;

	for (i = 0; i < n; i++)
		total += (least ? l->columns[i].least : l->columns[i].natural) +
			 PDF_GAP;
	return total;
}

/* Share what room there is beyond the least in proportion to what is wanted. */
static void
widths_settle(struct listing *l, float room)
{
	float least = columns_total(l, l->ncolumns, true),
	      wanted = columns_total(l, l->ncolumns, false) - least, share = 1;
	struct list_column *c;
	int i;

	if (least > room)
		share = 0;
	else if (wanted > 0)
		share = (room - least) / wanted;
	if (share > SPREAD)
		share = SPREAD;
	for (i = 0; i < l->ncolumns; i++) {
		c = &l->columns[i];
		c->width = c->least + share * (c->natural - c->least);
		if (least > room) /* asked for by name: the paper is what it is
				   */
			c->width *= room / least;
	}
}

/* The names of the columns that something stands in and that have no room. */
static void
left_out(struct emit *e, const struct listing *l, int from)
{
	struct str names = STR_INIT;
	int i;

	for (i = from; i < l->ncolumns; i++)
		str_addf(&names, "%s%s", i > from ? ", " : "",
		    l->columns[i].column->key);
	e->warning = keep_printf(&e->keep,
	    "no room on the paper for %s; --fields A,B,... chooses", names.ptr);
	str_free(&names);
}

/* Empty columns go, and those at the end that do not fit; but what was asked
 * for by name is there. The cells of the sample keep their places. */
static void
columns_choose(struct emit *e, struct listing *l)
{
	int i, n = 0;

	if (e->fields == NULL) {
		for (i = 0; i < l->ncolumns; i++)
			if (l->columns[i].used)
				l->columns[n++] = l->columns[i];
		l->ncolumns = n;
	}
	if (columns_total(l, l->ncolumns, false) > pdf_body_width(l->pdf))
		pdf_landscape(l->pdf);
	n = l->ncolumns;
	while (e->fields == NULL && n > 1 &&
	       columns_total(l, n, true) > pdf_body_width(l->pdf))
		n--;
	if (n < l->ncolumns)
		left_out(e, l, n);
	l->ncolumns = n;
	widths_settle(l, pdf_body_width(l->pdf));
}

/* --- drawing --- */

static void
head_draw(struct emit *e, struct listing *l)
{
	const struct emit_document *d = e->document;
	struct pdf_column *columns =
	    keep_alloc(&e->keep, (size_t)l->ncolumns * sizeof(*columns) + 1);
	size_t k;
	int i;

	pdf_heading(l->pdf, d->kind, d->title);
	for (k = 0; k < d->nlines; k++)
		pdf_line(l->pdf, d->lines[k]);
	if (d->nfacts > 0)
		pdf_facts(l->pdf, d->facts, d->nfacts);
	if (d->remark != NULL)
		pdf_remark(l->pdf, d->remark);
	for (i = 0; i < l->ncolumns; i++)
		columns[i] = (struct pdf_column){l->columns[i].label,
		    l->columns[i].width, l->columns[i].right, false};
	pdf_table(l->pdf, columns, (size_t)l->ncolumns);
}

/* A row of all columns; those chosen are drawn. */
static void
row_draw(struct emit *e, struct listing *l, const char *const *cells)
{
	const char **chosen = l->row;
	int i;

	/* The chosen are in the order of all, so none is overwritten early. */
	for (i = 0; i < l->ncolumns; i++)
		chosen[i] = cells[l->columns[i].column - e->columns];
	pdf_row(l->pdf, chosen);
	error_take(e);
}

static void
settle(struct emit *e)
{
	struct listing *l = e->state;
	int i;

	columns_choose(e, l);
	head_draw(e, l);
	for (i = 0; i < l->nrows && e->error == NULL; i++)
		row_draw(e, l, l->cells + i * e->ncolumns);
	l->settled = true;
}

static void
row_read(struct emit *e, struct listing *l, sqlite3_stmt *stmt)
{
	size_t start;
	int i;

	str_cut(&l->text, 0);
	/* Where each begins first: the text moves as it grows. */
	for (i = 0; i < e->ncolumns; i++) {
		start = l->text.len;
		emit_text(&l->text, e, &e->columns[i], stmt, true);
		if (l->text.len - start > CELL_BYTES)
			str_cut(&l->text, start + CELL_BYTES);
		l->row[i] = l->text.len > start ? "" : NULL;
		str_addc(&l->text, '\0');
	}
	start = 0;
	for (i = 0; i < e->ncolumns; i++) {
		if (l->row[i] != NULL)
			l->row[i] = l->text.ptr + start;
		start += strlen(l->text.ptr + start) + 1;
	}
}

static void
list_row(struct emit *e, sqlite3_stmt *stmt)
{
	struct listing *l = e->state;

	row_read(e, l, stmt);
	if (l->settled) {
		row_draw(e, l, l->row);
		return;
	}
	sample_add(e, stmt);
	if (l->nrows == SAMPLE)
		settle(e);
}

static void
list_tail(struct emit *e)
{
	struct listing *l = e->state;
	const char *error;

	if (!l->settled)
		settle(e);
	if (e->nrows == 0)
		pdf_remark(l->pdf, "There is nothing to show.");
	if ((error = pdf_finish(l->pdf, &e->out->buf)) != NULL)
		e->error = keep_text(&e->keep, error);
	if (e->warning == NULL && pdf_warning(l->pdf) != NULL)
		e->warning = keep_text(&e->keep, pdf_warning(l->pdf));
	list_drop(e);
}

const struct emit_format crm_format_list = {
    .name = "pdf",
    .machine = true,
    .document = true,
    .head = list_head,
    .row = list_row,
    .tail = list_tail,
    .drop = list_drop,
};
