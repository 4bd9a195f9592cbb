/*
 * import_match.c: is a row the same as an earlier row of the file, or as a
 * record that there is?
 *
 * What names a record: its id, where the file is our own export; its unique
 * columns; those of naturals[]. A row that has none of them is the same as
 * one that is equal in every column given.
 */
#include <string.h>

#include "import_in.h"

#include "banned.h"

/* Columns that name a record though no index says so (rules.md R1, R4). */
static const struct {
	const char *entity;
	const char *columns[MATCH_COLUMNS];
	int required; /* the others may be empty */
	const char *unless; /* a row that has this is not looked up */
	const char *label;
} naturals[] = {
    {"client", {"external_id", "source"}, 1, NULL, "external_id"},
    {"client", {"name_key", "phone_key"}, 2, "email_key", "name and phone"},
};

/* --- columns --- */

static int
column_of(const struct crm_entity *e, const char *name, size_t len)
{
	int i;

	for (i = 0; i < e->nfields; i++)
		if (strncmp(e->fields[i].name, name, len) == 0 &&
		    e->fields[i].name[len] == '\0')
			return i;
	return -1;
}

static bool
has(const struct record *rec, int column)
{
	return rec->values[column].state > VALUE_NULL;
}

static bool
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

static uint64_t
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
		if (has(rec, i) && rec->entity->fields[i].kind != KIND_KEY)
			fields |= (uint64_t)1 << i;
	return fields;
}

static bool
is_client(const struct match *m)
{
	return strcmp(m->entity->name, "client") == 0;
}

/* A client that is deleted leaves its email to others. */
static bool
is_deleted(const struct match *m, const struct record *rec)
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

/* CREATE UNIQUE INDEX name ON table (a, b) WHERE condition */
static void
index_add(struct match *m, const struct crm_index *index)
{
	const char *p = strchr(index->sql, '('),
		   *where = strstr(index->sql, " WHERE ");
	struct match_key key = {.unless = -1};
	size_t len;
	int i;

	if (p == NULL)
		return;
	for (p++; *p != ')' && *p != '\0'; p += len) {
		p += strspn(p, " ,");
		len = strcspn(p, " ,)");
		i = column_of(m->entity, p, len);
		if (i < 0 || key.ncolumns == MATCH_COLUMNS)
			return; /* an expression: SQLite will judge */
		key.columns[key.ncolumns++] = i;
	}
	key.required = key.ncolumns;
	key.label = m->entity->fields[key.columns[0]].key;
	for (i = 0; i < m->entity->nfields; i++)
		if (m->entity->fields[i].keyed == key.columns[0])
			key.label = m->entity->fields[i].key;
	key.live =
	    where != NULL && is_client(m) && strcmp(key.label, "email") == 0;
	key_add(m, &key, where == NULL ? NULL : where + strlen(" WHERE "));
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
		    .unless = -1};
		for (j = 0; j < MATCH_COLUMNS; j++) {
			name = naturals[i].columns[j];
			if (name != NULL)
				key.columns[key.ncolumns++] =
				    column_of(m->entity, name, strlen(name));
		}
		if ((name = naturals[i].unless) != NULL)
			key.unless = column_of(m->entity, name, strlen(name));
		key_add(m, &key, NULL);
	}
}

void
match_init(struct match *m, struct crm *crm, const struct crm_entity *e,
    struct stage *stage)
{
	const struct crm_index *index;

	*m = (struct match){
	    .crm = crm, .entity = e, .stage = stage, .equal_sql = STR_INIT};
	record_init(&m->other, crm, e);
	m->status = column_of(e, "status", 6);
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
}

void
match_forget(struct match *m)
{
	int i;

	for (i = 0; i < m->nkeys; i++)
		seen_free(&m->keys[i].seen);
	seen_free(&m->whole);
}

void
match_free(struct match *m)
{
	match_forget(m);
	str_free(&m->equal_sql);
	record_free(&m->other);
}

static bool
key_applies(const struct match *m, const struct match_key *key,
    const struct record *rec)
{
	int i;

	for (i = 0; i < key->required; i++)
		if (!has(rec, key->columns[i]))
			return false;
	return !key->live || !is_deleted(m, rec);
}

static bool
key_looks(const struct match_key *key, const struct record *rec)
{
	return key->unless < 0 || !has(rec, key->unless);
}

/* --- in the file --- */

static uint64_t
key_hash(const struct match_key *key, const struct record *rec)
{
	uint64_t hash = FNV_START;
	int i;

	for (i = 0; i < key->ncolumns; i++)
		hash = value_hash(hash, &rec->values[key->columns[i]]);
	return hash;
}

static bool
key_same(void *arg, size_t row)
{
	struct match *m = arg;
	struct stage_walk walk;
	int i, column;

	stage_open(&walk, &m->stage->rows[row], &m->other);
	for (i = 0; i < m->key->ncolumns; i++) {
		column = m->key->columns[i];
		if (!value_same(
			&m->record->values[column], &m->other.values[column]))
			return false;
	}
	return true;
}

static uint64_t
whole_hash(const struct record *rec, uint64_t fields)
{
	uint64_t hash = fields;
	int i;

	for (i = 0; i < rec->entity->nfields; i++)
		if (fields & (uint64_t)1 << i)
			hash = value_hash(hash, &rec->values[i]);
	return hash;
}

static bool
whole_same(void *arg, size_t row)
{
	struct match *m = arg;
	struct stage_walk walk;
	int i;

	stage_open(&walk, &m->stage->rows[row], &m->other);
	if (match_given(&m->other) != m->fields)
		return false;
	for (i = 0; i < m->entity->nfields; i++)
		if ((m->fields & (uint64_t)1 << i) &&
		    !value_same(&m->record->values[i], &m->other.values[i]))
			return false;
	return true;
}

size_t
match_row(struct match *m, const struct record *rec, uint64_t fields, bool keep,
    const char **label)
{
	uint64_t hashes[MATCH_KEYS], hash = 0;
	bool applies[MATCH_KEYS], any = false;
	size_t row;
	int i;

	m->record = rec;
	m->fields = fields;
	for (i = 0; i < m->nkeys; i++) {
		m->key = &m->keys[i];
		applies[i] = key_applies(m, m->key, rec);
		if (!applies[i])
			continue;
		any = true;
		hashes[i] = key_hash(m->key, rec);
		row = !key_looks(m->key, rec)
			  ? SIZE_MAX
			  : seen_find(&m->key->seen, hashes[i], key_same, m);
		if (row != SIZE_MAX) {
			*label = m->key->label;
			return row;
		}
	}
	if (!any) {
		*label = NULL;
		hash = whole_hash(rec, fields);
		row = seen_find(&m->whole, hash, whole_same, m);
		if (row != SIZE_MAX)
			return row;
		if (keep)
			seen_add(&m->whole, hash, m->stage->nrows);
	}
	for (i = 0; i < m->nkeys && keep; i++)
		if (applies[i])
			seen_add(&m->keys[i].seen, hashes[i], m->stage->nrows);
	return SIZE_MAX;
}

/* --- in the database --- */

void
match_start(struct match *m)
{
	m->empty = crm_int(m->crm, crm_keepf(m->crm,
				       "SELECT NOT EXISTS "
				       "(SELECT 1 FROM %s)",
				       m->entity->name)) != 0;
	if (m->empty || !is_client(m))
		return;
	m->further = crm_int(m->crm, "SELECT EXISTS (SELECT 1 FROM "
				     "client_word WHERE field = 'email')") != 0;
	m->deleted = crm_int(m->crm, "SELECT EXISTS (SELECT 1 FROM client "
				     "WHERE status = 'deleted')") != 0;
}

static struct crm_arg
value_arg(const struct value *v)
{
	switch (v->state) {
	case VALUE_TEXT:
		return crm_arg_text(v->text);
	case VALUE_INT:
		return crm_arg_int(v->i);
	case VALUE_REAL:
		return crm_arg_real(v->d);
	default:
		return ARG_NULL;
	}
}

static int64_t
key_find(struct match *m, const struct match_key *key, const struct record *rec)
{
	struct crm_arg args[MATCH_COLUMNS + 1];
	int i;

	for (i = 0; i < key->ncolumns; i++)
		args[i] = value_arg(&rec->values[key->columns[i]]);
	args[i].type = CRM_ARG_END;
	return crm_int_args(m->crm, key->sql, args);
}

/* Ids are counted anew in every database: is it the same one, going by any
 * other thing that names it? */
static bool
is_same_one(struct match *m, const struct record *rec, int64_t id)
{
	static const char *const keys[] = {
	    "email_key", "phone_key", "name_key"};
	int column;
	size_t i;

	record_clear(&m->other);
	if (!record_load(&m->other, id))
		return false;
	if (m->entity->client >= 0)
		return value_same(&m->other.values[m->entity->client],
		    &rec->values[m->entity->client]);
	if (!is_client(m))
		return true;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		column = column_of(m->entity, keys[i], strlen(keys[i]));
		if (has(rec, column) &&
		    value_same(&rec->values[column], &m->other.values[column]))
			return true;
	}
	return false;
}

/* An email may also be a further one of somebody, or a deleted client's. */
static void
email_find(struct match *m, const struct record *rec, struct match_found *found)
{
	int column = column_of(m->entity, "email_key", 9);
	int64_t deleted = 0;

	if (!has(rec, column) || (!m->further && !m->deleted))
		return;
	found->id =
	    client_email_holder(m->crm, rec->values[column].text, 0, &deleted);
	found->label = "email";
	if (found->id == 0 && deleted != 0) {
		found->id = deleted;
		found->deleted = !is_deleted(m, rec);
	}
}

struct match_found
match_base(struct match *m, const struct record *rec, uint64_t fields)
{
	struct match_found found = {0};
	int64_t stranger = 0;
	bool any = false;
	int i;

	if (m->empty)
		return found;
	for (i = 0; i < m->nkeys && found.id == 0; i++) {
		if (!key_applies(m, &m->keys[i], rec))
			continue;
		any = true;
		if (!key_looks(&m->keys[i], rec))
			continue;
		found.id = key_find(m, &m->keys[i], rec);
		found.label = m->keys[i].label;
		if (found.id != 0 && m->keys[i].columns[0] == m->entity->id &&
		    !is_same_one(m, rec, found.id)) {
			stranger = found.id;
			found.id = 0;
		}
	}
	if (found.id == 0 && is_client(m))
		email_find(m, rec, &found);
	if (found.id == 0 && !any) {
		found.id = match_equal(m, rec, fields);
		found.label = NULL;
	}
	if (found.id == 0 && stranger != 0)
		found = (struct match_found){
		    .id = stranger, .label = "id", .stranger = true};
	return found;
}

/* The statement for these columns; it stays as long as they are the same. */
static void
equal_prepare(struct match *m, const struct crm_entity *e, uint64_t fields)
{
	struct str *sql = &m->equal_sql;
	int i, n = 0;

	if (m->equal_entity == e && m->equal_fields == fields)
		return;
	str_cut(sql, 0);
	str_addf(sql, "SELECT id FROM %s WHERE ", e->name);
	for (i = 0; i < e->nfields; i++) {
		if (!(fields & (uint64_t)1 << i))
			continue;
		str_addf(sql, "%s%s IS ?%d", n > 0 ? " AND " : "",
		    e->fields[i].name, n + 1);
		n++;
	}
	m->equal_entity = e;
	m->equal_fields = fields;
}

int64_t
match_equal(struct match *m, const struct record *rec, uint64_t fields)
{
	const struct crm_field *f = rec->entity->fields;
	struct crm_arg args[FIELDS_MAX + 1];
	int i, n = 0;

	/* With their look-up keys, which have indexes. */
	for (i = 0; i < rec->entity->nfields; i++)
		if ((fields & (uint64_t)1 << i) && f[i].keyed >= 0 &&
		    has(rec, f[i].keyed))
			fields |= (uint64_t)1 << f[i].keyed;
	if (fields == 0)
		return 0;
	equal_prepare(m, rec->entity, fields);
	for (i = 0; i < rec->entity->nfields; i++)
		if (fields & (uint64_t)1 << i)
			args[n++] = value_arg(&rec->values[i]);
	args[n].type = CRM_ARG_END;
	return crm_int_args(m->crm, m->equal_sql.ptr, args);
}
