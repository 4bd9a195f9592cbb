/*
 * crm-event: what happened with clients: reviews, referrals, messages, calls.
 */
#include "crm.h"

static const struct crm_verb verbs[] = {CRM_VERB_LIST, CRM_VERB_SHOW,
    {"add", crm_record_add, CRM_WRITES | CRM_FIELDS,
	"[REF [TYPE [TEXT | -]]] | -",
	"add one, or with - alone one for each JSON line of stdin", NULL},
    CRM_VERB_EDIT, CRM_VERB_DELETE, {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-event",
	    .help = "what happened with clients: reviews, referrals, messages, "
		    "calls",
	    .entity = "event",
	    .positional = "client,type,text",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
