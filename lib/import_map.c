/*
 * import_map.c: which field the cells of a column go to: what --map says, and
 * for the others what their header does.
 */
#include <stdio.h>
#include <string.h>

#include "fold.h"
#include "import_in.h"

#include "banned.h"

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

/* --- --map --- */

static enum crm_rc
target_unknown(const struct map *m, const char *option, const char *order,
    const char *target)
{
	struct str names = STR_INIT;
	const struct crm_field *f = m->entity->fields;
	int i;

	for (i = 0; i < m->entity->nfields; i++, f++)
		if (f->kind != KIND_KEY && !(f->flags & FIELD_DERIVED))
			str_addf(&names, "%s%s%s", names.len > 0 ? ", " : "",
			    f->key, f->kind == KIND_JSON ? ".KEY" : "");
	if (m->entity->client >= 0)
		str_adds(&names, ", client.FIELD");
	for (i = 0; i < crm_nentities; i++)
		if (crm_entities[i]->client >= 0 &&
		    crm_entities[i] != m->entity)
			str_addf(&names, ", %s.FIELD", crm_entities[i]->name);
	crm_fail(m->crm, CRM_USAGE, NULL,
	    "--%s '%s': no field \"%s\"; there are %s%s", option, order, target,
	    names.ptr, strcmp(option, "map") == 0 ? ", and - for none" : "");
	str_free(&names);
	return m->crm->rc;
}

static bool
target_find(struct map *m, const char *text, struct target *t)
{
	return target_field(m, entity_field(m->entity, text), t) ||
	       target_client(m, text, t) || target_linked(m, text, t) ||
	       json_target(m, text, t);
}

/* "platform=hotmart" */
static enum crm_rc
set_take(struct map *m, const char *text, struct map_set *set)
{
	const char *equals = strchr(text, '='), *name;

	if (equals == NULL || equals == text || equals[1] == '\0')
		return crm_fail(m->crm, CRM_USAGE, NULL,
		    "--set '%s': not FIELD=VALUE", text);
	name = crm_keepf(m->crm, "%.*s", (int)(equals - text), text);
	set->text = equals + 1;
	if (!target_find(m, name, &set->target))
		return target_unknown(m, "set", text, name);
	return CRM_OK;
}

/* As header_fold(), but a "#" stays. */
static void
pattern_fold(struct str *out, const char *header)
{
	const char *hash;
	struct str part = STR_INIT;

	while ((hash = strchr(header, '#')) != NULL) {
		str_cut(&part, 0);
		str_add(&part, header, (size_t)(hash - header));
		header_fold(out, part.ptr);
		str_addc(out, '#');
		header = hash + 1;
	}
	header_fold(out, header);
	str_free(&part);
}

/* "Date + Time": the headers of several columns, unless one is called so. */
static void
parts_take(struct map *m, struct map_order *o, const char *header)
{
	struct str part = STR_INIT;
	const char *plus;

	for (; (plus = strstr(header, " + ")) != NULL || o->nparts > 0;
	     header = plus + 3) {
		if (o->nparts == JOIN_MAX)
			break;
		str_cut(&part, 0);
		header_fold(&part, plus == NULL
				       ? header
				       : crm_keepf(m->crm, "%.*s",
					     (int)(plus - header), header));
		o->parts[o->nparts++] = crm_keep(m->crm, part.ptr);
		if (plus == NULL)
			break;
	}
	str_free(&part);
}

/* "E-mail=email", "#3=note.text", "Fax=-". */
static enum crm_rc
order_take(struct map *m, const char *text, struct map_order *o)
{
	const char *equals = strrchr(text, '='), *header;
	struct str source = STR_INIT;

	o->text = text;
	o->target.asked = true;
	if (equals == NULL || equals == text || equals[1] == '\0')
		return crm_fail(m->crm, CRM_USAGE, NULL,
		    "--map '%s': not "
		    "HEADER=FIELD",
		    text);
	header = crm_keepf(m->crm, "%.*s", (int)(equals - text), text);
	if (*text == '#')
		str_adds(&source, header);
	else
		pattern_fold(&source, header);
	parts_take(m, o, header);
	o->source = crm_keep(m->crm, source.ptr);
	str_free(&source);
	if (strcmp(equals + 1, "-") == 0)
		o->target.kind = TARGET_IGNORE;
	else if (!target_find(m, equals + 1, &o->target))
		return target_unknown(m, "map", text, equals + 1);
	return CRM_OK;
}

static int
texts_count(const char *const *texts)
{
	int n = 0;

	while (texts != NULL && texts[n] != NULL)
		n++;
	return n;
}

/* --map and --set, or those of a preset. */
static void
orders_take(struct map *m, const char *const *maps, const char *const *sets)
{
	for (; maps != NULL && *maps != NULL && m->crm->rc == CRM_OK; maps++)
		order_take(m, *maps, &m->orders[m->norders++]);
	for (; sets != NULL && *sets != NULL && m->crm->rc == CRM_OK; sets++)
		set_take(m, *sets, &m->sets[m->nsets++]);
}

static void
only_take(struct map *m, const struct preset *preset)
{
	const char *const *only = preset->only, *equals;
	struct str header = STR_INIT;

	m->only = keep_alloc(
	    &m->crm->keep, ((size_t)texts_count(only) + 1) * sizeof(*m->only));
	for (; only != NULL && *only != NULL; only++) {
		equals = strrchr(*only, '=');
		str_cut(&header, 0);
		header_fold(&header, equals == NULL
					 ? *only
					 : crm_keepf(m->crm, "%.*s",
					       (int)(equals - *only), *only));
		m->only[m->nonly++] =
		    (struct map_only){SIZE_MAX, crm_keep(m->crm, header.ptr),
			equals == NULL ? NULL : equals + 1};
	}
	str_free(&header);
}

static void
words_take(struct map *m, const struct preset *preset)
{
	struct str from = STR_INIT;
	struct target target;
	int i;

	m->words = keep_alloc(
	    &m->crm->keep, ((size_t)preset->nwords + 1) * sizeof(*m->words));
	for (i = 0; i < preset->nwords && m->crm->rc == CRM_OK; i++) {
		target = (struct target){.kind = TARGET_NONE};
		if (!target_find(m, preset->words[i].field, &target)) {
			target_unknown(
			    m, "preset", preset->name, preset->words[i].field);
			break;
		}
		str_cut(&from, 0);
		text_fold(&from, preset->words[i].from,
		    strlen(preset->words[i].from));
		m->words[m->nwords++] = (struct map_word){target.field,
		    crm_keep(m->crm, from.ptr), preset->words[i].to};
	}
	str_free(&from);
}

enum crm_rc
map_init(struct map *m, struct crm *crm, const struct import_options *o,
    const struct preset *preset)
{
	int n = texts_count(o->maps), nsets = texts_count(o->sets), i;

	*m = (struct map){.crm = crm,
	    .entity = o->entity,
	    .broken = SIZE_MAX,
	    .preset = preset};
	m->targets =
	    keep_alloc(&crm->keep, READ_COLUMNS_MAX * sizeof(*m->targets));
	if (preset != NULL) {
		n += texts_count(preset->maps);
		nsets += texts_count(preset->sets);
	}
	m->orders =
	    keep_alloc(&crm->keep, ((size_t)n + 1) * sizeof(*m->orders));
	m->joins = keep_alloc(&crm->keep, ((size_t)n + 1) * sizeof(*m->joins));
	m->sets =
	    keep_alloc(&crm->keep, ((size_t)nsets + 1) * sizeof(*m->sets));
	orders_take(m, o->maps, o->sets);
	n = m->norders;
	if (preset != NULL) {
		orders_take(m, preset->maps, preset->sets);
		words_take(m, preset);
		only_take(m, preset);
	}
	for (i = 0; i < m->norders; i++) {
		m->orders[i].preset = i >= n;
		memset(m->joins[i].columns, 0xff, sizeof(m->joins[i].columns));
		m->joins[i].target = m->orders[i].target;
	}
	return crm->rc;
}

/* Is it the same, with a number where the other has "#"? */
static bool
header_same(const char *pattern, const char *header)
{
	size_t digits;

	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '#') {
			digits = strspn(header, "0123456789");
			if (digits == 0)
				return false;
			header += digits;
		} else if (*pattern != *header++) {
			return false;
		}
	}
	return *header == '\0';
}

/* Is it this column that the order is about? */
static bool
order_fits(const struct map_order *o, size_t column, const char *header)
{
	char number[24];

	if (*o->source != '#')
		return *o->source != '\0' && header_same(o->source, header);
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
		if (m->orders[k].used || m->orders[k].preset)
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
further_settle(const struct map *m, struct target *t)
{
	size_t i;

	if (t->kind != TARGET_FIELD || t->record != 0)
		return;
	for (i = 0; i < m->ntargets; i++)
		if (m->targets[i].record == 0 &&
		    m->targets[i].field == t->field)
			break;
	if (i == m->ntargets)
		return;
	t->list = list_of(m->entity, t->field);
	if (t->list != NULL)
		t->kind = TARGET_MORE;
}

/* Is the column one of those that an order joins? */
static bool
join_fits(struct map *m, size_t column, const char *header)
{
	struct map_order *o;
	int i, k;

	for (i = 0, o = m->orders; i < m->norders; i++, o++)
		for (k = 0; k < o->nparts; k++)
			if (strcmp(o->parts[k], header) == 0) {
				m->joins[i].columns[k] = column;
				o->used = true;
				return true;
			}
	return false;
}

/* What --map says of a column, else what its header does. */
static void
column_map(struct map *m, const char *name, size_t column, struct target *t)
{
	struct str header = STR_INIT;
	int i, k;

	*t = (struct target){.kind = TARGET_NONE};
	header_fold(&header, name);
	for (i = 0; i < m->norders; i++)
		if (order_fits(&m->orders[i], column, header.ptr))
			break;
	for (k = 0; k < m->nonly; k++)
		if (strcmp(m->only[k].header, header.ptr) == 0)
			m->only[k].column = column;
	if (i < m->norders) {
		*t = m->orders[i].target;
		if (m->orders[i].preset)
			further_settle(m, t);
		m->orders[i].used = true;
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

/* --- words --- */

bool
map_word(const struct map *m, const struct crm_field *f, struct read_cell *c)
{
	struct str text = STR_INIT;
	bool folded = false;
	int i;

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
