/*
 * crm-journey: the stages that clients go through, and what leads there.
 */
#include <string.h>

#include "crm.h"
#include "crm_sql.h"

static const char *const stage_words[] = {"discovery", "engagement",
    "activation", "retention", "advocacy", "churned", NULL};
static const char *const end_words[] = {"discovery", "engagement", "activation",
    "retention", "advocacy", "churned", "any", NULL};
static const char *const by_words[] = {"day", "week", "month", "year", NULL};

/* --- looking -----------------------------------------------------------------
 */

static enum crm_rc
client_show(struct crm *crm, const char *ref)
{
	int64_t id = crm_client_id(crm, ref);

	return crm_emit_one(crm, crm_query(crm, SQL_JOURNEY_SHOW, ARG(id)));
}

static enum crm_rc
show(struct crm *crm)
{
	return crm_each(crm, client_show);
}

static enum crm_rc
moves(struct crm *crm, struct crm_arg client)
{
	const char *sql = crm_opt(crm, "reverse") == NULL
			      ? SQL_JOURNEY_HISTORY
			      : SQL_JOURNEY_HISTORY_REVERSE;

	return crm_emit(crm,
	    crm_query(crm, sql, client, ARG(crm_opt_span(crm, "since")),
		ARG(crm_opt_span(crm, "until")), ARG(crm_opt_word(crm, "to")),
		ARG(crm_opt_number(crm, "limit", -1))));
}

static enum crm_rc
client_moves(struct crm *crm, const char *ref)
{
	return moves(crm, ARG(crm_client_id(crm, ref)));
}

/* Of those named; of all when none is. */
static enum crm_rc
history(struct crm *crm)
{
	if (crm_rest(crm, 0) == NULL)
		return moves(crm, ARG_NULL);
	return crm_each(crm, client_moves);
}

static enum crm_rc
stages(struct crm *crm)
{
	return crm_emit(crm, crm_query(crm, SQL_JOURNEY_STAGES));
}

static enum crm_rc
distribution(struct crm *crm)
{
	return crm_emit(crm, crm_query(crm, SQL_JOURNEY_DISTRIBUTION));
}

static enum crm_rc
conversion(struct crm *crm)
{
	const char *by = crm_opt_word(crm, "by"),
		   *from = crm_opt_word(crm, "from"),
		   *to = crm_opt_word(crm, "to");

	if ((from != NULL && to != NULL) &&
	    (crm_same(from, "any")
		    ? !crm_same(to, "churned")
		    : crm_same(to, "any") && !crm_same(from, "churned")))
		return crm_fail(crm, CRM_USAGE, NULL,
		    "conversion: any is from or to churned only");
	return crm_emit(crm,
	    crm_query(crm, SQL_JOURNEY_CONVERSION,
		ARG(by == NULL ? "month" : by), ARG(crm_opt_span(crm, "since")),
		ARG(crm_opt_span(crm, "until")), ARG(from), ARG(to)));
}

/* --- by hand -----------------------------------------------------------------
 */

static int64_t nset, nlifted; /* clients, so far */

/* The stage that was set by hand holds no longer. What would have held for no
 * time at all was never there. */
static int64_t
override_end(struct crm *crm, int64_t client, int64_t but, const char *at)
{
	return crm_run(crm,
		   "DELETE FROM journey WHERE client_id = ?1 AND id <> ?2 AND "
		   "ended_at IS NULL AND at >= ?3",
		   ARG(client), ARG(but), ARG(at)) +
	       crm_run(crm,
		   "UPDATE journey SET ended_at = ?3 WHERE client_id = ?1 AND "
		   "id <> ?2 AND ended_at IS NULL",
		   ARG(client), ARG(but), ARG(at));
}

static enum crm_rc
client_set(struct crm *crm, const char *ref)
{
	int64_t client = crm_client_id(crm, ref), id;
	const char *at, *last;

	id = crm_record_make(
	    crm, (const char *const[]){"client",
		     crm_keepf(crm, "%lld", (long long)client), "stage",
		     crm_rest(crm, 0), "reason", crm_opt(crm, "reason"), "at",
		     crm_opt(crm, "at"), NULL});
	at = crm_text(crm, "SELECT at FROM journey WHERE id = ?1", ARG(id));
	if (at == NULL)
		return crm_status(crm);
	last = crm_text(crm,
	    "SELECT max(coalesce(ended_at, at)) FROM journey "
	    "WHERE client_id = ?1 AND id <> ?2",
	    ARG(client), ARG(id));
	if (crm_int(crm, "SELECT ?1 > now()", ARG(at)) != 0)
		return crm_fail(crm, CRM_USAGE, "invalid",
		    "--at: in the future: \"%s\"", crm_opt(crm, "at"));
	if (last != NULL && strcmp(at, last) < 0)
		return crm_refuse(crm, ref, "overlap",
		    crm_keepf(crm, "a stage was set or lifted at %s, after %s",
			last, at));
	override_end(crm, client, id, at);
	nset += crm_status(crm) == CRM_OK;
	return crm_record_answer(crm, id);
}

static enum crm_rc
client_unset(struct crm *crm, const char *ref)
{
	int64_t client = crm_client_id(crm, ref);

	if (crm_status(crm) == CRM_OK &&
	    override_end(crm, client, 0, crm_now(crm)) == 0)
		return crm_refuse(
		    crm, ref, "not_set", "no stage is set by hand");
	nlifted++;
	return crm_status(crm);
}

static enum crm_rc
set(struct crm *crm)
{
	const char *extra;

	if (crm_opt(crm, "reason") == NULL)
		return crm_fail(
		    crm, CRM_USAGE, "required", "set: say why: --reason TEXT");
	crm_each_first(crm, client_set);
	if ((extra = crm_rest(crm, 1)) != NULL)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "set: \"%s\" is one argument too many", extra);
	crm_summary(crm, "stage set to %s, %lld client%s: %s", crm_rest(crm, 0),
	    (long long)nset, nset == 1 ? "" : "s", crm_opt(crm, "reason"));
	return crm_status(crm);
}

static enum crm_rc
unset(struct crm *crm)
{
	crm_each(crm, client_unset);
	crm_summary(crm, "stage set by hand lifted, %lld client%s",
	    (long long)nlifted, nlifted == 1 ? "" : "s");
	return crm_status(crm);
}

/* --- what other settings would change ----------------------------------------
 */

/* Everybody as it is, then as it would be; nothing of it stays. */
static enum crm_rc
replay(struct crm *crm)
{
	if (crm_opt(crm, "set") == NULL)
		return crm_fail(crm, CRM_USAGE, "required",
		    "replay: with which settings? --set NAME=VALUE");
	crm_setting_try(crm);
	return crm_emit(crm,
	    crm_query(crm,
		crm_opt(crm, "diff") != NULL
		    ? "SELECT c.id AS client_id, c.name AS client_name, "
		      "w.stage AS \"from\", c.stage AS \"to\" "
		      "FROM was w CROSS JOIN client c ON c.id = w.id "
		      "WHERE c.stage <> w.stage ORDER BY c.id"
		    : "SELECT s.column2 AS stage, (SELECT count(*) FROM was w "
		      "WHERE w.stage = s.column2) AS before, "
		      "(SELECT count(*) FROM was w CROSS JOIN client c "
		      "ON c.id = w.id WHERE c.stage = s.column2) AS after "
		      "FROM (VALUES (0, 'discovery'), (1, 'engagement'), "
		      "(2, 'activation'), (3, 'retention'), (4, 'advocacy'), "
		      "(5, 'churned')) s ORDER BY s.column1"));
}

/* --- the table --- */

static const struct crm_option history_options[] = {
    {"to", "STAGE", "to this stage", stage_words, 0},
    {"since", "TIME", "from then on", NULL, 0},
    {"until", "TIME", "up to then", NULL, 0},
    {"reverse", NULL, "latest first", NULL, 0},
    {"limit", "N", "so many at most", NULL, 0}, {NULL, NULL, NULL, NULL, 0}};

static const struct crm_option conversion_options[] = {
    {"by", "PERIOD", "day, week, month or year; month", by_words, 0},
    {"since", "TIME", "from the period of then on", NULL, 0},
    {"until", "TIME", "up to the period of then", NULL, 0},
    {"from", "STAGE", "from this stage, or any", end_words, 0},
    {"to", "STAGE", "to this stage, or any", end_words, 0}, CRM_ASCII_OPTION,
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_option chart_options[] = {
    CRM_ASCII_OPTION, {NULL, NULL, NULL, NULL, 0}};

static const struct crm_option set_options[] = {
    {"reason", "TEXT", "why", NULL, 0},
    {"at", "TIME", "since when, if not now", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_option replay_options[] = {
    {"set", "NAME=VALUE", "a setting, as it might be", NULL, 0},
    {"diff", NULL, "the clients who would be in another stage", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_verb verbs[] = {
    {"show", show, 0, "REF... | -", "where they stand, and since when", NULL},
    {"history", history, 0, "[REF... | -]",
	"stages that they came to: from, to, when and by what",
	history_options},
    {"stages", stages, 0, "", "the rules in force", NULL},
    {"distribution", distribution, 0, "", "how many clients are in each stage",
	chart_options},
    {"conversion", conversion, 0, "",
	"how many of those in one stage came to the next, by period",
	conversion_options},
    {"set", set, CRM_WRITES, "REF|- STAGE",
	"set a stage by hand, whatever is earned", set_options},
    {"unset", unset, CRM_WRITES, "REF... | -",
	"lift it: what is earned counts again", NULL},
    {"replay", replay, CRM_WRITES | CRM_TRIES, "",
	"what other settings would change; writes nothing", replay_options},
    {NULL, NULL, 0, NULL, NULL, NULL}};

static const struct emit_format *const formats[] = {&crm_format_chart, NULL};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-journey",
	    .help = "the stages that clients go through",
	    .entity = "journey",
	    .formats = formats,
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
