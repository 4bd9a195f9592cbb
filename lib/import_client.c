/*
 * import_client.c: whom the rows of a file are about: clients that there are,
 * and strangers, who come to be clients where such records make them
 * (rules.md R3 to R5), or else have to be known.
 */
#include <stdlib.h>
#include <string.h>

#include "crm_fields.h"
#include "import_in.h"
#include "merge.h"

#include "banned.h"

/* By these two rows name the same person. */
static const int identity[] = {
    CLIENT_NAME_KEY, CLIENT_EMAIL_KEY, CLIENT_PHONE_KEY, CLIENT_EXTERNAL_ID};

#define NIDENTITY (sizeof(identity) / sizeof(identity[0]))

void
strangers_init(struct strangers *s, struct crm *crm, const struct crm_entity *e,
    const struct import_options *options)
{
	const struct crm_entity *client = entity_find("client");

	*s = (struct strangers){.crm = crm,
	    .entity = e,
	    .create = !options->no_create,
	    .stage.scratch = STR_INIT};
	record_init(&s->row, crm, client);
	record_init(&s->other, crm, client);
	s->row.country = options->country;
	if (e->client < 0)
		return;
	s->arrive = !(e->fields[e->client].flags & FIELD_REQUIRED);
	if (s->arrive)
		arrive_init(&s->at_hand, crm, e->noun);
}

void
strangers_clear(struct strangers *s)
{
	s->ref = NULL;
	record_clear(&s->row);
}

void
strangers_free(struct strangers *s)
{
	if (s->arrive)
		arrive_free(&s->at_hand);
	record_free(&s->row);
	record_free(&s->other);
	stage_free(&s->stage);
	seen_free(&s->seen);
	free(s->list);
}

/* --- clients that there are --- */

static bool
says(const struct strangers *s, int field)
{
	enum value_state state = s->row.values[field].state;

	return state == VALUE_RAW || state > VALUE_NULL;
}

static bool
says_any(const struct strangers *s)
{
	return says(s, CLIENT_EMAIL) || says(s, CLIENT_PHONE) ||
	       says(s, CLIENT_NAME) || says(s, CLIENT_EXTERNAL_ID);
}

static bool
is_number(const char *text)
{
	return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* The client of a reference. 0: none, and the problem says why. */
static int64_t
client_of(struct strangers *s, struct record *rec, const char *ref)
{
	struct crm *crm = s->crm;
	int64_t id = crm_client_id(crm, ref);

	if (crm->rc == CRM_MISSING || crm->rc == CRM_REFUSED) {
		record_problem(rec, crm->rc, crm->word,
		    &s->entity->fields[s->entity->client], "%s", crm->message);
		db_forgive(crm);
	}
	return id;
}

/* The numbers of clients are counted anew in every database: one that comes
 * with a name or an address counts only where they agree, be it with those of
 * somebody who was given up in a merge and had that number. */
static bool
agrees(struct strangers *s, int64_t id)
{
	const char *name = record_text(&s->row, CLIENT_NAME),
		   *email = record_text(&s->row, CLIENT_EMAIL),
		   *phone = record_text(&s->row, CLIENT_PHONE),
		   *number = record_text(&s->row, CLIENT_EXTERNAL_ID);

	return crm_int(s->crm,
		   "SELECT name_key = fold(?2) OR email_key = fold_email(?3) "
		   "OR phone_key = fold_phone(?4) OR external_id = ?5 "
		   "FROM client WHERE id = ?1",
		   ARG(id), ARG(name), ARG(email), ARG(phone),
		   ARG(number)) != 0 ||
	       merge_was(s->crm, strtoll(s->ref, NULL, 10), name, email, phone,
		   number);
}

/* "Client" may hold an address, a phone or a name. */
static void
ref_spread(struct strangers *s)
{
	bool digits = strpbrk(s->ref, "0123456789") != NULL &&
		      strspn(s->ref, "+0123456789 -.()/") == strlen(s->ref);
	int field = strchr(s->ref, '@') != NULL ? CLIENT_EMAIL
		    : digits			? CLIENT_PHONE
						: CLIENT_NAME;

	if (!says(s, field))
		record_set(&s->row, &s->row.entity->fields[field], s->ref,
		    strlen(s->ref));
}

/*
 * client_id as the row gives it. True when it settles the matter: *id, or 0
 * with a problem. False: the other columns say more.
 */
static bool
by_ref(struct strangers *s, struct record *rec, int64_t *id)
{
	bool number = is_number(s->ref), more = says_any(s);

	*id = client_of(s, rec, s->ref);
	if (*id != 0 && (!number || !more || agrees(s, *id)))
		return true;
	if (*id == 0 && !more &&
	    (number || !s->arrive || rec->problem.rc == CRM_REFUSED))
		return true;
	*id = 0;
	rec->problem = (struct problem){.rc = CRM_OK};
	if (!number)
		ref_spread(s);
	return false;
}

/* By the number that another program has for the client. */
static int64_t
by_external(struct strangers *s, struct record *rec)
{
#define BY_EXTERNAL                                                            \
	"SELECT id FROM client WHERE external_id = ?1 AND (?2 IS NULL OR "     \
	"source IS ?2) AND status <> 'deleted' "
	static const char
	    sql[] = BY_EXTERNAL "LIMIT 2",
	    merged[] = BY_EXTERNAL
	    "UNION SELECT c.id FROM lost l JOIN client c ON c.id = l.client_id "
	    "WHERE l.external_id = ?1 AND (?2 IS NULL OR l.source IS ?2) AND "
	    "c.status <> 'deleted' LIMIT 2";
	const char *text = record_text(&s->row, CLIENT_EXTERNAL_ID);
	struct crm_rows *r;
	int64_t id = 0, n = 0;

	if (text == NULL)
		return 0;
	if (!s->looked)
		s->merged = lost_load(s->crm);
	s->looked = true;
	r = crm_query(s->crm, s->merged ? merged : sql, ARG(text),
	    ARG(record_text(&s->row, CLIENT_SOURCE)));
	for (; crm_next(r); n++)
		id = crm_col_int(r, 0);
	crm_close(r);
	if (n > 1)
		record_problem(rec, CRM_REFUSED, "ambiguous",
		    &s->entity->fields[s->entity->client],
		    "several clients have the external_id \"%s\"", text);
	return n > 1 ? 0 : id;
}

/* By the first of email, phone and name that is given, as any reference. */
static int64_t
by_reference(struct strangers *s, struct record *rec)
{
	static const int fields[] = {CLIENT_EMAIL, CLIENT_PHONE, CLIENT_NAME};
	const char *text = NULL;
	size_t i;

	for (i = 0; i < 3 && text == NULL; i++)
		text = record_text(&s->row, fields[i]);
	if (text != NULL)
		return client_of(s, rec, text);
	record_problem(rec, CRM_MISSING, NULL,
	    &s->entity->fields[s->entity->client],
	    "there is no client with the external_id \"%s\"",
	    record_text(&s->row, CLIENT_EXTERNAL_ID));
	return 0;
}

/*
 * Of records that make clients: sure is an email with nothing against it, or
 * a phone or a name that come alone. All else is for arrive_find(), which has
 * to see those whom the file itself brings.
 */
static int64_t
by_what_is_sure(struct strangers *s, struct record *rec)
{
	int64_t id;

	/* The index of names has all that is asked for: no look at the row. */
	if (says(s, CLIENT_EMAIL) && says(s, CLIENT_NAME))
		return crm_int(s->crm,
		    "SELECT id FROM client INDEXED BY client_name WHERE "
		    "name_key = ?2 AND email_key = ?1 AND status <> 'deleted'",
		    ARG(record_text(&s->row, CLIENT_EMAIL_KEY)),
		    ARG(record_text(&s->row, CLIENT_NAME_KEY)));
	if (says(s, CLIENT_EMAIL))
		return crm_int(s->crm,
		    "SELECT id FROM client WHERE email_key = ?1 AND "
		    "status <> 'deleted'",
		    ARG(record_text(&s->row, CLIENT_EMAIL_KEY)));
	if (says(s, CLIENT_EXTERNAL_ID) ||
	    (says(s, CLIENT_NAME) && says(s, CLIENT_PHONE)))
		return 0;
	id = by_reference(s, rec);
	if (rec->problem.rc == CRM_MISSING)
		rec->problem = (struct problem){.rc = CRM_OK};
	return id;
}

/* --- strangers --- */

static bool
is_same(void *arg, size_t i)
{
	struct strangers *s = arg;
	struct stage_walk walk;
	size_t k;

	stage_open(&walk, &s->stage.rows[i], &s->other);
	for (k = 0; k < NIDENTITY; k++)
		if (!value_same(&s->row.values[identity[k]],
			&s->other.values[identity[k]]))
			return false;
	return true;
}

/* The first that any of his rows tells: since when he is a client. */
static void
since_note(struct stranger *st, const struct record *rec)
{
	const struct crm_field *f = rec->entity->fields;
	const char *now = crm_now(rec->crm), *text;
	int i;

	for (i = 0; i < rec->entity->nfields; i++, f++) {
		text = f->kind == KIND_TIME ? record_text(rec, i) : NULL;
		if (text == NULL || strcmp(text, now) > 0 ||
		    (*st->since != '\0' && strcmp(text, st->since) >= 0))
			continue;
		memcpy(st->since, text, sizeof(st->since));
	}
}

static size_t
stranger_number(struct strangers *s)
{
	uint64_t hash = FNV_START;
	size_t i;

	for (i = 0; i < NIDENTITY; i++)
		hash = value_hash(hash, &s->row.values[identity[i]]);
	i = seen_find(&s->seen, hash, is_same, s);
	if (i != SIZE_MAX)
		return i;
	stage_begin(&s->stage, 0);
	stage_put(&s->stage, 0, &s->row, match_given(&s->row));
	i = stage_end(&s->stage);
	seen_add(&s->seen, hash, i);
	if (i == s->cap) {
		s->cap = s->cap == 0 ? 64 : s->cap * 2;
		s->list = mem_grow(s->list, s->cap * sizeof(*s->list));
	}
	s->list[i] = (struct stranger){.decided = false};
	return i;
}

/* "Ana" and "Silva", where there is no full name. */
static void
name_join(struct strangers *s)
{
	const char *given = record_text(&s->row, CLIENT_GIVEN_NAME),
		   *family = record_text(&s->row, CLIENT_FAMILY_NAME);
	struct str name = STR_INIT;

	if (says(s, CLIENT_NAME) || (given == NULL && family == NULL))
		return;
	str_addf(&name, "%s%s%s", given == NULL ? "" : given,
	    given == NULL || family == NULL ? "" : " ",
	    family == NULL ? "" : family);
	record_set(
	    &s->row, &s->row.entity->fields[CLIENT_NAME], name.ptr, name.len);
	str_free(&name);
}

/* Nobody is named. Our own records may wait for review without a client. */
static bool
is_nobodys(struct strangers *s, struct record *rec)
{
	const struct crm_entity *e = s->entity;

	if (s->arrive && rec->values[e->id].state <= VALUE_NULL)
		return record_problem(rec, CRM_USAGE, "required",
		    &e->fields[e->client],
		    "required, or the name, email or phone of who it is");
	return true;
}

/* The client by what the row says of him; a stranger is -1 and less. */
static int64_t
by_row(struct strangers *s, struct record *rec)
{
	size_t i;
	int64_t id;

	if (!record_parse(&s->row))
		return 0;
	record_keys(&s->row);
	id = by_external(s, rec);
	if (id != 0 || rec->problem.rc != CRM_OK)
		return id;
	id = s->arrive ? by_what_is_sure(s, rec) : by_reference(s, rec);
	if (id != 0 || !s->arrive || rec->problem.rc != CRM_OK)
		return id;
	i = stranger_number(s);
	since_note(&s->list[i], rec);
	return -1 - (int64_t)i;
}

bool
client_take(struct strangers *s, struct record *rec)
{
	int64_t id = 0;

	if (s->entity->client < 0)
		return true;
	name_join(s);
	if (s->ref == NULL && !says_any(s))
		return is_nobodys(s, rec);
	if (s->ref == NULL || !by_ref(s, rec, &id))
		id = by_row(s, rec);
	if (id == 0)
		return false;
	linked_give(rec, id);
	return s->crm->rc == CRM_OK;
}
