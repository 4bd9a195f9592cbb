/*
 * daily.c: the daily job: what the days that passed bring, and what of it is
 * news; and what the coming days will bring.
 */
#include <string.h>

#include "cli.h"
#include "derive.h"
#include "kind.h"

#include "crm_sql.h"

#include "banned.h"

/* The day that --as-of says; else today. */
static int64_t
day_wanted(struct crm *crm)
{
	const char *text = crm_opt(crm, "as-of"), *why;
	int64_t t;

	if (text == NULL)
		return day_of(crm->now);
	why = time_parse(&t, text, strlen(text), crm->now);
	if (why != NULL) {
		crm_fail(
		    crm, CRM_USAGE, NULL, "--as-of: %s: \"%s\"", why, text);
		return 0;
	}
	if (day_of(t) > day_of(crm->now))
		crm_remark(crm,
		    "--as-of: %s has not come yet; what it brings is kept",
		    text);
	return day_of(t);
}

/*
 * Print the news, then forget that they are: in one transaction, so that of two
 * jobs at once only one tells them, and printed before that is stored: told
 * twice is better than never.
 */
static void
news_tell(struct crm *crm, int64_t day)
{
	struct cli *cli = crm->cli;

	if (crm_int(crm, "SELECT EXISTS (" SQL_MILESTONE_NEWS ")", ARG(day)) ==
	    0) {
		cli->batch = true; /* nothing but the brackets of JSON */
		return;
	}
	crm_emit(crm, crm_query(crm, SQL_MILESTONE_NEWS, ARG(day)));
	if (crm->rc != CRM_OK)
		return;
	emit_end(&cli->emit);
	cli_flush(crm, "; the news will be told again");
	crm_run(crm, SQL_MILESTONE_TOLD, ARG(day));
}

/* As the job would do it, but all at once, for it to be taken back. */
static void
day_try(struct crm *crm, int64_t day)
{
	crm_run(crm,
	    "UPDATE state SET daily_on = day_text(?1) "
	    "WHERE daily_on IS NULL OR daily_on < day_text(?1)",
	    ARG(day));
	derive_due(crm);
	derive_late(crm);
}

enum crm_rc
crm_milestones_daily(struct crm *crm)
{
	bool keep = !crm->cli->dry_run;
	int64_t day;

	/* A job that is given the wrong name of a file makes none. */
	if (cli_open(crm, DB_WRITE | DB_EPHEMERAL) != CRM_OK)
		return crm->rc;
	day = day_wanted(crm);
	if (keep && crm->rc == CRM_OK)
		derive_day(crm, day);
	if (crm->rc != CRM_OK || db_exec(crm, "BEGIN IMMEDIATE") != CRM_OK)
		return crm->rc;
	if (!keep)
		day_try(crm, day);
	news_tell(crm, day);
	if (keep && crm->rc == CRM_OK)
		db_exec(crm, "COMMIT");
	if (!sqlite3_get_autocommit(crm->db))
		sqlite3_exec(crm->db, "ROLLBACK", NULL, NULL, NULL);
	return crm->rc;
}

#define DAYS_MAX 36500

enum crm_rc
crm_milestones_upcoming(struct crm *crm)
{
	int64_t days = crm_opt_number(crm, "days", 30);
	int64_t day = day_of(crm->now) + days;

	if (days > DAYS_MAX)
		crm_fail(crm, CRM_USAGE, NULL, "--days: more than %d: \"%s\"",
		    DAYS_MAX, crm_opt(crm, "days"));
	if (crm->rc != CRM_OK)
		return crm->rc;
	derive_ahead(crm, day);
	return crm_emit(crm, crm_query(crm, SQL_MILESTONE_UPCOMING));
}

enum crm_rc
crm_milestones_explain(struct crm *crm, const char *ref)
{
	int64_t id = crm_client_id(crm, ref);

	if (id != 0)
		derive_look(crm, id);
	return crm_emit(crm, crm_query(crm, SQL_MILESTONE_EXPLAIN, ARG(id)));
}
