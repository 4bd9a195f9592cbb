/*
 * schema.c: is the open file ours, whole and current? If older, bring it up
 * to date.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "entity.h"
#include "schema.h"

#include "banned.h"

static enum crm_rc
not_ours(struct crm *crm, const char *why, const char *name)
{
	return crm_fail(crm, CRM_NOTADB, "not_a_database", "%s: %s%s",
	    crm->file, why, name);
}

/* Objects, held against the names that are ours. */
struct print {
	const char *const *names; /* sorted */
	size_t n;
	uint64_t sum;
};

static struct print
print_of(const char *const *names)
{
	struct print p = {.names = names};

	while (names[p.n] != NULL)
		p.n++;
	return p;
}

static int
name_compare(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

/* Is it one of ours? Then it counts; else it is the user's own. */
static bool
print_add(struct print *p, const char *name, const char *sql)
{
	if (bsearch(name, p->names, p->n, sizeof(*p->names), name_compare) ==
	    NULL)
		return false;
	p->sum += schema_print(sql);
	return true;
}

/*
 * A trigger that is not ours could change what we write: refuse it. One of
 * the journal's may differ in an older file: the migration renews it.
 */
static bool
object_is_fit(
    struct crm_rows *r, struct print *tables, struct print *code, bool current)
{
	const char *type = crm_col_text(r, 0), *name = crm_col_text(r, 1),
		   *sql = crm_col_text(r, 2);

	if (strcmp(type, "table") == 0 || strcmp(type, "index") == 0) {
		print_add(tables, name, sql);
		return true;
	}
	return print_add(code, name, sql) || strcmp(type, "trigger") != 0 ||
	       (!current && strncmp(name, "journal_", 8) == 0);
}

static enum crm_rc
tampering_check(struct crm *crm, int version)
{
	const struct crm_step *step = &crm_steps[version - 1];
	struct print tables = print_of(step->names),
		     code = print_of(crm_code_names);
	bool current = version == crm_nsteps;
	struct crm_rows *r = crm_query(crm,
	    "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL");

	while (crm_next(r))
		if (!object_is_fit(r, &tables, &code, current))
			not_ours(crm, "has a trigger that is not ours: ",
			    crm_col_text(r, 1));
	if (crm->rc == CRM_OK && tables.sum != step->tables)
		return not_ours(crm,
		    "its tables are not those of a crm database of its "
		    "version",
		    "");
	if (current && code.sum != crm_generated_print)
		return not_ours(crm,
		    "its triggers and views are not those of this crm", "");
	return crm->rc;
}

static enum crm_rc
version_check(struct crm *crm, int *version)
{
	int64_t id = crm_int(crm, "PRAGMA application_id");

	*version = (int)crm_int(crm, "PRAGMA user_version");
	if (crm->rc != CRM_OK)
		return crm->rc;
	if (*version == 0 && id == 0 &&
	    crm_int(crm, "SELECT count(*) FROM sqlite_schema") == 0)
		return crm->rc;
	if (id != SCHEMA_APPLICATION_ID || *version < 1)
		return not_ours(
		    crm, "an SQLite database, but not one of crm", "");
	if (*version > crm_nsteps)
		return crm_fail(crm, CRM_NOTADB, "newer_version",
		    "%s: written "
		    "by a newer crm (version %d, this one knows %d); nothing "
		    "was changed",
		    crm->file, *version, crm_nsteps);
	return tampering_check(crm, *version);
}

/* In one transaction: another process may be making the database just now,
 * and half of what was and half of what is would look like neither. */
enum crm_rc
schema_check(struct crm *crm, int *version)
{
	*version = 0;
	if (db_exec(crm, "BEGIN") != CRM_OK)
		return crm->rc;
	version_check(crm, version);
	sqlite3_exec(crm->db, "ROLLBACK", NULL, NULL, NULL);
	return crm->rc;
}

/* --- migration --- */

static const char *copy; /* that is being made */

static void
copy_unlink(void)
{
	if (copy != NULL)
		unlink(copy);
}

/*
 * A copy of the old file, on disk, under a name of this process: another that
 * is about to migrate as well makes its own. NULL when it cannot be made.
 */
static const char *
copy_make(struct crm *crm, int version)
{
	const char *part = crm_keepf(crm, "%s%s.v%d.%ld.part",
	    *crm->file == '/' ? "" : "./", crm->file, version, (long)getpid());
	int fd;

	copy = part;
	mem_at_death(copy_unlink);
	unlink(part); /* of a process that had our number */
	crm_run(crm, "VACUUM INTO ?1", ARG(part));
	if (crm->rc == CRM_OK) {
		fd = open(part, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
		if (fd == -1 || fsync(fd) == -1)
			crm_fail(crm, CRM_FAILURE, NULL, "%s: %s", part,
			    strerror(errno));
		if (fd != -1)
			close(fd);
	}
	if (crm->rc != CRM_OK)
		unlink(part);
	return crm->rc == CRM_OK ? part : NULL;
}

/* This process is the one that migrates: its copy is the one that stays. */
static enum crm_rc
copy_keep(struct crm *crm, const char *part, int version)
{
	const char *file = crm_keepf(
	    crm, "%s.v%d-%lld", crm->file, version, (long long)crm->now);

	if (part == NULL || crm->rc != CRM_OK)
		return crm->rc;
	if (rename(part, file) == -1)
		return crm_fail(
		    crm, CRM_FAILURE, NULL, "%s: %s", file, strerror(errno));
	if (crm->notice != NULL)
		crm->notice(
		    crm, crm_keepf(crm,
			     "bringing the database from "
			     "version %d to %d; the old one is kept as %s",
			     version, crm_nsteps, file));
	return crm->rc;
}

/* The generated code belongs to the crm that runs, not to a step. */
static enum crm_rc
generated_drop(struct crm *crm)
{
	struct str sql = STR_INIT;
	struct crm_rows *r = crm_query(crm, "SELECT name FROM sqlite_schema "
					    "WHERE type = 'trigger'");
	const char *const *name;
	const char *end;

	while (crm_next(r))
		str_addf(&sql, "DROP TRIGGER \"%s\";", crm_col_text(r, 0));
	str_adds(&sql, "DROP VIEW IF EXISTS timeline;");
	for (name = crm_code_names; *name != NULL; name++)
		if ((end = strstr(*name, "_was")) != NULL && end[4] == '\0')
			str_addf(&sql, "DROP VIEW IF EXISTS %s;", *name);
	db_reset(crm);
	db_exec(crm, sql.ptr);
	str_free(&sql);
	return crm->rc;
}

static enum crm_rc
steps_run(struct crm *crm, int version)
{
	int i;

	generated_drop(crm);
	for (i = version; i < crm_nsteps; i++)
		db_exec(crm, crm_steps[i].sql);
	db_exec(crm, crm_generated_sql);
	db_exec(crm, crm_keepf(crm,
			 "PRAGMA application_id = %d;"
			 "PRAGMA user_version = %d",
			 SCHEMA_APPLICATION_ID, crm_nsteps));
	return crm->rc;
}

/*
 * Take the lock. Another process may be making the tables, and then go on to
 * write, even to read what we are about to say: so look whether they are there
 * rather than wait for its lock. False when they are, or with an error.
 */
static bool
lock_take(struct crm *crm)
{
	int code, count = 0;

	for (;;) {
		sqlite3_busy_handler(crm->db, NULL, NULL);
		code =
		    sqlite3_exec(crm->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
		sqlite3_busy_handler(crm->db, db_wait, crm);
		if (code == SQLITE_OK)
			return true;
		if ((code & 0xff) == SQLITE_BUSY) {
			if (crm_int(crm, "PRAGMA user_version") >= crm_nsteps)
				return false;
			db_reset(crm);
			if (crm->rc == CRM_OK && db_wait(crm, count++))
				continue;
		}
		db_error(crm, code);
		return false;
	}
}

enum crm_rc
schema_migrate(struct crm *crm, int version)
{
	const char *part = NULL;

	if (version > 0 && (part = copy_make(crm, version)) == NULL)
		return crm->rc;
	if (lock_take(crm)) {
		/* Another process may have been faster while we waited. */
		version = (int)crm_int(crm, "PRAGMA user_version");
		db_reset(crm);
		if (version < crm_nsteps &&
		    copy_keep(crm, part, version) == CRM_OK)
			steps_run(crm, version);
		if (crm->rc == CRM_OK)
			db_exec(crm, "COMMIT");
		if (crm->rc != CRM_OK)
			sqlite3_exec(crm->db, "ROLLBACK", NULL, NULL, NULL);
	}
	if (part != NULL)
		unlink(part); /* gone already when it was kept */
	return crm->rc;
}
