/*
 * check.c: is the file whole, and does what is in it agree?
 */
#include "cli.h"
#include "crm_sql.h"
#include "derive.h"

#include "banned.h"

/* What is found is the answer, one line each. */
static void
found(void *arg, const char *text)
{
	struct crm *crm = arg;
	struct str line = STR_INIT;

	if (crm->cli->chosen) {
		crm_emit(
		    crm, crm_query(crm, "SELECT ?1 AS problem", ARG(text)));
		return;
	}
	visible(&line, text, strlen(text));
	str_addc(&line, '\n');
	str_add(&crm->cli->out.buf, line.ptr, line.len);
	str_free(&line);
}

/* The pragmas answer "ok", or a row for every fault. */
static int
faults(struct crm *crm)
{
	struct crm_rows *r = crm_query(crm, "PRAGMA integrity_check");
	int n = 0;

	while (crm_next(r))
		if (strcmp(crm_col_text(r, 0), "ok") != 0 && ++n <= 20)
			found(crm, crm_col_text(r, 0));
	r = crm_query(crm, "SELECT \"table\", rowid, parent FROM "
			   "pragma_foreign_key_check");
	while (crm_next(r))
		if (++n <= 20)
			found(crm, crm_keepf(crm,
				       "%s %lld: names a %s that "
				       "is not there",
				       crm_col_text(r, 0),
				       (long long)crm_col_int(r, 1),
				       crm_col_text(r, 2)));
	return n;
}

/* Rules that SQL cannot hold when rows are written outside the suite. */
static int
rules_broken(struct crm *crm)
{
	struct crm_rows *r = crm_query(crm,
	    "SELECT w.word_key, w.client_id, "
	    "c.id FROM client_word w JOIN client c ON c.email_key = w.word_key "
	    "AND c.status <> 'deleted' JOIN client h ON h.id = w.client_id "
	    "AND h.status <> 'deleted' WHERE w.field = 'email'");
	int n = 0;

	while (crm_next(r))
		if (++n <= 20)
			found(crm, crm_keepf(crm,
				       "email %s: clients %lld and "
				       "%lld both have it",
				       crm_col_text(r, 0),
				       (long long)crm_col_int(r, 1),
				       (long long)crm_col_int(r, 2)));
	return n;
}

/* What nobody can convert is no fault of the file: it is said, no more. */
static void
rates_missing(struct crm *crm)
{
	static const char *const nouns[] = {"booking", "order", "purchase"};
	struct crm_rows *r = crm_query(crm, SQL_RATE_MISSING);
	struct str counts = STR_INIT;
	const char *code;
	long long n;
	int i;

	while (crm_next(r)) {
		str_cut(&counts, 0);
		for (i = 0; i < 3; i++)
			if ((n = crm_col_int(r, i + 1)) > 0)
				str_addf(&counts, "%s%lld %s%s",
				    counts.len > 0 ? ", " : "", n, nouns[i],
				    n == 1 ? "" : "s");
		code = crm_col_text(r, 0);
		crm_remark(crm,
		    "amounts in %s (%s) have no rate and do not count towards "
		    "points, spending and high-value milestones; crm-config "
		    "rate %s RATE sets one",
		    code, counts.ptr, code);
	}
	str_free(&counts);
}

enum crm_rc
crm_db_check(struct crm *crm)
{
	int64_t drift = 0;
	int damaged;

	if (!file_exists(crm->file))
		return crm_fail(crm, CRM_FAILURE, "cannot_open",
		    "%s: there "
		    "is no such file",
		    crm->file);
	if (cli_open(crm, DB_WRITE | DB_NOMIGRATE) != CRM_OK)
		return crm->rc;
	if ((damaged = faults(crm)) == 0) {
		derive_check(crm,
		    crm_opt(crm, "fix") != NULL && !crm->cli->dry_run, &drift,
		    found, crm);
		drift += rules_broken(crm);
		rates_missing(crm);
	}
	if (crm->cli->chosen) /* an answer also when it is empty */
		crm_emit(crm, crm_query(crm, "SELECT NULL AS problem WHERE 0"));
	if (damaged > 0)
		crm_end_status(crm, CRM_NOTADB);
	else if (drift > 0)
		crm_end_status(crm, CRM_FAILURE);
	if (crm->rc == CRM_OK)
		crm_remark(crm, "%s: %s", crm->file,
		    damaged > 0 ? "damaged"
		    : drift > 0 ? "whole, but not everything agrees"
				: "ok");
	return crm->rc;
}
