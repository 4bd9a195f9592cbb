/*
 * import_map.c: which field the cells of a column go to, by its header and by
 * what --map says.
 */
#include <stdio.h>
#include <string.h>

#include "fold.h"
#include "import_in.h"

#include "banned.h"

/* Headers whose cells are a record of their own, linked to the row's. */
static const struct {
	const char *entity;
	const char *header; /* folded */
	const char *target;
} elsewhere[] = {
    {"client", "note", "note.text"},
    {"client", "notes", "note.text"},
    {"client", "comment", "note.text"},
    {"client", "comments", "note.text"},
    {"client", "remarks", "note.text"},
    {"client", "memo", "note.text"},
};

/* What others put in front of a name when they mean the client's. */
static const char *const prefixes[] = {"client", "customer", "contact"};

/* What names a client, the surest first. */
static const char *const references[] = {"email", "phone", "name"};

/* Columns that --rejects adds; they mean nothing when they come back. */
static const char *const reject_columns[] = {
    "_line", "_error", "_column", "_text"};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* --- names --- */

/* "E-mail *" is email: case, accents, blanks and punctuation are gone. */
static void
header_fold(struct str *out, const char *text)
{
	struct str folded = STR_INIT;
	const char *p;

	text_fold(&folded, text, strlen(text));
	for (p = folded.ptr; *p != '\0'; p++)
		if (strncmp(p, "\xef\xbb\xbf", 3) == 0)
			p += 2;
		else if ((*p & 0x80) || (*p >= '0' && *p <= '9') ||
			 (*p >= 'a' && *p <= 'z'))
			str_addc(out, *p);
	str_free(&folded);
}

/* Does a name of ours mean the folded header? */
static bool
name_fits(const char *name, const char *header)
{
	for (; *name != '\0'; name++) {
		if (*name == '_' || *name == '-')
			continue;
		if (*name != *header++)
			return false;
	}
	return *header == '\0';
}

/* The field of a folded header: by key, else option, column, other names. */
static const struct crm_field *
field_of(const struct crm_entity *e, const char *header)
{
	const struct crm_field *f;
	const struct crm_alias *a;
	int pass, i;

	for (pass = 0; pass < 3; pass++)
		for (i = 0, f = e->fields; i < e->nfields; i++, f++)
			if (f->kind != KIND_KEY &&
			    name_fits(pass == 0	  ? f->key
				      : pass == 1 ? f->opt
						  : f->name,
				header))
				return f;
	for (a = e->aliases; a->name != NULL; a++)
		if (name_fits(a->name, header))
			return entity_field(e, a->field);
	return NULL;
}

/* The header without "client" and the like in front; NULL when there is
 * nothing of the kind, "" when there is nothing else. */
static const char *
prefix_skip(const char *header)
{
	size_t i, len;

	for (i = 0; i < LENGTH(prefixes); i++) {
		len = strlen(prefixes[i]);
		if (strncmp(header, prefixes[i], len) == 0)
			return header + len;
	}
	return NULL;
}

bool
map_is_reject(const char *name)
{
	size_t i;

	for (i = 0; i < LENGTH(reject_columns); i++)
		if (strcmp(reject_columns[i], name) == 0)
			return true;
	return false;
}

/* --- targets --- */

static bool
is_taken(const struct map *m, int record, const struct crm_field *f)
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
		if (m->linked[i] == e && !is_taken(m, i, f))
			return i;
	if (m->nlinked == LINKED_MAX)
		return 0;
	m->linked[++m->nlinked] = e;
	return m->nlinked;
}

/* "note.text": a field of another record of the same client. */
static bool
linked_target(struct map *m, const char *text, struct target *t)
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

static bool
field_target(const struct map *m, const struct crm_field *f, struct target *t)
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

/* --- --map --- */

static enum crm_rc
target_unknown(const struct map *m, const char *order, const char *target)
{
	struct str names = STR_INIT;
	const struct crm_field *f = m->entity->fields;
	int i;

	for (i = 0; i < m->entity->nfields; i++, f++)
		if (f->kind != KIND_KEY && !(f->flags & FIELD_DERIVED))
			str_addf(&names, "%s%s%s", names.len > 0 ? ", " : "",
			    f->key, f->kind == KIND_JSON ? ".KEY" : "");
	for (i = 0; i < crm_nentities; i++)
		if (crm_entities[i]->client >= 0 &&
		    crm_entities[i] != m->entity)
			str_addf(&names, ", %s.FIELD", crm_entities[i]->name);
	crm_fail(m->crm, CRM_USAGE, NULL,
	    "--map '%s': no field \"%s\"; there "
	    "are %s, and - for none",
	    order, target, names.ptr);
	str_free(&names);
	return m->crm->rc;
}

/* "E-mail=email", "#3=note.text", "Fax=-". */
static enum crm_rc
order_take(struct map *m, const char *text, struct map_order *o)
{
	const char *equals = strrchr(text, '=');
	struct str source = STR_INIT;

	o->text = text;
	o->target.asked = true;
	if (equals == NULL || equals == text || equals[1] == '\0')
		return crm_fail(m->crm, CRM_USAGE, NULL,
		    "--map '%s': not "
		    "HEADER=FIELD",
		    text);
	if (*text == '#')
		str_add(&source, text, (size_t)(equals - text));
	else
		header_fold(&source,
		    crm_keepf(m->crm, "%.*s", (int)(equals - text), text));
	o->source = crm_keep(m->crm, source.ptr);
	str_free(&source);
	if (strcmp(equals + 1, "-") == 0)
		o->target.kind = TARGET_IGNORE;
	else if (!field_target(
		     m, entity_field(m->entity, equals + 1), &o->target) &&
		 !linked_target(m, equals + 1, &o->target) &&
		 !json_target(m, equals + 1, &o->target))
		return target_unknown(m, text, equals + 1);
	return CRM_OK;
}

enum crm_rc
map_init(struct map *m, struct crm *crm, const struct crm_entity *e,
    const char *const *maps)
{
	int n = 0;

	*m = (struct map){.crm = crm, .entity = e};
	while (maps != NULL && maps[n] != NULL)
		n++;
	m->targets =
	    keep_alloc(&crm->keep, READ_COLUMNS_MAX * sizeof(*m->targets));
	m->orders =
	    keep_alloc(&crm->keep, ((size_t)n + 1) * sizeof(*m->orders));
	while (m->norders < n && crm->rc == CRM_OK) {
		order_take(m, maps[m->norders], &m->orders[m->norders]);
		m->norders++;
	}
	return crm->rc;
}

/* Is it this column that the order is about? */
static bool
order_fits(const struct map_order *o, size_t column, const char *header)
{
	char number[24];

	if (*o->source != '#')
		return *o->source != '\0' && strcmp(o->source, header) == 0;
	snprintf(number, sizeof(number), "#%zu", column + 1);
	return strcmp(o->source, number) == 0;
}

enum crm_rc
map_check(struct map *m, const struct read *r)
{
	struct str names = STR_INIT;
	size_t i;
	int k;

	for (k = 0; k < m->norders && m->crm->rc == CRM_OK; k++) {
		if (m->orders[k].used)
			continue;
		for (i = 0; i < r->ncolumns; i++)
			str_addf(
			    &names, "%s%s", i > 0 ? ", " : "", r->names[i]);
		crm_fail(m->crm, CRM_USAGE, NULL,
		    "--map '%s': %s has no such "
		    "column; there are %s",
		    m->orders[k].text, r->file, names.ptr);
	}
	str_free(&names);
	return m->crm->rc;
}

/* --- by the header --- */

/* Is every header a key of the record itself, as in our own export? */
static bool
is_own(const struct map *m, const struct read *r)
{
	const struct crm_field *f;
	size_t i;
	int k;

	for (i = 0; i < r->ncolumns; i++) {
		if (map_is_reject(r->names[i]))
			continue;
		for (k = 0, f = m->entity->fields; k < m->entity->nfields;
		     k++, f++)
			if (f->kind != KIND_KEY &&
			    strcmp(f->key, r->names[i]) == 0)
				break;
		if (k == m->entity->nfields)
			return false;
	}
	return true;
}

/* "phone" has room for more in "phones". */
static const struct crm_field *
list_of(const struct crm_entity *e, const struct crm_field *f)
{
	size_t len = strlen(f->key);
	int i;

	for (i = 0; i < e->nfields; i++)
		if (e->fields[i].kind == KIND_LIST &&
		    strncmp(e->fields[i].key, f->key, len) == 0 &&
		    strcmp(e->fields[i].key + len, "s") == 0)
			return &e->fields[i];
	return NULL;
}

/* A field of the record, unless another column has it already. */
static bool
by_field(const struct map *m, const char *header, struct target *t)
{
	const struct crm_field *f = field_of(m->entity, header);

	if (f != NULL && (f->flags & FIELD_ID) && !m->own)
		f = field_of(m->entity, "externalid");
	if (f != NULL && (f->flags & FIELD_DERIVED) && m->own) {
		t->kind = TARGET_IGNORE;
		return true;
	}
	if (!field_target(m, f, t))
		return false;
	if (!is_taken(m, 0, f))
		return true;
	t->list = list_of(m->entity, f);
	t->kind = t->list != NULL ? TARGET_MORE : TARGET_NONE;
	return true;
}

/* What names the client that a booking, a note, an order belongs to. */
static bool
by_client(const struct map *m, const char *header, struct target *t)
{
	const struct crm_entity *client = entity_find("client");
	const struct crm_field *f;
	int i;

	if (m->entity->client < 0 || client == NULL)
		return false;
	t->field = &m->entity->fields[m->entity->client];
	if (*header == '\0') {
		t->kind = TARGET_CLIENT;
		return true;
	}
	f = field_of(client, header);
	for (i = 0; f != NULL && i < (int)LENGTH(references); i++)
		if (strcmp(f->key, references[i]) == 0) {
			t->kind = TARGET_CLIENT;
			t->rank = i + 1;
			return true;
		}
	t->field = NULL;
	return false;
}

static bool
by_elsewhere(struct map *m, const char *header, struct target *t)
{
	size_t i;

	for (i = 0; i < LENGTH(elsewhere); i++)
		if (strcmp(elsewhere[i].entity, m->entity->name) == 0 &&
		    strcmp(elsewhere[i].header, header) == 0)
			return linked_target(m, elsewhere[i].target, t);
	return false;
}

static void
column_map(struct map *m, const char *name, size_t column, struct target *t)
{
	struct str header = STR_INIT;
	const char *rest;
	int i;

	*t = (struct target){.kind = TARGET_NONE};
	header_fold(&header, name);
	rest = prefix_skip(header.ptr);
	for (i = 0; i < m->norders; i++)
		if (order_fits(&m->orders[i], column, header.ptr)) {
			*t = m->orders[i].target;
			m->orders[i].used = true;
			break;
		}
	if (i < m->norders)
		;
	else if (map_is_reject(name))
		t->kind = TARGET_IGNORE;
	else if (!by_field(m, header.ptr, t) &&
		 !by_elsewhere(m, header.ptr, t) &&
		 !by_client(m, rest != NULL ? rest : header.ptr, t) &&
		 rest != NULL && strcmp(m->entity->name, "client") == 0)
		by_field(m, rest, t);
	str_free(&header);
}

enum crm_rc
map_columns(struct map *m, const struct read *r)
{
	if (m->ntargets == 0)
		m->own = is_own(m, r);
	while (m->ntargets < r->ncolumns) {
		column_map(m, r->names[m->ntargets], m->ntargets,
		    &m->targets[m->ntargets]);
		m->ntargets++;
	}
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
		if (m->targets[i].kind != TARGET_NONE)
			continue;
		str_addf(
		    &names, "%s%s", names.len > 0 ? ", " : "", r->names[i]);
		if (first == NULL)
			first = r->names[i];
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
