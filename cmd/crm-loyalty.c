/*
 * crm-loyalty: points that clients earn and redeem, and the tiers they reach.
 */
#include "crm.h"
#include "crm_sql.h"

/* The query of a verb that looks, for each client named. */
static const char *look_sql;

static enum crm_rc
client_look(struct crm *crm, const char *ref)
{
	int64_t id = crm_client_id(crm, ref);

	return crm_emit(crm, crm_query(crm, look_sql, ARG(id)));
}

static enum crm_rc
look(struct crm *crm, const char *sql)
{
	look_sql = sql;
	return crm_each(crm, client_look);
}

static enum crm_rc
client_show(struct crm *crm, const char *ref)
{
	int64_t id = crm_client_id(crm, ref);

	return crm_emit_one(crm, crm_query(crm, SQL_LOYALTY_SHOW, ARG(id)));
}

static enum crm_rc
show(struct crm *crm)
{
	return crm_each(crm, client_show);
}

static enum crm_rc
history(struct crm *crm)
{
	return look(crm, SQL_LOYALTY_HISTORY);
}

static enum crm_rc
ledger(struct crm *crm)
{
	return look(crm, SQL_LOYALTY_ROWS);
}

static enum crm_rc
tiers(struct crm *crm)
{
	return crm_emit(crm, crm_query(crm, SQL_LOYALTY_TIERS));
}

/* --- points by hand ----------------------------------------------------------
 */

struct points {
	int64_t available, missing;
};

static int64_t given; /* clients who were, so far */

static struct points
points_of(struct crm *crm, int64_t client)
{
	struct crm_rows *r = crm_query(crm,
	    "SELECT available_points, missing FROM (" SQL_LOYALTY_POINTS ")",
	    ARG(client));
	struct points p = {0, 0};

	if (crm_next(r)) {
		p.available = crm_col_int(r, 0);
		p.missing = crm_col_int(r, 1);
		crm_close(r);
	}
	return p;
}

/* Nobody spends what is not there: neither now nor, with --at, then, nor what
 * has been redeemed since. */
static void
redeem_check(struct crm *crm, int64_t client, struct points before)
{
	const char *at = crm_opt(crm, "at"), *points = crm_rest(crm, 0), *who;

	if (crm_status(crm) != CRM_OK ||
	    points_of(crm, client).missing <= before.missing)
		return;
	who = crm_text(crm,
	    "SELECT 'client ' || id || ' (' || name || ')' FROM client "
	    "WHERE id = ?1",
	    ARG(client));
	if (at != NULL)
		crm_fail(crm, CRM_REFUSED, "too_few_points",
		    "%s had no %s points at \"%s\" that were not redeemed by "
		    "now",
		    who, points, at);
	else
		crm_fail(crm, CRM_REFUSED, "too_few_points",
		    "%s has %lld points to redeem, not %s", who,
		    (long long)before.available, points);
}

static enum crm_rc
points_give(struct crm *crm, const char *ref, const char *type)
{
	int64_t client = crm_client_id(crm, ref), id;
	struct points before = points_of(crm, client);

	id = crm_record_make(
	    crm, (const char *const[]){"client",
		     crm_keepf(crm, "%lld", (long long)client), "type", type,
		     "points", crm_rest(crm, 0), "reason",
		     crm_opt(crm, "reason"), "at", crm_opt(crm, "at"), NULL});
	if (crm_int(
		crm, "SELECT at > now() FROM loyalty WHERE id = ?1", ARG(id)))
		return crm_fail(crm, CRM_USAGE, "invalid",
		    "--at: in the future: \"%s\"", crm_opt(crm, "at"));
	if (crm_same(type, "redeem"))
		redeem_check(crm, client, before);
	given += crm_status(crm) == CRM_OK;
	return crm_record_answer(crm, id);
}

static enum crm_rc
client_earn(struct crm *crm, const char *ref)
{
	return points_give(crm, ref, "earn");
}

static enum crm_rc
client_redeem(struct crm *crm, const char *ref)
{
	return points_give(crm, ref, "redeem");
}

/* For one client or, with "-", many: how many points, and what for. */
static enum crm_rc
give(struct crm *crm, const char *verb,
    enum crm_rc (*fn)(struct crm *, const char *))
{
	if (crm_opt(crm, "reason") == NULL)
		return crm_fail(crm, CRM_USAGE, "required",
		    "%s: say what for: --reason TEXT", verb);
	crm_each_first(crm, fn);
	if (crm_rest(crm, 1) != NULL)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "%s: \"%s\" is one argument too many", verb,
		    crm_rest(crm, 1));
	crm_summary(crm, "%sed %s points, %lld client%s: %s", verb,
	    crm_rest(crm, 0), (long long)given, given == 1 ? "" : "s",
	    crm_opt(crm, "reason"));
	return crm_status(crm);
}

static enum crm_rc
earn(struct crm *crm)
{
	return give(crm, "earn", client_earn);
}

static enum crm_rc
redeem(struct crm *crm)
{
	return give(crm, "redeem", client_redeem);
}

/* --- the table --- */

static const struct crm_option give_options[] = {
    {"reason", "TEXT", "what for", NULL, 0},
    {"at", "TIME", "when, if not now", NULL, 0}, {NULL, NULL, NULL, NULL, 0}};

static const struct crm_verb verbs[] = {
    {"show", show, 0, "REF... | -", "tier, points and what earned them", NULL},
    {"earn", earn, CRM_WRITES, "REF|- POINTS", "give points", give_options},
    {"redeem", redeem, CRM_WRITES, "REF|- POINTS", "take points for a reward",
	give_options},
    {"ledger", ledger, 0, "REF... | -",
	"every row of points, and what was left after it", NULL},
    {"history", history, 0, "REF... | -", "tiers: from, to, when and by what",
	NULL},
    {"tiers", tiers, 0, "", "the tiers, and from how many points on", NULL},
    {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-loyalty",
	    .help = "points that clients earn and redeem, and their tiers",
	    .entity = "loyalty",
	    .verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
