/*
 * import_map.c: which field the cells of a column go to: what --map says, and
 * for the others what their header does.
 */
#include <stdio.h>
#include <string.h>

#include "fold.h"
#include "import_in.h"

#include "banned.h"

#define NAMES_MAX 200 /* bytes of headers in a message */

/* --- targets --- */

bool
target_taken(const struct map *m, int record, const struct crm_field *f)
{
	size_t i;

	for (i = 0; i < m->ntargets; i++)
		if (m->targets[i].kind != TARGET_JSON &&
		    m->targets[i].record == record && m->targets[i].field == f)
			return true;
	for (i = 0; i < (size_t)m->norders; i++)
		if (m->orders[i].target.kind != TARGET_JSON &&
		    m->orders[i].target.record == record &&
		    m->orders[i].target.field == f)
			return true;
	return false;
}

/* The linked record of this type that has no such field yet; 0: no more. */
static int
linked_find(
    struct map *m, const struct crm_entity *e, const struct crm_field *f)
{
	int i;

	for (i = 1; i <= m->nlinked; i++)
		if (m->linked[i] == e && !target_taken(m, i, f))
			return i;
	if (m->nlinked == LINKED_MAX)
		return 0;
	m->linked[++m->nlinked] = e;
	return m->nlinked;
}

/* "client.city": something about the client of the record. */
static bool
target_client(const struct map *m, const char *text, struct target *t)
{
	const struct crm_entity *client = entity_find("client");

	if (m->entity->client < 0 || strncmp(text, "client.", 7) != 0)
		return false;
	t->field = entity_field(client, text + 7);
	if (t->field == NULL || (t->field->flags & (FIELD_DERIVED | FIELD_ID)))
		return false;
	t->kind = TARGET_CLIENT;
	t->record = RECORD_CLIENT;
	return true;
}

/* "note.text": a field of another record of the same client. */
bool
target_linked(struct map *m, const char *text, struct target *t)
{
	const char *dot = strchr(text, '.');
	const struct crm_entity *e;
	char name[64];

	if (dot == NULL || dot - text >= (ptrdiff_t)sizeof(name))
		return false;
	memcpy(name, text, (size_t)(dot - text));
	name[dot - text] = '\0';
	e = entity_find(name);
	if (e == NULL || e->client < 0 || e == m->entity)
		return false;
	t->field = entity_field(e, dot + 1);
	if (t->field == NULL || (t->field->flags & (FIELD_DERIVED | FIELD_ID)))
		return false;
	t->kind = TARGET_FIELD;
	t->record = linked_find(m, e, t->field);
	return t->record != 0;
}

/* "custom.size": a key of a JSON object. */
static bool
json_target(const struct map *m, const char *text, struct target *t)
{
	const struct crm_field *f = m->entity->fields;
	size_t len;
	int i;

	for (i = 0; i < m->entity->nfields; i++, f++) {
		len = strlen(f->key);
		if (f->kind != KIND_JSON || strncmp(text, f->key, len) != 0 ||
		    text[len] != '.' || text[len + 1] == '\0')
			continue;
		t->kind = TARGET_JSON;
		t->field = f;
		t->key = text + len + 1;
		return true;
	}
	return false;
}

bool
target_field(const struct map *m, const struct crm_field *f, struct target *t)
{
	if (f == NULL || (f->flags & FIELD_DERIVED))
		return false;
	t->field = f;
	t->kind =
	    m->entity->client >= 0 && f == &m->entity->fields[m->entity->client]
		? TARGET_CLIENT
		: TARGET_FIELD;
	return true;
}

bool
target_find(struct map *m, const char *text, struct target *t)
{
	return target_field(m, entity_field(m->entity, text), t) ||
	       target_client(m, text, t) || target_linked(m, text, t) ||
	       json_target(m, text, t);
}

/* --- columns --- */

/* What else is in a file of forms are the questions. */
static void
answer_map(const struct map *m, const char *name, struct target *t)
{
	const struct crm_field *f = entity_field(m->entity, "answers");

	if (f == NULL || f->kind != KIND_JSON || *name == '\0')
		return;
	*t = (struct target){
	    .kind = TARGET_JSON, .field = f, .key = crm_keep(m->crm, name)};
}

/* A second column for an email or a phone is a further one. */
static void
further_settle(const struct map *m, struct target *t, bool usual)
{
	size_t i;

	if ((t->kind != TARGET_FIELD || t->record != 0) &&
	    (t->kind != TARGET_CLIENT || t->record != RECORD_CLIENT))
		return;
	for (i = 0; i < m->ntargets; i++)
		if (m->targets[i].record == t->record &&
		    m->targets[i].field == t->field)
			break;
	if (i == m->ntargets)
		return;
	t->list = list_of(
	    t->record == 0 ? m->entity : entity_find("client"), t->field);
	if (t->list != NULL)
		t->kind = TARGET_MORE;
	else if (usual)
		t->kind = TARGET_NONE; /* what is left out is told */
}

/* What is usual says nothing of a file of our own. */
static bool
order_counts(const struct map *m, const struct map_order *o)
{
	return o->usual == NULL || !m->own;
}

/* Where the columns of an order go, once one of them is there. */
static void
order_use(struct map *m, struct map_order *o)
{
	if (o->usual != NULL && !target_find(m, o->usual, &o->target))
		crm_fail(m->crm, CRM_FAILURE, NULL,
		    "usual headers of %s: no field \"%s\"", m->entity->plural,
		    o->usual);
	o->used = true;
}

/* Is the column one of those that an order joins? */
static bool
join_fits(struct map *m, size_t column, const char *header)
{
	struct map_order *o;
	int i, k;

	for (i = 0, o = m->orders; i < m->norders; i++, o++)
		for (k = 0; order_counts(m, o) && k < o->nparts; k++)
			if (m->joins[i].columns[k] == SIZE_MAX &&
			    header_among(o->parts[k], header)) {
				m->joins[i].columns[k] = column;
				if (!o->used)
					order_use(m, o);
				m->joins[i].target = o->target;
				return true;
			}
	return false;
}

/* The order about a column; "Telefone 2" is a phone as well. */
static int
order_find(struct map *m, size_t column, struct str *header)
{
	const struct map_order *o;
	size_t len = header->len;
	int i;

	for (i = 0; i < m->norders; i++)
		if (order_counts(m, &m->orders[i]) &&
		    order_fits(&m->orders[i], column, header->ptr))
			return i;
	while (len > 0 && header->ptr[len - 1] >= '0' &&
	       header->ptr[len - 1] <= '9')
		len--;
	if (len == 0 || len == header->len)
		return m->norders;
	for (i = 0; i < m->norders; i++) {
		o = &m->orders[i];
		if (o->usual == NULL || m->own ||
		    (strstr(o->usual, "phone") == NULL &&
			strstr(o->usual, "email") == NULL))
			continue;
		if (header_among(o->source,
			crm_keepf(m->crm, "%.*s", (int)len, header->ptr)))
			return i;
	}
	return m->norders;
}

/* What --map says of a column, else what its header does. */
static void
column_map(struct map *m, const char *name, size_t column, struct target *t)
{
	struct str header = STR_INIT;
	int i, k;

	*t = (struct target){.kind = TARGET_NONE};
	header_fold(&header, name);
	i = order_find(m, column, &header);
	for (k = 0; k < m->nonly; k++)
		if (strcmp(m->only[k].header, header.ptr) == 0)
			m->only[k].column = column;
	if (i < m->norders) {
		order_use(m, &m->orders[i]);
		*t = m->orders[i].target;
		if (m->orders[i].usual != NULL) /* it is the column's now */
			m->orders[i].target =
			    (struct target){.kind = TARGET_NONE};
		if (m->orders[i].preset)
			further_settle(m, t, m->orders[i].usual != NULL);
	} else if (join_fits(m, column, header.ptr)) {
		*t = (struct target){.kind = TARGET_IGNORE, .asked = true};
	} else if (map_is_reject(name)) {
		t->kind = TARGET_IGNORE;
		if (strcmp(name, "_text") == 0)
			m->broken = column;
	} else {
		header_map(m, header.ptr, name, t);
		if (t->kind == TARGET_NONE)
			answer_map(m, name, t);
	}
	if (t->kind == TARGET_JSON && t->record == 0 &&
	    strcmp(t->key, "company") == 0)
		m->company = column;
	m->bare |= t->field == m->name && header_is_bare(header.ptr);
	if (m->preset != NULL && m->preset->separator != NULL &&
	    t->kind == TARGET_FIELD && t->record == 0)
		t->list = list_of(m->entity, t->field);
	str_free(&header);
}

enum crm_rc
map_columns(struct map *m, const struct read *r)
{
	if (m->ntargets == 0)
		m->own = header_is_own(m, r);
	while (m->ntargets < r->ncolumns) {
		column_map(m, r->names[m->ntargets], m->ntargets,
		    &m->targets[m->ntargets]);
		m->ntargets++;
	}
	return m->crm->rc;
}

bool
map_has(const struct map *m, const char *key)
{
	const struct crm_field *f = entity_field(m->entity, key);
	size_t i;
	int k;

	for (i = 0; i < m->ntargets; i++)
		if (m->targets[i].kind > TARGET_IGNORE &&
		    m->targets[i].record == 0 && m->targets[i].field == f)
			return true;
	for (k = 0; k < m->norders; k++)
		if (m->orders[k].nparts > 0 && m->orders[k].used &&
		    m->orders[k].target.field == f)
			return true;
	return false;
}

enum crm_rc
map_known(struct map *m, const struct read *r)
{
	struct str names = STR_INIT;
	size_t i;

	for (i = 0; i < m->ntargets; i++) {
		if (m->targets[i].kind > TARGET_NONE || m->targets[i].asked)
			break;
		if (names.len < NAMES_MAX)
			str_addf(&names, "%s%s", i > 0 ? ", " : "",
			    header_shown(m->crm, r->names[i]));
	}
	if (i == m->ntargets && i > 0)
		crm_fail(m->crm, CRM_REFUSED, "unknown_columns",
		    "%s: no column is known: %s%s; --map '%s=FIELD' says where "
		    "one goes",
		    r->file, names.ptr, names.len < NAMES_MAX ? "" : " ...",
		    header_shown(m->crm, r->names[0]));
	str_free(&names);
	return m->crm->rc;
}

void
map_remark(struct map *m, const struct read *r)
{
	struct str names = STR_INIT;
	const char *first = NULL;
	bool custom = entity_field(m->entity, "custom") != NULL;
	size_t i;

	for (i = 0; i < m->ntargets; i++) {
		if (m->targets[i].kind != TARGET_NONE || !m->targets[i].filled)
			continue;
		str_addf(&names, "%s%s", names.len > 0 ? ", " : "",
		    header_shown(m->crm, r->names[i]));
		if (first == NULL)
			first = header_shown(m->crm, r->names[i]);
	}
	if (first != NULL && custom && m->crm->notice != NULL)
		m->crm->notice(m->crm, crm_keepf(m->crm,
					   "%s: not imported: "
					   "%s; --map '%s=custom.%s' keeps it",
					   r->file, names.ptr, first, first));
	else if (first != NULL && m->crm->notice != NULL)
		m->crm->notice(
		    m->crm, crm_keepf(m->crm,
				"%s: not imported: "
				"%s; --map 'HEADER=FIELD' says where to",
				r->file, names.ptr));
	str_free(&names);
}

/* --- words --- */

bool
map_word(const struct map *m, const struct crm_field *f, struct read_cell *c)
{
	struct str text = STR_INIT;
	bool folded = false;
	int i;

	if (!(m->worded & (uint64_t)1 << f->kind))
		return true;
	for (i = 0; i < m->nwords; i++) {
		if (m->words[i].field != f)
			continue;
		if (!folded)
			text_fold(&text, c->text, c->len);
		folded = true;
		if (strcmp(text.ptr, m->words[i].from) != 0)
			continue;
		c->text = m->words[i].to;
		c->len = strlen(c->text);
		break;
	}
	str_free(&text);
	return i == m->nwords || strcmp(c->text, "-") != 0;
}
