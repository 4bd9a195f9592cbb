/*
 * emit.c: one door out: which columns an answer has, and its rows.
 */
#include "emit.h"

#include <string.h>

#include "banned.h"

static const struct emit_format *const formats[] = {
    &emit_table,
    &emit_csv,
    &emit_tsv,
    &emit_json,
    &emit_ndjson,
    &emit_id,
};

const char *const emit_names[] = {
    "table", "csv", "tsv", "json", "ndjson", "id", NULL};

#define NFORMATS (sizeof(formats) / sizeof(formats[0]))

_Static_assert(sizeof(emit_names) / sizeof(emit_names[0]) == NFORMATS + 1,
    "emit_names and formats differ");

const struct emit_format *
emit_format(const char *name)
{
	size_t i;

	for (i = 0; i < NFORMATS; i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

/* --- columns --- */

/* Where a column of this name is; -1 for none. */
static int
column_at(sqlite3_stmt *stmt, const char *name)
{
	int i, n = name == NULL ? 0 : sqlite3_column_count(stmt);

	for (i = 0; i < n; i++)
		if (strcmp(sqlite3_column_name(stmt, i), name) == 0)
			return i;
	return -1;
}

static void
columns_find(struct emit *e, sqlite3_stmt *stmt)
{
	int i, n = sqlite3_column_count(stmt);
	int currency = column_at(stmt, "currency");
	struct emit_column *c;
	const char *name, *start;
	size_t len;

	e->columns = keep_alloc(&e->keep, (size_t)n * sizeof(*c) + 1);
	e->nstatement = n;
	e->ncolumns = 0;
	for (i = 0; i < n; i++) {
		name = sqlite3_column_name(stmt, i);
		c = &e->columns[e->ncolumns];
		c->kind = kind_of(name);
		if (c->kind == KIND_KEY)
			continue;
		len = kind_key(name, &start);
		c->key = keep_mem(&e->keep, start, len);
		c->name = keep_text(&e->keep, name);
		c->index = i;
		c->currency = c->kind == KIND_MONEY ? currency : -1;
		e->ncolumns++;
	}
}

/* "Client-ID" and "client id" are client_id: people type what they see. */
static void
field_fold(struct str *out, const char *text, size_t len)
{
	size_t i;
	char c;

	while (len > 0 && text[0] == ' ') {
		text++;
		len--;
	}
	while (len > 0 && text[len - 1] == ' ')
		len--;
	for (i = 0; i < len; i++) {
		c = text[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		str_addc(out, c == '-' || c == ' ' ? '_' : c);
	}
}

/* The column of a field by its key, else by the name of its option. */
static const struct emit_column *
field_find(const struct emit *e, const struct str *field)
{
	const char *start;
	size_t len;
	int i;

	for (i = 0; i < e->ncolumns; i++)
		if (strcmp(e->columns[i].key, field->ptr) == 0)
			return &e->columns[i];
	for (i = 0; i < e->ncolumns; i++) {
		len = kind_opt(e->columns[i].name, &start);
		if (len == field->len && memcmp(start, field->ptr, len) == 0)
			return &e->columns[i];
	}
	return NULL;
}

static void
field_unknown(struct emit *e, const char *field, size_t len)
{
	struct str why = STR_INIT;
	int i;

	str_adds(&why, "no field \"");
	visible(&why, field, len);
	str_adds(&why, "\"; there are: ");
	for (i = 0; i < e->ncolumns; i++) {
		str_adds(&why, i > 0 ? ", " : "");
		str_adds(&why, e->columns[i].key);
	}
	e->error = keep_mem(&e->keep, why.ptr, why.len);
	str_free(&why);
}

/* A JSON object has no key twice. */
static bool
field_again(struct emit *e, const struct emit_column *picked, int n,
    const struct emit_column *c)
{
	while (n-- > 0)
		if (picked[n].index == c->index) {
			e->error = keep_printf(
			    &e->keep, "field \"%s\" is named twice", c->key);
			return true;
		}
	return false;
}

/* Take the columns that --fields names, in its order. */
static void
columns_pick(struct emit *e)
{
	const char *p = e->fields, *end;
	const struct emit_column *c;
	struct emit_column *picked;
	struct str field = STR_INIT;
	size_t n = 1;
	int k = 0;

	for (end = p; *end != '\0'; end++)
		n += *end == ',';
	picked = keep_alloc(&e->keep, n * sizeof(*picked));
	for (;; p = end + 1) {
		end = strchrnul(p, ',');
		str_cut(&field, 0);
		field_fold(&field, p, (size_t)(end - p));
		c = field_find(e, &field);
		if (c == NULL) {
			field_unknown(e, p, (size_t)(end - p));
			break;
		}
		if (field_again(e, picked, k, c))
			break;
		picked[k++] = *c;
		if (*end == '\0')
			break;
	}
	str_free(&field);
	if (e->error == NULL) {
		e->columns = picked;
		e->ncolumns = k;
	}
}

/* Does the statement have the columns that the answer began with? */
static bool
columns_same(const struct emit *e, sqlite3_stmt *stmt)
{
	const struct emit_column *c;
	int i;

	if (sqlite3_column_count(stmt) != e->nstatement)
		return false;
	for (i = 0; i < e->ncolumns; i++) {
		c = &e->columns[i];
		if (strcmp(sqlite3_column_name(stmt, c->index), c->name) != 0)
			return false;
		if (c->currency >= 0 &&
		    strcmp(sqlite3_column_name(stmt, c->currency),
			"currency") != 0)
			return false;
	}
	return true;
}

/* --- rows --- */

bool
emit_begin(struct emit *e, sqlite3_stmt *stmt)
{
	if (e->open) {
		if (!columns_same(e, stmt))
			e->error = "two answers with different columns";
		return e->error == NULL;
	}
	e->error = NULL;
	columns_find(e, stmt);
	if (e->fields != NULL)
		columns_pick(e);
	if (e->error == NULL && e->ncolumns == 0)
		e->error = "an answer without columns";
	if (e->error != NULL)
		return false;
	e->group_at = column_at(stmt, e->group);
	e->tally_at = column_at(stmt, e->tally);
	e->money = emit_money(&e->keep);
	e->nrows = 0;
	e->open = true;
	if (e->format->head != NULL)
		e->format->head(e);
	return e->error == NULL;
}

bool
emit_row(struct emit *e, sqlite3_stmt *stmt)
{
	e->format->row(e, stmt);
	if (e->error != NULL)
		return false;
	e->nrows++;
	out_spill(e->out);
	return e->out->error == 0;
}

int
emit_rows(struct emit *e, sqlite3_stmt *stmt)
{
	int rc;

	if (!emit_begin(e, stmt))
		return SQLITE_MISUSE;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
		if (!emit_row(e, stmt))
			return e->error != NULL ? SQLITE_MISUSE : SQLITE_DONE;
	return rc;
}

void
emit_flush(struct emit *e)
{
	if (e->open && e->format->flush != NULL)
		e->format->flush(e);
}

void
emit_drop(struct emit *e)
{
	if (e->open && e->format->drop != NULL)
		e->format->drop(e);
	e->open = false;
}

void
emit_end(struct emit *e)
{
	if (!e->open)
		return;
	if (e->format->tail != NULL)
		e->format->tail(e);
	out_spill(e->out);
	e->open = false;
}
