/*
 * follow.c: a timeline that goes on: PRAGMA data_version tells that somebody
 * committed, the journal tells what.
 */
#include "follow.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

#include "banned.h"

#define TICK   250 /* milliseconds between two looks */
#define REOPEN 8 /* looks until the file is closed and opened again */

/* Rows of the journal looked at in one transaction: what comes of them is held
 * in memory, so that no reader of ours makes a writer wait. */
#define SLICE 1000

/* A table that grows: the journal, or one that is derived. */
struct feed {
	const char *end; /* SQL: the last row of a slice */
	const char *last; /* SQL: the last row there is */
	const char *sql; /* of what its rows stand for */
	int64_t mark; /* the last row that was looked at */
};

#define FEEDS_MAX 8

struct follow {
	struct timeline *t;
	struct crm *crm;
	struct feed feeds[FEEDS_MAX]; /* the journal first */
	int nfeeds;
	int64_t version; /* of the data, as SQLite counts it */
	dev_t dev; /* of the file; 0: there is none yet */
	ino_t ino;
	bool ended;
};

static volatile sig_atomic_t stopped;

static void
stop(int sig)
{
	(void)sig;
	stopped = 1;
}

/* The second signal is not for us. Who stops reading is told apart from what
 * cannot be written by EPIPE. */
static void
signals_settle(void)
{
	struct sigaction end = {.sa_handler = stop, .sa_flags = SA_RESETHAND};
	struct sigaction ignore = {.sa_handler = SIG_IGN};

	sigaction(SIGINT, &end, NULL);
	sigaction(SIGTERM, &end, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
}

/* --- output --- */

static void
flush(struct follow *f)
{
	struct out *out = &f->crm->cli->out;

	if (f->crm->rc != CRM_OK || out_commit(out))
		return;
	f->ended = true;
	if (out->error == EPIPE) /* that was all that was wanted */
		out_init(out, NULL, false);
}

/* Wait for the next look; nobody at the other end of the pipe is an end. */
static void
wait(struct follow *f)
{
	struct pollfd p = {.fd = STDOUT_FILENO};

	if (poll(&p, 1, TICK) > 0) {
		if (p.revents & (POLLERR | POLLHUP))
			f->ended = true;
		else /* closed, or a thing that cannot be asked */
			poll(NULL, 0, TICK);
	}
	if (stopped)
		f->ended = true;
}

/* --- changes --- */

/* Print what the rows past the mark, up to one, stand for. */
static void
slice_emit(struct follow *f, struct feed *feed, int64_t end)
{
	struct crm_arg *args = f->t->args;
	int n = f->t->nargs;

	args[n] = ARG(feed->mark);
	args[n + 1] = ARG(end);
	args[n + 2].type = CRM_ARG_END;
	crm_emit(f->crm, crm_query_args(f->crm, feed->sql, args));
	args[n].type = CRM_ARG_END;
	feed->mark = end;
}

/* Of the first that has any, in one transaction; false when none has. What is
 * derived comes after what it follows from; and when the last rows of it have
 * gone, others come with their numbers. */
static bool
slice_look(struct follow *f)
{
	struct crm *crm = f->crm;
	struct feed *feed = f->feeds;
	int64_t end = 0, last;

	db_exec(crm, "BEGIN");
	for (; feed < f->feeds + f->nfeeds && end == 0; feed++) {
		last = crm_int(crm, feed->last);
		if (last < feed->mark)
			feed->mark = last;
		end = crm_int(crm, feed->end, ARG(feed->mark), ARG(SLICE));
		if (end != 0)
			slice_emit(f, feed, end);
	}
	db_exec(crm, "ROLLBACK");
	flush(f);
	return end != 0;
}

/* Look once: everything that was committed since. */
static void
changes_emit(struct follow *f)
{
	while (slice_look(f))
		if (f->crm->rc != CRM_OK || f->ended || stopped)
			break;
}

/* From here on: nothing of what there is. */
static void
marks_set(struct follow *f)
{
	int i;

	for (i = 0; i < f->nfeeds; i++)
		f->feeds[i].mark = crm_int(f->crm, f->feeds[i].last);
}

static void
feed_add(struct follow *f, const char *table, struct str *sql)
{
	struct crm *crm = f->crm;

	if (f->nfeeds == FEEDS_MAX) {
		crm_fail(crm, CRM_FAILURE, NULL, "too many tables");
		return;
	}
	f->feeds[f->nfeeds++] = (struct feed){
	    .end = crm_keepf(crm,
		"SELECT max(id) FROM (SELECT id FROM %s WHERE id > ?1 "
		"ORDER BY id LIMIT ?2)",
		table),
	    .last = crm_keepf(crm, "SELECT max(id) FROM %s", table),
	    .sql = crm_keep(crm, sql->ptr),
	};
	str_cut(sql, 0);
}

static void
feeds_make(struct follow *f)
{
	struct str sql = STR_INIT;
	const char *table;
	int i;

	if (timeline_changes_put(&sql, f->t))
		feed_add(f, "journal", &sql);
	str_cut(&sql, 0);
	for (i = 0; (table = timeline_derived(f->t, i)) != NULL; i++) {
		timeline_derived_put(&sql, f->t, i);
		feed_add(f, table, &sql);
	}
	str_free(&sql);
}

/* Did somebody else commit? Asked before the journal is read: what comes in
 * between is then seen the next time. */
static bool
changed(struct follow *f)
{
	int64_t version = crm_int(f->crm, "PRAGMA data_version");
	bool other = version != f->version;

	f->version = version;
	return other;
}

/* --- the file --- */

/* Is it the file that was followed? One that came in its place, such as a
 * backup, has a history of its own. */
static void
file_know(struct follow *f)
{
	struct stat st;
	bool known = f->dev != 0 || f->ino != 0;

	if (f->crm->rc != CRM_OK || f->crm->transient ||
	    stat(f->crm->file, &st) != 0)
		return;
	if (known && (st.st_dev != f->dev || st.st_ino != f->ino)) {
		marks_set(f);
		crm_remark(f->crm,
		    "%s: another file is in its place; what happens there "
		    "from now on is shown",
		    f->crm->file);
	}
	f->dev = st.st_dev;
	f->ino = st.st_ino;
}

/* A reader leaves the files of the log behind, to be quick; left by one that
 * is there all the time, the log would only ever grow. */
static void
log_release(struct crm *crm)
{
	int persist = 0;

	if (crm->rc == CRM_OK && !crm->transient)
		sqlite3_file_control(
		    crm->db, "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
}

static bool
is_there(const struct crm *crm)
{
	struct stat st;

	return stat(crm->file, &st) == 0 && st.st_size > 0;
}

/* Close the file, so that whoever is the last one may move the log into it,
 * and open it again. */
static void
reopen(struct follow *f)
{
	struct crm *crm = f->crm;

	db_close(crm);
	if (crm->rc == CRM_OK)
		db_open(crm, DB_READ | DB_EPHEMERAL);
	log_release(crm);
	file_know(f);
	if (crm->rc == CRM_OK)
		f->version = crm_int(crm, "PRAGMA data_version");
}

/* --- following --- */

/* What there is, and the mark from which on there is more. */
static void
begin(struct follow *f)
{
	struct crm *crm = f->crm;

	log_release(crm);
	file_know(f);
	f->version = crm_int(crm, "PRAGMA data_version");
	db_exec(crm, "BEGIN");
	crm_emit(crm, timeline_last(f->t));
	feeds_make(f);
	marks_set(f);
	db_exec(crm, "ROLLBACK");
	emit_flush(&crm->cli->emit);
	flush(f);
}

static void
look(struct follow *f, int count)
{
	bool again = f->crm->transient ? is_there(f->crm) : count % REOPEN == 0;

	if (again)
		reopen(f);
	if (again || changed(f))
		changes_emit(f);
}

/* However long it takes, names stay what they were at the start. */
static void
file_settle(struct crm *crm)
{
	char path[PATH_MAX];

	if (*crm->file != '/' && getcwd(path, sizeof(path)) != NULL)
		crm->file = crm_keepf(crm, "%s/%s", path, crm->file);
}

enum crm_rc
timeline_follow(struct timeline *t)
{
	struct follow f = {.t = t, .crm = t->crm};
	int count;

	if (t->nargs + 2 > TIMELINE_ARGS_MAX)
		return crm_fail(
		    t->crm, CRM_FAILURE, NULL, "too many conditions");
	signals_settle();
	file_settle(t->crm);
	begin(&f);
	for (count = 1; t->crm->rc == CRM_OK && !f.ended; count++) {
		wait(&f);
		if (!f.ended)
			look(&f, count);
	}
	return t->crm->rc;
}
