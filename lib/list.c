/*
 * list.c: what a list is asked for: the conditions, from text as it was
 * typed to SQL with a value to bind.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "list_in.h"

#include "banned.h"

void
list_init(struct list *l, struct crm *crm, const struct crm_entity *e)
{
	memset(l, 0, sizeof(*l));
	l->crm = crm;
	l->entity = e;
	l->only = e->only;
	l->limit = -1;
}

static void
where_add(struct list *l, const char *sql, const char *text)
{
	if (l->nconditions == LIST_CONDITIONS_MAX) {
		crm_fail(l->crm, CRM_USAGE, NULL,
		    "more than %d conditions on one list", LIST_CONDITIONS_MAX);
		return;
	}
	l->conditions[l->nconditions].sql = sql;
	l->conditions[l->nconditions++].text = crm_keep(l->crm, text);
}

/* A column without an index costs a look at every row. */
static const char *
scan_mark(const struct crm_field *f)
{
	return (f->flags & (FIELD_INDEXED | FIELD_ID)) ? "" : " /*scan*/";
}

/* Is one "x <> y" where the other is "x = y"? */
static bool
is_other_half(const char *a, const char *b)
{
	const char *op = strstr(a, " <> ");
	size_t len = op == NULL ? 0 : (size_t)(op - a);

	return op != NULL && strncmp(a, b, len) == 0 &&
	       strncmp(b + len, " = ", 3) == 0 &&
	       strcmp(op + 4, b + len + 3) == 0;
}

/*
 * "email_key = ?1", where two indexes share the rows: one has those with
 * status <> 'deleted', the other those with status = 'deleted'. SQLite does
 * not see that together they have all, so each is asked.
 */
static const char *
equal_sql(struct list *l, const struct crm_field *f, const char *column)
{
	const struct crm_entity *e = l->entity;
	const struct crm_index *i, *j = NULL;
	const char *a = NULL, *b = NULL;

	if ((i = list_index(e, column, NULL)) != NULL)
		j = list_index(e, column, i);
	if (j != NULL) {
		a = i->where;
		b = j->where;
	}
	if (a == NULL || b == NULL ||
	    (!is_other_half(a, b) && !is_other_half(b, a)))
		return crm_keepf(l->crm, "%s = ?1%s", column, scan_mark(f));
	return crm_keepf(l->crm,
	    "id IN (SELECT id FROM %s INDEXED BY %s "
	    "WHERE %s = ?1 AND %s UNION ALL SELECT id FROM %s INDEXED BY %s "
	    "WHERE %s = ?1 AND %s)",
	    e->name, i->name, column, a, e->name, j->name, column, b);
}

/* --- fields ------------------------------------------------------------------
 */

static void
words_fail(struct list *l, const struct crm_field *f, const char *text)
{
	struct str words = STR_INIT;
	const char *const *word;

	for (word = f->words; *word != NULL; word++)
		str_addf(&words, "%s%s", words.len > 0 ? ", " : "", *word);
	crm_fail(l->crm, CRM_USAGE, NULL, "--%s: not one of %s%s: \"%s\"",
	    f->opt, words.ptr,
	    l->entity->hide_opt != NULL &&
		    strcmp(l->entity->hide_opt, f->opt) == 0
		? ", any"
		: "",
	    text);
	str_free(&words);
}

/* An instant, or any of a day. */
static const char *
where_time(struct list *l, const struct crm_field *f, const char *text)
{
	char from[21], to[21];
	const char *why;
	int64_t t;
	bool whole;

	why = time_parse_day(&t, &whole, text, strlen(text), l->crm->now);
	if (why != NULL)
		return why;
	time_print(from, t);
	time_print(to, whole ? time_add_days(t, 1) : t);
	where_add(
	    l, crm_keepf(l->crm, "%s >= ?1%s", f->name, scan_mark(f)), from);
	where_add(l,
	    crm_keepf(l->crm, "%s %s ?1%s", f->name,
		whole ? "<" : "<=", scan_mark(f)),
	    to);
	return NULL;
}

/* A client, named in any way. */
static const char *
where_client(struct list *l, const struct crm_field *f, const char *text)
{
	where_add(l, crm_keepf(l->crm, "%s = ?1%s", f->name, scan_mark(f)),
	    crm_keepf(l->crm, "%lld", (long long)crm_client_id(l->crm, text)));
	return NULL;
}

/* An amount in the currency of the account. */
static const char *
where_money(struct list *l, const struct crm_field *f, const char *text)
{
	const char *currency = crm_setting(l->crm, "account.currency");
	const char *why;
	int64_t minor;

	why = money_parse(&minor, text, strlen(text),
	    currency_decimals(currency, strlen(currency)), false);
	if (why != NULL)
		return why;
	where_add(l, crm_keepf(l->crm, "%s = ?1%s", f->name, scan_mark(f)),
	    crm_keepf(l->crm, "%lld", (long long)minor));
	where_add(l, "currency = ?1 /*scan*/", currency);
	return NULL;
}

/* With all of these items: a,b. Of an object: KEY=VALUE. */
static const char *
where_inside(struct list *l, const struct crm_field *f, const char *text)
{
	if (f->kind == KIND_LIST) {
		where_add(l,
		    crm_keepf(l->crm,
			"NOT EXISTS (SELECT 1 FROM "
			"json_each(words(?1)) w WHERE fold(w.value) NOT IN "
			"(SELECT fold(v.value) FROM "
			"json_each(iif(json_valid(%s), %s, NULL)) v)) "
			"/*scan*/",
			f->name, f->name),
		    text);
		return NULL;
	}
	if (strchr(text, '=') == NULL)
		return "not KEY=VALUE";
	where_add(l,
	    crm_keepf(l->crm,
		"EXISTS (SELECT 1 FROM "
		"json_each(iif(json_valid(%s), %s, NULL)) v "
		"WHERE v.key = substr(?1, 1, instr(?1, '=') - 1) AND "
		"CAST(v.value AS TEXT) = substr(?1, instr(?1, '=') + 1)) "
		"/*scan*/",
		f->name, f->name),
	    text);
	return NULL;
}

/* The column holds just this. */
static const char *
where_equal(struct list *l, const struct crm_field *f, const char *text)
{
	const char *column = f->name, *why = NULL;
	struct str out = STR_INIT;

	if (f->keyed >= 0) {
		column = l->entity->fields[f->keyed].name;
		list_key(l, f, text, &out);
	} else {
		why = list_value(l, f, text, &out);
	}
	if (why == NULL)
		where_add(l, equal_sql(l, f, column), out.ptr);
	str_free(&out);
	return why;
}

static void
where_word(struct list *l, const struct crm_field *f, const char *text)
{
	const char *word = word_find(f->words, text, strlen(text));

	/* What is hidden or left out is shown then. */
	if (word == NULL &&
	    (strcasecmp(text, "any") == 0 || strcasecmp(text, "all") == 0))
		return;
	if (word == NULL)
		words_fail(l, f, text);
	else
		where_add(l,
		    crm_keepf(l->crm, "%s = ?1%s", f->name, scan_mark(f)),
		    word);
}

void
list_where_field(struct list *l, const struct crm_field *f, const char *value)
{
	const char *hide = l->entity->hide_opt, *why;

	if (l->crm->rc != CRM_OK)
		return;
	if (hide != NULL && strcmp(hide, f->opt) == 0)
		l->shown = true;
	if (value == NULL || *value == '\0') {
		/* A partial index may leave out the empty ones. */
		where_add(
		    l, crm_keepf(l->crm, "%s IS NULL /*scan*/", f->name), NULL);
		return;
	}
	if (f->words != NULL) {
		where_word(l, f, value);
		return;
	}
	if (f->kind == KIND_REF && strcmp(f->ref, "client") == 0)
		why = where_client(l, f, value);
	else if (f->kind == KIND_TIME)
		why = where_time(l, f, value);
	else if (f->kind == KIND_MONEY)
		why = where_money(l, f, value);
	else if (f->kind == KIND_LIST || f->kind == KIND_JSON)
		why = where_inside(l, f, value);
	else
		why = where_equal(l, f, value);
	if (why != NULL)
		crm_fail(l->crm, CRM_USAGE, NULL, "--%s: %s: \"%s\"", f->opt,
		    why, value);
}

/* --- other conditions --- */

void
list_where_filter(
    struct list *l, const struct crm_filter *filter, const char *value)
{
	if (l->entity->hide_opt != NULL &&
	    strcmp(l->entity->hide_opt, filter->opt) == 0)
		l->shown = true;
	where_add(l, filter->sql, filter->arg == NULL ? NULL : value);
}

void
list_where_client(struct list *l, int64_t client)
{
	const char *id = crm_keepf(l->crm, "%lld", (long long)client);

	l->named = true;
	if (strcmp(l->entity->name, "client") == 0)
		where_add(l, "id = ?1", id);
	else if (l->entity->client >= 0)
		where_add(l, "client_id = ?1", id);
	else
		crm_fail(l->crm, CRM_USAGE, NULL,
		    "--client: a %s belongs to "
		    "no client",
		    l->entity->noun);
}

void
list_where_clients(struct list *l, const char *ids)
{
	if (strchr(ids, ',') == NULL) {
		list_where_client(l, strtoll(ids + 1, NULL, 10));
		return;
	}
	l->named = true;
	where_add(l, "client_id IN (SELECT value FROM json_each(?1))", ids);
}

void
list_where_only(struct list *l)
{
	if (l->only != NULL && !l->named)
		where_add(l, l->only, NULL);
}

bool
list_is_narrowed(const struct list *l)
{
	return l->nconditions > 1 ||
	       (l->nconditions == 1 && l->conditions[0].sql != l->only);
}

void
list_where_search(struct list *l, const char *text)
{
	if (l->entity->search == NULL)
		crm_fail(l->crm, CRM_USAGE, NULL,
		    "--search: there is nothing "
		    "to search in a %s",
		    l->entity->noun);
	else if (*text != '\0')
		where_add(l, l->entity->search, text);
}

/* --- since and until --- */

static const char *
date_unknown(struct list *l)
{
	const struct crm_filter *d;
	struct str names = STR_INIT;

	for (d = l->entity->dates; d->opt != NULL; d++)
		str_addf(&names, "%s%s", names.len > 0 ? ", " : "", d->opt);
	crm_fail(l->crm, CRM_USAGE, NULL, "--date: not one of %s: \"%s\"",
	    names.len > 0 ? names.ptr : "(none)", l->date);
	str_free(&names);
	return NULL;
}

/* What since and until are about: a column, or an expression. */
static const char *
date_column(struct list *l)
{
	const struct crm_filter *d;
	const struct crm_field *f = l->entity->fields;
	int i;

	for (d = l->entity->dates; d->opt != NULL; d++)
		if (l->date == NULL || strcmp(d->opt, l->date) == 0)
			return d->sql;
	if (l->date != NULL)
		return date_unknown(l);
	for (i = 0; i < l->entity->nfields; i++, f++)
		if ((f->kind == KIND_TIME || f->kind == KIND_DATE) &&
		    strcmp(f->name, "updated_at") != 0)
			return f->name;
	crm_fail(l->crm, CRM_USAGE, NULL, "--since: a %s has no date",
	    l->entity->noun);
	return NULL;
}

static const struct crm_field *
column_field(const struct crm_entity *e, const char *column)
{
	int i;

	for (i = 0; i < e->nfields; i++)
		if (strcmp(e->fields[i].name, column) == 0)
			return &e->fields[i];
	return NULL;
}

const char *
list_span_end(struct crm *crm, const char *name, const char *text, bool days,
    char when[21])
{
	bool until = strcmp(name, "since") != 0;
	const char *why;
	bool whole;
	int64_t t;

	why = time_parse_day(&t, &whole, text, strlen(text), crm->now);
	if (why != NULL && !until && *text >= '0' && *text <= '9') {
		const char *ago = crm_keepf(crm, "-%s", text);

		why = time_parse_day(&t, &whole, ago, strlen(ago), crm->now);
	}
	if (why != NULL) {
		crm_fail(
		    crm, CRM_USAGE, NULL, "--%s: %s: \"%s\"", name, why, text);
		return NULL;
	}
	if (days) {
		date_print_local(when, t);
	} else if (until && whole) {
		time_print(when, time_add_days(t, 1));
		return "<";
	} else {
		time_print(when, t);
	}
	return until ? "<=" : ">=";
}

static void
where_end(struct list *l, const char *column, bool until, const char *text)
{
	const struct crm_field *f = column_field(l->entity, column);
	const char *op;
	char when[21];

	op = list_span_end(l->crm, until ? "until" : "since", text,
	    f != NULL && f->kind == KIND_DATE, when);
	if (op != NULL)
		where_add(l,
		    crm_keepf(l->crm, "%s %s ?1%s", column, op,
			f == NULL ? " /*scan*/" : scan_mark(f)),
		    when);
}

void
list_where_since(struct list *l, const char *since, const char *until)
{
	const char *column;

	if (l->crm->rc != CRM_OK || (column = date_column(l)) == NULL)
		return;
	if (since != NULL)
		where_end(l, column, false, since);
	if (until != NULL)
		where_end(l, column, true, until);
}
