/*
 * import_order.c: where columns go as somebody says it: --map and --set, and
 * what a preset says in the same words.
 */
#include <stdio.h>
#include <string.h>

#include "fold.h"
#include "import_in.h"
#include "kind.h"

#include "banned.h"

/* --- one order --- */

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

static const char *
header_whole(struct map *m, const char *header)
{
	struct str out = STR_INIT;
	const char *kept;

	pattern_fold(&out, header);
	kept = crm_keep(m->crm, out.ptr);
	str_free(&out);
	return kept;
}

/* "Nome | Nombre": any of these, folded, with bars between; last as if there
 * were no bars. */
static const char *
headers_fold(struct map *m, const char *text)
{
	struct str out = STR_INIT;
	const char *from = text, *bar, *kept;

	for (; (bar = strstr(from, " | ")) != NULL; from = bar + 3) {
		pattern_fold(
		    &out, crm_keepf(m->crm, "%.*s", (int)(bar - from), from));
		str_addc(&out, '|');
	}
	if (from != text) {
		pattern_fold(&out, from);
		str_addc(&out, '|');
	}
	pattern_fold(&out, text);
	kept = crm_keep(m->crm, out.ptr);
	str_free(&out);
	return kept;
}

/* "Date + Time": the headers of several columns, unless one is called so. */
static void
parts_take(struct map *m, struct map_order *o, const char *header)
{
	const char *plus;

	for (; (plus = strstr(header, " + ")) != NULL || o->nparts > 0;
	     header = plus + 3) {
		if (o->nparts == JOIN_MAX)
			break;
		o->parts[o->nparts++] = headers_fold(
		    m, plus == NULL ? header
				    : crm_keepf(m->crm, "%.*s",
					  (int)(plus - header), header));
		if (plus == NULL)
			break;
	}
}

/* "E-mail=email", "#3=note.text", "Fax=-". */
static enum crm_rc
order_take(struct map *m, const char *text, struct map_order *o, bool usual)
{
	const char *equals = strrchr(text, '='), *header;

	o->text = text;
	o->target.asked = !usual;
	if (equals == NULL || equals == text || equals[1] == '\0')
		return crm_fail(m->crm, CRM_USAGE, NULL,
		    "--map '%s': not "
		    "HEADER=FIELD",
		    text);
	header = crm_keepf(m->crm, "%.*s", (int)(equals - text), text);
	parts_take(m, o, header);
	o->source = *text == '#'    ? header
		    : o->nparts > 0 ? header_whole(m, header)
				    : headers_fold(m, header);
	if (usual)
		o->usual = equals + 1;
	else if (strcmp(equals + 1, "-") == 0)
		o->target.kind = TARGET_IGNORE;
	else if (!target_find(m, equals + 1, &o->target))
		return target_unknown(m, "map", text, equals + 1);
	return CRM_OK;
}

/* --- all of them --- */

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
orders_take(
    struct map *m, const char *const *maps, const char *const *sets, bool usual)
{
	for (; maps != NULL && *maps != NULL && m->crm->rc == CRM_OK; maps++)
		order_take(m, *maps, &m->orders[m->norders++], usual);
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

/* A word of the suite, where its field has but a few: else cells with the other
 * one would all be wrong. */
static enum crm_rc
word_check(struct map *m, const char *option, const struct crm_field *f,
    const struct preset_word *word)
{
	const char *const *w = f->words;
	struct str names = STR_INIT;

	if (f->kind != KIND_WORD || strcmp(word->to, "-") == 0 ||
	    word_find(w, word->to, strlen(word->to)) != NULL)
		return CRM_OK;
	for (; *w != NULL; w++)
		str_addf(&names, "%s%s", names.len > 0 ? ", " : "", *w);
	crm_fail(m->crm, CRM_USAGE, NULL,
	    "%s '%s: %s = %s': \"%s\" is not one of %s, or - for nothing",
	    option, word->field, word->from, word->to, word->to, names.ptr);
	str_free(&names);
	return m->crm->rc;
}

/* Those of --word are taken first, then those of a preset, and so found first;
 * what is usual holds whatever the file is. */
static void
words_take(struct map *m, const struct preset *preset)
{
	bool said = preset == m->said;
	const struct preset_word *word;
	struct str from = STR_INIT;
	struct target target;
	int i;

	for (i = 0; preset != NULL && i < preset->nwords; i++) {
		word = &preset->words[i];
		target = (struct target){.kind = TARGET_NONE};
		if (!target_find(m, word->field, &target)) {
			target_unknown(m, said ? "word" : "preset",
			    said ? crm_keepf(m->crm, "%s: %s = %s", word->field,
				       word->from, word->to)
				 : preset->name,
			    word->field);
			break;
		}
		if (word_check(m, said ? "--word" : preset->name, target.field,
			word) != CRM_OK)
			break;
		str_cut(&from, 0);
		text_fold(&from, word->from, strlen(word->from));
		m->words[m->nwords++] = (struct map_word){
		    target.field, crm_keep(m->crm, from.ptr), word->to};
		m->worded |= (uint64_t)1 << target.field->kind;
	}
	str_free(&from);
}

enum crm_rc
map_init(struct map *m, struct crm *crm, const struct import_options *o,
    const struct preset *preset)
{
	const struct preset *usual = preset_usual(crm, o->entity),
			    *says = preset != NULL ? preset : usual;
	const struct crm_entity *client = entity_find("client");
	int n = texts_count(o->maps), nsets = texts_count(o->sets), i,
	    nwords = o->words == NULL ? 0 : o->words->nwords;

	*m = (struct map){.crm = crm,
	    .entity = o->entity,
	    .clients = o->entity == client,
	    .broken = SIZE_MAX,
	    .company = SIZE_MAX,
	    .name = entity_field(client, "name"),
	    .given_name = entity_field(client, "given_name"),
	    .family_name = entity_field(client, "family_name"),
	    .starts_at = entity_field(o->entity, "starts_at"),
	    .ends_at = entity_field(o->entity, "ends_at"),
	    .preset = preset,
	    .said = o->words};
	m->targets =
	    keep_alloc(&crm->keep, READ_COLUMNS_MAX * sizeof(*m->targets));
	if (says != NULL) {
		n += texts_count(says->maps);
		nsets += texts_count(says->sets);
		nwords += says->nwords;
	}
	nwords += usual == NULL ? 0 : usual->nwords;
	m->words =
	    keep_alloc(&crm->keep, ((size_t)nwords + 1) * sizeof(*m->words));
	m->orders =
	    keep_alloc(&crm->keep, ((size_t)n + 1) * sizeof(*m->orders));
	m->joins = keep_alloc(&crm->keep, ((size_t)n + 1) * sizeof(*m->joins));
	m->sets =
	    keep_alloc(&crm->keep, ((size_t)nsets + 1) * sizeof(*m->sets));
	orders_take(m, o->maps, o->sets, false);
	words_take(m, o->words);
	n = m->norders;
	if (says != NULL) {
		orders_take(m, says->maps, says->sets, preset == NULL);
		words_take(m, says);
		only_take(m, says);
	}
	if (preset != NULL)
		words_take(m, usual);
	for (i = 0; i < m->norders; i++) {
		m->orders[i].preset = i >= n;
		m->orders[i].target.preset = i >= n && preset != NULL;
		memset(m->joins[i].columns, 0xff, sizeof(m->joins[i].columns));
		m->joins[i].target = m->orders[i].target;
	}
	return crm->rc;
}

/* Is it the same, with a number where the other has "#"? The pattern ends with
 * its text, or at a bar. */
static bool
header_same(const char *pattern, const char *header)
{
	size_t digits;

	for (; *pattern != '\0' && *pattern != '|'; pattern++) {
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

bool
header_among(const char *patterns, const char *header)
{
	const char *p = patterns;

	for (; p != NULL; p = strchr(p, '|'), p = p == NULL ? p : p + 1)
		if (*p != '\0' && *p != '|' && header_same(p, header))
			return true;
	return false;
}

bool
order_fits(const struct map_order *o, size_t column, const char *header)
{
	char number[24];

	if (*o->source != '#')
		return header_among(o->source, header);
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
			str_addf(&names, "%s%s", i > 0 ? ", " : "",
			    header_shown(m->crm, r->names[i]));
		crm_fail(m->crm, CRM_USAGE, NULL,
		    "--map '%s': %s has no such "
		    "column; there are %s",
		    m->orders[k].text, r->file, names.ptr);
	}
	str_free(&names);
	return m->crm->rc;
}
