/*
 * plan.h: what an import would do, an action for each row of the file, as
 * NDJSON that can be read, edited and carried out later. crm-import(1) says
 * what stands in it.
 *
 * An import that is asked for one notes every action when it is taken
 * (plan.c). To carry one out is to import its rows once more, with the same
 * decisions taken, and to refuse as soon as one turns out otherwise
 * (plan_apply.c): so nothing is decided in two ways.
 *
 * Private to lib/import*.c and lib/plan*.c.
 */
#ifndef CRM_PLAN_H
#define CRM_PLAN_H

#include "record.h"

struct import;
struct stage_row;
struct stranger;

/* The first line says that it is a plan, of this version. */
#define PLAN_VERSION 1

enum plan_action {
	PLAN_CREATE,
	PLAN_PENDING,
	PLAN_UPDATE,
	PLAN_UNCHANGED,
	PLAN_SKIP,
	PLAN_REJECT,
	PLAN_ACTIONS
};

/* "create" */
const char *plan_word(enum plan_action);

/* --- made (plan.c) --- */

struct plan_line {
	int64_t line; /* of the file, by which they are sorted */
	size_t order; /* and by when they came */
	const char *text;
	size_t len;
};

struct plan {
	bool wanted; /* else nothing is noted */
	struct plan_line *lines;
	size_t n, cap;
	struct str text; /* the line that is being put together */
	struct str with; /* its linked records */
	struct record rec; /* a row as it was staged */
	int64_t clients; /* the last client before the import */
	struct keep keep; /* the texts */
};

/* Once it is known what the rows are. */
void plan_init(struct import *);
void plan_free(struct plan *);

/*
 * A row that nothing is done with: rejected, about this column or -1; or
 * skipped. known: the record that it is, or 0; fields: what the row gives of
 * the record at hand, if it is at hand.
 */
void plan_reject(struct import *, int64_t line, int column, const char *word,
    const char *why);
void plan_skip(struct import *, int64_t line, const char *why, int64_t known,
    uint64_t fields);

/* Does a row that is stored wait for review: of who its client is, a stranger,
 * or (NULL) of who it is itself? */
bool plan_waits(const struct import *, const struct stranger *);

/* A row that is stored, with what is linked to it; and whose client is a
 * stranger. */
void plan_create(
    struct import *, const struct stage_row *, const struct stranger *);

/*
 * A row of a known record, which the import holds beside what it changes:
 * before the change; a record that is linked to it, where it is new; and after
 * the change, when something was changed.
 */
void plan_update(struct import *, const struct stage_row *, int64_t id);
void plan_linked(struct import *, int which);
void plan_updated(
    struct import *, const struct stage_row *, int64_t id, bool changed);

/* Hand all of it out, in the order of the file. */
void plan_tell(struct import *);

/* The value of a field as it stands in a plan; old: the record that it is to
 * change, which has the currency, or NULL. */
void plan_value(
    struct str *, const struct record *, int field, const struct record *old);

/* --- carried out (plan_apply.c) --- */

/* What a line of the plan says that has to come true. */
struct plan_want {
	int64_t line; /* of the file that the plan is of */
	enum plan_action action;
	const char *old; /* a JSON object, or NULL */
	bool late; /* it repeats a row, though one that is left out */
	bool stranger; /* the client is named by what is said of him: */
	int64_t client; /* that one; 0: a new one */
};

struct apply {
	const char *file; /* that the plan is of */
	const char *digest;
	struct plan_want *wants; /* beside the rows of the stage */
	size_t n, cap;
	struct keep keep;
};

/* --- what has to be so again (plan_check.c) --- */

/* The row at hand cannot be carried out: it fails, and nothing is stored. */
void apply_refuse(struct import *, int64_t line, const char *word,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* A row that is to be stored: has it the client that it was to have? */
void apply_check_new(
    struct import *, const struct stage_row *, const struct stranger *);

/* Rows that repeat others have their turn when all others are stored, also
 * when those others are left out. */
bool apply_late(const struct import *, const struct stage_row *);

/* A record that is to be changed: is it what it was? */
bool apply_check_old(struct import *, const struct stage_row *);

#endif
