/*
 * people_know.c: how frequent names, phones and towns are among the people
 * that are in memory.
 */
#include <stdlib.h>
#include <string.h>

#include "match.h"
#include "people_in.h"
#include "tasks.h"

#include "banned.h"

/* --- who has the same --- */

static uint64_t
hash_text(const char *text, size_t len)
{
	uint64_t hash = 0xcbf29ce484222325u;
	size_t i;

	for (i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3u;
	hash ^= hash >> 29;
	return hash * 0x9e3779b97f4a7c15u;
}

struct mate {
	uint64_t hash;
	uint32_t who;
};

static int
mate_order(const void *one, const void *other)
{
	const struct mate *a = one, *b = other;

	return a->hash < b->hash ? -1 : a->hash > b->hash;
}

static void
mates_find(struct people *p, int text, size_t offset)
{
	struct mate *list = mem_alloc(p->n * sizeof(*list) + 1);
	size_t i, j, end, n = 0;

	for (i = 0; i < p->n; i++) {
		struct packed *k = people_packed(p, i);
		const char *s = (const char *)k + k->text[text];

		if (*s != '\0')
			list[n++] =
			    (struct mate){hash_text(s, strlen(s)), (uint32_t)i};
	}
	qsort(list, n, sizeof(*list), mate_order);
	for (i = 0; i < n; i = end) {
		for (end = i + 1; end < n; end++)
			if (list[end].hash != list[i].hash)
				break;
		for (j = i; j < end && end - i > 1; j++)
			*((unsigned char *)people_packed(p, list[j].who) +
			    offset) = match_others(end - i - 1);
	}
	free(list);
}

static void
mates_task(void *arg, int thread, int task)
{
	(void)thread;
	if (task == 0)
		mates_find(arg, 0, offsetof(struct packed, namesakes));
	else
		mates_find(arg, 3, offsetof(struct packed, phonemates));
}

void
people_meet(struct people *p)
{
	tasks_run(mates_task, p, 2);
}

/* --- words --- */

struct term {
	const char *text;
	uint32_t len, n;
};

struct terms {
	struct term *slots;
	size_t n, room; /* room: a power of two, or 0 */
	size_t people; /* who have any */
};

static struct term *
term_find(const struct terms *t, const char *text, size_t len)
{
	size_t i = (size_t)(hash_text(text, len) >> 20);

	for (;; i++) {
		struct term *s = &t->slots[i & (t->room - 1)];

		if (s->n == 0 ||
		    (s->len == len && memcmp(s->text, text, len) == 0))
			return s;
	}
}

static void
terms_grow(struct terms *t)
{
	struct terms bigger = {
	    .n = t->n, .room = t->room > 0 ? t->room * 2 : 4096};
	size_t i;

	bigger.people = t->people;
	bigger.slots = mem_alloc(bigger.room * sizeof(bigger.slots[0]));
	memset(bigger.slots, 0, bigger.room * sizeof(bigger.slots[0]));
	for (i = 0; i < t->room; i++)
		if (t->slots[i].n > 0)
			*term_find(&bigger, t->slots[i].text, t->slots[i].len) =
			    t->slots[i];
	free(t->slots);
	*t = bigger;
}

static void
term_add(struct terms *t, const char *text, size_t len)
{
	struct term *s;

	if (len == 0)
		return;
	t->people++;
	if (t->n * 2 >= t->room)
		terms_grow(t);
	s = term_find(t, text, len);
	t->n += s->n == 0;
	s->text = text;
	s->len = (uint32_t)len;
	s->n++;
}

static void
person_term(struct terms *t, const struct match_face *f, enum match_term term)
{
	const struct match_part *w = f->words;
	int n = f->nwords;

	if (term == TERM_GIVEN && n > 0 && !f->family_only)
		term_add(t, w[0].text, w[0].len);
	if (term == TERM_FAMILY && (n > 1 || f->family_only))
		term_add(t, w[n - 1].text, w[n - 1].len);
	if (term == TERM_POSTCODE)
		term_add(t, f->postcode, strlen(f->postcode));
	if (term == TERM_CITY)
		term_add(t, f->city, strlen(f->city));
}

static int
term_order(const void *one, const void *other)
{
	const struct term *a = one, *b = other;
	size_t least = a->len < b->len ? a->len : b->len;
	int order = memcmp(a->text, b->text, least);

	return order != 0 ? order : a->len < b->len ? -1 : a->len > b->len;
}

/* Two at least have it, and so have others by chance: one less than do. */
static struct str
terms_list(struct terms *t)
{
	struct str out = STR_INIT;
	size_t i, n = 0;
	double share;

	for (i = 0; i < t->room; i++) {
		share = (t->slots[i].n - 1.0) / (double)t->people;
		if (t->slots[i].n > 1 && match_often(share) < MATCH_LISTED &&
		    memchr(t->slots[i].text, '\n', t->slots[i].len) == NULL)
			t->slots[n++] = t->slots[i];
	}
	if (n > 1)
		qsort(t->slots, n, sizeof(t->slots[0]), term_order);
	for (i = 0; i < n; i++) {
		share = (t->slots[i].n - 1.0) / (double)t->people;
		str_add(&out, t->slots[i].text, t->slots[i].len);
		str_addf(&out, "\t%02d\n", match_often(share));
	}
	return out;
}

struct lister {
	const struct people *people;
	struct str lists[TERMS];
};

static void
terms_task(void *arg, int thread, int term)
{
	struct lister *l = arg;
	struct terms terms = {0};
	struct match_face face;
	size_t i;

	(void)thread;
	for (i = 0; i < l->people->n; i++) {
		people_face(l->people, i, &face);
		person_term(&terms, &face, (enum match_term)term);
	}
	l->lists[term] = terms_list(&terms);
	free(terms.slots);
}

void
people_terms(const struct people *p, struct match_model *m, struct keep *keep)
{
	struct lister l = {.people = p};
	int i;

	tasks_run(terms_task, &l, TERMS);
	m->clients = (double)p->n;
	for (i = 0; i < TERMS; i++) {
		m->terms[i] = keep_mem(keep, l.lists[i].ptr, l.lists[i].len);
		str_free(&l.lists[i]);
	}
}

/* --- how frequent --- */

/* The words of a model in hash tables, with how often they are seen; for
 * everybody that is faster than to look each up in the list. */
struct knower {
	struct people *people;
	const struct match_model *model;
	struct terms terms[TERMS]; /* n: how often */
	unsigned char rare;
};

static void
terms_read(struct terms *t, const char *list)
{
	const char *end;
	size_t len;

	for (; list != NULL && *list != '\0'; list = end + 1) {
		end = strchr(list, '\n');
		len = (size_t)(end - list) - 3;
		if (t->n * 2 >= t->room)
			terms_grow(t);
		*term_find(t, list, len) = (struct term){list, (uint32_t)len,
		    (uint32_t)((list[len + 1] - '0') * 10 + list[len + 2] -
			       '0')};
		t->n++;
	}
}

/* As match_term_often(). */
static unsigned char
often_of(
    const struct knower *k, enum match_term term, const char *text, size_t len)
{
	const struct term *s;

	if (k->model->terms[term] == NULL || len == 0)
		return 0;
	s = k->terms[term].room > 0 ? term_find(&k->terms[term], text, len)
				    : NULL;
	return s != NULL && s->n > 0 ? (unsigned char)s->n : k->rare;
}

#define SLICE 16384 /* people of a task */

static void
slice_know(void *arg, int thread, int task)
{
	struct knower *k = arg;
	size_t i = (size_t)task * SLICE, end = i + SLICE;
	struct match_face f;
	struct packed *to;
	int j;

	(void)thread;
	for (; i < end && i < k->people->n; i++) {
		people_face(k->people, i, &f);
		to = people_packed(k->people, i);
		for (j = 0; j < f.nwords; j++) {
			to->words[j].given = often_of(
			    k, TERM_GIVEN, f.words[j].text, f.words[j].len);
			to->words[j].family = often_of(
			    k, TERM_FAMILY, f.words[j].text, f.words[j].len);
		}
		to->often_postcode =
		    often_of(k, TERM_POSTCODE, f.postcode, strlen(f.postcode));
		to->often_city = often_of(k, TERM_CITY, f.city, strlen(f.city));
	}
}

void
people_know(struct people *p, const struct match_model *model)
{
	struct knower k = {.people = p, .model = model};
	int i;

	for (i = 0; i < TERMS; i++)
		terms_read(&k.terms[i], model->terms[i]);
	k.rare = match_rare(model->clients);
	tasks_run(slice_know, &k, (int)((p->n + SLICE - 1) / SLICE));
	for (i = 0; i < TERMS; i++)
		free(k.terms[i].slots);
}
