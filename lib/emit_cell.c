/*
 * emit_cell.c: the values of a table as they are shown: on one line, safe for
 * a terminal, and measured.
 *
 * A column of words (a status, a currency, what was booked) has the same few
 * over and over: each is looked at once.
 */
#include <string.h>

#include "emit_table.h"
#include "fold.h"
#include "quote.h"

#include "banned.h"

/* Kinds that are printed as something else than the text they are. */
#define MADE_KINDS                                                             \
	(1U << KIND_BOOL | 1U << KIND_MONEY | 1U << KIND_LIST | 1U << KIND_TIME)

/* Several lines of text on one: "first / second". */
static void
one_line(struct str *out, const char *text, size_t len)
{
	size_t i, start;
	bool before = false;

	for (i = 0; i < len;) {
		start = i;
		while (i < len && text[i] != '\n' && text[i] != '\r')
			i++;
		if (i > start) {
			if (before)
				str_add(out, " / ", 3);
			visible(out, text + start, i - start);
			before = true;
		}
		while (i < len && (text[i] == '\n' || text[i] == '\r'))
			i++;
	}
}

/* The text itself where it can be shown as it is, else one in t->cell. */
static struct cell
cell_of(struct table *t, const char *text, size_t len)
{
	if (text_is_plain(text, len))
		return (struct cell){text, len, (int)len};
	str_cut(&t->cell, 0);
	one_line(&t->cell, text, len);
	return (struct cell){
	    t->cell.ptr, t->cell.len, text_width(t->cell.ptr, t->cell.len)};
}

static struct cell
cell_keep(struct emit *e, struct cell cell)
{
	if (cell.len == 0)
		cell.text = "";
	else
		cell.text = keep_mem(&e->keep, cell.text, cell.len);
	return cell;
}

static size_t
known_slot(const char *text, size_t len)
{
	const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t head = 0, tail = 0;

	if (len >= sizeof(head)) {
		memcpy(&head, text, sizeof(head));
		memcpy(&tail, text + len - sizeof(tail), sizeof(tail));
	} else {
		memcpy(&head, text, len);
	}
	return (size_t)(((head + len) * odd + tail) * odd >> 32) % TABLE_KNOWN;
}

const struct known *
table_known(struct emit *e, const char *text, size_t len)
{
	struct table *t = e->state;
	struct known *k;
	struct cell cell;

	if (t->known == NULL)
		t->known =
		    keep_alloc(&e->keep, TABLE_KNOWN * sizeof(*t->known));
	k = &t->known[known_slot(text, len)];
	if (k->raw != NULL && k->len == len && memcmp(k->raw, text, len) == 0)
		return k;
	k->raw = keep_mem(&e->keep, text, len);
	k->len = len;
	cell = cell_of(t, k->raw, len);
	if (cell.len == len && memcmp(cell.text, k->raw, len) == 0)
		cell.text = k->raw;
	else
		cell = cell_keep(e, cell);
	k->cell = cell;
	return k;
}

/* A value that is printed before it is shown. */
static struct cell
made_cell(struct emit *e, const struct emit_column *c, sqlite3_stmt *stmt)
{
	struct table *t = e->state;

	str_cut(&t->raw, 0);
	emit_text(&t->raw, e, c, stmt, e->format == &emit_table);
	/* The day is in the heading. */
	if (t->grouped && c->kind == KIND_TIME && t->raw.len == 16)
		return cell_of(t, t->raw.ptr + 11, 5);
	return cell_of(t, t->raw.ptr, t->raw.len);
}

struct cell
table_cell(struct emit *e, int i, sqlite3_stmt *stmt, bool keep)
{
	const struct emit_column *c = &e->columns[i];
	/* Not protected, but no other thread uses the connection. */
	sqlite3_value *v = sqlite3_column_value(stmt, c->index);
	struct table *t = e->state;
	struct cell cell;
	const char *text;
	size_t len;
	int type = sqlite3_value_type(v);

	if (type == SQLITE_NULL)
		return (struct cell){"", 0, 0};
	if (type == SQLITE_INTEGER || type == SQLITE_FLOAT)
		t->columns[i].number = true;
	else
		t->columns[i].text = true;
	if (type != SQLITE_TEXT || (MADE_KINDS >> c->kind & 1) != 0) {
		cell = made_cell(e, c, stmt);
		return keep ? cell_keep(e, cell) : cell;
	}
	text = (const char *)sqlite3_value_text(v);
	len = (size_t)sqlite3_value_bytes(v);
	return keep ? table_known(e, text, len)->cell : cell_of(t, text, len);
}
