/*
 * import_stage.h: rows in memory, until they are written (import_stage.c); for
 * lib/import*.c only.
 */
#ifndef CRM_IMPORT_STAGE_H
#define CRM_IMPORT_STAGE_H

#include "record.h"

/* What becomes of a row, in its id: that of its record once it is known. */
enum {
	ROW_NEW = 0, /* to be created */
	ROW_DONE = -1 /* skipped or rejected: nothing to do */
	/* less: the same as row -2 - id of this file */
};
#define ROW_CREATED ((int64_t)1 << 62) /* beside the id: it is a new one */

struct stage_row {
	const unsigned char *data;
	int64_t id;
};

struct stage {
	struct stage_row *rows;
	size_t nrows;
	size_t cap;
	struct str scratch; /* the row being put together */
	unsigned char *at; /* free memory, */
	unsigned char *end; /* and its end */
	struct keep keep;
};

/* Begin a row; add a record to it (0: its own, else linked), with the fields
 * of the set alone, and the look-up keys; keep it. */
void stage_begin(struct stage *, int64_t line);
void stage_put(
    struct stage *, int which, const struct record *, uint64_t fields);
void stage_raw(struct stage *, const char *text, size_t len);
size_t stage_end(struct stage *);
void stage_free(struct stage *);

/* A walk through the records of a row. */
struct stage_walk {
	const unsigned char *at;
	int64_t line;
	const char *raw; /* as stage_raw() kept it, or NULL */
	size_t rawlen;
};

/* The row's own record; then, as long as there is one, a linked record, whose
 * number stage_next() returns (0: none left). Texts point into the stage. */
void stage_open(struct stage_walk *, const struct stage_row *, struct record *);
int64_t stage_line(const struct stage_row *);

/* Behind the last row; a stage that holds nothing has no rows to count from. */
static inline struct stage_row *
stage_past(const struct stage *s)
{
	return s->nrows == 0 ? s->rows : s->rows + s->nrows;
}

int stage_next(struct stage_walk *);
void stage_take(struct stage_walk *, struct record *);

/* Rows found by a hash of what names them. */
struct seen {
	uint64_t *slots;
	size_t mask;
	size_t n;
};

/* The first row under this hash that is the same by fn; SIZE_MAX: none. */
size_t seen_find(const struct seen *, uint64_t hash,
    bool (*same)(void *arg, size_t row), void *arg);
void seen_add(struct seen *, uint64_t hash, size_t row);
void seen_free(struct seen *);

#endif
