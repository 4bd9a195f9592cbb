/*
 * crm-task: what is to be done about clients.
 */
#include "crm.h"

static const struct crm_verb verbs[] = {
    CRM_RECORD_VERBS, {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-task",
	    .help = "what is to be done about clients",
	    .entity = "task",
	    .columns = "id,client_id,title,status,assignee,due_on",
	    .positional = "client,title",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
