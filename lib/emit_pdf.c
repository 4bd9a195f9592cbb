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

static void
error_take(struct emit *e, const char *error)
{
	if (error != NULL)
		e->error = keep_text(&e->keep, error);
}

static void
paper_drop(struct emit *e)
{
	struct paper *p = e->state;
	size_t i;

	pdf_free(p->pdf);
	for (i = 0; i < PARTS; i++)
		str_free(&p->parts[i]);
	str_free(&p->when);
	str_free(&p->detail);
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
	error_take(e, pdf_error(p->pdf));
}

/* --- rows --- */

/* The currency behind an amount; the account's where none is said. */
static void
currency_put(struct emit *e, struct paper *p, sqlite3_stmt *stmt)
{
	const struct emit_column *c = p->columns[PART_AMOUNT];
	const char *code = NULL;

	if (c == NULL || p->parts[PART_AMOUNT].len == 0)
		return;
	if (c->currency >= 0)
		code = (const char *)sqlite3_column_text(stmt, c->currency);
	str_addf(&p->parts[PART_AMOUNT], " %s",
	    code != NULL && *code != '\0' ? code : e->currency);
}

/* What has no title is called by its type, which stands beside it already:
 * then what was said is the better one. */
static void
title_settle(struct paper *p)
{
	struct str *title = &p->parts[PART_TITLE], text;

	if (p->columns[PART_TYPE] == NULL ||
	    strcmp(title->ptr, p->parts[PART_TYPE].ptr) != 0)
		return;
	text = p->parts[PART_DESCRIPTION];
	p->parts[PART_DESCRIPTION] = *title;
	*title = text;
	str_cut(&p->parts[PART_DESCRIPTION], 0);
}

static void
parts_read(struct emit *e, struct paper *p, sqlite3_stmt *stmt)
{
	int i;

	for (i = 0; i < PARTS; i++) {
		str_cut(&p->parts[i], 0);
		if (p->columns[i] != NULL)
			emit_text(&p->parts[i], e, p->columns[i], stmt, true);
	}
	currency_put(e, p, stmt);
	title_settle(p);
	emit_words(&p->parts[PART_TYPE]);
	emit_words(&p->parts[PART_STATUS]);
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
	error_take(e, pdf_error(p->pdf));
}

static void
paper_tail(struct emit *e)
{
	struct paper *p = e->state;

	if (e->nrows == 0)
		pdf_remark(p->pdf, "There is nothing to show.");
	error_take(e, pdf_finish(p->pdf, &e->out->buf));
	if (pdf_warning(p->pdf) != NULL)
		e->warning = keep_text(&e->keep, pdf_warning(p->pdf));
	paper_drop(e);
}

const struct emit_format crm_format_pdf = {
    .name = "pdf",
    .machine = true,
    .document = true,
    .head = paper_head,
    .row = paper_row,
    .tail = paper_tail,
    .drop = paper_drop,
};
