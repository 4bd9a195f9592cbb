/*
 * export.c: every fact of the database as one stream.
 */
#include <string.h>

#include "emit.h"
#include "export.h"

#include "banned.h"

/* A record as a line of the stream. */
struct line {
	struct emit emit; /* for the decimals of amounts */
	struct str *out;
	const struct crm_entity *entity;
	struct emit_column columns[FIELDS_MAX];
	const char *keys[FIELDS_MAX]; /* NULL: no fact */
};

const char *
export_key(
    struct crm *crm, const struct crm_entity *e, const struct crm_field *f)
{
	if (f->kind == KIND_KEY || (f->flags & FIELD_DERIVED))
		return NULL;
	if (strcmp(f->key, "type") == 0)
		return crm_keepf(crm, "%s_type", e->noun);
	return f->key;
}

static void
line_init(struct line *l, struct crm *crm, const struct crm_entity *e,
    struct out *out)
{
	int i;

	*l = (struct line){.out = &out->buf, .entity = e};
	l->emit.currency = crm_setting(crm, "account.currency");
	l->emit.money = emit_money(&crm->keep);
	for (i = 0; i < e->nfields; i++) {
		l->keys[i] = export_key(crm, e, &e->fields[i]);
		l->columns[i] = (struct emit_column){.key = e->fields[i].key,
		    .name = e->fields[i].name,
		    .index = i,
		    .currency =
			e->fields[i].kind == KIND_MONEY ? e->currency : -1,
		    .kind = e->fields[i].kind};
	}
}

static void
value_put(struct line *l, int i, sqlite3_stmt *s)
{
	const char *text;
	size_t len;
	char *end;

	switch (sqlite3_column_type(s, i)) {
	case SQLITE_INTEGER:
		if (l->columns[i].kind == KIND_MONEY) {
			emit_amount(l->out, &l->emit, &l->columns[i], s, true);
		} else if (l->columns[i].kind == KIND_BOOL) {
			str_adds(l->out,
			    sqlite3_column_int(s, i) != 0 ? "true" : "false");
		} else {
			end = int_print(
			    str_room(l->out, 20), sqlite3_column_int64(s, i));
			l->out->len = (size_t)(end - l->out->ptr);
		}
		break;
	case SQLITE_FLOAT:
		real_print(l->out, sqlite3_column_double(s, i));
		break;
	default:
		text = (const char *)sqlite3_column_text(s, i);
		len = (size_t)sqlite3_column_bytes(s, i);
		if (l->columns[i].kind == KIND_JSON ||
		    l->columns[i].kind == KIND_LIST)
			json_raw(l->out, text, len);
		else
			json_quote(l->out, text, len);
		break;
	}
}

static void
line_put(struct line *l, sqlite3_stmt *s)
{
	int i;

	str_addf(l->out, "{\"type\":\"%s\"", l->entity->noun);
	for (i = 0; i < l->entity->nfields; i++) {
		if (l->keys[i] == NULL ||
		    sqlite3_column_type(s, i) == SQLITE_NULL)
			continue;
		str_addf(l->out, ",\"%s\":", l->keys[i]);
		value_put(l, i, s);
	}
	str_adds(l->out, "}\n");
}

static void
entity_put(struct crm *crm, const struct crm_entity *e, struct out *out)
{
	struct crm_rows *r = crm_query(crm, crm_keepf(crm,
						"SELECT * FROM %s "
						"ORDER BY id",
						e->name));
	struct line line;

	line_init(&line, crm, e, out);
	while (out->error == 0 && crm_next(r)) {
		line_put(&line, r->stmt);
		out_spill(out);
	}
	crm_close(r);
}

static int64_t
records_count(struct crm *crm)
{
	int64_t n = 0;
	int i;

	for (i = 0; i < crm_nentities; i++)
		n += crm_int(crm, crm_keepf(crm, "SELECT count(*) FROM %s",
				      crm_entities[i]->name));
	return n;
}

enum crm_rc
export_all(struct crm *crm, struct out *out)
{
	int i;

	str_addf(&out->buf, "{\"crm\":1,\"schema\":%d,\"records\":%lld}\n",
	    crm_nsteps, (long long)records_count(crm));
	for (i = 0; i < crm_nentities && crm->rc == CRM_OK; i++)
		entity_put(crm, crm_entities[i], out);
	return crm->rc;
}
