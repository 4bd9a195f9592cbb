/*
 * import_in.h: what the parts of the import share; for lib/import*.c only.
 */
#ifndef CRM_IMPORT_IN_H
#define CRM_IMPORT_IN_H

#include <string.h>

#include "arrive.h"
#include "import.h"
#include "out.h"
#include "plan.h"
#include "preset.h"
#include "read.h"
#include "record.h"

#define REMARKS_MAX 3 /* of one sort that are told one by one */

/* Records that one row of a file may make beside its own. */
#define LINKED_MAX 8

/* Columns that may be joined to one value. */
#define JOIN_MAX 4

/* --- headers to fields (import_map.c, import_order.c) --- */

enum target_kind {
	TARGET_NONE, /* goes nowhere, which is said */
	TARGET_IGNORE, /* goes nowhere, and nobody need know */
	TARGET_FIELD,
	TARGET_MORE, /* a further email or phone, or the first */
	TARGET_JSON, /* a key of a JSON object */
	TARGET_CLIENT /* names the client of the record, or tells of it */
};

/* Beside the number of a linked record. */
#define RECORD_CLIENT (-1)

/* Where the cells of a column go. */
struct target {
	enum target_kind kind;
	int record; /* 0: the row's own; else a linked one, or the client */
	bool asked; /* by --map */
	const struct crm_field *field; /* CLIENT of record 0: client_id */
	const struct crm_field
	    *list; /* MORE: where it goes when field is taken */
	const char *key; /* JSON */
};

/* One --map. */
struct map_order {
	const char *text; /* as it was given */
	const char *source; /* the headers that it may be, folded, with bars
			       between; or "#2" */
	const char *parts[JOIN_MAX]; /* "Date + Time": each of them, folded */
	int nparts; /* 0: there is one header */
	struct target target;
	bool used;
	bool preset; /* from one: its column need not be there */
	const char *usual; /* where it goes, if it is there (preset_usual()):
			      there are many, so it is looked for then */
};

/* Columns whose cells are one value: with a blank between those that say
 * something. */
struct map_join {
	struct target target;
	size_t columns[JOIN_MAX]; /* SIZE_MAX: not there */
};

/* What a word in a column means, as a preset says. */
struct map_word {
	const struct crm_field *field;
	const char *from; /* folded */
	const char *to;
};

/* One --set: what a row that says nothing of it has. */
struct map_set {
	const char *text; /* the value */
	struct target target;
};

/* Rows that count: where the cell is this one, or is not blank. */
struct map_only {
	size_t column; /* SIZE_MAX: it has not come */
	const char *header; /* folded */
	const char *value; /* NULL: any */
};

struct map {
	struct crm *crm;
	const struct crm_entity *entity;
	struct map_order *orders;
	int norders;
	struct map_set *sets;
	int nsets;
	struct map_join *joins; /* one for each order */
	struct map_only *only;
	int nonly;
	struct map_word *words;
	int nwords;
	const struct preset *preset; /* or NULL */
	struct target *targets; /* of the first ntargets columns */
	size_t ntargets;
	const struct crm_entity *linked[LINKED_MAX + 1]; /* from 1 */
	int nlinked;
	bool own; /* the header is that of our export */
	bool bare; /* a column that names people is called just "name" */
	size_t broken; /* the column _text of --rejects; SIZE_MAX: none */
};

/* Take the --map and --set options in; a target that is not there is a usage
 * error. What they leave open a preset may say, which may be NULL. */
enum crm_rc map_init(struct map *, struct crm *, const struct import_options *,
    const struct preset *);

/* Decide about the columns that have come since the last call. */
enum crm_rc map_columns(struct map *, const struct read *);

/* A --map whose column never came is a usage error. */
enum crm_rc map_check(struct map *, const struct read *);

/* Where a column goes together with others; NULL: it goes alone. */
const struct target *map_joined(const struct map *, size_t column);

/* Does a column, or several together, have this field of the record? */
bool map_has(const struct map *, const char *key);

/* A header of which nothing is known is that of another thing, or none: it is
 * refused, once, and not every row. */
enum crm_rc map_known(struct map *, const struct read *);

/* Where every column goes, as a preset says it (preset.h). */
void map_write(const struct map *, const struct read *, struct str *);

/* Name the columns that go nowhere. */
void map_remark(struct map *, const struct read *);

/* What import_order.c and import_map.c have in common: the target of this
 * name, "note.text", "custom.size"; and is it this column, its header folded,
 * that the order is about? */
bool target_find(struct map *, const char *text, struct target *);
bool order_fits(const struct map_order *, size_t column, const char *header);
bool header_among(const char *patterns, const char *header);

/* --- by the header (import_header.c) --- */

/* "E-mail *" is email: case, accents, blanks and punctuation are gone. */
void header_fold(struct str *, const char *);

/* "Name", "Nome", which may be the whole name of somebody or a part of it. */
bool header_is_bare(const char *header);

/* Is every header a key of the record itself, as in our own export? */
bool header_is_own(const struct map *, const struct read *);

/* The target of a header, folded and as it is; it stays TARGET_NONE when there
 * is none. */
void header_map(
    struct map *, const char *header, const char *name, struct target *);

/* What header_map() asks import_map.c: has another column this field; can it
 * be a target; can "note.text"? */
bool target_taken(const struct map *, int record, const struct crm_field *);
bool target_field(
    const struct map *, const struct crm_field *, struct target *);
bool target_linked(struct map *, const char *text, struct target *);

/* Is the column one that --rejects added? */
bool map_is_reject(const char *name);

/* What a cell of this field says, in the words of the suite; false: nothing. */
bool map_word(const struct map *, const struct crm_field *, struct read_cell *);

/* "phone" has room for more in "phones"; NULL: there is no such field. */
const struct crm_field *list_of(
    const struct crm_entity *, const struct crm_field *);

/* --- rows in memory (import_stage.c) --- */

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

/* --- rejected rows (import_reject.c) --- */

struct reject {
	int64_t line;
	const char *raw; /* as reject_raw() gives it; or NULL */
	size_t rawlen;
	const char *why;
};

struct rejects {
	const char *file; /* --rejects; or NULL: nothing is kept */
	struct reject *list;
	size_t n;
	size_t cap;
	struct keep keep;
};

/* The record at hand as it is to come back. */
void reject_raw(struct str *, const struct read *);
void reject_text(struct str *, const char *text, size_t len);

/* Remember a row. */
void reject_add(struct rejects *, int64_t line, const char *raw, size_t rawlen,
    const char *why);

/* Put them into out, in the order of their lines. */
void reject_write(struct rejects *, const struct read *, struct out *);
void reject_free(struct rejects *);

/* --- whom rows are about (import_client.c) --- */

/*
 * Somebody that rows name who was no client yet when the file was read. In a
 * row of the stage client_id is then his number, negative, until the database
 * is locked and it is decided.
 */
struct stranger {
	bool decided;
	enum arrive_level level;
	int64_t client; /* that it is, or may be; that was made */
	double score;
	const char *reason; /* why it waits for review; NULL: it does not */
	struct problem problem; /* why there is no client */
	char since[21]; /* the first time that any of his rows tells */
	bool made; /* the client is a new one, */
	bool used; /* and a row has got it */
};

struct strangers {
	struct crm *crm;
	const struct crm_entity *entity;
	bool arrive; /* they are made clients; else they must be known */
	bool create; /* unless they may not */
	bool looked; /* whether any clients were merged: lost_load() */
	bool merged; /* some were */
	struct record row; /* what the row at hand says of its client */
	const char *ref; /* client_id as the row gives it, or NULL */
	struct stage stage; /* all of them, as clients */
	struct stranger *list; /* beside the rows of the stage */
	size_t cap;
	struct seen seen;
	struct record other; /* to compare with */
	struct arrive at_hand;
	int64_t made;
};

void strangers_init(struct strangers *, struct crm *, const struct crm_entity *,
    const struct import_options *);
void strangers_clear(struct strangers *); /* for the next row */
void strangers_free(struct strangers *);

/* Find the client of a record whose other values are parsed, and give it to
 * it. False with a problem in the record, or in the strangers' row. */
bool client_take(struct strangers *, struct record *);

/* --- (import_stranger.c) --- */

/* The stranger that a record from the stage is about, or NULL. */
struct stranger *client_stranger(struct strangers *, const struct record *);

/* Decide about him, which may make a client; then give the record its client:
 * none when it waits for review. False: there is a problem. */
bool client_decide(struct strangers *, struct stranger *);
void client_give(struct strangers *, struct record *);

/* What he said of himself, as a client; and a record that waits for review. */
const struct record *client_said(struct strangers *, const struct stranger *);
void client_queue(struct strangers *, const struct stranger *, int64_t ref);

/* Clients that no row has got in the end are not made. */
void strangers_prune(struct strangers *);

/* --- what a column's cells say of one another (import_lean.c) --- */

enum lean_kind { LEAN_NONE, LEAN_DATE, LEAN_AMOUNT };

/* Days in numbers and amounts of a column: all are read in one way. */
struct lean {
	enum lean_kind kind;
	unsigned could; /* the ways that the cells so far allow; 0: none of
			   them says anything */
	int64_t told; /* cells that do */
	bool doubt; /* one of them alone would not have told */
	const char *first; /* the cell that left so few of them */
	int64_t first_line;
	const char *against; /* one that allows none of them */
	int64_t against_line;
};

/* Take a cell in; texts that are shown later are kept. decimals: of amounts. */
void lean_look(struct lean *, struct keep *, const struct read_cell *,
    int64_t line, int decimals);

/* Is there more than one way left? Amounts then have a decimal point. */
bool lean_open(const struct lean *);
void lean_settle(struct lean *);

/* The order of days, or DATE_NONE; are amounts written 12,50; the ways left, in
 * words. */
enum date_order lean_order(const struct lean *);
bool lean_comma(const struct lean *);
const char *lean_words(const struct lean *);

/* --- rows that wait for that (import_ahead.c) --- */

struct ahead {
	struct lean *leans; /* of the first nleans columns */
	size_t nleans;
	bool any; /* some column has one */
	int decimals; /* of amounts */
	size_t currency; /* the column that names one; SIZE_MAX: none */
	struct ahead_row *rows;
	size_t n;
	size_t cap;
	struct keep texts; /* of the leans */
	struct keep waiting; /* of the rows */
};

struct import;

/* The record that the reader stands on: in at once, or once it is known how
 * its cells are to be read. */
void ahead_row(struct import *);

/* All rows were read: those that wait enter, or it is refused to guess. */
enum crm_rc ahead_end(struct import *);
void ahead_free(struct ahead *);

/* A cell of a column, on its way to a record, as its column is read. */
void ahead_cell(struct import *, size_t column, const struct target *,
    struct record *, struct read_cell *);

/* --- one file (import.c reads it, import_write.c writes what it read) --- */

/* A batch whose command was ended before it had come to the end of the file. */
struct resumed {
	bool waits; /* it is not known yet whether the rows are the same */
	struct import_counts counts; /* of the batch */
	int64_t change;
	const char *digest; /* of its rows */
};

struct import {
	struct crm *crm;
	struct import_options own; /* those given, and what the file says */
	const struct preset *preset; /* what file it is; or NULL */
	const struct import_options *options;
	struct read *read;
	struct map map;
	struct stage stage;
	struct match match;
	struct arrive weighed; /* the row at hand, with --match */
	int64_t alike; /* rows told to be like a client, in a dry run */
	struct rejects rejects;
	struct strangers strangers;
	struct ahead ahead;
	struct plan plan;
	struct apply *apply; /* a plan that is carried out; or NULL */
	struct record rec;
	struct record linked[LINKED_MAX + 1]; /* from 1 */
	struct record old; /* the row that is to be changed */
	struct import_counts *counts;
	int64_t change; /* that is stored; 0: nothing is */
	int64_t stored; /* rows that are in it */
	int64_t parted; /* rows read when a part was last due */
	int64_t parted_line; /* the last line that is stored */
	uint64_t rows_digest; /* of the rows read, for that */
	struct resumed resumed; /* that goes on; or zeroes */
	int64_t nlinked[LINKED_MAX + 1]; /* rows that have one */
	int64_t unlinked; /* of rows that have no client in the end */
	uint64_t columns; /* that any row gives, look-up keys too */
	int64_t remarks; /* of the reader, so far */
	int64_t unreachable; /* rows rejected for want of an email alone */
	bool typed; /* somebody said what the rows are */
	bool guarded; /* csv for spreadsheets: take guards off */
	struct str raw; /* the row, for --rejects */
};

/* The file, what it is, and nothing read yet but its header; in two steps,
 * before and after the type of its records is known. */
void import_open(struct import *, struct crm *, const char *file,
    const struct import_options *, struct import_counts *);
void import_begin(struct import *, struct crm *, const char *file,
    const struct import_options *, struct import_counts *);
void import_settle(struct import *);
void import_close(struct import *);

/* Name a row that cannot be used, and count it. */
void import_reject(struct import *, int64_t line, const char *raw,
    size_t rawlen, enum crm_rc, const char *word, const char *why);
void import_reject_problem(struct import *, int64_t line, const char *raw,
    size_t rawlen, const struct record *);

/* Does a cell say nothing: by itself; or since it is a word that the preset
 * knows to mean nothing (import_cell.c)? */
bool cell_blank(const struct read_cell *);
bool cell_nothing(const struct import *, const struct read_cell *);

/* The cells of the record that the reader stands on, and what --set says, into
 * the records that the row makes. An empty cell says nothing: it never erases,
 * nor keeps a default away. */
void cells_set(struct import *);

/*
 * What cells say only together (import_sense.c): a column "Name" beside one of
 * surnames has first names, and beside one of first names surnames; an end that
 * is a time alone is on the day of the start. And what parts the phones or
 * addresses of a cell that has several; NULL.
 */
void names_settle(struct import *);
void end_settle(struct import *);
const char *contacts_part(const char *text, enum kind);

/* The record that the reader stands on: into the stage, or rejected. */
void import_row(struct import *);

/* The same, once its values are set; or when it is a known record, in two
 * steps: the values parsed (false: rejected), then into the stage as the last
 * row, with these fields. */
void import_keep(struct import *);
bool import_parse(struct import *);
void import_stage(struct import *, uint64_t fields);

/* The rows of a file by what is done with them. */
struct work {
	struct import *im;
	int64_t new;
	int64_t counted; /* of those, under client.limit */
	int64_t room; /* that client.limit leaves them */
	int64_t known; /* to be changed */
	int64_t stored; /* new, and in already */
};

/*
 * import_weigh.c, with --match: is a row that nothing names a client by the
 * exact rules (rules.md R4)? Then it is found. Else weigh_store() makes the
 * client at once, so that rows after it are weighed against it, too, and lets
 * it wait for review where it may be one there is.
 */
void weigh_open(struct import *);
void weigh_close(struct import *);
void weigh_find(struct import *, const struct stage_row *, struct stage_walk *,
    struct match_found *);
void weigh_store(struct work *, struct stage_row *, struct stage_walk *);

/* Does a client of this status count, and is anybody's like? */
bool client_counts(const struct record *);

/* What import_write() does with them: change those there were, add the new
 * ones, then change what rows of the same file have added. */
void import_known(struct work *);
void import_new(struct work *);
void import_repeats(struct work *);

/* The client that a record is or is about, 0 while that waits for review; and
 * whose a linked one is. */
static inline int64_t
linked_client(const struct record *rec, int64_t id)
{
	const struct value *v;

	if (rec->entity->client < 0)
		return id;
	v = &rec->values[rec->entity->client];
	return v->state == VALUE_INT ? v->i : 0;
}

static inline void
linked_give(struct record *rec, int64_t client)
{
	rec->values[rec->entity->client] =
	    (struct value){.state = VALUE_INT, .i = client};
}

/* Everything staged, in one transaction; and the rejected rows. */
enum crm_rc import_write(struct import *);

/* Of that the transaction, undone when it is only tried, or must be whole, or
 * has no news; out: where rejected rows go after it, NULL: it is a part. */
enum crm_rc import_commit(struct import *, struct out *);

/* Begin or end the transaction in which rows look up clients. */
void import_lookups(struct import *, const char *sql);

/* --- a file in parts (import_part.c) --- */

/*
 * Before any row: is there a batch of this file that has no end yet? And with
 * every row read: is that the one after those that it has? Then it goes on.
 */
void part_begin(struct import *);
void part_row(struct import *);

/* Store what was staged, where it is time for it; to be called between rows. */
void part_end(struct import *);

/* Say with an error which parts are stored. */
void part_fail(struct import *);

/* Put what is in the counts into the batch, in the open change; last: the end
 * of the file has come. */
void batch_keep(struct import *, bool last);

#endif
