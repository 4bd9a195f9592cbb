/*
 * make.c: a record that a verb makes of what it was given.
 */
#include <string.h>

#include "cli.h"
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
