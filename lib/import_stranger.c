/*
 * import_stranger.c: what becomes of those whom a file names and who were no
 * clients: arrive.h says whether they are one, may be one, or are made one.
 */
#include <string.h>

#include "crm_fields.h"
#include "import_in.h"

#include "banned.h"

struct stranger *
client_stranger(struct strangers *s, const struct record *rec)
{
	const struct value *v;

	if (s->stage.nrows == 0)
		return NULL;
	v = &rec->values[s->entity->client];
	return v->state == VALUE_INT && v->i < 0 ? &s->list[-1 - v->i] : NULL;
}

const struct record *
client_said(struct strangers *s, const struct stranger *st)
{
	struct stage_walk walk;

	stage_open(&walk, &s->stage.rows[st - s->list], &s->other);
	return &s->other;
}

/* Put him before arrive.h. */
static void
stranger_load(struct strangers *s, const struct stranger *st)
{
	const struct record *said = client_said(s, st);
	struct record *who = &s->at_hand.who;
	int i;

	arrive_clear(&s->at_hand);
	for (i = 0; i < said->entity->nfields; i++)
		if (said->entity->fields[i].kind != KIND_KEY)
			who->values[i] = said->values[i];
	arrive_say(&s->at_hand, said);
	if (*st->since != '\0' &&
	    who->values[CLIENT_CREATED_AT].state == VALUE_UNSET)
		record_set(who, &who->entity->fields[CLIENT_CREATED_AT],
		    st->since, strlen(st->since));
}

static void
stranger_decide(struct strangers *s, struct stranger *st)
{
	struct arrive *a = &s->at_hand;
	struct problem *p = &a->who.problem;

	stranger_load(s, st);
	st->decided = true;
	if (arrive_find(a)) {
		st->level = a->level;
		st->score = a->score;
		st->reason = a->reason;
		if (a->level == ARRIVE_NEW && !s->create)
			record_problem(&a->who, CRM_MISSING, NULL, NULL,
			    "there is no such client, and --no-create");
		else
			arrive_client(a);
		st->client = a->client;
	}
	st->problem = *p;
	st->problem.text = p->text == NULL ? NULL : crm_keep(s->crm, p->text);
	if (p->rc != CRM_OK && p->word != NULL &&
	    strcmp(p->word, "client_limit") == 0)
		crm_fail(s->crm, p->rc, p->word, "%s; nothing was imported",
		    p->text);
	st->made =
	    a->level == ARRIVE_NEW && p->rc == CRM_OK && s->crm->rc == CRM_OK;
	s->made += st->made;
}

bool
client_decide(struct strangers *s, struct stranger *st)
{
	if (!st->decided)
		stranger_decide(s, st);
	return st->problem.rc == CRM_OK && s->crm->rc == CRM_OK;
}

void
client_give(struct strangers *s, struct record *rec)
{
	struct stranger *st = client_stranger(s, rec);

	if (st == NULL)
		return;
	if (!st->decided)
		rec->values[s->entity->client].state = VALUE_UNSET;
	else if (st->level == ARRIVE_PARTIAL)
		rec->values[s->entity->client].state = VALUE_NULL;
	else
		linked_give(rec, st->client);
}

void
client_queue(struct strangers *s, const struct stranger *st, int64_t ref)
{
	struct arrive *a = &s->at_hand;

	stranger_load(s, st);
	record_parse(&a->who);
	a->level = st->level;
	a->client = st->client;
	a->score = st->score;
	a->reason = st->reason;
	arrive_queue(a, ref);
}

/* Somebody else who came may have turned out to be the client that was made of
 * the first, whose own rows were of no use. */
void
strangers_prune(struct strangers *s)
{
	const struct stranger *st, *end;
	int64_t first = INT64_MAX, last = 0;
	bool *used;

	if (s->stage.nrows == 0)
		return; /* nor is there a list to count from */
	end = s->list + s->stage.nrows;
	for (st = s->list; st < end; st++) {
		if (st->made && st->client < first)
			first = st->client;
		if (st->made && st->client > last)
			last = st->client;
	}
	if (last == 0)
		return;
	used = keep_alloc(&s->crm->keep, (size_t)(last - first) + 1);
	for (st = s->list; st < end; st++)
		if (st->used && st->client >= first && st->client <= last)
			used[st->client - first] = true;
	for (st = s->list; st < end; st++)
		if (st->made && !used[st->client - first]) {
			record_delete(&s->other, st->client);
			s->made--;
		}
}
