/*
 * record_refusal.c: what SQLite refused, said in terms of the record's fields.
 */
#include <string.h>

#include "record_in.h"

#include "banned.h"

/* The row that has the values which the record gives to some columns; the
 * columns are those of a unique index. */
static int64_t
holder_find(struct record *rec, uint64_t columns)
{
	struct crm_arg args[FIELDS_MAX + 1];
	struct str sql = STR_INIT;
	const struct value *v;
	struct crm_rows *r;
	const char *name;
	int64_t holder = 0;
	int i, n = 0;

	str_addf(&sql, "SELECT id FROM %s WHERE 1", rec->entity->name);
	for (i = 0; i < rec->entity->nfields; i++) {
		if (!(columns & ((uint64_t)1 << i)))
			continue;
		name = rec->entity->fields[i].name;
		v = &rec->values[i];
		if (v->state == VALUE_UNSET) { /* as it was */
			str_addf(&sql,
			    " AND %s = (SELECT %s FROM %s WHERE id = ?%d)",
			    name, name, rec->entity->name, n + 1);
			args[n++] = ARG(rec->row);
			continue;
		}
		str_addf(&sql, " AND %s = ?%d", name, n + 1);
		if (v->state == VALUE_INT)
			args[n++] = ARG(v->i);
		else
			args[n++] = ARG(record_text(rec, i));
	}
	args[n] = (struct crm_arg){.type = CRM_ARG_END};
	r = crm_query_args(rec->crm, sql.ptr, args);
	if (crm_next(r))
		holder = crm_col_int(r, 0);
	crm_close(r);
	str_free(&sql);
	return holder;
}

/*
 * "UNIQUE constraint failed: voucher.code": which field, held by which row; or
 * which fields: "purchase.transaction_id, purchase.platform".
 */
static bool
unique_problem(struct record *rec, const char *message)
{
	const struct crm_field *f, *first = NULL;
	struct str others = STR_INIT;
	uint64_t columns = 0;
	const char *dot;

	for (dot = strchr(message, '.'); dot != NULL;
	     dot = strchr(dot + 1, '.')) {
		f = entity_field(
		    rec->entity, keep_printf(&rec->keep, "%.*s",
				     (int)strcspn(dot + 1, ","), dot + 1));
		if (f == NULL)
			return record_problem(rec, CRM_REFUSED, "constraint",
			    NULL, "%s", message);
		columns |= (uint64_t)1 << (f - rec->entity->fields);
		if (first == NULL)
			first = f;
		else
			str_addf(&others, "%s%s",
			    others.len == 0 ? ", with the same " : " and ",
			    f->key);
	}
	record_problem(rec, CRM_REFUSED, "taken", first,
	    "already taken by %s %lld%s", rec->entity->noun,
	    (long long)holder_find(rec, columns), others.ptr);
	str_free(&others);
	return false;
}

/* "NOT NULL constraint failed: purchase.status": emptied, though the column has
 * a default. */
static bool
empty_problem(struct record *rec, const char *message)
{
	const char *dot = strrchr(message, '.');
	const struct crm_field *f =
	    dot == NULL ? NULL : entity_field(rec->entity, dot + 1);

	if (f == NULL)
		return record_problem(
		    rec, CRM_REFUSED, "constraint", NULL, "%s", message);
	return record_problem(rec, CRM_USAGE, "required", f, "required");
}

bool
record_refusal(struct record *rec, int code)
{
	const char *message = sqlite3_errmsg(rec->crm->db);

	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return unique_problem(rec, message);
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return record_problem(rec, CRM_REFUSED, "constraint", NULL,
		    "it names, or is named by, a record that is not there");
	case SQLITE_CONSTRAINT_NOTNULL:
		return empty_problem(rec, message);
	case SQLITE_CONSTRAINT_CHECK:
	case SQLITE_CONSTRAINT_TRIGGER:
	case SQLITE_CONSTRAINT_DATATYPE:
		return record_problem(
		    rec, CRM_REFUSED, "constraint", NULL, "%s", message);
	default:
		db_error(rec->crm, code);
		return false;
	}
}
