/*
 * list.c: every order with every condition gives the same rows page by page
 * as at once, in order, and as many as SQLite counts without our help.
 */
#include <stdlib.h>

#include "list.h"
#include "unit.h"

#define ROWS 6000 /* more than list_way.c lets lead */
#define PAGE "997"

static struct crm crm;

/* What a list is asked for. */
struct ask {
	const char *filter, *value; /* filter or field; NULL: none */
	const char *where; /* the same as plain SQL */
};

static const struct ask asks[] = {
    {NULL, NULL, "1"},
    {"tag", "vip", "id % 8 <> 0"}, /* too many to lead */
    {"tag", "rare", "id % 1000 = 1"}, /* few */
    {"no-tag", "VIP", "id % 8 = 0"},
    {"any-tag", "rare,vip", "id % 8 <> 0 OR id % 1000 = 1"},
    {"city", "Faro", "city = 'Faro'"}, /* no index */
    {"city", "Nowhere", "0"},
    {"city", "", "city IS NULL"},
    {"staff", "", "staff IS NULL"},
    {"staff", "Olga", "staff = 'Olga'"},
    {"guest", NULL, "total_bookings = 0"},
    {"existing", NULL, "total_bookings > 0"},
    {"email", "U77@X.PT", "id = 77"},
    {"name", "ÁNA 7", "id % 40 = 7"},
    {"created", "2025-01-03", "id % 30 = 2"},
    {"search", "na 17", "id % 40 = 17"},
    {"search", "u1200", "id = 1200"},
    {"search", "[*", "0"},
};

static const char *const sorts[] = {
    NULL, "name", "bookings", "created", "last_visit", "city", "id", "staff"};

static void
fill(void)
{
	crm.file = "/nonexistent/crm.db";
	crm.now = 1750000000;
	crm.actor = crm.command = "test";
	db_open(&crm, DB_EPHEMERAL);
	crm_run(&crm,
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
	    "LIMIT ?1) INSERT INTO client (name, name_key, email, email_key, "
	    "status, staff, city, total_bookings, last_visit, created_at) "
	    "SELECT 'Ána ' || (i % 40), 'ana ' || (i % 40), 'u' || i || "
	    "'@x.pt', 'u' || i || '@x.pt', iif(i % 9 = 4, 'deleted', "
	    "'active'), CASE i % 4 WHEN 0 THEN 'Olga' WHEN 1 THEN 'Rui' END, "
	    "CASE i % 7 WHEN 0 THEN 'Faro' WHEN 1 THEN 'Porto' END, i % 3, "
	    "CASE i % 5 WHEN 0 THEN '2025-02-0' || (i % 8 + 1) || 'T10:00:00Z' "
	    "END, printf('2025-01-%02dT08:00:00Z', i % 30 + 1) FROM n",
	    ARG(ROWS));
	crm_run(&crm, "INSERT INTO client_word (field, word_key, client_id) "
		      "SELECT 'tag', 'vip', id FROM client WHERE id % 8 <> 0 "
		      "UNION ALL SELECT 'tag', 'rare', id FROM client "
		      "WHERE id % 1000 = 1");
	CHECK(crm_status(&crm) == CRM_OK);
}

static void
list_make(struct list *l, const struct ask *ask, const char *sort, bool reverse)
{
	const struct crm_entity *e = entity_find("client");
	const struct crm_filter *f = e->filters;

	list_init(l, &crm, e);
	l->columns = "id";
	l->sort = sort;
	l->reverse = reverse;
	if (ask->filter == NULL)
		return;
	while (f->opt != NULL && strcmp(f->opt, ask->filter) != 0)
		f++;
	if (f->opt != NULL)
		list_where_filter(l, f, ask->value);
	else if (strcmp(ask->filter, "search") == 0)
		list_where_search(l, ask->value);
	else
		list_where_field(l, entity_field(e, ask->filter), ask->value);
}

/* All pages, one after the other, into ids; how many rows they have. */
static int
pages_read(const struct ask *ask, const char *sort, bool reverse, int64_t *ids)
{
	struct crm_rows *r;
	struct list l;
	int n = 0, before;

	do {
		list_make(&l, ask, sort, reverse);
		int_parse(&l.limit, PAGE, strlen(PAGE));
		if (n > 0)
			l.after =
			    crm_keepf(&crm, "%lld", (long long)ids[n - 1]);
		before = n;
		r = list_query(&l);
		while (crm_next(r) && n < ROWS)
			ids[n++] = crm_col_int(r, 0);
		crm_close(r);
	} while (n > before && crm_status(&crm) == CRM_OK);
	return n;
}

/* The same as one list, and as plain SQL would have it. */
static void
ask_check(const struct ask *ask, const char *sort, bool reverse)
{
	static int64_t ids[ROWS];
	const char *column = sort == NULL		     ? "id"
			     : strcmp(sort, "name") == 0     ? "name_key"
			     : strcmp(sort, "bookings") == 0 ? "total_bookings"
			     : strcmp(sort, "created") == 0  ? "created_at"
							     : sort;
	const char *way = reverse ? "DESC" : "ASC";
	int n = pages_read(ask, sort, reverse, ids), i = 0, same = 0;
	struct crm_rows *r = crm_query(&crm,
	    crm_keepf(&crm,
		"SELECT id FROM client WHERE status <> 'deleted' AND (%s) "
		"ORDER BY %s %s, id %s",
		ask->where, column, way, way));
	struct list l;

	for (; crm_next(r); i++)
		same += i < n && ids[i] == crm_col_int(r, 0);
	CHECK(i == n && same == n);
	list_make(&l, ask, sort, reverse);
	r = list_query(&l);
	for (i = 0, same = 0; crm_next(r); i++)
		same += i < n && ids[i] == crm_col_int(r, 0);
	CHECK(i == n && same == n);
	if (unit_failed > 0)
		printf("\t%s=%s by %s %s: %d rows\n",
		    ask->filter != NULL ? ask->filter : "",
		    ask->value != NULL ? ask->value : "", column, way, n);
}

static void
test_pages(void)
{
	size_t i, j;

	for (i = 0; i < sizeof(asks) / sizeof(*asks); i++)
		for (j = 0; j < sizeof(sorts) / sizeof(*sorts); j++) {
			ask_check(&asks[i], sorts[j], false);
			ask_check(&asks[i], sorts[j], true);
		}
}

/* What is not good is said, and named. */
static void
test_bad(void)
{
	static const struct ask bad[] = {{"status", "gone", NULL},
	    {"birthday", "x", NULL}, {"country", "Ruritania", NULL}};
	struct list l;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		list_make(&l, &bad[i], NULL, false);
		CHECK(crm_status(&crm) == CRM_USAGE);
		CHECK(strstr(crm.message, bad[i].filter) != NULL);
		db_forgive(&crm);
	}
	list_make(&l, &asks[0], "shoe", false);
	crm_close(list_query(&l));
	CHECK(crm_status(&crm) == CRM_USAGE);
	CHECK(strstr(crm.message, "bookings") != NULL);
	db_forgive(&crm);
	list_make(&l, &asks[0], "name", false);
	l.after = "99999";
	crm_close(list_query(&l));
	CHECK(crm_status(&crm) == CRM_MISSING);
	db_forgive(&crm);
}

int
main(void)
{
	fill();
	test_pages();
	test_bad();
	db_close(&crm);
	return unit_end();
}
