/*
 * arrive.c: somebody comes in: the clients it may be, found by index probes,
 * and what becomes of the record.
 */
#include <string.h>

#include "arrive.h"
#include "crm_fields.h"
#include "match_store.h"
#include "people.h"

#include "banned.h"

static const struct {
	const char *name;
	int column, key; /* of the client */
} fields[ARRIVE_FIELDS] = {
    [ARRIVE_NAME] = {"name", CLIENT_NAME, CLIENT_NAME_KEY},
    [ARRIVE_EMAIL] = {"email", CLIENT_EMAIL, CLIENT_EMAIL_KEY},
    [ARRIVE_PHONE] = {"phone", CLIENT_PHONE, CLIENT_PHONE_KEY},
};

/* --- life --- */

void
arrive_init(struct arrive *a, struct crm *crm, const char *type)
{
	memset(a, 0, sizeof(*a));
	a->crm = crm;
	a->type = type;
	record_init(&a->who, crm, entity_find("client"));
}

void
arrive_clear(struct arrive *a)
{
	record_clear(&a->who);
	a->level = ARRIVE_NEW;
	a->client = 0;
	a->score = 0;
	a->reason = NULL;
}

void
arrive_free(struct arrive *a)
{
	record_free(&a->who);
}

void
arrive_give(
    struct arrive *a, enum arrive_field field, const char *text, size_t len)
{
	record_set(
	    &a->who, &a->who.entity->fields[fields[field].column], text, len);
}

void
arrive_say(struct arrive *a, const struct record *client)
{
	const struct value *v;
	int i;

	for (i = 0; i < ARRIVE_FIELDS; i++) {
		v = &client->values[fields[i].column];
		a->who.values[fields[i].column].state = VALUE_UNSET;
		if (v->state == VALUE_TEXT)
			arrive_give(a, (enum arrive_field)i, v->text, v->len);
	}
}

bool
arrive_given(const struct arrive *a)
{
	int i;

	for (i = 0; i < ARRIVE_FIELDS; i++)
		if (record_given(&a->who, fields[i].column))
			return true;
	return false;
}

int
arrive_field(const char *name)
{
	const struct crm_entity *client = entity_find("client");
	const struct crm_field *f = entity_field(client, name);
	int i;

	for (i = 0; i < ARRIVE_FIELDS && f != NULL; i++)
		if (f == &client->fields[fields[i].column])
			return i;
	return -1;
}

const char *
arrive_word(enum arrive_level level)
{
	static const char *const words[] = {[ARRIVE_NEW] = "new",
	    [ARRIVE_PARTIAL] = "partial",
	    [ARRIVE_EXACT] = "exact"};

	return words[level];
}

/* --- candidates --- */

/*
 * Where somebody alike would stand. ?1 is the key; each gives id, name_key,
 * email_key and phone_key of so many clients at most, so that the work does
 * not grow with the base. Beside the same keys these are the neighbours in the
 * order of each (Hernandez and Stolfo 1995): a slip near the end of a name, an
 * address at another domain, another last digit.
 */
#define ALIVE "status <> 'deleted' AND status <> 'spam'"
#define FIND  "SELECT id, name_key, email_key, phone_key FROM client WHERE "

enum { SWAPPED = ARRIVE_FIELDS, KEYS }; /* the name, last word first */

static const struct {
	int key;
	const char *sql;
} probes[] = {
    {ARRIVE_PHONE, FIND "phone_key = ?1 AND " ALIVE " LIMIT 50"},
    {ARRIVE_PHONE,
	"SELECT c.id, c.name_key, c.email_key, ?1 FROM client_word w "
	"CROSS JOIN client c ON c.id = w.client_id WHERE w.field = 'phone' "
	"AND w.word_key = ?1 AND c.status <> 'deleted' AND c.status <> 'spam' "
	"LIMIT 50"},
    {ARRIVE_PHONE,
	FIND "phone_key > ?1 AND " ALIVE " ORDER BY phone_key LIMIT 6"},
    {ARRIVE_PHONE,
	FIND "phone_key < ?1 AND " ALIVE " ORDER BY phone_key DESC LIMIT 6"},
    {ARRIVE_NAME, FIND "name_key = ?1 AND " ALIVE " LIMIT 50"},
    {ARRIVE_NAME,
	FIND "name_key > ?1 AND " ALIVE " ORDER BY name_key LIMIT 16"},
    {ARRIVE_NAME,
	FIND "name_key < ?1 AND " ALIVE " ORDER BY name_key DESC LIMIT 16"},
    {SWAPPED, FIND "name_key >= ?1 AND " ALIVE " ORDER BY name_key LIMIT 8"},
    {SWAPPED,
	FIND "name_key < ?1 AND " ALIVE " ORDER BY name_key DESC LIMIT 8"},
    {ARRIVE_EMAIL,
	FIND "email_key > ?1 AND " ALIVE " ORDER BY email_key LIMIT 6"},
    {ARRIVE_EMAIL,
	FIND "email_key < ?1 AND " ALIVE " ORDER BY email_key DESC LIMIT 6"},
};

/* Who comes in, and the keys to look for. */
struct search {
	const struct match_model *model;
	struct match_face face;
	const char *keys[KEYS]; /* NULL: not given */
	struct likeness best;
};

/* "ana maria lima" as "lima ana maria"; NULL for one word. */
static const char *
name_swapped(struct arrive *a, const char *name)
{
	const char *blank = name == NULL ? NULL : strrchr(name, ' ');

	if (blank == NULL)
		return NULL;
	return keep_printf(
	    &a->who.keep, "%s %.*s", blank + 1, (int)(blank - name), name);
}

static void
search_start(struct arrive *a, struct search *s)
{
	struct person person = {0};
	int i;

	memset(s, 0, sizeof(*s));
	for (i = 0; i < ARRIVE_FIELDS; i++)
		s->keys[i] = record_text(&a->who, fields[i].key);
	s->keys[SWAPPED] = name_swapped(a, s->keys[ARRIVE_NAME]);
	person.name = s->keys[ARRIVE_NAME];
	person.email = s->keys[ARRIVE_EMAIL];
	person.phone = s->keys[ARRIVE_PHONE];
	person.namesakes = people_count(a->crm, "name_key", person.name);
	person.phonemates = people_count(a->crm, "phone_key", person.phone);
	s->model = match_store_load(a->crm);
	match_ready(&s->face, &person, s->model);
}

/* Is this row more like it than those before? Of two who are as much like it,
 * the one who has been there longer. */
static void
candidate_weigh(struct arrive *a, struct search *s, struct crm_rows *r)
{
	struct person person = {.name = crm_col_text(r, 1),
	    .email = crm_col_text(r, 2),
	    .phone = crm_col_text(r, 3)};
	int64_t id = crm_col_int(r, 0);
	struct match_face face;
	struct likeness l;

	match_ready(&face, &person, s->model);
	match(&l, s->model, &s->face, &face);
	if (a->client != 0 && (l.score < s->best.score ||
				  (l.score <= s->best.score && id > a->client)))
		return;
	s->best = l;
	a->client = id;
}

static void
candidates_find(struct arrive *a, struct search *s)
{
	struct crm_rows *r;
	size_t i;

	for (i = 0; i < sizeof(probes) / sizeof(probes[0]); i++) {
		if (a->client != 0 && s->best.score >= 1)
			break; /* a rule has said who */
		if (s->keys[probes[i].key] == NULL)
			continue;
		r = crm_query(
		    a->crm, probes[i].sql, ARG(s->keys[probes[i].key]));
		while (crm_next(r))
			candidate_weigh(a, s, r);
	}
}

/* With all that is known of the nearest one: the score that explain and scan
 * would give. */
static void
candidate_settle(struct arrive *a, struct search *s)
{
	struct match_face face;

	if (a->client != 0 && s->best.score < 1 &&
	    people_one(a->crm, a->client, s->model, &face))
		match(&s->best, s->model, &s->face, &face);
}

/* --- what it comes to --- */

/* The email is the key: it leads to whoever holds it (rules.md R3). */
static bool
holder_find(struct arrive *a, struct search *s)
{
	const char *email = s->keys[ARRIVE_EMAIL];
	int64_t holder, deleted;
	struct crm_rows *r;

	holder =
	    email == NULL ? 0 : client_email_holder(a->crm, email, 0, &deleted);
	if (holder == 0)
		return false;
	/* By any of the addresses and phones the client has. */
	r = crm_query(a->crm,
	    "SELECT id, name_key, ?2, CASE WHEN EXISTS (SELECT 1 FROM "
	    "client_word WHERE field = 'phone' AND word_key = ?3 AND client_id "
	    "= ?1) THEN ?3 ELSE phone_key END FROM client WHERE id = ?1",
	    ARG(holder), ARG(email), ARG(s->keys[ARRIVE_PHONE]));
	while (crm_next(r))
		candidate_weigh(a, s, r);
	return a->client != 0;
}

static void
holder_settle(struct arrive *a, const struct search *s)
{
	bool other_name =
	    s->keys[ARRIVE_NAME] != NULL && !(s->best.reasons & MATCH_NAME);

	/* Never less than what is worth a look: the email says so. */
	a->score = s->best.score < MATCH_REVIEW ? MATCH_REVIEW : s->best.score;
	a->level = ARRIVE_EXACT;
	if (!other_name)
		return;
	a->reason = "name_mismatch";
	if (strcmp(crm_setting(a->crm, "match.email_alone"), "pending") == 0)
		a->level = ARRIVE_PARTIAL;
}

static double
review_score(struct crm *crm)
{
	const char *text = crm_setting(crm, "match.review");
	double score = MATCH_REVIEW;

	real_parse(&score, text, strlen(text));
	return score;
}

bool
arrive_find(struct arrive *a)
{
	struct search s;

	if (!record_parse(&a->who))
		return false;
	record_keys(&a->who);
	search_start(a, &s);
	if (holder_find(a, &s)) {
		holder_settle(a, &s);
		return a->crm->rc == CRM_OK;
	}
	candidates_find(a, &s);
	candidate_settle(a, &s);
	a->score = s.best.score;
	if (a->score >= 1) {
		a->level = ARRIVE_EXACT;
	} else if (a->client != 0 && a->score >= review_score(a->crm)) {
		a->level = ARRIVE_PARTIAL;
		a->reason = "partial";
	} else {
		a->client = 0;
	}
	return a->crm->rc == CRM_OK;
}

/* --- what is written --- */

/* The rule is that of clients, but nobody was about to add one. */
static void
required_explain(struct arrive *a)
{
	struct problem *p = &a->who.problem;

	if (p->word != NULL && strcmp(p->word, "required") == 0)
		p->text = keep_printf(&a->who.keep,
		    "%s: no client is like this one, and client.require asks "
		    "it of a new one",
		    p->text);
}

void
arrive_complete(struct arrive *a, const struct record *rec)
{
	static const struct {
		const char *name;
		int column;
	} same[] = {{"language", CLIENT_LANGUAGE}, {"source", CLIENT_SOURCE}};
	const struct crm_entity *e = rec->entity;
	const struct crm_field *f;
	const char *text;
	size_t i;

	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		f = entity_field(e, same[i].name);
		text =
		    f == NULL ? NULL : record_text(rec, (int)(f - e->fields));
		if (text != NULL)
			record_give(
			    &a->who, same[i].column, text, strlen(text));
	}
}

int64_t
arrive_client(struct arrive *a)
{
	if (a->crm->rc != CRM_OK || a->level == ARRIVE_PARTIAL)
		return 0;
	if (a->level == ARRIVE_EXACT)
		return a->client;
	if (!record_given(&a->who, CLIENT_SOURCE))
		record_give(&a->who, CLIENT_SOURCE, a->type, strlen(a->type));
	a->client = record_insert(&a->who);
	if (a->client == 0)
		required_explain(a);
	return a->client;
}

/* Is the other name known already? Whoever books every week under it need
 * not be looked at every week. */
static bool
is_queued(struct arrive *a)
{
	return a->level == ARRIVE_EXACT &&
	       crm_int(a->crm,
		   "SELECT count(*) FROM association WHERE candidate_id = ?1 "
		   "AND reason = ?2 AND name = ?3",
		   ARG(a->client), ARG(a->reason),
		   ARG(record_text(&a->who, CLIENT_NAME))) > 0;
}

void
arrive_queue(struct arrive *a, int64_t ref)
{
	if (a->crm->rc != CRM_OK || a->reason == NULL || is_queued(a))
		return;
	crm_run(a->crm,
	    "INSERT INTO association (at, type, ref, name, email, phone, "
	    "candidate_id, score, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
	    "?8, ?9)",
	    ARG(crm_now(a->crm)), ARG(a->type), ARG(ref),
	    ARG(record_text(&a->who, CLIENT_NAME)),
	    ARG(record_text(&a->who, CLIENT_EMAIL)),
	    ARG(record_text(&a->who, CLIENT_PHONE)), ARG(a->client),
	    ARG(a->score), ARG(a->reason));
}

/* --- what is decided by hand --- */

/* Can records of this type be without a client? */
static bool
may_wait(const struct crm_entity *e)
{
	return e->client >= 0 && !(e->fields[e->client].flags & FIELD_REQUIRED);
}

void
arrive_decided(struct record *rec, int64_t id, const struct record *old)
{
	const struct crm_entity *e = rec->entity;
	const struct value *v;

	if (!may_wait(e) || old->values[e->client].state != VALUE_NULL)
		return;
	v = &rec->values[e->client];
	if (v->state == VALUE_INT)
		crm_run(rec->crm,
		    "UPDATE association SET status = CASE WHEN candidate_id = "
		    "?3 THEN 'used' ELSE 'new' END WHERE ref = ?1 AND type = "
		    "?2 AND status <> 'used' AND status <> 'new'",
		    ARG(id), ARG(e->noun), ARG(v->i));
}

void
arrive_forget(struct record *rec, int64_t id)
{
	if (may_wait(rec->entity) || strcmp(rec->entity->noun, "client") == 0)
		crm_run(rec->crm,
		    "DELETE FROM association WHERE ref = ?1 AND type = ?2",
		    ARG(id), ARG(rec->entity->noun));
}
