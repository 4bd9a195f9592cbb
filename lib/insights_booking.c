/*
 * insights_booking.c: answers of crm-insights about bookings and what they
 * brought: each a query over a span (crm_span_asked), asked once, or with
 * --compare once more for the span before.
 */
#include "insights.h"

#include "crm_sql.h"

#include "banned.h"

static struct crm_rows *
ask_overview(struct crm *crm, const struct crm_span *s)
{
	return crm_query(crm, SQL_INSIGHTS_OVERVIEW, ARG(s->since),
	    ARG(s->until), ARG(s->as_of), ARG_NULL,
	    ARG(crm_opt(crm, "closed") != NULL));
}

static const struct figure overview_figures[] = {
    {"total_clients", FIGURE_CLIENTS, "all"},
    {"active_clients", FIGURE_CLIENTS, "active"},
    {"total_bookings", FIGURE_BOOKINGS, NULL},
    {"completed_bookings", FIGURE_BOOKINGS, "completed"},
    {"recurring_clients", FIGURE_CLIENTS, "recurring"}};

enum crm_rc
crm_insights_overview(struct crm *crm)
{
	return insights_figures(
	    crm, ask_overview, overview_figures, crm_span_asked(crm));
}

static struct crm_rows *
ask_stats(struct crm *crm, const struct crm_span *s)
{
	const char *by = crm_opt_word(crm, "by");
	struct crm_span ends = *s;

	if (by == NULL)
		return crm_query(crm, SQL_INSIGHTS_STATS, ARG(s->since),
		    ARG(s->until), ARG(s->as_of));
	ends = crm_span_whole(crm, *s);
	return crm_query(crm, SQL_INSIGHTS_STATS_BY, ARG(ends.since),
	    ARG(ends.until), ARG(ends.as_of), ARG(by));
}

static const struct figure stats_figures[] = {
    {"completed_bookings", FIGURE_BOOKINGS, "completed"},
    {"cancelled_bookings", FIGURE_BOOKINGS, "cancelled"},
    {"no_shows", FIGURE_BOOKINGS, "no_show"}};

enum crm_rc
crm_insights_stats(struct crm *crm)
{
	struct crm_span s = crm_span_asked(crm);

	if (crm_opt(crm, "by") == NULL || crm_opt(crm, "explain") != NULL)
		return insights_figures(crm, ask_stats, stats_figures, s);
	insights_limit(crm, false);
	crm_chart_columns(crm, "period,completed_bookings");
	return crm_answer_periods(
	    crm, ask_stats, s, "period", "completed_bookings");
}

enum crm_rc
crm_insights_top(struct crm *crm)
{
	struct crm_span s = crm_span_asked(crm);
	const char *by = crm_opt_word(crm, "by");
	bool spent = by != NULL && crm_same(by, "spent");

	crm_chart_columns(crm, spent ? "rank,client_name,spent"
				     : "rank,client_name,completed_bookings");
	return crm_emit(crm,
	    crm_query(crm, spent ? SQL_INSIGHTS_TOP_SPENT : SQL_INSIGHTS_TOP,
		ARG(s.since), ARG(s.until), ARG(s.as_of),
		ARG(crm_opt_number(crm, "limit", 5))));
}

enum crm_rc
crm_insights_at_risk(struct crm *crm)
{
	struct crm_span s = crm_span_asked(crm);

	crm_chart_columns(crm, "client_name,rate");
	return crm_emit(
	    crm, crm_query(crm, SQL_INSIGHTS_AT_RISK, ARG(s.since),
		     ARG(s.until), ARG(s.as_of),
		     ARG(crm_opt_count(crm, "min", "insights.risk_bookings")),
		     ARG(crm_opt_share(crm, "rate", "insights.risk_rate")),
		     ARG(crm_opt_number(crm, "limit", -1))));
}

enum crm_rc
crm_insights_reliability(struct crm *crm)
{
	struct crm_span s = crm_span_window(crm, "insights.missed_days");

	crm_chart_columns(crm, "client_name,no_shows");
	return crm_emit(
	    crm, crm_query(crm, SQL_INSIGHTS_RELIABILITY, ARG(s.since),
		     ARG(s.until), ARG(s.as_of),
		     ARG(crm_opt_count(crm, "most", "insights.missed")),
		     ARG(crm_opt(crm, "flagged") != NULL),
		     ARG(crm_opt_number(crm, "limit", -1))));
}

enum crm_rc
crm_insights_patterns(struct crm *crm)
{
	const char *by = crm_opt_word(crm, "by"), *sql = SQL_INSIGHTS_WEEKDAYS;
	struct crm_span s = crm_span_asked(crm);

	if (by == NULL)
		by = "weekday";
	if (crm_same(by, "hour"))
		sql = SQL_INSIGHTS_HOURS;
	if (crm_same(by, "interval"))
		sql = SQL_INSIGHTS_INTERVALS;
	crm_chart_columns(crm, crm_same(by, "interval")
				   ? "interval,clients"
				   : crm_keepf(crm, "%s,bookings", by));
	return crm_emit(crm, crm_query(crm, sql, ARG(s.since), ARG(s.until),
				 ARG(s.as_of), ARG(by)));
}

enum crm_rc
crm_insights_revenue(struct crm *crm)
{
	const char *by = crm_opt_word(crm, "by");
	struct crm_span s = crm_span_whole(crm, crm_span_asked(crm));

	crm_chart_columns(crm, "currency,period,total");
	return crm_emit(crm,
	    crm_query(crm, SQL_INSIGHTS_REVENUE, ARG(s.since), ARG(s.until),
		ARG(s.as_of), ARG(by == NULL ? "month" : by)));
}
