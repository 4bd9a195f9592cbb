/*
 * mkquery.c: the queries of share/query: prepared with stand-ins for the
 * suite's functions, their plans looked at, and written as C.
 */
#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "act_table.h"
#include "derive_table.h"
#include "mkschema.h"

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
	    {"points", 1}, {"act_name", 2}, {"tier_name", 1},
	    {"months_later", 2}, {"period", 2}, {"whole", 3}, {"seconds", 1},
	    {"scores", 4}, {"id_in", 2}, {"segment", 1}, {"visits", 5},
	    {"last_visit_day", 3}, {"last_visit", 3}, {"rhythm_in", 4},
	    {"spent", 4}};
	static const struct {
		const char *name;
		int args;
	} sums[] = {{"money_sum", 2}, {"money_mean", 2}, {"tally", 4},
	    {"rhythm", 1}, {"fifths", 3}, {"id_set", 1}, {"cohorts", 4},
	    {"history", 5}, {"ahead", 4}, {"moves", 9}, {"segments", 3}};
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		sqlite3_create_function(db, list[i].name, list[i].args,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, stand_in, NULL,
		    NULL);
	for (i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		sqlite3_create_function(db, sums[i].name, sums[i].args,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, NULL, stand_in,
		    stand_in_end);
}

/* --- query plans ------------------------------------------------------------
 */

static bool
is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Is this the name, up to where a word ends? */
static bool
begins_with(const char *text, const char *name)
{
	size_t len = strlen(name);

	return strncmp(text, name, len) == 0 && !is_letter(text[len]);
}

/* Does a plan's name mean this table: its own, or one that the query gives it,
 * as in FROM booking b? */
static bool
is_table(const char *sql, const char *plan, const char *table)
{
	const char *p = sql, *name;

	if (begins_with(plan, table))
		return true;
	for (; (p = strstr(p, table)) != NULL; p++) {
		name = p + strlen(table);
		if (p == sql || is_letter(p[-1]) || *name != ' ')
			continue;
		name += 1 + 3 * (strncmp(name + 1, "AS ", 3) == 0);
		if (is_letter(*name) &&
		    strncmp(name, plan, strcspn(plan, " ")) == 0 &&
		    !is_letter(name[strcspn(plan, " ")]))
			return true;
	}
	return false;
}

/* Is the table named between two places of the query? */
static bool
stands_in(const char *from, const char *to, const char *table)
{
	const char *p;

	for (p = from; (p = strstr(p, table)) != NULL && p < to; p++)
		if (begins_with(p, table) && (p == from || !is_letter(p[-1])))
			return true;
	return false;
}

/* Does the query say so itself? The mark is about the tables that its line
 * names, so that one that is meant does not hide another; about all where that
 * names none. */
static bool
is_meant(const char *sql, const char *table)
{
	const char *mark, *line;
	bool others;
	int i;

	for (mark = sql; (mark = strstr(mark, "/*scan*/")) != NULL; mark++) {
		for (line = mark; line > sql && line[-1] != '\n';)
			line--;
		if (stands_in(line, mark, table))
			return true;
		for (others = false, i = 0; i < ntables && !others; i++)
			others = stands_in(line, mark, tables[i].name);
		if (!others)
			return true;
	}
	return false;
}

/* A scan of one of our tables is a slow query, unless it is meant. */
void
plan_check(const char *sql, const char *where)
{
	struct str explain = STR_INIT;
	sqlite3_stmt *s;
	const char *detail;
	int i;

	str_addf(&explain, "EXPLAIN QUERY PLAN %s", sql);
	s = sql_prepare(explain.ptr, where);
	while (sqlite3_step(s) == SQLITE_ROW) {
		detail = (const char *)sqlite3_column_text(s, 3);
		if (strncmp(detail, "SCAN ", 5) != 0)
			continue;
		for (i = 0; i < ntables; i++)
			if (!tables[i].small &&
			    is_table(sql, detail + 5, tables[i].name) &&
			    !is_meant(sql, tables[i].name))
				errx(1,
				    "%s: \"%s\": give it an index, or say "
				    "/*scan*/ in the query",
				    where, detail);
	}
	sqlite3_finalize(s);
	str_free(&explain);
}

/* --- queries -----------------------------------------------------------------
 */

#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz_"

/* The text that stands for the nth of the arguments, "a|b|c}", from 1. */
static void
argument_add(struct str *text, const char *args, int n, const char *where)
{
	while (--n > 0 && args != NULL && (args = strchr(args, '|')) != NULL)
		args++;
	if (args == NULL)
		errx(1, "%s: has fewer arguments than it reads", where);
	str_add(text, args, strcspn(args, "|}"));
}

/*
 * A query, with others in it: for {client_figures} the text of
 * client_figures.sql, so that what several queries ask for is said once. For
 * {sold_of|booking|starts_at}, where they differ in words, that of
 * sold_of.part, with the first word in the place of each {1}.
 */
static char *
query_text(const char *path, const char *name, const char *args)
{
	struct str text = STR_INIT;
	char *p = file_text(name), file[8192];
	size_t len;

	for (; *p != '\0'; p++) {
		len = *p == '{' ? strspn(p + 1, NAME_LETTERS) : 0;
		if (*p == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}') {
			argument_add(&text, args, p[1] - '0', name);
			p += 2;
			continue;
		}
		if (len == 0 || (p[1 + len] != '}' && p[1 + len] != '|')) {
			str_addc(&text, *p);
			continue;
		}
		snprintf(file, sizeof(file), "%s/%.*s.%s", path, (int)len,
		    p + 1, p[1 + len] == '|' ? "part" : "sql");
		str_adds(&text, query_text(path, file, p + 2 + len));
		p += strcspn(p, "}");
	}
	return text.ptr;
}

/* --- rules -------------------------------------------------------------------
 */

/* Columns that tell the rows of a client's apart, and whose they are. */
static int
key_columns(const char *table)
{
	sqlite3_stmt *s = sql_prepare(
	    "SELECT max(n) FROM (SELECT count(*) AS n "
	    "FROM pragma_table_info(?1) WHERE pk > 0 AND name <> 'id' "
	    "UNION ALL SELECT count(*) FROM pragma_index_list(?1) l, "
	    "pragma_index_info(l.name) WHERE l.\"unique\" GROUP BY l.name)",
	    table);
	int n;

	sqlite3_bind_text(s, 1, table, -1, SQLITE_STATIC);
	n = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int(s, 0) : 0;
	sqlite3_finalize(s);
	return n;
}

/* For each column, from this one up to that, the text with its name in place
 * of $ and its number in place of #. */
static void
columns_add(struct str *sql, sqlite3_stmt *rule, int from, int to,
    const char *between, const char *text)
{
	const char *name, *p;
	int i;

	for (i = from; i < to; i++) {
		name = sqlite3_column_name(rule, i);
		if (strncmp(name, "new_", 4) == 0)
			name += 4;
		str_adds(sql, i > from ? between : "");
		for (p = text; *p != '\0'; p++)
			if (*p == '$')
				str_adds(sql, name);
			else if (*p == '#')
				str_addf(sql, "%d", i + 1);
			else
				str_addc(sql, *p);
	}
}

static void
sql_put(FILE *f, struct str *sql, const char *where)
{
	sqlite3_finalize(sql_prepare(sql->ptr, where));
	plan_check(sql->ptr, where);
	put_text(f, sql->ptr);
	fputs(",\n\t\t", f);
	str_cut(sql, 0);
}

static bool
is_named(sqlite3_stmt *rule, int column, const char *prefix)
{
	const char *name = sqlite3_column_name(rule, column);

	return strncmp(name, prefix, strlen(prefix)) == 0;
}

/* Bits of the columns that are texts in the table; new_x is as x is. */
static unsigned long long
text_columns(const char *table, sqlite3_stmt *rule)
{
	sqlite3_stmt *s = sql_prepare("SELECT type = 'TEXT' "
				      "FROM pragma_table_info(?1) "
				      "WHERE name = ?2",
	    table);
	unsigned long long texts = 0;
	int i;

	for (i = 0; i < sqlite3_column_count(rule); i++) {
		sqlite3_reset(s);
		sqlite3_bind_text(s, 1, table, -1, SQLITE_STATIC);
		sqlite3_bind_text(s, 2,
		    sqlite3_column_name(rule, i) +
			(is_named(rule, i, "new_") ? 4 : 0),
		    -1, SQLITE_TRANSIENT);
		if (sqlite3_step(s) == SQLITE_ROW && sqlite3_column_int(s, 0))
			texts |= 1ULL << i;
	}
	sqlite3_finalize(s);
	return texts;
}

/* Whom a rule is about: "-- of: tally.restaged" says another table, with a
 * column client_id, and a column of it that is 1. */
static void
scope_add(struct str *sql, const char *rule, const char *table)
{
	const char *of = strstr(rule, "-- of: ");
	const char *scope = of == NULL ? "due.facts" : of + strlen("-- of: ");
	int name = (int)strcspn(scope, ".");

	str_addf(sql,
	    " FROM %.*s d CROSS JOIN %s t ON t.client_id = d.client_id "
	    "WHERE d.%.*s = 1",
	    name, scope, table, (int)strcspn(scope + name + 1, "\n"),
	    scope + name + 1);
}

/*
 * A SELECT says what the table is to hold that the file is named for, of the
 * clients who are due, or those of the line "-- of:"; its columns are those of
 * the table, the key first. After them, new_x is x of new rows only; and, as
 * the last one, of rows with the same key that with the least of first_x
 * counts.
 */
static void
outcome_put(FILE *f, sqlite3_stmt *rule, const char *where)
{
	int said = sqlite3_column_count(rule), n = said, columns, keys;
	struct str sql = STR_INIT, table = STR_INIT;

	str_adds(&table, where + strlen("derive_facts_00_"));
	str_cut(&table, table.len - strlen(".sql"));
	keys = key_columns(table.ptr);
	if (is_named(rule, n - 1, "first_"))
		n--;
	for (columns = n; is_named(rule, columns - 1, "new_"); columns--)
		;
	fputs(",\n\t    &(const struct crm_outcome){", f);
	str_adds(&sql, "SELECT ");
	columns_add(&sql, rule, 0, columns, ", ", "t.$");
	scope_add(&sql, sqlite3_sql(rule), table.ptr);
	str_adds(&sql, " ORDER BY d.client_id");
	columns_add(&sql, rule, 1, keys, "", ", t.$");
	sql_put(f, &sql, where);
	str_addf(&sql, "INSERT INTO %s (", table.ptr);
	columns_add(&sql, rule, 0, n, ", ", "$");
	str_adds(&sql, ") VALUES (");
	columns_add(&sql, rule, 0, n, ", ", "?#");
	str_adds(&sql, ")");
	sql_put(f, &sql, where);
	str_addf(&sql, "UPDATE %s SET ", table.ptr);
	columns_add(&sql, rule, keys, columns, ", ", "$ = ?#");
	str_adds(&sql, " WHERE ");
	columns_add(&sql, rule, 0, keys, " AND ", "$ = ?#");
	sql_put(f, &sql, where);
	str_addf(&sql, "DELETE FROM %s WHERE ", table.ptr);
	columns_add(&sql, rule, 0, keys, " AND ", "$ = ?#");
	sql_put(f, &sql, where);
	fprintf(f, "%d, %d, %d, %#llx}", keys, columns, said,
	    text_columns(table.ptr, rule));
	str_free(&sql);
	str_free(&table);
}

/* Every statement of a derive file is checked and written by itself. */
static void
derive_put(FILE *f, const char *text, const char *where)
{
	bool facts = strncmp(where, "derive_facts_", 13) == 0;
	sqlite3_stmt *s;
	const char *rest = text, *next;
	char *one;

	while (rest[strspn(rest, " \t\n")] != '\0') {
		if (sqlite3_prepare_v2(db, rest, -1, &s, &next) != SQLITE_OK)
			errx(1, "%s: %s", where, sqlite3_errmsg(db));
		if (s != NULL) {
			one = strndup(sqlite3_sql(s), (size_t)(next - rest));
			plan_check(one, where);
			fputs("\t{ ", f);
			put_text(f, one);
			fprintf(f, ", %d", facts);
			if (sqlite3_column_count(s) > 0)
				outcome_put(f, s, where);
			else
				fputs(", NULL", f);
			fputs(" },\n", f);
			free(one);
		}
		sqlite3_finalize(s);
		rest = next;
	}
}

/* --- all of them -------------------------------------------------------------
 */

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
	sql_run("CREATE TEMP TABLE so_far (" SO_FAR_COLUMNS ")", "so_far");
	sql_run("CREATE TEMP TABLE tally (" TALLY_COLUMNS ")", "tally");
	fputs("const struct crm_rule crm_rules[] = {\n", f);
	fputs("/* crm_sql.h: the queries of share/query; generated. */\n"
	      "#ifndef CRM_SQL_H\n#define CRM_SQL_H\n\n",
	    header);
	n = sql_files("query", &list, path, sizeof(path));
	for (i = 0; i < n; i++) {
		snprintf(file, sizeof(file), "%s/%s", path, list[i]->d_name);
		text = query_text(path, file, NULL);
		if (strncmp(list[i]->d_name, "derive_", 7) == 0)
			derive_put(f, text, list[i]->d_name);
		else
			query_put(
			    header, list[i]->d_name, text, list[i]->d_name);
	}
	fputs("\t{ 0 }\n};\n\n", f);
	fputs("#endif\n", header);
}
