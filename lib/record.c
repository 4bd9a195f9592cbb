/*
 * record.c: write one record: check its rules, INSERT, UPDATE or DELETE.
 */
#include <stdarg.h>
#include <string.h>

#include "arrive.h"
#include "fold.h"
#include "record.h"

#include "banned.h"

static bool
is_given(const struct value *v)
{
	return v->state != VALUE_UNSET;
}

/* --- life -------------------------------------------------------------------
 */

void
record_init(struct record *rec, struct crm *crm, const struct crm_entity *e)
{
	memset(rec, 0, sizeof(*rec));
	rec->crm = crm;
	rec->entity = e;
	rec->rules = rules_find(e);
}

void
record_clear(struct record *rec)
{
	memset(rec->values, 0,
	    sizeof(rec->values[0]) * (size_t)rec->entity->nfields);
	rec->problem = (struct problem){.rc = CRM_OK};
	keep_reset(&rec->keep);
}

void
record_free(struct record *rec)
{
	keep_free(&rec->keep);
}

bool
record_problem(struct record *rec, enum crm_rc rc, const char *word,
    const struct crm_field *field, const char *fmt, ...)
{
	va_list ap;

	if (rec->problem.rc != CRM_OK)
		return false;
	va_start(ap, fmt);
	rec->problem = (struct problem){
	    rc, word, field, keep_vprintf(&rec->keep, fmt, ap)};
	va_end(ap);
	return false;
}

enum crm_rc
record_fail(struct record *rec)
{
	const struct problem *p = &rec->problem;

	if (p->rc == CRM_OK)
		return rec->crm->rc;
	if (p->field == NULL)
		return crm_fail(rec->crm, p->rc, p->word, "%s", p->text);
	return crm_fail(
	    rec->crm, p->rc, p->word, "%s: %s", p->field->key, p->text);
}

/* --- values --- */

void
record_set(
    struct record *rec, const struct crm_field *f, const char *text, size_t len)
{
	struct value *v = &rec->values[f - rec->entity->fields];

	if (text == NULL) {
		v->state = VALUE_NULL;
		return;
	}
	v->state = VALUE_RAW;
	v->text = keep_mem(&rec->keep, text, len);
	v->len = len;
}

const char *
record_text(const struct record *rec, int field)
{
	const struct value *v = &rec->values[field];

	return v->state == VALUE_TEXT || v->state == VALUE_RAW ? v->text : NULL;
}

void
record_keys(struct record *rec)
{
	const struct crm_field *f = rec->entity->fields;
	static struct str key = STR_INIT; /* its memory serves every row */
	struct value *v, *k;
	int i;

	for (i = 0; i < rec->entity->nfields; i++, f++) {
		v = &rec->values[i];
		if (f->keyed < 0 || !is_given(v))
			continue;
		k = &rec->values[f->keyed];
		if (rec->trusted && is_given(k))
			continue; /* record_ready() has made it */
		k->state = VALUE_NULL;
		if (v->state != VALUE_TEXT)
			continue;
		str_cut(&key, 0);
		if (f->kind == KIND_EMAIL)
			email_fold(&key, v->text, v->len);
		else if (f->kind == KIND_PHONE)
			phone_fold(&key, v->text, v->len);
		else
			text_fold(&key, v->text, v->len);
		k->state = VALUE_TEXT;
		k->text = keep_mem(&rec->keep, key.ptr, key.len);
		k->len = key.len;
	}
}

static void
value_set(struct record *rec, int i, const char *text)
{
	rec->values[i].state = VALUE_TEXT;
	rec->values[i].text = text;
	rec->values[i].len = strlen(text);
}

/* The author and times when it is new, updated_at whenever it changes. */
static void
auto_fill(struct record *rec, bool fresh)
{
	const struct crm_field *f = rec->entity->fields;
	int i;

	for (i = 0; i < rec->entity->nfields; i++, f++) {
		if (!(f->flags & FIELD_AUTO) || is_given(&rec->values[i]))
			continue;
		if (fresh && strcmp(f->name, "author") == 0)
			value_set(rec, i, crm_actor(rec->crm));
		else if (f->kind == KIND_TIME &&
			 fresh != (strcmp(f->name, "updated_at") == 0))
			value_set(rec, i, crm_now(rec->crm));
	}
}

/* --- rules --- */

static bool
complete(struct record *rec, const struct record *old)
{
	return rec->rules == NULL || rec->rules->complete == NULL ||
	       rec->rules->complete(rec, old);
}

static bool
check(struct record *rec, int64_t id, const struct record *old)
{
	return rec->rules == NULL || rec->rules->check == NULL ||
	       rec->rules->check(rec, id, old);
}

static void
written(struct record *rec, int64_t id, const struct record *old)
{
	if (rec->rules != NULL && rec->rules->written != NULL)
		rec->rules->written(rec, id, old);
}

/* Name every required field that is missing, not only the first. */
static bool
required_check(struct record *rec, bool fresh)
{
	const struct crm_field *f = rec->entity->fields, *first = NULL;
	struct str missing = STR_INIT;
	int i;

	for (i = 0; i < rec->entity->nfields; i++, f++) {
		if (!(f->flags & FIELD_REQUIRED) ||
		    (is_given(&rec->values[i]) &&
			rec->values[i].state != VALUE_NULL) ||
		    (!fresh && !is_given(&rec->values[i])))
			continue;
		if (f->kind == KIND_CURRENCY && first != NULL)
			continue; /* it comes with the amount */
		if (first == NULL)
			first = f;
		else
			str_addf(&missing, "; %s: required", f->key);
	}
	if (first != NULL)
		record_problem(rec, CRM_USAGE, "required", first, "required%s",
		    missing.ptr);
	str_free(&missing);
	return first == NULL;
}

/* The row that has the values which the record gives to some columns; the
 * columns are those of a unique index. */
static int64_t
holder_find(struct record *rec, uint64_t columns)
{
	struct crm_arg args[FIELDS_MAX + 1];
	struct str sql = STR_INIT;
	const struct value *v;
	struct crm_rows *r;
	const char *name;
	int64_t holder = 0;
	int i, n = 0;

	str_addf(&sql, "SELECT id FROM %s WHERE 1", rec->entity->name);
	for (i = 0; i < rec->entity->nfields; i++) {
		if (!(columns & ((uint64_t)1 << i)))
			continue;
		name = rec->entity->fields[i].name;
		v = &rec->values[i];
		if (v->state == VALUE_UNSET) { /* as it was */
			str_addf(&sql,
			    " AND %s = (SELECT %s FROM %s WHERE id = ?%d)",
			    name, name, rec->entity->name, n + 1);
			args[n++] = ARG(rec->row);
			continue;
		}
		str_addf(&sql, " AND %s = ?%d", name, n + 1);
		if (v->state == VALUE_INT)
			args[n++] = ARG(v->i);
		else
			args[n++] = ARG(record_text(rec, i));
	}
	args[n] = (struct crm_arg){.type = CRM_ARG_END};
	r = crm_query_args(rec->crm, sql.ptr, args);
	if (crm_next(r))
		holder = crm_col_int(r, 0);
	crm_close(r);
	str_free(&sql);
	return holder;
}

/*
 * "UNIQUE constraint failed: voucher.code": which field, held by which row; or
 * which fields: "purchase.transaction_id, purchase.platform".
 */
static bool
unique_problem(struct record *rec, const char *message)
{
	const struct crm_field *f, *first = NULL;
	struct str others = STR_INIT;
	uint64_t columns = 0;
	const char *dot;

	for (dot = strchr(message, '.'); dot != NULL;
	     dot = strchr(dot + 1, '.')) {
		f = entity_field(
		    rec->entity, keep_printf(&rec->keep, "%.*s",
				     (int)strcspn(dot + 1, ","), dot + 1));
		if (f == NULL)
			return record_problem(rec, CRM_REFUSED, "constraint",
			    NULL, "%s", message);
		columns |= (uint64_t)1 << (f - rec->entity->fields);
		if (first == NULL)
			first = f;
		else
			str_addf(&others, "%s%s",
			    others.len == 0 ? ", with the same " : " and ",
			    f->key);
	}
	record_problem(rec, CRM_REFUSED, "taken", first,
	    "already taken by %s %lld%s", rec->entity->noun,
	    (long long)holder_find(rec, columns), others.ptr);
	str_free(&others);
	return false;
}

/* "NOT NULL constraint failed: purchase.status": emptied, though the column has
 * a default. */
static bool
empty_problem(struct record *rec, const char *message)
{
	const char *dot = strrchr(message, '.');
	const struct crm_field *f =
	    dot == NULL ? NULL : entity_field(rec->entity, dot + 1);

	if (f == NULL)
		return record_problem(
		    rec, CRM_REFUSED, "constraint", NULL, "%s", message);
	return record_problem(rec, CRM_USAGE, "required", f, "required");
}

bool
record_refusal(struct record *rec, int code)
{
	const char *message = sqlite3_errmsg(rec->crm->db);

	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return unique_problem(rec, message);
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return record_problem(rec, CRM_REFUSED, "constraint", NULL,
		    "it names, or is named by, a record that is not there");
	case SQLITE_CONSTRAINT_NOTNULL:
		return empty_problem(rec, message);
	case SQLITE_CONSTRAINT_CHECK:
	case SQLITE_CONSTRAINT_TRIGGER:
	case SQLITE_CONSTRAINT_DATATYPE:
		return record_problem(
		    rec, CRM_REFUSED, "constraint", NULL, "%s", message);
	default:
		db_error(rec->crm, code);
		return false;
	}
}

/* --- statements --- */

static void
value_bind(sqlite3_stmt *s, int at, const struct value *v)
{
	switch (v->state) {
	case VALUE_TEXT:
		sqlite3_bind_text(s, at, v->text, (int)v->len, SQLITE_STATIC);
		break;
	case VALUE_INT:
		sqlite3_bind_int64(s, at, v->i);
		break;
	case VALUE_REAL:
		sqlite3_bind_double(s, at, v->d);
		break;
	default:
		sqlite3_bind_null(s, at);
		break;
	}
}

/* Bind the given values in order, then the id; run it. */
static bool
values_run(struct record *rec, struct crm_rows *r, uint64_t columns, int64_t id)
{
	int i, code, at = 1;

	if (r->stmt == NULL)
		return false;
	for (i = 0; i < rec->entity->nfields; i++)
		if (columns & ((uint64_t)1 << i))
			value_bind(r->stmt, at++, &rec->values[i]);
	if (id != 0)
		sqlite3_bind_int64(r->stmt, at, id);
	code = sqlite3_step(r->stmt);
	crm_close(r);
	return code == SQLITE_DONE || record_refusal(rec, code);
}

uint64_t
record_columns(const struct record *rec)
{
	uint64_t columns = 0;
	int i;

	for (i = 0; i < rec->entity->nfields; i++)
		if (is_given(&rec->values[i]))
			columns |= (uint64_t)1 << i;
	return columns;
}

/* The statement that inserts these columns. */
static struct crm_rows *
insert_query(struct record *rec, uint64_t columns)
{
	struct str sql = STR_INIT, marks = STR_INIT;
	struct crm_rows *r;
	int i;

	str_addf(&sql, "INSERT INTO %s (", rec->entity->name);
	for (i = 0; i < rec->entity->nfields; i++)
		if (columns & ((uint64_t)1 << i)) {
			str_addf(&sql, "%s%s", marks.len > 0 ? ", " : "",
			    rec->entity->fields[i].name);
			str_adds(&marks, marks.len > 0 ? ", ?" : "?");
		}
	str_addf(&sql, ") VALUES (%s)", marks.ptr);
	r = crm_query(rec->crm, sql.ptr);
	str_free(&sql);
	str_free(&marks);
	return r;
}

/* The same, remembered: rows of a file are often alike. */
static struct crm_rows *
insert_find(struct record *rec, uint64_t columns)
{
	size_t i =
	    (size_t)(columns * 0x9e3779b97f4a7c15ULL >> 32) % RECORD_INSERTS;

	if (rec->inserts[i].rows == NULL ||
	    rec->inserts[i].columns != columns) {
		rec->inserts[i].rows = insert_query(rec, columns);
		rec->inserts[i].columns = columns;
	}
	if (rec->inserts[i].rows->stmt != NULL)
		rec->inserts[i].rows->busy = true;
	return rec->inserts[i].rows;
}

bool
record_ready(struct record *rec)
{
	if (!record_parse(rec) || !complete(rec, NULL))
		return false;
	record_keys(rec);
	auto_fill(rec, true);
	/* Those of clients name all that is missing at once. */
	return check(rec, 0, NULL) && required_check(rec, true);
}

int64_t
record_store(struct record *rec)
{
	uint64_t columns;

	record_keys(rec);
	columns = record_columns(rec);
	if (!values_run(rec, insert_find(rec, columns), columns, 0))
		return 0;
	return sqlite3_last_insert_rowid(rec->crm->db);
}

int64_t
record_insert(struct record *rec)
{
	int64_t id;

	if (!record_ready(rec))
		return 0;
	id = record_store(rec);
	if (id != 0)
		written(rec, id, NULL);
	return crm_status(rec->crm) == CRM_OK ? id : 0;
}

/* --- changing --- */

bool
record_load(struct record *rec, int64_t id)
{
	struct crm_rows *r = crm_query(rec->crm,
	    keep_printf(&rec->keep, "SELECT * FROM %s WHERE id = ?1",
		rec->entity->name),
	    ARG(id));
	struct value *v = rec->values;
	int i;

	if (!crm_next(r))
		return false;
	for (i = 0; i < rec->entity->nfields; i++, v++) {
		switch (sqlite3_column_type(r->stmt, i)) {
		case SQLITE_NULL:
			v->state = VALUE_NULL;
			break;
		case SQLITE_INTEGER:
			v->state = VALUE_INT;
			v->i = sqlite3_column_int64(r->stmt, i);
			break;
		case SQLITE_FLOAT:
			v->state = VALUE_REAL;
			v->d = sqlite3_column_double(r->stmt, i);
			break;
		default:
			v->state = VALUE_TEXT;
			v->len = (size_t)sqlite3_column_bytes(r->stmt, i);
			v->text =
			    keep_mem(&rec->keep, crm_col_text(r, i), v->len);
			break;
		}
	}
	crm_close(r);
	return true;
}

static bool
value_same(const struct value *a, const struct value *b)
{
	if (a->state != b->state)
		return false;
	switch (a->state) {
	case VALUE_TEXT:
		return a->len == b->len &&
		       memcmp(a->text, b->text, a->len) == 0;
	case VALUE_INT:
		return a->i == b->i;
	case VALUE_REAL:
		return memcmp(&a->d, &b->d, sizeof(a->d)) == 0;
	default:
		return true;
	}
}

/* Leave only what differs from the row as it is. */
static uint64_t
same_drop(struct record *rec, const struct record *old)
{
	int i;

	for (i = 0; i < rec->entity->nfields; i++)
		if (is_given(&rec->values[i]) &&
		    value_same(&rec->values[i], &old->values[i]))
			rec->values[i].state = VALUE_UNSET;
	return record_columns(rec);
}

static bool
update_run(struct record *rec, int64_t id)
{
	uint64_t columns = record_columns(rec);
	struct str sql = STR_INIT;
	struct crm_rows *r;
	int i;

	str_addf(&sql, "UPDATE %s SET ", rec->entity->name);
	for (i = 0; i < rec->entity->nfields; i++)
		if (columns & ((uint64_t)1 << i))
			str_addf(&sql, "%s%s = ?",
			    sql.ptr[sql.len - 2] == 'T' ? "" : ", ",
			    rec->entity->fields[i].name);
	str_adds(&sql, " WHERE id = ?");
	r = crm_query(rec->crm, sql.ptr);
	str_free(&sql);
	return values_run(rec, r, columns, id);
}

bool
record_update(struct record *rec, int64_t id, bool *changed)
{
	struct record old;
	bool good = false;

	*changed = false;
	record_init(&old, rec->crm, rec->entity);
	if (!record_load(&old, id)) {
		record_problem(rec, CRM_MISSING, NULL, NULL,
		    "there is no %s "
		    "%lld",
		    rec->entity->noun, (long long)id);
		goto out;
	}
	record_currency(rec, &old);
	if (!record_parse(rec) || !record_currency_check(rec, &old) ||
	    !complete(rec, &old) || !required_check(rec, false))
		goto out;
	record_keys(rec);
	if (same_drop(rec, &old) == 0) {
		good = true;
		goto out;
	}
	if (!check(rec, id, &old))
		goto out;
	auto_fill(rec, false);
	rec->row = id;
	good = *changed = update_run(rec, id);
	rec->row = 0;
	if (good) {
		written(rec, id, &old);
		arrive_decided(rec, id, &old);
	}
out:
	record_free(&old);
	return good;
}

bool
record_delete(struct record *rec, int64_t id)
{
	struct crm_rows *r = crm_query(rec->crm,
	    keep_printf(
		&rec->keep, "DELETE FROM %s WHERE id = ?1", rec->entity->name),
	    ARG(id));
	int code;

	if (r->stmt == NULL)
		return false;
	code = sqlite3_step(r->stmt);
	crm_close(r);
	if (code != SQLITE_DONE)
		return record_refusal(rec, code);
	if (sqlite3_changes(rec->crm->db) == 0)
		return record_problem(rec, CRM_MISSING, NULL, NULL,
		    "there is "
		    "no %s %lld",
		    rec->entity->noun, (long long)id);
	arrive_forget(rec, id);
	return true;
}
