/*
 * preset.h: what is known of the files of other programs: by which columns
 * one is recognised, and where its columns go. Data, not code: the suite has
 * share/preset/NAME.map built in, and a user's own lie in a folder.
 *
 * The format is that of crm-import(5): a line for each thing, "KEY: VALUE".
 */
#ifndef CRM_PRESET_H
#define CRM_PRESET_H

#include "db.h"
#include "entity.h"
#include "read.h"

/* In cells for this field, one word means another: Aprovada, completed. */
struct preset_word {
	const char *field; /* "status", "client.language" */
	const char *from, *to; /* to "-": it says nothing */
};

struct preset {
	const char *name; /* "calendly_invitees" */
	const char *title; /* what it is, for people */
	const char *file; /* where it is from; NULL: built in */
	const struct crm_entity *entity; /* what its rows are; NULL: not said */
	const char *const *columns; /* headers that tell it; lists end with
				       NULL, and are NULL when empty */
	const char *const *maps; /* "E-mail # - Value=email": any number for the
				    #; the column need not be there */
	const char *const *sets; /* "platform=hotmart" */
	const char *const *only; /* "Balance Impact=Credit", "Financial Status":
				    rows where that is so, or is not blank */
	const char *const *blanks; /* cells that mean nothing: "(none)" */
	const struct preset_word *words;
	int nwords;
	const char *date_order; /* "dmy"; NULL: to be found out */
	const char *zone; /* of times; NULL: the account's */
	const char *separator; /* between several values of a cell; or NULL */
	bool decimal_comma;
};

/*
 * Read one. On failure NULL, with *error "12: no key \"tytle\"", kept.
 * The text is not changed; the preset lives in the keep, and points to the
 * name and file that it is given.
 */
const struct preset *preset_parse(struct keep *, const char *name,
    const char *file, const char *text, const char **error);

/* All of them, the user's own first, each by name; NULL at the end. folder is
 * where the user's are, or NULL. One that is broken is a remark. */
const struct preset *const *preset_list(struct crm *, const char *folder);

/* That of this name; NULL with a usage error that names those there are. */
const struct preset *preset_find(
    struct crm *, const char *folder, const char *name);

/* One in a file of its own; NULL with an error. */
const struct preset *preset_load(struct crm *, const char *file);

/*
 * That whose columns are all in the header; the one with the most, if there
 * are several. entity, unless NULL, is what its rows have to be. NULL: none.
 */
const struct preset *preset_guess(struct crm *, const char *folder,
    const struct read *, const struct crm_entity *entity);

/*
 * How tables kept by hand and lists of programs that are not known call things,
 * in several languages (share/usual). It says what the header of a column does
 * not say by itself, and never that a file is one of a program. NULL: nothing
 * is known of this type.
 */
const struct preset *preset_usual(struct crm *, const struct crm_entity *);

#endif
