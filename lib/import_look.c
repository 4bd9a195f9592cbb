/*
 * import_look.c: the rows of a large file looked up all at once, in the order
 * of what names them: one after the other as they come they would meet the
 * pages of the index in no order, each of them cold.
 */
#include <stdlib.h>
#include <string.h>

#include "import_in.h"

#include "banned.h"

/* Is it one column of texts? */
static bool
is_text(const struct match *m, const struct match_key *key)
{
	return key->ncolumns == 1 && !key->loose &&
	       key->columns[0] != m->entity->id;
}

/* One record has it; else it is the first that is found, as without this. */
static void
id_found(void *arg, int64_t row, int64_t id)
{
	int64_t *ids = arg;

	if (ids[row] == 0)
		ids[row] = id;
}

/* The texts of all rows that are not decided yet. */
static void
texts_add(struct match *m, struct lookup *const *lookups)
{
	struct stage *st = m->stage;
	const struct value *v;
	struct stage_walk walk;
	size_t row;
	int i;

	for (row = 0; row < st->nrows; row++) {
		if (st->rows[row].id != ROW_NEW)
			continue;
		stage_open(&walk, &st->rows[row], &m->other);
		for (i = 0; i < m->nkeys; i++) {
			v = &m->other.values[m->keys[i].columns[0]];
			if (lookups[i] != NULL && v->state == VALUE_TEXT)
				lookup_add(
				    lookups[i], v->text, v->len, (int64_t)row);
		}
	}
}

void
look_begin(struct match *m)
{
	struct lookup *lookups[MATCH_KEYS] = {0};
	size_t size = m->stage->nrows * sizeof(int64_t);
	const char *column;
	struct match_key *key;
	int i;

	for (i = 0; i < m->nkeys; i++)
		if (is_text(m, &m->keys[i]))
			lookups[i] = lookup_new(m->crm);
	texts_add(m, lookups);
	for (i = 0; i < m->nkeys; i++) {
		if (lookups[i] == NULL)
			continue;
		key = &m->keys[i];
		column = m->entity->fields[key->columns[0]].name;
		key->ids = memset(mem_alloc(size), 0, size);
		lookup_run(lookups[i], m->entity->name, column, key->where,
		    id_found, key->ids);
	}
}

void
look_end(struct match *m)
{
	int i;

	for (i = 0; i < m->nkeys; i++) {
		free(m->keys[i].ids);
		m->keys[i].ids = NULL;
	}
}
