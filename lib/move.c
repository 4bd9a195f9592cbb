/*
 * move.c: the verbs that give a record another status, as the moves of its
 * tool say.
 */
#include <string.h>

#include "cli.h"
#include "kind.h"
#include "record.h"

#include "banned.h"

static bool
is_open(const struct crm_move *m, const char *status)
{
	return m->from == NULL || word_among(m->from, status);
}

static const struct crm_move *
move_find(const struct cli *cli)
{
	const struct crm_move *m = cli->tool->moves;

	while (m != NULL && m->verb != NULL && strcmp(m->verb, cli->verb->name))
		m++;
	return m != NULL && m->verb != NULL ? m : NULL;
}

/* A batch names the record in front of the message itself. */
enum crm_rc
crm_refuse(struct crm *crm, const char *ref, const char *word, const char *text)
{
	if (crm->cli->batch)
		return crm_fail(crm, CRM_REFUSED, word, "%s", text);
	return crm_fail(crm, CRM_REFUSED, word, "%s: %s", ref, text);
}

/* "pending,paid" as people say it: pending or paid. */
static const char *
spoken(struct crm *crm, const char *words)
{
	const char *comma = strchr(words, ',');

	if (comma == NULL)
		return words;
	return crm_keepf(crm, "%.*s%s%s", (int)(comma - words), words,
	    strchr(comma + 1, ',') == NULL ? " or " : ", ",
	    spoken(crm, comma + 1));
}

/* It has the wrong status: which verb gives it one to start from? They stand in
 * the order in which a record goes through them. */
static enum crm_rc
refuse_from(struct crm *crm, const struct crm_move *move, const char *ref,
    const char *status)
{
	const char *tool = crm->cli->tool->name;
	const struct crm_move *m = crm->cli->tool->moves;

	for (; m < move; m++)
		if (word_among(move->from, m->to) && is_open(m, status))
			return crm_refuse(crm, ref, "wrong_status",
			    crm_keepf(crm, "%s; %s %s %s first", status, tool,
				m->verb, ref));
	return crm_refuse(crm, ref, "wrong_status",
	    crm_keepf(crm, "%s; %s takes only what is %s", status, move->verb,
		spoken(crm, move->from)));
}

static void
stamp(struct crm *crm, struct record *rec, const char *name)
{
	const struct crm_field *f = entity_field(rec->entity, name);
	char day[11];

	date_print_local(day, crm->now);
	if (f != NULL && f->kind == KIND_DATE)
		record_set(rec, f, day, strlen(day));
	else if (f != NULL)
		record_set(rec, f, crm_now(crm), strlen(crm_now(crm)));
}

static enum crm_rc
move_run(struct crm *crm, const struct crm_move *m, int64_t id)
{
	const struct crm_field *f = entity_field(crm->cli->entity, "status");
	struct record rec;
	bool changed;

	record_init(&rec, crm, crm->cli->entity);
	record_set(&rec, f, m->to, strlen(m->to));
	if (m->stamp != NULL)
		stamp(crm, &rec, m->stamp);
	record_update(&rec, id, &changed);
	record_fail(&rec);
	record_free(&rec);
	return crm_record_answer(crm, id);
}

static enum crm_rc
move_one(struct crm *crm, const char *ref)
{
	const struct crm_move *m = move_find(crm->cli);
	int64_t id = crm_record_id(crm, ref);
	const char *status;

	if (id == 0 || m == NULL)
		return crm->rc != CRM_OK
			   ? crm->rc
			   : crm_fail(crm, CRM_FAILURE, NULL, "no such move");
	status = crm_text(crm,
	    crm_keepf(crm, "SELECT status FROM %s WHERE id = ?1",
		crm->cli->entity->name),
	    ARG(id));
	if (status == NULL)
		return crm->rc;
	if (strcmp(status, m->to) == 0)
		return crm_refuse(
		    crm, ref, "already", crm_keepf(crm, "already %s", m->to));
	if (!is_open(m, status))
		return refuse_from(crm, m, ref, status);
	return move_run(crm, m, id);
}

enum crm_rc
crm_record_move(struct crm *crm)
{
	return crm_each(crm, move_one);
}
