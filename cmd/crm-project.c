/*
 * crm-project: longer work for clients.
 */
#include "crm.h"

static const struct crm_verb verbs[] = {
    CRM_RECORD_VERBS, {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-project",
	    .help = "longer work for clients",
	    .entity = "project",
	    .columns = "id,client_id,name,status,starts_on,due_on,completed_on",
	    .positional = "client,name",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
