/*
 * merge_show.c: what would come of a merge, side by side.
 */
#include <string.h>

#include "merge_in.h"

#include "banned.h"

/* The record of a client and, for each type, how many of them the client has,
 * as a JSON object, kept. */
const char *
merge_picture(struct crm *crm, int64_t id)
{
	const struct crm_entity *e = entity_find("client");
	const char *record = crm_json(
	    crm, crm_query(crm,
		     crm_keepf(
			 crm, "SELECT %s FROM client WHERE id = ?1", e->select),
		     ARG(id)));
	struct str sql = STR_INIT;
	const char *json;
	int i;

	str_adds(&sql, "SELECT json_patch(?2 -> 0, json_object('id', ?1");
	for (i = 0; i < crm_nentities; i++)
		if (crm_entities[i]->client >= 0)
			str_addf(&sql,
			    ", '%s', nullif((SELECT count(*) FROM %s WHERE "
			    "client_id = ?1), 0)",
			    crm_entities[i]->plural, crm_entities[i]->name);
	str_adds(&sql, "))");
	json = crm_text(crm, sql.ptr, ARG(id), ARG(record));
	str_free(&sql);
	return json;
}

/* Rows of what any of the three has, but for the fields in ?4. */
static const char compare_sql[] =
    "SELECT json_group_array(json_array(key, ?1 -> path, ?2 -> path, "
    "?3 -> path)) FROM (SELECT key, min(n), '$.\"' || key || '\"' AS path FROM "
    "(SELECT key, id AS n, value, type FROM json_each(?1) UNION ALL "
    "SELECT key, id, value, type FROM json_each(?2) UNION ALL "
    "SELECT key, id, value, type FROM json_each(?3)) WHERE "
    "type <> 'null' AND NOT (type = 'array' AND value = '[]') "
    "AND key NOT IN (SELECT value FROM json_each(?4)) "
    "GROUP BY key ORDER BY min(n))";

/* Fields that a comparison leaves out, as a JSON array: what is derived, or
 * merely says that there was a merge. */
static const char *
left_out(struct crm *crm)
{
	const struct crm_entity *e = entity_find("client");
	struct str json = STR_INIT;
	const char *kept;
	int i;

	str_adds(&json, "[\"id\",\"updated_at\",\"merges\"");
	for (i = 0; i < e->nfields; i++)
		if (e->fields[i].flags & FIELD_DERIVED)
			str_addf(&json, ",\"%s\"", e->fields[i].key);
	str_addc(&json, ']');
	kept = crm_keep(crm, json.ptr);
	str_free(&json);
	return kept;
}

/* A value of a row, as people read it. */
static const char *
cell_text(struct crm *crm, int i)
{
	return crm_keepf(crm,
	    "CASE json_type(value, '$[%d]') WHEN 'true' THEN 'yes' WHEN "
	    "'false' THEN 'no' WHEN 'array' THEN (SELECT group_concat(value, "
	    "', ') FROM json_each(j.value -> %d)) ELSE value ->> %d END",
	    i, i, i);
}

const char *
merge_compare(
    struct crm *crm, const char *keep, const char *lose, const char *result)
{
	return crm_text(crm, compare_sql, ARG(keep), ARG(lose), ARG(result),
	    ARG(left_out(crm)));
}

void
merge_compare_print(
    struct crm *crm, const char *lines, int64_t keep, int64_t lose)
{
	crm_print(crm, "client %lld into client %lld:", (long long)lose,
	    (long long)keep);
	crm_emit(crm,
	    crm_query(crm,
		crm_keepf(crm,
		    "SELECT value ->> 0 AS field, %s AS keep, %s AS lose, "
		    "%s AS result FROM json_each(?1) j",
		    cell_text(crm, 1), cell_text(crm, 2), cell_text(crm, 3)),
		ARG(lines)));
	emit_end(&crm->cli->emit);
}
