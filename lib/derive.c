/*
 * derive.c: run the rules of share/query/derive_*.sql over the clients whose
 * facts changed.
 */
#include <string.h>

#include "act.h"
#include "derive_in.h"
#include "derive_table.h"
#include "entity.h"
#include "kept.h"
#include "kind.h"
#include "setting.h"

#include "crm_sql.h"

#include "banned.h"

/* Clients whose facts are looked at together: what they are counted in stays in
 * the processor's own memory. */
#define DUE_CHUNK 250

/* Clients of one transaction of the daily job. */
#define DAY_STEP 1000

/* Rows of many clients are changed in indexes that they lie scattered in:
 * with the pages at hand that takes a fraction of the time. */
void
derive_memory(struct crm *crm)
{
	db_cache(crm, 128);
}

/* --- the rules --- */

static void
rules_run(struct crm *crm, bool facts)
{
	const struct crm_rule *rule;

	if (facts && acts_count(crm) == CRM_OK)
		acts_restaged(crm);
	for (rule = crm_rules; rule->sql != NULL; rule++)
		if (rule->facts == facts && rule->outcome != NULL)
			rule_merge(crm, rule);
		else if (rule->facts == facts)
			crm_run(crm, rule->sql);
}

/* Some hundred clients at a time, so that what the rules count in stays in
 * memory, however many are due. */
static void
rules_facts(struct crm *crm)
{
	int64_t last = 0;

	if (crm_int(crm, "SELECT count(*) FROM due WHERE facts") <= DUE_CHUNK) {
		rules_run(crm, true);
		return;
	}
	crm_run(crm, "CREATE TEMP TABLE waiting AS SELECT * FROM due "
		     "WHERE facts ORDER BY client_id");
	do {
		crm_run(crm, "DELETE FROM due");
		crm_run(crm,
		    "INSERT INTO due SELECT * FROM waiting "
		    "WHERE rowid > ?1 ORDER BY rowid LIMIT ?2",
		    ARG(last), ARG(DUE_CHUNK));
		rules_run(crm, true);
		last += DUE_CHUNK;
	} while (crm->rc == CRM_OK &&
		 crm_int(crm, "SELECT count(*) FROM due") == DUE_CHUNK);
	crm_run(crm, "DROP TABLE waiting");
}

static void
rules_all(struct crm *crm)
{
	if (crm_int(crm,
		"SELECT EXISTS (SELECT 1 FROM due WHERE own OR outside)") != 0)
		rules_run(crm, false);
	if (crm_int(crm, "SELECT EXISTS (SELECT 1 FROM due WHERE facts)") != 0)
		rules_facts(crm);
	crm_run(crm, "UPDATE state SET derived_id = "
		     "(SELECT coalesce(max(id), 0) FROM journal)");
}

/* Days are those of the account, whatever zone a command read its times in;
 * and what the daily job has done is not undone by looking from before. */
static void
day_settle(struct crm *crm)
{
	const char *done;
	int64_t t;

	zone_account(crm);
	crm->as_of = day_of(crm->now);
	crm->daily = 0;
	done = crm_text(crm, "SELECT daily_on FROM state");
	if (done != NULL && time_parse(&t, done, strlen(done), 0) == NULL)
		crm->daily = day_of(t);
	if (crm->daily > crm->as_of)
		crm->as_of = crm->daily;
}

enum crm_rc
derive_due(struct crm *crm)
{
	int64_t mark = crm_int(crm, "SELECT derived_id FROM state");

	crm->moved = -1;
	if (!due_is_journal(crm, mark)) {
		due_fill(crm, mark);
		if (crm_int(crm, "SELECT max(id) FROM journal") - mark >=
		    DUE_MANY)
			derive_memory(crm);
		kept_due(crm, mark);
	}
	day_settle(crm);
	rules_all(crm);
	if (crm->moved >= 0)
		moved_end(crm);
	return crm->rc;
}

enum crm_rc
derive_all(struct crm *crm)
{
	due_create(crm);
	crm_run(crm, "INSERT INTO due SELECT id, 1, 1, 1, 0 FROM client");
	kept_all(crm);
	day_settle(crm);
	rules_all(crm);
	return crm->rc;
}

/* --- the day --- */

static void
late_create(struct crm *crm)
{
	crm_run(crm, "CREATE TEMP TABLE IF NOT EXISTS late "
		     "(n INTEGER PRIMARY KEY, client_id INTEGER NOT NULL)");
	crm_run(crm, "DELETE FROM late");
}

/* The last instant of being entered for those whom the day finds without a sign
 * for churn_days, as text; NULL when nobody is. Asked once: SQL would call the
 * functions again for every client. */
static const char *
late_entered(struct crm *crm, int64_t day)
{
	return crm_text(crm,
	    "SELECT evening(min(?1, daily()) - "
	    "threshold('journey.churn_days')) "
	    "WHERE threshold('journey.churn_days') > 0",
	    ARG(day));
}

/*
 * Clients whom a day brings something: those who are due by then, and those
 * who never did anything and were entered churn_days before. An instant is
 * compared as text: midnight is the end of the evening before.
 */
static void
late_list(struct crm *crm, int64_t day)
{
	late_create(crm);
	crm_run(crm,
	    "INSERT INTO late (client_id) "
	    "SELECT client_id FROM client_due WHERE due_on <= day_text(?1) "
	    "UNION SELECT id FROM client c INDEXED BY client_created WHERE "
	    "stage = 'discovery' AND created_at <= ?2 AND "
	    "NOT EXISTS (SELECT 1 FROM client_due d WHERE d.client_id = c.id) "
	    "ORDER BY 1",
	    ARG(day), ARG(late_entered(crm, day)));
}

/* Those from n on, to be due; false when there are no more. */
static bool
late_take(struct crm *crm, int64_t n)
{
	due_create(crm);
	crm_run(crm,
	    "INSERT INTO due SELECT l.client_id, 0, 1, 0, 0 "
	    "FROM late l JOIN client c ON c.id = l.client_id "
	    "WHERE n >= ?1 AND n < ?1 + ?2",
	    ARG(n), ARG(DUE_CHUNK));
	return crm_int(crm, "SELECT max(n) FROM late") >= n;
}

/* With steps, each some thousand in a transaction of its own. */
static void
late_run(struct crm *crm, int64_t day, bool steps)
{
	int64_t n;

	late_list(crm, day);
	if (crm_int(crm, "SELECT max(n) FROM late") >= DUE_MANY)
		derive_memory(crm);
	for (n = 1; late_take(crm, n) && crm->rc == CRM_OK; n += DUE_CHUNK) {
		crm->as_of = day;
		rules_run(crm, true);
		if (steps && (n - 1 + DUE_CHUNK) % DAY_STEP == 0 &&
		    crm->rc == CRM_OK)
			db_exec(crm, "COMMIT; BEGIN IMMEDIATE");
	}
}

enum crm_rc
derive_late(struct crm *crm)
{
	day_settle(crm);
	late_run(crm, crm->as_of, false);
	return crm->rc;
}

/* The day is noted first: what is derived by other commands between two steps,
 * or after a crash, is derived for it. */
enum crm_rc
derive_day(struct crm *crm, int64_t day)
{
	if (db_exec(crm, "BEGIN IMMEDIATE") != CRM_OK)
		return crm->rc;
	crm_run(crm,
	    "UPDATE state SET daily_on = day_text(?1) "
	    "WHERE daily_on IS NULL OR daily_on < day_text(?1)",
	    ARG(day));
	derive_due(crm);
	late_run(crm, day, true);
	if (crm->rc == CRM_OK)
		db_exec(crm, "COMMIT");
	if (!sqlite3_get_autocommit(crm->db))
		sqlite3_exec(crm->db, "ROLLBACK", NULL, NULL, NULL);
	return crm->rc;
}

/* --- only looking --- */

/* One that only reads may write to temporary tables for a while. */
static bool
look_begin(struct crm *crm)
{
	bool only = crm_int(crm, "PRAGMA query_only") != 0;

	db_exec(crm, "PRAGMA query_only = OFF");
	return only;
}

static enum crm_rc
look_end(struct crm *crm, bool only)
{
	if (only)
		db_exec(crm, "PRAGMA query_only = ON");
	return crm->rc;
}

enum crm_rc
derive_look(struct crm *crm, int64_t client)
{
	bool only = look_begin(crm);

	due_create(crm);
	crm_run(crm, "INSERT INTO due VALUES (?1, 0, 1, 0, 0)", ARG(client));
	day_settle(crm);
	acts_count(crm);
	return look_end(crm, only);
}

/* As many at a time as are looked at together: all of them may be most. */
enum crm_rc
derive_ahead(struct crm *crm, int64_t day)
{
	bool only = look_begin(crm);
	int64_t n;

	crm_run(crm, DERIVE_AHEAD_TABLE);
	crm_run(crm, "DELETE FROM ahead");
	day_settle(crm);
	late_create(crm);
	crm_run(crm,
	    "INSERT INTO late (client_id) SELECT client_id FROM client_due "
	    "WHERE due_on <= day_text(?1) ORDER BY 1",
	    ARG(day));
	for (n = 1; late_take(crm, n) && crm->rc == CRM_OK; n += DUE_CHUNK) {
		acts_count(crm);
		crm_run(crm, SQL_MILESTONE_AHEAD, ARG(day));
	}
	return look_end(crm, only);
}
