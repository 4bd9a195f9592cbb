/*
 * mkschema: read the schema, the filters and the queries, check them, and
 * write the C tables that drive the suite. A build tool; never installed.
 *
 * usage: mkschema SHARE OUT
 *
 * SHARE/schema/NNN-name.sql is run, step by step, in an in-memory SQLite,
 * which is then asked what there is: SQLite is the only parser of SQL here.
 * Only comments are found by hand, in the CREATE text that SQLite keeps.
 * OUT/schema_gen.c, OUT/crm_sql.h and OUT/crm_fields.h are written.
 *
 * What breaks a rule of crm-hacking(7) ends the build with one line.
 */
#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "entity.h"
#include "kind.h"
#include "mkschema.h"

sqlite3 *db;
static const char *share;

/* --- helpers ----------------------------------------------------------------
 */

void
sql_run(const char *sql, const char *where)
{
	char *message = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		errx(1, "%s: %s", where, message);
}

sqlite3_stmt *
sql_prepare(const char *sql, const char *where)
{
	sqlite3_stmt *s;

	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
		errx(1, "%s: %s", where, sqlite3_errmsg(db));
	return s;
}

char *
text_of(sqlite3_stmt *s, int column)
{
	const char *text = (const char *)sqlite3_column_text(s, column);

	return text == NULL ? NULL : strdup(text);
}

char *
file_text(const char *path)
{
	FILE *f = fopen(path, "r");
	struct str text = STR_INIT;
	char block[4096];
	size_t n;

	if (f == NULL)
		err(1, "%s", path);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		str_add(&text, block, n);
	fclose(f);
	return text.ptr;
}

static int
sql_file(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');

	return dot != NULL && strcmp(dot, ".sql") == 0;
}

int
sql_files(const char *folder, struct dirent ***list, char *path, size_t size)
{
	int n;

	snprintf(path, size, "%s/%s", share, folder);
	if ((n = scandir(path, list, sql_file, alphasort)) < 0)
		err(1, "%s", path);
	return n;
}

/* A C string literal of a text, a line for every line of it. */
void
put_text(FILE *f, const char *text)
{
	fputc('"', f);
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			fputs(text[1] == '\0' ? "\\n" : "\\n\"\n\t\"", f);
		else if (*text == '\t')
			fputs("\\t", f);
		else if (*text == '"' || *text == '\\')
			fprintf(f, "\\%c", *text);
		else
			fputc(*text, f);
	}
	fputc('"', f);
}

/* --- schema steps -----------------------------------------------------------
 */

static void
tables_print(FILE *f)
{
	uint64_t h = 0;
	sqlite3_stmt *s;

	s = sql_prepare(
	    "SELECT sql FROM sqlite_schema WHERE type IN "
	    "('table', 'index') AND sql IS NOT NULL AND name NOT LIKE "
	    "'sqlite_%'",
	    "fingerprint");
	while (sqlite3_step(s) == SQLITE_ROW)
		h += schema_print((const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	fprintf(f, "0x%016llxULL", (unsigned long long)h);
}

/* The names of what there is, as a C array; sorted as strcmp() sorts. */
static void
names_write(FILE *f, const char *variable, const char *types)
{
	struct str sql = STR_INIT;
	sqlite3_stmt *s;

	str_addf(&sql,
	    "SELECT name FROM sqlite_schema WHERE type IN (%s) "
	    "AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%%' ORDER BY name",
	    types);
	s = sql_prepare(sql.ptr, variable);
	fprintf(f, "const char *const %s[] = {\n", variable);
	while (sqlite3_step(s) == SQLITE_ROW)
		fprintf(f, "\t\"%s\",\n", sqlite3_column_text(s, 0));
	fputs("\tNULL\n};\n\n", f);
	sqlite3_finalize(s);
	str_free(&sql);
}

/* Run a step, and put it down with what there is after it. */
static void
step_write(FILE *f, FILE *array, const char *name, const char *text, int i)
{
	char variable[32];

	sql_run(text, name);
	snprintf(variable, sizeof(variable), "step%d_names", i);
	fputs("static ", f);
	names_write(f, variable, "'table', 'index'");
	fprintf(array, "\t{ \"%.*s\",\n\t", (int)strlen(name) - 4, name);
	put_text(array, text);
	fprintf(array, ",\n\t%s, ", variable);
	tables_print(array);
	fputs(" },\n", array);
}

static void
steps_write(FILE *f)
{
	struct dirent **list;
	char path[4096], file[8192];
	char *text = NULL;
	size_t size;
	FILE *array = open_memstream(&text, &size);
	int i, n;

	n = sql_files("schema", &list, path, sizeof(path));
	for (i = 0; i < n; i++) {
		if (atoi(list[i]->d_name) != i + 1)
			errx(1,
			    "%s: schema steps are numbered 001, 002, ... "
			    "without gaps: step %d is missing",
			    list[i]->d_name, i + 1);
		snprintf(file, sizeof(file), "%s/%s", path, list[i]->d_name);
		step_write(f, array, list[i]->d_name, file_text(file), i + 1);
	}
	fclose(array);
	fprintf(f,
	    "const struct crm_step crm_steps[] = {\n%s};\n"
	    "const int crm_nsteps = %d;\n\n",
	    text, n);
}

static void
generated_write(FILE *f)
{
	struct str code = STR_INIT;
	uint64_t h = 0;
	sqlite3_stmt *s;

	triggers_generate(&code);
	timeline_generate(&code);
	sql_run(code.ptr, "generated triggers and views");
	s = sql_prepare("SELECT sql FROM sqlite_schema WHERE type IN "
			"('trigger', 'view')",
	    "fingerprint");
	while (sqlite3_step(s) == SQLITE_ROW)
		h += schema_print((const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	fputs("const char crm_generated_sql[] =\n\t", f);
	put_text(f, code.ptr);
	fprintf(f, ";\nconst uint64_t crm_generated_print = 0x%016llxULL;\n\n",
	    (unsigned long long)h);
	names_write(f, "crm_code_names", "'trigger', 'view'");
	str_free(&code);
}

/* --- derived tables and settings
 * ---------------------------------------------------
 */

/* The columns of a derived table that follow from the facts: neither its number
 * nor what the suite itself has to remember. */
static void
derived_columns_put(FILE *f, const struct table *t)
{
	const struct column *c = t->columns;
	const char *comma = "";

	for (; c < t->columns + t->ncolumns; c++) {
		if ((c->flags & FIELD_ID) && strcmp(c->name, "id") == 0)
			continue;
		if (strncmp(c->help, "internal: ", 10) == 0)
			continue;
		fprintf(f, "%s%s", comma, c->name);
		comma = ", ";
	}
}

static void
derived_write(FILE *f)
{
	int i;

	fputs("const struct crm_derived crm_derived_tables[] = {\n", f);
	for (i = 0; i < ntables; i++) {
		if (tables[i].class != TABLE_DERIVED)
			continue;
		fprintf(f, "\t{ \"%s\", \"", tables[i].name);
		derived_columns_put(f, &tables[i]);
		fputs("\" },\n", f);
	}
	fputs("\t{ 0 }\n};\n\n", f);
}

static void
settings_write(FILE *f)
{
	char path[4096];
	char *text, *line, *field;
	int i;

	snprintf(path, sizeof(path), "%s/setting.tsv", share);
	text = file_text(path);
	fputs("const struct crm_setting_def crm_settings[] = {\n", f);
	while ((line = strsep(&text, "\n")) != NULL && *line != '\0') {
		fputs("\t{ ", f);
		for (i = 0; (field = strsep(&line, "\t")) != NULL; i++) {
			put_text(f, field);
			fputs(", ", f);
		}
		if (i != 4)
			errx(1,
			    "%s: a setting has name, type, default and "
			    "help",
			    path);
		fputs("},\n", f);
	}
	fputs("\t{ 0 }\n};\n", f);
}

static FILE *
file_create(const char *folder, const char *name)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if ((f = fopen(path, "w")) == NULL)
		err(1, "%s", path);
	return f;
}

static void
file_finish(FILE *f, const char *name)
{
	if (ferror(f) || fclose(f) != 0)
		err(1, "%s", name);
}

int
main(int argc, char **argv)
{
	FILE *c, *h, *n;

	if (argc != 3)
		errx(2, "usage: mkschema SHARE OUT");
	share = argv[1];
	if (sqlite3_open(":memory:", &db) != SQLITE_OK)
		errx(1, "%s", sqlite3_errmsg(db));
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	functions_register();
	c = file_create(argv[2], "schema_gen.c");
	h = file_create(argv[2], "crm_sql.h");
	n = file_create(argv[2], "crm_fields.h");
	fputs("/* schema_gen.c: what the build read off share/; generated. */\n"
	      "#include \"entity.h\"\n\n",
	    c);
	steps_write(c);
	tables_read();
	generated_write(c);
	entities_write(c);
	arms_write(c);
	numbers_write(n);
	queries_write(c, h);
	derived_write(c);
	settings_write(c);
	file_finish(c, "schema_gen.c");
	file_finish(h, "crm_sql.h");
	file_finish(n, "crm_fields.h");
	sqlite3_close(db);
	return 0;
}
