/*
 * crm-form: forms that clients filled in.
 */
#include "crm.h"

static const struct crm_verb verbs[] = {CRM_VERB_LIST, CRM_VERB_SHOW,
    CRM_VERB_ADD_INCOMING, CRM_VERB_EDIT, CRM_VERB_DELETE,
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-form",
	    .help = "forms that clients filled in",
	    .entity = "form",
	    .columns = "id,client_id,submitted_at,form,answers",
	    .positional = "client,form,answers",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
