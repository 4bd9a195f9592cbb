/*
 * insights_client.c: answers of crm-insights about clients.
 */
#include <string.h>

#include "insights.h"

#include "crm_sql.h"

#include "banned.h"

static struct crm_rows *
ask_base(struct crm *crm, const struct crm_span *s)
{
	return crm_query(crm, SQL_INSIGHTS_BASE, ARG(s->since), ARG(s->until));
}

static const struct figure base_figures[] = {
    {"total_clients", FIGURE_CLIENTS, "total"},
    {"new_clients", FIGURE_CLIENTS, "new"},
    {"recurrent_clients", FIGURE_CLIENTS, "recurrent"},
    {"average_permanence_days", FIGURE_CLIENTS, "left"}};

enum crm_rc
crm_insights_base(struct crm *crm)
{
	return insights_figures(
	    crm, ask_base, base_figures, crm_span_closed(crm));
}

static const char *const class_words[] = {
    "total", "new", "archived", "deleted", NULL};

/* Is it one of the classes? */
static bool
class_is(const char *text, size_t len)
{
	const char *const *word;

	for (word = class_words; *word != NULL; word++)
		if (strlen(*word) == len && strncmp(*word, text, len) == 0)
			return true;
	return false;
}

/* --class: the columns that are shown beside the period. */
static void
classes_show(struct crm *crm, const char *label)
{
	const char *list = crm_opt(crm, "class"), *p = list;

	if (list == NULL) {
		crm_chart_columns(crm, crm_keepf(crm, "%s,total", label));
		return;
	}
	for (;; p++) {
		if (!class_is(p, strcspn(p, ",")))
			crm_fail(crm, CRM_USAGE, NULL,
			    "--class: not some of total, new, archived, "
			    "deleted: \"%s\"",
			    list);
		p += strcspn(p, ",");
		if (*p == '\0')
			break;
	}
	crm_columns(crm, crm_keepf(crm, "%s,%s", label, list));
}

static enum crm_rc
class_list(struct crm *crm, struct crm_span s)
{
	const char *class = crm_opt(crm, "class");

	if (class == NULL || !class_is(class, strlen(class)))
		return crm_fail(crm, CRM_USAGE, NULL,
		    "--list: of which --class? total, new, archived or "
		    "deleted");
	crm_narrow_columns(crm, figure_columns(class));
	return crm_emit(crm, crm_query(crm, SQL_INSIGHTS_CLIENTS, ARG(s.since),
				 ARG(s.until), ARG(s.as_of), ARG(class),
				 ARG(crm_opt_number(crm, "limit", -1))));
}

static struct crm_rows *
ask_evolution(struct crm *crm, const struct crm_span *s)
{
	const char *by = crm_opt_word(crm, "by");

	return crm_query(crm,
	    by == NULL || crm_same(by, "day") ? SQL_INSIGHTS_DAYS
					      : SQL_INSIGHTS_EVOLUTION,
	    ARG(s->since), ARG(s->until), ARG_NULL,
	    ARG(by == NULL ? "day" : by));
}

enum crm_rc
crm_insights_evolution(struct crm *crm)
{
	struct crm_span s = crm_opt(crm, "day") != NULL ? crm_span_day(crm)
							: crm_span_closed(crm);
	const char *by = crm_opt_word(crm, "by"),
		   *label =
		       by == NULL || crm_same(by, "day") ? "day" : "period";

	insights_limit(crm, crm_opt(crm, "list") != NULL);
	if (crm_status(crm) != CRM_OK)
		return crm_status(crm);
	if (crm_opt(crm, "list") != NULL)
		return class_list(crm, s);
	if (crm_opt(crm, "compare") == NULL)
		classes_show(crm, label);
	return crm_answer_periods(crm, ask_evolution, s, label, "total");
}

static struct crm_rows *
ask_conversion(struct crm *crm, const struct crm_span *s)
{
	const char *by = crm_opt_word(crm, "by");

	return crm_query(crm,
	    by == NULL ? SQL_INSIGHTS_CONVERTED : SQL_INSIGHTS_CONVERSION,
	    ARG(s->since), ARG(s->until), ARG(crm_opt_moment(crm, "as-of")),
	    ARG(by));
}

enum crm_rc
crm_insights_conversion(struct crm *crm)
{
	struct crm_span s = crm_span_asked(crm);

	if (crm_opt(crm, "by") == NULL)
		return crm_answer_span(crm, ask_conversion, s);
	crm_chart_columns(crm, "period,rate");
	return crm_answer_periods(crm, ask_conversion, s, "period", "rate");
}

enum crm_rc
crm_insights_status(struct crm *crm)
{
	const char *label = crm_opt_word(crm, "list");
	const char *at = crm_opt_moment(crm, "as-of");
	struct crm_arg of = ARG(at);
	int64_t days = crm_opt_count(crm, "days", "insights.compliance_days"),
		horizon =
		    crm_opt_count(crm, "horizon", "insights.horizon_days");
	double rate = crm_opt_share(crm, "rate", "insights.compliance_rate");
	bool all = crm_opt(crm, "all-labels") != NULL;

	insights_limit(crm, label != NULL);
	crm_chart_columns(crm, "group,status,clients");
	if (label == NULL)
		return crm_emit(
		    crm, crm_query(crm, SQL_INSIGHTS_STATUS, ARG_NULL, ARG_NULL,
			     of, ARG(days), ARG(rate), ARG(horizon), ARG(all)));
	crm_narrow_columns(
	    crm, "client_id,client_name,phone,status,last_activity");
	return crm_emit(
	    crm, crm_query(crm, SQL_INSIGHTS_STATUS_LIST, ARG_NULL, ARG_NULL,
		     of, ARG(days), ARG(rate), ARG(horizon), ARG(all),
		     crm_same(label, "all") ? ARG_NULL : ARG(label),
		     ARG(crm_opt_number(crm, "limit", -1))));
}

enum crm_rc
crm_insights_rfm(struct crm *crm)
{
	const char *segment = crm_opt_word(crm, "segment");
	const char *at = crm_opt_moment(crm, "as-of");
	bool lists = segment != NULL || crm_opt(crm, "list") != NULL;

	insights_limit(crm, lists);
	crm_chart_columns(crm, "segment,clients");
	if (!lists)
		return crm_emit(crm, crm_query(crm, SQL_INSIGHTS_RFM, ARG_NULL,
					 ARG_NULL, ARG(at)));
	crm_narrow_columns(crm, "client_id,client_name,segment,recency,"
				"frequency,money,last_visit_on");
	return crm_emit(crm,
	    crm_query(crm, SQL_INSIGHTS_RFM_LIST, ARG_NULL, ARG_NULL, ARG(at),
		ARG(segment), ARG(crm_opt_number(crm, "limit", -1))));
}

/* How many periods there have been since the first booking. */
static int64_t
periods(struct crm *crm, const char *by)
{
	struct crm_span s =
	    crm_span_whole(crm, (struct crm_span){.until = crm_now(crm)});

	return crm_int(crm, "SELECT count(*) FROM (" SQL_INSIGHTS_PERIODS ")",
	    ARG(s.since), ARG(s.until), ARG_NULL, ARG(by));
}

/* A column for each period, the share in percent; what the table has no room
 * for is in the other formats. */
static const char *
cohort_wide(struct crm *crm, const char *by)
{
	int64_t i, n = periods(crm, by);
	const char *columns = "cohort, clients";

	for (i = 0; i < n && i < 100 && 22 + 5 * i <= crm_table_width(crm); i++)
		columns = crm_keepf(crm,
		    "%s, max(iif(after = %d, CAST(round(100 * share) AS "
		    "INTEGER), NULL)) AS \"%d\"",
		    columns, (int)i, (int)i);
	return crm_keepf(crm,
	    "SELECT %s FROM (%s) GROUP BY cohort ORDER BY cohort", columns,
	    SQL_INSIGHTS_COHORT);
}

enum crm_rc
crm_insights_cohort(struct crm *crm)
{
	const char *by = crm_opt_word(crm, "by"), *sql = SQL_INSIGHTS_COHORT;
	const char *at = crm_opt_moment(crm, "as-of");

	if (by == NULL)
		by = "month";
	if (crm_table_width(crm) > 0)
		sql = cohort_wide(crm, by);
	else if (!crm_machine_format(crm))
		sql = crm_keepf(
		    crm, "SELECT *, '+' || after AS later FROM (%s)", sql);
	crm_chart_columns(crm, "cohort,later,share");
	return crm_emit(crm, crm_query(crm, sql, ARG_NULL, ARG(at), ARG(at),
				 ARG(by), ARG(crm_opt_span(crm, "since")),
				 ARG(crm_opt_span(crm, "until"))));
}

enum crm_rc
crm_insights_overdue(struct crm *crm)
{
	crm_chart_columns(crm, "client_name,overdue_days");
	crm_narrow_columns(crm, "client_id,client_name,phone,interval_days,"
				"expected_on,overdue_days");
	return crm_emit(crm, crm_query(crm, SQL_INSIGHTS_OVERDUE, ARG_NULL,
				 ARG_NULL, ARG(crm_opt_moment(crm, "as-of")),
				 ARG(crm_opt_number(crm, "grace", 0)),
				 ARG(crm_opt_number(crm, "limit", -1))));
}
