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

/* The records that the figure of --explain counts. */
enum crm_rc figure_explain(
    struct crm *, const struct figure *, struct crm_span);

/* The columns of clients of a class that there is room for: when they came, or
 * left. */
const char *figure_columns(const char *class);

/* Refuse --limit where no records are listed. */
void insights_limit(struct crm *, bool lists);

#endif
