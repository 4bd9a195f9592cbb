/*
 * crm-booking: appointments, and the series they recur in.
 */
#include "crm.h"
#include "crm_sql.h"

/* What was called off neither took place nor was missed: confirm it first. */
static const struct crm_move moves[] = {{"confirm", "confirmed", NULL, NULL},
    {"complete", "completed", "pending,confirmed,no_show", NULL},
    {"cancel", "cancelled", NULL, NULL},
    {"no-show", "no_show", "pending,confirmed,completed", NULL},
    {NULL, NULL, NULL, NULL}};

static const struct crm_option length[] = {
    {"minutes", "N", "how long it takes, instead of --ends", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_verb verbs[] = {CRM_VERB_LIST, CRM_VERB_SHOW,
    {"add", crm_record_add, CRM_WRITES | CRM_FIELDS | CRM_INCOMING,
	"[REF [SERVICE [TIME]]] | -",
	"add one, or with - one for each JSON line of stdin", length},
    {"edit", crm_record_edit, CRM_WRITES | CRM_FIELDS, "ID... | ID - | -",
	"change fields; with - JSON from stdin", length},
    CRM_VERB_MOVE("confirm", "they are to take place"),
    CRM_VERB_MOVE("complete", "they took place"),
    CRM_VERB_MOVE("cancel", "they are called off"),
    CRM_VERB_MOVE("no-show", "nobody came"), CRM_VERB_DELETE,
    {NULL, NULL, 0, NULL, NULL, NULL}};

/* --- series --- */

static enum crm_rc
series_end(struct crm *crm, const char *ref)
{
	const char *on = crm_opt(crm, "on");
	int64_t id = crm_record_id(crm, ref), n;

	if (crm_int(crm, "SELECT ended_at <= now() FROM series WHERE id = ?1",
		ARG(id)))
		return crm_refuse(crm, ref, "already", "already ended");
	crm_record_change(crm, id, "ended", on != NULL ? on : crm_now(crm));
	n = crm_run(crm, SQL_SERIES_CANCEL, ARG(id));
	crm_remark(crm, "series %lld: %lld booking%s cancelled", (long long)id,
	    (long long)n, n == 1 ? "" : "s");
	return crm_record_answer(crm, id);
}

static enum crm_rc
end(struct crm *crm)
{
	return crm_each(crm, series_end);
}

/* For cron: silent, unless asked for the bookings in a format. */
static enum crm_rc
extend(struct crm *crm)
{
	int64_t last = crm_int(crm, "SELECT max(id) FROM booking"), n = 0;
	struct crm_rows *r = crm_query(crm, SQL_SERIES_OPEN);

	while (crm_next(r))
		n += crm_series_make(crm, crm_col_int(r, 0));
	crm_summary(crm, "%lld booking%s of series made", (long long)n,
	    n == 1 ? "" : "s");
	if (!crm_machine_format(crm))
		return crm_status(crm);
	return crm_emit(crm, crm_query(crm, SQL_SERIES_MADE, ARG(last)));
}

static const struct crm_option end_options[] = {
    {"on", "TIME", "from then on, instead of from now", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_verb series_verbs[] = {CRM_VERB_LIST, CRM_VERB_SHOW,
    {"add", crm_record_add, CRM_WRITES | CRM_FIELDS,
	"[REF [SERVICE [TIME]]] | -", "add one and make its bookings", NULL},
    {"edit", crm_record_edit, CRM_WRITES | CRM_FIELDS, "ID... | ID - | -",
	"change them, and their bookings to come", NULL},
    {"end", end, CRM_WRITES, "ID... | -",
	"end them, and cancel their bookings to come", end_options},
    {"extend", extend, CRM_WRITES, "",
	"make bookings that have come within reach, for cron", NULL},
    CRM_VERB_DELETE, {NULL, NULL, 0, NULL, NULL, NULL}};

static const struct crm_tool series = {
    .name = "crm-booking series",
    .help = "appointments that recur",
    .entity = "series",
    .columns = "id,client_name,service,starts_at,every,step,count,staff,active",
    .positional = "client,service,starts",
    .state = "active",
    .verbs = series_verbs,
};

static const struct crm_tool *const nouns[] = {&series, NULL};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-booking",
	    .help = "appointments: what, when, with whom, and what came of "
		    "them",
	    .entity = "booking",
	    .positional = "client,service,starts",
	    .verbs = verbs,
	    .moves = moves,
	    .nouns = nouns,
	};

	return crm_main(&tool, argc, argv);
}
