/*
 * emit_pdf.c: events as a document to hand over: a head about whom it is, and
 * each event under its day.
 *
 * The columns are found by name: at, type, title, status, description, staff,
 * an amount with its currency, and client_name where several clients are on
 * it. --fields leaves out what it does not name.
 */
#include <string.h>

#include "crm.h"
#include "emit.h"
#include "pdf.h"

#include "banned.h"

enum part {
	PART_TYPE,
	PART_TITLE,
	PART_STATUS,
	PART_DESCRIPTION,
	PART_AMOUNT,
	PART_STAFF,
	PART_CLIENT,
	PARTS
};

static const char *const part_names[PARTS] = {
    [PART_TYPE] = "type",
    [PART_TITLE] = "title",
    [PART_STATUS] = "status",
    [PART_DESCRIPTION] = "description",
    [PART_AMOUNT] = "amount",
    [PART_STAFF] = "staff",
    [PART_CLIENT] = "client_name",
};

struct paper {
	struct pdf *pdf;
	struct emit_column at; /* its index is -1 where there is none */
	const struct emit_column *columns[PARTS]; /* NULL: not wanted */
	struct str parts[PARTS]; /* of the row at hand */
	struct str when, detail;
	char day[11]; /* the last one that was said */
};

/* --- words --- */

/* "no_show" as people write it: No show. */
static void
word_put(struct str *out, const char *word)
{
	size_t from = out->len, i;

	str_adds(out, word);
	for (i = from; i < out->len; i++)
		if (out->ptr[i] == '_')
			out->ptr[i] = ' ';
	if (out->len > from && out->ptr[from] >= 'a' && out->ptr[from] <= 'z')
		out->ptr[from] = (char)(out->ptr[from] - 'a' + 'A');
}

/* --- the head --- */

static void
head_write(struct paper *p, const struct emit_document *d)
{
	size_t i;

	pdf_heading(p->pdf, d->kind, d->title);
	for (i = 0; i < d->nlines; i++)
		pdf_line(p->pdf, d->lines[i]);
	if (d->nfacts > 0)
		pdf_facts(p->pdf, d->facts, d->nfacts);
	if (d->remark != NULL)
		pdf_remark(p->pdf, d->remark);
}

static void
columns_take(struct emit *e, struct paper *p, sqlite3_stmt *stmt)
{
	const struct emit_column *c;
	int i, k, n = sqlite3_column_count(stmt);

	p->at = (struct emit_column){.index = -1, .kind = KIND_TIME};
	for (i = 0; i < n; i++)
		if (strcmp(sqlite3_column_name(stmt, i), "at") == 0)
			p->at.index = i;
	for (i = 0; i < e->ncolumns; i++) {
		c = &e->columns[i];
		for (k = 0; k < PARTS; k++)
			if (strcmp(c->key, part_names[k]) == 0)
				p->columns[k] = c;
	}
	if (!e->document->many)
		p->columns[PART_CLIENT] = NULL;
}

/* Of a tool that has said nothing. */
static const struct emit_document bare = {.kind = "", .title = ""};

static void
paper_head(struct emit *e)
{
	struct paper *p = keep_alloc(&e->keep, sizeof(*p));
	size_t i;

	for (i = 0; i < PARTS; i++)
		p->parts[i] = (struct str)STR_INIT;
	p->when = p->detail = (struct str)STR_INIT;
	if (e->document == NULL)
		e->document = &bare;
	p->pdf = pdf_new(&e->document->options);
	p->at.index = -2; /* columns are looked for with the first row */
	e->state = p;
	head_write(p, e->document);
}

/* --- rows --- */

static void
parts_read(struct emit *e, struct paper *p, sqlite3_stmt *stmt)
{
	const struct emit_column *c;
	const char *code;
	struct str word = STR_INIT;
	int i;

	for (i = 0; i < PARTS; i++) {
		str_cut(&p->parts[i], 0);
		if ((c = p->columns[i]) == NULL)
			continue;
		if (i == PART_TYPE || i == PART_STATUS) {
			str_cut(&word, 0);
			emit_text(&word, e, c, stmt, true);
			word_put(&p->parts[i], word.ptr);
		} else {
			emit_text(&p->parts[i], e, c, stmt, true);
		}
	}
	str_free(&word);
	c = p->columns[PART_AMOUNT];
	if (c == NULL || p->parts[PART_AMOUNT].len == 0)
		return;
	code = c->currency < 0
		   ? NULL
		   : (const char *)sqlite3_column_text(stmt, c->currency);
	str_addf(
	    &p->parts[PART_AMOUNT], " %s", code != NULL ? code : e->currency);
}

/* The local day and time; a new day is said. */
static void
when_read(struct emit *e, struct paper *p, sqlite3_stmt *stmt)
{
	struct str words = STR_INIT;

	str_cut(&p->when, 0);
	if (p->at.index >= 0)
		emit_text(&p->when, e, &p->at, stmt, true);
	if (p->when.len < 10 || strncmp(p->when.ptr, p->day, 10) == 0)
		return;
	memcpy(p->day, p->when.ptr, 10);
	date_words(&words, p->day, true);
	pdf_day(p->pdf, words.ptr);
	str_free(&words);
}

/* In the small print: of which client, with whom. */
static void
detail_put(struct paper *p)
{
	const struct str *client = &p->parts[PART_CLIENT];
	const struct str *staff = &p->parts[PART_STAFF];

	str_cut(&p->detail, 0);
	str_add(&p->detail, client->ptr, client->len);
	if (staff->len > 0)
		str_addf(&p->detail, "%swith %s",
		    client->len > 0 ? " \xc2\xb7 " : "", staff->ptr);
}

static void
paper_row(struct emit *e, sqlite3_stmt *stmt)
{
	struct paper *p = e->state;

	if (p->at.index == -2)
		columns_take(e, p, stmt);
	when_read(e, p, stmt);
	parts_read(e, p, stmt);
	detail_put(p);
	pdf_event(
	    p->pdf, &(struct pdf_event){
			.time = p->when.len >= 16 ? p->when.ptr + 11 : NULL,
			.type = p->parts[PART_TYPE].ptr,
			.title = p->parts[PART_TITLE].ptr,
			.status = p->parts[PART_STATUS].ptr,
			.amount = p->parts[PART_AMOUNT].ptr,
			.detail = p->detail.ptr,
			.text = p->parts[PART_DESCRIPTION].ptr,
		    });
	if (pdf_error(p->pdf) != NULL)
		e->error = keep_text(&e->keep, pdf_error(p->pdf));
}

static void
paper_tail(struct emit *e)
{
	struct paper *p = e->state;
	const char *why;
	size_t i;

	if (e->nrows == 0)
		pdf_remark(p->pdf, "There is nothing to show.");
	if ((why = pdf_finish(p->pdf, &e->out->buf)) != NULL)
		e->error = keep_text(&e->keep, why);
	if ((why = pdf_warning(p->pdf)) != NULL)
		e->warning = keep_text(&e->keep, why);
	pdf_free(p->pdf);
	for (i = 0; i < PARTS; i++)
		str_free(&p->parts[i]);
	str_free(&p->when);
	str_free(&p->detail);
}

const struct emit_format crm_format_pdf = {
    .name = "pdf",
    .machine = true,
    .document = true,
    .head = paper_head,
    .row = paper_row,
    .tail = paper_tail,
};
