/*
 * setting.c: what the owner decided, or the default.
 */
#include <string.h>

#include "db.h"
#include "entity.h"
#include "rate.h"
#include "kind.h"
#include "setting.h"

#include "banned.h"

const struct crm_setting_def *
setting_find(const char *name)
{
	const struct crm_setting_def *s;

	for (s = crm_settings; s->name != NULL; s++)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

/* Of a setting that has no definition: a rate. */
static const char *
value_stored(struct crm *crm, const char *name)
{
	const char *value = NULL;

	if (crm->db != NULL)
		value = crm_text(crm,
		    "SELECT value FROM setting WHERE name = ?1", ARG(name));
	return value != NULL ? value : "";
}

/* Kept in the handle: asked for with every row of an import. */
const char *
crm_setting(struct crm *crm, const char *name)
{
	const struct crm_setting_def *s = setting_find(name);
	size_t i;

	if (s == NULL)
		return value_stored(crm, name);
	i = (size_t)(s - crm_settings);
	if (i >= DB_SETTINGS)
		return s->value;
	if (crm->settings[i] == NULL && crm->db != NULL) {
		crm->settings[i] = crm_text(crm,
		    "SELECT value FROM setting WHERE name = ?1", ARG(name));
		if (crm->settings[i] == NULL)
			crm->settings[i] = s->value;
	}
	return crm->settings[i] != NULL ? crm->settings[i] : s->value;
}

void
setting_forget(struct crm *crm)
{
	memset(crm->settings, 0, sizeof(crm->settings));
	rate_forget(crm);
}

void
zone_account(struct crm *crm)
{
	const char *zone = crm_setting(crm, "account.timezone");

	zone_set(*zone != '\0' ? zone : NULL);
}
