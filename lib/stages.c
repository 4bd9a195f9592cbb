/*
 * stages.c: the stages that a client has come to, as one text.
 */
#include <string.h>

#include "kind.h"
#include "quote.h"
#include "stages.h"

#include "banned.h"

const char *const stage_names[STAGES + 1] = {"discovery", "engagement",
    "activation", "retention", "advocacy", "churned", "any"};

/* The second letters tell them apart. */
static const char letters[] = "incedh";

int
stage_named(const char *name)
{
	int i;

	for (i = 0; name != NULL && i <= STAGES; i++)
		if (strcmp(stage_names[i], name) == 0)
			return i;
	return -1;
}

/* --- reading -----------------------------------------------------------------
 */

void
stages_begin(struct stages *s, const char *history)
{
	*s = (struct stages){.p = history == NULL ? "" : history};
}

/* The stage whose name begins there. */
static bool
stage_take(struct stages *s, const char *name)
{
	const char *letter =
	    *name == '\0' || name[1] == '\0' ? NULL : strchr(letters, name[1]);

	if (letter == NULL)
		return false;
	s->stage = (int)(letter - letters);
	return true;
}

bool
stages_next(struct stages *s)
{
	const char *at = s->p + 2, *end;

	/* [ before the first, and a comma before any other. */
	if ((*s->p != '[' && *s->p != ',') || s->p[1] != '"' ||
	    (end = strchr(at, '|')) == NULL)
		return false;
	if (time_parse(&s->t, at, (size_t)(end - at), 0) != NULL ||
	    !stage_take(s, end + 1) || (end = strchr(end, '"')) == NULL)
		return false;
	s->p = end + 1;
	return true;
}

/* --- writing -----------------------------------------------------------------
 */

void
stages_put(struct str *out, const char *at, int stage, const char *cause)
{
	if (out->len > 0)
		str_cut(out, out->len - 1);
	str_addc(out, out->len > 0 ? ',' : '[');
	json_quote(out, at, strlen(at)); /* others may have written anything */
	str_cut(out, out->len - 1);
	str_addc(out, '|');
	str_adds(out, stage_names[stage]);
	str_addc(out, '|');
	if (cause != NULL)
		str_adds(out, cause);
	str_adds(out, "\"]");
}
