/*
 * drift.c: does what is derived agree with the facts? Derive it once more,
 * from nothing, and compare.
 */
#include <string.h>

#include "derive.h"
#include "entity.h"

#include "banned.h"

#define DRIFT_NAMED 20 /* differences told one by one */

/* What a check has found. */
struct drift {
	struct crm *crm;
	void (*told)(void *, const char *);
	void *arg;
	int64_t found;
};

static bool
is_derived(const struct crm_field *f)
{
	return (f->flags & FIELD_DERIVED) || f->kind == KIND_KEY;
}

static bool
has_derived(const struct crm_entity *e)
{
	int i;

	for (i = 0; i < e->nfields; i++)
		if (is_derived(&e->fields[i]))
			return true;
	return false;
}

/* For every derived column of a record, the text with the column in place of
 * its $ signs. */
static void
columns_put(struct str *sql, const struct crm_entity *e, const char *between,
    const char *text)
{
	const char *p, *sep = "";
	int i;

	for (i = 0; i < e->nfields; i++) {
		if (!is_derived(&e->fields[i]))
			continue;
		str_adds(sql, sep);
		for (p = text; *p != '\0'; p++)
			if (*p == '$')
				str_adds(sql, e->fields[i].name);
			else
				str_addc(sql, *p);
		sep = between;
	}
}

static void
run_free(struct crm *crm, struct str *sql)
{
	crm_run(crm, sql->ptr);
	str_free(sql);
}

/* Derived columns as a new row has them. Look-up keys are left: derive makes
 * them from nothing but the row, whatever they were. */
static void
columns_reset(struct crm *crm, const struct crm_entity *e)
{
	struct crm_rows *r = crm_query(crm,
	    "SELECT name, "
	    "coalesce(dflt_value, 'NULL') FROM pragma_table_info(?1)",
	    ARG(e->name));
	struct str set = STR_INIT, where = STR_INIT;
	const struct crm_field *f;
	int i;

	for (i = 0; crm_next(r) && i < e->nfields; i++) {
		f = &e->fields[i];
		if (!(f->flags & FIELD_DERIVED))
			continue;
		str_addf(&set, "%s%s = %s", set.len > 0 ? ", " : "", f->name,
		    crm_col_text(r, 1));
		str_addf(&where, "%s%s IS NOT %s", where.len > 0 ? " OR " : "",
		    f->name, crm_col_text(r, 1));
	}
	crm_close(r);
	if (set.len > 0)
		crm_run(crm, crm_keepf(crm, "UPDATE %s SET %s WHERE %s",
				 e->name, set.ptr, where.ptr));
	str_free(&set);
	str_free(&where);
}

/* Put aside what there is, and begin again with nothing. */
static void
derived_aside(struct crm *crm)
{
	const struct crm_derived *t;
	struct str sql;
	int i;

	for (i = 0; i < crm_nentities; i++) {
		if (!has_derived(crm_entities[i]))
			continue;
		sql = (struct str)STR_INIT;
		str_addf(&sql, "CREATE TEMP TABLE was_%s AS SELECT id, ",
		    crm_entities[i]->name);
		columns_put(&sql, crm_entities[i], ", ", "$");
		str_addf(&sql, " FROM %s", crm_entities[i]->name);
		run_free(crm, &sql);
		columns_reset(crm, crm_entities[i]);
	}
	for (t = crm_derived_tables; t->name != NULL; t++) {
		crm_run(crm, crm_keepf(crm,
				 "CREATE TEMP TABLE was_%s AS "
				 "SELECT %s FROM %s",
				 t->name, t->columns, t->name));
		crm_run(crm, crm_keepf(crm, "DELETE FROM %s", t->name));
	}
}

static void
aside_drop(struct crm *crm)
{
	const struct crm_derived *t;
	int i;

	for (i = 0; i < crm_nentities; i++)
		if (has_derived(crm_entities[i]))
			crm_run(crm, crm_keepf(crm, "DROP TABLE temp.was_%s",
					 crm_entities[i]->name));
	for (t = crm_derived_tables; t->name != NULL; t++)
		crm_run(crm, crm_keepf(crm, "DROP TABLE temp.was_%s", t->name));
}

static void
drift_tell(struct drift *d, const char *text)
{
	if (d->found++ < DRIFT_NAMED)
		d->told(d->arg, text);
}

static const char *
value_show(struct crm *crm, struct crm_rows *r, int i)
{
	if (crm_col_null(r, i))
		return "nothing";
	return crm_keepf(crm, "\"%s\"", crm_col_text(r, i));
}

/* A row: its id, then each derived column as it was and as it should be. */
static void
row_compare(struct drift *d, const struct crm_entity *e, struct crm_rows *r)
{
	int i, at = 1;

	for (i = 0; i < e->nfields; i++) {
		if (!is_derived(&e->fields[i]))
			continue;
		if (crm_col_int(r, at + 2) != 0 && d->found < DRIFT_NAMED)
			drift_tell(
			    d, crm_keepf(d->crm,
				   "%s %lld: %s: is %s, "
				   "should be %s",
				   e->noun, (long long)crm_col_int(r, 0),
				   e->fields[i].name, value_show(d->crm, r, at),
				   value_show(d->crm, r, at + 1)));
		else if (crm_col_int(r, at + 2) != 0)
			d->found++;
		at += 3;
	}
}

static void
columns_compare(struct drift *d, const struct crm_entity *e)
{
	struct str sql = STR_INIT;
	struct crm_rows *r;

	str_adds(&sql, "SELECT w.id, ");
	columns_put(&sql, e, ", ", "w.$, t.$, w.$ IS NOT t.$");
	str_addf(&sql,
	    " FROM temp.was_%s w CROSS JOIN %s t ON t.id = w.id "
	    "WHERE ",
	    e->name, e->name);
	columns_put(&sql, e, " OR ", "w.$ IS NOT t.$");
	r = crm_query(d->crm, sql.ptr);
	while (crm_next(r))
		row_compare(d, e, r);
	str_free(&sql);
}

/* "client 7: client_word: lacks field=tag word_key=vip" */
static const char *
row_show(
    struct crm *crm, const char *table, const char *what, struct crm_rows *r)
{
	struct str text = STR_INIT;
	const char *name, *kept;
	int i, n = sqlite3_column_count(r->stmt);

	for (i = 0; i < n; i++)
		if (strcmp(sqlite3_column_name(r->stmt, i), "client_id") == 0)
			str_addf(&text,
			    "client %lld: ", (long long)crm_col_int(r, i));
	str_addf(&text, "%s: %s", table, what);
	for (i = 0; i < n; i++) {
		name = sqlite3_column_name(r->stmt, i);
		if (strcmp(name, "client_id") != 0)
			str_addf(&text, " %s=%s", name,
			    crm_col_null(r, i) ? "" : crm_col_text(r, i));
	}
	kept = crm_keep(crm, text.ptr);
	str_free(&text);
	return kept;
}

static void
rows_compare(
    struct drift *d, const char *table, const char *what, const char *sql)
{
	struct crm_rows *r = crm_query(d->crm, sql);

	while (crm_next(r))
		if (d->found < DRIFT_NAMED)
			drift_tell(d, row_show(d->crm, table, what, r));
		else
			d->found++;
}

static void
derived_compare(struct drift *d)
{
	const struct crm_derived *t;
	int i;

	for (i = 0; i < crm_nentities; i++)
		if (has_derived(crm_entities[i]))
			columns_compare(d, crm_entities[i]);
	for (t = crm_derived_tables; t->name != NULL; t++) {
		rows_compare(d, t->name, "lacks",
		    crm_keepf(d->crm,
			"SELECT %s FROM %s EXCEPT SELECT * FROM temp.was_%s",
			t->columns, t->name, t->name));
		rows_compare(d, t->name, "should not have",
		    crm_keepf(d->crm,
			"SELECT * FROM temp.was_%s EXCEPT SELECT %s FROM %s",
			t->name, t->columns, t->name));
	}
}

/* Each client is put right where it is wrong; what is right stays as it is,
 * and with it what the daily job has told. */
static void
derived_mend(struct crm *crm)
{
	if (db_exec(crm, "ROLLBACK; BEGIN IMMEDIATE") != CRM_OK)
		return;
	derive_all(crm);
	if (crm->rc == CRM_OK)
		db_exec(crm, "COMMIT");
}

enum crm_rc
derive_check(struct crm *crm, bool fix, int64_t *drift,
    void (*told)(void *arg, const char *text), void *arg)
{
	struct drift d = {crm, told, arg, 0};

	*drift = 0;
	if (db_exec(crm, "BEGIN IMMEDIATE") != CRM_OK)
		return crm->rc;
	derive_memory(crm);
	derive_late(crm);
	derived_aside(crm);
	derive_all(crm);
	derived_compare(&d);
	aside_drop(crm);
	if (d.found > DRIFT_NAMED && crm->rc == CRM_OK)
		told(arg, crm_keepf(crm, "and %lld more",
			      (long long)(d.found - DRIFT_NAMED)));
	*drift = d.found;
	if (fix && d.found > 0)
		derived_mend(crm);
	if (!sqlite3_get_autocommit(crm->db))
		sqlite3_exec(crm->db, "ROLLBACK", NULL, NULL, NULL);
	return crm->rc;
}
