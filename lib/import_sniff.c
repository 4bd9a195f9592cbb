/*
 * import_sniff.c: what the import would make of a file, and why: the answer of
 * crm-import --sniff, which writes nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "emit.h"
#include "import_in.h"
#include "kind.h"

#include "banned.h"

struct sniffed {
	int64_t filled; /* cells that are not empty */
	struct lean date;
	struct lean amount;
};

struct sniff {
	struct crm *crm;
	struct import *im;
	struct sniffed *columns; /* READ_COLUMNS_MAX of them */
	struct keep keep;
	int decimals;
	struct str rows; /* JSON: [[what,column,value,why],...] */
};

/* --- the answer --- */

static void
row_add(struct sniff *s, const char *what, const char *column,
    const char *value, const char *why)
{
	const char *const texts[] = {what, column, value, why};
	size_t i;

	str_addc(&s->rows, s->rows.len == 0 ? '[' : ',');
	for (i = 0; i < 4; i++) {
		str_addc(&s->rows, i == 0 ? '[' : ',');
		if (texts[i] == NULL)
			str_adds(&s->rows, "null");
		else
			json_quote(&s->rows, texts[i], strlen(texts[i]));
	}
	str_addc(&s->rows, ']');
}

/* Where a column goes, as --map has it. */
static const char *
target_label(struct sniff *s, const struct target *t)
{
	const char *of = "", *dot = "";

	if (t->kind <= TARGET_IGNORE)
		return "-";
	if (t->kind == TARGET_JSON)
		return keep_printf(&s->keep, "%s.%s", t->field->key, t->key);
	if (t->record == RECORD_CLIENT)
		of = "client";
	else if (t->record > 0)
		of = s->im->map.linked[t->record]->name;
	dot = *of != '\0' ? "." : "";
	return keep_printf(&s->keep, "%s%s%s", of, dot,
	    t->kind == TARGET_MORE ? t->list->key : t->field->key);
}

static void
column_add(struct sniff *s, size_t i)
{
	const struct target *t = &s->im->map.targets[i],
			    *joined = map_joined(&s->im->map, i);

	if (joined != NULL)
		t = joined;
	row_add(s, "column", header_shown(s->crm, s->im->read->names[i]),
	    target_label(s, t),
	    t->preset		       ? "by the preset"
	    : t->asked		       ? "--map"
	    : t->kind == TARGET_NONE   ? "no field has this name"
	    : t->kind == TARGET_IGNORE ? "nothing that is imported"
				       : "by its header");
}

/* A cell, and where it stands. */
static const char *
cell_shown(struct sniff *s, size_t column, const char *text, int64_t line)
{
	struct str out = STR_INIT;
	const char *kept;

	str_addf(&out, "\"%s\" at ", text);
	read_where(s->im->read, &out, line, (int)column);
	kept = keep_mem(&s->keep, out.ptr, out.len);
	str_free(&out);
	return kept;
}

static void
lean_add(struct sniff *s, size_t i, const struct lean *l, const char *what,
    const char *undecided)
{
	const char *first, *value, *why;

	if (l->told == 0)
		return;
	first = cell_shown(s, i, l->first, l->first_line);
	value = lean_words(l);
	why = first;
	if (l->against != NULL) {
		why = keep_printf(&s->keep, "%s, but %s is not", first,
		    cell_shown(s, i, l->against, l->against_line));
	} else if (lean_open(l)) {
		why = keep_printf(&s->keep, "%s; %s", first, undecided);
	}
	row_add(
	    s, what, header_shown(s->crm, s->im->read->names[i]), value, why);
}

/* Columns of days and amounts, and those without a field that look so. */
static void
leans_add(struct sniff *s, size_t i)
{
	const struct target *t = &s->im->map.targets[i];
	const struct sniffed *c = &s->columns[i];
	enum kind kind = t->kind > TARGET_IGNORE && t->kind != TARGET_JSON
			     ? (enum kind)t->field->kind
			     : KIND_COUNT;

	if (kind == KIND_DATE || kind == KIND_TIME || kind == KIND_BIRTHDAY ||
	    (kind == KIND_COUNT && c->date.told * 2 > c->filled))
		lean_add(s, i, &c->date, "date order",
		    "no other cell tells; --date-order decides");
	else if (kind == KIND_MONEY ||
		 (kind == KIND_COUNT && c->amount.told * 2 > c->filled))
		lean_add(
		    s, i, &c->amount, "decimals", "taken for a decimal point");
}

static void
answer(struct sniff *s)
{
	struct read *r = s->im->read;
	size_t i;

	for (i = 0; i < r->nfound; i++)
		row_add(s, r->found[i].what, NULL, r->found[i].value,
		    r->found[i].why);
	if (s->im->preset != NULL)
		row_add(s, "preset", NULL, s->im->preset->name,
		    s->im->own.preset != NULL ? "--preset" : "by its header");
	row_add(
	    s, "type", NULL, s->im->own.entity->name, "what its rows become");
	row_add(s, "records", NULL,
	    keep_printf(&s->keep, "%lld", (long long)r->rows), "counted");
	for (i = 0; i < s->im->map.ntargets; i++)
		column_add(s, i);
	for (i = 0; i < s->im->map.ntargets; i++)
		leans_add(s, i);
	str_addc(&s->rows, ']');
	crm_emit(s->crm, crm_query(s->crm,
			     "SELECT ?1 AS file, value ->> 0 AS what, "
			     "value ->> 1 AS \"column\", value ->> 2 AS value, "
			     "value ->> 3 AS why FROM json_each(?2)",
			     ARG(r->file), ARG(s->rows.ptr)));
}

/* --- the file --- */

static void
cells_look(struct sniff *s)
{
	struct read *r = s->im->read;
	const struct read_cell *c;
	struct sniffed *column;
	size_t i;

	for (i = 0; i < r->ncolumns && r->problem == NULL; i++) {
		c = &r->cells[i];
		column = &s->columns[i];
		if (c->type != READ_TEXT || c->len == 0)
			continue;
		column->filled++;
		if (c->number || c->len > 64)
			continue;
		lean_look(&column->date, &s->keep, c, r->line, s->decimals);
		lean_look(&column->amount, &s->keep, c, r->line, s->decimals);
	}
}

/* Where the columns that have come go. */
static void
columns_take(struct sniff *s)
{
	const struct map *m = &s->im->map;
	size_t i;

	map_columns(&s->im->map, s->im->read);
	for (i = 0; i < m->ntargets; i++)
		if (m->targets[i].field != NULL &&
		    m->targets[i].field->kind == KIND_BIRTHDAY)
			s->columns[i].date.kind = LEAN_BIRTHDAY;
}

static void
file_look(struct sniff *s)
{
	struct read *r = s->im->read;

	columns_take(s);
	while (s->crm->rc == CRM_OK && read_next(r)) {
		if (s->im->map.ntargets < r->ncolumns)
			columns_take(s);
		cells_look(s);
		if (s->crm->tick != NULL)
			s->crm->tick(s->crm, r->rows, r->bytes, r->size);
	}
	if (r->error != NULL)
		crm_fail(s->crm, CRM_FAILURE, "unreadable", "%s: %s", r->file,
		    r->error);
	else if (s->crm->rc == CRM_OK)
		answer(s);
}

enum crm_rc
import_sniff(struct crm *crm, const char *file, const struct import_options *o)
{
	struct import_counts counts;
	struct import *im = mem_alloc(sizeof(*im));
	struct sniff s = {
	    .crm = crm, .im = im, .keep = KEEP_INIT, .rows = STR_INIT};
	const char *currency = o->currency;
	size_t i;

	import_open(im, crm, file, o, &counts);
	if (currency == NULL)
		currency = crm_setting(crm, "account.currency");
	s.decimals = currency_digits(currency, strlen(currency));
	s.columns = keep_alloc(&s.keep, READ_COLUMNS_MAX * sizeof(*s.columns));
	for (i = 0; i < READ_COLUMNS_MAX; i++) {
		s.columns[i].date.kind = LEAN_DATE;
		s.columns[i].amount.kind = LEAN_AMOUNT;
	}
	if (map_init(&im->map, crm, &im->own, im->preset) == CRM_OK)
		file_look(&s);
	import_close(im);
	free(im);
	str_free(&s.rows);
	keep_free(&s.keep);
	return crm->rc;
}
