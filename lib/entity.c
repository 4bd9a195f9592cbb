/*
 * entity.c: find records and fields by the names that people use.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "entity.h"

#include "banned.h"

static bool
is_called(const struct crm_entity *e, const char *name)
{
	return strcmp(e->noun, name) == 0 || strcmp(e->name, name) == 0 ||
	       strcmp(e->plural, name) == 0;
}

const struct crm_entity *
entity_find(const char *name)
{
	int i;

	for (i = 0; i < crm_nentities; i++)
		if (is_called(crm_entities[i], name))
			return crm_entities[i];
	return NULL;
}

const struct crm_entity *
entity_look(const char *name)
{
	const struct crm_entity *const *e, *found = entity_find(name);

	for (e = crm_derived_entities; found == NULL && *e != NULL; e++)
		if (is_called(*e, name))
			found = *e;
	return found;
}

/* Are the names the same but for case, and - for _? */
static bool
name_same(const char *a, const char *b)
{
	for (; *a != '\0' && *b != '\0'; a++, b++) {
		if ((*a == '-' || *a == '_') && (*b == '-' || *b == '_'))
			continue;
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
	}
	return *a == *b;
}

const struct crm_field *
entity_field(const struct crm_entity *e, const char *name)
{
	const struct crm_field *f;
	const struct crm_alias *a;
	int i;

	for (i = 0; i < e->nfields; i++) {
		f = &e->fields[i];
		if (f->kind == KIND_KEY)
			continue;
		if (name_same(f->key, name) || name_same(f->opt, name) ||
		    name_same(f->name, name))
			return f;
	}
	for (a = e->aliases; a->name != NULL; a++)
		if (name_same(a->name, name))
			return entity_field(e, a->field);
	return NULL;
}
