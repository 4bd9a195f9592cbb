/*
 * list_way.c: how a list is asked of SQLite: which condition leads, and where
 * SQLite is kept from choosing one itself, for it has no statistics of the
 * file.
 *
 * A condition that few rows meet leads: they are counted, up to LEAD_MAX,
 * and then fetched and sorted. Otherwise the index of the order is walked
 * until the page is full. When a sample says that hardly any row meets all
 * conditions together, that walk would jump through the whole file: it is
 * read from front to back instead, and sorted.
 */
#include <string.h>

#include "list_in.h"

#include "banned.h"

/* Rows that cost as much to fetch and sort as a walk that finds a page among
 * a million of which so many meet the condition. */
#define LEAD_MAX 5000

/* Rows looked at, and how many of them must do for a walk to be quick. */
#define SAMPLE_ROWS 400
#define SAMPLE_HITS 4

/* --- indexes --- */

const struct crm_index *
list_index(
    const struct crm_entity *e, const char *column, const struct crm_index *i)
{
	size_t len = strlen(column);
	const char *open;

	for (i = i == NULL ? e->indexes : i + 1; i->name != NULL; i++) {
		open = strchr(i->sql, '(');
		if (open != NULL && strncmp(open + 1, column, len) == 0 &&
		    strchr(",) ", open[1 + len]) != NULL)
			return i;
	}
	return NULL;
}

const char *
list_index_where(const struct crm_index *i)
{
	const char *where = strstr(i->sql, " WHERE ");

	return where == NULL ? NULL : where + strlen(" WHERE ");
}

/* --- conditions --- */

static const char *
condition(const struct page *p, int i)
{
	return p->l->conditions[i].sql;
}

/* Has it said that no index serves it? */
static bool
is_scan(const char *sql)
{
	return strstr(sql, "/*scan*/") != NULL;
}

static bool
is_search(const struct page *p, int i)
{
	return condition(p, i) == p->l->entity->search;
}

/* SQL with another number for its argument ?1. */
static void
renumber_put(struct str *sql, const char *text, size_t len, int at)
{
	const char *end = text + len;

	while (text < end)
		if (text[0] == '?' && text + 1 < end && text[1] == '1') {
			str_addf(sql, "?%d", at);
			text += 2;
		} else {
			str_addc(sql, *text++);
		}
}

/* The ) that goes with the ( at the start; strings may hold either. */
static const char *
paren_end(const char *text)
{
	bool quoted = false;
	int depth = 0;

	for (; *text != '\0'; text++) {
		if (*text == '\'')
			quoted = !quoted;
		if (!quoted && *text == '(')
			depth++;
		if (!quoted && *text == ')' && --depth == 0)
			return text;
	}
	return NULL;
}

/*
 * "id IN (SELECT ...)", "id NOT IN (SELECT ...)": where the SELECT begins and
 * how long it is; NULL for any other condition.
 */
static const char *
set_of(const char *sql, size_t *len, bool * not )
{
	const char *open, *end;

	sql += strspn(sql, " \t\n");
	*not = strncmp(sql, "id NOT IN (", 11) == 0;
	if (!*not &&strncmp(sql, "id IN (", 7) != 0)
		return NULL;
	open = strchr(sql, '(');
	if ((end = paren_end(open)) == NULL)
		return NULL;
	*len = (size_t)(end - open - 1);
	end++;
	end += strspn(end, " \t\n");
	return *end == '\0' || is_scan(end) ? open + 1 : NULL;
}

/* Do the conditions begin with the same column? */
static bool
same_column(const char *a, const char *b)
{
	size_t len = strcspn(a, " \t\n(");

	return len > 0 && len == strcspn(b, " \t\n(") &&
	       strncmp(a, b, len) == 0;
}

/*
 * A condition as one row after the other is put to it: a set is asked for the
 * row instead of being made; and but for the column of the order, + keeps
 * SQLite from choosing an index for it.
 */
static void
condition_put(struct str *sql, const struct page *p, const char *text, int at)
{
	const char *inner;
	size_t len;
	bool not ;

	if (p->way != WAY_SCAN && (inner = set_of(text, &len, &not )) != NULL) {
		str_addf(sql, "%sEXISTS (WITH x(v) AS (", not ? "NOT " : "");
		renumber_put(sql, inner, len, at);
		str_addf(sql, ") SELECT 1 FROM x WHERE v = %s.id)", p->table);
		return;
	}
	str_adds(
	    sql, p->way == WAY_SCAN || same_column(text, p->sort) ? "(" : "+(");
	renumber_put(sql, text, strlen(text), at);
	str_addc(sql, ')');
}

/* All of them, those that need only the id first, then what hides rows. */
void
page_conditions(struct str *sql, const struct page *p)
{
	const char *hide = p->l->shown ? NULL : p->l->entity->hide;
	size_t len;
	bool set, not ;
	int i, pass;

	str_adds(sql, "1");
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < p->l->nconditions; i++) {
			set = set_of(condition(p, i), &len, &not ) != NULL;
			if (set != (pass == 0))
				continue;
			str_adds(sql, " AND ");
			condition_put(sql, p, condition(p, i), p->at[i]);
		}
	if (hide != NULL) {
		str_adds(sql, " AND ");
		condition_put(sql, p, hide, 0);
	}
}

void
page_conditions_plain(struct str *sql, const struct page *p)
{
	int i;

	str_adds(sql, "1");
	for (i = 0; i < p->l->nconditions; i++) {
		str_adds(sql, " AND (");
		renumber_put(
		    sql, condition(p, i), strlen(condition(p, i)), p->at[i]);
		str_addc(sql, ')');
	}
}

/* --- the way --- */

/* The ids of the rows that meet a condition, and those on the same column
 * (since and until make one span), unless they are max or more. */
static int
ids_gather(struct page *p, int lead, int max, struct str *ids)
{
	struct str sql = STR_INIT;
	struct crm_rows *r;
	const char *inner, *text = condition(p, lead);
	size_t len;
	bool not ;
	int i, n = 0;

	if ((inner = set_of(text, &len, &not )) != NULL) {
		renumber_put(&sql, inner, len, p->at[lead]);
	} else {
		str_addf(&sql, "SELECT id FROM %s WHERE 1", p->table);
		for (i = 0; i < p->l->nconditions; i++)
			if (i == lead ||
			    (!is_scan(condition(p, i)) &&
				same_column(text, condition(p, i)))) {
				str_adds(&sql, " AND (");
				renumber_put(&sql, condition(p, i),
				    strlen(condition(p, i)), p->at[i]);
				str_addc(&sql, ')');
			}
	}
	str_addf(&sql, " LIMIT %d", max);
	r = crm_query_args(p->crm, sql.ptr, p->args);
	str_cut(ids, 0);
	for (; crm_next(r); n++)
		str_addf(ids, "%c%lld", n == 0 ? '[' : ',',
		    (long long)crm_col_int(r, 0));
	str_adds(ids, n == 0 ? "[]" : "]");
	str_free(&sql);
	return n;
}

/* The condition that fewest rows meet, if they are few. A search has no
 * index: it is tried when there is nothing better. */
static void
lead_find(struct page *p)
{
	struct str ids = STR_INIT;
	int best = LEAD_MAX, n, i, pass;

	for (pass = 0; pass < 2 && p->ids == NULL; pass++)
		for (i = 0; i < p->l->nconditions; i++) {
			if (is_search(p, i)
				? pass == 0
				: pass == 1 || is_scan(condition(p, i)))
				continue;
			n = ids_gather(p, i, best, &ids);
			if (n == best)
				continue;
			best = n;
			p->ids = crm_keep(p->crm, ids.ptr);
		}
	str_free(&ids);
	if (p->ids != NULL)
		p->way = WAY_LEAD;
}

/* Would a walk find a page soon? What a single condition with an index says
 * is known; the rest is tried on a few rows. */
static bool
is_sparse(struct page *p)
{
	struct str sql = STR_INIT;
	struct crm_rows *r;
	bool sparse = false;
	int i, n = 0, doubts = 0;

	for (i = 0; i < p->l->nconditions; i++)
		if (!is_search(p, i) && ++n > 0)
			doubts += is_scan(condition(p, i));
	if (doubts == 0 && n < 2)
		return false;
	str_addf(&sql,
	    "WITH RECURSIVE sample(at) AS (SELECT 1 UNION ALL "
	    "SELECT at + 1 FROM sample LIMIT %d) SELECT count(*), total(",
	    SAMPLE_ROWS);
	page_conditions(&sql, p);
	str_addf(&sql,
	    ") FROM sample CROSS JOIN %s ON %s.id = at * (SELECT "
	    "max(id) FROM %s) / %d",
	    p->table, p->table, p->table, SAMPLE_ROWS);
	r = crm_query_args(p->crm, sql.ptr, p->args);
	if (crm_next(r))
		sparse = crm_col_int(r, 1) < SAMPLE_HITS;
	crm_close(r);
	str_free(&sql);
	return sparse;
}

void
page_way(struct page *p)
{
	lead_find(p);
	if (p->way != WAY_LEAD &&
	    ((p->index == NULL && !page_by_id(p)) || is_sparse(p)))
		p->way = WAY_SCAN;
}
