/*
 * import_match.c: is a row the same as an earlier row of the file, or as a
 * record that there is? By what names it (import_key.c), or, where nothing
 * does, when it is equal in every column given.
 */
#include <string.h>

#include "crm_fields.h"
#include "import_in.h"
#include "merge.h"

#include "banned.h"

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
		applies[i] = !m->key->loose && key_applies(m, m->key, rec);
		if (!applies[i])
			continue;
		any = true;
		hashes[i] = key_hash(m->key, rec);
		row = !m->exact && !key_looks(m->key, rec)
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

bool
lost_load(struct crm *crm)
{
	static const char *const sql[] = {"DROP TABLE IF EXISTS temp.lost",
	    "CREATE TEMP TABLE lost AS SELECT lost_json ->> 'external_id' AS "
	    "external_id, lost_json ->> 'source' AS source, client_id "
	    "FROM merge WHERE lost_json ->> 'external_id' IS NOT NULL",
	    "CREATE INDEX temp.lost_external ON lost (external_id)"};
	size_t i;

	if (crm_int(crm, "SELECT EXISTS (SELECT 1 FROM merge)") == 0)
		return false;
	for (i = 0; i < sizeof(sql) / sizeof(sql[0]); i++)
		db_exec(crm, sql[i]);
	return crm->rc == CRM_OK;
}

void
match_start(struct match *m)
{
	int64_t last = crm_int(
	    m->crm, crm_keepf(m->crm, "SELECT coalesce(max(id), 0) FROM %s",
			m->entity->name));

	m->empty = last == 0;
	if (!m->claims.begun)
		m->claims.before = last;
	m->claims.begun = true;
	if (m->empty || !match_clients(m))
		return;
	m->further = crm_int(m->crm, "SELECT EXISTS (SELECT 1 FROM "
				     "client_word WHERE field = 'email')") != 0;
	m->deleted = crm_int(m->crm, "SELECT EXISTS (SELECT 1 FROM client "
				     "WHERE status = 'deleted')") != 0;
	m->merged = lost_load(m->crm);
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
	const struct value *first = &rec->values[key->columns[0]];
	struct crm_arg args[MATCH_COLUMNS + 1];
	int64_t id;
	int i;

	for (i = 0; i < key->ncolumns; i++)
		args[i] = value_arg(&rec->values[key->columns[i]]);
	args[i].type = CRM_ARG_END;
	if (key->loose)
		return claim_find(&m->claims,
		    crm_query_args(m->crm, key->sql, args),
		    whole_hash(rec, match_given(rec)));
	id = key->ids != NULL && first->state == VALUE_TEXT
		 ? key->ids[m->row]
		 : crm_int_args(m->crm, key->sql, args);
	if (id == 0 && m->merged && key->lost != NULL)
		id = crm_int_args(m->crm, key->lost, args);
	return id;
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
	column = m->entity->client;
	if (column >= 0)
		return value_same(
			   &m->other.values[column], &rec->values[column]) ||
		       (!value_has(rec, column) &&
			   !value_has(&m->other, column));
	if (!match_clients(m))
		return true;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		column = key_column(m->entity, keys[i], strlen(keys[i]));
		if (value_has(rec, column) &&
		    value_same(&rec->values[column], &m->other.values[column]))
			return true;
	}
	return false;
}

/*
 * Whom our own number of a client leads to, who may have been given up in a
 * merge since; 0: nobody. *stranger: the number, where that is somebody else.
 */
static int64_t
own_find(
    struct match *m, const struct record *rec, int64_t id, int64_t *stranger)
{
	int64_t number = rec->values[m->entity->id].i;

	if (id == 0 && m->merged && match_clients(m)) {
		id = merge_survivor(m->crm, number);
		if (id == number)
			return 0;
		if (merge_was(m->crm, number, record_text(rec, CLIENT_NAME),
			record_text(rec, CLIENT_EMAIL),
			record_text(rec, CLIENT_PHONE),
			record_text(rec, CLIENT_EXTERNAL_ID)))
			return id;
	}
	if (id == 0 || is_same_one(m, rec, id))
		return id;
	*stranger = number;
	return 0;
}

/* An email may also be a further one of somebody, or a deleted client's. */
static void
email_find(struct match *m, const struct record *rec, struct match_found *found)
{
	int64_t deleted = 0;

	if (!value_has(rec, m->email) || (!m->further && !m->deleted))
		return;
	found->id = client_email_holder(
	    m->crm, rec->values[m->email].text, 0, &deleted);
	found->label = "email";
	if (found->id == 0 && deleted != 0) {
		found->id = deleted;
		found->deleted = !match_deleted(m, rec);
	}
}

struct match_found
match_base(struct match *m, const struct record *rec, uint64_t fields)
{
	struct match_found found = {0};
	int64_t stranger = 0;
	bool any = false, loose = false;
	int i;

	if (m->empty)
		return found;
	for (i = 0; i < m->nkeys && found.id == 0; i++) {
		if (!key_applies(m, &m->keys[i], rec) ||
		    (m->undecided && m->keys[i].columns[0] == m->entity->id))
			continue;
		any = true;
		if (!key_looks(&m->keys[i], rec))
			continue;
		loose |= m->keys[i].loose;
		found.id = key_find(m, &m->keys[i], rec);
		found.label = m->keys[i].label;
		if (m->keys[i].columns[0] == m->entity->id)
			found.id = own_find(m, rec, found.id, &stranger);
	}
	if (found.id == 0 && match_clients(m))
		email_find(m, rec, &found);
	if (found.id == 0 && loose && m->parts) {
		/* A row of an earlier part is the same as a whole, or is not.
		 */
		found.id = match_equal(m, rec, fields);
		found.label = NULL;
	}
	if (found.id == 0 && !any && !m->undecided) {
		found.id = match_equal(m, rec, fields & ~m->passing);
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
		    value_has(rec, f[i].keyed))
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

/* What is the same of a record as time goes by: the columns of its loose key,
 * or all that are given but the status and the like; not its client. */
static uint64_t
lasting(const struct match *m, uint64_t fields)
{
	uint64_t client = (uint64_t)1 << m->entity->client, columns = 0;
	int i, k;

	for (i = 0; i < m->nkeys && columns == 0; i++)
		for (k = 0; m->keys[i].loose && k < m->keys[i].required; k++)
			columns |= (uint64_t)1 << m->keys[i].columns[k];
	columns &= ~client;
	if (columns != 0 && (columns & ~fields) == 0)
		return columns;
	return fields & ~m->passing & ~client;
}

int64_t
match_waiting(struct match *m, const struct record *rec, uint64_t fields,
    const struct record *who)
{
	const struct crm_entity *e = rec->entity;
	struct crm_arg args[FIELDS_MAX + 5];
	struct str sql = STR_INIT;
	int64_t id;
	int i, n = 0;

	if (m->empty)
		return 0;
	str_addf(&sql,
	    "SELECT r.id FROM %s r JOIN association a ON a.ref = r.id AND "
	    "a.type = '%s' WHERE a.name IS ?1 AND a.email IS ?2 AND a.phone "
	    "IS ?3",
	    e->name, e->noun);
	args[n++] = value_arg(&who->values[CLIENT_NAME]);
	args[n++] = value_arg(&who->values[CLIENT_EMAIL]);
	args[n++] = value_arg(&who->values[CLIENT_PHONE]);
	fields = lasting(m, fields);
	for (i = 0; i < e->nfields; i++)
		if (fields & (uint64_t)1 << i) {
			args[n++] = value_arg(&rec->values[i]);
			str_addf(
			    &sql, " AND r.%s IS ?%d", e->fields[i].name, n);
		}
	args[n].type = CRM_ARG_END;
	id = crm_int_args(m->crm, sql.ptr, args);
	str_free(&sql);
	return id;
}
