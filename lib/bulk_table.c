/*
 * bulk_table.c: the records that a bulk load is given one by one, as the rows
 * of a table.
 */
#include "bulk_table.h"

#include "banned.h"

static const char *
declaration(const struct bulk *b)
{
	const struct crm_entity *e = b->rec->entity;
	struct str sql = STR_INIT;
	const char *kept;
	int i;

	for (i = 0; i < e->nfields; i++)
		str_addf(&sql, "%s%s", i == 0 ? "CREATE TABLE x (" : ", ",
		    e->fields[i].name);
	str_addc(&sql, ')');
	kept = crm_keep(b->rec->crm, sql.ptr);
	str_free(&sql);
	return kept;
}

/* The record before, if any, is in: the statement asks for another. */
static bool
table_next(void *arg)
{
	struct bulk *b = arg;
	const struct value *id = &b->rec->values[b->rec->entity->id];

	if (b->current != 0)
		b->done(b->arg, b->rec, b->current);
	b->current = 0;
	if (b->rec->crm->rc != CRM_OK || !b->next(b->arg, b->rec)) {
		b->end = true;
		return false;
	}
	b->current = id->state == VALUE_INT ? id->i : b->id;
	if (b->id <= b->current)
		b->id = b->current + 1;
	return true;
}

static void
table_column(void *arg, sqlite3_context *context, int column)
{
	const struct bulk *b = arg;
	const struct value *v = &b->rec->values[column];

	if (column == b->rec->entity->id)
		sqlite3_result_int64(context, b->current);
	else if (v->state == VALUE_TEXT)
		sqlite3_result_text(
		    context, v->text, (int)v->len, SQLITE_STATIC);
	else if (v->state == VALUE_INT)
		sqlite3_result_int64(context, v->i);
	else if (v->state == VALUE_REAL)
		sqlite3_result_double(context, v->d);
}

struct bulk_source
bulk_table(struct bulk *b)
{
	return (struct bulk_source){
	    .name = BULK_TABLE,
	    .declaration = declaration(b),
	    .rows = b->rows,
	    .next = table_next,
	    .column = table_column,
	    .arg = b,
	};
}
