/*
 * insights.h: what the answers of crm-insights (crm.h) share.
 */
#ifndef CRM_INSIGHTS_H
#define CRM_INSIGHTS_H

#include "crm.h"

/* A figure, and what it counts: bookings with a status (NULL: any), or clients
 * of a class of insights_clients.sql. */
struct figure {
	const char *name;
	const char *sql;
	const char *what;
};

#define FIGURE_BOOKINGS SQL_INSIGHTS_BOOKINGS
#define FIGURE_CLIENTS	SQL_INSIGHTS_CLIENTS

/* Answer over a span in one row of figures; with --explain print the records
 * that the figure it names counts, instead. */
enum crm_rc insights_figures(
    struct crm *, crm_ask *ask, const struct figure *, struct crm_span);

/* The columns of clients of a class that there is room for: when they came, or
 * left. */
const char *figure_columns(const char *class);

/* Refuse --limit where no records are listed. */
void insights_limit(struct crm *, bool lists);

#endif
