/*
 * import_verb.c: crm-import as asked for on the command line, and what it
 * answers.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "import.h"
#include "kind.h"
#include "import_verb.h"
#include "preset.h"

#include "banned.h"

/* --- the answer --- */

/* Records that were the same, that wait for review, and clients made are told
 * where there are any. */
static void
answer_text(struct crm *crm, const struct import_counts *n,
    const struct import_options *o)
{
	struct str more = STR_INIT;

	if (n->unchanged > 0)
		str_addf(&more, ", %lld unchanged", (long long)n->unchanged);
	if (n->pending > 0)
		str_addf(&more, ", %lld pending", (long long)n->pending);
	if (n->clients > 0)
		str_addf(&more, "; %lld client%s created",
		    (long long)n->clients, n->clients == 1 ? "" : "s");
	if (o->dry_run)
		str_adds(&more, "; nothing was written");
	else if (o->strict && n->rejected > 0)
		str_adds(&more, "; nothing was written (--strict)");
	crm_remark(crm,
	    "%lld read, %lld created, %lld updated, %lld skipped, "
	    "%lld rejected%s",
	    (long long)n->read, (long long)n->created, (long long)n->updated,
	    (long long)n->skipped, (long long)n->rejected, more.ptr);
	str_free(&more);
}

/* Records that may wait for review have a client_id that may be empty. */
static bool
makes_clients(const struct crm_entity *e)
{
	return e != NULL && e->client >= 0 &&
	       !(e->fields[e->client].flags & FIELD_REQUIRED);
}

static void
answer(struct crm *crm, const struct import_counts *n,
    const struct import_options *o, bool several)
{
	struct crm_rows *rows;

	bool makes = makes_clients(n->entity);

	if (!crm->cli->chosen || o->planned != NULL) {
		answer_text(crm, n, o);
		return;
	}
	rows = crm_query(crm,
	    crm_keepf(crm,
		"SELECT nullif(?1, 0) AS batch, ?2 AS read, ?3 AS created, "
		"?4 AS updated, ?5 AS unchanged, ?6 AS skipped, "
		"?7 AS rejected, ?8 AS pending%s",
		makes ? ", ?9 AS clients_created" : ""),
	    ARG(n->batch), ARG(n->read), ARG(n->created), ARG(n->updated),
	    ARG(n->unchanged), ARG(n->skipped), ARG(n->rejected),
	    ARG(n->pending), ARG(makes ? n->clients : 0));
	if (several)
		crm_emit(crm, rows);
	else
		crm_emit_one(crm, rows);
}

/* --- the arguments --- */

/* Is the argument a type? A file of that name is ./clients. */
static bool
type_take(struct crm *crm, const char *arg, struct import_options *o, bool *all)
{
	*all = strcmp(arg, "all") == 0;
	o->entity = *all ? NULL : entity_find(arg);
	if (o->entity != NULL && strcmp(o->entity->name, "setting") == 0)
		crm_fail(crm, CRM_USAGE, NULL,
		    "settings are not imported; "
		    "crm-config set sets them");
	if (*all || o->entity != NULL)
		return true;
	return false;
}

static bool
is_clients(const struct crm_entity *e)
{
	return strcmp(e->name, "client") == 0;
}

/* The stream of crm-export all leaves nothing to decide, and is a plan itself:
 * what it says of each record is what is stored. */
static enum crm_rc
all_check(struct crm *crm, const struct import_options *options)
{
	const struct crm_option *o = crm->cli->verb->options;

	if (options->planned != NULL)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "all has no plan: its stream says itself what is stored; "
		    "--dry-run alone tries it");
	for (; o->name != NULL; o++)
		if (strcmp(o->name, "max") != 0 &&
		    strcmp(o->name, "strict") != 0 &&
		    crm_opt(crm, o->name) != NULL)
			return crm_fail(crm, CRM_USAGE, NULL,
			    "all is taken as crm-export all wrote it: no --%s "
			    "with it",
			    o->name);
	return CRM_OK;
}

static enum crm_rc
files_check(struct crm *crm, const struct import_options *o, bool all, int n)
{
	if (crm->rc != CRM_OK)
		return crm->rc;
	if (n < 1)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "which file? usage: "
		    "crm-import [TYPE] FILE...");
	if (crm_opt(crm, "sniff") != NULL && (n > 1 || all))
		return crm_fail(crm, CRM_USAGE, NULL,
		    "--sniff goes with one file, which is not all");
	if (o->planned != NULL && n > 1)
		return crm_fail(crm, CRM_USAGE, NULL, "a plan is of one file");
	if (o->rejects != NULL && n > 1)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "--rejects goes with "
		    "one file");
	if (o->match && (all || (o->entity != NULL && !is_clients(o->entity))))
		return crm_fail(crm, CRM_USAGE, NULL,
		    "--match is for clients; who comes in with another record "
		    "is weighed always");
	return all ? all_check(crm, o) : CRM_OK;
}

/* --apply: all else stands in the plan. */
static enum crm_rc
apply(struct crm *crm, const char *file)
{
	struct import_options options = {.dry_run = crm->cli->dry_run};
	struct import_counts counts = {0};
	const struct crm_option *o = crm->cli->verb->options;

	if (crm_arg(crm) != NULL)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "--apply takes its plan, and no other file");
	for (; o->name != NULL; o++)
		if (strcmp(o->name, "apply") != 0 && crm_opt(crm, o->name))
			return crm_fail(crm, CRM_USAGE, NULL,
			    "--apply does what its plan says: no --%s with it",
			    o->name);
	if (import_apply(crm, file, options.dry_run, &counts) == CRM_OK)
		answer(crm, &counts, &options, false);
	return crm->rc;
}

enum crm_rc
crm_import(struct crm *crm)
{
	struct import_options options = {0};
	struct import_counts counts = {0};
	const char *file = crm_opt(crm, "apply");
	struct str stored = STR_INIT;
	int n = crm->cli->nargs;
	bool all = false;

	if (file != NULL)
		return apply(crm, file);
	file = crm_arg(crm);
	import_asked(crm, &options);
	if (file != NULL && type_take(crm, file, &options, &all)) {
		file = crm_arg(crm);
		n--;
	}
	files_check(crm, &options, all, n);
	for (; file != NULL && crm->rc == CRM_OK; file = crm_arg(crm)) {
		if (crm_opt(crm, "sniff") != NULL)
			return import_sniff(crm, file, &options);
		if (all)
			import_all(crm, file, options.dry_run, &counts);
		else
			import_file(crm, file, &options, &counts);
		if (crm->rc == CRM_OK && counts.batch != 0)
			str_addf(&stored, " %lld", (long long)counts.batch);
		if (crm->rc == CRM_OK)
			answer(crm, &counts, &options, n > 1);
	}
	if (crm->rc != CRM_OK && stored.len > 0)
		crm->message = crm_keepf(crm,
		    "%s; %s stored, and crm-import undo%s takes %s back",
		    crm->message,
		    n > 1 ? "the files before it are" : "the file is",
		    stored.ptr, n > 1 ? "them" : "it");
	str_free(&stored);
	return crm->rc;
}

enum crm_rc
crm_import_presets(struct crm *crm)
{
	const struct preset *const *p =
	    preset_list(crm, cli_folder(crm, "preset"));

	for (; *p != NULL && crm->rc == CRM_OK; p++)
		crm_emit(crm,
		    crm_query(crm,
			"SELECT ?1 AS name, ?2 AS type, ?3 AS title, "
			"?4 AS file",
			ARG((*p)->name),
			ARG((*p)->entity == NULL ? NULL : (*p)->entity->plural),
			ARG((*p)->title), ARG((*p)->file)));
	return crm->rc;
}
