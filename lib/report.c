/*
 * report.c: what the owner looks at on Monday morning, gathered for one page,
 * its sections side by side on as many cores as there are.
 */
#include <string.h>

#include "beside.h"
#include "report_in.h"
#include "tasks.h"

#include "crm_sql.h"

#include "banned.h"

#define CURRENCIES 4 /* that revenue is told of */

/* What is asked of all sections: read once, by the first handle. */
struct asked {
	struct crm_span span;
	const char *last; /* the last moment of it */
	const char *days, *horizon; /* of compliance and planning */
	double compliance, risk; /* shares */
	int64_t bookings; /* more than these are at risk */
};

#define SPAN(a) ARG((a)->span.since), ARG((a)->span.until), ARG((a)->span.as_of)

/* --- cards ------------------------------------------------------------------
 */

static void
card_add(
    struct report *rep, const char *label, const char *value, const char *note)
{
	rep->cards[rep->ncards++] = (struct report_card){label, value, note};
}

static void
overview_read(struct crm *crm, struct report *rep, const struct asked *a)
{
	struct crm_rows *r =
	    crm_query(crm, SQL_INSIGHTS_OVERVIEW, SPAN(a), ARG_NULL, ARG(0));

	if (crm_next(r)) {
		card_add(rep, "Clients", report_number(crm, crm_col_int(r, 0)),
		    crm_keepf(crm, "%s active",
			report_number(crm, crm_col_int(r, 1))));
		card_add(rep, "Bookings", report_number(crm, crm_col_int(r, 2)),
		    crm_keepf(crm, "%s completed",
			report_number(crm, crm_col_int(r, 3))));
		card_add(rep, "Completion rate", report_percent(crm, r, 4),
		    "of bookings");
		card_add(rep, "Recurring clients",
		    report_number(crm, crm_col_int(r, 5)),
		    "with an active series");
	}
	crm_close(r);
}

static void
stats_read(struct crm *crm, struct report *rep, const struct asked *a)
{
	struct crm_rows *r = crm_query(crm, SQL_INSIGHTS_STATS, SPAN(a));

	if (crm_next(r))
		card_add(rep, "No-show rate", report_percent(crm, r, 3),
		    crm_keepf(crm, "%s missed, %s cancelled",
			report_number(crm, crm_col_int(r, 2)),
			report_number(crm, crm_col_int(r, 1))));
	crm_close(r);
}

static void
guests_read(struct crm *crm, struct report *rep, const struct asked *a)
{
	struct crm_rows *r = crm_query(crm, SQL_INSIGHTS_CONVERTED, SPAN(a));

	if (crm_next(r))
		card_add(rep, "Guests who booked", report_percent(crm, r, 3),
		    crm_keepf(crm, "of %s new clients",
			report_number(crm, crm_col_int(r, 0))));
	crm_close(r);
}

/* --- clients ----------------------------------------------------------------
 */

static void
evolution_read(struct crm *crm, struct report *rep, const struct asked *a)
{
	part_read(crm, rep, REPORT_LINE, "Clients, month by month",
	    "Month|Clients|New|Archived|Deleted", "pnnnn",
	    crm_query(crm,
		"SELECT period, total, new, archived, deleted, total "
		"FROM (" SQL_INSIGHTS_EVOLUTION ")",
		ARG(a->span.since), ARG(a->span.until), ARG_NULL,
		ARG("month")));
}

static void
stages_read(struct crm *crm, struct report *rep, const struct asked *a)
{
	(void)a;
	part_read(crm, rep, REPORT_BARS, "Stages of the journey",
	    "Stage|Clients|Share", "wn%",
	    crm_query(crm, "SELECT stage, clients, share, share "
			   "FROM (" SQL_JOURNEY_DISTRIBUTION ")"))
	    ->note = "Where clients stand today.";
}

static void
moves_read(struct crm *crm, struct report *rep, const struct asked *a)
{
	part_read(crm, rep, REPORT_BARS, "From stage to stage",
	    "From|To|Came|Of|Rate", "wwnn%",
	    crm_query(crm,
		"SELECT \"from\", \"to\", entered, base, rate, rate "
		"FROM (" SQL_JOURNEY_CONVERSION ")",
		ARG("month"), ARG(a->last), ARG(a->span.until), ARG_NULL,
		ARG_NULL))
	    ->note = "In the last month of this time: clients in a stage, "
		     "and those of them who came to another.";
}

static void
status_read(struct crm *crm, struct report *rep, const struct asked *a)
{
	part_read(crm, rep, REPORT_BARS, "Who is to be seen to",
	    "Group|Status|Clients|Share", "wwn%",
	    crm_query(crm,
		"SELECT \"group\", status, clients, share, share "
		"FROM (" SQL_INSIGHTS_STATUS ")",
		ARG_NULL, ARG_NULL, ARG(a->span.as_of), ARG(a->days),
		ARG(a->compliance), ARG(a->horizon), ARG(0)));
}

/* --- bookings ---------------------------------------------------------------
 */

static void
weekdays_read(struct crm *crm, struct report *rep, const struct asked *a)
{
	part_read(crm, rep, REPORT_BARS, "Bookings by weekday",
	    "Weekday|Bookings|Missed|Rate", "tnn%",
	    crm_query(crm,
		"SELECT weekday, bookings, no_shows, no_show_rate, bookings "
		"FROM (" SQL_INSIGHTS_WEEKDAYS ")",
		SPAN(a), ARG("weekday")));
}

static void
top_read(struct crm *crm, struct report *rep, const struct asked *a)
{
	part_read(crm, rep, REPORT_BARS, "Top clients", "Rank|Client|Completed",
	    "ntn",
	    crm_query(crm,
		"SELECT rank, client_name, completed_bookings, "
		"completed_bookings FROM (" SQL_INSIGHTS_TOP ")",
		SPAN(a), ARG(10)));
}

static void
risk_read(struct crm *crm, struct report *rep, const struct asked *a)
{
	part_read(crm, rep, REPORT_BARS, "Clients at risk",
	    "Client|Bookings|Cancelled|Missed|Rate", "tnnn%",
	    crm_query(crm,
		"SELECT client_name, total_bookings, cancelled_bookings, "
		"no_shows, rate, rate FROM (" SQL_INSIGHTS_AT_RISK ")",
		SPAN(a), ARG(a->bookings), ARG(a->risk), ARG(10)))
	    ->empty = "Nobody cancels or misses too many bookings.";
}

/* --- money ------------------------------------------------------------------
 */

/* An amount without its currency, which the heading says. */
#define PLAIN(name)                                                            \
	"rtrim(sums_text(json_object(currency, " name "_minor)), "             \
	"' ABCDEFGHIJKLMNOPQRSTUVWXYZ'), "

/* One part for each currency: they are never added up. Rows of one follow each
 * other. */
static void
revenue_read(struct crm *crm, struct report *rep, const struct asked *a)
{
	static const char sql[] = "SELECT period, " PLAIN("bookings")
	    PLAIN("orders") PLAIN("purchases")
		PLAIN("total") "total_minor, currency "
			       "FROM (" SQL_INSIGHTS_REVENUE ")";
	struct crm_rows *r = crm_query(crm, sql, SPAN(a), ARG("month"));
	struct report_part *p = NULL;
	const char *of = "";
	int n = 0;

	while (crm_next(r)) {
		if (!crm_same(of, crm_col_text(r, 6))) {
			if (n++ == CURRENCIES)
				break;
			of = crm_keep(crm, crm_col_text(r, 6));
			p = part_add(crm, rep, REPORT_BARS,
			    crm_keepf(crm, "Revenue in %s", of),
			    "Month|Bookings|Orders|Elsewhere|Total", "pmmmm");
		}
		row_add(crm, p, "pmmmm", r);
	}
	crm_close(r);
}

/* --- the whole --------------------------------------------------------------
 */

struct section {
	void (*read)(struct crm *, struct report *, const struct asked *);
	int place; /* on the page */
};

/* Those that take longest are begun first. */
static const struct section sections[] = {{moves_read, 5}, {top_read, 8},
    {risk_read, 9}, {revenue_read, 10}, {overview_read, 0}, {guests_read, 2},
    {evolution_read, 3}, {stages_read, 4}, {status_read, 6}, {weekdays_read, 7},
    {stats_read, 1}};
#define SECTIONS (int)(sizeof(sections) / sizeof(sections[0]))

struct gathering {
	struct crm *crm, others[TASKS_MOST];
	struct asked asked;
	struct report pieces[SECTIONS]; /* in the order of the page */
};

static void
section_read(void *arg, int thread, int task)
{
	struct gathering *g = arg;
	const struct section *s = &sections[task];

	s->read(thread == 0 ? g->crm : &g->others[thread - 1],
	    &g->pieces[s->place], &g->asked);
}

/* Handles for more threads: how many others there are, to be closed when the
 * report is written. */
static int
others_open(struct gathering *g)
{
	int others = tasks_threads() - 1;

	if (others >= SECTIONS)
		others = SECTIONS - 1;
	return others > 0 && beside_open(g->crm, g->others, others) ? others
								    : 0;
}

static void
sections_read(struct gathering *g, int others)
{
	int i;

	if (others > 0)
		tasks_run(section_read, g, SECTIONS);
	for (i = 0; i < SECTIONS && others == 0; i++)
		section_read(g, 0, i);
	beside_status(g->crm, g->others, others);
}

static void
asked_fill(struct crm *crm, struct asked *a)
{
	a->span = crm_span_year(crm);
	if (crm->rc != CRM_OK)
		return;
	a->last = crm_span_last(crm, &a->span);
	a->days = crm_setting(crm, "insights.compliance_days");
	a->horizon = crm_setting(crm, "insights.horizon_days");
	a->compliance = crm_fraction(crm, "insights.compliance_rate",
	    crm_setting(crm, "insights.compliance_rate"));
	a->risk = crm_fraction(
	    crm, "insights.risk_rate", crm_setting(crm, "insights.risk_rate"));
	a->bookings = crm_number(crm, "insights.risk_bookings",
	    crm_setting(crm, "insights.risk_bookings"));
}

static void
pieces_join(struct report *rep, const struct gathering *g)
{
	const struct report *piece;
	int i, k;

	for (i = 0; i < SECTIONS; i++) {
		piece = &g->pieces[i];
		for (k = 0; k < piece->ncards; k++)
			rep->cards[rep->ncards++] = piece->cards[k];
		for (k = 0; k < piece->nparts; k++)
			rep->parts[rep->nparts++] = piece->parts[k];
	}
}

static void
report_write(struct crm *crm, const struct gathering *g)
{
	struct report *rep = keep_alloc(&crm->keep, sizeof(*rep));

	*rep = (struct report){.business = crm_setting(crm, "account.name"),
	    .made = report_day(crm, crm_now(crm)),
	    .span =
		crm_keepf(crm, "%s to %s", report_day(crm, g->asked.span.since),
		    report_day(crm, g->asked.last))};
	pieces_join(rep, g);
	if (crm_same(crm->cli->emit.format->name, "pdf"))
		report_pdf(crm, rep);
	else
		report_html(&crm->cli->out.buf, rep);
}

enum crm_rc
crm_report(struct crm *crm)
{
	const char *format = crm->cli->emit.format->name;
	struct gathering *g = keep_alloc(&crm->keep, sizeof(*g));
	int others;

	if (!crm_same(format, "html") && !crm_same(format, "pdf") &&
	    crm->cli->chosen)
		return crm_fail(
		    crm, CRM_USAGE, NULL, "report: --format html or pdf");
	memset(g, 0, sizeof(*g));
	g->crm = crm;
	others = others_open(g);
	asked_fill(crm, &g->asked);
	if (crm->rc == CRM_OK)
		sections_read(g, others);
	if (crm->rc == CRM_OK)
		report_write(crm, g);
	beside_close(g->others, others);
	return crm->rc;
}
