/*
 * change.h: begin and end of what a command does to the facts, and taking it
 * back.
 */
#ifndef CRM_CHANGE_H
#define CRM_CHANGE_H

#include "db.h"

/*
 * Take the write lock and open a change: from here on the triggers put the
 * number of this command beside every fact that changes.
 */
enum crm_rc change_begin(struct crm *);

/*
 * The same, but take up a change that was committed before, so that both parts
 * are taken back as one. One that was undone since is not: a new one begins,
 * which crm->change tells.
 */
enum crm_rc change_resume(struct crm *, int64_t change);

/*
 * Derive, close the change and commit; or roll back when the handle holds an
 * error, when nothing changed (no write at all then), or when keep is false
 * (--dry-run). crm->summary is stored with the change.
 */
enum crm_rc change_end(struct crm *, bool keep);

/*
 * In the same transaction, a change of its own for what follows, which can be
 * taken back by itself; that at hand ends with crm->summary. None when nothing
 * has changed yet. A caller that then rolls back to a savepoint of before puts
 * crm->change back, too.
 */
enum crm_rc change_next(struct crm *);

/* What became of a row that an undo looked at. */
struct undo_report {
	int64_t reversed; /* rows put back as they were */
	int64_t kept; /* changed since, or in use since: left alone */
	int64_t failed; /* a rule of the data forbids it: left alone */
	/* The last two by name, the first of them if they are many: JSON, an
	 * array of {"bucket","type","id","reason"}. It lives with the handle.
	 */
	const char *left;
};

/*
 * Take back every change of fact that a change made, newest first, inside
 * the open change. Three-way: a column goes back only when it still holds
 * what that change gave it; a row that a later change touched in the same
 * columns, or that later rows point to, is kept, and named by told(arg, ...).
 *
 * Of a merge of two clients each column of the one who was kept goes by
 * itself, a list item by item; records that were added to that one since stay
 * and are named. It is refused (CRM_REFUSED) as long as a later merge made
 * that one part of another, and when the one who was given up cannot be put
 * back.
 */
enum crm_rc change_undo(struct crm *, int64_t id, struct undo_report *,
    void (*told)(void *arg, const char *text), void *arg);

/* Did this change make two clients one? An import of merges does not. */
bool change_is_merge(struct crm *, int64_t change);

#endif
