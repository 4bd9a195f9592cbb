/*
 * plan_check.c: is everything still as a plan has it? If not it is refused, as
 * a whole.
 */
#include <stdarg.h>
#include <string.h>

#include "import_in.h"

#include "banned.h"

/* --- refusing --- */

void
apply_refuse(
    struct import *im, int64_t line, const char *word, const char *fmt, ...)
{
	struct str why = STR_INIT;
	va_list ap;

	read_where(im->read, &why, line, -1);
	str_adds(&why, ": ");
	va_start(ap, fmt);
	str_addv(&why, fmt, ap);
	va_end(ap);
	crm_fail(
	    im->crm, CRM_REFUSED, word, "%s; nothing was imported", why.ptr);
	str_free(&why);
}

/* --- what has to be so again --- */

void
apply_check_new(
    struct import *im, const struct stage_row *row, const struct stranger *st)
{
	const struct plan_want *want = &im->apply->wants[row - im->stage.rows];
	int64_t line = stage_line(row), id;
	bool waits = plan_waits(im, st);

	if (waits != (want->action == PLAN_PENDING)) {
		apply_refuse(im, line, "base_moved",
		    "it would %swait for review now", waits ? "" : "not ");
		return;
	}
	if (!want->stranger)
		return;
	if (st != NULL)
		id = st->client;
	else if (im->options->match)
		id = im->weighed.client;
	else
		id = linked_client(&im->rec, 0);
	if (want->client == 0 && id <= im->plan.clients)
		apply_refuse(im, line, "base_moved",
		    "its client was to be a new one, and is client %lld now",
		    (long long)id);
	else if (want->client != 0 && id != want->client)
		apply_refuse(im, line, "base_moved",
		    "its client was to be client %lld, and is not now",
		    (long long)want->client);
}

bool
apply_late(const struct import *im, const struct stage_row *row)
{
	return im->apply != NULL && row->id > ROW_NEW &&
	       im->apply->wants[row - im->stage.rows].late;
}

static bool
is_as_it_was(struct import *im, int field, const char *type, const char *text)
{
	const struct value *v = &im->old.values[field];
	struct str now = STR_INIT;
	bool same;

	if (strcmp(type, "null") == 0)
		return v->state <= VALUE_NULL;
	if (v->state == VALUE_TEXT && strcmp(type, "text") == 0)
		return strcmp(v->text, text) == 0;
	plan_value(&now, &im->old, field, NULL);
	same = strcmp(now.ptr, text) == 0;
	str_free(&now);
	return same;
}

bool
apply_check_old(struct import *im, const struct stage_row *row)
{
	const struct plan_want *want = &im->apply->wants[row - im->stage.rows];
	const struct crm_field *f;
	struct str now = STR_INIT;
	struct crm_rows *r;

	if (want->old == NULL)
		return true;
	r = crm_query(im->crm,
	    "SELECT key, type, CASE type WHEN 'text' THEN atom ELSE "
	    "?1 -> fullkey END FROM json_each(?1)",
	    ARG(want->old));
	while (crm_next(r)) {
		f = entity_field(im->old.entity, crm_col_text(r, 0));
		if (f != NULL &&
		    is_as_it_was(im, (int)(f - im->old.entity->fields),
			crm_col_text(r, 1), crm_col_text(r, 2)))
			continue;
		if (f == NULL)
			str_adds(&now, "not a field");
		else
			plan_value(&now, &im->old,
			    (int)(f - im->old.entity->fields), NULL);
		apply_refuse(im, stage_line(row), "base_moved",
		    "%s: not %s any longer, but %s", crm_col_text(r, 0),
		    crm_col_null(r, 2) ? "null" : crm_col_text(r, 2), now.ptr);
		break;
	}
	crm_close(r);
	str_free(&now);
	return im->crm->rc == CRM_OK;
}
