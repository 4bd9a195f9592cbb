/*
 * report_part.c: the texts of the report, and its parts out of the rows of
 * queries.
 */
#include <string.h>

#include "kind.h"
#include "report_in.h"

#include "banned.h"

#define ROWS_MAX 400 /* a day for each of a year is the most that is drawn */

/* --- texts ------------------------------------------------------------------
 */

/* 12 345.00: with a narrow blank between thousands. */
static const char *
digits_grouped(struct crm *crm, const char *plain)
{
	size_t len = strcspn(plain, "."), i;
	struct str out = STR_INIT;
	const char *kept;

	for (i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0 && plain[i - 1] != '-')
			str_adds(&out, "\xe2\x80\xaf");
		str_addc(&out, plain[i]);
	}
	str_adds(&out, plain + len);
	kept = crm_keep(crm, out.ptr);
	str_free(&out);
	return kept;
}

const char *
report_number(struct crm *crm, int64_t n)
{
	return digits_grouped(crm, crm_keepf(crm, "%lld", (long long)n));
}

const char *
report_percent(struct crm *crm, struct crm_rows *r, int i)
{
	if (crm_col_null(r, i))
		return "\xe2\x80\x93";
	return crm_keepf(crm, "%.1f\xc2\xa0%%", 100 * crm_col_real(r, i));
}

const char *
report_day(struct crm *crm, const char *at)
{
	char day[11];
	int64_t t;

	if (at == NULL || time_parse(&t, at, strlen(at), 0) != NULL)
		return "";
	date_print_local(day, t);
	return document_day(crm, day);
}

/* --- parts ------------------------------------------------------------------
 */

/* How a column is written: of the letter of its format. */
static const char *
cell_text(struct crm *crm, struct crm_rows *r, int i, char form)
{
	if (form == '%')
		return report_percent(crm, r, i);
	if (crm_col_null(r, i))
		return "";
	if (form == 'w')
		return document_words(crm, crm_col_text(r, i));
	if (form == 'n')
		return report_number(crm, crm_col_int(r, i));
	if (form == 'm')
		return digits_grouped(crm, crm_col_text(r, i));
	return crm_keep(crm, crm_col_text(r, i));
}

struct report_part *
part_add(struct crm *crm, struct report *rep, enum report_look look,
    const char *title, const char *labels, const char *forms)
{
	struct report_part *p = &rep->parts[rep->nparts++];
	int i, n = (int)strlen(forms);
	const char *end;

	*p = (struct report_part){.title = title,
	    .look = look,
	    .ncolumns = n,
	    .empty = "There is nothing to show."};
	for (i = 0; i < n; i++, labels = end + (*end == '|')) {
		end = labels + strcspn(labels, "|");
		p->columns[i].label =
		    crm_keepf(crm, "%.*s", (int)(end - labels), labels);
		p->columns[i].number = strchr("twp", forms[i]) == NULL;
		p->columns[i].whole = forms[i] == 'p' || forms[i] == 'w';
	}
	p->cells =
	    keep_alloc(&crm->keep, ROWS_MAX * (size_t)n * sizeof(const char *));
	p->values = keep_alloc(&crm->keep, ROWS_MAX * sizeof(double));
	return p;
}

void
row_add(struct crm *crm, struct report_part *p, const char *forms,
    struct crm_rows *r)
{
	const char **cells = p->cells + p->nrows * p->ncolumns;
	double *value = &p->values[p->nrows];
	int i;

	if (p->nrows == ROWS_MAX)
		return;
	p->nrows++;
	for (i = 0; i < p->ncolumns; i++)
		cells[i] = cell_text(crm, r, i, forms[i]);
	*value = p->look == REPORT_TABLE ? 0 : crm_col_real(r, i);
	if (*value > p->most)
		p->most = *value;
}

struct report_part *
part_read(struct crm *crm, struct report *rep, enum report_look look,
    const char *title, const char *labels, const char *forms,
    struct crm_rows *r)
{
	struct report_part *p = part_add(crm, rep, look, title, labels, forms);

	while (crm_next(r))
		row_add(crm, p, forms, r);
	crm_close(r);
	return p;
}
