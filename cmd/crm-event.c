/*
 * crm-event: what happened with clients: reviews, referrals, messages, calls.
 */
#include "crm.h"

static const struct crm_verb verbs[] = {
    CRM_RECORD_VERBS, {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-event",
	    .help = "what happened with clients: reviews, referrals, messages, "
		    "calls",
	    .entity = "event",
	    .columns = "id,client_id,at,type,title,text,rating",
	    .positional = "client,type,text",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
