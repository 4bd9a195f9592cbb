/*
 * list_way.c: how a list is asked of SQLite: which condition leads, and where
 * SQLite is kept from choosing one itself, for it has no statistics of the
 * file.
 *
 * A condition that few rows meet leads: they are counted, up to LEAD_FIRST,
 * and then fetched and sorted. Otherwise the index of the order is walked
 * until the page is full. When a trial says that this would jump through much
 * of the file, it is read from front to back instead, and sorted.
 */
#include <string.h>

#include "list_in.h"

#include "banned.h"

/* Rows that are fetched and sorted before anything else is tried; and before
 * a million are read from front to back. */
#define LEAD_FIRST 1000
#define LEAD_LAST  20000

/* The same for a search, which has cost more than that already. */
#define SEARCH_MAX 50000

/* Rows whose ids are worth gathering for a walk to look into. */
#define MEMBERS_MAX LEAD_LAST

/* Steps of SQLite's virtual machine that a walk may take, some fifteen a row: a
 * tenth of the time that reading a million rows from front to back takes. For
 * a search a step costs some times as much. */
#define WALK_STEPS   450000
#define SEARCH_STEPS 60000

/* Rows looked at for a list without end, and how many of them must do. */
#define SAMPLE_ROWS 400
#define SAMPLE_HITS 4

/* --- indexes --- */

const struct crm_index *
list_index(
    const struct crm_entity *e, const char *column, const struct crm_index *i)
{
	size_t len = strlen(column);

	for (i = i == NULL ? e->indexes : i + 1; i->name != NULL; i++)
		if (strncmp(i->keys, column, len) == 0 &&
		    strchr(", ", i->keys[len]) != NULL)
			return i;
	return NULL;
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
set_of(const char *sql, size_t *len, bool *negated)
{
	const char *open, *end;

	sql += strspn(sql, " \t\n");
	*negated = strncmp(sql, "id NOT IN (", 11) == 0;
	if (!*negated && strncmp(sql, "id IN (", 7) != 0)
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
	bool negated;

	if (p->way != WAY_SCAN &&
	    (inner = set_of(text, &len, &negated)) != NULL) {
		str_addf(
		    sql, "%sEXISTS (WITH x(v) AS (", negated ? "NOT " : "");
		renumber_put(sql, inner, len, at);
		str_addf(sql, ") SELECT 1 FROM x WHERE v = %s.id)", p->table);
		return;
	}
	str_adds(
	    sql, p->way == WAY_SCAN || same_column(text, p->sort) ? "(" : "+(");
	renumber_put(sql, text, strlen(text), at);
	str_addc(sql, ')');
}

static bool
is_set(const char *sql)
{
	bool negated;
	size_t len;

	return set_of(sql, &len, &negated) != NULL;
}

/* Do the ids that were gathered stand for it? */
static bool
is_gathered(const struct page *p, int i)
{
	return p->gathered != NULL && !is_scan(condition(p, i)) &&
	       same_column(condition(p, i), p->gathered);
}

bool
page_has_sets(const struct page *p)
{
	int i;

	if (p->gathered != NULL)
		return true;
	for (i = 0; i < p->l->nconditions; i++)
		if (is_set(condition(p, i)))
			return true;
	return false;
}

void
page_conditions(struct str *sql, const struct page *p, enum part part)
{
	const char *hide = p->l->shown ? NULL : p->l->entity->hide;
	bool early;
	int i;

	str_adds(sql, "1");
	if (p->gathered != NULL && part != PART_LATE)
		str_addf(sql, " AND +id IN (SELECT value FROM json_each(?%d))",
		    p->members);
	for (i = 0; i < p->l->nconditions; i++) {
		if (is_gathered(p, i))
			continue;
		early = is_set(condition(p, i)) ||
			same_column(condition(p, i), p->sort);
		if (part != PART_ALL && early != (part == PART_EARLY))
			continue;
		str_adds(sql, " AND ");
		condition_put(sql, p, condition(p, i), p->at[i]);
	}
	if (hide != NULL && part != PART_EARLY) {
		str_adds(sql, " AND ");
		condition_put(sql, p, crm_keepf(p->crm, "NOT (%s)", hide), 0);
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
	bool negated;
	int i, n = 0;

	if ((inner = set_of(text, &len, &negated)) != NULL) {
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

/* The condition that fewest rows meet, if they are few. */
static bool
lead_find(struct page *p, int max)
{
	struct str ids = STR_INIT;
	int best = max, n, i;

	for (i = 0; i < p->l->nconditions; i++) {
		if (is_scan(condition(p, i)))
			continue;
		n = ids_gather(p, i, best, &ids);
		if (n == best)
			continue;
		best = n;
		p->ids = crm_keep(p->crm, ids.ptr);
	}
	str_free(&ids);
	return p->ids != NULL;
}

/* A search looks at every row once, whatever it finds: take more of it. */
static bool
search_leads(struct page *p, int search)
{
	struct str ids = STR_INIT;

	if (ids_gather(p, search, SEARCH_MAX, &ids) < SEARCH_MAX)
		p->ids = crm_keep(p->crm, ids.ptr);
	str_free(&ids);
	return p->ids != NULL;
}

/*
 * A condition on another column that an index counts makes a walk fetch row
 * after row to look at it. Not so when the ids of its rows are gathered first.
 */
static void
members_gather(struct page *p)
{
	struct str ids = STR_INIT;
	int i;

	for (i = 0; i < p->l->nconditions && p->gathered == NULL; i++) {
		if (is_scan(condition(p, i)) || is_set(condition(p, i)) ||
		    same_column(condition(p, i), p->sort) ||
		    ids_gather(p, i, MEMBERS_MAX, &ids) == MEMBERS_MAX)
			continue;
		p->members = page_arg(p, ARG(crm_keep(p->crm, ids.ptr)));
		p->gathered = condition(p, i);
	}
	str_free(&ids);
}

/* Called when the steps are used up: no more. */
static int
walk_stop(void *arg)
{
	(void)arg;
	return 1;
}

/*
 * Walk until the page is full or the order comes to its end. When either is
 * within so many steps of SQLite's, the rows that were met are the page.
 */
static bool
walk_leads(struct page *p, int steps)
{
	struct str sql = STR_INIT, ids = STR_INIT;
	struct crm_rows *r;
	int code;

	members_gather(p);
	page_select(&sql, p, "id", crm_keepf(p->crm, "?%d", p->limit));
	r = crm_query_args(p->crm, sql.ptr, p->args);
	sqlite3_progress_handler(p->crm->db, steps, walk_stop, NULL);
	while ((code = r->done ? SQLITE_DONE : sqlite3_step(r->stmt)) ==
	       SQLITE_ROW)
		str_addf(&ids, "%c%lld", ids.len == 0 ? '[' : ',',
		    (long long)crm_col_int(r, 0));
	sqlite3_progress_handler(p->crm->db, 0, NULL, NULL);
	if (code == SQLITE_DONE)
		p->ids = crm_keepf(p->crm, "%s]", ids.len == 0 ? "[" : ids.ptr);
	else if (code != SQLITE_INTERRUPT)
		db_error(p->crm, code);
	crm_close(r);
	p->gathered = NULL;
	str_free(&sql);
	str_free(&ids);
	return p->ids != NULL;
}

/* Do a few rows from all over the table say that hardly any will do? */
static bool
is_sparse(struct page *p)
{
	struct str sql = STR_INIT;
	struct crm_rows *r;
	bool sparse = false;

	str_addf(&sql,
	    "WITH RECURSIVE sample(nth_sample) AS (SELECT 1 UNION ALL "
	    "SELECT nth_sample + 1 FROM sample LIMIT %d) SELECT total(",
	    SAMPLE_ROWS);
	page_conditions(&sql, p, PART_ALL);
	str_addf(&sql,
	    ") FROM sample CROSS JOIN %s ON %s.id = nth_sample * (SELECT "
	    "max(id) FROM %s) / %d",
	    p->table, p->table, p->table, SAMPLE_ROWS);
	r = crm_query_args(p->crm, sql.ptr, p->args);
	if (crm_next(r))
		sparse = crm_col_int(r, 0) < SAMPLE_HITS;
	crm_close(r);
	str_free(&sql);
	return sparse;
}

/* A list without end streams in its order, unless it will be a short one. */
static enum way
way_of(struct page *p)
{
	bool ordered = p->index != NULL || page_by_id(p);
	bool paged = ordered && p->l->limit >= 0;
	int i, search = -1;

	for (i = 0; i < p->l->nconditions; i++)
		if (is_search(p, i))
			search = i;
	if (lead_find(p, LEAD_FIRST))
		return WAY_LEAD;
	if (search >= 0) {
		if (paged && walk_leads(p, SEARCH_STEPS))
			return WAY_LEAD;
		if (search_leads(p, search))
			return WAY_LEAD;
	} else if (p->l->nconditions == 0 && ordered) {
		return WAY_WALK;
	} else if (paged && walk_leads(p, WALK_STEPS)) {
		return WAY_LEAD;
	}
	if (lead_find(p, LEAD_LAST))
		return WAY_LEAD;
	if (ordered && p->l->limit < 0 && (search >= 0 || !is_sparse(p)))
		return WAY_WALK;
	return WAY_SCAN;
}

void
page_way(struct page *p)
{
	p->way = way_of(p);
}
