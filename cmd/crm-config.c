/*
 * crm-config: the settings of the account.
 */
#include "crm.h"
#include "crm_sql.h"

static enum crm_rc
list(struct crm *crm)
{
	return crm_setting_list(crm, NULL);
}

static enum crm_rc
get(struct crm *crm)
{
	const char *name = crm_arg(crm), *value;

	if (name == NULL)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "get: which setting? "
		    "crm-config list shows them");
	if (crm_machine_format(crm))
		return crm_setting_list(crm, name);
	if ((value = crm_setting_value(crm, name)) != NULL)
		crm_print(crm, "%s", value);
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

/* Rates are settings, rate.USD; this is the short way to them. */
static enum crm_rc
rate(struct crm *crm)
{
	const char *code = crm_arg(crm), *value = crm_arg(crm), *name;
	bool drop = crm_opt(crm, "unset") != NULL;

	if (crm_arg(crm) != NULL || (drop && (code == NULL || value != NULL)))
		return crm_fail(crm, CRM_USAGE, NULL,
		    "rate: a CURRENCY and the RATE, or a CURRENCY and "
		    "--unset");
	if (code == NULL)
		return crm_emit(crm, crm_query(crm, SQL_RATE_LIST, ARG_NULL));
	name = crm_keepf(crm, "rate.%s", code);
	if (drop || value != NULL)
		return crm_setting_set(crm, name, value);
	if ((value = crm_setting_value(crm, name)) == NULL)
		return crm_status(crm);
	if (crm_machine_format(crm))
		return crm_emit_one(
		    crm, crm_query(crm, SQL_RATE_LIST, ARG(code)));
	crm_print(crm, "%s", value);
	return crm_status(crm);
}

static const struct crm_option rate_options[] = {
    {"unset", NULL, "forget the rate", NULL, 0}, {NULL, NULL, NULL, NULL, 0}};

static const struct crm_verb verbs[] = {
    {"list", list, 0, "", "every setting, its value and its default", NULL},
    {"get", get, 0, "NAME", "the value of one", NULL},
    {"set", set, CRM_WRITES, "NAME VALUE", "change one", NULL},
    {"unset", unset, CRM_WRITES, "NAME", "go back to the default", NULL},
    {"rate", rate, CRM_WRITES | CRM_SETS, "[CURRENCY [RATE]]",
	"what another currency is worth in that of the account", rate_options},
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
