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

static enum crm_rc
daily(struct crm *crm)
{
	crm_columns(
	    crm, crm_machine_format(crm) ? COLUMNS ",revoked_at,id" : COLUMNS);
	return crm_milestones_daily(crm);
}

static enum crm_rc
explain(struct crm *crm)
{
	return crm_each(crm, crm_milestones_explain);
}

/* --- the table --- */

static const struct crm_option daily_options[] = {
    {"as-of", "DATE", "as if it were this day", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_option upcoming_options[] = {
    {"days", "N", "how many days ahead: 30", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_verb verbs[] = {
    {"list", list, CRM_LIST, "[REF... | -]", "what clients have reached",
	list_options},
    {"daily", daily, CRM_ALONE | CRM_OPTION, "",
	"the daily job: catch up with the calendar, tell what is news",
	daily_options},
    {"upcoming", crm_milestones_upcoming, 0, "",
	"what the coming days will bring", upcoming_options},
    {"explain", explain, 0, "REF... | -",
	"what they have reached and why, and what is missing", NULL},
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
