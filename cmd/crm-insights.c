/*
 * crm-insights: how the business is doing: what the owner looks at on Monday
 * morning.
 */
#include "crm.h"

static const char *const by_words[] = {"day", "week", "month", "year", NULL};
static const char *const compare_words[] = {"previous", "year", NULL};
static const char *const pattern_words[] = {
    "weekday", "hour", "interval", NULL};
static const char *const cohort_words[] = {"week", "month", "year", NULL};
static const char *const top_words[] = {"completed", "spent", NULL};

static const char *const overview_words[] = {"total_clients", "active_clients",
    "total_bookings", "completed_bookings", "recurring_clients", NULL};
static const char *const stats_words[] = {
    "completed_bookings", "cancelled_bookings", "no_shows", NULL};
static const char *const base_words[] = {"total_clients", "new_clients",
    "recurrent_clients", "average_permanence_days", NULL};
static const char *const label_words[] = {"leads", "no_planning", "active",
    "inactive", "low_compliance", "archived", "deleted", "all", NULL};
static const char *const segment_words[] = {"champions", "loyal", "recent",
    "promising", "slipping", "cooling", "lost", NULL};

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
    {"overview", crm_insights_overview, 0, "",
	"clients and bookings at a glance", overview_options},
    {"top", crm_insights_top, 0, "", "clients with most completed bookings",
	top_options},
    {"at-risk", crm_insights_at_risk, 0, "",
	"clients who cancel or miss too many of their bookings",
	at_risk_options},
    {"reliability", crm_insights_reliability, 0, "",
	"clients who missed bookings of late", reliability_options},
    {"stats", crm_insights_stats, 0, "", "what became of the bookings",
	stats_options},
    {"base", crm_insights_base, 0, "",
	"how many clients, new and old, and for how long", base_options},
    {"evolution", crm_insights_evolution, 0, "", "how many clients day by day",
	evolution_options},
    {"status", crm_insights_status, 0, "",
	"what is to be seen to about clients", status_options},
    {"conversion", crm_insights_conversion, 0, "",
	"how many guests came to book", conversion_options},
    {"patterns", crm_insights_patterns, 0, "",
	"when clients come, and how often", patterns_options},
    {"revenue", crm_insights_revenue, 0, "",
	"what came in, by period and currency", revenue_options},
    {"rfm", crm_insights_rfm, 0, "",
	"clients by how lately, how often and for how much", rfm_options},
    {"cohort", crm_insights_cohort, 0, "",
	"who comes again, by the time of the first visit", cohort_options},
    {"overdue", crm_insights_overdue, 0, "",
	"clients who should have come again by now", overdue_options},
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
