/*
 * import_total.c: the last line of a table that people keep by hand, which adds
 * it up: "Total", and sums. It is no record, unless it might be one: somebody
 * may be called so.
 */
#include <ctype.h>
#include <string.h>

#include "fold.h"
#include "import_in.h"
#include "quote.h"

#include "banned.h"

#define LABEL_BYTES 60 /* of a cell that may be the word for a total */
#define PHONE_LEAST 6 /* digits */

/* What the line is called, folded, with no digits and signs. */
static const char *const labels[] = {"total", "totals", "grand total",
    "sub total", "subtotal", "sum", "total clients", "total customers",
    "total contacts", "total bookings", "total appointments", "total orders",
    "total sales", "total records", "total rows", "average",
    /* pt, es; not soma, who is a person as well */
    "total geral", "total general", "totais", "totales", "suma", "promedio",
    "suma total", "total de clientes", "total clientes", "total de registros",
    "total de registos", "total de agendamentos", "total de reservas",
    "total de vendas", "total de ventas", "total vendas", "total ventas",
    /* de */
    "summe", "gesamt", "gesamtsumme", "gesamtbetrag", "gesamtzahl",
    "zwischensumme", "insgesamt", "endsumme", "summe gesamt", "anzahl",
    "anzahl kunden", "gesamt kunden", "durchschnitt",
    /* fr, it */
    "totaux", "sous total", "somme", "moyenne", "totale", "totali",
    "totale generale", "totale clienti", "subtotale", "somma"};

/* The letters of a cell, in words; false when it is too long to be a label. */
static bool
label_fold(struct str *out, const struct read_cell *c)
{
	struct str text = STR_INIT;
	const char *p;
	bool blank = false;

	if (c->len > LABEL_BYTES)
		return false;
	text_fold(&text, c->text, c->len);
	for (p = text.ptr; *p != '\0'; p++) {
		if (isalpha((unsigned char)*p) == 0 && (*p & 0x80) == 0) {
			blank = out->len > 0;
			continue;
		}
		if (blank)
			str_addc(out, ' ');
		blank = false;
		str_addc(out, *p);
	}
	str_free(&text);
	return true;
}

/* Nearly no cell begins as a label does; it is asked of every row. */
static bool
is_label(const struct read_cell *c)
{
	struct str text = STR_INIT;
	bool is = false;
	size_t i;

	if (c->type != READ_TEXT || c->len < 3 ||
	    strchr("TtSsGgZzIiEeAaDdMmPp", c->text[strspn(c->text, " *=-")]) ==
		NULL)
		return false;
	if (label_fold(&text, c))
		for (i = 0; i < sizeof(labels) / sizeof(labels[0]) && !is; i++)
			is = strcmp(labels[i], text.ptr) == 0;
	str_free(&text);
	return is;
}

/* Digits, and what stands around those of an amount, but no letters: what has a
 * currency has its sign, or up to three of them. */
static bool
is_number(const struct read_cell *c, bool *digits)
{
	size_t letters = 0, n = 0;
	const char *p;

	for (p = c->text; *p != '\0'; p++) {
		n += isdigit((unsigned char)*p) != 0;
		letters += isalpha((unsigned char)*p) != 0;
		if (*p == '@')
			return false;
	}
	*digits |= n > 0;
	return letters <= 3 && (n > 0 || letters == 0);
}

static bool
is_phone(const struct read_cell *c)
{
	size_t n = 0;
	const char *p;

	for (p = c->text; *p != '\0'; p++)
		n += isdigit((unsigned char)*p) != 0;
	return n >= PHONE_LEAST;
}

/* Does a cell of this column say who somebody is, be it a number? */
static bool
tells_who(const struct target *t, const struct read_cell *c)
{
	if (t->kind <= TARGET_IGNORE || t->field == NULL)
		return false;
	if (t->field->kind == KIND_PHONE)
		return is_phone(c);
	return t->field->kind == KIND_EMAIL ||
	       strcmp(t->field->key, "external_id") == 0;
}

enum total
total_looks(const struct import *im)
{
	const struct read *r = im->read;
	const struct read_cell *c;
	bool digits = false, label = false;
	size_t i;

	if (!r->headed || im->map.own || im->apply != NULL ||
	    r->problem != NULL || r->ncolumns < 2)
		return TOTAL_NOT;
	for (i = 0, c = r->cells; i < r->ncolumns; i++, c++) {
		if (cell_blank(c))
			continue;
		if (!label) {
			if (!is_label(c))
				return TOTAL_NOT;
			label = true;
			is_number(c, &digits);
		} else if (!is_number(c, &digits) ||
			   (i < im->map.ntargets &&
			       tells_who(&im->map.targets[i], c))) {
			return TOTAL_NOT;
		}
	}
	return !label ? TOTAL_NOT : digits ? TOTAL_SUMS : TOTAL_BARE;
}

/* The place of the row at hand, and its label. */
static void
total_tell(struct import *im, const char *what)
{
	const struct read *r = im->read;
	struct str where = STR_INIT, label = STR_INIT;
	size_t i;

	for (i = 0; i < r->ncolumns && cell_blank(&r->cells[i]); i++)
		continue;
	visible(&label, r->cells[i].text, r->cells[i].len);
	read_where(r, &where, r->line, -1);
	crm_remark(im->crm, "%s: \"%s\" %s", where.ptr, label.ptr, what);
	str_free(&where);
	str_free(&label);
}

void
total_skip(struct import *im)
{
	im->counts->skipped++;
	plan_skip(im, im->read->line, "the totals of the table", 0, 0);
	total_tell(im, "is skipped: the totals of the table");
}

void
total_keep(struct import *im)
{
	const struct import_counts *n = im->counts;
	int64_t before = n->rejected + n->skipped;

	import_row(im, false);
	if (im->crm->rc == CRM_OK && n->rejected + n->skipped == before)
		total_tell(im, crm_keepf(im->crm,
				   "is taken for a %s, though it looks like "
				   "the totals of a table",
				   im->options->entity->noun));
}
