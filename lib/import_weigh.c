/*
 * import_weigh.c: crm-import clients --match: whoever is not named by what
 * names a client is weighed like somebody who comes in by the door (arrive.h).
 */
#include <math.h>

#include "crm_fields.h"
#include "import_in.h"

#include "banned.h"

#define ALIKE_TOLD 20 /* rows that a dry run names */

void
weigh_open(struct import *im)
{
	if (!im->options->match)
		return;
	if (!match_clients(&im->match)) {
		crm_fail(im->crm, CRM_USAGE, NULL,
		    "%s: --match is for clients, and these are %s",
		    im->read->file, im->options->entity->plural);
		im->own.match = false;
		return;
	}
	im->match.exact = true;
	arrive_init(&im->weighed, im->crm, "client");
	im->weighed.who.country = im->options->country;
}

void
weigh_close(struct import *im)
{
	if (im->options->match)
		arrive_free(&im->weighed);
}

/* Was somebody who says just this found to be the one that he is like, and
 * merged? */
static bool
is_merged(struct import *im)
{
	const struct arrive *a = &im->weighed;

	return crm_int(im->crm,
		   "SELECT EXISTS (SELECT 1 FROM merge WHERE client_id = ?1 "
		   "AND lost_json ->> 'name' IS ?2 AND lost_json ->> 'email' "
		   "IS ?3 AND lost_json ->> 'phone' IS ?4)",
		   ARG(a->client), ARG(record_text(&a->who, CLIENT_NAME)),
		   ARG(record_text(&a->who, CLIENT_EMAIL)),
		   ARG(record_text(&a->who, CLIENT_PHONE))) != 0;
}

void
weigh_find(struct import *im, const struct stage_row *row,
    struct stage_walk *walk, struct match_found *found)
{
	struct arrive *a = &im->weighed;

	arrive_clear(a);
	if (!record_ready(&im->rec) || !client_counts(&im->rec))
		return;
	arrive_say(a, &im->rec);
	if (!arrive_find(a))
		return;
	if (a->level == ARRIVE_EXACT)
		*found = (struct match_found){
		    .id = a->client, .label = "name and phone"};
	else if (a->level == ARRIVE_PARTIAL && is_merged(im))
		*found = (struct match_found){.id = a->client};
	if (found->id != 0)
		stage_open(walk, row, &im->rec); /* as the file has it */
}

/* The line of this file that has made a client; 0: none has. */
static long long
line_of(const struct import *im, int64_t client)
{
	size_t i;

	for (i = 0; i < im->stage.nrows; i++)
		if (im->stage.rows[i].id == (client | ROW_CREATED))
			return (long long)stage_line(&im->stage.rows[i]);
	return 0;
}

/* A dry run leaves no queue to look at. */
static void
alike_tell(struct import *im, int64_t line)
{
	const struct arrive *a = &im->weighed;
	struct str text = STR_INIT;
	long long of;

	if (!im->options->dry_run || im->alike++ >= ALIKE_TOLD)
		return;
	read_where(im->read, &text, line, -1);
	of = line_of(im, a->client);
	if (of != 0)
		str_addf(&text, ": may be the client of line %lld (", of);
	else
		str_addf(&text, ": may be client %lld (", (long long)a->client);
	/* As crm-dedupe shows it: 0.996 is not 1. */
	str_addf(&text, "%s), %.2f",
	    crm_text(im->crm, "SELECT name FROM client WHERE id = ?1",
		ARG(a->client)),
	    floor(a->score * 100 + 1e-9) / 100);
	crm_remark(im->crm, "%s", text.ptr);
	str_free(&text);
}

void
weigh_store(struct work *w, struct stage_row *row, struct stage_walk *walk)
{
	struct import *im = w->im;
	struct arrive *a = &im->weighed;
	int64_t id;

	if (im->crm->rc != CRM_OK)
		return;
	id = record_ready(&im->rec) ? record_store(&im->rec) : 0;
	row->id = id == 0 ? ROW_DONE : id | ROW_CREATED;
	if (id == 0) {
		stage_next(walk); /* over the raw text */
		if (im->crm->rc == CRM_OK)
			import_reject_problem(
			    im, walk->line, walk->raw, walk->rawlen, &im->rec);
		return;
	}
	w->stored++;
	plan_create(im, row, NULL);
	if (a->level == ARRIVE_PARTIAL) {
		arrive_queue(a, id);
		alike_tell(im, walk->line);
		im->counts->pending++;
	} else {
		im->counts->created++;
	}
	if (im->crm->tick != NULL)
		im->crm->tick(im->crm, w->stored, 0, 0);
}
