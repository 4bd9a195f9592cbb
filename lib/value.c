/*
 * value.c: the values of a record, from what was typed to what is stored.
 */
#include <string.h>

#include "fold.h"
#include "kind.h"
#include "quote.h"
#include "record.h"
#include "value_in.h"

#include "banned.h"

/* --- one value --- */

void
value_text(struct record *rec, struct value *v, const char *text, size_t len)
{
	v->state = len == 0 ? VALUE_NULL : VALUE_TEXT;
	v->text = keep_mem(&rec->keep, text, len);
	v->len = len;
}

/* One of the words of the column. */
static const char *
word_parse(struct record *rec, const struct crm_field *f, struct value *v)
{
	const char *const *w;
	const char *word = word_find(f->words, v->text, v->len), *reason;
	struct str all = STR_INIT;

	if (word != NULL) {
		value_text(rec, v, word, strlen(word));
		return NULL;
	}
	for (w = f->words; *w != NULL; w++)
		str_addf(
		    &all, "%s%s", w == f->words ? "not one of " : ", ", *w);
	reason = keep_mem(&rec->keep, all.ptr, all.len);
	str_free(&all);
	return reason;
}

/* A client may be named in any way; other records by their id. */
static const char *
ref_parse(struct record *rec, const struct crm_field *f, struct value *v)
{
	struct crm *crm = rec->crm;
	const char *reason;

	if (strcmp(f->ref, "client") != 0) {
		reason = int_parse(&v->i, v->text, v->len);
		v->state = VALUE_INT;
		return reason;
	}
	v->i = crm_client_id(crm, v->text);
	v->state = VALUE_INT;
	if (crm->rc == CRM_OK)
		return NULL;
	/* A bad reference is the record's problem, not yet the command's. */
	if (crm->rc == CRM_MISSING || crm->rc == CRM_REFUSED) {
		record_problem(rec, crm->rc, crm->word, f, "%s", crm->message);
		db_forgive(crm);
	}
	return NULL;
}

/* While the currency is wrong, the amount is not: one thing at a time. */
#define UNKNOWN_DECIMALS 4

static const char *
money_value(struct record *rec, struct value *v)
{
	const char *currency = rec->entity->currency < 0
				   ? NULL
				   : record_text(rec, rec->entity->currency);
	const char *text = v->text, *why;
	size_t len = v->len;
	bool comma = rec->decimal_comma ||
		     (rec->commas & (uint64_t)1 << (v - rec->values)) != 0;
	int decimals;

	if (currency == NULL)
		currency = crm_setting(rec->crm, "account.currency");
	decimals = currency_decimals(currency, strlen(currency));
	if (decimals >= 0 &&
	    (why = money_unmark(&text, &len, currency)) != NULL)
		return why;
	v->state = VALUE_INT;
	return money_parse(&v->i, text, len,
	    decimals < 0 ? UNKNOWN_DECIMALS : decimals, comma);
}

const char *
value_phone(struct record *rec, struct str *out, const struct value *v)
{
	const char *country = rec->country;
	char code[3];

	if (country == NULL && rec->entity->country >= 0)
		country = record_text(rec, rec->entity->country);
	if (country != NULL &&
	    country_parse(code, country, strlen(country)) == NULL)
		country = code;
	else
		country = crm_setting(rec->crm, "account.country");
	return phone_parse(out, v->text, v->len, country);
}

const char *
value_first(struct record *rec, struct crm_rows *r)
{
	const char *text = crm_next(r) ? crm_col_text(r, 0) : NULL;

	if (text != NULL)
		text = keep_text(&rec->keep, text);
	crm_close(r);
	return text;
}

/* JSON as SQLite writes it: no blanks, numbers as they were. */
static const char *
json_value(struct record *rec, struct value *v)
{
	const char *text = value_first(rec,
	    crm_query(rec->crm,
		"SELECT CASE WHEN "
		"json_valid(?1) AND json_type(?1) = 'object' THEN json(?1) END",
		ARG(v->text)));

	if (text == NULL)
		return "not a JSON object";
	value_text(rec, v, text, strlen(text));
	if (strcmp(text, "{}") == 0)
		v->state = VALUE_NULL;
	return NULL;
}

/* What the column's CHECK says of a number. */
static const char *
range_check(
    struct record *rec, const struct crm_field *f, const struct value *v)
{
	if (v->state != VALUE_INT || (v->i >= f->least && v->i <= f->most))
		return NULL;
	if (f->most == INT64_MAX)
		return keep_printf(
		    &rec->keep, "must be >= %lld", (long long)f->least);
	return keep_printf(&rec->keep, "not from %lld to %lld",
	    (long long)f->least, (long long)f->most);
}

/* --- all of them --- */

static const char *
number_value(const struct crm_field *f, struct value *v)
{
	bool yes = false;
	const char *reason;

	switch (f->kind) {
	case KIND_REAL:
		v->state = VALUE_REAL;
		return real_parse(&v->d, v->text, v->len);
	case KIND_BOOL:
		v->state = VALUE_INT;
		reason = bool_parse(&yes, v->text, v->len);
		v->i = yes;
		return reason;
	default:
		v->state = VALUE_INT;
		return int_parse(&v->i, v->text, v->len);
	}
}

static const char *
time_value(struct record *rec, const struct crm_field *f, struct value *v)
{
	char text[21];
	const char *reason;
	int64_t t;

	if (f->kind == KIND_TIME) {
		reason = time_parse(&t, v->text, v->len, rec->crm->now);
		if (reason == NULL)
			time_print(text, t);
	} else if (f->kind == KIND_DATE) {
		reason = date_parse(text, v->text, v->len, rec->crm->now);
	} else {
		reason = birthday_parse(text, v->text, v->len, rec->crm->now);
	}
	if (reason == NULL)
		value_text(rec, v, text, strlen(text));
	return reason;
}

/* The kinds that are stored as a text, but another one than was typed. */
static const char *
text_value(struct record *rec, const struct crm_field *f, struct value *v)
{
	static struct str out = STR_INIT; /* its memory serves every row */
	const char *reason;
	char code[4];

	str_cut(&out, 0);
	switch (f->kind) {
	case KIND_PROSE:
		reason = prose_clean(&out, v->text, v->len);
		break;
	case KIND_EMAIL:
		reason = email_parse(&out, v->text, v->len);
		break;
	case KIND_PHONE:
		reason = value_phone(rec, &out, v);
		break;
	case KIND_LANGUAGE:
		reason = language_parse(&out, v->text, v->len);
		break;
	case KIND_CURRENCY:
		reason = currency_parse(code, v->text, v->len);
		if (reason == NULL)
			str_adds(&out, code);
		break;
	case KIND_COUNTRY:
		reason = country_parse(code, v->text, v->len);
		if (reason == NULL)
			str_adds(&out, code);
		break;
	default:
		reason = strcmp(f->name, "status") == 0
			     ? status_parse(&out, v->text, v->len)
			     : text_clean(&out, v->text, v->len);
		break;
	}
	if (reason == NULL)
		value_text(rec, v, out.ptr, out.len);
	return reason;
}

static const char *
value_parse(struct record *rec, const struct crm_field *f, struct value *v)
{
	switch (f->kind) {
	case KIND_INT:
	case KIND_REAL:
	case KIND_BOOL:
		return number_value(f, v);
	case KIND_MONEY:
		return money_value(rec, v);
	case KIND_DATE:
	case KIND_TIME:
	case KIND_BIRTHDAY:
		return time_value(rec, f, v);
	case KIND_JSON:
		return json_value(rec, v);
	case KIND_LIST:
		return value_list(rec, f, v);
	case KIND_WORD:
		return word_parse(rec, f, v);
	case KIND_REF:
		return ref_parse(rec, f, v);
	default:
		return text_value(rec, f, v);
	}
}

/* Only blanks: the field is to be empty. */
static bool
is_blank_text(const struct value *v)
{
	size_t i;

	for (i = 0; i < v->len; i++)
		if ((unsigned char)v->text[i] > ' ' ||
		    strchr(" \t\r\n", v->text[i]) == NULL)
			return false;
	return true;
}

/* The input as a message may show it: one line, not too long. */
static const char *
shown(struct record *rec, const char *text, size_t len)
{
	struct str out = STR_INIT;
	const char *kept;
	size_t fit = text_fit(text, len, 60);

	visible(&out, text, fit);
	if (fit < len)
		str_adds(&out, "...");
	kept = keep_mem(&rec->keep, out.ptr, out.len);
	str_free(&out);
	return kept;
}

/* A field that is wrong: the first is the problem, the others join it. */
static void
wrong(struct record *rec, const struct crm_field *f, const char *reason,
    const char *input)
{
	struct problem *p = &rec->problem;

	if (p->rc == CRM_OK)
		record_problem(
		    rec, CRM_USAGE, "invalid", f, "%s: \"%s\"", reason, input);
	else
		p->text = keep_printf(&rec->keep, "%s; %s: %s: \"%s\"", p->text,
		    f->key, reason, input);
}

static void
value_settle(struct record *rec, int i)
{
	struct value *v = &rec->values[i];
	const struct crm_field *f = &rec->entity->fields[i];
	const char *raw = v->text, *reason;
	size_t len = v->len;

	if (is_blank_text(v))
		v->state = VALUE_NULL;
	else if ((reason = value_parse(rec, f, v)) != NULL ||
		 (reason = range_check(rec, f, v)) != NULL)
		wrong(rec, f, reason, shown(rec, raw, len));
}

/* Amounts have as many decimals as their currency: it comes first. */
static void
currency_settle(struct record *rec)
{
	const struct crm_entity *e = rec->entity;
	const struct value *v;
	const char *code;
	int i;

	if (e->currency < 0)
		return;
	if (rec->values[e->currency].state == VALUE_RAW)
		value_settle(rec, e->currency);
	if (rec->values[e->currency].state > VALUE_NULL ||
	    rec->values[e->currency].state == VALUE_RAW) /* it is wrong */
		return;
	for (i = 0; i < e->nfields; i++) {
		v = &rec->values[i];
		if (e->fields[i].kind != KIND_MONEY ||
		    v->state == VALUE_UNSET || v->state == VALUE_NULL ||
		    (v->state == VALUE_RAW && is_blank_text(v)))
			continue;
		code = crm_setting(rec->crm, "account.currency");
		record_give(rec, e->currency, code, strlen(code));
		return;
	}
}

bool
record_parse(struct record *rec)
{
	int i;

	currency_settle(rec);
	for (i = 0; i < rec->entity->nfields; i++)
		if (rec->values[i].state == VALUE_RAW &&
		    i != rec->entity->currency)
			value_settle(rec, i);
	return rec->problem.rc == CRM_OK && rec->crm->rc == CRM_OK;
}
