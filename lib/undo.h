/*
 * undo.h: what the two halves of change_undo() share; private to undo*.c.
 */
#ifndef CRM_UNDO_H
#define CRM_UNDO_H

#include "change.h"
#include "entity.h"

#define UNDO_NAMED 20		/* rows that are named, of those left alone */

struct undo {
	struct crm	*crm;
	int64_t		 change;
	struct undo_report *report;
	void		(*told)(void *, const char *);
	void		*arg;
	int		 named;
};

/* Name a row that was left alone: "client 42 (Ana Silva): why; kept". */
void	 undo_name(struct undo *, const struct crm_entity *, int64_t id,
	    const char *why);

/* Its facts as the journal keeps them: "json_object('id', t.id, ...)". */
void	 undo_image(struct str *, const struct crm_entity *, const char *t);

/* Is the field in the journal? Look-up keys and derived ones are not. */
bool	 undo_is_fact(const struct crm_field *);

/* Put back, row by row, what the change altered and what it deleted. */
void	 undo_updates(struct undo *, const struct crm_entity *);
void	 undo_deletes(struct undo *, const struct crm_entity *);

#endif
