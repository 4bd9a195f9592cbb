/*
 * crm-milestones: what clients have reached, and what is news of it.
 */
#include "crm.h"
#include "crm_sql.h"

/* --- list -------------------------------------------------------------------
 */

#define COLUMNS "client_id,client_name,milestone,achieved_at,title,cause"

static enum crm_rc
list(struct crm *crm)
{
	crm_columns(crm, crm_machine_format(crm) ? COLUMNS ",revoked_at,id"
			 : crm_opt(crm, "revoked") != NULL ? COLUMNS
			     ",revoked_at"
							   : COLUMNS);
	return crm_record_list(crm);
}

/* Those that there are as the settings stand at first: more anniversaries may
 * be asked for. */
static const char *const kinds[] = {"first_booking", "first_order",
    "first_repeat", "high_value_purchase", "purchases_10", "purchases_25",
    "purchases_50", "anniversary_1y", "anniversary_2y", "vip",
    "high_engagement_month", "referral_made", "first_review",
    "loyalty_tier_upgrade", "social_share", "perfect_attendance", NULL};

static const struct crm_option list_options[] = {
    {"milestone", "KIND,...", "of these kinds", kinds, 0},
    {NULL, NULL, NULL, NULL, 0}};

/* --- the table --- */

static const struct crm_verb verbs[] = {
    {"list", list, CRM_LIST, "[REF... | -]", "what clients have reached",
	list_options},
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-milestones",
	    .help = "what clients have reached, and what is news of it",
	    .entity = "milestone",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
