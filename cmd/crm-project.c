/*
 * crm-project: longer work for clients.
 */
#include "crm.h"

static const struct crm_move moves[] = {
    {"complete", "completed", "planned,active,on_hold", "completed_on"},
    {"cancel", "cancelled", "planned,active,on_hold", NULL},
    {NULL, NULL, NULL, NULL}};

static const struct crm_verb verbs[] = {CRM_VERB_LIST, CRM_VERB_SHOW,
    {"add", crm_record_add, CRM_WRITES | CRM_FIELDS, "[REF [NAME]] | -",
	"add one, or with - one for each JSON line of stdin", NULL},
    CRM_VERB_EDIT, CRM_VERB_MOVE("complete", "they were done today"),
    CRM_VERB_MOVE("cancel", "they are given up"), CRM_VERB_DELETE,
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-project",
	    .help = "longer work for clients",
	    .entity = "project",
	    .columns =
		"id,client_name,name,status,starts_on,due_on,completed_on",
	    .positional = "client,name",
	    .verbs = verbs,
	    .moves = moves,
	};

	return crm_main(&tool, argc, argv);
}
