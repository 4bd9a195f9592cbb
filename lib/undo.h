/*
 * undo.h: what the parts of an undo share. Private to undo*.c.
 */
#ifndef CRM_UNDO_H
#define CRM_UNDO_H

#include "change.h"
#include "entity.h"

/*
 * An undo at work on one table after another. The temporary table undo_row
 * has a row for each row that the change touched, as long as it is not back:
 * tbl, row_id; first, last: of the change's journal rows about it; next: the
 * first journal row after those; what: the change added (UNDO_ADDED), altered
 * or removed it; kept: since then others altered it; why: in words.
 */
struct undo {
	struct crm *crm;
	int64_t change;
	struct undo_report *report;

	const struct crm_entity *e; /* the table at work */
	int64_t rows; /* that the change touched */
	bool parted; /* in parts: undo_row may have a row twice */
	bool moved; /* some row went back in this round */
	bool aside; /* look-up keys are put aside */

	int64_t survivor; /* of a merge: the client who was kept; else 0 */
	uint64_t named; /* columns of that one told as changed since */
	void (*told)(void *arg, const char *text);
	void *arg;
};

enum { UNDO_ADDED = 0, UNDO_ALTERED = 1, UNDO_REMOVED = 2 };

/* The columns of a table that the images of the change have: one that was
 * added to the table since is left alone. */
struct columns {
	const struct crm_field *field[FIELDS_MAX];
	int n;
};

/* Columns of image_query() before those of the fields. */
enum { ROW_ID, ROW_WHAT, ROW_LAST, ROW_NEXT, ROW_THERE, ROW_KNOWN, ROW_FIELDS };
enum { IMAGE_BEFORE, IMAGE_AFTER, IMAGE_NOW, IMAGES };

static inline int
image_at(int column, int image)
{
	return ROW_FIELDS + column * IMAGES + image;
}

/* undo_find.c: fill undo_row. */
void undo_find(struct undo *);

/* Which of the rows that were added did others alter since? Those are kept,
 * and told apart by next: it is NULL for the others. */
void undo_look(struct undo *);

/* Put back, newest first, the rows that were altered or removed. */
void undo_restore(struct undo *);

/* undo_left.c: the next column, of any table, that points to a table; from -1,
 * -1. */
bool undo_reference(const struct crm_entity *, int *table, int *field);

/* Count the rows that are left, and name them, oldest first, unless they are
 * many. */
void undo_left(struct undo *);

/* "client 42 (Ana)"; the name may be known, else it is read. */
const char *undo_label(
    struct undo *, const struct crm_entity *, int64_t id, const char *name);

/* undo_merge.c: before anything is undone: is it a merge, and may it be? And
 * when all is: is everybody back; what was added since is named. */
enum crm_rc undo_merge_begin(struct undo *);
enum crm_rc undo_merge_end(struct undo *);

/* A column of the one who was kept, altered since: what of it can go back. */
void undo_merge_column(
    struct undo *, struct crm_rows *, const struct columns *, int column);

/* "client 42 (Ana): email changed since by change 9; kept" */
const char *row_changed(
    struct undo *, struct crm_rows *, const struct columns *, int column);

/* undo_write.c: a row as it was: what was altered of it, or the whole. */
void row_update(
    struct undo *, struct crm_rows *, const struct columns *, uint64_t chosen);
void row_insert(struct undo *, struct crm_rows *, const struct columns *);

/* A row that is back; that waits, or never will, and why; that was altered
 * in a column since; that was deleted since. */
void row_done(struct undo *, struct crm_rows *);
void row_wait(
    struct undo *, struct crm_rows *, const struct columns *, const char *why);
void row_keep(
    struct undo *, struct crm_rows *, const struct columns *, int column);
void row_gone(struct undo *, struct crm_rows *, const struct columns *);

#endif
