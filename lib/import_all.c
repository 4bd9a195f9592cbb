/*
 * import_all.c: every fact, from the stream that export_all() wrote: back as
 * it was, ids and times included.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "change.h"
#include "export.h"
#include "import.h"
#include "kind.h"
#include "record.h"
#include "setting.h"

#include "banned.h"

#define LINE_BYTES 150 /* about so many has a record */

/* What is known about one type of record. */
struct part {
	struct record rec;
	bool empty; /* there was none of it before */
	signed char *fields; /* of the columns: index or FIELD_NONE */
};

enum { FIELD_UNSEEN = -1, FIELD_NONE = -2 };

struct restore {
	struct crm *crm;
	struct read *read;
	struct part *parts; /* as crm_entities[] */
	struct part *part; /* of the record at hand; NULL: none */
	struct part *loading; /* the one that the bulk load is about */
	bool taken; /* the record at hand is in already */
	struct record old;
	struct import_counts *counts;
	int64_t announced; /* records that should come; -1: unknown */
};

/* --- refusing --- */

/* The stream is all or nothing: what is wrong with a line ends it. */
static bool refuse(struct restore *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static bool
refuse(struct restore *rs, const char *fmt, ...)
{
	struct str why = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&why, fmt, ap);
	va_end(ap);
	crm_fail(rs->crm, CRM_REFUSED, "refused",
	    "%s:%lld: %s; nothing was "
	    "imported",
	    rs->read->file, (long long)rs->read->line, why.ptr);
	str_free(&why);
	return false;
}

/* --- values --- */

static const char *
money_take(struct restore *rs, struct value *v, const struct read_cell *c)
{
	const struct read_cell *currency = read_cell_of(rs->read, "currency");
	const char *code = currency != NULL
			       ? currency->text
			       : crm_setting(rs->crm, "account.currency");
	int decimals = currency_decimals(code, strlen(code));

	v->state = VALUE_INT;
	return money_parse(
	    &v->i, c->text, c->len, decimals < 0 ? 2 : decimals, false);
}

/* What is stored, from what was exported: nothing is cleaned or completed. */
static const char *
value_take(struct restore *rs, struct record *rec, const struct crm_field *f,
    const struct read_cell *c)
{
	struct value *v = &rec->values[f - rec->entity->fields];
	bool yes = false;
	const char *reason;

	switch (f->kind) {
	case KIND_MONEY:
		return money_take(rs, v, c);
	case KIND_INT:
	case KIND_REF:
		v->state = VALUE_INT;
		return int_parse(&v->i, c->text, c->len);
	case KIND_REAL:
		v->state = VALUE_REAL;
		return real_parse(&v->d, c->text, c->len);
	case KIND_BOOL:
		v->state = VALUE_INT;
		reason = bool_parse(&yes, c->text, c->len);
		v->i = yes;
		return reason;
	default:
		v->state = VALUE_TEXT;
		v->text = c->text;
		v->len = c->len;
		return strlen(c->text) == c->len ? NULL : "has a NUL byte";
	}
}

/* --- columns --- */

static int
field_find(struct restore *rs, const struct crm_entity *e, const char *name)
{
	const char *key;
	int i;

	for (i = 0; i < e->nfields; i++) {
		key = export_key(rs->crm, e, &e->fields[i]);
		if (key != NULL && strcmp(key, name) == 0)
			return i;
	}
	return strcmp(name, "type") == 0 ? FIELD_NONE : FIELD_UNSEEN;
}

/* The field of a column for this type, looked for once. */
static int
column_field(struct restore *rs, struct part *p, size_t column)
{
	if (p->fields == NULL) {
		p->fields = keep_alloc(&rs->crm->keep, READ_COLUMNS_MAX);
		memset(p->fields, FIELD_UNSEEN, READ_COLUMNS_MAX);
	}
	if (p->fields[column] == FIELD_UNSEEN)
		p->fields[column] = (signed char)field_find(
		    rs, p->rec.entity, rs->read->names[column]);
	return p->fields[column];
}

static bool
cells_take(struct restore *rs, struct part *p)
{
	const struct crm_entity *e = p->rec.entity;
	const struct read *r = rs->read;
	const char *reason;
	size_t i;
	int field;

	record_clear(&p->rec);
	for (i = 0; i < r->ncolumns; i++) {
		if (r->cells[i].type == READ_ABSENT ||
		    r->cells[i].type == READ_NULL)
			continue;
		field = column_field(rs, p, i);
		if (field == FIELD_NONE)
			continue;
		if (field < 0)
			return refuse(rs, "no field \"%s\" in a %s",
			    r->names[i], e->noun);
		reason =
		    value_take(rs, &p->rec, &e->fields[field], &r->cells[i]);
		if (reason != NULL)
			return refuse(rs, "%s: %s: \"%s\"",
			    e->fields[field].key, reason, r->cells[i].text);
	}
	if (p->rec.values[e->id].state != VALUE_INT)
		return refuse(rs, "no id");
	return true;
}

/* --- records --- */

static bool
value_same(const struct value *a, const struct value *b)
{
	if (a->state <= VALUE_NULL || b->state <= VALUE_NULL)
		return a->state <= VALUE_NULL && b->state <= VALUE_NULL;
	if (a->state != b->state)
		return false;
	if (a->state == VALUE_TEXT)
		return strcmp(a->text, b->text) == 0;
	return a->state == VALUE_INT ? a->i == b->i
				     : memcmp(&a->d, &b->d, sizeof(a->d)) == 0;
}

/* Is the very same record there? One that differs ends it all. */
static bool
is_there(struct restore *rs, struct part *p)
{
	const struct crm_entity *e = p->rec.entity;
	int64_t id = p->rec.values[e->id].i;
	int i;

	rs->old.entity = e;
	record_clear(&rs->old);
	if (p->empty || !record_load(&rs->old, id))
		return false;
	for (i = 0; i < e->nfields; i++)
		if (e->fields[i].kind != KIND_KEY &&
		    !(e->fields[i].flags & FIELD_DERIVED) &&
		    !value_same(&rs->old.values[i], &p->rec.values[i])) {
			refuse(rs,
			    "%s %lld is there already, and differs in "
			    "%s",
			    e->noun, (long long)id, e->fields[i].key);
			break;
		}
	return true;
}

/* The type of the record at hand; the stream ends when there is none. */
static struct part *
part_find(struct restore *rs)
{
	const struct read_cell *type = read_cell_of(rs->read, "type");
	int i;

	for (i = 0; type != NULL && i < crm_nentities; i++)
		if (strcmp(crm_entities[i]->noun, type->text) == 0)
			return &rs->parts[i];
	refuse(rs, "no type of record \"%s\"", type == NULL ? "" : type->text);
	return NULL;
}

/* Read on to the next record, of any type. */
static bool
record_read(struct restore *rs)
{
	rs->part = NULL;
	if (rs->crm->rc != CRM_OK || !read_next(rs->read))
		return false;
	if (rs->read->problem != NULL)
		return refuse(rs, "%s", rs->read->problem);
	if (rs->crm->tick != NULL)
		rs->crm->tick(
		    rs->crm, rs->counts->read, rs->read->bytes, rs->read->size);
	rs->counts->read++;
	rs->part = part_find(rs);
	return rs->part != NULL;
}

/* The next record of this type that is not there yet. */
static bool
part_next(void *arg, struct record *rec)
{
	struct restore *rs = arg;
	struct part *p = rs->loading;

	if (rs->taken)
		record_read(rs);
	for (; rs->part == p && rs->crm->rc == CRM_OK; record_read(rs)) {
		if (!cells_take(rs, p))
			return false;
		if (!is_there(rs, p)) {
			rs->taken = true;
			record_keys(rec);
			return rec == &p->rec && rs->crm->rc == CRM_OK;
		}
		rs->counts->skipped++;
	}
	rs->taken = false;
	return false;
}

static void
part_done(void *arg, struct record *rec, int64_t id)
{
	struct restore *rs = arg;
	const struct problem *p = &rec->problem;

	if (id != 0)
		rs->counts->created++;
	else
		refuse(rs, "%s: %s",
		    p->field == NULL ? rec->entity->noun : p->field->key,
		    p->text);
}

/* Every column that is a fact, and the look-up keys. */
static uint64_t
columns_all(const struct crm_entity *e)
{
	uint64_t columns = 0;
	int i;

	for (i = 0; i < e->nfields; i++)
		if (!(e->fields[i].flags & FIELD_DERIVED))
			columns |= (uint64_t)1 << i;
	return columns;
}

/* The records of a type, from the one at hand to the last in a row. How many
 * that are can only be guessed. */
static void
part_load(struct restore *rs, struct part *p)
{
	const struct crm_entity *e = p->rec.entity;
	const struct read *r = rs->read;
	struct bulk bulk = {.rec = &p->rec,
	    .columns = columns_all(e),
	    .next = part_next,
	    .done = part_done,
	    .arg = rs};

	p->empty = crm_int(rs->crm, crm_keepf(rs->crm,
					"SELECT NOT EXISTS "
					"(SELECT 1 FROM %s)",
					e->name)) != 0;
	bulk.rows = r->size == 0 ? rs->announced
				 : (r->size - r->bytes) / LINE_BYTES + 1;
	if (rs->announced >= 0 && bulk.rows > rs->announced)
		bulk.rows = rs->announced;
	rs->loading = p;
	rs->taken = false;
	record_bulk(&bulk);
	record_bulk_end(rs->crm, e);
	/* Amounts that follow may be in the currency of the account. */
	if (strcmp(e->name, "setting") == 0)
		setting_forget(rs->crm);
}

/* {"crm":1,"schema":3,"records":120} */
static void
head_take(struct restore *rs)
{
	const struct read_cell *crm = read_cell_of(rs->read, "crm"),
			       *schema = read_cell_of(rs->read, "schema"),
			       *records = read_cell_of(rs->read, "records");
	int64_t form = 0, version = 0;

	if (crm == NULL || schema == NULL ||
	    int_parse(&form, crm->text, crm->len) != NULL ||
	    int_parse(&version, schema->text, schema->len) != NULL)
		refuse(rs, "not what crm-export all writes");
	else if (form != 1 || version > crm_nsteps)
		refuse(rs, "written by a newer crm");
	else if (records != NULL)
		int_parse(&rs->announced, records->text, records->len);
}

/* --- the stream --- */

static void
stream_take(struct restore *rs)
{
	struct read *r = rs->read;

	if (read_next(r) && r->problem == NULL)
		head_take(rs);
	else if (r->error == NULL)
		refuse(rs, "not what crm-export all writes");
	if (record_read(rs))
		while (rs->part != NULL && rs->crm->rc == CRM_OK)
			part_load(rs, rs->part);
	if (r->error != NULL)
		crm_fail(rs->crm, CRM_FAILURE, "unreadable", "%s: %s", r->file,
		    r->error);
	if (rs->crm->rc == CRM_OK && rs->announced >= 0 &&
	    rs->counts->read != rs->announced)
		refuse(rs, "%lld records, not %lld as its first line says",
		    (long long)rs->counts->read, (long long)rs->announced);
}

/*
 * A number that was given up in a merge is nobody's: neither of a client in the
 * stream or in the database, nor of one that is added later.
 */
static void
lost_settle(struct restore *rs)
{
	struct crm_rows *r =
	    crm_query(rs->crm, "SELECT m.lost_id, m.client_id FROM merge m "
			       "JOIN client c ON c.id = "
			       "m.lost_id LIMIT 1");

	if (crm_next(r))
		refuse(rs, "client %lld became client %lld in a merge",
		    (long long)crm_col_int(r, 0), (long long)crm_col_int(r, 1));
	crm_close(r);
	crm_run(rs->crm,
	    "UPDATE sqlite_sequence SET seq = max(seq, coalesce((SELECT "
	    "max(lost_id) FROM merge), 0)) WHERE name = 'client'");
}

static void
batch_add(struct restore *rs)
{
	struct crm *crm = rs->crm;
	char digest[17];

	snprintf(digest, sizeof(digest), "%016llx",
	    (unsigned long long)rs->read->digest);
	crm_run(crm,
	    "INSERT INTO import (change_id, tbl, file, digest, read, "
	    "created, updated, skipped, rejected) VALUES (?1, 'all', ?2, ?3, "
	    "?4, ?5, 0, ?6, 0)",
	    ARG(crm->change), ARG(rs->read->file), ARG(digest),
	    ARG(rs->counts->read), ARG(rs->counts->created),
	    ARG(rs->counts->skipped));
	if (crm->rc == CRM_OK)
		rs->counts->batch = sqlite3_last_insert_rowid(crm->db);
	crm_summary(crm, "%s: %lld created", rs->read->file,
	    (long long)rs->counts->created);
}

enum crm_rc
import_all(struct crm *crm, const char *file, bool dry_run,
    struct import_counts *counts)
{
	struct restore rs = {.crm = crm, .counts = counts, .announced = -1};
	bool keep;
	int i;

	*counts = (struct import_counts){0};
	if (crm->rc != CRM_OK)
		return crm->rc;
	rs.read = read_open(file, &(struct read_hints){.format = "ndjson"});
	rs.parts =
	    keep_alloc(&crm->keep, (size_t)crm_nentities * sizeof(*rs.parts));
	for (i = 0; i < crm_nentities; i++)
		record_init(&rs.parts[i].rec, crm, crm_entities[i]);
	record_init(&rs.old, crm, crm_entities[0]);
	record_bulk_files(crm, true);
	crm->restoring = true;
	if (change_begin(crm) == CRM_OK)
		stream_take(&rs);
	lost_settle(&rs);
	keep = !dry_run && counts->created > 0;
	if (keep && crm->rc == CRM_OK)
		batch_add(&rs);
	change_end(crm, keep);
	crm->restoring = false;
	record_bulk_files(crm, false);
	for (i = 0; i < crm_nentities; i++)
		record_free(&rs.parts[i].rec);
	record_free(&rs.old);
	read_close(rs.read);
	return crm->rc;
}
