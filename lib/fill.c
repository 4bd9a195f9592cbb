/*
 * fill.c: fields of a client that are empty, filled from elsewhere: what is
 * there is never touched.
 */
#include <string.h>

#include "cli.h"
#include "record.h"

#include "banned.h"

#define CUSTOM "custom."

/* The field that is to be filled, and the key in it of a field of one's own
 * ("custom.shoe_size"); NULL with an error when there is none. */
static const struct crm_field *
target_find(struct crm *crm, const char *name, const char **key)
{
	const struct crm_entity *e = entity_find("client");
	const struct crm_field *f;

	*key = NULL;
	if (strncmp(name, CUSTOM, strlen(CUSTOM)) == 0 &&
	    name[strlen(CUSTOM)] != '\0') {
		*key = name + strlen(CUSTOM);
		name = "custom";
	}
	f = entity_field(e, name);
	if (f == NULL || (f->flags & (FIELD_DERIVED | FIELD_ID)) ||
	    (f->kind == KIND_JSON && *key == NULL)) {
		crm_fail(crm, CRM_USAGE, "unknown_field",
		    "a client has no field \"%s\" to fill", name);
		return NULL;
	}
	return f;
}

static bool
is_empty(
    struct crm *crm, const struct crm_field *f, const char *key, int64_t client)
{
	if (key == NULL)
		return crm_int(crm,
			   crm_keepf(crm,
			       "SELECT %s IS NULL FROM client WHERE id = ?1",
			       f->name),
			   ARG(client)) != 0;
	return crm_int(crm,
		   "SELECT NOT EXISTS (SELECT 1 FROM client, "
		   "json_each(custom_json) j WHERE client.id = ?1 AND j.key = "
		   "?2 AND j.value IS NOT NULL)",
		   ARG(client), ARG(key)) != 0;
}

void
crm_client_fill(
    struct crm *crm, int64_t client, const char *name, const char *value)
{
	const struct crm_field *f;
	struct record rec;
	const char *key;
	bool changed = false;

	f = target_find(crm, name, &key);
	if (f == NULL || client == 0 || value == NULL ||
	    !is_empty(crm, f, key, client))
		return;
	record_init(&rec, crm, entity_find("client"));
	if (key != NULL)
		record_json_set(&rec, client, f, key, value);
	else
		record_set(&rec, f, value, strlen(value));
	if (rec.problem.rc == CRM_OK)
		record_update(&rec, client, &changed);
	if (rec.problem.rc != CRM_OK)
		cli_later(crm, "client %lld: not filled: %s: %s",
		    (long long)client, name, rec.problem.text);
	else if (changed)
		cli_later(
		    crm, "client %lld: filled: %s", (long long)client, name);
	record_free(&rec);
}
