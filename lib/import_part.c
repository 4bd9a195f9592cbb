/*
 * import_part.c: a file that is stored part by part (--commit-every), under
 * one number: a change that is taken up again for each.
 */
#include <string.h>

#include "change.h"
#include "import_in.h"

#include "banned.h"

/* --- the batch, by which crm-import log and undo know it --- */

static int64_t
most(int64_t *of, int64_t n)
{
	if (n > *of)
		n = *of;
	*of -= n;
	return n;
}

/*
 * What became of the rows of the file in the batch: by this command, and by the
 * one before it that was ended, whose rows this one has left alone.
 */
static struct import_counts
batch_counts(const struct import *im)
{
	struct import_counts n = *im->counts, before = im->resumed.counts;
	int64_t stored = before.created + before.updated + before.pending,
		known;

	known = most(&n.skipped, stored);
	known += most(&n.unchanged, stored - known);
	n.created += most(&before.created, known);
	known -= im->resumed.counts.created - before.created;
	n.pending += most(&before.pending, known);
	known -= im->resumed.counts.pending - before.pending;
	n.updated += known;
	return n;
}

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
	const struct import_counts n = batch_counts(im);

	crm_run(im->crm,
	    "UPDATE import SET digest = ?2, read = ?3, created = ?4, "
	    "updated = ?5, unchanged = ?6, skipped = ?7, rejected = ?8, "
	    "pending = ?9 WHERE id = ?1",
	    ARG(n.batch), ARG(digest), ARG(n.read), ARG(n.created),
	    ARG(n.updated), ARG(n.unchanged), ARG(n.skipped), ARG(n.rejected),
	    ARG(n.pending));
}

static const char *
digest_text(struct crm *crm, uint64_t digest)
{
	return crm_keepf(crm, "%016llx", (unsigned long long)digest);
}

void
batch_keep(struct import *im, bool last)
{
	struct import_counts n = *im->counts;
	struct crm *crm = im->crm;
	const char *file = im->read->file, *digest;

	digest = digest_text(crm, im->read->digest);
	if (im->apply != NULL) {
		file = im->apply->file;
		digest = im->apply->digest;
	}
	if (crm->change == im->change) {
		n = batch_counts(im);
		batch_grow(im, digest);
	} else {
		batch_add(im, file, digest);
	}
	if (im->options->commit_every != 0)
		crm_run(crm, "UPDATE import SET rows_digest = ?2 WHERE id = ?1",
		    ARG(im->counts->batch),
		    ARG(last ? NULL : digest_text(crm, im->rows_digest)));
	crm_summary(crm, "%s: %lld created, %lld updated", file,
	    (long long)(n.created + n.pending), (long long)n.updated);
}

/* --- a batch that goes on --- */

void
part_begin(struct import *im)
{
	struct resumed *b = &im->resumed;
	struct crm_rows *r;

	if (im->options->commit_every == 0 || im->options->dry_run)
		return;
	r = crm_query(im->crm,
	    "SELECT i.id, i.change_id, i.rows_digest, i.read, i.created, "
	    "i.updated, i.pending FROM import i /*scan*/ JOIN change c ON "
	    "c.id = i.change_id WHERE i.file = ?1 AND i.tbl = ?2 AND "
	    "i.rows_digest IS NOT NULL AND c.undone_by IS NULL "
	    "ORDER BY i.id DESC LIMIT 1",
	    ARG(im->read->file), ARG(im->options->entity->name));
	if (crm_next(r)) {
		b->counts.batch = crm_col_int(r, 0);
		b->change = crm_col_int(r, 1);
		b->digest = crm_keep(im->crm, crm_col_text(r, 2));
		b->counts.read = crm_col_int(r, 3);
		b->counts.created = crm_col_int(r, 4);
		b->counts.updated = crm_col_int(r, 5);
		b->counts.pending = crm_col_int(r, 6);
		b->waits = true;
	}
	crm_close(r);
}

/* All rows that the batch has were read once more. Are they the same? */
static void
part_resume(struct import *im)
{
	struct resumed *b = &im->resumed;
	struct crm *crm = im->crm;

	b->waits = false;
	if (strcmp(b->digest, digest_text(crm, im->rows_digest)) != 0) {
		*b = (struct resumed){0};
		return;
	}
	im->change = b->change;
	im->counts->batch = b->counts.batch;
	im->parted_line = im->read->line;
	crm_remark(crm, "%s:%lld: batch %lld goes on from here", im->read->file,
	    (long long)im->read->line, (long long)im->counts->batch);
}

void
part_row(struct import *im)
{
	const struct read *r = im->read;
	size_t i;

	if (im->options->commit_every == 0)
		return;
	for (i = 0; i < r->ncolumns; i++)
		if (r->cells[i].type != READ_ABSENT) {
			im->rows_digest = fnv(im->rows_digest, &i, sizeof(i));
			im->rows_digest = fnv(im->rows_digest, r->cells[i].text,
			    r->cells[i].len + 1);
		}
	im->rows_digest = fnv(im->rows_digest, "\n", 1);
	if (im->resumed.waits && im->counts->read == im->resumed.counts.read)
		part_resume(im);
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
	    im->resumed.waits ||
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
