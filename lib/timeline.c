/*
 * timeline.c: what clients do, from every table at once, as SQL.
 */
#include "timeline.h"

#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "kind.h"
#include "quote.h"

#include "banned.h"

/* What is printed, off the columns that every arm has, with the id of whoever
 * it is about. The order is that of enum timeline_column. */
#define COLUMNS                                                                \
	"client_id, (SELECT name FROM client c WHERE c.id = %s) AS "           \
	"client_name, at, local_day(at) AS date, type, title, status, "        \
	"description, amount_minor, currency, staff, ref"

void
timeline_init(struct timeline *t, struct crm *crm)
{
	*t = (struct timeline){.crm = crm, .client = "client_id", .limit = -1};
	t->types = t->where = t->after = (struct str)STR_INIT;
}

void
timeline_free(struct timeline *t)
{
	str_free(&t->types);
	str_free(&t->where);
	str_free(&t->after);
}

/* --- conditions --- */

/* Bind one more argument; returns its number. */
static int
arg_add(struct timeline *t, struct crm_arg arg)
{
	if (t->nargs == TIMELINE_ARGS_MAX) {
		crm_fail(t->crm, CRM_FAILURE, NULL, "too many conditions");
		return t->nargs;
	}
	t->args[t->nargs++] = arg;
	t->args[t->nargs].type = CRM_ARG_END;
	return t->nargs;
}

void
timeline_where_clients(struct timeline *t, const char *ids)
{
	/* One client, as most often: then an index gives the order, too. */
	if (strchr(ids, ',') == NULL) {
		t->client = crm_keepf(
		    t->crm, "?%d", arg_add(t, ARG(strtoll(ids + 1, NULL, 10))));
		str_addf(&t->where, " AND client_id = %s", t->client);
	} else {
		str_addf(&t->where,
		    " AND client_id IN (SELECT value FROM json_each(?%d))",
		    arg_add(t, ARG(ids)));
	}
}

void
timeline_where_search(struct timeline *t, const char *text)
{
	struct str folded = STR_INIT;
	int n;

	text_fold(&folded, text, strlen(text));
	if (folded.len > 0) {
		n = arg_add(t, ARG(crm_keep(t->crm, folded.ptr)));
		str_addf(&t->where,
		    " AND (instr(fold(title), ?%d) OR "
		    "instr(fold(description), ?%d))",
		    n, n);
	}
	str_free(&folded);
}

/* One end of a span; a day that ends it is in it whole. */
static void
where_end(struct timeline *t, const char *option, const char *text, bool until)
{
	const char *why, *op = until ? "<=" : ">=";
	char when[21];
	int64_t at;
	bool whole;

	why = time_parse_day(&at, &whole, text, strlen(text), t->crm->now);
	if (why != NULL) {
		crm_fail(t->crm, CRM_USAGE, NULL, "--%s: %s: \"%s\"", option,
		    why, text);
		return;
	}
	if (until && whole) {
		at = time_add_days(at, 1);
		op = "<";
	}
	time_print(when, at);
	str_addf(&t->where, " AND at %s ?%d", op,
	    arg_add(t, ARG(crm_keep(t->crm, when))));
}

void
timeline_where_since(struct timeline *t, const char *text)
{
	where_end(t, "since", text, false);
}

void
timeline_where_until(struct timeline *t, const char *text)
{
	where_end(t, "until", text, true);
}

/* --- types --- */

static void
types_unknown(struct crm *crm, const char *word)
{
	struct str names = STR_INIT;
	const char *const *type;

	for (type = crm_timeline_types; *type != NULL; type++)
		str_addf(&names, "%s%s", names.len > 0 ? ", " : "", *type);
	crm_fail(crm, CRM_USAGE, NULL, "--type: not one of %s: \"%s\"",
	    names.ptr, word);
	str_free(&names);
}

/* "social-share" means social_share, "message" message_in and message_out. */
static bool
type_means(const char *word, const char *type)
{
	size_t i;

	for (i = 0; word[i] != '\0'; i++)
		if (word[i] != type[i] && !(word[i] == '-' && type[i] == '_'))
			return false;
	return type[i] == '\0' || strcmp(type + i, "_in") == 0 ||
	       strcmp(type + i, "_out") == 0;
}

/* Put a type on the list. */
static void
type_add(struct timeline *t, const char *type)
{
	if (t->types.len > 0)
		str_cut(&t->types, t->types.len - 1);
	str_addc(&t->types, t->types.len > 0 ? ',' : '[');
	json_quote(&t->types, type, strlen(type));
	str_addc(&t->types, ']');
}

static void
where_type(struct timeline *t, const char *word)
{
	const struct crm_entity *e = entity_find(word);
	const char *const *type;
	bool found = false;
	int i;

	for (i = 0; crm_arms[i].table != NULL; i++)
		for (type = crm_arms[i].types; *type != NULL; type++) {
			if (!type_means(word, *type) &&
			    (e == NULL ||
				strcmp(e->name, crm_arms[i].table) != 0))
				continue;
			found = t->wanted[i] = true;
			type_add(t, *type);
		}
	if (!found)
		types_unknown(t->crm, word);
}

void
timeline_where_types(struct timeline *t, const char *words)
{
	const char *end;
	size_t len;

	for (;; words = end + 1) {
		end = strchrnul(words, ',');
		words += strspn(words, " ");
		len = (size_t)(end - words);
		while (len > 0 && words[len - 1] == ' ')
			len--;
		where_type(t, crm_keepf(t->crm, "%.*s", (int)len, words));
		if (*end == '\0' || t->crm->rc != CRM_OK)
			return;
	}
}

/* --- the arms --- */

/* All arms where no type was named. */
static bool
is_wanted(const struct timeline *t, int arm)
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
}

static struct crm_rows *
rows_of(struct timeline *t, struct str *sql)
{
	struct crm_rows *r = crm_query_args(t->crm, sql->ptr, t->args);

	str_free(sql);
	return r;
}

static void
page_put(struct str *sql, const struct timeline *t)
{
	const char *way = t->reverse ? "ASC" : "DESC", *join = "",
		   *what = crm_keepf(t->crm, COLUMNS, t->client);
	int i;

	for (i = 0; crm_arms[i].table != NULL; i++) {
		if (!is_wanted(t, i))
			continue;
		str_adds(sql, join);
		arm_put(sql, t, what, i);
		join = " UNION ALL ";
	}
	str_addf(sql, " ORDER BY at %s, ref %s, type %s", way, way, way);
	if (t->limit >= 0) /* without, SQLite sorts more quickly */
		str_addf(sql, " LIMIT %lld", (long long)t->limit);
}

struct crm_rows *
timeline_rows(struct timeline *t)
{
	struct str sql = STR_INIT;

	page_put(&sql, t);
	return rows_of(t, &sql);
}

struct crm_rows *
timeline_last(struct timeline *t)
{
	struct str sql = STR_INIT;

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
		if (!is_wanted(t, i))
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

/* --- pages --- */

/* The instant of an event; NULL with an error when there is none. */
static const char *
event_at(struct timeline *t, const char *event, const char *type, int64_t ref)
{
	const char *const *word, *at = NULL;
	int i;

	for (i = 0; crm_arms[i].table != NULL; i++)
		for (word = crm_arms[i].types; *word != NULL; word++)
			if (strcmp(*word, type) == 0)
				at = crm_text(t->crm,
				    crm_keepf(t->crm,
					"SELECT at FROM %s WHERE ref = ?1 "
					"AND type = ?2",
					crm_arms[i].view),
				    ARG(ref), ARG(type));
	if (at == NULL)
		crm_fail(t->crm, CRM_MISSING, NULL,
		    "--after: there is no event \"%s\"", event);
	return at;
}

void
timeline_after(struct timeline *t, const char *event)
{
	const char *colon = strrchr(event, ':'), *type, *at;
	const char op = t->reverse ? '>' : '<';
	int64_t ref;
	int n;

	if (colon == NULL ||
	    int_parse(&ref, colon + 1, strlen(colon + 1)) != NULL) {
		crm_fail(t->crm, CRM_USAGE, NULL,
		    "--after: not TYPE:REF, such as booking:17: \"%s\"", event);
		return;
	}
	type = crm_keepf(t->crm, "%.*s", (int)(colon - event), event);
	if ((at = event_at(t, event, type, ref)) == NULL)
		return;
	n = arg_add(t, ARG(at));
	arg_add(t, ARG(ref));
	arg_add(t, ARG(type));
	str_addf(&t->after,
	    " AND at %c= ?%d AND (at %c ?%d OR ref %c ?%d OR (ref = ?%d AND "
	    "type %c ?%d))",
	    op, n, op, n, op, n + 1, n + 1, op, n + 2);
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

void
timeline_changes_put(struct str *sql, const struct timeline *t)
{
	const char *join = "";
	int i;

	str_addf(sql, "SELECT " COLUMNS " FROM (", "client_id");
	for (i = 0; crm_arms[i].table != NULL; i++) {
		if (!is_wanted(t, i) || entity_find(crm_arms[i].table) == NULL)
			continue;
		str_adds(sql, join);
		changed_put(sql, t, i);
		str_adds(sql, " UNION ALL ");
		gone_put(sql, t, i);
		join = " UNION ALL ";
	}
	str_adds(sql, ") ORDER BY seq");
}
