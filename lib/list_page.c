/*
 * list_page.c: the rows of a list, in order, from somewhere on, at the price
 * of what is shown.
 */
#include <string.h>

#include "list_in.h"

#include "banned.h"

/* --- order --- */

static void
sort_fail(struct list *l)
{
	const struct crm_entity *e = l->entity;
	const struct crm_filter *s;
	struct str names = STR_INIT;
	int i;

	for (s = e->sorts; s->opt != NULL; s++)
		str_addf(&names, "%s%s", names.len > 0 ? ", " : "", s->opt);
	for (i = 0; i < e->nfields; i++)
		if (e->fields[i].kind != KIND_KEY)
			str_addf(&names, "%s%s", names.len > 0 ? ", " : "",
			    e->fields[i].key);
	crm_fail(l->crm, CRM_USAGE, NULL,
	    "--sort: cannot sort by \"%s\"; "
	    "there are: %s",
	    l->sort, names.ptr);
	str_free(&names);
}

/* What the order is by: NULL when it is not known. */
static const char *
sort_text(struct list *l)
{
	const struct crm_entity *e = l->entity;
	const struct crm_filter *s;
	const struct crm_field *f;

	if (l->sort == NULL)
		return e->order == NULL ? "id" : e->order;
	for (s = e->sorts; s->opt != NULL; s++)
		if (strcmp(s->opt, l->sort) == 0)
			return s->sql;
	if ((f = entity_field(e, l->sort)) == NULL) {
		sort_fail(l);
		return "id";
	}
	return f->keyed >= 0 ? e->fields[f->keyed].name : f->name;
}

static void
order_find(struct page *p)
{
	const struct crm_entity *e = p->l->entity;
	const char *text = sort_text(p->l);
	const struct crm_index *x;
	size_t len;

	text += strspn(text, " \t\n");
	len = strlen(text);
	while (len > 0 && strchr(" \t\n", text[len - 1]) != NULL)
		len--;
	p->desc = len > 5 && strncmp(text + len - 5, " DESC", 5) == 0;
	if (p->desc)
		len -= 5;
	p->desc ^= p->l->reverse;
	p->sort = crm_keepf(p->crm, "%.*s", (int)len, text);
	for (x = list_index(e, p->sort, NULL); x != NULL;
	     x = list_index(e, p->sort, x))
		if (x->where == NULL)
			p->index = x->name;
}

/* --- from somewhere on --- */

/* The value that the row at which the page begins is sorted by. */
static bool
place_find(struct page *p, int64_t id, struct crm_arg *value)
{
	struct crm_rows *r = crm_query(p->crm,
	    crm_keepf(
		p->crm, "SELECT %s FROM %s WHERE id = ?1", p->sort, p->table),
	    ARG(id));
	bool found = crm_next(r);

	if (!found) {
		crm_fail(p->crm, CRM_MISSING, NULL,
		    "--after: there is no %s "
		    "%lld",
		    p->l->entity->noun, (long long)id);
		return false;
	}
	if (sqlite3_column_type(r->stmt, 0) == SQLITE_INTEGER)
		*value = ARG(crm_col_int(r, 0));
	else if (sqlite3_column_type(r->stmt, 0) == SQLITE_FLOAT)
		*value = ARG(crm_col_real(r, 0));
	else
		*value = ARG(crm_keep(p->crm, crm_col_text(r, 0)));
	crm_close(r);
	return true;
}

static void
arm_add(struct page *p, const char *arm)
{
	p->arms[p->narms++] = arm;
}

/*
 * What comes after a row, piece by piece, since an index finds each of them
 * but not all at once: rows that are sorted by the same value, by another,
 * by none. Those come first, or last in reverse.
 */
static void
arms_make(struct page *p, struct crm_arg value, int id)
{
	const char *s = p->sort, *op = p->desc ? "<" : ">";
	bool null = value.type == CRM_ARG_TEXT && value.s == NULL;
	int v;

	if (null) {
		arm_add(p,
		    crm_keepf(p->crm, "%s IS NULL AND id %s ?%d", s, op, id));
		if (!p->desc)
			arm_add(p, crm_keepf(p->crm, "%s IS NOT NULL", s));
		return;
	}
	v = page_arg(p, value);
	arm_add(p, crm_keepf(p->crm, "%s = ?%d AND id %s ?%d", s, v, op, id));
	arm_add(p, crm_keepf(p->crm, "%s %s ?%d", s, op, v));
	if (p->desc)
		arm_add(p, crm_keepf(p->crm, "%s IS NULL", s));
}

static void
after_find(struct page *p)
{
	struct crm_arg value;
	const char *why;
	int64_t id;

	if (p->l->after == NULL)
		return;
	why = int_parse(&id, p->l->after, strlen(p->l->after));
	if (why != NULL) {
		crm_fail(p->crm, CRM_USAGE, NULL, "--after: %s: \"%s\"", why,
		    p->l->after);
		return;
	}
	if (page_by_id(p)) /* the row need not be there any more */
		arm_add(p, crm_keepf(p->crm, "id %s ?%d", p->desc ? "<" : ">",
			       page_arg(p, ARG(id))));
	else if (place_find(p, id, &value))
		arms_make(p, value, page_arg(p, ARG(id)));
}

/* --- the query --- */

static void
order_put(struct str *sql, const struct page *p)
{
	const char *way = p->desc ? " DESC" : "";

	str_addf(sql, " ORDER BY %s%s", p->sort, way);
	if (!page_by_id(p))
		str_addf(sql, ", id%s", way);
}

static void
source_put(struct str *sql, const struct page *p)
{
	str_addf(sql, " FROM %s", p->table);
	if (p->way != WAY_WALK)
		str_adds(sql, " NOT INDEXED");
	else if (p->index != NULL)
		str_addf(sql, " INDEXED BY %s", p->index);
}

/* One piece. A walk that asks for sets does so before it fetches a row: SQLite
 * by itself would leave them for the last. */
static void
piece_put(struct str *sql, const struct page *p, const char *columns,
    const char *after, const char *limit)
{
	bool split = p->way == WAY_WALK && page_has_sets(p);

	str_addf(sql, "SELECT %s", columns);
	if (split)
		str_adds(sql, " FROM (SELECT id AS walked");
	source_put(sql, p);
	str_adds(sql, " WHERE ");
	if (p->way == WAY_LEAD)
		str_addf(sql, "id IN (SELECT value FROM json_each(?%d)) AND ",
		    p->leads);
	page_conditions(sql, p, split ? PART_EARLY : PART_ALL);
	if (after != NULL)
		str_addf(sql, " AND (%s)", after);
	order_put(sql, p);
	if (split) {
		str_addf(sql, " LIMIT -1) CROSS JOIN %s ON id = walked WHERE ",
		    p->table);
		page_conditions(sql, p, PART_LATE);
	}
	str_addf(sql, " LIMIT %s", limit);
}

/* A walk takes the pieces one after the other, each by its index. */
void
page_select(struct str *sql, const struct page *p, const char *columns,
    const char *limit)
{
	struct str all = STR_INIT;
	int i;

	if (p->way == WAY_WALK && p->narms > 1) {
		for (i = 0; i < p->narms; i++) {
			str_adds(sql, i > 0 ? ") UNION ALL " : "");
			str_adds(sql, "SELECT * FROM (");
			piece_put(sql, p, columns, p->arms[i], limit);
		}
		str_addf(sql, ") LIMIT %s", limit);
		return;
	}
	for (i = 0; i < p->narms; i++)
		str_addf(&all, "%s(%s)", i > 0 ? " OR " : "", p->arms[i]);
	piece_put(sql, p, columns, p->narms > 0 ? all.ptr : NULL, limit);
	str_free(&all);
}

static void
page_init(struct page *p, struct list *l, const struct crm_arg *first)
{
	int i;

	memset(p, 0, sizeof(*p));
	for (; first != NULL && first->type != CRM_ARG_END; first++)
		page_arg(p, *first);
	p->l = l;
	p->crm = l->crm;
	p->table = l->entity->name;
	for (i = 0; i < l->nconditions; i++)
		if (strstr(l->conditions[i].sql, "?1") != NULL)
			p->at[i] = page_arg(p, ARG(l->conditions[i].text));
}

bool
list_names_people(const struct crm_entity *e, const char *fields)
{
	return e->client >= 0 && fields != NULL &&
	       (strcasestr(fields, "client_name") != NULL ||
		   strcasestr(fields, "client_email") != NULL ||
		   strcasestr(fields, "client_phone") != NULL);
}

/* Whose the rows are, looked up for those that are shown alone. */
static void
people_put(struct str *sql)
{
	struct str page = *sql;

	*sql = (struct str)STR_INIT;
	str_addf(sql,
	    "SELECT page.*, client.name AS client_name, client.email AS "
	    "client_email, client.phone AS client_phone FROM (%s) page "
	    "LEFT JOIN client ON client.id = page.client_id",
	    page.ptr);
	str_free(&page);
}

struct crm_rows *
list_query(struct list *l)
{
	struct str sql = STR_INIT;
	struct crm_rows *r;
	struct page p;

	page_init(&p, l, NULL);
	order_find(&p);
	after_find(&p);
	p.limit = page_arg(&p, ARG(l->limit));
	page_way(&p);
	p.leads = page_arg(&p, ARG(p.ids));
	page_select(&sql, &p,
	    l->columns != NULL ? l->columns : l->entity->select,
	    crm_keepf(l->crm, "?%d", p.limit));
	if (l->people)
		people_put(&sql);
	r = crm_query_args(l->crm, sql.ptr, p.args);
	str_free(&sql);
	return r;
}

int64_t
list_hidden(struct list *l)
{
	struct str sql = STR_INIT;
	struct page p;
	int64_t n;

	if (l->shown || l->entity->hide == NULL)
		return 0;
	page_init(&p, l, NULL);
	/* Few are hidden: find them first, then look whether they match. */
	str_addf(&sql,
	    "SELECT count(*) FROM (SELECT id AS hidden_id FROM %s WHERE %s) "
	    "CROSS JOIN %s ON id = hidden_id WHERE (",
	    p.table, l->entity->hide, p.table);
	page_conditions_plain(&sql, &p);
	str_adds(&sql, ") IS TRUE"); /* none of them is to lead */
	n = crm_int_args(l->crm, sql.ptr, p.args);
	str_free(&sql);
	return n;
}

#define NARROW "/*narrow*/"

struct crm_rows *
list_narrow(struct list *l, const char *query, const struct crm_arg *args)
{
	const char *mark = strstr(query, NARROW);
	struct str sql = STR_INIT;
	struct crm_rows *r;
	struct page p;

	page_init(&p, l, args);
	str_add(&sql, query, (size_t)(mark - query));
	str_adds(&sql, "AND (");
	page_conditions_plain(&sql, &p);
	if (!l->shown && l->entity->hide != NULL)
		str_addf(&sql, " AND NOT (%s)", l->entity->hide);
	str_addf(&sql, ")%s", mark + strlen(NARROW));
	r = crm_query_args(l->crm, sql.ptr, p.args);
	str_free(&sql);
	return r;
}
