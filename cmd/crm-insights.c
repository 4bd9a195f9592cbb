/*
 * crm-insights: how the business is doing: what the owner looks at on Monday
 * morning.
 *
 * An answer is a query over a span (crm_span_asked), asked once, or with
 * --compare once more for the span before; --explain lists the records that it
 * counted.
 */
#include <string.h>

#include "crm.h"
#include "crm_sql.h"

static const char *const by_words[] = {"day", "week", "month", "year", NULL};
static const char *const compare_words[] = {"previous", "year", NULL};
static const char *const pattern_words[] = {
    "weekday", "hour", "interval", NULL};
static const char *const cohort_words[] = {"week", "month", "year", NULL};
static const char *const top_words[] = {"completed", "spent", NULL};

/* --- what is behind a figure
 * --------------------------------------------------
 */

/* A figure, and what it counts: bookings with a status (NULL: any), or clients
 * of a class of insights_clients.sql. */
struct figure {
	const char *name;
	const char *sql;
	const char *what;
};

#define BOOKINGS SQL_INSIGHTS_BOOKINGS
#define CLIENTS	 SQL_INSIGHTS_CLIENTS

/* The columns of clients that there is room for: when they came, or left. */
static const char *
clients_narrow(const char *class)
{
	if (crm_same(class, "archived") || crm_same(class, "deleted") ||
	    crm_same(class, "left"))
		return "client_id,client_name,status,archived_at,deleted_at";
	return "client_id,client_name,email,status,created_at";
}

static enum crm_rc
explain(struct crm *crm, const struct figure *f, struct crm_span s)
{
	const char *name = crm_opt_word(crm, "explain");

	while (name != NULL && !crm_same(f->name, name))
		f++;
	crm_narrow_columns(crm, crm_same(f->sql, BOOKINGS)
				    ? "id,client_name,service,starts_at,status"
				    : clients_narrow(f->what));
	return crm_emit(crm,
	    crm_query(crm, f->sql, ARG(s.since), ARG(s.until), ARG(s.as_of),
		ARG(f->what), ARG(crm_opt_number(crm, "limit", -1))));
}

/* --limit is of what lists records. */
static void
limit_check(struct crm *crm, bool lists)
{
	if (crm_opt(crm, "limit") != NULL && !lists)
		crm_fail(crm, CRM_USAGE, NULL,
		    "--limit: only of what --list or --explain shows");
}

/* --- bookings
 * -----------------------------------------------------------------
 */

static struct crm_rows *
ask_overview(struct crm *crm, const struct crm_span *s)
{
	return crm_query(crm, SQL_INSIGHTS_OVERVIEW, ARG(s->since),
	    ARG(s->until), ARG(s->as_of), ARG_NULL,
	    ARG(crm_opt(crm, "closed") != NULL));
}

static const struct figure overview_figures[] = {
    {"total_clients", CLIENTS, "all"}, {"active_clients", CLIENTS, "active"},
    {"total_bookings", BOOKINGS, NULL},
    {"completed_bookings", BOOKINGS, "completed"},
    {"recurring_clients", CLIENTS, "recurring"}};
static const char *const overview_words[] = {"total_clients", "active_clients",
    "total_bookings", "completed_bookings", "recurring_clients", NULL};

static enum crm_rc
overview(struct crm *crm)
{
	struct crm_span s = crm_span_asked(crm);

	limit_check(crm, crm_opt(crm, "explain") != NULL);
	if (crm_opt(crm, "explain") != NULL)
		return explain(crm, overview_figures, s);
	return crm_answer_span(crm, ask_overview, s);
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
    {"completed_bookings", BOOKINGS, "completed"},
    {"cancelled_bookings", BOOKINGS, "cancelled"},
    {"no_shows", BOOKINGS, "no_show"}};
static const char *const stats_words[] = {
    "completed_bookings", "cancelled_bookings", "no_shows", NULL};

static enum crm_rc
stats(struct crm *crm)
{
	struct crm_span s = crm_span_asked(crm);

	limit_check(crm, crm_opt(crm, "explain") != NULL);
	if (crm_opt(crm, "explain") != NULL)
		return explain(crm, stats_figures, s);
	if (crm_opt(crm, "by") == NULL)
		return crm_answer_span(crm, ask_stats, s);
	crm_chart_columns(crm, "period,completed_bookings");
	return crm_answer_periods(
	    crm, ask_stats, s, "period", "completed_bookings");
}

static enum crm_rc
top(struct crm *crm)
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

static enum crm_rc
at_risk(struct crm *crm)
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

static enum crm_rc
reliability(struct crm *crm)
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

static enum crm_rc
patterns(struct crm *crm)
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

static enum crm_rc
revenue(struct crm *crm)
{
	const char *by = crm_opt_word(crm, "by");
	struct crm_span s = crm_span_whole(crm, crm_span_asked(crm));

	crm_chart_columns(crm, "currency,period,total");
	return crm_emit(crm,
	    crm_query(crm, SQL_INSIGHTS_REVENUE, ARG(s.since), ARG(s.until),
		ARG(s.as_of), ARG(by == NULL ? "month" : by)));
}

/* --- clients
 * ------------------------------------------------------------------
 */

static struct crm_rows *
ask_base(struct crm *crm, const struct crm_span *s)
{
	return crm_query(crm, SQL_INSIGHTS_BASE, ARG(s->since), ARG(s->until));
}

static const struct figure base_figures[] = {
    {"total_clients", CLIENTS, "total"}, {"new_clients", CLIENTS, "new"},
    {"recurrent_clients", CLIENTS, "recurrent"},
    {"average_permanence_days", CLIENTS, "left"}};
static const char *const base_words[] = {"total_clients", "new_clients",
    "recurrent_clients", "average_permanence_days", NULL};

static enum crm_rc
base(struct crm *crm)
{
	struct crm_span s = crm_span_closed(crm);

	limit_check(crm, crm_opt(crm, "explain") != NULL);
	if (crm_opt(crm, "explain") != NULL)
		return explain(crm, base_figures, s);
	return crm_answer_span(crm, ask_base, s);
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
	crm_narrow_columns(crm, clients_narrow(class));
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

static enum crm_rc
evolution(struct crm *crm)
{
	struct crm_span s = crm_opt(crm, "day") != NULL ? crm_span_day(crm)
							: crm_span_closed(crm);
	const char *by = crm_opt_word(crm, "by"),
		   *label =
		       by == NULL || crm_same(by, "day") ? "day" : "period";

	limit_check(crm, crm_opt(crm, "list") != NULL);
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

static enum crm_rc
conversion(struct crm *crm)
{
	struct crm_span s = crm_span_asked(crm);

	if (crm_opt(crm, "by") == NULL)
		return crm_answer_span(crm, ask_conversion, s);
	crm_chart_columns(crm, "period,rate");
	return crm_answer_periods(crm, ask_conversion, s, "period", "rate");
}

static const char *const label_words[] = {"leads", "no_planning", "active",
    "inactive", "low_compliance", "archived", "deleted", "all", NULL};

static enum crm_rc
status(struct crm *crm)
{
	const char *label = crm_opt_word(crm, "list");
	const char *at = crm_opt_moment(crm, "as-of");
	struct crm_arg of = ARG(at);
	int64_t days = crm_opt_count(crm, "days", "insights.compliance_days"),
		horizon =
		    crm_opt_count(crm, "horizon", "insights.horizon_days");
	double rate = crm_opt_share(crm, "rate", "insights.compliance_rate");
	bool all = crm_opt(crm, "all-labels") != NULL;

	limit_check(crm, label != NULL);
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

static const char *const segment_words[] = {"champions", "loyal", "recent",
    "promising", "slipping", "cooling", "lost", NULL};

static enum crm_rc
rfm(struct crm *crm)
{
	const char *segment = crm_opt_word(crm, "segment");
	const char *at = crm_opt_moment(crm, "as-of");

	bool lists = segment != NULL || crm_opt(crm, "list") != NULL;

	limit_check(crm, lists);
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

static enum crm_rc
cohort(struct crm *crm)
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

static enum crm_rc
overdue(struct crm *crm)
{
	crm_chart_columns(crm, "client_name,overdue_days");
	crm_narrow_columns(crm, "client_id,client_name,phone,interval_days,"
				"expected_on,overdue_days");
	return crm_emit(crm, crm_query(crm, SQL_INSIGHTS_OVERDUE, ARG_NULL,
				 ARG_NULL, ARG(crm_opt_moment(crm, "as-of")),
				 ARG(crm_opt_number(crm, "grace", 0)),
				 ARG(crm_opt_number(crm, "limit", -1))));
}

/* --- the table --- */

#define END_OPTION                                                             \
	{                                                                      \
		NULL, NULL, NULL, NULL, 0                                      \
	}
#define SINCE_OPTION                                                           \
	{                                                                      \
		"since", "TIME", "from then on", NULL, 0                       \
	}
#define UNTIL_OPTION                                                           \
	{                                                                      \
		"until", "TIME", "up to then", NULL, 0                         \
	}
#define AS_OF_OPTION                                                           \
	{                                                                      \
		"as-of", "TIME", "as it stood then", NULL, 0                   \
	}
#define SPAN_OPTIONS SINCE_OPTION, UNTIL_OPTION, AS_OF_OPTION
#define BY_OPTION(help)                                                        \
	{                                                                      \
		"by", "PERIOD", help, by_words, 0                              \
	}
#define COMPARE_OPTION                                                         \
	{                                                                      \
		"compare", "SPAN", "beside the span before, or a year before", \
		    compare_words, 0                                           \
	}
#define EXPLAIN_OPTION(words)                                                  \
	{                                                                      \
		"explain", "FIGURE", "the records that it counts", words, 0    \
	}
#define LIMIT_OPTION                                                           \
	{                                                                      \
		"limit", "N", "so many at most", NULL, 0                       \
	}

static const struct crm_option overview_options[] = {SPAN_OPTIONS,
    {"closed", NULL, "rate: of bookings that are over only", NULL, 0},
    COMPARE_OPTION, EXPLAIN_OPTION(overview_words), LIMIT_OPTION, END_OPTION};

static const struct crm_option top_options[] = {SPAN_OPTIONS,
    {"by", "WHAT", "completed bookings, or what was spent on them", top_words,
	0},
    {"limit", "N", "so many at most; 5", NULL, 0}, CRM_ASCII_OPTION,
    END_OPTION};

static const struct crm_option at_risk_options[] = {SPAN_OPTIONS,
    {"min", "N", "more bookings than these", NULL, 0},
    {"rate", "SHARE", "a greater share of them cancelled or missed", NULL, 0},
    LIMIT_OPTION, CRM_ASCII_OPTION, END_OPTION};

static const struct crm_option reliability_options[] = {AS_OF_OPTION,
    {"window", "TIME", "so far back: 90d, 6m", NULL, 0},
    {"most", "N", "flagged is who missed more than these", NULL, 0},
    {"flagged", NULL, "those alone", NULL, 0}, LIMIT_OPTION, CRM_ASCII_OPTION,
    END_OPTION};

static const struct crm_option stats_options[] = {SPAN_OPTIONS,
    BY_OPTION("for each day, week, month or year"), COMPARE_OPTION,
    EXPLAIN_OPTION(stats_words), LIMIT_OPTION, CRM_ASCII_OPTION, END_OPTION};

static const struct crm_option base_options[] = {SPAN_OPTIONS, COMPARE_OPTION,
    EXPLAIN_OPTION(base_words), LIMIT_OPTION, END_OPTION};

static const struct crm_option evolution_options[] = {SPAN_OPTIONS,
    BY_OPTION("for each day, week, month or year; day"),
    {"day", "DAY", "this day only", NULL, 0},
    {"class", "CLASS,...", "total, new, archived, deleted: these only", NULL,
	0},
    {"list", NULL, "the clients of that class", NULL, 0}, LIMIT_OPTION,
    COMPARE_OPTION, CRM_ASCII_OPTION, END_OPTION};

static const struct crm_option status_options[] = {AS_OF_OPTION,
    {"list", "STATUS", "the clients who have it", label_words, 0}, LIMIT_OPTION,
    {"all-labels", NULL, "clients in every status that fits", NULL, 0},
    {"horizon", "DAYS", "planned is what begins later than in these", NULL, 0},
    {"days", "DAYS", "compliance: tasks of these days", NULL, 0},
    {"rate", "SHARE", "compliance: low below this share", NULL, 0},
    CRM_ASCII_OPTION, END_OPTION};

static const struct crm_option conversion_options[] = {SPAN_OPTIONS,
    BY_OPTION("for each day, week, month or year"), COMPARE_OPTION,
    CRM_ASCII_OPTION, END_OPTION};

static const struct crm_option patterns_options[] = {SPAN_OPTIONS,
    {"by", "WHAT", "weekday, hour or interval; weekday", pattern_words, 0},
    CRM_ASCII_OPTION, END_OPTION};

static const struct crm_option revenue_options[] = {SPAN_OPTIONS,
    BY_OPTION("day, week, month or year; month"), CRM_ASCII_OPTION, END_OPTION};

static const struct crm_option rfm_options[] = {AS_OF_OPTION,
    {"list", NULL, "the clients with their scores", NULL, 0},
    {"segment", "SEGMENT", "those of this segment", segment_words, 0},
    LIMIT_OPTION, CRM_ASCII_OPTION, END_OPTION};

static const struct crm_option cohort_options[] = {SPAN_OPTIONS,
    {"by", "PERIOD", "week, month or year; month", cohort_words, 0},
    CRM_ASCII_OPTION, END_OPTION};

static const struct crm_option overdue_options[] = {AS_OF_OPTION,
    {"grace", "DAYS", "overdue by more than these", NULL, 0}, LIMIT_OPTION,
    CRM_ASCII_OPTION, END_OPTION};

static const struct crm_option report_options[] = {SINCE_OPTION, UNTIL_OPTION,
    {"font", "FILE", "pdf: a TrueType font to set it in", NULL, 0}, END_OPTION};

static const struct crm_verb verbs[] = {
    {"overview", overview, 0, "", "clients and bookings at a glance",
	overview_options},
    {"top", top, 0, "", "clients with most completed bookings", top_options},
    {"at-risk", at_risk, 0, "",
	"clients who cancel or miss too many of their bookings",
	at_risk_options},
    {"reliability", reliability, 0, "", "clients who missed bookings of late",
	reliability_options},
    {"stats", stats, 0, "", "what became of the bookings", stats_options},
    {"base", base, 0, "", "how many clients, new and old, and for how long",
	base_options},
    {"evolution", evolution, 0, "", "how many clients day by day",
	evolution_options},
    {"status", status, 0, "", "what is to be seen to about clients",
	status_options},
    {"conversion", conversion, 0, "", "how many guests came to book",
	conversion_options},
    {"patterns", patterns, 0, "", "when clients come, and how often",
	patterns_options},
    {"revenue", revenue, 0, "", "what came in, by period and currency",
	revenue_options},
    {"rfm", rfm, 0, "", "clients by how lately, how often and for how much",
	rfm_options},
    {"cohort", cohort, 0, "", "who comes again, by the time of the first visit",
	cohort_options},
    {"overdue", overdue, 0, "", "clients who should have come again by now",
	overdue_options},
    {"report", crm_report, CRM_MANY, "", "all of it on one page, html or pdf",
	report_options},
    {NULL, NULL, 0, NULL, NULL, NULL}};

static const struct emit_format *const formats[] = {
    &crm_format_chart, &crm_format_html, &crm_format_pdf, NULL};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-insights",
	    .help = "how the business is doing",
	    .formats = formats,
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
