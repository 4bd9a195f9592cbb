/*
 * import_part.c: a file that is stored part by part (--commit-every), under
 * one number: a change that is taken up again for each.
 */
#include <string.h>

#include "change.h"
#include "import_in.h"

#include "banned.h"

/* --- the batch, by which crm-import log and undo know it --- */

static void
batch_add(struct import *im, const char *file, const char *digest)
{
	const struct import_counts *n = im->counts;
	struct crm *crm = im->crm;

	crm_run(crm,
	    "INSERT INTO import (change_id, tbl, file, digest, read, "
	    "created, updated, unchanged, skipped, rejected, pending) VALUES "
	    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
	    ARG(crm->change), ARG(im->options->entity->name), ARG(file),
	    ARG(digest), ARG(n->read), ARG(n->created), ARG(n->updated),
	    ARG(n->unchanged), ARG(n->skipped), ARG(n->rejected),
	    ARG(n->pending));
	if (crm->rc == CRM_OK)
		im->counts->batch = sqlite3_last_insert_rowid(crm->db);
}

/* It has grown by a part. */
static void
batch_grow(struct import *im, const char *digest)
{
	const struct import_counts *n = im->counts;

	crm_run(im->crm,
	    "UPDATE import SET digest = ?2, read = ?3, created = ?4, "
	    "updated = ?5, unchanged = ?6, skipped = ?7, rejected = ?8, "
	    "pending = ?9 WHERE id = ?1",
	    ARG(n->batch), ARG(digest), ARG(n->read), ARG(n->created),
	    ARG(n->updated), ARG(n->unchanged), ARG(n->skipped),
	    ARG(n->rejected), ARG(n->pending));
}

void
batch_keep(struct import *im)
{
	const struct import_counts *n = im->counts;
	struct crm *crm = im->crm;
	const char *file = im->read->file, *digest;

	digest =
	    crm_keepf(crm, "%016llx", (unsigned long long)im->read->digest);
	if (im->apply != NULL) {
		file = im->apply->file;
		digest = im->apply->digest;
	}
	if (crm->change == im->change)
		batch_grow(im, digest);
	else
		batch_add(im, file, digest);
	crm_summary(crm, "%s: %lld created, %lld updated", file,
	    (long long)(n->created + n->pending), (long long)n->updated);
}

/* --- parts --- */

/* As before the first row, but for what is known of the columns. */
static void
part_reset(struct import *im)
{
	stage_free(&im->stage);
	strangers_free(&im->strangers);
	strangers_init(
	    &im->strangers, im->crm, im->options->entity, im->options);
	memset(im->nlinked, 0, sizeof(im->nlinked));
	im->unlinked = 0;
	im->columns = 0;
	im->match.parts = true;
}

void
part_end(struct import *im)
{
	const struct import_counts *n = im->counts;
	struct crm *crm = im->crm;
	int64_t before = im->stored;

	if (im->options->commit_every == 0 || im->options->dry_run ||
	    n->read - im->parted < im->options->commit_every)
		return;
	im->parted = n->read;
	import_lookups(im, "COMMIT");
	if (import_commit(im, NULL) == CRM_OK && im->stored > before) {
		im->parted_line = im->read->line;
		crm_remark(crm, "%s:%lld: %lld rows are stored, in batch %lld",
		    im->read->file, (long long)im->read->line,
		    (long long)im->stored, (long long)n->batch);
	}
	part_reset(im);
	import_lookups(im, "BEGIN");
}

void
part_fail(struct import *im)
{
	struct crm *crm = im->crm;

	if (crm->rc == CRM_OK || im->change == 0)
		return;
	crm->message = crm_keepf(crm,
	    "%s; what stands up to line %lld is stored, in batch %lld: the "
	    "same command goes on",
	    crm->message, (long long)im->parted_line,
	    (long long)im->counts->batch);
}
