/*
 * mkcode.c: the SQL that the build writes from the tables: the triggers that
 * journal every change of a fact, and the view that joins the timeline.
 */
#include <err.h>
#include <string.h>

#include "mkschema.h"

/* Is the column a fact, and so in the journal? Look-up keys and derived
 * columns follow from the facts. */
static bool
is_fact(const struct column *c)
{
	return c->kind != KIND_KEY && !(c->flags & FIELD_DERIVED);
}

/* Whose row it is: its client_id, or else the first column that refers to a
 * client; its own id for a client; or nobody. */
static const char *
owner_of(const struct table *t)
{
	int i;

	if (strcmp(t->name, "client") == 0)
		return "id";
	for (i = 0; i < t->ncolumns; i++)
		if (strcmp(t->columns[i].name, "client_id") == 0)
			return "client_id";
	for (i = 0; i < t->ncolumns; i++)
		if (t->columns[i].ref != NULL &&
		    strcmp(t->columns[i].ref, "client") == 0)
			return t->columns[i].name;
	return NULL;
}

/* The old image of a row: a JSON object of its facts. */
static void
image_put(struct str *out, const struct table *t)
{
	const char *comma = "";
	int i;

	str_adds(out, "json_object(");
	for (i = 0; i < t->ncolumns; i++) {
		if (!is_fact(&t->columns[i]))
			continue;
		str_addf(out, "%s'%s',", comma, t->columns[i].name);
		if (strcmp(t->columns[i].name, "id") == 0)
			str_addf(out, "%s.", t->name); /* state has one, too */
		str_adds(out, t->columns[i].name);
		comma = ",";
	}
	str_addc(out, ')');
}

static bool
all_facts(const struct table *t)
{
	int i;

	for (i = 0; i < t->ncolumns; i++)
		if (!is_fact(&t->columns[i]))
			return false;
	return true;
}

/* The columns whose updates are journalled. */
static void
facts_put(struct str *out, const struct table *t)
{
	const char *comma = " OF ";
	int i;

	for (i = 0; i < t->ncolumns; i++) {
		if (!is_fact(&t->columns[i]))
			continue;
		str_addf(out, "%s%s", comma, t->columns[i].name);
		comma = ",";
	}
}

/*
 * SQLite reads all of this whenever a file is opened, at some hundred
 * instructions a letter: no word too many. So what update and delete write is
 * said once, by a view; it looks at the row as it stands in the table, and so
 * they write before it changes, not after.
 */
static void
row_view_put(struct str *out, const struct table *t)
{
	const char *owner = owner_of(t);

	str_addf(out,
	    "CREATE VIEW %s_was AS SELECT change_id,'%s' AS tbl,%s.id AS "
	    "row_id,",
	    t->name, t->name, t->name);
	if (owner == NULL)
		str_adds(out, "NULL AS ");
	else if (strcmp(owner, "client_id") != 0)
		str_addf(out, "%s.%s AS ", t->name, owner);
	str_adds(out, "client_id,");
	image_put(out, t);
	str_addf(out, " AS old_json FROM state,%s;\n", t->name);
}

static void
insert_trigger_put(struct str *out, const struct table *t)
{
	const char *owner = owner_of(t);

	str_addf(out,
	    "CREATE TRIGGER journal_%s_insert AFTER INSERT ON %s BEGIN INSERT "
	    "INTO journal VALUES(NULL,'insert',(SELECT change_id FROM state),"
	    "'%s',NEW.id,%s%s,NULL);END;\n",
	    t->name, t->name, t->name, owner != NULL ? "NEW." : "",
	    owner != NULL ? owner : "NULL");
}

static void
trigger_put(struct str *out, const struct table *t, const char *op)
{
	str_addf(
	    out, "CREATE TRIGGER journal_%s_%s BEFORE %s", t->name, op, op);
	if (strcmp(op, "update") == 0 && !all_facts(t))
		facts_put(out, t);
	str_addf(out,
	    " ON %s BEGIN INSERT INTO journal SELECT NULL,'%s',* FROM "
	    "%s_was WHERE row_id=OLD.id;END;\n",
	    t->name, op, t->name);
}

void
triggers_generate(struct str *out)
{
	int i;

	for (i = 0; i < ntables; i++) {
		if (tables[i].class != TABLE_FACT)
			continue;
		row_view_put(out, &tables[i]);
		insert_trigger_put(out, &tables[i]);
		trigger_put(out, &tables[i], "update");
		trigger_put(out, &tables[i], "delete");
	}
}

/* What a row of the timeline tells; a NAME_event view may leave some out. */
static const char *const timeline_columns[] = {"client_id", "at", "type", "ref",
    "title", "status", "description", "amount_minor", "currency", "staff"};
#define NCOLUMNS (sizeof(timeline_columns) / sizeof(timeline_columns[0]))

static bool
view_has(const char *view, const char *column)
{
	struct str sql = STR_INIT;
	sqlite3_stmt *s;
	bool found;

	str_addf(&sql,
	    "SELECT 1 FROM pragma_table_info('%s') WHERE name = "
	    "'%s'",
	    view, column);
	s = sql_prepare(sql.ptr, view);
	found = sqlite3_step(s) == SQLITE_ROW;
	sqlite3_finalize(s);
	str_free(&sql);
	return found;
}

/* The columns of the timeline as the view has them; NULL: no view at all. */
static void
columns_put(struct str *out, const char *view)
{
	size_t i;

	for (i = 0; i < NCOLUMNS; i++) {
		str_adds(out, i == 0 ? "" : ", ");
		if (view != NULL && view_has(view, timeline_columns[i]))
			str_adds(out, timeline_columns[i]);
		else if (view != NULL && i < 4)
			errx(1, "%s: an event needs a column %s", view,
			    timeline_columns[i]);
		else
			str_addf(out, "NULL AS %s", timeline_columns[i]);
	}
}

static void
timeline_put(struct str *out, const char *view)
{
	str_adds(out, "\tSELECT ");
	columns_put(out, view);
	if (view != NULL)
		str_addf(out, " FROM %s", view);
	else
		str_adds(out, " WHERE 0");
}

/* One feed over every table that declares a view NAME_event. */
void
timeline_generate(struct str *out)
{
	sqlite3_stmt *s = sql_prepare(
	    "SELECT name FROM sqlite_schema WHERE "
	    "type = 'view' AND name LIKE '%\\_event' ESCAPE '\\' ORDER BY name",
	    "timeline");
	int n = 0;

	str_adds(out, "CREATE VIEW timeline AS\n");
	while (sqlite3_step(s) == SQLITE_ROW) {
		if (n++ > 0)
			str_adds(out, "\n\tUNION ALL\n");
		timeline_put(out, (const char *)sqlite3_column_text(s, 0));
	}
	sqlite3_finalize(s);
	if (n == 0)
		timeline_put(out, NULL);
	str_adds(out, ";\n");
}

/* --- the arms of the timeline, for crm-timeline ------------------------------
 */

static const struct table *
arm_table(const char *view)
{
	size_t len = strlen(view) - strlen("_event");
	int i;

	for (i = 0; i < ntables; i++)
		if (strncmp(tables[i].name, view, len) == 0 &&
		    tables[i].name[len] == '\0')
			return &tables[i];
	errx(1, "%s: an event view is called after its table", view);
}

/* The SELECT that a view stands for: what follows AS and a comment. */
static const char *
view_body(const char *view, const char *sql)
{
	const char *body = strstr(sql, " AS");

	for (body = body == NULL ? "" : body + 3; *body != '\0';) {
		body += strspn(body, " \t\n");
		if (strncmp(body, "--", 2) != 0)
			break;
		body += strcspn(body, "\n");
	}
	if (strncmp(body, "SELECT ", 7) != 0)
		errx(1, "%s: the view is to begin with SELECT", view);
	return body;
}

static void
words_put(FILE *f, const char *table, char *const *words)
{
	fprintf(f, "static const char *const %s_types[] = {", table);
	for (; *words != NULL; words++)
		fprintf(f, "\"%s\", ", *words);
	fputs("NULL};\n", f);
}

/* One type for all, 'word' AS type, or the words that a column type may be. */
static void
types_put(FILE *f, const struct table *t, const char *body)
{
	const char *end = strstr(body, "' AS type"), *start = end;
	char *word[2] = {NULL, NULL};
	int i;

	if (end != NULL) {
		while (start > body && start[-1] != '\'')
			start--;
		word[0] = strndup(start, (size_t)(end - start));
		words_put(f, t->name, word);
		return;
	}
	for (i = 0; i < t->ncolumns; i++)
		if (strcmp(t->columns[i].name, "type") == 0 &&
		    t->columns[i].words[0] != NULL) {
			words_put(f, t->name, t->columns[i].words);
			return;
		}
	errx(1,
	    "%s_event: say 'word' AS type, or check the words of the "
	    "column type",
	    t->name);
}

static void
arm_put(FILE *f, const struct table *t, const char *view, const char *body)
{
	struct str select = STR_INIT;

	columns_put(&select, view);
	fprintf(f, "\t{ \"%s\", \"%s\", \"%s\",\n\t", t->name, t->noun, view);
	put_text(f, select.ptr);
	fputs(",\n\t", f);
	put_text(f, body);
	fprintf(f, ",\n\t%s_types },\n", t->name);
	str_free(&select);
}

/* Every word that --type takes: message is message_in and message_out. */
static void
type_words_put(FILE *f, const struct table *t, const char *body)
{
	const char *const *word;
	const char *end;
	int i;

	fprintf(f, "\t\"%s\",\n", t->noun);
	if (strstr(body, "' AS type") != NULL)
		return;
	for (i = 0; strcmp(t->columns[i].name, "type") != 0;)
		i++;
	for (word = (const char *const *)t->columns[i].words; *word; word++) {
		if ((end = strstr(*word, "_in")) != NULL && end[3] == '\0')
			fprintf(f, "\t\"%.*s\",\n", (int)(end - *word), *word);
		fprintf(f, "\t\"%s\",\n", *word);
	}
}

/* The views by themselves, and every word that --type takes. */
void
arms_write(FILE *f)
{
	sqlite3_stmt *s = sql_prepare(
	    "SELECT name, sql FROM sqlite_schema WHERE "
	    "type = 'view' AND name LIKE '%\\_event' ESCAPE '\\' ORDER BY name",
	    "timeline");
	char *arms = NULL, *words = NULL;
	size_t size, len;
	FILE *array = open_memstream(&arms, &size),
	     *flat = open_memstream(&words, &len);
	const char *view, *body;
	const struct table *t;

	while (sqlite3_step(s) == SQLITE_ROW) {
		view = (const char *)sqlite3_column_text(s, 0);
		body = view_body(view, (const char *)sqlite3_column_text(s, 1));
		t = arm_table(view);
		types_put(f, t, body);
		arm_put(array, t, view, body);
		type_words_put(flat, t, body);
	}
	sqlite3_finalize(s);
	fclose(array);
	fclose(flat);
	fprintf(f, "\nconst struct crm_arm crm_arms[] = {\n%s\t{ 0 }\n};\n\n",
	    arms);
	fprintf(f,
	    "extern const char *const crm_timeline_types[];\n"
	    "const char *const crm_timeline_types[] = {\n%s\tNULL\n};\n\n",
	    words);
}
