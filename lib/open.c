/*
 * open.c: open the database with care (quality.md section 1, where each
 * line has an experiment behind it).
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "act.h"
#include "db.h"
#include "entity.h"
#include "rate.h"
#include "schema.h"
#include "sqlmem.h"

#include "banned.h"

/*
 * synchronous=EXTRA is FULL in WAL mode, and in DELETE mode also syncs the
 * folder. The log is checkpointed only when the last process closes it:
 * SQLite up to 3.51.2 can damage a file when a passive checkpoint (the
 * automatic kind) meets another process's commit.
 */
static const char open_pragmas[] = "PRAGMA foreign_keys = ON;"
				   "PRAGMA secure_delete = ON;"
				   "PRAGMA cell_size_check = ON;"
				   "PRAGMA temp_store = MEMORY;"
				   "PRAGMA mmap_size = 0;"
				   "PRAGMA synchronous = EXTRA;"
				   "PRAGMA wal_autocheckpoint = 0;";

static const struct {
	int op;
	int value;
} open_config[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},
};

static const struct {
	int limit;
	int value;
} open_limits[] = {
    {SQLITE_LIMIT_LENGTH, 64 << 20},
    {SQLITE_LIMIT_SQL_LENGTH, 1 << 20},
    {SQLITE_LIMIT_ATTACHED, 1}, /* VACUUM INTO needs one */
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 10000},
};

/* --- the file --- */

/*
 * Is the file fit to hold people's data? By lstat(2) only: opening and
 * closing it here would drop the locks that SQLite holds on it.
 */
static enum crm_rc
file_check(struct crm *crm, bool *exists, bool *empty)
{
	struct stat st;

	*exists = *empty = false;
	if (lstat(crm->file, &st) == -1) {
		if (errno == ENOENT)
			return CRM_OK;
		return crm_fail(crm, CRM_FAILURE, "cannot_open", "%s: %s",
		    crm->file, strerror(errno));
	}
	*exists = true;
	*empty = st.st_size == 0;
	if (!S_ISREG(st.st_mode))
		return crm_fail(crm, CRM_NOTADB, NULL,
		    "%s: %s, not a "
		    "database file",
		    crm->file,
		    S_ISDIR(st.st_mode)	  ? "a folder"
		    : S_ISLNK(st.st_mode) ? "a symbolic link"
					  : "a special file");
	if (st.st_size == 1) /* SQLite would take it for empty, and write */
		return crm_fail(crm, CRM_NOTADB, NULL,
		    "%s: one byte, not a database file", crm->file);
	if (st.st_uid != geteuid())
		return crm_fail(crm, CRM_NOTADB, "not_ours",
		    "%s: belongs to "
		    "another user; run this as that user, or: chown %u %s",
		    crm->file, geteuid(), crm->file);
	if (st.st_nlink > 1)
		return crm_fail(crm, CRM_NOTADB, "not_safe",
		    "%s: has %lu "
		    "names; a second link breaks the write-ahead log: remove "
		    "the others",
		    crm->file, (unsigned long)st.st_nlink);
	if ((st.st_mode & 077) != 0)
		return crm_fail(crm, CRM_NOTADB, "not_safe",
		    "%s: open to "
		    "group or others; run: chmod 600 %s",
		    crm->file, crm->file);
	return CRM_OK;
}

static enum crm_rc
file_create(struct crm *crm)
{
	int fd = open(crm->file,
	    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd == -1 && errno != EEXIST) /* else another was faster */
		return crm_fail(crm, CRM_FAILURE, "cannot_create", "%s: %s",
		    crm->file, strerror(errno));
	if (fd != -1)
		close(fd);
	return CRM_OK;
}

/* --- waiting for a lock --- */

static int64_t
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/*
 * Sleep up to 10 ms, at random, so that many writers do not meet again and
 * again: 0 of 16 gave up in trials where SQLite's own handler lost some.
 */
int
db_wait(void *arg, int count)
{
	static _Thread_local int64_t began, told;
	struct crm *crm = arg;
	int64_t now = milliseconds();
	uint64_t chance = fnv((uint64_t)getpid(), &now, sizeof(now));

	if (count == 0)
		began = told = now;
	if (now - began >= (int64_t)crm->wait * 1000)
		return 0;
	if (told == began && now - began >= 2000 && crm->notice != NULL) {
		crm->notice(crm, "waiting for another process to finish "
				 "writing");
		told = now;
	}
	usleep((useconds_t)(500 + chance % 9500));
	return 1;
}

/* --- opening --- */

static int
handle_setup(struct crm *crm)
{
	size_t i;
	int code;

	for (i = 0; i < sizeof(open_config) / sizeof(open_config[0]); i++)
		sqlite3_db_config(
		    crm->db, open_config[i].op, open_config[i].value, NULL);
	for (i = 0; i < sizeof(open_limits) / sizeof(open_limits[0]); i++)
		sqlite3_limit(
		    crm->db, open_limits[i].limit, open_limits[i].value);
	sqlite3_extended_result_codes(crm->db, 1);
	sqlite3_busy_handler(crm->db, db_wait, crm);
	if ((code = function_register(crm)) != SQLITE_OK)
		return code;
	return sqlite3_exec(crm->db, open_pragmas, NULL, NULL, NULL);
}

/* Once for the process; later calls are refused, and do no harm. */
static void
library_setup(bool threads)
{
	sqlite3_config(threads ? SQLITE_CONFIG_MULTITHREAD
			       : SQLITE_CONFIG_SINGLETHREAD); /* no locks */
	sqlite3_config(SQLITE_CONFIG_URI, 0);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* a lock per malloc */
	sqlmem_setup(threads);
}

static enum crm_rc
handle_open(struct crm *crm, const char *path, unsigned flags)
{
	int code;

	library_setup((flags & DB_THREADS) != 0);
	code = sqlite3_open_v2(
	    path, &crm->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (code == SQLITE_OK)
		code = handle_setup(crm);
	return code == SQLITE_OK ? CRM_OK : db_error(crm, code);
}

/* Switching to WAL takes the whole file; SQLite gives up at once instead of
 * asking the busy handler, so ask here. */
static enum crm_rc
journal_set(struct crm *crm, unsigned flags)
{
	const char *sql = (flags & DB_DELETE) ? "PRAGMA journal_mode = DELETE"
					      : "PRAGMA journal_mode = WAL";
	int code, count = 0;

	do
		code = sqlite3_exec(crm->db, sql, NULL, NULL, NULL);
	while ((code & 0xff) == SQLITE_BUSY && db_wait(crm, count++));
	return code == SQLITE_OK ? CRM_OK : db_error(crm, code);
}

static enum crm_rc
version_settle(struct crm *crm, unsigned flags)
{
	int version;

	if (schema_check(crm, &version) != CRM_OK || version == crm_nsteps)
		return crm->rc;
	if (version > 0 && (flags & DB_NOMIGRATE))
		return crm_fail(crm, CRM_NOTADB, "old_version",
		    "%s: version "
		    "%d, this crm writes version %d; run: crm-db migrate",
		    crm->file, version, crm_nsteps);
	if (version == 0 && !crm->transient &&
	    journal_set(crm, flags) != CRM_OK)
		return crm->rc;
	return schema_migrate(crm, version);
}

enum crm_rc
db_open(struct crm *crm, unsigned flags)
{
	const char *path = crm->file;
	bool exists, empty;
	int persist = 1;

	if (file_check(crm, &exists, &empty) != CRM_OK)
		return crm->rc;
	crm->transient = (!exists || empty) && (flags & DB_EPHEMERAL);
	if (crm->transient)
		path = ":memory:";
	else if (!exists && file_create(crm) != CRM_OK)
		return crm->rc;
	else if (*path != '/') /* ":memory:" is a file here, like any name */
		path = crm_keepf(crm, "./%s", path);
	if (handle_open(crm, path, flags) != CRM_OK ||
	    version_settle(crm, flags) != CRM_OK)
		return crm->rc;
	if (!(flags & DB_WRITE) && !crm->transient) {
		db_exec(crm, "PRAGMA query_only = ON");
		/* The files of the log stay for the next to look; making and
		 * removing them would be half of a start. The last writer to
		 * close removes them. */
		sqlite3_file_control(
		    crm->db, "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
	}
	return crm->rc;
}

void
db_close(struct crm *crm)
{
	int code;

	if (crm->db == NULL)
		return;
	db_reset(crm);
	rate_forget(crm);
	acts_free(crm);
	code = sqlite3_close(crm->db);
	if (code != SQLITE_OK)
		crm_fail(crm, CRM_FAILURE, NULL, "%s: %s", crm->file,
		    sqlite3_errstr(code));
	crm->db = NULL;
	if (crm->scratch.ptr != NULL)
		str_free(&crm->scratch);
}
