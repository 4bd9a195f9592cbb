/*
 * crm-config: the settings of the account.
 */
#include "crm.h"

static enum crm_rc
list(struct crm *crm)
{
	return crm_setting_list(crm, NULL);
}

static enum crm_rc
get(struct crm *crm)
{
	const char *name = crm_arg(crm);

	if (name == NULL)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "get: which setting? "
		    "crm-config list shows them");
	if (!crm_setting_known(crm, name))
		return crm_status(crm);
	if (crm_machine_format(crm))
		return crm_setting_list(crm, name);
	crm_print(crm, "%s", crm_setting(crm, name));
	return crm_status(crm);
}

static enum crm_rc
set(struct crm *crm)
{
	const char *name = crm_arg(crm), *value = crm_arg(crm);

	if (name == NULL || value == NULL || crm_arg(crm) != NULL)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "set: a NAME and a "
		    "VALUE; crm-config list shows the names");
	return crm_setting_set(crm, name, value);
}

static enum crm_rc
unset(struct crm *crm)
{
	const char *name = crm_arg(crm);

	if (name == NULL || crm_arg(crm) != NULL)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "unset: which setting? "
		    "crm-config list shows them");
	return crm_setting_set(crm, name, NULL);
}

static const struct crm_verb verbs[] = {
    {"list", list, 0, "", "every setting, its value and its default", NULL},
    {"get", get, 0, "NAME", "the value of one", NULL},
    {"set", set, CRM_WRITES, "NAME VALUE", "change one", NULL},
    {"unset", unset, CRM_WRITES, "NAME", "go back to the default", NULL},
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-config",
	    .help = "the settings of the account",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
