/*
 * span.c: the time that a question is about.
 */
#include <string.h>

#include "cli.h"
#include "days.h"
#include "kind.h"

#include "crm_sql.h"

#include "banned.h"

/* An instant so many seconds from another; NULL of NULL. */
static const char *
moment_add(struct crm *crm, const char *at, int seconds)
{
	char when[21];
	int64_t t;

	if (at == NULL || time_parse(&t, at, strlen(at), 0) != NULL)
		return NULL;
	time_print(when, t + seconds);
	return crm_keep(crm, when);
}

/* The local day of an instant, by its number. */
static int64_t
day_number(const char *at)
{
	int64_t t = 0;

	if (at != NULL)
		time_parse(&t, at, strlen(at), 0);
	return day_of(t);
}

/* The first instant of a local day. */
static const char *
day_start(struct crm *crm, int64_t day)
{
	char when[21];

	time_print(when, day_at(day - 1, 23, 59, 59) + 1);
	return crm_keep(crm, when);
}

static void
order_check(struct crm *crm, const struct crm_span *s, const char *end)
{
	if (crm->rc == CRM_OK && s->since != NULL && s->until != NULL &&
	    strcmp(s->since, s->until) >= 0)
		crm_fail(crm, CRM_USAGE, NULL, "--since: not before %s", end);
}

/* A span that has passed is told as it stood at its end: who was deleted later
 * was still there. */
static void
passed_settle(struct crm *crm, struct crm_span *s)
{
	if (s->as_of == NULL && s->until != NULL &&
	    strcmp(s->until, crm_now(crm)) <= 0)
		s->as_of = moment_add(crm, s->until, -1);
}

const char *
crm_span_last(struct crm *crm, const struct crm_span *s)
{
	return moment_add(crm, s->until, -1);
}

struct crm_span
crm_span_asked(struct crm *crm)
{
	struct crm_span s = {crm_opt_span(crm, "since"),
	    crm_opt_span(crm, "until"), crm_opt_moment(crm, "as-of")};

	order_check(crm, &s, "--until");
	passed_settle(crm, &s);
	return s;
}

struct crm_span
crm_span_closed(struct crm *crm)
{
	struct crm_span s = {crm_opt_span(crm, "since"),
	    crm_opt_span(crm, "until"), crm_opt_moment(crm, "as-of")};
	const char *end =
	    moment_add(crm, s.as_of != NULL ? s.as_of : crm_now(crm), 1);
	bool said = s.until != NULL;

	if (!said || strcmp(s.until, end) > 0)
		s.until = end;
	if (s.since == NULL)
		s.since =
		    day_start(crm, day_number(crm_span_last(crm, &s)) -
				       crm_threshold(crm, "client.new_days"));
	order_check(
	    crm, &s, said ? "--until, where it ends" : "today, where it ends");
	return s;
}

struct crm_span
crm_span_day(struct crm *crm)
{
	struct crm_span s = {NULL, NULL, crm_opt_moment(crm, "day")};
	int64_t day = day_number(s.as_of);

	if (crm_opt(crm, "since") != NULL || crm_opt(crm, "until") != NULL)
		crm_fail(crm, CRM_USAGE, NULL,
		    "--day: either this, or --since and --until");
	if (s.as_of == NULL)
		return s;
	s.since = day_start(crm, day);
	s.until = day_start(crm, day + 1);
	return s;
}

/* "90", "90d", "12w", "6m", "1y": how far back. */
static bool
is_window(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n > 0 && n < 10 &&
	       (text[n] == '\0' ||
		   (strchr("dwmy", text[n]) != NULL && text[n + 1] == '\0'));
}

struct crm_span
crm_span_window(struct crm *crm, const char *setting)
{
	const char *text = crm_opt(crm, "window"), *back;
	struct crm_span s = {NULL, NULL, crm_opt_moment(crm, "as-of")};
	const char *end = s.as_of != NULL ? s.as_of : crm_now(crm);
	char when[21];
	int64_t t = 0, now = 0;

	if (text == NULL)
		text = crm_keepf(
		    crm, "%lld", (long long)crm_threshold(crm, setting));
	back = crm_keepf(crm, "-%s%s", text,
	    text[strspn(text, "0123456789")] == '\0' ? "d" : "");
	time_parse(&now, end, strlen(end), 0);
	if (!is_window(text) ||
	    time_parse(&t, back, strlen(back), now) != NULL) {
		crm_fail(crm, CRM_USAGE, NULL,
		    "--window: not so far back as 90d, 12w, 6m or 1y: \"%s\"",
		    text);
		return s;
	}
	time_print(when, t);
	s.since = crm_keep(crm, when);
	s.until = moment_add(crm, end, 1);
	return s;
}

struct crm_span
crm_span_year(struct crm *crm)
{
	struct crm_span s = {
	    crm_opt_span(crm, "since"), crm_opt_span(crm, "until"), NULL};
	bool said = s.until != NULL;

	passed_settle(crm, &s);
	if (s.as_of == NULL)
		s.until = moment_add(crm, crm_now(crm), 1);
	if (s.since == NULL)
		s.since = crm_text(crm, "SELECT months_later(?1, -11)",
		    ARG(day_start(crm,
			month_last(day_month(day_number(s.until)) - 1) + 1)));
	order_check(
	    crm, &s, said ? "--until, where it ends" : "today, where it ends");
	return s;
}

struct crm_span
crm_span_whole(struct crm *crm, struct crm_span s)
{
	struct crm_rows *r =
	    crm_query(crm, SQL_INSIGHTS_SPAN, ARG(s.since), ARG(s.until));

	if (crm_next(r)) {
		s.since = crm_keep(crm, crm_col_text(r, 0));
		s.until = crm_keep(crm, crm_col_text(r, 1));
	}
	crm_close(r);
	return s;
}

struct crm_span
crm_span_before(struct crm *crm, struct crm_span s, const char *which)
{
	struct crm_rows *r;

	if (s.since == NULL)
		crm_fail(crm, CRM_USAGE, NULL,
		    "--compare: with what? say --since, and --until for a time "
		    "that has passed");
	if (s.until == NULL)
		s.until = moment_add(crm, crm_now(crm), 1);
	r = crm_query(
	    crm, SQL_INSIGHTS_BEFORE, ARG(s.since), ARG(s.until), ARG(which));
	if (crm_next(r)) {
		s.since = crm_keep(crm, crm_col_text(r, 0));
		s.until = crm_keep(crm, crm_col_text(r, 1));
	}
	crm_close(r);
	s.as_of = crm_span_last(crm, &s);
	return s;
}
