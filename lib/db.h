/*
 * db.h: the handle, and SQLite behind it: opening with care, statements
 * prepared once, errors turned into what the user can do.
 */
#ifndef CRM_DB_H
#define CRM_DB_H

#include <sqlite3.h>

#include "crm.h"
#include "keep.h"
#include "str.h"

struct cli;
struct match_model;
struct rates;
struct acts;

/* A statement of the cache, and its rows while it runs. */
struct crm_rows {
	struct crm *crm;
	sqlite3_stmt *stmt;
	const char *sql;
	struct crm_rows *next; /* in its bucket of the cache */
	bool busy; /* being stepped */
	bool done;
};

#define DB_BUCKETS  64
#define DB_SETTINGS 128 /* settings that are remembered */
#define DB_FOLLOWED 20 /* clients given up, told one by one */

struct crm {
	sqlite3 *db;
	const char *file; /* as named by the user */
	struct keep keep; /* until the process ends */
	struct crm_rows *cache[DB_BUCKETS];
	struct str scratch; /* of SQL functions (function.c) */
	const char *settings[DB_SETTINGS]; /* read so far; else NULL */
	struct rates *rates; /* of exchange, when they were read */
	struct acts *acts; /* of clients, when they were counted */
	const struct match_model *model; /* of likeness, when it was read */

	enum crm_rc rc; /* the error that sticks */
	const char *word; /* its name for machines */
	const char *message; /* its text for people */

	int64_t followed[DB_FOLLOWED]; /* clients given up in a merge who were
					  told of (crm_client_id) */
	int nfollowed;

	int64_t now; /* the clock, in seconds of Unix time */
	int64_t as_of; /* the local day that rules are run for (kind.h) */
	int64_t daily; /* the last one that the daily job did; or 0 */
	int64_t moved; /* clients with another stage, tier or milestone since
			  a setting changed; -1: none did */
	const char *now_text; /* as stored; NULL until asked for */
	const char *actor; /* who is at work; crm_actor() fills it */
	const char *command; /* what was typed */
	const char *summary; /* what came of it */
	int wait; /* seconds to wait for a lock */
	bool transient; /* there is no file: nothing will stay */
	bool writing; /* inside change_begin() ... _end() */
	int64_t change; /* id of that change */
	bool restoring; /* facts are put back: no rule adds to them */

	/* Say something while at work (waiting, migrating); set by layer 4. */
	void (*notice)(struct crm *, const char *text);
	/* Tell how far a long work has come; set by layer 4, or NULL. */
	void (*tick)(struct crm *, int64_t rows, int64_t bytes, int64_t size);
	struct cli *cli; /* layer 4's own */
};

enum {
	DB_READ = 0,
	DB_WRITE = 1 << 0, /* will write */
	DB_EPHEMERAL = 1 << 1, /* when there is no file, work in memory */
	DB_NOMIGRATE = 1 << 2, /* an older file stays as it is: refuse it */
	DB_DELETE = 1 << 3, /* create with journal_mode=DELETE, not WAL */
	DB_THREADS = 1 << 4 /* SQLite may sort in a second thread */
};

/*
 * Open crm->file as quality.md section 1 asks: the file must be a regular
 * one, ours, 0600, with our application id, a version we know, and a schema
 * nobody tampered with. Creates it (DB_WRITE), migrates an older one.
 */
enum crm_rc db_open(struct crm *, unsigned flags);

/* Close; the last one out moves the write-ahead log into the file. */
void db_close(struct crm *);

/* Let pages of so many megabytes stay in memory: for what changes rows that lie
 * all over the file. */
void db_cache(struct crm *, int megabytes);

/* Run plain SQL text, several statements; for constant texts only. */
enum crm_rc db_exec(struct crm *, const char *sql);

/* What SQLite asks when a lock is another's, count times before: wait a little,
 * arg is the handle. 0 when --wait is over. */
int db_wait(void *arg, int count);

/* Turn an SQLite result code into the error that sticks. */
enum crm_rc db_error(struct crm *, int code);

/* Forget the error that sticks (a row of a batch that was reported). */
void db_forgive(struct crm *);

/* Take statements out of use, before the schema under them changes. */
void db_reset(struct crm *);

/* Register fold(), digits(), setting() and the other SQL functions. */
int function_register(struct crm *);

#endif
