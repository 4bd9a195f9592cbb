/*
 * mkentity.c: write the descriptors of the records as C, with the filters
 * and orders of share/filter.
 */
#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "mkschema.h"

/* One block of a filter file. */
struct block {
	char *what; /* search filter hide only sort date order */
	char *opt;
	char *arg;
	char *help;
	char *sql;
};

static struct block blocks[128];
static int nblocks;

static void
put_or_null(FILE *f, const char *text)
{
	if (text == NULL)
		fputs("NULL", f);
	else
		put_text(f, text);
}

/* --- filter files -----------------------------------------------------------
 */

/* "filter tag TAG: with this label" */
static void
head_parse(struct block *b, char *line, const char *where)
{
	char *colon = strstr(line, ": "), *word;

	if (colon == NULL)
		errx(1, "%s: \"%s\" has no \": help\"", where, line);
	*colon = '\0';
	b->help = strdup(colon + 2);
	b->what = strdup(strsep(&line, " "));
	if ((word = strsep(&line, " ")) != NULL)
		b->opt = strdup(word);
	if ((word = strsep(&line, " ")) != NULL)
		b->arg = strdup(word);
	if (strcmp(b->what, "search") == 0) {
		b->arg = b->opt;
		b->opt = strdup("search");
	}
}

/* Every condition is prepared and its plan looked at, as a list would. */
static void
block_check(const struct block *b, const char *table, const char *where)
{
	struct str sql = STR_INIT;
	bool order = strcmp(b->what, "sort") == 0 ||
		     strcmp(b->what, "date") == 0 ||
		     strcmp(b->what, "order") == 0;

	str_addf(&sql,
	    order ? "SELECT id FROM %s ORDER BY %s LIMIT 50 "
		    "/*scan*/"
		  : "SELECT id FROM %s WHERE %s",
	    table, b->sql);
	sqlite3_finalize(sql_prepare(sql.ptr, where));
	plan_check(sql.ptr, where);
	str_free(&sql);
}

/* Does a line begin a block? Other comments are prose. */
static bool
is_head(const char *line)
{
	static const char *const whats[] = {"search ", "filter ", "hide ",
	    "only:", "sort ", "date ", "order:", "alias ", "columns:"};
	size_t i;

	if (strncmp(line, "-- ", 3) != 0)
		return false;
	for (i = 0; i < sizeof(whats) / sizeof(whats[0]); i++)
		if (strncmp(line + 3, whats[i], strlen(whats[i])) == 0)
			return true;
	return false;
}

static void
filters_read(const char *table, const char *where)
{
	char *text = file_text(where), *line, *sql;

	nblocks = 0;
	while ((line = strsep(&text, "\n")) != NULL) {
		if (!is_head(line))
			continue;
		if (nblocks == (int)(sizeof(blocks) / sizeof(blocks[0])))
			errx(1, "%s: too many blocks", where);
		memset(&blocks[nblocks], 0, sizeof(blocks[nblocks]));
		head_parse(&blocks[nblocks], line + 3, where);
		if (strcmp(blocks[nblocks].what, "alias") == 0 ||
		    strcmp(blocks[nblocks].what, "columns") == 0) {
			nblocks++;
			continue;
		}
		if ((sql = strsep(&text, ";")) == NULL || text == NULL)
			errx(1, "%s: %s: no SQL that ends in ;", where, line);
		blocks[nblocks].sql = strdup(sql);
		block_check(&blocks[nblocks++], table, where);
	}
}

static const struct block *
block_find(const char *what)
{
	int i;

	for (i = 0; i < nblocks; i++)
		if (strcmp(blocks[i].what, what) == 0)
			return &blocks[i];
	return NULL;
}

static void
filters_write(FILE *f, const struct table *t, const char *what)
{
	int i;

	fprintf(
	    f, "static const struct crm_filter %s_%ss[] = {\n", t->name, what);
	for (i = 0; i < nblocks; i++) {
		if (strcmp(blocks[i].what, what) != 0)
			continue;
		fputs("\t{ ", f);
		put_text(f, blocks[i].opt);
		fputs(", ", f);
		put_or_null(f, blocks[i].arg);
		fputs(", ", f);
		put_text(f, blocks[i].help);
		fputs(",\n\t", f);
		put_text(f, blocks[i].sql);
		fputs(" },\n", f);
	}
	fputs("\t{ 0 }\n};\n\n", f);
}

static int
column_index(const struct table *t, const char *name)
{
	int i;

	for (i = 0; i < t->ncolumns; i++)
		if (strcmp(t->columns[i].name, name) == 0)
			return i;
	return -1;
}

/* "alias FIELD: first, given" gives a field more names. */
static void
aliases_write(FILE *f, const struct table *t)
{
	char *names, *name;
	int i;

	fprintf(f, "static const struct crm_alias %s_aliases[] = {\n", t->name);
	for (i = 0; i < nblocks; i++) {
		if (strcmp(blocks[i].what, "alias") != 0)
			continue;
		if (column_index(t, blocks[i].opt) < 0)
			errx(1, "alias %s: %s has no such column",
			    blocks[i].opt, t->name);
		names = strdup(blocks[i].help);
		while ((name = strsep(&names, ",")) != NULL)
			fprintf(f, "\t{ \"%s\", \"%s\" },\n",
			    name + strspn(name, " "), blocks[i].opt);
	}
	fputs("\t{ 0 }\n};\n\n", f);
}

/* "columns: id, name" as "id,name": each a field, or of the client. */
static void
columns_write(FILE *f, const struct table *t, const struct block *b)
{
	const char *start, *comma = "";
	char *names, *name;
	size_t len;
	int i;

	if (b == NULL) {
		fputs("NULL", f);
		return;
	}
	fputs("\"", f);
	names = strdup(b->help);
	while ((name = strsep(&names, ", ")) != NULL) {
		if (*name == '\0')
			continue;
		for (i = 0; i < t->ncolumns; i++) {
			len = kind_key(t->columns[i].name, &start);
			if (strlen(name) == len &&
			    memcmp(start, name, len) == 0)
				break;
		}
		if (i == t->ncolumns && strncmp(name, "client_", 7) != 0)
			errx(1, "columns: %s has no field %s", t->name, name);
		fprintf(f, "%s%s", comma, name);
		comma = ",";
	}
	fputs("\"", f);
}

/* --- descriptors --- */

static void
words_write(FILE *f, const struct table *t)
{
	int i, j;

	for (i = 0; i < t->ncolumns; i++) {
		if (t->columns[i].words[0] == NULL)
			continue;
		fprintf(f, "static const char *const %s_%s_words[] = { ",
		    t->name, t->columns[i].name);
		for (j = 0; t->columns[i].words[j] != NULL; j++)
			fprintf(f, "\"%s\", ", t->columns[i].words[j]);
		fputs("NULL };\n", f);
	}
}

static void
field_write(FILE *f, const struct table *t, const struct column *c)
{
	const char *start;
	size_t len, i;

	fprintf(f, "\t{ \"%s\", ", c->name);
	len = kind_key(c->name, &start);
	fprintf(f, "\"%.*s\", \"", (int)len, start);
	len = kind_opt(c->name, &start);
	/* Only a reference, a day, an instant lose the end of their name. */
	if (c->kind == KIND_TEXT || c->kind == KIND_INT)
		len = kind_key(c->name, &start);
	for (i = 0; i < len; i++)
		fputc(start[i] == '_' ? '-' : start[i], f);
	fputs("\", ", f);
	put_text(f, c->help);
	fputs(",\n\t    ", f);
	put_or_null(f, c->ref);
	if (c->words[0] != NULL)
		fprintf(f, ", %s_%s_words", t->name, c->name);
	else
		fputs(", NULL", f);
	/* The least of all is no literal of C. */
	if (c->least == INT64_MIN)
		fputs(", INT64_MIN", f);
	else
		fprintf(f, ", %lld", c->least);
	fprintf(f, ", %lld", c->most);
	fprintf(f, ", %d, %u, %d },\n", (int)c->kind, c->flags, c->keyed);
}

static void
fields_write(FILE *f, const struct table *t)
{
	int i;

	words_write(f, t);
	fprintf(f, "static const struct crm_field %s_fields[] = {\n", t->name);
	for (i = 0; i < t->ncolumns; i++)
		field_write(f, t, &t->columns[i]);
	fputs("};\n\n", f);
}

/* CREATE INDEX name ON table (keys) WHERE condition */
static void
index_parts_write(FILE *f, const char *sql, int nkeys)
{
	const char *keys = strchr(sql, '(') + 1,
		   *where = strstr(sql, " WHERE "),
		   *end = where == NULL ? sql + strlen(sql) : where;
	char *text = strndup(keys, (size_t)(end - keys) - 1);

	fputs(", ", f);
	put_text(f, text);
	fprintf(f, ", %d, ", nkeys);
	if (where == NULL)
		fputs("NULL", f);
	else
		put_text(f, where + strlen(" WHERE "));
	free(text);
}

static void
indexes_write(FILE *f, const struct table *t)
{
	sqlite3_stmt *s = sql_prepare(
	    "SELECT s.name, s.sql, l.\"unique\", "
	    "(SELECT count(*) FROM pragma_index_info(s.name)) FROM "
	    "sqlite_schema s JOIN pragma_index_list(s.tbl_name) l ON l.name = "
	    "s.name WHERE s.type = 'index' AND s.sql IS NOT NULL AND "
	    "s.tbl_name = ?1 ORDER BY s.name",
	    "indexes");

	sqlite3_bind_text(s, 1, t->name, -1, SQLITE_STATIC);
	fprintf(f, "static const struct crm_index %s_indexes[] = {\n", t->name);
	while (sqlite3_step(s) == SQLITE_ROW) {
		fprintf(f, "\t{ \"%s\",\n\t", sqlite3_column_text(s, 0));
		put_text(f, (const char *)sqlite3_column_text(s, 1));
		index_parts_write(f, (const char *)sqlite3_column_text(s, 1),
		    sqlite3_column_int(s, 3));
		fprintf(f, ", %d },\n", sqlite3_column_int(s, 2));
	}
	fputs("\t{ 0 }\n};\n\n", f);
	sqlite3_finalize(s);
}

/* gift_voucher: gift_vouchers; entry: entries; address: addresses; series. */
static void
plural_write(FILE *f, const char *name)
{
	size_t len = strlen(name);

	if (len >= 6 && strcmp(name + len - 6, "series") == 0)
		fprintf(f, "\"%s\"", name);
	else if (name[len - 1] == 'y' && strchr("aeiou", name[len - 2]) == NULL)
		fprintf(f, "\"%.*sies\"", (int)len - 1, name);
	else if (strchr("sxz", name[len - 1]) != NULL ||
		 (name[len - 1] == 'h' && strchr("cs", name[len - 2]) != NULL))
		fprintf(f, "\"%ses\"", name);
	else
		fprintf(f, "\"%ss\"", name);
}

static void
entity_write(FILE *f, const struct table *t)
{
	const struct block *search = block_find("search"),
			   *hide = block_find("hide"),
			   *only = block_find("only"),
			   *order = block_find("order"),
			   *columns = block_find("columns");
	const char *comma = "";
	int i;

	fprintf(f,
	    "static const struct crm_entity %s_entity = {\n"
	    "\t.name = \"%s\", .noun = \"%s\", .plural = ",
	    t->name, t->name, t->noun);
	plural_write(f, t->noun);
	fputs(", .help = ", f);
	put_text(f, t->help);
	fputs(",\n\t.select = \"", f);
	for (i = 0; i < t->ncolumns; i++) {
		if (t->columns[i].kind == KIND_KEY)
			continue;
		fprintf(f, "%s%s", comma, t->columns[i].name);
		comma = ", ";
	}
	fprintf(f,
	    "\",\n\t.fields = %s_fields, .filters = %s_filters, "
	    ".sorts = %s_sorts,\n\t.dates = %s_dates, .indexes = %s_indexes,\n"
	    "\t.aliases = %s_aliases, .search = ",
	    t->name, t->name, t->name, t->name, t->name, t->name);
	put_or_null(f, search == NULL ? NULL : search->sql);
	fputs(",\n\t.hide_opt = ", f);
	put_or_null(f, hide == NULL ? NULL : hide->opt);
	fputs(", .hide = ", f);
	put_or_null(f, hide == NULL ? NULL : hide->sql);
	fputs(",\n\t.only = ", f);
	put_or_null(f, only == NULL ? NULL : only->sql);
	fputs(",\n\t.order = ", f);
	put_or_null(f, order == NULL ? NULL : order->sql);
	fputs(",\n\t.columns = ", f);
	columns_write(f, t, columns);
	fprintf(f,
	    ",\n\t.nfields = %d, .id = %d, .client = %d, .currency = "
	    "%d, .country = %d\n};\n\n",
	    t->ncolumns, column_index(t, "id"), column_index(t, "client_id"),
	    column_index(t, "currency"), column_index(t, "country"));
}

/* Is a row of it a record: of facts, or one to look at, with a number? */
static bool
is_record(const struct table *t)
{
	return t->class == TABLE_FACT ||
	       (t->class == TABLE_DERIVED && (t->columns[0].flags & FIELD_ID) &&
		   strcmp(t->columns[0].name, "id") == 0);
}

static void
list_write(FILE *f, const char *name, enum table_class class)
{
	int i, n = 0;

	fprintf(f, "const struct crm_entity *const %s[] = {\n", name);
	for (i = 0; i < ntables; i++)
		if (tables[i].class == class && is_record(&tables[i]) && ++n)
			fprintf(f, "\t&%s_entity,\n", tables[i].name);
	if (class == TABLE_FACT)
		fprintf(f, "};\nconst int crm_nentities = %d;\n\n", n);
	else
		fputs("\tNULL\n};\n\n", f);
}

void
entities_write(FILE *f)
{
	struct dirent **list;
	char folder[4096], path[8192];
	int i, n;

	sql_files("filter", &list, folder, sizeof(folder));
	for (i = 0; i < ntables; i++) {
		if (!is_record(&tables[i]))
			continue;
		nblocks = 0;
		for (n = sql_files("filter", &list, folder, sizeof(folder));
		     n-- > 0;) {
			snprintf(path, sizeof(path), "%s.sql", tables[i].name);
			if (strcmp(list[n]->d_name, path) != 0)
				continue;
			snprintf(path, sizeof(path), "%s/%s", folder,
			    list[n]->d_name);
			filters_read(tables[i].name, path);
		}
		fields_write(f, &tables[i]);
		filters_write(f, &tables[i], "filter");
		filters_write(f, &tables[i], "sort");
		filters_write(f, &tables[i], "date");
		aliases_write(f, &tables[i]);
		indexes_write(f, &tables[i]);
		entity_write(f, &tables[i]);
	}
	list_write(f, "crm_entities", TABLE_FACT);
	list_write(f, "crm_derived_entities", TABLE_DERIVED);
}

/* The numbers of the fields, for the code that has rules about some. */
void
numbers_write(FILE *f)
{
	const char *p;
	int i, j;

	fputs("/* crm_fields.h: the fields of the records by number; "
	      "generated. */\n#ifndef CRM_FIELDS_H\n#define CRM_FIELDS_H\n",
	    f);
	for (i = 0; i < ntables; i++) {
		if (tables[i].class != TABLE_FACT)
			continue;
		fputs("\nenum {\n", f);
		for (j = 0; j < tables[i].ncolumns; j++) {
			fputc('\t', f);
			for (p = tables[i].name; *p != '\0'; p++)
				fputc(toupper((unsigned char)*p), f);
			fputc('_', f);
			for (p = tables[i].columns[j].name; *p != '\0'; p++)
				fputc(toupper((unsigned char)*p), f);
			fprintf(f, " = %d,\n", j);
		}
		fputs("};\n", f);
	}
	fputs("\n#endif\n", f);
}
