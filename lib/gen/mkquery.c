/*
 * mkquery.c: the queries of share/query: prepared with stand-ins for the
 * suite's functions, their plans looked at, and written as C.
 */
#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "derive_table.h"
#include "mkschema.h"
#include "sofar.h"

/* --- functions --------------------------------------------------------------
 */

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

void
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

/* --- queries -----------------------------------------------------------------
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

void
queries_write(FILE *f, FILE *header)
{
	struct dirent **list;
	char path[4096], file[8192];
	char *text;
	int i, n;

	sql_run(DERIVE_DUE_TABLE, "due");
	sql_run(DERIVE_AHEAD_TABLE, "ahead");
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
