/*
 * insights.c: what the answers of crm-insights share: the records behind a
 * figure.
 */
#include "insights.h"

#include "crm_sql.h"

#include "banned.h"

const char *
figure_columns(const char *class)
{
	if (crm_same(class, "archived") || crm_same(class, "deleted") ||
	    crm_same(class, "left"))
		return "client_id,client_name,status,archived_at,deleted_at";
	return "client_id,client_name,email,status,created_at";
}

void
insights_limit(struct crm *crm, bool lists)
{
	if (crm_opt(crm, "limit") != NULL && !lists)
		crm_fail(crm, CRM_USAGE, NULL,
		    "--limit: only of what --list or --explain shows");
}

static enum crm_rc
figure_explain(struct crm *crm, const struct figure *f, struct crm_span s)
{
	const char *name = crm_opt_word(crm, "explain");

	while (name != NULL && !crm_same(f->name, name))
		f++;
	crm_narrow_columns(crm, crm_same(f->sql, FIGURE_BOOKINGS)
				    ? "id,client_name,service,starts_at,status"
				    : figure_columns(f->what));
	return crm_emit(crm,
	    crm_query(crm, f->sql, ARG(s.since), ARG(s.until), ARG(s.as_of),
		ARG(f->what), ARG(crm_opt_number(crm, "limit", -1))));
}

enum crm_rc
insights_figures(struct crm *crm, crm_ask *ask, const struct figure *figures,
    struct crm_span s)
{
	bool explained = crm_opt(crm, "explain") != NULL;

	insights_limit(crm, explained);
	return explained ? figure_explain(crm, figures, s)
			 : crm_answer_span(crm, ask, s);
}
