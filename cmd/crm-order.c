/*
 * crm-order: products that clients ordered from the shop itself.
 */
#include "crm.h"

static const struct crm_verb verbs[] = {CRM_VERB_LIST, CRM_VERB_SHOW,
    CRM_VERB_ADD_INCOMING, CRM_VERB_EDIT, CRM_VERB_DELETE,
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-order",
	    .help = "products that clients ordered from the shop itself",
	    .entity = "order",
	    .columns = "id,client_id,ordered_at,product,amount,currency,status",
	    .positional = "client,product,amount",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
