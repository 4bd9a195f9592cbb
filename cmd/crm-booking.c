/*
 * crm-booking: appointments, and the series they recur in.
 */
#include "crm.h"

/* What was called off neither took place nor was missed: confirm it first. */
static const struct crm_move moves[] = {{"confirm", "confirmed", NULL, NULL},
    {"complete", "completed", "pending,confirmed,no_show", NULL},
    {"cancel", "cancelled", NULL, NULL},
    {"no-show", "no_show", "pending,confirmed,completed", NULL},
    {NULL, NULL, NULL, NULL}};

static const struct crm_option length[] = {
    {"minutes", "N", "how long it takes, instead of --ends", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_verb verbs[] = {CRM_VERB_LIST, CRM_VERB_SHOW,
    {"add", crm_record_add, CRM_WRITES | CRM_FIELDS | CRM_INCOMING,
	"[REF [SERVICE [TIME]]] | -",
	"add one, or with - one for each JSON line of stdin", length},
    {"edit", crm_record_edit, CRM_WRITES | CRM_FIELDS, "ID... | ID - | -",
	"change fields; with - JSON from stdin", length},
    CRM_VERB_MOVE("confirm", "they are to take place"),
    CRM_VERB_MOVE("complete", "they took place"),
    CRM_VERB_MOVE("cancel", "they are called off"),
    CRM_VERB_MOVE("no-show", "nobody came"), CRM_VERB_DELETE,
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-booking",
	    .help = "appointments: what, when, with whom, and what came of "
		    "them",
	    .entity = "booking",
	    .columns = "id,client_id,starts_at,service,staff,status,price,"
		       "currency",
	    .positional = "client,service,starts",
	    .verbs = verbs,
	    .moves = moves,
	};

	return crm_main(&tool, argc, argv);
}
