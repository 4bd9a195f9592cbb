/*
 * stages.h: the stages of the journey, and those that a client has come to as
 * one text, which is read faster than the rows of stage_change are.
 *
 * For each, in order, the text has the seconds since the one before (the first:
 * since 1970), and a letter: d discovery, e engagement, a activation, r
 * retention, v advocacy, c churned.
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

void stages_begin(struct stages *, const char *history);
bool stages_next(struct stages *);

/* Append one that was come to at t; *last is when the one before was, 0 at
 * first. */
void stages_put(struct str *, int64_t *last, int64_t t, int stage);

#endif
