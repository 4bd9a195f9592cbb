/*
 * crm-order: products that clients ordered from the shop itself.
 */
#include "crm.h"

/* Money that was never taken is not given back; what was called off stays so,
 * unless it is edited. */
static const struct crm_move moves[] = {{"pay", "paid", "pending", NULL},
    {"complete", "completed", "pending,paid", NULL},
    {"cancel", "cancelled", "pending,paid", NULL},
    {"refund", "refunded", "paid,completed", NULL}, {NULL, NULL, NULL, NULL}};

static const struct crm_verb verbs[] = {CRM_VERB_LIST, CRM_VERB_SHOW,
    CRM_VERB_ADD_INCOMING, CRM_VERB_EDIT, CRM_VERB_MOVE("pay", "they are paid"),
    CRM_VERB_MOVE("complete", "they are delivered"),
    CRM_VERB_MOVE("cancel", "they are called off"),
    CRM_VERB_MOVE("refund", "the money was given back"), CRM_VERB_DELETE,
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-order",
	    .help = "products that clients ordered from the shop itself",
	    .entity = "order",
	    .columns =
		"id,client_name,ordered_at,product,amount,currency,status",
	    .positional = "client,product,amount",
	    .verbs = verbs,
	    .moves = moves,
	};

	return crm_main(&tool, argc, argv);
}
