/*
 * timeline_rows.c: what clients do, from every table at once: the arms of the
 * timeline as SQL, merged.
 */
#include <string.h>

#include "timeline_in.h"

#include "banned.h"

/* So many events of a type that a search found are fetched and sorted. */
#define FOUND_MAX 20000

/* What is printed, off the columns that every arm has, with the id of whoever
 * it is about. The order is that of enum timeline_column. */
#define COLUMNS                                                                \
	"client_id, (SELECT name FROM client c WHERE c.id = %s) AS "           \
	"client_name, at, local_day(at) AS date, type, title, status, "        \
	"description, amount_minor, currency, staff, ref"

/* --- the arms --- */

/* All arms where no type was named. */
bool
timeline_wants(const struct timeline *t, int arm)
{
	return t->types.len == 0 || t->wanted[arm];
}

/* One type for all its rows needs no condition on it. */
static void
arm_where_put(struct str *sql, const struct timeline *t, int arm)
{
	str_add(sql, t->where.ptr, t->where.len);
	if (t->types.len > 0 && crm_arms[arm].types[1] != NULL) {
		str_adds(sql, " AND type IN (SELECT value FROM json_each('");
		str_add(sql, t->types.ptr, t->types.len);
		str_adds(sql, "'))");
	}
}

static void
arm_put(struct str *sql, const struct timeline *t, const char *what, int arm)
{
	str_addf(sql, "SELECT %s FROM (SELECT %s FROM %s) WHERE 1", what,
	    crm_arms[arm].select, crm_arms[arm].view);
	arm_where_put(sql, t, arm);
	str_add(sql, t->after.ptr, t->after.len);
	if (t->found[arm] != 0)
		str_addf(sql, " AND ref IN (SELECT value FROM json_each(?%d))",
		    t->found[arm]);
}

static struct crm_rows *
rows_of(struct timeline *t, struct str *sql)
{
	struct crm_rows *r = crm_query_args(t->crm, sql->ptr, t->args);

	str_free(sql);
	return r;
}

/* --- searching --- */

/* Gather the numbers of an arm's events into ids; returns how many there are,
 * or max when there are so many or more. */
static int
arm_gather(struct timeline *t, int arm, int max, struct str *ids)
{
	struct str sql = STR_INIT;
	struct crm_rows *r;
	int n = 0;

	arm_put(&sql, t, "ref", arm);
	str_addf(&sql, " LIMIT %d", max);
	r = rows_of(t, &sql);
	str_cut(ids, 0);
	for (; crm_next(r); n++)
		str_addf(ids, "%c%lld", n == 0 ? '[' : ',',
		    (long long)crm_col_int(r, 0));
	str_adds(ids, n == 0 ? "[]" : "]");
	return n;
}

/*
 * A walk in the order of time fetches rows from all over the file, to find
 * that hardly any has the text: a million take seconds. Read from front to back
 * they take a part of one. So where a search of the whole base finds little, it
 * is gathered first; what is there often, a walk meets soon.
 */
void
timeline_gather(struct timeline *t)
{
	struct str ids = STR_INIT;
	int i, found[TIMELINE_ARMS_MAX] = {0};

	if (!t->searches || t->clients != NULL)
		return;
	for (i = 0; crm_arms[i].table != NULL; i++)
		if (timeline_wants(t, i) &&
		    arm_gather(t, i, FOUND_MAX, &ids) < FOUND_MAX)
			found[i] =
			    timeline_arg(t, ARG(crm_keep(t->crm, ids.ptr)));
	str_free(&ids);
	memcpy(t->found, found, sizeof(found));
}

/* --- pages --- */

void
timeline_arm_put(struct str *sql, const struct timeline *t, int arm)
{
	arm_put(sql, t, crm_keepf(t->crm, COLUMNS, t->client), arm);
}

void
timeline_order_put(struct str *sql, const struct timeline *t)
{
	const char *way = t->reverse ? "ASC" : "DESC";

	str_addf(sql, " ORDER BY at %s, ref %s, type %s", way, way, way);
	if (t->limit >= 0) /* without, SQLite sorts more quickly */
		str_addf(sql, " LIMIT %lld", (long long)t->limit);
}

static void
page_put(struct str *sql, const struct timeline *t)
{
	const char *join = "";
	int i;

	for (i = 0; crm_arms[i].table != NULL; i++) {
		if (!timeline_wants(t, i))
			continue;
		str_adds(sql, join);
		timeline_arm_put(sql, t, i);
		join = " UNION ALL ";
	}
	timeline_order_put(sql, t);
}

struct crm_rows *
timeline_last(struct timeline *t)
{
	struct str sql = STR_INIT;

	timeline_gather(t);
	str_adds(&sql, "SELECT * FROM (");
	page_put(&sql, t);
	str_adds(&sql, ") ORDER BY at, ref, type");
	return rows_of(t, &sql);
}

/* A table whose rows are all of one type is counted without looking at it. */
static void
counts_put(struct str *sql, const struct timeline *t)
{
	const char *join = "", *what;
	bool several;
	int i;

	for (i = 0; crm_arms[i].table != NULL; i++) {
		if (!timeline_wants(t, i))
			continue;
		several = crm_arms[i].types[1] != NULL;
		what = several
			   ? "type, count(*) AS n"
			   : crm_keepf(t->crm, "'%s' AS type, count(*) AS n",
				 crm_arms[i].types[0]);
		str_adds(sql, join);
		arm_put(sql, t, what, i);
		str_adds(sql, several ? " GROUP BY type" : "");
		join = " UNION ALL ";
	}
}

struct crm_rows *
timeline_counts(struct timeline *t)
{
	struct str sql = STR_INIT;

	if (t->limit < 0 && t->after.len == 0) {
		str_adds(&sql, "SELECT type, n AS count FROM (");
		counts_put(&sql, t);
		str_adds(&sql, ") WHERE n > 0 ORDER BY type");
	} else {
		str_adds(&sql, "SELECT type, count(*) AS count FROM (");
		page_put(&sql, t);
		str_adds(&sql, ") GROUP BY type ORDER BY type");
	}
	return rows_of(t, &sql);
}

/* --- changes --- */

/* The journal's rows of a table within the span, but for those that were
 * changed once more. */
static void
journal_put(
    struct str *sql, const struct timeline *t, const char *table, bool gone)
{
	str_addf(sql,
	    "j.tbl = '%s' AND j.op %s 'delete' AND j.id > ?%d AND j.id <= ?%d "
	    "AND NOT EXISTS (SELECT 1 FROM journal k WHERE k.row_id = j.row_id "
	    "AND k.tbl = j.tbl AND k.id > j.id)",
	    table, gone ? "=" : "<>", t->nargs + 1, t->nargs + 2);
}

static void
changed_put(struct str *sql, const struct timeline *t, int arm)
{
	const struct crm_arm *a = &crm_arms[arm];

	str_addf(sql,
	    "SELECT * FROM (SELECT j.id AS seq, e.* FROM journal j CROSS JOIN "
	    "(SELECT %s FROM %s) e ON e.ref = j.row_id WHERE ",
	    a->select, a->view);
	journal_put(sql, t, a->table, false);
	str_adds(sql, ") WHERE 1");
	arm_where_put(sql, t, arm);
}

/*
 * A row that is gone: the SELECT of the view, but of rows made from the
 * journal's old images, under the name of the table. A purge empties those:
 * then nothing is known but whose it was.
 */
static void
gone_put(struct str *sql, const struct timeline *t, int arm)
{
	const struct crm_arm *a = &crm_arms[arm];
	const struct crm_entity *e = entity_find(a->table);
	const char *name;
	int i;

	str_addf(sql,
	    "SELECT * FROM (SELECT seq, d.client_id, d.at, coalesce(d.type, "
	    "'%s') AS type, d.ref, d.title, 'deleted' AS status, "
	    "d.description, d.amount_minor, d.currency, d.staff FROM (SELECT "
	    "%s FROM (WITH %s AS (SELECT j.row_id AS id",
	    a->noun, a->select, a->table);
	for (i = 0; i < e->nfields; i++) {
		name = e->fields[i].name;
		if (i == e->id)
			continue;
		str_addf(sql,
		    i == e->client
			? ", coalesce(json_extract(j.old_json, '$.%s'), "
			  "j.client_id) AS %s"
			: ", json_extract(j.old_json, '$.%s') AS %s",
		    name, name);
	}
	str_adds(sql, " FROM journal j WHERE ");
	journal_put(sql, t, a->table, true);
	str_addf(sql,
	    ") %s)) d JOIN (SELECT max(id) AS seq, row_id FROM journal WHERE "
	    "tbl = '%s' AND id > ?%d AND id <= ?%d GROUP BY row_id) j ON "
	    "j.row_id = d.ref) WHERE 1",
	    a->body, a->table, t->nargs + 1, t->nargs + 2);
	arm_where_put(sql, t, arm);
}

bool
timeline_changes_put(struct str *sql, const struct timeline *t)
{
	const char *join = "";
	int i;

	str_addf(sql, "SELECT " COLUMNS " FROM (", "client_id");
	for (i = 0; crm_arms[i].table != NULL; i++) {
		if (!timeline_wants(t, i) ||
		    entity_find(crm_arms[i].table) == NULL)
			continue;
		str_adds(sql, join);
		changed_put(sql, t, i);
		str_adds(sql, " UNION ALL ");
		gone_put(sql, t, i);
		join = " UNION ALL ";
	}
	str_adds(sql, ") ORDER BY seq");
	return *join != '\0';
}

/* The arm of the n-th derived table that is wanted; -1: there are no more. */
static int
derived_arm(const struct timeline *t, int n)
{
	int i;

	for (i = 0; crm_arms[i].table != NULL; i++)
		if (timeline_wants(t, i) &&
		    entity_find(crm_arms[i].table) == NULL && n-- == 0)
			return i;
	return -1;
}

const char *
timeline_derived(const struct timeline *t, int n)
{
	int arm = derived_arm(t, n);

	return arm < 0 ? NULL : crm_arms[arm].table;
}

void
timeline_derived_put(struct str *sql, const struct timeline *t, int n)
{
	int arm = derived_arm(t, n);

	str_addf(sql, "SELECT " COLUMNS " FROM (SELECT %s FROM %s) WHERE 1",
	    "client_id", crm_arms[arm].select, crm_arms[arm].view);
	arm_where_put(sql, t, arm);
	str_addf(sql, " AND ref > ?%d AND ref <= ?%d ORDER BY ref",
	    t->nargs + 1, t->nargs + 2);
}
