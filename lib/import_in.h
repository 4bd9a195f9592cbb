/*
 * import_in.h: what the parts of the import share; for lib/import*.c only.
 */
#ifndef CRM_IMPORT_IN_H
#define CRM_IMPORT_IN_H

#include "arrive.h"
#include "import.h"
#include "import_map.h"
#include "import_match.h"
#include "import_stage.h"
#include "out.h"
#include "plan.h"
#include "read.h"

#define REMARKS_MAX 3 /* of one sort that are told one by one */

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

enum lean_kind {
	LEAN_NONE,
	LEAN_DATE,
	LEAN_BIRTHDAY, /* days, some of them without a year */
	LEAN_AMOUNT
};

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

/* Is it of days? */
bool lean_dates(const struct lean *);

/* Is there more than one way left? Amounts then have a decimal point. */
bool lean_open(const struct lean *);
void lean_settle(struct lean *);

/* The order of days, or DATE_NONE; are amounts written 12,50; the ways left, in
 * words. */
enum date_order lean_order(const struct lean *);
bool lean_comma(const struct lean *);
const char *lean_words(const struct lean *);

/* --- what is no value of its field (import_aside.c) --- */

#define ASIDE_FIELDS 8 /* of clients: more than may be put aside */
#define ASIDE_SHOWN  5 /* different texts that are told */

struct aside {
	const struct crm_field *field;
	const char *why; /* "no day" */
	int64_t cells;
	struct {
		const char *text;
		int64_t line;
		int column; /* or -1 */
	} shown[ASIDE_SHOWN];
	int nshown;
};

struct asides {
	struct aside list[ASIDE_FIELDS];
	int n;
	struct keep keep;
};

struct import;

/* Is the cell no value of the field of a client that it goes to, and was it put
 * aside? And say, at the end, what was. */
bool aside_take(struct import *, struct record *, const struct target *,
    size_t column, const struct read_cell *);
void aside_remark(struct import *);

/* --- rows that add up the others (import_total.c) --- */

/*
 * Does the row look so: its first cell says "Total", others are numbers, and
 * nothing says who it might be? With a number at the end of the file it is one,
 * and is skipped. Without, or above other rows, it is a record as any other,
 * but that it looks so is told.
 */
enum total { TOTAL_NOT, TOTAL_BARE, TOTAL_SUMS };

enum total total_looks(const struct import *);
void total_skip(struct import *);
void total_keep(struct import *);

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
	struct asides asides;
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
	int64_t unreachable; /* rows rejected for want of an email alone, */
	int64_t unworded; /* for a word that is not known, */
	const struct crm_field *word; /* of this field */
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
 * surnames has first names, and beside one of first names surnames; a client
 * without a name goes by that of his company; an end that
 * is a time alone is on the day of the start. And what parts the phones or
 * addresses of a cell that has several; NULL.
 */
void names_settle(struct import *);
void end_settle(struct import *);
const char *contacts_part(const char *text, enum kind);

/* The record that the reader stands on: into the stage, or rejected; or it is
 * the totals of the file, and skipped. */
void import_row(struct import *, bool total);

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
