/*
 * incoming.c: "add" with the name, email and phone of whoever comes in: the
 * command line's side of arrive.h.
 */
#include <string.h>

#include "cli.h"
#include "crm_fields.h"
#include "fold.h"
#include "incoming.h"

#include "banned.h"

const struct crm_option incoming_options[] = {
    {"name", "NAME", "instead of --client: who comes in", NULL, 0},
    {"email", "EMAIL", "instead of --client: the email of who comes in", NULL,
	0},
    {"phone", "PHONE", "instead of --client: the phone of who comes in", NULL,
	0},
    {"as-new", NULL, "although a deleted client has this email", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

/* --- what is said ----------------------------------------------------------
 */

void
incoming_begin(struct incoming *in, struct record *rec)
{
	struct crm *crm = rec->crm;

	in->rec = rec;
	in->on = (crm->cli->verb->flags & CRM_INCOMING) != 0;
	if (!in->on)
		return;
	arrive_init(&in->arrive, crm, rec->entity->noun);
	in->arrive.who.as_new = crm_opt(crm, "as-new") != NULL;
}

void
incoming_end(struct incoming *in)
{
	if (in->on)
		arrive_free(&in->arrive);
}

bool
incoming_take(
    struct incoming *in, const char *key, const char *text, size_t len)
{
	int field = in->on ? arrive_field(key) : -1;

	if (field >= 0)
		arrive_give(&in->arrive, (enum arrive_field)field, text, len);
	return field >= 0;
}

static const char *const person_names[] = {"name", "email", "phone", NULL};

bool
incoming_from_options(struct incoming *in)
{
	const char *const *name = person_names, *text;

	for (; in->on && *name != NULL; name++)
		if ((text = crm_opt(in->rec->crm, *name)) != NULL)
			incoming_take(in, *name, text, strlen(text));
	return in->on && arrive_given(&in->arrive);
}

bool
incoming_given(struct crm *crm)
{
	const char *const *name = person_names;

	while (*name != NULL && crm_opt(crm, *name) == NULL)
		name++;
	return (crm->cli->verb->flags & CRM_INCOMING) && *name != NULL;
}

/* --- who it is --- */

/* Is a client named? */
static bool
client_named(const struct record *rec)
{
	const struct value *v = &rec->values[rec->entity->client];

	return v->state != VALUE_UNSET && v->state != VALUE_NULL &&
	       !(v->state == VALUE_RAW && v->len == 0);
}

static int64_t
person_insert(struct incoming *in)
{
	struct arrive *a = &in->arrive;
	struct record *rec = in->rec;
	int64_t client, id;

	if (!record_parse(rec))
		return 0;
	if (!arrive_find(a)) {
		record_fail(&a->who);
		return 0;
	}
	if (a->level == ARRIVE_NEW)
		arrive_complete(a, rec);
	client = arrive_client(a);
	if (record_fail(&a->who) != CRM_OK)
		return 0;
	if (client != 0)
		rec->values[rec->entity->client] =
		    (struct value){.state = VALUE_INT, .i = client};
	id = record_insert(rec);
	if (id != 0)
		arrive_queue(a, id);
	return id;
}

static int64_t
client_insert(struct incoming *in)
{
	struct record *rec = in->rec;
	int64_t id;

	if (!client_named(rec)) {
		record_problem(rec, CRM_USAGE, "required",
		    &rec->entity->fields[rec->entity->client],
		    "required, or name, email or phone of who comes in");
		return 0;
	}
	id = record_insert(rec);
	in->arrive.level = ARRIVE_EXACT;
	in->arrive.client = rec->values[rec->entity->client].i;
	in->arrive.score = 1;
	return id;
}

int64_t
incoming_insert(struct incoming *in)
{
	struct record *rec = in->rec;
	int64_t id = 0;

	if (rec->crm->rc != CRM_OK || rec->problem.rc != CRM_OK)
		; /* said already */
	else if (!in->on)
		id = record_insert(rec);
	else if (!arrive_given(&in->arrive))
		id = client_insert(in);
	else if (!client_named(rec))
		id = person_insert(in);
	else
		record_problem(rec, CRM_USAGE, "usage",
		    &rec->entity->fields[rec->entity->client],
		    "either this, or name, email and phone");
	record_fail(rec);
	if (id != 0 && rec->crm->cli->tool->added != NULL)
		rec->crm->cli->tool->added(rec->crm, id);
	return rec->crm->rc == CRM_OK ? id : 0;
}

/* --- what came of it --- */

static const char *
client_name(struct crm *crm, int64_t id)
{
	const char *name =
	    crm_text(crm, "SELECT name FROM client WHERE id = ?1", ARG(id));

	return name == NULL ? ""
			    : crm_keepf(crm, "%.*s",
				  (int)text_fit(name, strlen(name), 60), name);
}

/* Said when all is stored; one who is known beyond doubt is no news. */
static void
decision_tell(struct incoming *in, int64_t id)
{
	const struct arrive *a = &in->arrive;
	struct crm *crm = in->rec->crm;
	const char *who;

	if (crm->cli->quiet || crm->cli->json ||
	    (a->level == ARRIVE_EXACT && a->reason == NULL))
		return;
	who = client_name(crm, a->client);
	if (a->level == ARRIVE_NEW)
		cli_later(crm, "%lld: new client %lld (%s)", (long long)id,
		    (long long)a->client, who);
	else if (a->level == ARRIVE_EXACT)
		cli_later(crm,
		    "%lld: client %lld (%s) by the email, but under another "
		    "name; see crm-dedupe pending",
		    (long long)id, (long long)a->client, who);
	else
		cli_later(crm,
		    "%lld: waits for review: like client %lld (%s), %.2f; see "
		    "crm-dedupe pending",
		    (long long)id, (long long)a->client, who,
		    (int)(a->score * 100 + 1e-9) / 100.0);
}

static const char *
match_json(struct crm *crm, const struct arrive *a)
{
	struct str json = STR_INIT;
	const char *kept;

	str_addf(&json, "{\"level\":\"%s\",\"client_id\":%lld,\"score\":",
	    arrive_word(a->level), (long long)a->client);
	rate_print(&json, a->score, true);
	str_addc(&json, '}');
	kept = crm_keep(crm, json.ptr);
	str_free(&json);
	return kept;
}

enum crm_rc
incoming_answer(struct incoming *in, int64_t id)
{
	const struct crm_entity *e = in->rec->entity;
	struct crm *crm = in->rec->crm;

	if (!in->on || crm->rc != CRM_OK)
		return crm_record_answer(crm, id);
	decision_tell(in, id);
	if (crm->cli->chosen)
		return crm_emit_one(crm,
		    crm_query(crm,
			crm_keepf(crm,
			    "SELECT %s, ?2 AS match_json FROM %s WHERE id = "
			    "?1",
			    e->select, e->name),
			ARG(id), ARG(match_json(crm, &in->arrive))));
	crm_print(crm, "%lld", (long long)id);
	return crm->rc;
}
