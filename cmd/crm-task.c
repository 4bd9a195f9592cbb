/*
 * crm-task: what is to be done about clients.
 */
#include "crm.h"

static const struct crm_move moves[] = {
    {"done", "done", "open,in_progress", "done_at"},
    {"cancel", "cancelled", "open,in_progress", NULL},
    {NULL, NULL, NULL, NULL}};

static const struct crm_verb verbs[] = {CRM_VERB_LIST, CRM_VERB_SHOW,
    {"add", crm_record_add, CRM_WRITES | CRM_FIELDS, "[REF [TITLE]] | -",
	"add one, or with - one for each JSON line of stdin", NULL},
    CRM_VERB_EDIT, CRM_VERB_MOVE("done", "they are done, now"),
    CRM_VERB_MOVE("cancel", "they need not be done"), CRM_VERB_DELETE,
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-task",
	    .help = "what is to be done about clients",
	    .entity = "task",
	    .positional = "client,title",
	    .verbs = verbs,
	    .moves = moves,
	};

	return crm_main(&tool, argc, argv);
}
