/*
 * import.h: a file of records into the database: reader, mapping, record.
 *
 * Rows are read, checked and kept in memory first; only then is the database
 * locked, and everything written in one transaction.
 */
#ifndef CRM_IMPORT_H
#define CRM_IMPORT_H

#include "db.h"
#include "entity.h"
#include "kind.h"
#include "out.h"
#include "read.h"

struct preset;

/* What to do with a row that is there already. */
enum import_policy {
	IMPORT_SKIP, /* leave it */
	IMPORT_FILL, /* fill fields that are empty */
	IMPORT_UPDATE, /* change fields; a blank never erases */
	IMPORT_ERROR /* reject the row */
};

struct import_options {
	const struct crm_entity
	    *entity; /* NULL: that of the preset, or clients */
	const struct preset *preset; /* NULL: by the header */
	bool no_preset; /* none by the header, either */
	const char *presets; /* the folder of the user's own; or NULL */
	const char *const *maps; /* "E-mail=email", NULL at the end */
	const char *const *sets; /* "platform=hotmart", NULL at the end */
	const struct preset *words; /* "status: VIP=active"; or NULL */
	enum import_policy policy;
	const char *save_map; /* file for the mapping in force, or NULL */
	const char *rejects; /* file for rejected rows, or NULL */
	const char *country; /* for phones; NULL: account.country */
	const char *currency; /* where none is named; NULL: account's */
	bool decimal_comma; /* else found out by column */
	enum date_order date_order; /* DATE_NONE: found out by column */
	bool strict; /* one bad row: nothing at all */
	bool dry_run;
	bool zone; /* times were said to be of a zone */
	int64_t commit_every; /* store that many rows at a time; 0: all */
	bool no_create; /* who is no client is not made one: rejected */
	bool match; /* clients that nothing names are weighed (arrive.h) */
	bool only_known; /* rows of records that are not there are skipped */
	struct read_hints hints;

	/* Name a rejected row: where is "clients.csv:60000", word the machine's
	 * name of what is wrong. NULL: through crm->notice. */
	void (*rejected)(struct crm *, const char *where, enum crm_rc,
	    const char *word, const char *why);

	/* Of a dry run: print a line of its plan (plan.h), with the line end.
	 * NULL: none is wanted. */
	void (*planned)(struct crm *, const char *text, size_t len);
};

struct import_counts {
	const struct crm_entity *entity; /* what the rows were */
	int64_t batch; /* its number; 0 when nothing was written */
	int64_t read, created, updated;
	int64_t unchanged; /* known; nothing of them was to be changed */
	int64_t skipped; /* known and left alone, or not wanted */
	int64_t rejected;
	int64_t pending; /* stored, and to be reviewed whose they are, or, of
			    clients, who */
	int64_t clients; /* made of those whom rows name; in no sum */
};

/*
 * Import one file. Opens its own transaction (change_begin, change_end).
 * Rejected rows are named, one line each, as
 * "clients.csv:60000: email: not an address: \"ana@\""; the sum of the counts
 * but batch, clients and read is read. CRM_REJECTED is not set here.
 */
enum crm_rc import_file(struct crm *, const char *file,
    const struct import_options *, struct import_counts *);

/*
 * Print what a file would be taken for, and why, and write nothing: a row for
 * its format, encoding, delimiter, sheet, header, preset and type, one for
 * each column, and one for each column of days or amounts in numbers.
 */
enum crm_rc import_sniff(
    struct crm *, const char *file, const struct import_options *);

/*
 * Carry out a plan that a dry run made, which may have been edited; in one
 * transaction. Refused (CRM_REFUSED), with nothing stored, as soon as
 * something is not as the plan has it any longer.
 */
enum crm_rc import_apply(
    struct crm *, const char *file, bool dry_run, struct import_counts *);

/* Every fact, from the stream that export_all() wrote; into a database that
 * holds none of them, or the very same. */
enum crm_rc import_all(
    struct crm *, const char *file, bool dry_run, struct import_counts *);

#endif
