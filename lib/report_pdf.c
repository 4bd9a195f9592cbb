/*
 * report_pdf.c: the report as a document to print.
 */
#include "pdf.h"
#include "report.h"

#include "banned.h"

#define BAR_WIDTH 130.0f
#define GAP	  PDF_GAP

/* Numbers are as wide as they are, a bar has its width, and texts share what is
 * left. */
static void
columns_settle(struct pdf *p, const struct report_part *part,
    struct pdf_column *columns, size_t n)
{
	float left = pdf_body_width(p) - (float)(n - 1) * GAP, width;
	int i, k, texts = 0;

	for (i = 0; i < part->ncolumns; i++) {
		columns[i] =
		    (struct pdf_column){.label = part->columns[i].label,
			.right = part->columns[i].number};
		if (!part->columns[i].number) {
			texts++;
			continue;
		}
		columns[i].width = pdf_text_width(p, columns[i].label);
		for (k = 0; k < part->nrows; k++) {
			width = pdf_text_width(
			    p, part->cells[k * part->ncolumns + i]);
			if (width > columns[i].width)
				columns[i].width = width;
		}
		left -= columns[i].width += 2;
	}
	if ((size_t)part->ncolumns < n) {
		columns[n - 1] = (struct pdf_column){
		    .label = "", .width = BAR_WIDTH, .bar = true};
		left -= BAR_WIDTH;
	}
	for (i = 0; i < part->ncolumns; i++)
		if (!part->columns[i].number)
			columns[i].width = left / (float)texts;
}

static void
part_put(struct pdf *p, const struct report_part *part)
{
	struct pdf_column columns[REPORT_COLUMNS + 1];
	const char *cells[REPORT_COLUMNS + 1];
	bool bars = part->look != REPORT_TABLE;
	size_t n = (size_t)part->ncolumns + bars;
	struct str share = STR_INIT;
	int i, k;

	pdf_together(p, (size_t)part->nrows);
	pdf_section(p, part->title);
	if (part->nrows == 0) {
		pdf_remark(p, part->empty);
		return;
	}
	columns_settle(p, part, columns, n);
	pdf_table(p, columns, n);
	for (k = 0; k < part->nrows; k++) {
		for (i = 0; i < part->ncolumns; i++)
			cells[i] = part->cells[k * part->ncolumns + i];
		str_cut(&share, 0);
		str_addf(&share, "%.4f",
		    part->most > 0 ? part->values[k] / part->most : 0);
		cells[part->ncolumns] = share.ptr;
		pdf_row(p, cells);
	}
	str_free(&share);
}

enum crm_rc
report_pdf(struct crm *crm, const struct report *rep)
{
	struct pdf_fact facts[8];
	struct pdf_options options;
	const char *error, *warning;
	struct pdf *p;
	int i;

	document_options(crm, &options, "Insights");
	p = pdf_new(&options);
	pdf_heading(p, "Report", "Insights");
	pdf_line(p, rep->span);
	for (i = 0; i < rep->ncards; i++)
		facts[i] = (struct pdf_fact){rep->cards[i].label,
		    crm_keepf(crm, "%s (%s)", rep->cards[i].value,
			rep->cards[i].note)};
	pdf_facts(p, facts, (size_t)rep->ncards);
	for (i = 0; i < rep->nparts; i++)
		part_put(p, &rep->parts[i]);
	error = pdf_finish(p, &crm->cli->out.buf);
	warning = pdf_warning(p);
	if (error != NULL)
		crm_fail(crm, CRM_FAILURE, NULL, "%s", error);
	else if (warning != NULL)
		crm_remark(crm, "%s", warning);
	pdf_free(p);
	return crm->rc;
}
