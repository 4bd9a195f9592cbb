/*
 * import_show.c: where every column goes, said as a preset says it (preset.h).
 */
#include <string.h>

#include "import_in.h"

#include "banned.h"

/* "email", "custom.size", "client.name", "note.text". */
static void
target_write(const struct map *m, const struct target *t, struct str *out)
{
	if (t->kind <= TARGET_IGNORE)
		str_addc(out, '-');
	else if (t->kind == TARGET_JSON)
		str_addf(out, "%s.%s", t->field->key, t->key);
	else if (t->record == RECORD_CLIENT)
		str_addf(out, "client.%s", t->field->key);
	else if (t->kind == TARGET_CLIENT || t->record == 0)
		str_adds(out, t->field->key);
	else
		str_addf(
		    out, "%s.%s", m->linked[t->record]->name, t->field->key);
}

/* The header of a column, on one line. Where it begins as a number of columns
 * does, or there is nothing of it, that is. */
static void
header_write(struct str *out, const struct read *r, size_t column)
{
	const char *p = r->names[column];

	if (*p == '#' || strspn(p, " \t\r\n") == strlen(p)) {
		str_addf(out, "#%zu", column + 1);
		return;
	}
	for (; *p != '\0'; p++)
		str_addc(out, strchr("\t\r\n", *p) != NULL ? ' ' : *p);
}

static void
joins_write(const struct map *m, const struct read *r, struct str *out)
{
	const char *plus;
	size_t column;
	int i, k;

	for (i = 0; i < m->norders; i++) {
		plus = "map: ";
		for (k = 0; k < m->orders[i].nparts; k++) {
			column = m->joins[i].columns[k];
			if (column >= r->ncolumns)
				continue;
			str_adds(out, plus);
			header_write(out, r, column);
			plus = " + ";
		}
		if (*plus != ' ')
			continue;
		str_adds(out, " = ");
		target_write(m, &m->joins[i].target, out);
		str_addc(out, '\n');
	}
}

const struct target *
map_joined(const struct map *m, size_t column)
{
	int i, k;

	for (i = 0; i < m->norders; i++)
		for (k = 0; k < m->orders[i].nparts; k++)
			if (m->joins[i].columns[k] == column)
				return &m->joins[i].target;
	return NULL;
}

static void
texts_write(struct str *out, const char *key, const char *const *texts)
{
	for (; texts != NULL && *texts != NULL; texts++)
		str_addf(out, "%s: %s\n", key, *texts);
}

/* What a preset says beside where columns go. */
static void
rest_write(const struct preset *p, struct str *out)
{
	texts_write(out, "blank", p->blanks);
	texts_write(out, "only", p->only);
	if (p->separator != NULL)
		str_addf(out, "separator: %s\n", p->separator);
	if (p->date_order != NULL)
		str_addf(out, "date-order: %s\n", p->date_order);
	if (p->decimal_comma)
		str_adds(out, "decimal-comma: yes\n");
	if (p->zone != NULL)
		str_addf(out, "tz: %s\n", p->zone);
}

static void
words_write(const struct preset *p, struct str *out)
{
	const struct preset_word *w;
	int i;

	for (i = 0; p != NULL && i < p->nwords; i++) {
		w = &p->words[i];
		str_addf(out, "word: %s: %s = %s\n", w->field, w->from, w->to);
	}
}

void
map_write(const struct map *m, const struct read *r, struct str *out)
{
	size_t i;
	int k;

	str_addf(out, "type: %s\n", m->entity->plural);
	for (i = 0; i < m->ntargets; i++) {
		if (map_joined(m, i) != NULL || map_is_reject(r->names[i]))
			continue;
		str_adds(out, "map: ");
		header_write(out, r, i);
		str_adds(out, " = ");
		target_write(m, &m->targets[i], out);
		str_addc(out, '\n');
	}
	joins_write(m, r, out);
	for (k = 0; k < m->nsets; k++) {
		str_adds(out, "set: ");
		target_write(m, &m->sets[k].target, out);
		str_addf(out, " = %s\n", m->sets[k].text);
	}
	if (m->preset != NULL)
		rest_write(m->preset, out);
	words_write(m->said, out);
	words_write(m->preset, out);
}
