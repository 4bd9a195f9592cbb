/*
 * make.c: what verbs of single commands need to make a record, and to read
 * the times that they are given.
 */
#include <string.h>

#include "cli.h"
#include "list.h"
#include "record.h"

#include "banned.h"

int64_t
crm_record_make(struct crm *crm, const char *const *pairs)
{
	const struct crm_entity *e = crm->cli->entity;
	const struct crm_field *f;
	struct record rec;
	int64_t id = 0;

	if (crm->rc != CRM_OK)
		return 0;
	record_init(&rec, crm, e);
	for (; pairs[0] != NULL; pairs += 2) {
		f = entity_field(e, pairs[0]);
		if (f == NULL)
			crm_fail(crm, CRM_FAILURE, NULL, "no field %s", *pairs);
		else if (pairs[1] != NULL)
			record_set(&rec, f, pairs[1], strlen(pairs[1]));
	}
	if (crm->rc == CRM_OK)
		id = record_insert(&rec);
	record_fail(&rec);
	record_free(&rec);
	return id;
}

const char *
crm_opt_span(struct crm *crm, const char *name)
{
	const char *text = crm_opt(crm, name), *op;
	bool until = strcmp(name, "until") == 0;
	char when[21];
	int64_t t;

	if (text == NULL || crm->rc != CRM_OK ||
	    (op = list_span_end(crm, until, text, false, when)) == NULL)
		return NULL;
	/* Instants are whole seconds: up to one is before the next. */
	if (strcmp(op, "<=") == 0 &&
	    time_parse(&t, when, strlen(when), 0) == NULL)
		time_print(when, t + 1);
	return crm_keep(crm, when);
}
