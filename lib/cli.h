/*
 * cli.h: the command line of one run: what was asked for, and where the
 * answer goes. For layer 4 only.
 */
#ifndef CRM_CLI_H
#define CRM_CLI_H

#include "db.h"
#include "emit.h"
#include "entity.h"

#define CLI_OPTIONS_MAX 160

/* An option that was given. */
struct cli_value {
	const struct crm_option *option;
	const char *text; /* "yes" for a flag */
};

struct cli {
	struct crm *crm;
	const char *name; /* of the command: "crm-booking" */
	const struct crm_tool *tool; /* the noun's, where one is named */
	const struct crm_verb *verb;
	const struct crm_entity *entity;
	int nwords; /* that name noun and verb */
	bool named; /* a verb was */

	/* Every option of this verb: shared, its own, the record's. Those from
	 * nshown on are other names, which help does not list. */
	struct crm_option options[CLI_OPTIONS_MAX];
	int noptions;
	int nshown;

	struct cli_value *values; /* in the order given */
	int nvalues;
	char **args; /* what is not an option */
	int nargs;
	int arg; /* the next one for crm_arg() */

	struct emit emit;
	struct out out;
	bool quiet, yes, dry_run;
	bool json; /* errors as JSON lines */
	bool chosen; /* a format was asked for */
	const char *closing; /* a remark for when all is stored; or NULL */
	struct str later; /* remarks of before that, each with its NUL */
	bool batch; /* more than one reference */
	bool parts; /* the answer has sections (crm_section) */
	int64_t rejected; /* rows or references that failed */
	enum crm_rc status; /* to end with when nothing failed */
};

/* options_table.c: the options there are. */

/* Gather those that go with tool, verb and entity. */
void options_gather(struct cli *);
/* The option of this name; NULL. */
const struct crm_option *options_find(const struct cli *, const char *name);
/* The format of this name that the tool has; NULL. Their names, for completion
 * (NULL at the end) and for messages. */
const struct emit_format *format_find(const struct cli *, const char *name);
const char *const *formats_names(struct cli *);
const char *formats_list(struct cli *);
/* Those that every tool has; they come first. */
extern const struct crm_option cli_shared[];
extern const int cli_nshared;

/* options.c: a command line, by them. */

/* Find noun, verb and entity, gather the options that go with them. */
enum crm_rc options_settle(struct cli *, int argc, char **argv);
/* Parse them; the words that name noun and verb are taken off. */
enum crm_rc options_parse(struct cli *, int argc, char **argv);
/* What a noun is called on the command line: the end of its tool's name. */
const char *noun_word(const struct crm_tool *);
/* The verb of this name; NULL. */
const struct crm_verb *verb_find(const struct crm_tool *, const char *name);

/* help.c */
void help_usage(struct cli *, struct str *);
void help_text(struct cli *, struct str *);

/* complete.c: candidates for the last of the words, one a line. */
void complete(struct cli *, int argc, char **argv);

/* answer.c: print what crm_emit() would, had one query all the rows: each of
 * the n queries, which have the same columns, stands at a row of its own, and
 * next() says whose turn it is; NULL at the end, and after an error. */
enum crm_rc emit_merged(struct crm *, struct crm_rows *const *queries, int n,
    struct crm_rows *(*next)(void *), void *arg);

/* batch.c: a failure of one row of many: report it, forget it, count it. */
void row_failed(struct crm *, const char *where);
/* Print an error or a remark to stderr, made visible. */
void cli_error(struct crm *, const char *where);
/* A remark for when all is stored: nothing is told that may yet fail. */
void cli_later(struct crm *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The clients that are left of the arguments (crm_each), as a JSON array of
 * their ids, kept. */
const char *clients_named(struct crm *);
/* Does the input end the batch (I/O, busy, not a database)? */
bool is_fatal(enum crm_rc);

/* editor.c: all of standard input, appended to text. */
enum crm_rc stdin_text(struct crm *, struct str *text);

/* patch.c: JSON objects on standard input. */
enum crm_rc patch_add(struct crm *);
enum crm_rc patch_edit(struct crm *, const char *ref);

/* cli.c: the path of the database, into crm->file; and open it. */
enum crm_rc cli_open(struct crm *, unsigned flags);

/* maintain.c: is there anything of this name? */
bool file_exists(const char *path);

/* around.c: a folder of the user's own for data of the suite, which need not be
 * there; NULL when that is not known. */
const char *cli_folder(struct crm *, const char *name);

/* --db, $CRM_DB, or crm.db in that folder, which is made; NULL, with the error
 * that sticks: none can be told. */
const char *cli_database(struct crm *);

/* Settle what time it is, by $CRM_NOW or the clock; and crm->command, what was
 * typed, for the journal. */
void cli_clock(struct crm *);
void cli_command(struct crm *, int argc, char **argv);

/* Columns of the terminal, by $COLUMNS or its own word; else 80. */
int cli_width(void);

/* config.c: is it a time zone? NULL, or what is wrong; its name to out. */
struct str;
const char *zone_check(struct str *out, const char *text);

/* Write what there is of the answer (out_commit); what there is to say beside
 * that it failed. */
void cli_flush(struct crm *, const char *but);

/* document.c: "no_show" and a day, 2026-03-15, as people write them, for paper:
 * No show, 15 March 2026. Kept. */
const char *document_words(struct crm *, const char *);
const char *document_day(struct crm *, const char *day);

/* verbs_fields.c: the fields given as options, and those given by place, into a
 * record. person: it names one in place of its client. */
struct record;
void fields_from_options(struct crm *, struct record *, int64_t id);
void fields_from_args(struct crm *, struct record *, bool person);

/* Was any option given that is not of every command? */
bool fields_given(struct crm *);

/* Is "-" alone for records as JSON lines? Not where options say all but the
 * text, which it is for then. */
bool fields_objects(struct crm *);

/* document.c: what a document is made with, from the settings of the account.
 */
void document_options(struct crm *, struct pdf_options *, const char *title);

#endif
