/*
 * timeline.c: what a timeline is asked for, from text as it was typed to
 * conditions with values to bind.
 */
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "kind.h"
#include "list.h"
#include "quote.h"
#include "timeline_in.h"

#include "banned.h"

void
timeline_init(struct timeline *t, struct crm *crm)
{
	*t = (struct timeline){.crm = crm, .client = "client_id", .limit = -1};
	t->types = t->where = t->after = (struct str)STR_INIT;
}

void
timeline_free(struct timeline *t)
{
	str_free(&t->types);
	str_free(&t->where);
	str_free(&t->after);
}

/* --- conditions --- */

int
timeline_arg(struct timeline *t, struct crm_arg arg)
{
	if (t->nargs == TIMELINE_ARGS_MAX) {
		crm_fail(t->crm, CRM_FAILURE, NULL, "too many conditions");
		return t->nargs;
	}
	t->args[t->nargs++] = arg;
	t->args[t->nargs].type = CRM_ARG_END;
	return t->nargs;
}

void
timeline_where_clients(struct timeline *t, const char *ids)
{
	t->clients = ids;
	/* One client, as most often: then an index gives the order, too. */
	if (strchr(ids, ',') == NULL) {
		t->client = crm_keepf(t->crm, "?%d",
		    timeline_arg(t, ARG(strtoll(ids + 1, NULL, 10))));
		str_addf(&t->where, " AND client_id = %s", t->client);
	} else {
		str_addf(&t->where,
		    " AND client_id IN (SELECT value FROM json_each(?%d))",
		    timeline_arg(t, ARG(ids)));
	}
}

void
timeline_where_search(struct timeline *t, const char *text)
{
	struct str folded = STR_INIT;
	int n;

	text_fold(&folded, text, strlen(text));
	if (folded.len > 0) {
		t->searches = true;
		n = timeline_arg(t, ARG(crm_keep(t->crm, folded.ptr)));
		str_addf(&t->where,
		    " AND (instr(fold(title), ?%d) OR "
		    "instr(fold(description), ?%d))",
		    n, n);
	}
	str_free(&folded);
}

static void
where_end(struct timeline *t, const char *text, bool until)
{
	char when[21];
	const char *op =
	    list_span_end(t->crm, until ? "until" : "since", text, false, when);

	if (op != NULL)
		str_addf(&t->where, " AND at %s ?%d", op,
		    timeline_arg(t, ARG(crm_keep(t->crm, when))));
}

void
timeline_where_since(struct timeline *t, const char *text)
{
	where_end(t, text, false);
}

void
timeline_where_until(struct timeline *t, const char *text)
{
	where_end(t, text, true);
}

/* --- types --- */

static void
types_unknown(struct crm *crm, const char *word)
{
	struct str names = STR_INIT;
	const char *const *type;

	for (type = crm_timeline_types; *type != NULL; type++)
		str_addf(&names, "%s%s", names.len > 0 ? ", " : "", *type);
	crm_fail(crm, CRM_USAGE, NULL, "--type: not one of %s: \"%s\"",
	    names.ptr, word);
	str_free(&names);
}

/* "social-share" means social_share, "message" message_in and message_out. */
static bool
type_means(const char *word, const char *type)
{
	size_t i;

	for (i = 0; word[i] != '\0'; i++)
		if (word[i] != type[i] && !(word[i] == '-' && type[i] == '_'))
			return false;
	return type[i] == '\0' || strcmp(type + i, "_in") == 0 ||
	       strcmp(type + i, "_out") == 0;
}

/* Put a type on the list. */
static void
type_add(struct timeline *t, const char *type)
{
	if (t->types.len > 0)
		str_cut(&t->types, t->types.len - 1);
	str_addc(&t->types, t->types.len > 0 ? ',' : '[');
	json_quote(&t->types, type, strlen(type));
	str_addc(&t->types, ']');
}

static void
where_type(struct timeline *t, const char *word)
{
	const struct crm_entity *e = entity_look(word);
	const char *const *type;
	bool found = false;
	int i;

	for (i = 0; crm_arms[i].table != NULL; i++)
		for (type = crm_arms[i].types; *type != NULL; type++) {
			if (!type_means(word, *type) &&
			    (e == NULL ||
				strcmp(e->name, crm_arms[i].table) != 0))
				continue;
			found = t->wanted[i] = true;
			type_add(t, *type);
		}
	if (!found)
		types_unknown(t->crm, word);
}

void
timeline_where_types(struct timeline *t, const char *words)
{
	const char *end;
	size_t len;

	for (;; words = end + 1) {
		end = strchrnul(words, ',');
		words += strspn(words, " ");
		len = (size_t)(end - words);
		while (len > 0 && words[len - 1] == ' ')
			len--;
		where_type(t, crm_keepf(t->crm, "%.*s", (int)len, words));
		if (*end == '\0' || t->crm->rc != CRM_OK)
			return;
	}
}

/* --- pages --- */

/* The instant of an event; NULL with an error when there is none. */
static const char *
event_at(struct timeline *t, const char *event, const char *type, int64_t ref)
{
	const char *const *word, *at = NULL;
	int i;

	for (i = 0; crm_arms[i].table != NULL; i++)
		for (word = crm_arms[i].types; *word != NULL; word++)
			if (strcmp(*word, type) == 0)
				at = crm_text(t->crm,
				    crm_keepf(t->crm,
					"SELECT at FROM %s WHERE ref = ?1 "
					"AND type = ?2",
					crm_arms[i].view),
				    ARG(ref), ARG(type));
	if (at == NULL)
		crm_fail(t->crm, CRM_MISSING, NULL,
		    "--after: there is no event \"%s\"", event);
	return at;
}

void
timeline_after(struct timeline *t, const char *event)
{
	const char *colon = strrchr(event, ':'), *type, *at;
	const char op = t->reverse ? '>' : '<';
	int64_t ref;
	int n;

	if (colon == NULL ||
	    int_parse(&ref, colon + 1, strlen(colon + 1)) != NULL) {
		crm_fail(t->crm, CRM_USAGE, NULL,
		    "--after: not TYPE:REF, such as booking:17: \"%s\"", event);
		return;
	}
	type = crm_keepf(t->crm, "%.*s", (int)(colon - event), event);
	if ((at = event_at(t, event, type, ref)) == NULL)
		return;
	n = timeline_arg(t, ARG(at));
	timeline_arg(t, ARG(ref));
	timeline_arg(t, ARG(type));
	str_addf(&t->after,
	    " AND at %c= ?%d AND (at %c ?%d OR ref %c ?%d OR (ref = ?%d AND "
	    "type %c ?%d))",
	    op, n, op, n, op, n + 1, n + 1, op, n + 2);
}
