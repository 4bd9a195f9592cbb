/*
 * crm-purchase: products that clients bought on other platforms.
 */
#include "crm.h"
#include "crm_sql.h"

/* The platform decides: whatever it says may follow on anything. */
static const struct crm_move moves[] = {{"complete", "completed", NULL, NULL},
    {"cancel", "cancelled", NULL, NULL}, {"refund", "refunded", NULL, NULL},
    {NULL, NULL, NULL, NULL}};

static enum crm_rc
summary(struct crm *crm)
{
	const char *ref = crm_opt(crm, "client");

	if (ref == NULL)
		return crm_emit(
		    crm, crm_list_query(crm, SQL_PURCHASE_SUMMARY, ARG_NULL));
	return crm_emit(crm, crm_list_query(crm, SQL_PURCHASE_SUMMARY,
				 ARG(crm_client_id(crm, ref))));
}

static const struct crm_verb verbs[] = {CRM_VERB_LIST, CRM_VERB_SHOW,
    CRM_VERB_ADD_INCOMING, CRM_VERB_EDIT,
    CRM_VERB_MOVE("complete", "they are paid and delivered"),
    CRM_VERB_MOVE("cancel", "they are called off"),
    CRM_VERB_MOVE("refund", "the money was given back"),
    {"summary", summary, CRM_LIST, "",
	"what they come to, each currency by itself", NULL},
    CRM_VERB_DELETE, {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-purchase",
	    .help = "products that clients bought on other platforms",
	    .entity = "purchase",
	    .positional = "client,product,platform,price",
	    .verbs = verbs,
	    .moves = moves,
	};

	return crm_main(&tool, argc, argv);
}
