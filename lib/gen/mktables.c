/*
 * mktables.c: read every table off the in-memory SQLite, with the comments
 * of its CREATE text, and hold it to the rules of the house.
 */
#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mkschema.h"

struct table tables[64];
int ntables;

/* Tables of a few rows, which any query may scan. */
static const char *const small_tables[] = {"setting", "state", "import"};

/* --- the comments and words in the CREATE text -------------------------------
 */

/* A walk over the text: where it is, and what it has seen. */
struct walk {
	const char *at;
	struct table *table;
	struct column *column; /* the latest one begun */
	char word[64]; /* the latest identifiers */
	char before[64];
	int depth;
	bool fresh; /* a column may begin here */
	bool equal; /* the latest sign was = */
};

static struct column *
column_find(struct table *t, const char *name)
{
	int i;

	for (i = 0; i < t->ncolumns; i++)
		if (strcasecmp(t->columns[i].name, name) == 0)
			return &t->columns[i];
	return NULL;
}

/* A comment belongs to the column begun last, or to the table. */
static void
comment_take(struct walk *w, const char *text, size_t len)
{
	char **help = w->column != NULL ? &w->column->help : &w->table->help;

	while (len > 0 && isspace((unsigned char)*text))
		text++, len--;
	while (len > 0 && isspace((unsigned char)text[len - 1]))
		len--;
	if (*help == NULL && len > 0)
		*help = strndup(text, len);
}

static void
comment_skip(struct walk *w)
{
	const char *end;

	if (*w->at == '-') {
		end = w->at + strcspn(w->at, "\n");
		comment_take(w, w->at + 2, (size_t)(end - w->at - 2));
		w->at = end;
	} else {
		end = strstr(w->at, "*/");
		if (end == NULL)
			errx(1, "%s: comment without end", w->table->name);
		comment_take(w, w->at + 2, (size_t)(end - w->at - 2));
		w->at = end + 2;
	}
}

static void
word_take(struct walk *w)
{
	size_t len = 0;

	while (isalnum((unsigned char)w->at[len]) || w->at[len] == '_')
		len++;
	memcpy(w->before, w->word, sizeof(w->before));
	snprintf(w->word, sizeof(w->word), "%.*s", (int)len, w->at);
	w->at += len;
	if (w->depth == 1 && w->fresh) {
		struct column *c = column_find(w->table, w->word);

		if (c != NULL)
			w->column = c;
		w->fresh = false;
	}
}

/* x IN ('open', 'closed'): the words that x may be. */
static void
words_take(struct walk *w)
{
	const char *p = w->at + 1, *end;
	int n = 0;

	if (w->column == NULL || strcasecmp(w->word, "IN") != 0 ||
	    strcmp(w->before, w->column->name) != 0)
		return;
	while (*(p += strspn(p, " \t\n,")) == '\'') {
		end = strchr(p + 1, '\'');
		if (end == NULL || n == 31)
			errx(1, "%s.%s: too many words", w->table->name,
			    w->column->name);
		w->column->words[n++] = strndup(p + 1, (size_t)(end - p - 1));
		p = end + 1;
	}
	if (n > 0 && w->column->kind == KIND_TEXT)
		w->column->kind = KIND_WORD;
}

/*
 * x = 'open' OR x = 'closed': the same, and cheaper: for IN with more than
 * two words SQLite builds a table at every INSERT.
 */
static void
word_equal_take(struct walk *w)
{
	const char *end = strchr(w->at + 1, '\'');
	int n = 0;

	if (w->depth < 2 || w->column == NULL || end == NULL || !w->equal ||
	    strcmp(w->word, w->column->name) != 0)
		return;
	while (w->column->words[n] != NULL)
		n++;
	if (n == 31)
		errx(1, "%s.%s: too many words", w->table->name,
		    w->column->name);
	w->column->words[n] = strndup(w->at + 1, (size_t)(end - w->at - 1));
	if (w->column->kind == KIND_TEXT)
		w->column->kind = KIND_WORD;
}

/* x BETWEEN 1 AND 5, x >= 0, x > 0: how much x may be. */
static void
range_take(struct walk *w)
{
	struct column *c = w->column;
	long long least, most;

	if (w->depth < 2 || c == NULL || strcmp(w->word, c->name) != 0)
		return;
	if (sscanf(w->at, " BETWEEN %lld AND %lld", &least, &most) == 2) {
		c->least = least;
		c->most = most;
	} else if (sscanf(w->at, " >= %lld", &least) == 1) {
		c->least = least;
	} else if (sscanf(w->at, " > %lld", &least) == 1) {
		c->least = least + 1;
	}
}

static void
create_walk(struct table *t)
{
	struct walk w = {.at = t->sql, .table = t};

	while (*w.at != '\0') {
		if ((w.at[0] == '-' && w.at[1] == '-') ||
		    (w.at[0] == '/' && w.at[1] == '*')) {
			comment_skip(&w);
		} else if (*w.at == '\'') {
			word_equal_take(&w);
			w.at += strcspn(w.at + 1, "'") + 2;
		} else if (isalpha((unsigned char)*w.at) || *w.at == '_') {
			word_take(&w);
			range_take(&w);
		} else {
			if (*w.at == '(') {
				words_take(&w);
				w.fresh = w.depth++ == 0;
			} else if (*w.at == ')') {
				w.depth--;
			} else if (*w.at == ',' && w.depth == 1) {
				w.fresh = true;
			}
			if (*w.at != ' ')
				w.equal = *w.at == '=';
			w.at++;
		}
	}
}

/* --- what SQLite knows ------------------------------------------------------
 */

static sqlite3_stmt *
ask(const char *fmt, const char *name)
{
	struct str sql = STR_INIT;
	sqlite3_stmt *s;

	str_addf(&sql, "SELECT * FROM %s('%s')", fmt, name);
	s = sql_prepare(sql.ptr, name);
	str_free(&sql);
	return s;
}

static void
columns_read(struct table *t)
{
	sqlite3_stmt *s = ask("pragma_table_xinfo", t->name);
	struct column *c;
	bool set;

	while (sqlite3_step(s) == SQLITE_ROW) {
		if (t->ncolumns == FIELDS_MAX)
			errx(
			    1, "%s: more than %d columns", t->name, FIELDS_MAX);
		c = &t->columns[t->ncolumns++];
		c->name = text_of(s, 1);
		c->type = text_of(s, 2);
		c->kind = kind_of(c->name);
		c->keyed = -1;
		c->least = INT64_MIN;
		c->most = INT64_MAX;
		set = sqlite3_column_type(s, 4) != SQLITE_NULL;
		/* The clock of the suite, which $CRM_NOW can fix. */
		if (set && c->kind == KIND_TIME)
			c->flags |= FIELD_AUTO;
		if (sqlite3_column_int(s, 5) == 1 &&
		    strcmp(c->type, "INTEGER") == 0)
			c->flags |= FIELD_ID | FIELD_AUTO;
		else if (sqlite3_column_int(s, 3) && !set)
			c->flags |= FIELD_REQUIRED;
		if (strcmp(c->name, "author") == 0 ||
		    strcmp(c->name, "created_at") == 0 ||
		    strcmp(c->name, "updated_at") == 0)
			c->flags |= FIELD_AUTO;
	}
	sqlite3_finalize(s);
}

static void
references_read(struct table *t)
{
	sqlite3_stmt *s = ask("pragma_foreign_key_list", t->name);
	struct column *c;

	while (sqlite3_step(s) == SQLITE_ROW) {
		c = column_find(t, (const char *)sqlite3_column_text(s, 3));
		if (c != NULL)
			c->ref = text_of(s, 2);
	}
	sqlite3_finalize(s);
}

static void
index_read(struct table *t, const char *name, bool unique)
{
	sqlite3_stmt *s = ask("pragma_index_info", name);
	struct column *first = NULL;
	int n = 0;

	while (sqlite3_step(s) == SQLITE_ROW)
		/* An index on an expression has no name there. */
		if (n++ == 0 && sqlite3_column_type(s, 2) != SQLITE_NULL)
			first = column_find(
			    t, (const char *)sqlite3_column_text(s, 2));
	sqlite3_finalize(s);
	if (first == NULL)
		return;
	first->flags |= FIELD_INDEXED;
	if (unique && n == 1)
		first->flags |= FIELD_UNIQUE;
}

static void
indexes_read(struct table *t)
{
	sqlite3_stmt *s = ask("pragma_index_list", t->name);

	while (sqlite3_step(s) == SQLITE_ROW)
		index_read(t, (const char *)sqlite3_column_text(s, 1),
		    sqlite3_column_int(s, 2) != 0);
	sqlite3_finalize(s);
}

/* A column and its look-up key find each other; what is unique for the key
 * is unique for the column. */
static void
keys_pair(struct table *t)
{
	char base[64];
	size_t len;
	int i;

	for (i = 0; i < t->ncolumns; i++) {
		struct column *key = &t->columns[i], *c;

		if (key->kind != KIND_KEY)
			continue;
		len = strlen(key->name) - strlen("_key");
		snprintf(base, sizeof(base), "%.*s", (int)len, key->name);
		if ((c = column_find(t, base)) == NULL) {
			if (t->class == TABLE_FACT)
				errx(1,
				    "%s.%s: there is no column %s to make "
				    "it from",
				    t->name, key->name, base);
			continue;
		}
		c->keyed = i;
		c->flags |= key->flags & (FIELD_UNIQUE | FIELD_INDEXED);
	}
}

/* --- the rules ---------------------------------------------------------------
 */

static bool
type_fits(const struct column *c)
{
	switch (c->kind) {
	case KIND_MONEY:
	case KIND_BOOL:
	case KIND_INT:
		return strcmp(c->type, "INTEGER") == 0;
	case KIND_REF:
		return strcmp(c->type, "INTEGER") == 0 || c->ref == NULL;
	case KIND_REAL:
		return strcmp(c->type, "REAL") == 0;
	default:
		return strcmp(c->type, "TEXT") == 0;
	}
}

/* The type decides where the name says nothing: id, count, rate. */
static void
kind_settle(const struct table *t, struct column *c)
{
	if (c->kind == KIND_TEXT && strcmp(c->type, "INTEGER") == 0)
		c->kind = KIND_INT;
	if (c->kind == KIND_TEXT && strcmp(c->type, "REAL") == 0)
		c->kind = KIND_REAL;
	if (c->kind == KIND_INT && c->ref != NULL && !(c->flags & FIELD_ID))
		c->kind = KIND_REF; /* whom a referral brought */
	if (c->kind == KIND_REF && c->ref == NULL &&
	    strcmp(c->type, "TEXT") == 0)
		c->kind = KIND_TEXT; /* external_id, transaction_id */
	else if (c->kind == KIND_REF && c->ref == NULL)
		c->kind = KIND_INT;
	if (!type_fits(c))
		errx(1, "%s.%s: the name does not go with the type %s", t->name,
		    c->name, c->type);
}

static void
column_check(const struct table *t, struct column *c)
{
	kind_settle(t, c);
	if (c->help == NULL)
		errx(1, "%s.%s: give it a comment: -- what it is", t->name,
		    c->name);
	if (strncmp(c->help, "derived: ", 9) == 0) {
		c->flags |= FIELD_DERIVED;
		c->flags &= ~(unsigned)FIELD_REQUIRED;
		c->help += 9;
	}
	if (sqlite3_keyword_check(c->name, (int)strlen(c->name)))
		errx(1, "%s.%s: is a keyword of SQL", t->name, c->name);
	if (c->ref != NULL && !(c->flags & (FIELD_INDEXED | FIELD_ID)))
		errx(
		    1, "%s.%s: a foreign key needs an index", t->name, c->name);
}

static void
class_settle(struct table *t)
{
	size_t i;

	if (t->help == NULL)
		errx(1, "%s: give the table a comment: -- what a row is",
		    t->name);
	if (strncmp(t->help, "derived: ", 9) == 0)
		t->class = TABLE_DERIVED;
	else if (strncmp(t->help, "internal: ", 10) == 0)
		t->class = TABLE_INTERNAL;
	for (i = 0; i < sizeof(small_tables) / sizeof(small_tables[0]); i++)
		if (strcmp(t->name, small_tables[i]) == 0)
			t->small = true;
}

static void
fact_check(const struct table *t)
{
	int i;

	if (t->class != TABLE_FACT)
		return;
	if (strcmp(t->columns[0].name, "id") != 0 ||
	    !(t->columns[0].flags & FIELD_ID))
		errx(1,
		    "%s: the first column of a record is id INTEGER "
		    "PRIMARY KEY",
		    t->name);
	for (i = 0; i < t->ncolumns; i++)
		if (t->columns[i].kind == KIND_MONEY &&
		    !(t->columns[i].flags & FIELD_DERIVED) &&
		    column_find((struct table *)t, "currency") == NULL)
			errx(1,
			    "%s.%s: money needs a column currency beside "
			    "it",
			    t->name, t->columns[i].name);
}

static void
strict_check(void)
{
	sqlite3_stmt *s = sql_prepare(
	    "SELECT name FROM pragma_table_list "
	    "WHERE schema = 'main' AND type = 'table' AND NOT strict AND name "
	    "NOT LIKE 'sqlite_%'",
	    "strict");

	if (sqlite3_step(s) == SQLITE_ROW)
		errx(1, "%s: the table is not STRICT",
		    sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
}

/* A table of orders cannot be called by a keyword of SQL, but its records can:
 * then it has the plural. */
static char *
noun_of(const char *name)
{
	size_t len = strlen(name);

	if (len > 1 && name[len - 1] == 's' &&
	    sqlite3_keyword_check(name, (int)len - 1))
		len--;
	return strndup(name, len);
}

void
tables_read(void)
{
	sqlite3_stmt *s;
	struct table *t;
	int i;

	strict_check();
	s = sql_prepare("SELECT name, sql FROM sqlite_schema WHERE type = "
			"'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
	    "tables");
	while (sqlite3_step(s) == SQLITE_ROW) {
		if (ntables == (int)(sizeof(tables) / sizeof(tables[0])))
			errx(1, "too many tables");
		t = &tables[ntables++];
		t->name = text_of(s, 0);
		t->noun = noun_of(t->name);
		t->sql = text_of(s, 1);
		columns_read(t);
		references_read(t);
		create_walk(t);
		class_settle(t);
		indexes_read(t);
		keys_pair(t);
		for (i = 0; i < t->ncolumns; i++)
			column_check(t, &t->columns[i]);
		fact_check(t);
	}
	sqlite3_finalize(s);
}
