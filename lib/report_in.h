/*
 * report_in.h: what report.c makes the parts of a report with. Private to it
 * and to report_part.c.
 */
#ifndef CRM_REPORT_IN_H
#define CRM_REPORT_IN_H

#include "report.h"

/* Texts for people, which the handle keeps: 12 345 with narrow blanks, 12.5 %
 * of a column (a dash where there is nothing), the day of an instant. */
const char *report_number(struct crm *, int64_t);
const char *report_percent(struct crm *, struct crm_rows *, int column);
const char *report_day(struct crm *, const char *at);

/*
 * A part without rows. labels are parted by "|", and forms has a letter for
 * each: t text, p period, w word such as no_show, n number, m amount (text), %
 * share.
 */
struct report_part *part_add(struct crm *, struct report *, enum report_look,
    const char *title, const char *labels, const char *forms);

/* The row that a query stands on. The column behind those of the table is what
 * bars and points are of, where the look has any. */
void row_add(
    struct crm *, struct report_part *, const char *forms, struct crm_rows *);

/* A part, and all rows of a query. */
struct report_part *part_read(struct crm *, struct report *, enum report_look,
    const char *title, const char *labels, const char *forms,
    struct crm_rows *);

#endif
