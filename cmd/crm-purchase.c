/*
 * crm-purchase: products that clients bought on other platforms.
 */
#include "crm.h"

static const struct crm_verb verbs[] = {CRM_VERB_LIST, CRM_VERB_SHOW,
    CRM_VERB_ADD_INCOMING, CRM_VERB_EDIT, CRM_VERB_DELETE,
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-purchase",
	    .help = "products that clients bought on other platforms",
	    .entity = "purchase",
	    .columns = "id,client_id,purchased_at,platform,product,price,"
		       "currency,status",
	    .positional = "client,product,platform,price",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
