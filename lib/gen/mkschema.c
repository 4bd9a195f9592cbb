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
#include "sofar.h"

static sqlite3 *db;
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

/* SQL functions that the suite registers (lib/function.c), to prepare with. */
static void
stand_in(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	(void)values;
	sqlite3_result_null(context);
}

static void
stand_in_end(sqlite3_context *context)
{
	sqlite3_result_null(context);
}

static void
functions_register(void)
{
	static const struct {
		const char *name;
		int args;
	} list[] = {{"fold", 1}, {"fold_email", 1}, {"fold_phone", 1},
	    {"digits", 1}, {"setting", 1}, {"days_ago", 1}, {"actor", 0},
	    {"words", 1}, {"found", 4}, {"now", 0}, {"today", 0}, {"sums", 1},
	    {"sums_text", 1}, {"noun", 1}, {"local_day", 1}, {"restoring", 0},
	    {"convert", 2}, {"money", 1}, {"day", 1}, {"morning", 1},
	    {"evening", 1}, {"day_text", 1}, {"month", 1}, {"month_last", 1},
	    {"years_after", 2}, {"as_of", 0}, {"daily", 0}, {"threshold", 1},
	    {"points", 1}, {"act_name", 2}, {"months_later", 2}};
	static const char *const sums[] = {"money_sum", "money_mean"};
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		sqlite3_create_function(db, list[i].name, list[i].args,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, stand_in, NULL,
		    NULL);
	for (i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		sqlite3_create_function(db, sums[i], 2,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, NULL, stand_in,
		    stand_in_end);
	sqlite3_create_window_function(db, "staged", 3, SQLITE_UTF8, NULL,
	    stand_in, stand_in_end, stand_in_end, stand_in, NULL);
}

/* --- query plans ------------------------------------------------------------
 */

/* A scan of one of our tables is a slow query, unless it says so itself. */
void
plan_check(const char *sql, const char *where)
{
	struct str explain = STR_INIT;
	sqlite3_stmt *s;
	const char *detail, *name;
	int i;

	if (strstr(sql, "/*scan*/") != NULL)
		return;
	str_addf(&explain, "EXPLAIN QUERY PLAN %s", sql);
	s = sql_prepare(explain.ptr, where);
	while (sqlite3_step(s) == SQLITE_ROW) {
		detail = (const char *)sqlite3_column_text(s, 3);
		if (strncmp(detail, "SCAN ", 5) != 0)
			continue;
		for (i = 0; i < ntables; i++) {
			name = tables[i].name;
			if (tables[i].small ||
			    strncmp(detail + 5, name, strlen(name)) != 0 ||
			    isalnum((unsigned char)detail[5 + strlen(name)]) ||
			    detail[5 + strlen(name)] == '_')
				continue;
			errx(1,
			    "%s: \"%s\": give it an index, or say "
			    "/*scan*/ in the query",
			    where, detail);
		}
	}
	sqlite3_finalize(s);
	str_free(&explain);
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

/* --- queries and settings ---------------------------------------------------
 */

#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz_"

/*
 * A query, with others in it: for {client_figures} the text of
 * client_figures.sql, so that what several queries ask for is said once.
 */
static char *
query_text(const char *path, const char *name)
{
	struct str text = STR_INIT;
	char *p = file_text(name), file[8192];
	size_t len;

	for (; *p != '\0'; p++) {
		len = *p == '{' ? strspn(p + 1, NAME_LETTERS) : 0;
		if (len == 0 || p[1 + len] != '}') {
			str_addc(&text, *p);
			continue;
		}
		snprintf(
		    file, sizeof(file), "%s/%.*s.sql", path, (int)len, p + 1);
		str_adds(&text, query_text(path, file));
		p += len + 1;
	}
	return text.ptr;
}

/* Asked about all that a statement does: nothing but to tables of its own? */
static int
aside_look(void *arg, int action, const char *table, const char *column,
    const char *database, const char *code)
{
	(void)table;
	(void)column;
	(void)code;
	if ((action == SQLITE_INSERT || action == SQLITE_UPDATE ||
		action == SQLITE_DELETE) &&
	    strcmp(database, "main") == 0)
		*(bool *)arg = false;
	return SQLITE_OK;
}

/* Every statement of a derive file is checked and written by itself; tables
 * that it makes for the others are made here, too. */
static void
derive_put(FILE *f, const char *text, const char *where)
{
	bool facts = strncmp(where, "derive_facts_", 13) == 0, aside;
	sqlite3_stmt *s;
	const char *rest = text, *next;
	char *one;

	while (rest[strspn(rest, " \t\n")] != '\0') {
		aside = true;
		sqlite3_set_authorizer(db, aside_look, &aside);
		if (sqlite3_prepare_v2(db, rest, -1, &s, &next) != SQLITE_OK)
			errx(1, "%s: %s", where, sqlite3_errmsg(db));
		sqlite3_set_authorizer(db, NULL, NULL);
		if (s != NULL) {
			one = strndup(sqlite3_sql(s), (size_t)(next - rest));
			plan_check(one, where);
			if (strstr(one, "CREATE TEMP TABLE") != NULL)
				sql_run(one, where);
			fputs("\t{ ", f);
			put_text(f, one);
			fprintf(f, ", %d, %d },\n", facts, aside);
			free(one);
		}
		sqlite3_finalize(s);
		rest = next;
	}
}

static void
query_put(FILE *header, const char *name, const char *text, const char *where)
{
	const char *p;

	sqlite3_finalize(sql_prepare(text, where));
	plan_check(text, where);
	fputs("#define SQL_", header);
	for (p = name; *p != '\0' && *p != '.'; p++)
		fputc(toupper((unsigned char)*p), header);
	fputs(" \\\n\t\"", header);
	for (p = text; *p != '\0'; p++)
		if (*p == '\n')
			fputs(p[1] == '\0' ? "" : "\\n\" \\\n\t\"", header);
		else if (*p == '\t')
			fputs("\\t", header);
		else if (*p == '"' || *p == '\\')
			fprintf(header, "\\%c", *p);
		else
			fputc(*p, header);
	fputs("\"\n\n", header);
}

static void
queries_write(FILE *f, FILE *header)
{
	struct dirent **list;
	char path[4096], file[8192];
	char *text;
	int i, n;

	sql_run("CREATE TEMP TABLE due (client_id INTEGER PRIMARY KEY, "
		"own INTEGER NOT NULL, facts INTEGER NOT NULL, "
		"outside INTEGER NOT NULL, fresh INTEGER NOT NULL); "
		"CREATE TEMP TABLE ahead (client_id INTEGER, milestone TEXT, "
		"ordinal TEXT, due INTEGER, title TEXT, cause TEXT)",
	    "derive");
	sql_run("CREATE TEMP TABLE so_far (" SOFAR_COLUMNS ")", "so_far");
	fputs("const struct crm_rule crm_rules[] = {\n", f);
	fputs("/* crm_sql.h: the queries of share/query; generated. */\n"
	      "#ifndef CRM_SQL_H\n#define CRM_SQL_H\n\n",
	    header);
	n = sql_files("query", &list, path, sizeof(path));
	for (i = 0; i < n; i++) {
		snprintf(file, sizeof(file), "%s/%s", path, list[i]->d_name);
		text = query_text(path, file);
		if (strncmp(list[i]->d_name, "derive_", 7) == 0)
			derive_put(f, text, list[i]->d_name);
		else
			query_put(
			    header, list[i]->d_name, text, list[i]->d_name);
	}
	fputs("\t{ 0 }\n};\n\n", f);
	fputs("#endif\n", header);
}

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
