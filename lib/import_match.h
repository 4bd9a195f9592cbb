/*
 * import_match.h: which record a row is, of the file or of the database; for
 * lib/import*.c only.
 */
#ifndef CRM_IMPORT_MATCH_H
#define CRM_IMPORT_MATCH_H

#include <string.h>

#include "import_stage.h"

/* --- duplicates (import_match.c) --- */

/* Which records rows of the file are, so far (import_claim.c). */
struct claims {
	struct seen seen;
	bool begun;
	int64_t before; /* the last record when the import began */
};

/* The first of these records (their ids) that is none of a row but one that is
 * the same as this (row: a hash of it). 0: none. Closes the rows. */
int64_t claim_find(struct claims *, struct crm_rows *, uint64_t row);

#define MATCH_KEYS    8
#define MATCH_COLUMNS 4

/*
 * Columns that name a record together. A loose key is only for the database:
 * an appointment that was moved there since is the same, while a file may well
 * have one that was cancelled, and another for that time.
 */
struct match_key {
	int columns[MATCH_COLUMNS];
	int ncolumns;
	int required; /* the first so many must be given */
	int unless; /* a column: where given, do not look */
	bool live; /* nothing to a deleted client */
	bool loose;
	const char *where; /* also holds of who has them; or NULL */
	const char *sql; /* the id of who has them */
	int64_t *ids; /* for each row of the stage; or NULL: see look_begin() */
	const char *lost; /* of whom somebody was merged into who had them; or
			     NULL */
	const char *label; /* "email", for messages */
	struct seen seen;
};

struct match {
	struct crm *crm;
	const struct crm_entity *entity;
	struct stage *stage;
	struct match_key keys[MATCH_KEYS];
	int nkeys;
	struct seen whole; /* rows without any key */
	struct record other; /* to compare with */
	uint64_t passing; /* columns that change as time goes by: status */
	int status; /* columns of clients; -1 elsewhere */
	int email;
	int emails;
	const struct match_key *email_key; /* the key that the email is */
	struct seen furthers; /* rows by their further addresses */
	const struct value *address; /* being looked for */
	bool exact; /* rows with the same name and phone are one client,
		       whatever their emails */
	bool undecided; /* whose it is is not known yet: he may well have
			   the same as another */
	size_t row; /* of the stage, the one at hand */
	bool empty; /* no such records yet */
	bool further; /* some client has further emails */
	bool deleted; /* some client is deleted */
	bool merged; /* some clients were merged */
	bool parts; /* this is not the first of the file */
	struct claims claims; /* of records by loose keys */
	const struct record *record; /* being compared, with its fields */
	uint64_t fields;
	const struct match_key *key;
	struct str equal_sql; /* for the columns of equal_fields */
	const struct crm_entity *equal_entity;
	uint64_t equal_fields;
};

/* Who is the same as a record. */
struct match_found {
	int64_t id; /* 0: nobody */
	const char *label; /* by what */
	bool deleted; /* a client that was deleted */
	bool stranger; /* the id belongs to somebody else */
	bool taken; /* it has a further address of the record */
};

void match_init(
    struct match *, struct crm *, const struct crm_entity *, struct stage *);
void match_free(struct match *);

/* The column of this name; -1. */
int key_column(const struct crm_entity *, const char *name, size_t len);

/* Does a key say anything of a record, and is the record looked up by it? */
bool key_applies(
    const struct match *, const struct match_key *, const struct record *);
bool key_looks(const struct match_key *, const struct record *);

bool value_same(const struct value *, const struct value *);
uint64_t value_hash(uint64_t, const struct value *);

static inline bool
value_has(const struct record *rec, int column)
{
	return rec->values[column].state > VALUE_NULL;
}

static inline bool
match_clients(const struct match *m)
{
	return strcmp(m->entity->name, "client") == 0;
}

/* A client that is deleted leaves its email to others. */
bool match_deleted(const struct match *, const struct record *);

/* The row of this file that is the same, by *label; SIZE_MAX: none, and then
 * (keep) the row that comes next in the stage will be known by this record. */
size_t match_row(struct match *, const struct record *, uint64_t fields,
    bool keep, const char **label);

/* --- further addresses of clients (import_email.c) --- */

bool email_further(const struct match *, const struct record *);

/* The row of this file that has one of the addresses, where it is a further
 * one of either; own: it is the record's own that is a further one there. */
size_t email_row(struct match *, const struct record *, bool *own);
void email_add(struct match *, const struct record *, size_t row);

/* The client there is that has one of the further addresses. */
int64_t email_holder(struct match *, const struct record *);

/* What the rows of the file are known by is not needed any longer. */
void match_forget(struct match *);

/*
 * Put the numbers of other programs that merges gave up where they are found:
 * into the temporary table lost (external_id, source, client_id), since SQLite
 * has no index on what is in JSON while the schema is not trusted. False: there
 * are no merges, nor is there the table.
 */
bool lost_load(struct crm *);

/* What there is in the database before it is changed. */
void match_start(struct match *);

/* --- import_look.c --- */

/* Look up the rows of a large stage by each key that is one text, all at once;
 * until the end nothing may be written that has such a key. */
void look_begin(struct match *);
void look_end(struct match *);
struct match_found match_base(
    struct match *, const struct record *, uint64_t fields);

/* A record that waits for review since somebody came in with it, equal to
 * this one, whose client is not known; 0 when there is none. */
int64_t match_waiting(struct match *, const struct record *, uint64_t fields,
    const struct record *who);

/* A row that has these very values; 0 when there is none. */
int64_t match_equal(struct match *, const struct record *, uint64_t fields);

/* The fields that have a value, look-up keys apart. */
uint64_t match_given(const struct record *);

#endif
