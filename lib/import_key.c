/*
 * import_key.c: what names a record: its id, where the file is our own
 * export; its unique columns; those of naturals[].
 */
#include <string.h>

#include "import_in.h"

#include "banned.h"

/* What was given up has this name and phone. */
#define LOST_ONE                                                               \
	"fold(m.lost_json ->> 'name') = ?1 AND "                               \
	"fold_phone(m.lost_json ->> 'phone') = ?2"

/* Columns that name a record though no index says so (rules.md R1, R4). */
static const struct {
	const char *entity;
	const char *columns[MATCH_COLUMNS];
	int required; /* the others may be empty */
	const char *unless; /* a row that has this is not looked up */
	const char *label;
	bool loose; /* see struct match_key */
	const char *lost; /* likewise */
} naturals[] = {
    {"client", {"external_id", "source"}, 1, NULL, "external_id", false,
	"SELECT client_id FROM lost WHERE external_id = ?1 AND source IS ?2"},
    {"client", {"name_key", "phone_key"}, 2, "email_key", "name and phone",
	false,
	/* The survivor has the phone, as the first or a further one. */
	"SELECT m.client_id FROM client c CROSS JOIN merge m ON m.client_id = "
	"c.id WHERE c.phone_key = ?2 AND " LOST_ONE " UNION ALL "
	"SELECT m.client_id FROM client_word w CROSS JOIN merge m ON "
	"m.client_id = w.client_id WHERE w.field = 'phone' AND w.word_key = "
	"?2 AND " LOST_ONE},
    {"booking", {"external_id"}, 1, NULL, "external_id", false, NULL},
    {"booking", {"client_id", "starts_at", "service"}, 3, "external_id",
	"client, time and service", true, NULL},
    {"orders", {"external_id"}, 1, NULL, "external_id", false, NULL},
    {"orders", {"client_id", "ordered_at", "product", "amount_minor"}, 3,
	"external_id", "client, time and product", true, NULL},
};

/* What becomes of a record in time; it is the same one all the same. */
static const char *const passing[] = {
    "status", "done_at", "completed_on", "updated_at"};

/* --- columns --- */

int
key_column(const struct crm_entity *e, const char *name, size_t len)
{
	int i;

	for (i = 0; i < e->nfields; i++)
		if (strncmp(e->fields[i].name, name, len) == 0 &&
		    e->fields[i].name[len] == '\0')
			return i;
	return -1;
}

bool
value_same(const struct value *a, const struct value *b)
{
	if (a->state != b->state)
		return false;
	if (a->state == VALUE_TEXT)
		return a->len == b->len &&
		       memcmp(a->text, b->text, a->len) == 0;
	if (a->state == VALUE_REAL)
		return memcmp(&a->d, &b->d, sizeof(a->d)) == 0;
	return a->state != VALUE_INT || a->i == b->i;
}

/* Eight bytes at a time: only for tables in memory. */
static uint64_t
bytes_hash(uint64_t hash, const char *p, size_t len)
{
	uint64_t word;
	size_t n;

	for (hash += len; len > 0; p += n, len -= n) {
		n = len < sizeof(word) ? len : sizeof(word);
		word = 0;
		memcpy(&word, p, n);
		hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
		hash ^= hash >> 29;
	}
	return hash;
}

uint64_t
value_hash(uint64_t hash, const struct value *v)
{
	if (v->state == VALUE_TEXT)
		return bytes_hash(hash, v->text, v->len);
	if (v->state == VALUE_INT)
		return bytes_hash(hash, (const char *)&v->i, sizeof(v->i));
	if (v->state == VALUE_REAL)
		return bytes_hash(hash, (const char *)&v->d, sizeof(v->d));
	return bytes_hash(hash, "", 0);
}

uint64_t
match_given(const struct record *rec)
{
	uint64_t fields = 0;
	int i;

	for (i = 0; i < rec->entity->nfields; i++)
		if (value_has(rec, i) &&
		    rec->entity->fields[i].kind != KIND_KEY)
			fields |= (uint64_t)1 << i;
	return fields;
}

/* A client that is deleted leaves its email to others. */
bool
match_deleted(const struct match *m, const struct record *rec)
{
	const struct value *v = &rec->values[m->status];

	return v->state == VALUE_TEXT && strcmp(v->text, "deleted") == 0;
}

/* --- keys --- */

static void
key_add(struct match *m, const struct match_key *key, const char *where)
{
	const char *name;
	struct str sql = STR_INIT;
	struct match_key *k = &m->keys[m->nkeys];
	int i;

	if (m->nkeys == MATCH_KEYS || key->ncolumns == 0)
		return;
	*k = *key;
	k->where = where;
	str_addf(&sql, "SELECT id FROM %s WHERE ", m->entity->name);
	for (i = 0; i < k->ncolumns; i++) {
		name = m->entity->fields[k->columns[i]].name;
		str_addf(&sql, "%s%s %s ?%d", i > 0 ? " AND " : "", name,
		    i < k->required ? "=" : "IS", i + 1);
	}
	if (where != NULL)
		str_addf(&sql, " AND (%s)", where);
	k->sql = crm_keep(m->crm, sql.ptr);
	str_free(&sql);
	m->nkeys++;
}

static void
index_add(struct match *m, const struct crm_index *index)
{
	const char *p;
	struct match_key key = {.unless = -1};
	size_t len;
	int i;

	for (p = index->keys; *p != '\0'; p += len) {
		p += strspn(p, " ,");
		len = strcspn(p, " ,");
		i = key_column(m->entity, p, len);
		if (i < 0 || key.ncolumns == MATCH_COLUMNS)
			return; /* an expression: SQLite will judge */
		key.columns[key.ncolumns++] = i;
	}
	key.required = key.ncolumns;
	key.label = m->entity->fields[key.columns[0]].key;
	for (i = 0; i < m->entity->nfields; i++)
		if (m->entity->fields[i].keyed == key.columns[0])
			key.label = m->entity->fields[i].key;
	key.live = index->where != NULL && match_clients(m) &&
		   strcmp(key.label, "email") == 0;
	key_add(m, &key, index->where);
}

static void
naturals_add(struct match *m)
{
	struct match_key key;
	const char *name;
	size_t i;
	int j;

	for (i = 0; i < sizeof(naturals) / sizeof(naturals[0]); i++) {
		if (strcmp(naturals[i].entity, m->entity->name) != 0)
			continue;
		key = (struct match_key){.required = naturals[i].required,
		    .label = naturals[i].label,
		    .loose = naturals[i].loose,
		    .lost = naturals[i].lost,
		    .unless = -1};
		for (j = 0; j < MATCH_COLUMNS; j++) {
			name = naturals[i].columns[j];
			if (name != NULL)
				key.columns[key.ncolumns++] =
				    key_column(m->entity, name, strlen(name));
		}
		if ((name = naturals[i].unless) != NULL)
			key.unless = key_column(m->entity, name, strlen(name));
		key_add(m, &key, NULL);
	}
}

void
match_init(struct match *m, struct crm *crm, const struct crm_entity *e,
    struct stage *stage)
{
	const struct crm_index *index;
	size_t k;
	int i;

	*m = (struct match){
	    .crm = crm, .entity = e, .stage = stage, .equal_sql = STR_INIT};
	record_init(&m->other, crm, e);
	m->status = m->email = m->emails = -1;
	for (k = 0; k < sizeof(passing) / sizeof(passing[0]); k++) {
		i = key_column(e, passing[k], strlen(passing[k]));
		if (i >= 0 && e->client >= 0)
			m->passing |= (uint64_t)1 << i;
	}
	if (match_clients(m)) {
		m->status = key_column(e, "status", 6);
		m->email = key_column(e, "email_key", 9);
		m->emails = key_column(e, "emails_list", 11);
	}
	key_add(m,
	    &(struct match_key){.columns = {e->id},
		.ncolumns = 1,
		.required = 1,
		.unless = -1,
		.label = "id"},
	    NULL);
	for (index = e->indexes; index->name != NULL; index++)
		if (index->unique)
			index_add(m, index);
	naturals_add(m);
	for (i = 0; i < m->nkeys; i++)
		if (m->keys[i].live)
			m->email_key = &m->keys[i];
}

void
match_forget(struct match *m)
{
	int i;

	for (i = 0; i < m->nkeys; i++)
		seen_free(&m->keys[i].seen);
	seen_free(&m->whole);
	seen_free(&m->furthers);
}

void
match_free(struct match *m)
{
	match_forget(m);
	seen_free(&m->claims.seen);
	str_free(&m->equal_sql);
	record_free(&m->other);
}

bool
key_applies(const struct match *m, const struct match_key *key,
    const struct record *rec)
{
	int i;

	for (i = 0; i < key->required; i++)
		if (!value_has(rec, key->columns[i]))
			return false;
	return !key->live || !match_deleted(m, rec);
}

bool
key_looks(const struct match_key *key, const struct record *rec)
{
	return key->unless < 0 || !value_has(rec, key->unless);
}
