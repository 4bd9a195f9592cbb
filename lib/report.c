/*
 * report.c: what the owner looks at on Monday morning, gathered for one page.
 */
#include <string.h>

#include "kind.h"
#include "report.h"

#include "crm_sql.h"

#include "banned.h"

#define ROWS_MAX   400 /* a day for each of a year is the most that is drawn */
#define CURRENCIES 4 /* that revenue is told of */

/* --- texts ------------------------------------------------------------------
 */

/* 12 345.00: with a narrow blank between thousands. */
static const char *
digits_grouped(struct crm *crm, const char *plain)
{
	size_t len = strcspn(plain, "."), i;
	struct str out = STR_INIT;
	const char *kept;

	for (i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0 && plain[i - 1] != '-')
			str_adds(&out, "\xe2\x80\xaf");
		str_addc(&out, plain[i]);
	}
	str_adds(&out, plain + len);
	kept = crm_keep(crm, out.ptr);
	str_free(&out);
	return kept;
}

static const char *
grouped(struct crm *crm, int64_t n)
{
	return digits_grouped(crm, crm_keepf(crm, "%lld", (long long)n));
}

static const char *
percent(struct crm *crm, struct crm_rows *r, int i)
{
	if (crm_col_null(r, i))
		return "\xe2\x80\x93";
	return crm_keepf(crm, "%.1f\xc2\xa0%%", 100 * crm_col_real(r, i));
}

/* The day of an instant, for people. */
static const char *
day_of_text(struct crm *crm, const char *at)
{
	char day[11];
	int64_t t;

	if (at == NULL || time_parse(&t, at, strlen(at), 0) != NULL)
		return "";
	date_print_local(day, t);
	return document_day(crm, day);
}

/* --- parts ------------------------------------------------------------------
 */

/* How a column is written: of the letter of its format. */
static const char *
cell_text(struct crm *crm, struct crm_rows *r, int i, char form)
{
	if (form == '%')
		return percent(crm, r, i);
	if (crm_col_null(r, i))
		return "";
	if (form == 'w')
		return document_words(crm, crm_col_text(r, i));
	if (form == 'n')
		return grouped(crm, crm_col_int(r, i));
	if (form == 'm')
		return digits_grouped(crm, crm_col_text(r, i));
	return crm_keep(crm, crm_col_text(r, i));
}

/*
 * A part without rows. labels are parted by "|", and forms has a letter for
 * each: t text, p period, w word such as no_show, n number, m amount (text), %
 * share.
 */
static struct report_part *
part_add(struct crm *crm, struct report *rep, enum report_look look,
    const char *title, const char *labels, const char *forms)
{
	struct report_part *p = &rep->parts[rep->nparts++];
	int i, n = (int)strlen(forms);
	const char *end;

	*p = (struct report_part){.title = title,
	    .look = look,
	    .ncolumns = n,
	    .empty = "There is nothing to show."};
	for (i = 0; i < n; i++, labels = end + (*end == '|')) {
		end = labels + strcspn(labels, "|");
		p->columns[i].label =
		    crm_keepf(crm, "%.*s", (int)(end - labels), labels);
		p->columns[i].number = strchr("twp", forms[i]) == NULL;
		p->columns[i].whole = forms[i] == 'p' || forms[i] == 'w';
	}
	p->cells =
	    keep_alloc(&crm->keep, ROWS_MAX * (size_t)n * sizeof(const char *));
	p->values = keep_alloc(&crm->keep, ROWS_MAX * sizeof(double));
	return p;
}

static void
row_add(struct crm *crm, struct report_part *p, const char *forms,
    struct crm_rows *r)
{
	const char **cells = p->cells + p->nrows * p->ncolumns;
	double *value = &p->values[p->nrows];
	int i;

	if (p->nrows == ROWS_MAX)
		return;
	p->nrows++;
	for (i = 0; i < p->ncolumns; i++)
		cells[i] = cell_text(crm, r, i, forms[i]);
	*value = p->look == REPORT_TABLE ? 0 : crm_col_real(r, i);
	if (*value > p->most)
		p->most = *value;
}

/* A part, and all rows of a query. The column behind those of the table is
 * what bars and points are of, where the look has any. */
static struct report_part *
part_read(struct crm *crm, struct report *rep, enum report_look look,
    const char *title, const char *labels, const char *forms,
    struct crm_rows *r)
{
	struct report_part *p = part_add(crm, rep, look, title, labels, forms);

	while (crm_next(r))
		row_add(crm, p, forms, r);
	crm_close(r);
	return p;
}

/* --- cards ------------------------------------------------------------------
 */

static void
card_add(
    struct report *rep, const char *label, const char *value, const char *note)
{
	rep->cards[rep->ncards++] = (struct report_card){label, value, note};
}

static void
cards_read(struct crm *crm, struct report *rep, const struct crm_span *s)
{
	struct crm_rows *r = crm_query(crm, SQL_INSIGHTS_OVERVIEW,
	    ARG(s->since), ARG(s->until), ARG(s->as_of), ARG_NULL, ARG(0));

	if (crm_next(r)) {
		card_add(rep, "Clients", grouped(crm, crm_col_int(r, 0)),
		    crm_keepf(
			crm, "%s active", grouped(crm, crm_col_int(r, 1))));
		card_add(rep, "Bookings", grouped(crm, crm_col_int(r, 2)),
		    crm_keepf(
			crm, "%s completed", grouped(crm, crm_col_int(r, 3))));
		card_add(
		    rep, "Completion rate", percent(crm, r, 4), "of bookings");
		card_add(rep, "Recurring clients",
		    grouped(crm, crm_col_int(r, 5)), "with an active series");
	}
	crm_close(r);
	r = crm_query(crm, SQL_INSIGHTS_STATS, ARG(s->since), ARG(s->until),
	    ARG(s->as_of));
	if (crm_next(r)) {
		card_add(rep, "No-show rate", percent(crm, r, 3),
		    crm_keepf(crm, "%s missed, %s cancelled",
			grouped(crm, crm_col_int(r, 2)),
			grouped(crm, crm_col_int(r, 1))));
	}
	crm_close(r);
	r = crm_query(crm, SQL_INSIGHTS_CONVERTED, ARG(s->since), ARG(s->until),
	    ARG(s->as_of));
	if (crm_next(r))
		card_add(rep, "Guests who booked", percent(crm, r, 3),
		    crm_keepf(crm, "of %s new clients",
			grouped(crm, crm_col_int(r, 0))));
	crm_close(r);
}

/* --- the whole --------------------------------------------------------------
 */

static void
people_read(struct crm *crm, struct report *rep, const struct crm_span *s)
{
	part_read(crm, rep, REPORT_LINE, "Clients, month by month",
	    "Month|Clients|New|Archived|Deleted", "pnnnn",
	    crm_query(crm,
		"SELECT period, total, new, archived, deleted, total "
		"FROM (" SQL_INSIGHTS_EVOLUTION ")",
		ARG(s->since), ARG(s->until), ARG_NULL, ARG("month")));
	part_read(crm, rep, REPORT_BARS, "Stages of the journey",
	    "Stage|Clients|Share", "wn%",
	    crm_query(crm, "SELECT stage, clients, share, share "
			   "FROM (" SQL_JOURNEY_DISTRIBUTION ")"))
	    ->note = "Where clients stand today.";
	part_read(crm, rep, REPORT_BARS, "From stage to stage",
	    "From|To|Came|Of|Rate", "wwnn%",
	    crm_query(crm,
		"SELECT \"from\", \"to\", entered, base, rate, rate "
		"FROM (" SQL_JOURNEY_CONVERSION ")",
		ARG("month"), ARG(crm_span_last(crm, s)), ARG(s->until),
		ARG_NULL, ARG_NULL))
	    ->note = "In the last month of this time: clients in a stage, "
		     "and those of them who came to another.";
	part_read(crm, rep, REPORT_BARS, "Who is to be seen to",
	    "Group|Status|Clients|Share", "wwn%",
	    crm_query(crm,
		"SELECT \"group\", status, clients, share, share "
		"FROM (" SQL_INSIGHTS_STATUS ")",
		ARG_NULL, ARG_NULL, ARG(s->as_of),
		ARG(crm_setting(crm, "insights.compliance_days")),
		ARG(crm_fraction(crm, "insights.compliance_rate",
		    crm_setting(crm, "insights.compliance_rate"))),
		ARG(crm_setting(crm, "insights.horizon_days")), ARG(0)));
}

static void
bookings_read(struct crm *crm, struct report *rep, const struct crm_span *s)
{
	part_read(crm, rep, REPORT_BARS, "Bookings by weekday",
	    "Weekday|Bookings|Missed|Rate", "tnn%",
	    crm_query(crm,
		"SELECT weekday, bookings, no_shows, no_show_rate, bookings "
		"FROM (" SQL_INSIGHTS_WEEKDAYS ")",
		ARG(s->since), ARG(s->until), ARG(s->as_of), ARG("weekday")));
	part_read(crm, rep, REPORT_BARS, "Top clients", "Rank|Client|Completed",
	    "ntn",
	    crm_query(crm,
		"SELECT rank, client_name, completed_bookings, "
		"completed_bookings FROM (" SQL_INSIGHTS_TOP ")",
		ARG(s->since), ARG(s->until), ARG(s->as_of), ARG(10)));
	part_read(crm, rep, REPORT_BARS, "Clients at risk",
	    "Client|Bookings|Cancelled|Missed|Rate", "tnnn%",
	    crm_query(crm,
		"SELECT client_name, total_bookings, cancelled_bookings, "
		"no_shows, rate, rate FROM (" SQL_INSIGHTS_AT_RISK ")",
		ARG(s->since), ARG(s->until), ARG(s->as_of),
		ARG(crm_number(crm, "insights.risk_bookings",
		    crm_setting(crm, "insights.risk_bookings"))),
		ARG(crm_fraction(crm, "insights.risk_rate",
		    crm_setting(crm, "insights.risk_rate"))),
		ARG(10)))
	    ->empty = "Nobody cancels or misses too many bookings.";
}

/* An amount without its currency, which the heading says. */
#define PLAIN(name)                                                            \
	"rtrim(sums_text(json_object(currency, " name "_minor)), "             \
	"' ABCDEFGHIJKLMNOPQRSTUVWXYZ')"

/* One part for each currency: they are never added up. Rows of one follow each
 * other. */
static void
revenue_read(struct crm *crm, struct report *rep, const struct crm_span *s)
{
	struct crm_rows *r = crm_query(crm,
	    "SELECT period, " PLAIN("bookings") ", " PLAIN("orders") ", " PLAIN(
		"purchases") ", " PLAIN("total") ", total_minor, currency "
						 "FROM (" SQL_INSIGHTS_REVENUE
						 ")",
	    ARG(s->since), ARG(s->until), ARG(s->as_of), ARG("month"));
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

enum crm_rc
crm_report(struct crm *crm)
{
	const char *format = crm->cli->emit.format->name;
	struct report *rep = keep_alloc(&crm->keep, sizeof(*rep));
	struct crm_span s = crm_span_year(crm);

	if (!crm_same(format, "html") && !crm_same(format, "pdf") &&
	    crm->cli->chosen)
		return crm_fail(
		    crm, CRM_USAGE, NULL, "report: --format html or pdf");
	*rep = (struct report){.business = crm_setting(crm, "account.name"),
	    .made = day_of_text(crm, crm_now(crm))};
	cards_read(crm, rep, &s);
	people_read(crm, rep, &s);
	bookings_read(crm, rep, &s);
	revenue_read(crm, rep, &s);
	if (crm->rc != CRM_OK)
		return crm->rc;
	rep->span = crm_keepf(crm, "%s to %s", day_of_text(crm, s.since),
	    day_of_text(crm, crm_span_last(crm, &s)));
	if (crm_same(format, "pdf"))
		return report_pdf(crm, rep);
	report_html(&crm->cli->out.buf, rep);
	return crm->rc;
}
