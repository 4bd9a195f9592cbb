/*
 * crm.h: the contract between libcrm and the commands; the only header of
 * ours that cmd/ includes, beside the generated crm_sql.h.
 *
 * One handle, struct crm, carries everything. The first error sticks in it:
 * after crm_fail(), every function here does nothing and reports failure, so
 * a command checks once, at its end. What libcrm hands out, libcrm owns; it
 * lives until the process ends, unless said otherwise.
 */
#ifndef CRM_H
#define CRM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crm;
struct crm_rows;
struct crm_entity;

/* An error code is an exit status (interface.md, "Exit status"). */
enum crm_rc {
	CRM_OK = 0,
	CRM_FAILURE = 1, /* I/O, out of space, a bug */
	CRM_USAGE = 2, /* the command line, or a value on it */
	CRM_REJECTED = 3, /* done, but some input rows were rejected */
	CRM_MISSING = 4, /* the named record does not exist */
	CRM_REFUSED = 5, /* a rule of the data says no */
	CRM_BUSY = 6, /* another process holds the database */
	CRM_NOTADB = 7 /* not ours, damaged, or written by a newer crm */
};

/* --- errors and remarks ----------------------------------------------------
 */

/*
 * Keep this error, unless one is kept already. word is the machine's name for
 * it ("email_taken"), NULL for the usual one of the status. The message is
 * one line without the command's name or a final dot. Returns the status now
 * in force.
 */
enum crm_rc crm_fail(struct crm *, enum crm_rc, const char *word,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* The status in force: CRM_OK until something failed. */
enum crm_rc crm_status(const struct crm *);

/* Say something on stderr that is not an error; silent under --quiet. */
void crm_remark(struct crm *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* --- memory that dies with the handle ----------------------------------------
 */

const char *crm_keep(struct crm *, const char *);
const char *crm_keepf(struct crm *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* --- SQL -------------------------------------------------------------------
 */

/*
 * Values reach SQL only as ARG(x): crm_run(crm, sql, ARG(id), ARG(text)).
 * Texts are bound without a copy: they must live until the statement is done.
 * ARG_NULL binds NULL, as does ARG of a NULL text.
 */
struct crm_arg {
	enum { CRM_ARG_END, CRM_ARG_INT, CRM_ARG_REAL, CRM_ARG_TEXT } type;
	union {
		int64_t i;
		double d;
		const char *s;
	};
};

static inline struct crm_arg
crm_arg_int(int64_t i)
{
	return (struct crm_arg){.type = CRM_ARG_INT, .i = i};
}

static inline struct crm_arg
crm_arg_real(double d)
{
	return (struct crm_arg){.type = CRM_ARG_REAL, .d = d};
}

static inline struct crm_arg
crm_arg_text(const char *s)
{
	return (struct crm_arg){.type = CRM_ARG_TEXT, .s = s};
}

#define ARG(x)                                                                 \
	_Generic((x), char *: crm_arg_text, const char *: crm_arg_text,      \
	    float: crm_arg_real, double: crm_arg_real,                       \
	    default: crm_arg_int)(x)
#define ARG_NULL crm_arg_text(NULL)
#define CRM_ARGS(...)                                                          \
	((const struct crm_arg[]){                                             \
	     {.type = CRM_ARG_END}, ##__VA_ARGS__, {.type = CRM_ARG_END}} +    \
	    1)

/* Start a query; its rows are read by crm_next() or printed by crm_emit().
 * A statement is prepared once a process and used again. */
#define crm_query(crm, sql, ...)                                               \
	crm_query_args((crm), (sql), CRM_ARGS(__VA_ARGS__))
struct crm_rows *crm_query_args(
    struct crm *, const char *sql, const struct crm_arg *);

/* Step to the next row; false at the end, and after an error. At the end the
 * rows are closed. */
bool crm_next(struct crm_rows *);

/* Columns of the current row, from 0. Text lives until the next step. */
int64_t crm_col_int(struct crm_rows *, int);
double crm_col_real(struct crm_rows *, int);
const char *crm_col_text(struct crm_rows *, int); /* NULL for NULL */
bool crm_col_null(struct crm_rows *, int);

/* A column as the argument of another statement; its text is kept. */
struct crm_arg crm_col_arg(struct crm_rows *, int);

/* Leave a query before its end. */
void crm_close(struct crm_rows *);

/* Run a statement to its end; returns the number of rows it changed. */
#define crm_run(crm, sql, ...) crm_run_args((crm), (sql), CRM_ARGS(__VA_ARGS__))
int64_t crm_run_args(struct crm *, const char *sql, const struct crm_arg *);

/* The first column of the first row: as a number (0 when there is no row, or
 * NULL), or as a kept text (NULL likewise). */
#define crm_int(crm, sql, ...) crm_int_args((crm), (sql), CRM_ARGS(__VA_ARGS__))
int64_t crm_int_args(struct crm *, const char *sql, const struct crm_arg *);
#define crm_text(crm, sql, ...)                                                \
	crm_text_args((crm), (sql), CRM_ARGS(__VA_ARGS__))
const char *crm_text_args(
    struct crm *, const char *sql, const struct crm_arg *);

/* --- output --- */

/*
 * Print every remaining row in the format asked for; the kinds of the columns
 * come from their names. Several calls make one answer (one JSON array), so
 * their columns must be the same. crm_emit_one() prints an answer about one
 * thing: a JSON object, a card in table format.
 */
enum crm_rc crm_emit(struct crm *, struct crm_rows *);
enum crm_rc crm_emit_one(struct crm *, struct crm_rows *);

/*
 * The head of a document (--format pdf of a tool that has it), before
 * crm_emit(): what sort of paper it is, and a row about the client it is for:
 * "name" becomes the title, emails, phones and "since" the line below, the
 * other columns facts with their names as labels. No row (NULL): the title is
 * that given, and the events are of many clients and name them. Ask first
 * whether it is wanted, since otherwise the query is for nothing.
 */
bool crm_document_wanted(struct crm *);
void crm_document(
    struct crm *, const char *kind, const char *title, struct crm_rows *card);

/* A card also where several are asked about: one under the other, for people.
 */
enum crm_rc crm_emit_card(struct crm *, struct crm_rows *);

/*
 * A further part of an answer for people: a heading, and the rows of the query
 * as a table that leaves out the columns in which they all have nothing.
 */
#define crm_section(crm, title, sql, ...)                                      \
	crm_section_args((crm), (title), (sql), CRM_ARGS(__VA_ARGS__))
enum crm_rc crm_section_args(
    struct crm *, const char *title, const char *sql, const struct crm_arg *);

/* The rows as a JSON array, kept: to be a column of another answer. */
const char *crm_json(struct crm *, struct crm_rows *);

/* Is the answer wanted for a machine (json, ndjson, csv, tsv, id)? */
bool crm_machine_format(struct crm *);

/* A line of plain text to stdout (or --output). */
void crm_print(struct crm *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The columns of the answer where --fields does not say them. Those of the
 * tool are for people only, these for machines, too. */
void crm_columns(struct crm *, const char *fields);

/* Those of a chart where --fields does not say them: labels, and the number
 * that the bars are as long as. */
void crm_chart_columns(struct crm *, const char *fields);

/* Those of a table on a terminal of less than 100 columns, where --fields does
 * not say them: so few that none of them is cut short. */
void crm_narrow_columns(struct crm *, const char *fields);

/* How many columns of a terminal a table of the usual fields may take; 0 when
 * that is not what is asked for: another format, or --fields. */
int crm_table_width(struct crm *);

/* --- the command line --- */

/* One option; data for parsing, usage, --help and completion. */
struct crm_option {
	const char *name; /* "reason", without the dashes */
	const char *arg; /* "TEXT"; NULL for a flag */
	const char *help;
	const char *const *words; /* what the argument may be; or NULL */
	char letter; /* 'r' for -r; 0 for none */
};

/* What a verb is, beside its function. */
enum {
	CRM_WRITES = 1 << 0, /* runs in a transaction, and is journalled */
	CRM_NODB = 1 << 1, /* needs no database */
	CRM_LIST = 1 << 2, /* takes the list options and the filters */
	CRM_FIELDS = 1 << 3, /* takes the record's fields as options */
	CRM_OWNTX = 1 << 4, /* opens its own transaction (crm_begin) */
	CRM_ASKS = 1 << 5, /* cannot be undone: asks, or wants --yes */
	CRM_ALONE = 1 << 6, /* opens the database itself (init, migrate) */
	CRM_INCOMING = 1 << 7, /* crm_record_add() of what may come with --name,
				  --email and --phone instead of --client: the
				  client is found, made, or left for review
				  (crm(7), "Who comes in") */
	CRM_OPTION = 1 << 8, /* named by an option as well: --daily */
	CRM_SETS = 1 << 9, /* beside CRM_WRITES: only with a second argument or
			      an option of its own; otherwise it looks */
	CRM_TRIES = 1 << 10, /* with CRM_WRITES: only to see what would come of
			       it, always a dry run */
	CRM_MANY = 1 << 11 /* many records at once: may use more threads */
};

struct crm_verb {
	const char *name;
	enum crm_rc (*run)(struct crm *);
	unsigned flags;
	const char *args; /* usage of the arguments: "REF..." */
	const char *help; /* one line, no final dot */
	const struct crm_option *options; /* ends with a NULL name; or NULL */
};

/*
 * A verb that gives a record another status: data, not code. The tool lists
 * its moves beside its verbs, in the order in which a record goes through them;
 * the verb itself is a CRM_VERB_MOVE.
 */
struct crm_move {
	const char *verb; /* "complete" */
	const char *to; /* the word it gives: "completed" */
	const char *from; /* words it may come from: "pending,confirmed"; NULL:
			     any other */
	const char *stamp; /* the field that keeps the time of the move, or the
			      day: "done_at"; NULL: none does */
};

/* A format that not every tool has: naming it in .formats is what links it. */
struct emit_format;
extern const struct emit_format crm_format_pdf; /* events under their days */
extern const struct emit_format crm_format_list; /* pdf: a table */
extern const struct emit_format crm_format_xlsx; /* a workbook */
extern const struct emit_format crm_format_vcard; /* of clients */

/* A web page: of crm_report() alone. */
extern const struct emit_format crm_format_html;

/* Bars: the last column of numbers, beside those of text. A verb that is good
 * for it has the flag --ascii among its options: CRM_ASCII_OPTION. */
extern const struct emit_format crm_format_chart;
#define CRM_ASCII_OPTION                                                       \
	{                                                                      \
		"ascii", NULL, "chart: bars of #", NULL, 0                     \
	}

struct crm_tool {
	const char *name; /* "crm-client" */
	const char *help; /* one line, no final dot */
	const char *entity; /* the record it is about; or NULL */
	const char *columns; /* of its list for people; NULL: those
				    of the record */
	const char *positional; /* fields that "add" takes by place */
	const struct emit_format *const *formats; /* beside the usual ones;
						     ends with NULL; or NULL */
	const char *state; /* a filter of its list that is a column, too:
			      "active" makes is_active; or NULL */
	const struct crm_verb *verbs; /* the first is the default; ends with
					 a NULL name */
	const struct crm_move *moves; /* ends with a NULL verb; or NULL */
	void (*added)(struct crm *, int64_t id); /* called for each record that
						    "add" has added; or NULL */
	const struct crm_tool *const *nouns; /* records of their own under it,
						as verbs: "crm-booking series",
						which is their name; ends with
						NULL; or NULL */
};

/* The verbs every record has; a tool lists them among its own. */
#define CRM_VERB_LIST                                                          \
	{                                                                      \
		"list", crm_record_list, CRM_LIST, "", "list them", NULL       \
	}
#define CRM_VERB_SHOW                                                          \
	{                                                                      \
		"show", crm_record_show, 0, "ID...", "show them whole", NULL   \
	}
#define CRM_VERB_ADD                                                           \
	{                                                                      \
		"add", crm_record_add, CRM_WRITES | CRM_FIELDS,                \
		    "[VALUE...] | -",                                          \
		    "add one, or with - one for each JSON line of stdin", NULL \
	}
#define CRM_VERB_ADD_INCOMING                                                  \
	{                                                                      \
		"add", crm_record_add, CRM_WRITES | CRM_FIELDS | CRM_INCOMING, \
		    "[VALUE...] | -",                                          \
		    "add one, or with - one for each JSON line of stdin", NULL \
	}
#define CRM_VERB_EDIT                                                          \
	{                                                                      \
		"edit", crm_record_edit, CRM_WRITES | CRM_FIELDS, "ID... | -", \
		    "change fields; with - alone, JSON lines with an id", NULL \
	}
#define CRM_VERB_DELETE                                                        \
	{                                                                      \
		"delete", crm_record_delete, CRM_WRITES, "ID...",              \
		    "delete them", NULL                                        \
	}
#define CRM_RECORD_VERBS                                                       \
	CRM_VERB_LIST, CRM_VERB_SHOW, CRM_VERB_ADD, CRM_VERB_EDIT,             \
	    CRM_VERB_DELETE

/* A verb of the tool's moves: CRM_VERB_MOVE("cancel", "call them off"). */
#define CRM_VERB_MOVE(name, help)                                              \
	{                                                                      \
		name, crm_record_move, CRM_WRITES, "ID... | -", help, NULL     \
	}

/*
 * What the move of this verb says, for every record named: CRM_REFUSED
 * ("already") when it has that status, and ("wrong_status") when it has one
 * that the move does not start from, naming the move that leads there. Prints
 * nothing, or with --json the record.
 */
enum crm_rc crm_record_move(struct crm *);

/*
 * A query about the records that the options of a list narrow (CRM_LIST), as
 * a summary is: its SQL says where the conditions belong by the comment narrow
 * behind WHERE 1. Its own arguments are ?1 and on.
 */
#define crm_list_query(crm, sql, ...)                                          \
	crm_list_query_args((crm), (sql), CRM_ARGS(__VA_ARGS__))
struct crm_rows *crm_list_query_args(
    struct crm *, const char *sql, const struct crm_arg *);

enum crm_rc crm_record_list(struct crm *);

/* The same with other columns, as SQL; and where neither --status nor one of
 * the filters is given, as if the filter usual were. */
enum crm_rc crm_record_list_as(
    struct crm *, const char *columns, const char *usual);
enum crm_rc crm_record_show(struct crm *);
enum crm_rc crm_record_add(struct crm *);
enum crm_rc crm_record_edit(struct crm *);
enum crm_rc crm_record_delete(struct crm *);

/* main() of every command. */
int crm_main(const struct crm_tool *, int argc, char **argv);

/* The last value of an option, NULL when it was not given; a flag's value is
 * "yes". crm_opt_next() gives each in turn: start with *place = 0. */
const char *crm_opt(struct crm *, const char *name);
const char *crm_opt_next(struct crm *, const char *name, int *place);

/* The last value of an option that has words: the one of them that it is; NULL
 * when it was not given, and, with an error that names them all, when it is
 * none. */
const char *crm_opt_word(struct crm *, const char *name);

/* The instant that --since or --until ("name") means, as stored, so that
 * at >= since AND at < until; NULL when it was not given. */
const char *crm_opt_span(struct crm *, const char *name);

/* The last instant that an option such as --as-of takes in, as stored; of a
 * day, its last second. NULL when it was not given. */
const char *crm_opt_moment(struct crm *, const char *name);

/*
 * What a question is about: from since until before until, as it stood at
 * as_of. NULL: from the first on, to the last, as it is.
 */
struct crm_span {
	const char *since, *until, *as_of;
};

/* That of --since, --until and --as-of; of one that has passed, as it stood at
 * its end: who was deleted later was still there. */
struct crm_span crm_span_asked(struct crm *);

/* The same for what grows day by day: the last days (client.new_days) when
 * nothing is said, and never beyond the moment that is looked from. */
struct crm_span crm_span_closed(struct crm *);

/* --day D: that day. Not to be asked without it. */
struct crm_span crm_span_day(struct crm *);

/* That of --since and --until; else twelve months of the calendar up to now. */
struct crm_span crm_span_year(struct crm *);

/* So far back as --window says, or the days of the setting, from --as-of or
 * now. */
struct crm_span crm_span_window(struct crm *, const char *setting);

/* The same, where both ends must be known: all there is. */
struct crm_span crm_span_whole(struct crm *, struct crm_span);

/* The one to compare it with: "previous", or a "year" before. */
struct crm_span crm_span_before(
    struct crm *, struct crm_span, const char *which);

/* Its last instant; NULL when it has no end. */
const char *crm_span_last(struct crm *, const struct crm_span *);

/*
 * Print the answer to a question over a span: of one row, or of one row for
 * each period (label is their first column, figure the one that counts). With
 * --compare the same of another span stands beside it, the nth period beside
 * the nth, and by how much they differ.
 */
typedef struct crm_rows *crm_ask(struct crm *, const struct crm_span *);
enum crm_rc crm_answer_span(struct crm *, crm_ask *ask, struct crm_span s);
enum crm_rc crm_answer_periods(struct crm *, crm_ask *ask, struct crm_span s,
    const char *label, const char *figure);

/* The next argument after the verb; NULL when there is none left. */
const char *crm_arg(struct crm *);

/*
 * Run fn for every reference: each argument left or, for "-", each line of
 * standard input. Each runs in a savepoint. When there are several, one that
 * fails is reported and undone, the others go on, and the status at the end
 * is CRM_REJECTED. No reference at all is a usage error.
 */
enum crm_rc crm_each(
    struct crm *, enum crm_rc (*fn)(struct crm *, const char *ref));

/* Refuse one of them (CRM_REFUSED): "17: already cancelled". */
enum crm_rc crm_refuse(
    struct crm *, const char *ref, const char *word, const char *text);

/* The same, but only the first argument is a reference (or "-"): the others,
 * which crm_rest() gives from 0, are for fn. */
enum crm_rc crm_each_first(
    struct crm *, enum crm_rc (*fn)(struct crm *, const char *ref));
const char *crm_rest(struct crm *, int i);

/* The id that a reference names: crm_client_id() for a client's id, email,
 * phone or name (interface.md, "References"), crm_record_id() for an id of
 * the tool's own record. 0 and CRM_MISSING or CRM_REFUSED when it fails. */
int64_t crm_client_id(struct crm *, const char *ref);
int64_t crm_record_id(struct crm *, const char *ref);

/* The types of record that belong to clients, by their plural ("bookings"),
 * from 0; NULL past the last. The query for those of the client ?1, in their
 * usual order; NULL when there is no such type. */
const char *crm_client_type(struct crm *, int i);
const char *crm_client_records(struct crm *, const char *plural);

/* Print the record with this id as "add" and "edit" do: the id for add, and
 * with --json the whole record. */
enum crm_rc crm_record_answer(struct crm *, int64_t id);

/* Give one field of the tool's own record a value (NULL empties it); add an
 * item to a list field ("tags") or take it away. Same rules as "edit". */
enum crm_rc crm_record_change(
    struct crm *, int64_t id, const char *field, const char *value);
enum crm_rc crm_record_item(
    struct crm *, int64_t id, const char *field, const char *item, bool add);

/*
 * Add a record of the tool's own type: its fields and their values in turn, as
 * they were typed, NULL at the end; a value that is NULL is not given. Same
 * rules as "add". Its id; 0 when it fails.
 */
int64_t crm_record_make(struct crm *, const char *const *pairs);

/* As crm_record_add() and crm_record_edit(), but a text that was not given
 * is taken from stdin for "-", or else written in $EDITOR on a terminal. */
enum crm_rc crm_record_add_text(struct crm *, const char *field);
enum crm_rc crm_record_edit_text(struct crm *, const char *field);

/*
 * Give a field of a client, or a field of one's own ("custom.shoe"), this
 * value if it holds none; what it holds is left alone. Says on stderr, once it
 * is stored, what was filled, and what could not be since the value is no good
 * there. Client 0 or no value: only looks whether there is such a field.
 */
void crm_client_fill(
    struct crm *, int64_t client, const char *field, const char *value);

/* Say what the command did, for crm-log: "archived 3 clients". */
void crm_summary(struct crm *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Make the bookings of a series that are within reach and have not been made
 * yet: all of them where it has a count, else those of the days ahead that
 * booking.series_days says. Returns how many. */
int64_t crm_series_make(struct crm *, int64_t id);

/* The clock (CRM_NOW), as stored: 2026-12-01T10:00:00Z. */
const char *crm_now(struct crm *);

/* Who is at work: --actor, $CRM_ACTOR, or the login name. */
const char *crm_actor(struct crm *);

/* Are the texts the same? */
bool crm_same(const char *, const char *);

/* A whole number not below 0, as typed; a usage error that begins with what
 * otherwise. */
int64_t crm_number(struct crm *, const char *what, const char *text);

/*
 * The same, of something that must be there: the number of a row of this table.
 * If it is not, the error (CRM_MISSING) is "NONE TEXT; LOOK", where none is as
 * "there is no change", and look as "crm-log list shows them".
 */
int64_t crm_numbered(struct crm *, const char *what, const char *table,
    const char *none, const char *look, const char *text);

/* A share between 0 and 1, as typed: "0.3" or "30%"; a usage error that begins
 * with what otherwise. */
double crm_fraction(struct crm *, const char *what, const char *text);

/* An option that is such a number, or what is usual without it; without it
 * that of a setting; and a share likewise. */
int64_t crm_opt_number(struct crm *, const char *name, int64_t usual);
int64_t crm_opt_count(struct crm *, const char *name, const char *setting);
double crm_opt_share(struct crm *, const char *name, const char *setting);

/* An option that is a score from 0 to 1, as rules.md R4 has it. */
double crm_opt_score(struct crm *, const char *name, double usual);

/* End with this status although nothing failed: what was asked about is not
 * as it should be. */
void crm_end_status(struct crm *, enum crm_rc);

/* --- settings --- */

/* A setting's value, or its default. */
const char *crm_setting(struct crm *, const char *name);

/*
 * The same for a name that somebody typed. Here and below it is a usage error
 * when there is no such setting; rate.USD is one for every currency,
 * CRM_MISSING while no rate is set. NULL after an error.
 */
const char *crm_setting_value(struct crm *, const char *name);

/* Print name, value, default and help of one, or of all (NULL), rates that
 * are set after the others. */
enum crm_rc crm_setting_list(struct crm *, const char *name);

/* Set it, after a look whether the value is good; NULL: back to the default.
 * CRM_REFUSED: a rate of the account's own currency, or another currency of
 * the account while there are rates, which would be wrong then. */
enum crm_rc crm_setting_set(struct crm *, const char *name, const char *value);

/* Set what --set NAME=VALUE says, each of them, and derive what follows: for a
 * verb that CRM_TRIES. The temporary table was (id, stage) has the clients as
 * they are today, without those deleted or spam. */
enum crm_rc crm_setting_try(struct crm *);

/* --- the file and its history --- */

/* Take a change back (crm-log undo, crm-import undo) and say what became of
 * its rows. */
enum crm_rc crm_undo(struct crm *, int64_t change);

/* --- records that wait for review --- */

/* Those that are open; one beside the client it may belong to; and what is
 * decided about one (crm_each): --use, --new or --ignore. */
enum crm_rc crm_queue_list(struct crm *);
enum crm_rc crm_queue_show(struct crm *, const char *ref);
enum crm_rc crm_queue_resolve(struct crm *, const char *ref);

/* Before a client is purged: what waits, or has waited, with a record of the
 * client goes, and what the journal remembers of it. */
enum crm_rc crm_queue_purge(struct crm *, int64_t client);

/* --- clients who are one --- */

/* The first argument is kept, the others are given up (merge.h), as --prefer
 * says; for "-" as pairs on standard input say, each a change of its own,
 * those of a scan from --min on. A dry run shows them side by side. */
enum crm_rc crm_merge(struct crm *);

/* Take a merge back, by its number (crm_each). */
enum crm_rc crm_unmerge(struct crm *, const char *ref);

/* --- import and export --- */

/*
 * The files that are left of the arguments, a type of record in front of them
 * or not, as --map, --on-duplicate, --rejects, --strict, --country,
 * --currency, --decimal-comma and --delimiter say. Each file is a batch and a
 * transaction of its own (CRM_OWNTX).
 */
enum crm_rc crm_import(struct crm *);
enum crm_rc crm_import_presets(struct crm *);

/* The records of the type named first, narrowed as a list (CRM_LIST), as CSV
 * unless --format says otherwise; or, for "all", every fact as NDJSON. */
enum crm_rc crm_export(struct crm *);

/* --- the timeline --- */

/*
 * What the clients that are left of the arguments did, or with --all all of
 * them, as --type, --search, --since, --until, --counts, --reverse, --limit,
 * --after and --follow say (CRM_OWNTX: none is open between two looks).
 */
enum crm_rc crm_timeline(struct crm *);

/* Every word that --type takes, NULL at the end. */
extern const char *const crm_timeline_types[];

/* --- insights --- */

/* The answers of crm-insights (lib/insights_*.c); their options are in the
 * command. */
enum crm_rc crm_insights_overview(struct crm *);
enum crm_rc crm_insights_stats(struct crm *);
enum crm_rc crm_insights_top(struct crm *);
enum crm_rc crm_insights_at_risk(struct crm *);
enum crm_rc crm_insights_reliability(struct crm *);
enum crm_rc crm_insights_patterns(struct crm *);
enum crm_rc crm_insights_revenue(struct crm *);
enum crm_rc crm_insights_base(struct crm *);
enum crm_rc crm_insights_evolution(struct crm *);
enum crm_rc crm_insights_conversion(struct crm *);
enum crm_rc crm_insights_status(struct crm *);
enum crm_rc crm_insights_rfm(struct crm *);
enum crm_rc crm_insights_cohort(struct crm *);
enum crm_rc crm_insights_overdue(struct crm *);

/* The figures of crm-insights on one page, as --since and --until say, as
 * --format html, which is meant when none is given, or pdf. */
enum crm_rc crm_report(struct crm *);

/* --- milestones --- */

/*
 * The daily job: everybody is brought up to the day that --as-of says, today
 * when it is not given; then what is news of it is printed, and is none any
 * more (CRM_ALONE: its transactions are its own).
 */
enum crm_rc crm_milestones_daily(struct crm *);

/* What the next days bring, as many as --days says; and why a client has
 * reached what, and not yet what else. */
enum crm_rc crm_milestones_upcoming(struct crm *);
enum crm_rc crm_milestones_explain(struct crm *, const char *ref);

/* --- duplicates --- */

/*
 * Pairs of clients who are alike, as --min, --since, --clusters and --limit
 * say (CRM_OWNTX: weights that are learnt are stored beside it); how two of
 * them compare; and that two are not one, or with no argument who else is not
 * (CRM_SETS).
 */
enum crm_rc crm_dedupe_scan(struct crm *);
enum crm_rc crm_dedupe_explain(struct crm *);
enum crm_rc crm_dedupe_distinct(struct crm *);

/* The verbs of crm-db. */
enum crm_rc crm_db_info(struct crm *);
enum crm_rc crm_db_init(struct crm *);
enum crm_rc crm_db_check(struct crm *);
enum crm_rc crm_db_backup(struct crm *);
enum crm_rc crm_db_restore(struct crm *);
enum crm_rc crm_db_migrate(struct crm *);
enum crm_rc crm_db_schema(struct crm *);

#endif
