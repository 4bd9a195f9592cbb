/*
 * rules.c: the rules of single types of records, by the name of the table;
 * and what such rules have in common.
 */
#include <string.h>

#include "record.h"

#include "banned.h"

static const struct record_rules *const all_rules[] = {&client_rules,
    &booking_rules, &series_rules, &order_rules, &purchase_rules,
    &project_rules, &task_rules, &event_rules, &loyalty_rules, &journey_rules};

const struct record_rules *
rules_find(const struct crm_entity *e)
{
	size_t i;

	for (i = 0; i < sizeof(all_rules) / sizeof(all_rules[0]); i++)
		if (strcmp(all_rules[i]->entity, e->name) == 0)
			return all_rules[i];
	return NULL;
}

/* --- fields by number --- */

bool
record_given(const struct record *rec, int field)
{
	return rec->values[field].state != VALUE_UNSET;
}

const char *
record_then(const struct record *rec, const struct record *old, int field)
{
	if (record_given(rec, field))
		return record_text(rec, field);
	return old == NULL ? NULL : record_text(old, field);
}

void
record_give(struct record *rec, int field, const char *text, size_t len)
{
	struct value *v = &rec->values[field];

	v->state = len == 0 ? VALUE_NULL : VALUE_TEXT;
	v->text = keep_mem(&rec->keep, text, len);
	v->len = len;
}

/* --- amounts and their currency --- */

void
record_currency(struct record *rec, const struct record *old)
{
	int c = rec->entity->currency;
	const char *code = c < 0 ? NULL : record_text(old, c);

	if (code != NULL && !record_given(rec, c))
		record_give(rec, c, code, strlen(code));
}

static int
decimals_of(const char *code)
{
	return currency_decimals(code, strlen(code));
}

bool
record_currency_check(struct record *rec, const struct record *old)
{
	const struct crm_entity *e = rec->entity;
	int c = e->currency, i;
	const char *code, *was;

	if (c < 0 || !record_given(rec, c))
		return true;
	was = record_text(old, c);
	code = record_text(rec, c);
	if (was == NULL)
		was = crm_setting(rec->crm, "account.currency");
	for (i = 0; i < e->nfields; i++) {
		if (e->fields[i].kind != KIND_MONEY || record_given(rec, i) ||
		    old->values[i].state != VALUE_INT)
			continue;
		if (code == NULL)
			return record_problem(rec, CRM_USAGE, "required",
			    &e->fields[c], "required beside the %s",
			    e->fields[i].key);
		if (decimals_of(code) != decimals_of(was))
			return record_problem(rec, CRM_USAGE, "required",
			    &e->fields[i],
			    "required, for the one that is there is in %s, "
			    "not %s",
			    was, code);
	}
	return true;
}

/* --- what counted, and is taken back --- */

void
record_void(struct record *rec, const struct record *old, int status,
    const char *counts, int voided)
{
	static const char taken[] = "cancelled,refunded";
	const char *is = record_text(rec, status), *was, *now;

	if (old == NULL || is == NULL || record_given(rec, voided))
		return;
	was = record_text(old, status);
	now = crm_now(rec->crm);
	if (word_among(counts, was) && word_among(taken, is))
		record_give(rec, voided, now, strlen(now));
	else if (word_among(taken, was) && !word_among(taken, is) &&
		 record_text(old, voided) != NULL)
		record_give(rec, voided, "", 0);
}
