/*
 * record.c: write one record: check its rules, INSERT, UPDATE or DELETE.
 */
#include <stdarg.h>
#include <string.h>

#include "arrive.h"
#include "fold.h"
#include "record_in.h"

#include "banned.h"

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

bool
record_update(struct record *rec, int64_t id, bool *changed)
{
	struct record old;
	bool good = false;

	*changed = false;
	record_init(&old, rec->crm, rec->entity);
	if (!record_load(&old, id)) {
		record_problem(rec, CRM_MISSING, NULL, NULL,
		    "there is no %s %lld", rec->entity->noun, (long long)id);
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
	good = *changed = record_row_update(rec, id);
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
	if (!record_row_delete(rec, id))
		return false;
	arrive_forget(rec, id);
	return true;
}
