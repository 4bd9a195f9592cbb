/*
 * bulk_look.c: many records looked up by one key, in the order of the key.
 */
#include <stdlib.h>

#include "bulk_table.h"

#include "banned.h"

struct lookup {
	struct crm *crm;
	struct bulk_keys *keys;
};

struct lookup *
lookup_new(struct crm *crm)
{
	static const int one = 1;
	struct lookup *l = mem_alloc(sizeof(*l));

	*l = (struct lookup){crm, bulk_keys_new(crm, &one, 1)};
	return l;
}

void
lookup_add(struct lookup *l, const char *text, size_t len, int64_t number)
{
	bulk_keys_add(l->keys, text, len, number);
}

/* A statement of its own: the table goes with this look-up, and a statement
 * that is kept would still have it. */
static void
statement_run(struct crm *crm, const char *sql,
    void (*found)(void *arg, int64_t number, int64_t id), void *arg)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(crm->db, sql, -1, &s, NULL);

	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(s);
		if (code == SQLITE_ROW)
			found(arg, sqlite3_column_int64(s, 0),
			    sqlite3_column_int64(s, 1));
	}
	if (code != SQLITE_DONE)
		db_error(crm, code);
	sqlite3_finalize(s);
}

enum crm_rc
lookup_run(struct lookup *l, const char *table, const char *column,
    const char *where, void (*found)(void *arg, int64_t number, int64_t id),
    void *arg)
{
	struct crm *crm = l->crm;

	bulk_keys_sort(l->keys);
	if (crm->rc == CRM_OK && bulk_keys_choose(l->keys, 0))
		statement_run(crm,
		    crm_keepf(crm,
			"SELECT k.k1, t.id FROM " BULK_KEYS
			" k CROSS JOIN %s t ON t.%s = k.k0 WHERE (%s)",
			table, column, where == NULL ? "1" : where),
		    found, arg);
	bulk_keys_free(l->keys);
	free(l);
	return crm->rc;
}
