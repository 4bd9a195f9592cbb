/*
 * stages.c: the stages that a client has come to, as one text.
 */
#include <string.h>

#include "stages.h"
#include "tally_in.h"

#include "banned.h"

static const char letters[] = "dearvc";

const char *const stage_names[STAGES + 1] = {"discovery", "engagement",
    "activation", "retention", "advocacy", "churned", "any"};

int
stage_named(const char *name)
{
	int i;

	for (i = 0; name != NULL && i <= STAGES; i++)
		if (strcmp(stage_names[i], name) == 0)
			return i;
	return -1;
}

void
stages_begin(struct stages *s, const char *history)
{
	*s = (struct stages){.p = history == NULL ? "" : history};
}

/* What is no such text ends where it goes wrong. */
bool
stages_next(struct stages *s)
{
	const char *letter;
	bool before = *s->p == '-';
	uint64_t n;

	s->p += before;
	n = figures_read(&s->p);
	if (*s->p == '\0' || (letter = strchr(letters, *s->p)) == NULL)
		return false;
	s->p++;
	s->t = (int64_t)((uint64_t)s->t + (before ? -n : n));
	s->stage = (int)(letter - letters);
	return true;
}

void
stages_put(struct str *out, int64_t *last, int64_t t, int stage)
{
	number_put(out, t - *last);
	str_addc(out, letters[stage]);
	*last = t;
}
