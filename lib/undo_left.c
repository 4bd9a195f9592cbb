/*
 * undo_left.c: what an undo leaves as it is: why, and in which bucket.
 */
#include <string.h>

#include "quote.h"
#include "undo.h"

#include "banned.h"

#define UNDO_NAMED 20 /* rows that are left, named one by one */

bool
undo_reference(const struct crm_entity *e, int *table, int *field)
{
	const struct crm_entity *child;

	if (*table < 0)
		*table = 0;
	for (; *table < crm_nentities; (*table)++, *field = -1) {
		child = crm_entities[*table];
		while (++*field < child->nfields)
			if (child->fields[*field].ref != NULL &&
			    strcmp(child->fields[*field].ref, e->name) == 0)
				return true;
	}
	return false;
}

/* "client 42 (Ana): note 12 refers to it; kept" */
static const char *
use_of(struct undo *u, const struct crm_entity *e, int64_t id)
{
	const char *label = undo_label(u, e, id, NULL);
	int64_t user;
	int i = -1, j = -1;

	while (undo_reference(e, &i, &j)) {
		user = crm_int(u->crm,
		    crm_keepf(u->crm,
			"SELECT id FROM %s "
			"WHERE %s = ?1",
			crm_entities[i]->name, crm_entities[i]->fields[j].name),
		    ARG(id));
		if (user != 0)
			return crm_keepf(u->crm,
			    "%s: %s %lld refers to it; "
			    "kept",
			    label, crm_entities[i]->name, (long long)user);
	}
	return crm_keepf(u->crm, "%s: in use; kept", label);
}

/* One of them as JSON: which bucket it is in, what it is, and why. */
static void
left_add(struct str *json, const char *bucket, const struct crm_entity *e,
    int64_t id, const char *why)
{
	str_addf(json,
	    "%s{\"bucket\":\"%s\",\"type\":", json->len > 1 ? "," : "", bucket);
	json_quote(json, e->noun, strlen(e->noun));
	str_addf(json, ",\"id\":%lld,\"reason\":", (long long)id);
	json_quote(json, why, strlen(why));
	str_addc(json, '}');
}

/* The row at hand: counted in its bucket, and named unless they are many. */
static void
left_take(struct undo *u, struct crm_rows *r, struct str *json)
{
	const struct crm_entity *e = entity_find(crm_col_text(r, 0));
	bool kept = crm_col_int(r, 2) == UNDO_ADDED || crm_col_int(r, 3) != 0;
	int64_t id = crm_col_int(r, 1);
	const char *why = crm_col_text(r, 4);

	if (kept)
		u->report->kept++;
	else
		u->report->failed++;
	if (e == NULL || u->report->kept + u->report->failed > UNDO_NAMED)
		return;
	if (why == NULL)
		why = use_of(u, e, id);
	u->told(u->arg, why);
	left_add(json, kept ? "kept" : "failed", e, id, why);
}

void
undo_left(struct undo *u)
{
	struct crm_rows *r =
	    crm_query(u->crm, "SELECT tbl, row_id, what, "
			      "kept, why FROM undo_row ORDER BY last");
	struct str json = STR_INIT;
	int64_t left;

	str_addc(&json, '[');
	while (crm_next(r))
		left_take(u, r, &json);
	str_addc(&json, ']');
	u->report->left = crm_keep(u->crm, json.ptr);
	str_free(&json);
	left = u->report->kept + u->report->failed;
	if (left > UNDO_NAMED)
		u->told(u->arg, crm_keepf(u->crm, "and %lld more",
				    (long long)(left - UNDO_NAMED)));
}
