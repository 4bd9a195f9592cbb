/*
 * db.c: statements: prepared once, bound by ARG(), stepped; and errors.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "entity.h"
#include "heap.h"

#include "banned.h"

/* --- the error that sticks --------------------------------------------------
 */

static const char *
word_of(enum crm_rc rc)
{
	static const char *const words[] = {"ok", "failure", "usage",
	    "rows_rejected", "not_found", "refused", "busy", "not_a_database"};

	return words[rc];
}

enum crm_rc
crm_fail(
    struct crm *crm, enum crm_rc rc, const char *word, const char *fmt, ...)
{
	va_list ap;

	if (crm->rc != CRM_OK)
		return crm->rc;
	va_start(ap, fmt);
	crm->message = keep_vprintf(&crm->keep, fmt, ap);
	va_end(ap);
	crm->word = word != NULL ? word : word_of(rc);
	crm->rc = rc;
	return rc;
}

enum crm_rc
crm_status(const struct crm *crm)
{
	return crm->rc;
}

void
db_forgive(struct crm *crm)
{
	crm->rc = CRM_OK;
	crm->word = crm->message = NULL;
}

/*
 * The errno behind a read that failed. SQLite says "malformed" for it, as if
 * the file were damaged, where it is the disk that does not answer.
 */
static int
read_errno(struct crm *crm)
{
	static const int files[] = {
	    SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER};
	sqlite3_file *f;
	size_t i;
	int os;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		f = NULL;
		os = 0;
		if (sqlite3_file_control(crm->db, "main", files[i], &f) ==
			SQLITE_OK &&
		    f != NULL && f->pMethods != NULL)
			f->pMethods->xFileControl(
			    f, SQLITE_FCNTL_LAST_ERRNO, &os);
		if (os == EIO || os == ENXIO)
			return os;
	}
	return 0;
}

/* What the user can do about it. */
enum crm_rc
db_error(struct crm *crm, int code)
{
	const char *why =
	    crm->db != NULL ? sqlite3_errmsg(crm->db) : sqlite3_errstr(code);
	int os = crm->db != NULL ? sqlite3_system_errno(crm->db) : 0;

	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return crm_fail(crm, CRM_BUSY, NULL,
		    "%s: another process "
		    "holds the database; waited %d s (--wait SECONDS)",
		    crm->file, crm->wait);
	case SQLITE_FULL:
		return crm_fail(crm, CRM_FAILURE, "disk_full",
		    "%s: no space "
		    "left on the device; nothing was changed",
		    crm->file);
	case SQLITE_READONLY:
		return crm_fail(crm, CRM_FAILURE, "read_only",
		    "%s: the "
		    "database cannot be written: read-only file or folder",
		    crm->file);
	case SQLITE_CORRUPT:
		if ((os = crm->db != NULL ? read_errno(crm) : 0) != 0)
			return crm_fail(crm, CRM_FAILURE, "io_error",
			    "%s: "
			    "cannot be read: %s",
			    crm->file, strerror(os));
		/* FALLTHROUGH */
	case SQLITE_NOTADB:
		return crm_fail(crm, CRM_NOTADB, NULL,
		    "%s: damaged, or not a "
		    "crm database: %s (crm-db check tells more; restore a "
		    "backup)",
		    crm->file, why);
	case SQLITE_CANTOPEN:
		return crm_fail(crm, CRM_FAILURE, "cannot_open",
		    "%s: cannot "
		    "be opened: %s",
		    crm->file, os != 0 ? strerror(os) : why);
	case SQLITE_IOERR:
		/* What is written but not synced counts when it is found. */
		return crm_fail(crm, CRM_FAILURE, "io_error", "%s: %s%s%s%s",
		    crm->file, why, os != 0 ? ": " : "",
		    os != 0 ? strerror(os) : "",
		    code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC
			? "; it may be stored all the "
			  "same: look before you do it "
			  "again"
			: "");
	case SQLITE_CONSTRAINT:
		return crm_fail(crm, CRM_REFUSED, "constraint", "%s", why);
	case SQLITE_INTERRUPT:
		return crm_fail(crm, CRM_FAILURE, "interrupted",
		    "interrupted; "
		    "nothing was changed");
	default:
		return crm_fail(
		    crm, CRM_FAILURE, NULL, "%s: %s", crm->file, why);
	}
}

/* --- kept text ---------------------------------------------------------------
 */

const char *
crm_keep(struct crm *crm, const char *text)
{
	return text == NULL ? NULL : keep_text(&crm->keep, text);
}

const char *
crm_keepf(struct crm *crm, const char *fmt, ...)
{
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = keep_vprintf(&crm->keep, fmt, ap);
	va_end(ap);
	return text;
}

void
crm_summary(struct crm *crm, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	crm->summary = keep_vprintf(&crm->keep, fmt, ap);
	va_end(ap);
}

/* --- the cache --- */

static struct crm_rows *
cache_find(struct crm *crm, const char *sql, size_t *bucket)
{
	struct crm_rows *r;

	*bucket = fnv(FNV_START, sql, strlen(sql)) % DB_BUCKETS;
	for (r = crm->cache[*bucket]; r != NULL; r = r->next)
		if (!r->busy && strcmp(r->sql, sql) == 0)
			return r;
	return NULL;
}

/* A free statement of this text; prepared now if every one is in use. */
static struct crm_rows *
statement_get(struct crm *crm, const char *sql)
{
	size_t bucket, len = strlen(sql) + 1;
	struct crm_rows *r;
	int code;

	if ((r = cache_find(crm, sql, &bucket)) != NULL)
		return r;
	r = mem_alloc(sizeof(*r) + len);
	*r = (struct crm_rows){.crm = crm, .sql = memcpy(r + 1, sql, len)};
	code = sqlite3_prepare_v3(
	    crm->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &r->stmt, NULL);
	if (code != SQLITE_OK) {
		db_error(crm, code);
		free(r);
		return NULL;
	}
	r->next = crm->cache[bucket];
	crm->cache[bucket] = r;
	return r;
}

static void
args_bind(struct crm_rows *r, const struct crm_arg *arg)
{
	int i;

	for (i = 1; arg->type != CRM_ARG_END; i++, arg++)
		if (arg->type == CRM_ARG_INT)
			sqlite3_bind_int64(r->stmt, i, arg->i);
		else if (arg->type == CRM_ARG_REAL)
			sqlite3_bind_double(r->stmt, i, arg->d);
		else
			sqlite3_bind_text(
			    r->stmt, i, arg->s, -1, SQLITE_STATIC);
}

void
db_reset(struct crm *crm)
{
	struct crm_rows *r;
	int i;

	for (i = 0; i < DB_BUCKETS; i++) {
		while ((r = crm->cache[i]) != NULL) {
			crm->cache[i] = r->next;
			sqlite3_finalize(r->stmt);
			free(r);
		}
	}
}

/* --- rows --- */

struct crm_rows *
crm_query_args(struct crm *crm, const char *sql, const struct crm_arg *args)
{
	static struct crm_rows none = {.done = true};
	struct crm_rows *r;

	if (crm->rc != CRM_OK || (r = statement_get(crm, sql)) == NULL)
		return &none;
	args_bind(r, args);
	r->busy = true;
	r->done = false;
	return r;
}

void
crm_close(struct crm_rows *r)
{
	if (r->stmt == NULL || !r->busy)
		return;
	sqlite3_reset(r->stmt);
	sqlite3_clear_bindings(r->stmt);
	r->busy = false;
	r->done = true;
}

bool
crm_next(struct crm_rows *r)
{
	int code;

	if (r->done)
		return false;
	if (r->crm->rc == CRM_OK) {
		code = sqlite3_step(r->stmt);
		if (code == SQLITE_ROW)
			return true;
		if (code != SQLITE_DONE)
			db_error(r->crm, code);
	}
	crm_close(r);
	return false;
}

int64_t
crm_col_int(struct crm_rows *r, int i)
{
	return r->done ? 0 : sqlite3_column_int64(r->stmt, i);
}

double
crm_col_real(struct crm_rows *r, int i)
{
	return r->done ? 0 : sqlite3_column_double(r->stmt, i);
}

const char *
crm_col_text(struct crm_rows *r, int i)
{
	return r->done ? NULL : (const char *)sqlite3_column_text(r->stmt, i);
}

bool
crm_col_null(struct crm_rows *r, int i)
{
	return r->done || sqlite3_column_type(r->stmt, i) == SQLITE_NULL;
}

struct crm_arg
crm_col_arg(struct crm_rows *r, int i)
{
	if (crm_col_null(r, i))
		return ARG_NULL;
	switch (sqlite3_column_type(r->stmt, i)) {
	case SQLITE_INTEGER:
		return ARG(crm_col_int(r, i));
	case SQLITE_FLOAT:
		return ARG(crm_col_real(r, i));
	default:
		return ARG(crm_keep(r->crm, crm_col_text(r, i)));
	}
}

int64_t
crm_run_args(struct crm *crm, const char *sql, const struct crm_arg *args)
{
	struct crm_rows *r = crm_query_args(crm, sql, args);

	while (crm_next(r))
		;
	return crm->rc == CRM_OK ? sqlite3_changes64(crm->db) : 0;
}

int64_t
crm_int_args(struct crm *crm, const char *sql, const struct crm_arg *args)
{
	struct crm_rows *r = crm_query_args(crm, sql, args);
	int64_t value = crm_next(r) ? crm_col_int(r, 0) : 0;

	crm_close(r);
	return value;
}

const char *
crm_text_args(struct crm *crm, const char *sql, const struct crm_arg *args)
{
	struct crm_rows *r = crm_query_args(crm, sql, args);
	const char *value =
	    crm_next(r) ? crm_keep(crm, crm_col_text(r, 0)) : NULL;

	crm_close(r);
	return value;
}

void
db_cache(struct crm *crm, int megabytes)
{
	heap_reserve(megabytes);
	db_exec(
	    crm, crm_keepf(crm, "PRAGMA cache_size = -%d", megabytes * 1000));
}

enum crm_rc
db_exec(struct crm *crm, const char *sql)
{
	int code;

	if (crm->rc != CRM_OK)
		return crm->rc;
	code = sqlite3_exec(crm->db, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? CRM_OK : db_error(crm, code);
}
