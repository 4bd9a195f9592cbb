/*
 * import_write.c: the rows of a file into the database: which are new, which
 * are known, and what is done about those; all in one transaction.
 */
#include <stdio.h>
#include <string.h>

#include "change.h"
#include "import_in.h"

#include "banned.h"

#define MANY 20000 /* rows that are worth a larger cache */

/* --- what is to be done --- */

bool
client_counts(const struct record *rec)
{
	int i;

	for (i = 0; i < rec->entity->nfields; i++)
		if (strcmp(rec->entity->fields[i].name, "status") == 0)
			break;
	return i == rec->entity->nfields ||
	       rec->values[i].state != VALUE_TEXT ||
	       (strcmp(rec->values[i].text, "deleted") != 0 &&
		   strcmp(rec->values[i].text, "spam") != 0);
}

static void
known_reject(
    struct import *im, struct stage_walk *walk, const struct match_found *found)
{
	const struct crm_entity *e = im->options->entity;
	const char *label = found->label == NULL ? "" : found->label;
	const char *word = found->deleted ? "email_deleted"
			   : found->taken ? "email_taken"
					  : "duplicate";
	struct str why = STR_INIT;

	stage_next(walk); /* over the raw text */
	if (*label != '\0')
		str_addf(&why, "%s: ", label);
	if (found->stranger)
		str_addf(&why,
		    "%lld is another %s here; leave the column out "
		    "with --map '%s=-'",
		    (long long)found->id, e->noun, label);
	else if (found->taken)
		str_addf(
		    &why, "already taken by client %lld", (long long)found->id);
	else if (found->deleted)
		str_addf(&why,
		    "belongs to the deleted client %lld; bring it "
		    "back with: crm-client restore %lld",
		    (long long)found->id, (long long)found->id);
	else
		str_addf(&why, "there already: %s %lld", e->noun,
		    (long long)found->id);
	import_reject(im, walk->line, walk->raw, walk->rawlen, CRM_REFUSED,
	    word, why.ptr);
	str_free(&why);
}

/* Who it is that came in with a row cannot be a client. */
static void
stranger_reject(
    struct import *im, struct stage_walk *walk, const struct stranger *st)
{
	struct problem old = im->rec.problem;

	stage_next(walk); /* over the raw text */
	im->rec.problem = st->problem;
	import_reject_problem(
	    im, walk->line, walk->raw, walk->rawlen, &im->rec);
	im->rec.problem = old;
}

/*
 * The record of a stranger: first by what names it whoever it belongs to, so
 * that a file that comes again makes nobody; then as what it is of whom he
 * comes to be. False when that cannot be.
 */
static bool
stranger_match(
    struct import *im, struct stranger *st, struct match_found *found)
{
	struct record *rec = &im->rec;
	struct value *v = &rec->values[rec->entity->client], who = *v;
	uint64_t fields = match_given(rec);

	v->state = VALUE_UNSET;
	im->match.undecided = true;
	*found = match_base(&im->match, rec, match_given(rec));
	im->match.undecided = false;
	*v = who;
	if (found->id != 0)
		return true;
	if (!client_decide(&im->strangers, st))
		return false;
	if (st->level == ARRIVE_PARTIAL) {
		*found = (struct match_found){
		    .id = match_waiting(&im->match, rec, fields,
			client_said(&im->strangers, st))};
	} else if (!st->made) {
		client_give(&im->strangers, rec);
		*found = match_base(&im->match, rec, match_given(rec));
	}
	return true;
}

/* A row that is left alone: its record is there, or (found NULL) it is not. */
static void
row_skip(
    struct import *im, struct stage_row *row, const struct match_found *found)
{
	struct str why = STR_INIT;

	row->id = ROW_DONE;
	im->counts->skipped++;
	if (found == NULL)
		str_adds(&why, "not there, and only what is there is changed");
	else
		str_addf(&why, "%s%sthere already",
		    found->label == NULL ? "" : found->label,
		    found->label == NULL ? "" : ": ");
	plan_skip(im, stage_line(row), why.ptr, found == NULL ? 0 : found->id,
	    match_given(&im->rec));
	str_free(&why);
}

/* One row, its record decoded: new, known, or not to be used. */
static void
row_decide(struct work *w, struct stage_row *row, struct stage_walk *walk)
{
	struct import *im = w->im;
	enum import_policy policy = im->options->policy;
	struct stranger *st = client_stranger(&im->strangers, &im->rec);
	struct match_found found;

	if (st == NULL) {
		found = match_base(&im->match, &im->rec, match_given(&im->rec));
	} else if (!stranger_match(im, st, &found)) {
		row->id = ROW_DONE;
		if (im->crm->rc == CRM_OK)
			stranger_reject(im, walk, st);
		return;
	}
	if (found.id == 0)
		found = (struct match_found){
		    .id = email_holder(&im->match, &im->rec),
		    .label = "emails",
		    .taken = true};
	if (found.id == 0 && im->options->match)
		weigh_find(im, row, walk, &found);
	if (found.id == 0 && im->options->only_known) {
		row_skip(im, row, NULL);
	} else if (found.id == 0) {
		w->counted += client_counts(&im->rec);
		if (im->apply != NULL)
			apply_check_new(im, row, st);
		if (im->options->match)
			weigh_store(w, row, walk);
		else
			w->new ++;
	} else if (found.stranger || found.taken || policy == IMPORT_ERROR ||
		   (found.deleted && policy == IMPORT_SKIP)) {
		row->id = ROW_DONE;
		known_reject(im, walk, &found);
	} else if (policy == IMPORT_SKIP) {
		row_skip(im, row, &found);
	} else {
		row->id = found.id;
		w->known++;
	}
}

static void
rows_decide(struct work *w)
{
	struct import *im = w->im;
	struct stage_walk walk;
	struct stage_row *rows = im->stage.rows, *row = rows,
			 *end = stage_past(&im->stage);
	bool all; /* are new: there is nothing that they could be */

	if (im->stage.nrows >= MANY)
		db_cache(im->crm, 230);
	match_start(&im->match);
	w->room = client_room(im->crm);
	all = im->match.empty && !im->options->only_known &&
	      !im->options->match && im->apply == NULL &&
	      im->strangers.stage.nrows == 0 && w->room == INT64_MAX;
	if (im->stage.nrows >= MANY && !im->match.empty && !im->options->match)
		look_begin(&im->match);
	for (; row < end && im->crm->rc == CRM_OK; row++) {
		im->match.row = (size_t)(row - rows);
		if (row->id < ROW_DONE || row->id > ROW_NEW) {
			w->known++; /* the latter by a plan */
		} else if (all) {
			w->new ++;
		} else {
			stage_open(&walk, row, &im->rec);
			row_decide(w, row, &walk);
		}
	}
	look_end(&im->match);
}

static enum crm_rc
limit_check(struct work *w)
{
	struct import *im = w->im;
	struct crm *crm = im->crm;

	if (crm->rc != CRM_OK || w->counted == 0 ||
	    strcmp(im->options->entity->name, "client") != 0)
		return crm->rc;
	if (w->counted > w->room)
		return crm_fail(crm, CRM_REFUSED, "client_limit",
		    "%s: %lld "
		    "new clients, but the limit of %s leaves room for %lld; "
		    "%s imported (crm-config set client.limit N raises it)",
		    im->read->file, (long long)w->counted,
		    crm_setting(crm, "client.limit"), (long long)w->room,
		    im->change == 0 ? "nothing was" : "they are not");
	return crm->rc;
}

/* --- all of it --- */

static void
rows_write(struct import *im)
{
	struct work work = {.im = im};

	match_forget(&im->match);
	if (im->plan.wanted || im->apply != NULL)
		im->plan.clients =
		    crm_int(im->crm, "SELECT coalesce(max(id), 0) FROM client");
	rows_decide(&work);
	if (limit_check(&work) != CRM_OK)
		return;
	import_known(&work);
	import_new(&work);
	import_repeats(&work);
	strangers_prune(&im->strangers);
	im->counts->clients += im->strangers.made;
}

static void
rejects_fail(struct import *im, const struct out *out)
{
	crm_fail(im->crm, CRM_FAILURE, "output", "%s: cannot be written: %s%s",
	    im->rejects.file, strerror(out->error),
	    im->counts->batch != 0 ? "; the other rows are imported" : "");
}

/* The file of rejected rows is written before the data is committed, so that
 * a full disk is known in time, and put in its place after that. */
static void
rejects_begin(struct import *im, struct out *out)
{
	if (im->rejects.file == NULL || im->crm->rc != CRM_OK)
		return;
	reject_write(&im->rejects, im->read, out);
	if (out->error != 0)
		rejects_fail(im, out);
}

/* Is there anything to store? A part without news waits for the next; the last
 * one says in the batch what the whole file was. */
static bool
is_news(const struct import *im, bool last)
{
	const struct import_counts *n = im->counts;

	return !im->options->dry_run &&
	       (n->created + n->updated + n->pending > im->stored ||
		   (last && im->change != 0));
}

enum crm_rc
import_commit(struct import *im, struct out *out)
{
	struct import_counts *n = im->counts;
	struct crm *crm = im->crm;
	bool keep;

	record_bulk_files(crm, true);
	if (im->change == 0)
		change_begin(crm);
	else
		change_resume(crm, im->change);
	if (crm->rc == CRM_OK)
		rows_write(im);
	if (out != NULL)
		rejects_begin(im, out);
	keep = is_news(im, out != NULL);
	if (im->options->strict && n->rejected > 0) {
		n->created = n->updated = n->unchanged = n->pending = 0;
		n->clients = 0;
		n->skipped = n->read - n->rejected;
		keep = false;
	}
	if (keep && crm->rc == CRM_OK)
		batch_keep(im, out != NULL);
	if (change_end(crm, keep) == CRM_OK && keep) {
		im->change = crm->change;
		im->stored = n->created + n->updated + n->pending;
	}
	record_bulk_files(crm, false);
	return crm->rc;
}

enum crm_rc
import_write(struct import *im)
{
	struct crm *crm = im->crm;
	struct out out;

	out_init(&out, im->rejects.file, false);
	if (im->stage.nrows > 0 || im->change != 0)
		import_commit(im, &out);
	else
		rejects_begin(im, &out);
	if (im->rejects.file != NULL && crm->rc == CRM_OK && !out_commit(&out))
		rejects_fail(im, &out);
	out_abandon(&out);
	return crm->rc;
}
