/*
 * compare.c: an answer over a span; with --compare beside that of the span
 * before, or of a year before.
 */
#include "cli.h"

#include "banned.h"

#define CHANGE(a, b)                                                           \
	"round(" a " - " b ", 4) AS change, "                                  \
	"1.0 * (" a " - " b ") / nullif(" b ", 0) AS change_rate "

enum crm_rc
crm_answer_span(struct crm *crm, crm_ask *ask, struct crm_span s)
{
	const char *which = crm_opt_word(crm, "compare"), *now;
	struct crm_span before;

	if (crm_same(crm->cli->emit.format->name, "chart"))
		return crm_fail(crm, CRM_USAGE, NULL,
		    "--format: a chart is of a series or a list; this answer "
		    "is neither");
	if (which == NULL)
		return crm_emit_one(crm, ask(crm, &s));
	before = crm_span_before(crm, s, which);
	now = crm_json(crm, ask(crm, &s));
	return crm_emit(
	    crm, crm_query(crm,
		     "SELECT n.key AS figure, n.value AS value, "
		     "b.value AS previous, " CHANGE(
			 "n.value", "b.value") "FROM json_each(?1, '$[0]') n "
					       "JOIN json_each(?2, '$[0]') b "
					       "ON b.key = n.key ORDER BY n.id",
		     ARG(now), ARG(crm_json(crm, ask(crm, &before)))));
}

enum crm_rc
crm_answer_periods(struct crm *crm, crm_ask *ask, struct crm_span s,
    const char *label, const char *figure)
{
	const char *which = crm_opt_word(crm, "compare"), *now, *sql;
	struct crm_span before;

	if (which == NULL)
		return crm_emit(crm, ask(crm, &s));
	before = crm_span_before(crm, s, which);
	now = crm_json(crm, ask(crm, &s));
	sql = crm_keepf(crm,
	    "SELECT *, " CHANGE(
		"%s", "previous_%s") "FROM (SELECT n.value ->> '$.%s' AS %s, "
				     "n.value ->> '$.%s' AS %s, "
				     "b.value ->> '$.%s' AS previous_%s, "
				     "b.value ->> '$.%s' AS previous_%s FROM "
				     "json_each(?1) n "
				     "LEFT JOIN json_each(?2) b ON b.key = "
				     "n.key ORDER BY n.key)",
	    figure, figure, figure, figure, figure, label, label, figure,
	    figure, label, label, figure, figure);
	return crm_emit(crm, crm_query(crm, sql, ARG(now),
				 ARG(crm_json(crm, ask(crm, &before)))));
}
