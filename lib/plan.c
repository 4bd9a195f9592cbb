/*
 * plan.c: what an import does with every row, noted as it does it.
 */
#include <stdlib.h>
#include <string.h>

#include "crm_fields.h"
#include "emit.h"
#include "import_in.h"
#include "kind.h"

#include "banned.h"

static const char *const actions[PLAN_ACTIONS] = {[PLAN_CREATE] = "create",
    [PLAN_PENDING] = "pending",
    [PLAN_UPDATE] = "update",
    [PLAN_UNCHANGED] = "unchanged",
    [PLAN_SKIP] = "skip",
    [PLAN_REJECT] = "reject"};

const char *
plan_word(enum plan_action action)
{
	return actions[action];
}

/* --- values --- */

static void
text_put(struct str *out, const char *text)
{
	json_quote(out, text, strlen(text));
}

static int
decimals_of(const struct record *rec, const struct record *old)
{
	int column = rec->entity->currency;
	const char *code = column < 0 ? NULL : record_text(rec, column);

	if (code == NULL && column >= 0 && old != NULL)
		code = record_text(old, column);
	if (code == NULL)
		code = crm_setting(rec->crm, "account.currency");
	return currency_digits(code, strlen(code));
}

static void
number_put(struct str *out, const struct record *rec, int field,
    const struct record *old)
{
	const struct value *v = &rec->values[field];
	enum kind kind = (enum kind)rec->entity->fields[field].kind;
	char amount[32];

	if (v->state == VALUE_REAL) {
		real_print(out, v->d);
	} else if (kind == KIND_MONEY) {
		money_print_json(amount, v->i, decimals_of(rec, old));
		str_adds(out, amount);
	} else if (kind == KIND_BOOL) {
		str_adds(out, v->i != 0 ? "true" : "false");
	} else {
		str_addf(out, "%lld", (long long)v->i);
	}
}

void
plan_value(struct str *out, const struct record *rec, int field,
    const struct record *old)
{
	const struct value *v = &rec->values[field];
	enum kind kind = (enum kind)rec->entity->fields[field].kind;

	if (v->state <= VALUE_NULL)
		str_adds(out, "null");
	else if (v->state != VALUE_TEXT)
		number_put(out, rec, field, old);
	else if (kind == KIND_JSON || kind == KIND_LIST)
		json_raw(out, v->text, v->len);
	else
		json_quote(out, v->text, v->len);
}

/*
 * These fields of a record as an object; but no client who is a stranger. old:
 * as for plan_value().
 */
static void
object_put(struct str *out, const struct record *rec, uint64_t fields,
    const struct record *of, const struct record *old)
{
	char before = '{';
	int i;

	for (i = 0; i < rec->entity->nfields; i++) {
		if ((fields & (uint64_t)1 << i) == 0 ||
		    (i == rec->entity->client && rec->values[i].i < 0))
			continue;
		str_addc(out, before);
		before = ',';
		text_put(out, rec->entity->fields[i].key);
		str_addc(out, ':');
		plan_value(out, of, i, old);
	}
	str_adds(out, before == '{' ? "{}" : "}");
}

/* --- lines --- */

static void
line_begin(struct plan *p, enum plan_action action, int64_t line)
{
	str_cut(&p->text, 0);
	str_addf(&p->text, "{\"action\":\"%s\",\"line\":%lld", actions[action],
	    (long long)line);
}

static void
line_end(struct plan *p, int64_t line)
{
	str_adds(&p->text, "}\n");
	if (p->n == p->cap) {
		p->cap = p->cap == 0 ? 256 : p->cap * 2;
		p->lines = mem_grow(p->lines, p->cap * sizeof(*p->lines));
	}
	p->lines[p->n] = (struct plan_line){line, p->n,
	    keep_mem(&p->keep, p->text.ptr, p->text.len), p->text.len};
	p->n++;
}

static void
key_put(struct plan *p, const char *key, const char *text)
{
	str_addf(&p->text, ",\"%s\":", key);
	text_put(&p->text, text);
}

void
plan_reject(struct import *im, int64_t line, int column, const char *word,
    const char *why)
{
	struct plan *p = &im->plan;

	if (!p->wanted)
		return;
	line_begin(p, PLAN_REJECT, line);
	if (column >= 0)
		key_put(p, "column", im->read->names[column]);
	key_put(p, "error", word == NULL ? "invalid" : word);
	key_put(p, "reason", why);
	line_end(p, line);
}

void
plan_skip(struct import *im, int64_t line, const char *why, int64_t known,
    uint64_t fields)
{
	struct plan *p = &im->plan;

	if (!p->wanted)
		return;
	line_begin(p, PLAN_SKIP, line);
	key_put(p, "reason", why);
	if (known != 0)
		str_addf(&p->text, ",\"id\":%lld", (long long)known);
	if (fields != 0) {
		str_adds(&p->text, ",\"record\":");
		object_put(&p->text, &im->rec, fields, &im->rec, NULL);
	}
	line_end(p, line);
}

/* --- records that are stored --- */

/* Who it is, or may be: a client who was there, or one who is made. */
static void
client_put(
    struct plan *p, enum arrive_level level, int64_t client, double score)
{
	if (client <= p->clients)
		str_addf(&p->text, ",\"client\":%lld", (long long)client);
	else
		str_adds(&p->text, ",\"client\":\"new\"");
	if (level == ARRIVE_PARTIAL) {
		str_adds(&p->text, ",\"score\":");
		rate_print(&p->text, score, true);
	}
}

/* Somebody who was no client when the file was read: what the rows say of
 * him, and who it is. */
static void
stranger_put(struct import *im, const struct stranger *st)
{
	struct plan *p = &im->plan;
	struct strangers *s = &im->strangers;
	const struct record *said = client_said(s, st);

	if (*st->since != '\0' &&
	    said->values[CLIENT_CREATED_AT].state == VALUE_UNSET) {
		s->other.values[CLIENT_CREATED_AT] =
		    (struct value){.state = VALUE_TEXT,
			.text = st->since,
			.len = strlen(st->since)};
	}
	str_adds(&p->text, ",\"who\":");
	object_put(&p->text, said, match_given(said), said, NULL);
	client_put(p, st->level, st->client, st->score);
}

static void
with_put(struct str *out, int which, const struct record *rec)
{
	str_addf(
	    out, "%s{\"set\":%d,\"type\":", out->len > 0 ? "," : "", which);
	text_put(out, rec->entity->name);
	str_adds(out, ",\"record\":");
	object_put(out, rec,
	    match_given(rec) & ~((uint64_t)1 << rec->entity->client), rec,
	    NULL);
	str_addc(out, '}');
}

static void
with_end(struct plan *p)
{
	if (p->with.len > 0)
		str_addf(&p->text, ",\"with\":[%s]", p->with.ptr);
}

bool
plan_waits(const struct import *im, const struct stranger *st)
{
	enum arrive_level level = st != NULL	       ? st->level
				  : im->options->match ? im->weighed.level
						       : ARRIVE_NEW;

	return level == ARRIVE_PARTIAL;
}

void
plan_create(
    struct import *im, const struct stage_row *row, const struct stranger *st)
{
	struct plan *p = &im->plan;
	const struct arrive *a = &im->weighed;
	struct stage_walk walk;
	int which;

	if (!p->wanted)
		return;
	stage_open(&walk, row, &p->rec);
	line_begin(
	    p, plan_waits(im, st) ? PLAN_PENDING : PLAN_CREATE, walk.line);
	str_adds(&p->text, ",\"record\":");
	object_put(&p->text, &p->rec, match_given(&p->rec), &p->rec, NULL);
	if (st != NULL)
		stranger_put(im, st);
	else if (plan_waits(im, st))
		client_put(p, a->level, a->client, a->score);
	str_cut(&p->with, 0);
	while ((which = stage_next(&walk)) != 0) {
		stage_take(&walk, &im->linked[which]);
		with_put(&p->with, which, &im->linked[which]);
	}
	with_end(p);
	line_end(p, walk.line);
}

/* --- records that are there --- */

/* What names the record: the row above that it repeats, and its id, unless
 * that row makes it. */
static void
known_put(struct import *im, const struct stage_row *row, int64_t id)
{
	struct plan *p = &im->plan;
	const struct stage_row *first = row;

	while (first->id < ROW_DONE)
		first = &im->stage.rows[-2 - first->id];
	if (first != row)
		str_addf(&p->text, ",\"same_as\":%lld",
		    (long long)stage_line(first));
	if (first->id < ROW_CREATED)
		str_addf(&p->text, ",\"id\":%lld", (long long)id);
}

void
plan_update(struct import *im, const struct stage_row *row, int64_t id)
{
	struct plan *p = &im->plan;
	uint64_t fields = match_given(&im->rec);

	if (!p->wanted)
		return;
	str_cut(&p->with, 0);
	line_begin(p, PLAN_UPDATE, stage_line(row));
	known_put(im, row, id);
	str_adds(&p->text, ",\"old\":");
	object_put(&p->text, &im->rec, fields, &im->old, NULL);
	str_adds(&p->text, ",\"new\":");
	object_put(&p->text, &im->rec, fields, &im->rec, &im->old);
}

void
plan_linked(struct import *im, int which)
{
	if (im->plan.wanted)
		with_put(&im->plan.with, which, &im->linked[which]);
}

void
plan_updated(
    struct import *im, const struct stage_row *row, int64_t id, bool changed)
{
	struct plan *p = &im->plan;
	int64_t line = stage_line(row);

	if (!p->wanted)
		return;
	if (changed) {
		with_end(p);
	} else {
		line_begin(p, PLAN_UNCHANGED, line);
		known_put(im, row, id);
	}
	line_end(p, line);
}

/* --- all of it --- */

void
plan_init(struct import *im)
{
	struct plan *p = &im->plan;

	p->wanted = im->options->dry_run && im->options->planned != NULL;
	record_init(&p->rec, im->crm, im->options->entity);
}

void
plan_free(struct plan *p)
{
	free(p->lines);
	str_free(&p->text);
	str_free(&p->with);
	record_free(&p->rec);
	keep_free(&p->keep);
}

static int
by_line(const void *a, const void *b)
{
	const struct plan_line *la = a, *lb = b;

	if (la->line != lb->line)
		return la->line < lb->line ? -1 : 1;
	return (la->order > lb->order) - (la->order < lb->order);
}

static void
head_put(struct import *im)
{
	struct plan *p = &im->plan;
	int i;

	str_cut(&p->text, 0);
	str_addf(&p->text, "{\"plan\":%d", PLAN_VERSION);
	key_put(p, "type", im->options->entity->plural);
	key_put(p, "file", im->read->file);
	str_addf(&p->text, ",\"digest\":\"%016llx\",\"with\":[",
	    (unsigned long long)im->read->digest);
	for (i = 1; i <= im->map.nlinked; i++) {
		str_adds(&p->text, i > 1 ? "," : "");
		text_put(&p->text, im->map.linked[i]->name);
	}
	str_addf(
	    &p->text, "]%s}\n", im->options->match ? ",\"match\":true" : "");
}

void
plan_tell(struct import *im)
{
	struct plan *p = &im->plan;
	size_t i;

	if (!p->wanted || im->crm->rc != CRM_OK)
		return;
	if (p->n > 1)
		qsort(p->lines, p->n, sizeof(*p->lines), by_line);
	head_put(im);
	im->options->planned(im->crm, p->text.ptr, p->text.len);
	for (i = 0; i < p->n; i++)
		im->options->planned(
		    im->crm, p->lines[i].text, p->lines[i].len);
}
