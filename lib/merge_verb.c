/*
 * merge_verb.c: crm-dedupe merge and unmerge: the command line's side of
 * merge.h.
 */
#include <string.h>

#include "change.h"
#include "merge_in.h"

#include "banned.h"

static const char *
client_name(struct crm *crm, int64_t id)
{
	return crm_text(crm, "SELECT name FROM client WHERE id = ?1", ARG(id));
}

/* "2, 3" from a JSON array of ids. */
static const char *
ids_text(struct crm *crm, const char *ids)
{
	return crm_text(crm,
	    "SELECT group_concat(value, ', ') FROM json_each(?1)", ARG(ids));
}

/* --- one after the other --- */

bool
merging_add(struct merging *g, int64_t lose)
{
	struct crm *crm = g->m.crm;
	bool shows = crm->cli->dry_run && !crm->cli->batch;
	const char *keep = NULL, *lost = NULL, *lines;
	int64_t number;

	if (shows) {
		keep = merge_picture(crm, g->keep);
		lost = merge_picture(crm, lose);
	}
	number = merge_clients(&g->m, g->keep, lose);
	if (number == 0)
		return false;
	if (g->number == 0)
		g->number = number;
	str_addf(
	    &g->lost, "%c%lld", g->lost.len == 0 ? '[' : ',', (long long)lose);
	if (!shows)
		return true;
	lines = merge_compare(crm, keep, lost, merge_picture(crm, g->keep));
	if (crm_machine_format(crm))
		str_addf(
		    &g->lines, "%c%s", g->lines.len == 0 ? '[' : ',', lines);
	else
		merge_compare_print(crm, lines, g->keep, lose);
	return crm->rc == CRM_OK;
}

/* "5: client 12 is now client 7 (Ana Lima)" */
void
merging_answer(struct merging *g)
{
	struct crm *crm = g->m.crm;
	const char *many = strchr(g->lost.ptr, ',') != NULL ? "s" : "";

	str_addc(&g->lost, ']');
	str_addc(&g->lines, ']');
	crm_summary(crm, "client%s %s merged into client %lld", many,
	    ids_text(crm, g->lost.ptr), (long long)g->keep);
	if (!crm->cli->chosen)
		crm_print(crm, "%lld: client%s %s %s now client %lld (%s)",
		    (long long)g->number, many, ids_text(crm, g->lost.ptr),
		    *many != '\0' ? "are" : "is", (long long)g->keep,
		    client_name(crm, g->keep));
	else if (g->lines.len > 1)
		crm_emit_one(crm,
		    crm_query(crm,
			"SELECT ?1 AS merge, ?2 AS keep, ?3 AS lost_list, "
			"(SELECT json_group_array(json_object('client', "
			"json_extract(?3, '$[' || l.key || ']'), 'field', "
			"f.value ->> 0, 'keep', json(f.value -> 1), 'lose', "
			"json(f.value -> 2), 'result', json(f.value -> 3))) "
			"FROM json_each(?4) l, json_each(l.value) f) "
			"AS fields_json",
			ARG(g->number), ARG(g->keep), ARG(g->lost.ptr),
			ARG(g->lines.ptr)));
	else
		crm_emit_one(
		    crm, crm_query(crm,
			     "SELECT ?1 AS merge, ?2 AS keep, ?3 AS lost_list",
			     ARG(g->number), ARG(g->keep), ARG(g->lost.ptr)));
}

void
merging_begin(struct merging *g, const struct merge *m, int64_t keep)
{
	*g = (struct merging){
	    .m = *m, .keep = keep, .lost = STR_INIT, .lines = STR_INIT};
}

void
merging_end(struct merging *g)
{
	str_free(&g->lost);
	str_free(&g->lines);
}

/* --- from the arguments --- */

/* The clients named, all of them known before anything is done; each but
 * once. */
static void
clients_take(struct crm *crm, int64_t *ids)
{
	char **args = crm->cli->args;
	int i, j;

	for (i = 0; i < crm->cli->nargs; i++) {
		ids[i] = crm_client_id(crm, args[i]);
		for (j = 0; j < i && crm->rc == CRM_OK; j++)
			if (ids[j] == ids[i])
				crm_fail(crm, CRM_REFUSED, "same",
				    "\"%s\" and \"%s\" are one client: %lld",
				    args[j], args[i], (long long)ids[i]);
	}
}

/* What is on standard input is asked for alone, and --min is for that. */
static enum crm_rc
args_check(struct crm *crm)
{
	int i;

	if (crm->cli->nargs < 2)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "merge: which ones? usage: %s %s %s", crm->cli->tool->name,
		    crm->cli->verb->name, crm->cli->verb->args);
	for (i = 0; i < crm->cli->nargs; i++)
		if (crm_same(crm->cli->args[i], "-"))
			return crm_fail(crm, CRM_USAGE, NULL,
			    "merge: - stands alone: pairs on stdin name who is "
			    "kept, too");
	if (crm_opt(crm, "min") != NULL)
		crm_fail(
		    crm, CRM_USAGE, NULL, "--min is for the pairs of merge -");
	return crm->rc;
}

static void
args_run(struct crm *crm, const struct merge *m)
{
	int n = crm->cli->nargs, i;
	int64_t *ids = keep_alloc(&crm->keep, (size_t)n * sizeof(*ids));
	struct merging g;

	clients_take(crm, ids);
	merging_begin(&g, m, ids[0]);
	for (i = 1; i < n && crm->rc == CRM_OK; i++)
		merging_add(&g, ids[i]);
	if (crm->rc == CRM_OK)
		merging_answer(&g);
	merging_end(&g);
}

enum crm_rc
crm_merge(struct crm *crm)
{
	struct merge m;
	const char *text;
	int place = 0;

	merge_init(&m, crm);
	while ((text = crm_opt_next(crm, "prefer", &place)) != NULL)
		merge_prefer(&m, text);
	if (crm->rc != CRM_OK)
		return crm->rc;
	if (crm->cli->nargs == 1 && crm_same(crm->cli->args[0], "-"))
		merge_pairs(crm, &m);
	else if (args_check(crm) == CRM_OK)
		args_run(crm, &m);
	return crm->rc;
}

/* --- and back --- */

/* The change that made a merge, the first one in force if it was undone and
 * done again; 0 with an error when it cannot be undone. */
static int64_t
change_of(struct crm *crm, int64_t number)
{
	int64_t there = crm_int(
	    crm, "SELECT count(*) FROM merge WHERE id = ?1", ARG(number));
	struct crm_rows *r = crm_query(crm,
	    "SELECT j.change_id FROM journal j JOIN change c ON c.id = "
	    "j.change_id WHERE j.row_id = ?1 AND j.tbl = 'merge' AND j.op = "
	    "'insert' ORDER BY c.undone_by IS NOT NULL, j.id LIMIT 1",
	    ARG(number));
	int64_t change = 0;
	bool known = crm_next(r);

	if (known)
		change = crm_col_int(r, 0);
	crm_close(r);
	if (there == 0 && known)
		crm_fail(crm, CRM_REFUSED, "already_undone",
		    "merge %lld is taken back already, or its client purged",
		    (long long)number);
	else if (there == 0)
		crm_fail(crm, CRM_MISSING, NULL,
		    "there is no merge %lld; crm-export merges shows them",
		    (long long)number);
	else if (!change_is_merge(crm, change))
		crm_fail(crm, CRM_REFUSED, "imported",
		    "merge %lld was made in another file: what it moved is not "
		    "known in this one",
		    (long long)number);
	return crm->rc == CRM_OK ? change : 0;
}

static void
kept(void *arg, const char *text)
{
	crm_remark(arg, "%s", text);
}

enum crm_rc
crm_unmerge(struct crm *crm, const char *ref)
{
	int64_t number = crm_number(crm, "merge", ref), change, keep;
	struct undo_report report = {0};
	const char *lost, *many;

	change = crm->rc == CRM_OK ? change_of(crm, number) : 0;
	if (change == 0)
		return crm->rc;
	keep = crm_int(
	    crm, "SELECT client_id FROM merge WHERE id = ?1", ARG(number));
	lost = crm_text(crm,
	    "SELECT json_group_array(m.lost_id) FROM journal j JOIN merge m ON "
	    "m.id = j.row_id WHERE j.change_id = ?1 AND j.tbl = 'merge' AND "
	    "j.op = 'insert'",
	    ARG(change));
	if (change_undo(crm, change, &report, kept, crm) != CRM_OK)
		return crm->rc;
	many = strchr(lost, ',') != NULL ? "s" : "";
	crm_summary(crm, "merge %lld taken back: client%s %s",
	    (long long)number, many, ids_text(crm, lost));
	if (crm->cli->chosen)
		return crm_emit_one(crm,
		    crm_query(crm,
			"SELECT ?1 AS merge, ?2 AS keep, ?3 AS lost_list, ?4 "
			"AS reversed, ?5 AS kept, ?6 AS failed",
			ARG(number), ARG(keep), ARG(lost), ARG(report.reversed),
			ARG(report.kept), ARG(report.failed)));
	crm_print(crm, "%lld: client%s %s %s back, apart from client %lld (%s)",
	    (long long)number, many, ids_text(crm, lost),
	    *many != '\0' ? "are" : "is", (long long)keep,
	    client_name(crm, keep));
	return crm->rc;
}
