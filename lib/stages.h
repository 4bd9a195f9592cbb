/*
 * stages.h: the stages of the journey, and those that a client has come to as
 * one text, the history of stage_history; the view stage_change has them as
 * rows.
 *
 * It is a JSON list of "2025-01-02T10:00:00Z|engagement|booking 12": when the
 * client came to it, the stage, and by what.
 */
#ifndef CRM_STAGES_H
#define CRM_STAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

enum {
	STAGE_DISCOVERY,
	STAGE_ENGAGEMENT,
	STAGE_ACTIVATION,
	STAGE_RETENTION,
	STAGE_ADVOCACY,
	STAGE_CHURNED,
	STAGES,
	STAGE_ANY = STAGES /* any but churned */
};

/* Their names; the last is "any". */
extern const char *const stage_names[STAGES + 1];

/* The stage of this name, or -1. */
int stage_named(const char *);

/* The stages of a text, one after the other. */
struct stages {
	const char *p;
	int64_t t; /* when the client came to it */
	int stage;
};

/* NULL has none; what is no such text ends where it goes wrong. */
void stages_begin(struct stages *, const char *history);
bool stages_next(struct stages *);

/* Append one that was come to at this instant, by this. */
void stages_put(struct str *, const char *at, int stage, const char *cause);

#endif
