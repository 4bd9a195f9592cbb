/*
 * crm-form: forms that clients filled in.
 */
#include <string.h>

#include "crm.h"
#include "crm_sql.h"

/* --map QUESTION=FIELD: what is empty in the client's record is filled from
 * the answers. A question may hold =, a field does not. */
static void
map(struct crm *crm, int64_t form, int64_t client, const char *rule)
{
	const char *field = strrchr(rule, '='), *question;

	if (field == NULL || field == rule || field[1] == '\0') {
		crm_fail(crm, CRM_USAGE, NULL,
		    "--map: QUESTION=FIELD, not \"%s\"", rule);
		return;
	}
	question = crm_keepf(crm, "%.*s", (int)(field - rule), rule);
	crm_client_fill(crm, client, field + 1,
	    crm_text(crm, SQL_FORM_ANSWER, ARG(form), ARG(question)));
}

static void
added(struct crm *crm, int64_t id)
{
	const char *rule;
	int64_t client;
	int place = 0;

	client =
	    crm_int(crm, "SELECT client_id FROM form WHERE id = ?1", ARG(id));
	while ((rule = crm_opt_next(crm, "map", &place)) != NULL)
		map(crm, id, client, rule);
}

static const struct crm_option maps[] = {
    {"map", "QUESTION=FIELD",
	"fill this field of the client, if empty, from the answer", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const struct crm_verb verbs[] = {CRM_VERB_LIST, CRM_VERB_SHOW,
    {"submit", crm_record_add, CRM_WRITES | CRM_FIELDS | CRM_INCOMING,
	"[REF [FORM [ANSWERS | -]]] | -",
	"one came in; the answers from stdin with -", maps},
    {"add", crm_record_add, CRM_WRITES | CRM_FIELDS | CRM_INCOMING,
	"[REF [FORM [ANSWERS | -]]] | -",
	"the same; with - alone one for each JSON line of stdin", maps},
    CRM_VERB_EDIT, CRM_VERB_DELETE, {NULL, NULL, 0, NULL, NULL, NULL}};

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
	    .name = "crm-form",
	    .help = "forms that clients filled in",
	    .entity = "form",
	    .positional = "client,form,answers",
	    .verbs = verbs,
	    .added = added,
	};

	return crm_main(&tool, argc, argv);
}
