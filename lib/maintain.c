/*
 * maintain.c: the file itself: create, describe, back up, restore, migrate; and
 * taking changes back.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "change.h"
#include "cli.h"
#include "schema.h"

#include "banned.h"

/* --- init, migrate, info -----------------------------------------------------
 */

enum crm_rc
crm_db_init(struct crm *crm)
{
	const char *mode = crm_opt(crm, "journal");
	unsigned flags = DB_WRITE | DB_NOMIGRATE;

	if (mode != NULL && strcmp(mode, "delete") == 0)
		flags |= DB_DELETE;
	else if (mode != NULL && strcmp(mode, "wal") != 0)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "--journal: wal or "
		    "delete, not \"%s\"",
		    mode);
	return cli_open(crm, flags | (crm->cli->dry_run ? DB_EPHEMERAL : 0));
}

bool
file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

enum crm_rc
crm_db_migrate(struct crm *crm)
{
	if (!file_exists(crm->file))
		return crm_fail(crm, CRM_FAILURE, "cannot_open",
		    "%s: there "
		    "is no such file",
		    crm->file);
	if (crm->cli->dry_run)
		return cli_open(crm, DB_READ | DB_NOMIGRATE);
	return cli_open(crm, DB_WRITE);
}

enum crm_rc
crm_db_info(struct crm *crm)
{
	struct str records = STR_INIT;
	int i;

	for (i = 0; i < crm_nentities; i++)
		if (strcmp(crm_entities[i]->name, "setting") != 0)
			str_addf(&records, "%s(SELECT count(*) FROM %s)",
			    records.len > 0 ? " + " : "",
			    crm_entities[i]->name);
	crm_emit_one(crm,
	    crm_query(crm,
		crm_keepf(crm,
		    "SELECT ?1 AS file, "
		    "(SELECT user_version FROM pragma_user_version) AS "
		    "version, "
		    "(SELECT journal_mode FROM pragma_journal_mode) AS "
		    "journal_mode, "
		    "(SELECT count(*) FROM client WHERE status NOT IN "
		    "('deleted', "
		    "'spam')) AS clients, %s AS records, (SELECT page_count * "
		    "page_size FROM pragma_page_count, pragma_page_size) AS "
		    "size_bytes",
		    records.ptr),
		ARG(crm->file)));
	str_free(&records);
	return crm->rc;
}

/* --- backup, restore --- */

static enum crm_rc
copy_run(struct crm *crm, sqlite3 *to, sqlite3 *from, const char *name)
{
	sqlite3_backup *b;
	int code;

	sqlite3_busy_timeout(to, crm->wait * 1000);
	b = sqlite3_backup_init(to, "main", from, "main");
	if (b == NULL)
		return crm_fail(
		    crm, CRM_FAILURE, NULL, "%s: %s", name, sqlite3_errmsg(to));
	do {
		code = sqlite3_backup_step(b, -1);
		if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
			sqlite3_sleep(5);
	} while (code == SQLITE_BUSY || code == SQLITE_LOCKED);
	sqlite3_backup_finish(b);
	if (code != SQLITE_DONE && to == crm->db)
		return db_error(crm, code);
	if (code != SQLITE_DONE)
		return crm_fail(crm, CRM_FAILURE, NULL, "%s: %s", name,
		    sqlite3_errstr(code));
	return crm->rc;
}

static enum crm_rc
file_sync(struct crm *crm, const char *path, int how)
{
	int fd = open(path, how | O_CLOEXEC);
	bool good = fd != -1 && fsync(fd) == 0;

	if (fd != -1)
		close(fd);
	return good ? crm->rc
		    : crm_fail(crm, CRM_FAILURE, NULL, "%s: %s", path,
			  strerror(errno));
}

static const char *part_path; /* of the file that is being made */

static void
part_unlink(void)
{
	if (part_path != NULL)
		unlink(part_path);
}

/* A new file beside its final name, private from the start. One that a backup
 * left which was killed is in nobody's way. */
static const char *
part_create(struct crm *crm, const char *file)
{
	const char *part = NULL;
	int i, fd = -1;

	for (i = 0; i < 100 && fd == -1; i++) {
		part = crm_keepf(crm, "%s%s.%ld-%d.part",
		    *file == '/' ? "" : "./", file, (long)getpid(), i);
		fd = open(part,
		    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd == -1 && errno != EEXIST)
			break;
	}
	if (fd == -1)
		crm_fail(
		    crm, CRM_FAILURE, NULL, "%s: %s", part, strerror(errno));
	else
		close(fd);
	part_path = fd == -1 ? NULL : part;
	mem_at_death(part_unlink);
	return part_path;
}

/* Written under another name, and then renamed. */
enum crm_rc
crm_db_backup(struct crm *crm)
{
	const char *file = crm_arg(crm), *part, *slash;
	sqlite3 *to = NULL;

	if (file == NULL || crm_arg(crm) != NULL)
		return crm_fail(crm, CRM_USAGE, NULL, "backup: to which FILE?");
	if (file_exists(file))
		return crm_fail(crm, CRM_REFUSED, "exists",
		    "%s: is there "
		    "already; a backup never overwrites",
		    file);
	if (crm->cli->dry_run)
		return crm->rc;
	if ((part = part_create(crm, file)) == NULL)
		return crm->rc;
	if (sqlite3_open_v2(part, &to, SQLITE_OPEN_READWRITE, NULL) !=
	    SQLITE_OK)
		crm_fail(
		    crm, CRM_FAILURE, NULL, "%s: %s", part, sqlite3_errmsg(to));
	else
		copy_run(crm, to, crm->db, file);
	sqlite3_close(to);
	if (crm->rc == CRM_OK && file_sync(crm, part, O_RDWR) == CRM_OK &&
	    rename(part, file) == -1)
		crm_fail(
		    crm, CRM_FAILURE, NULL, "%s: %s", file, strerror(errno));
	if (crm->rc != CRM_OK) {
		unlink(part);
		return crm->rc;
	}
	slash = strrchr(file, '/');
	return file_sync(crm,
	    slash == NULL
		? "."
		: crm_keepf(crm, "%.*s", (int)(slash - file) + 1, file),
	    O_RDONLY | O_DIRECTORY);
}

enum crm_rc
crm_db_restore(struct crm *crm)
{
	struct crm from = {.file = crm_arg(crm),
	    .cli = crm->cli,
	    .now = crm->now,
	    .wait = crm->wait};

	if (from.file == NULL || crm_arg(crm) != NULL)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "restore: from which "
		    "FILE?");
	if (!file_exists(from.file))
		return crm_fail(crm, CRM_FAILURE, "cannot_open",
		    "%s: there "
		    "is no such file",
		    from.file);
	if (db_open(&from, DB_READ | DB_NOMIGRATE) != CRM_OK)
		crm_fail(crm, from.rc, from.word, "%s", from.message);
	else if (!crm->cli->dry_run &&
		 cli_open(crm, DB_WRITE | DB_NOMIGRATE) == CRM_OK &&
		 copy_run(crm, crm->db, from.db, crm->file) == CRM_OK)
		mem_last_words("; the backup is stored");
	db_close(&from);
	keep_free(&from.keep);
	return crm->rc;
}

/* --- schema --- */

static const char *const kind_names[KIND_COUNT] = {"text", "prose", "int",
    "real", "bool", "money", "date", "time", "birthday", "json", "list",
    "email", "phone", "currency", "country", "language", "word", "ref", "key"};

static void
field_json(
    struct str *json, const struct crm_entity *e, const struct crm_field *f)
{
	const char *texts[] = {
	    e->plural, f->key, f->name, f->opt, kind_names[f->kind], f->help};
	size_t i;

	str_adds(json, json->len > 1 ? ",[" : "[");
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		str_adds(json, i > 0 ? "," : "");
		json_quote(json, texts[i], strlen(texts[i]));
	}
	str_addf(json, ",%d,%d]", (f->flags & FIELD_REQUIRED) != 0,
	    (f->flags & FIELD_DERIVED) != 0);
}

/* Every field of every record, as data; the SQL itself for people. */
enum crm_rc
crm_db_schema(struct crm *crm)
{
	const struct crm_entity *e;
	struct str json = STR_INIT;
	int i, j;

	if (!crm->cli->chosen) {
		for (i = 0; i < crm_nsteps; i++)
			crm_print(crm, "-- %s\n%s", crm_steps[i].name,
			    crm_steps[i].sql);
		crm_print(crm, "-- generated\n%s", crm_generated_sql);
		return crm->rc;
	}
	str_addc(&json, '[');
	for (i = 0; i < crm_nentities; i++)
		for (e = crm_entities[i], j = 0; j < e->nfields; j++)
			if (e->fields[j].kind != KIND_KEY)
				field_json(&json, e, &e->fields[j]);
	str_addc(&json, ']');
	crm_emit(
	    crm, crm_query(crm,
		     "SELECT value->>0 AS record, value->>1 AS "
		     "field, value->>2 AS \"column\", value->>3 AS \"option\", "
		     "value->>4 AS kind, value->>5 AS help, value->>6 AS "
		     "is_required, "
		     "value->>7 AS is_derived FROM json_each(?1) ORDER BY key",
		     ARG(json.ptr)));
	str_free(&json);
	return crm->rc;
}

/* --- undo --- */

static void
kept(void *arg, const char *text)
{
	crm_remark(arg, "%s", text);
}

enum crm_rc
crm_undo(struct crm *crm, int64_t change)
{
	struct undo_report report = {0};

	if (change_undo(crm, change, &report, kept, crm) != CRM_OK)
		return crm->rc;
	crm_summary(crm,
	    "change %lld undone: %lld reversed, %lld kept, %lld "
	    "failed",
	    (long long)change, (long long)report.reversed,
	    (long long)report.kept, (long long)report.failed);
	if (crm->cli->chosen)
		return crm_emit_one(crm,
		    crm_query(crm,
			"SELECT ?1 AS change, "
			"?2 AS reversed, ?3 AS kept, ?4 AS failed, "
			"?5 AS left_json",
			ARG(change), ARG(report.reversed), ARG(report.kept),
			ARG(report.failed), ARG(report.left)));
	/* Told once it is stored; several are told together. */
	crm->cli->closing =
	    crm->cli->closing == NULL
		? crm->summary
		: crm_keepf(crm, "%s; %s", crm->cli->closing, crm->summary);
	return crm->rc;
}
