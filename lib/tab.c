/*
 * tab.c: the records that belong to a client, type by type, and answers in
 * several parts: as keys of one JSON object, or as tables under headings.
 */
#include <string.h>

#include "cli.h"
#include "kind.h"

#include "banned.h"

const char *
crm_client_type(struct crm *crm, int i)
{
	int k;

	(void)crm;
	for (k = 0; k < crm_nentities; k++)
		if (crm_entities[k]->client >= 0 && i-- == 0)
			return crm_entities[k]->plural;
	return NULL;
}

const char *
crm_client_records(struct crm *crm, const char *plural)
{
	const struct crm_entity *e = NULL;
	int k;

	for (k = 0; k < crm_nentities; k++)
		if (crm_entities[k]->client >= 0 &&
		    strcmp(crm_entities[k]->plural, plural) == 0)
			e = crm_entities[k];
	if (e == NULL)
		return NULL;
	return crm_keepf(crm,
	    "SELECT %s FROM %s WHERE client_id = ?1 ORDER BY %s, id", e->select,
	    e->name, e->order == NULL ? "id" : e->order);
}

/* --- rows inside of a JSON object --- */

/* Line ends part the objects, and are nowhere else: a text has them escaped. */
static size_t
lines_join(char *text, size_t len)
{
	char *to = text;
	size_t i;

	for (i = 0; i < len; i++)
		if (text[i] != '\n')
			*to++ = text[i];
	return (size_t)(to - text);
}

const char *
crm_json(struct crm *crm, struct crm_rows *rows)
{
	struct out out;
	struct emit e = {.format = emit_format("json"),
	    .out = &out,
	    .currency = crm->cli->emit.currency};
	const char *kept = NULL;
	int code;

	if (crm->rc != CRM_OK || rows->stmt == NULL)
		return NULL;
	out_init(&out, NULL, true);
	code = emit_rows(&e, rows->stmt);
	emit_end(&e);
	if (code != SQLITE_DONE)
		db_error(crm, code);
	else
		kept = keep_mem(&crm->keep, out.buf.ptr,
		    lines_join(out.buf.ptr, out.buf.len));
	crm_close(rows);
	keep_free(&e.keep);
	out_abandon(&out);
	return kept;
}

/* --- parts of an answer for people --- */

/* Whose record it is stands above. */
static bool
is_known(const char *column)
{
	return strcmp(column, "client_id") == 0 ||
	       strcmp(column, "client_name") == 0;
}

/* The columns that any of the rows has something in, as --fields takes them;
 * NULL when there are no rows. */
static const char *
columns_used(struct crm *crm, const char *sql, const struct crm_arg *args)
{
	struct crm_rows *r = crm_query_args(crm, sql, args), *counts;
	struct str count = STR_INIT, used = STR_INIT;
	const char *name, *start, *kept;
	int i, n = r->stmt == NULL ? 0 : sqlite3_column_count(r->stmt);
	size_t len;

	str_adds(&count, "SELECT count(*)");
	for (i = 0; i < n; i++)
		str_addf(
		    &count, ", count(\"%s\")", sqlite3_column_name(r->stmt, i));
	str_addf(&count, " FROM (%s)", sql);
	crm_close(r);
	counts = crm_query_args(crm, crm_keep(crm, count.ptr), args);
	for (i = 0; i < n && (i > 0 || crm_next(counts)); i++) {
		name = sqlite3_column_name(r->stmt, i);
		if (crm_col_int(counts, i + 1) == 0 || is_known(name))
			continue;
		len = kind_key(name, &start);
		str_addf(
		    &used, "%s%.*s", used.len > 0 ? "," : "", (int)len, start);
	}
	crm_close(counts);
	kept = used.len > 0 ? crm_keep(crm, used.ptr) : NULL;
	str_free(&count);
	str_free(&used);
	return kept;
}

enum crm_rc
crm_section_args(struct crm *crm, const char *title, const char *sql,
    const struct crm_arg *args)
{
	struct emit *e = &crm->cli->emit;
	const char *fields = e->fields, *used;

	if (crm->rc != CRM_OK)
		return crm->rc;
	used = columns_used(crm, sql, args);
	emit_end(e);
	crm->cli->parts = true;
	crm_print(crm, "\n%s:%s", title, used == NULL ? " none" : "");
	if (used != NULL) {
		e->fields = used;
		crm_emit(crm, crm_query_args(crm, sql, args));
		emit_end(e);
		e->fields = fields;
	}
	return crm->rc;
}
