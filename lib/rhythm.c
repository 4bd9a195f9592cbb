/*
 * rhythm.c: SQL functions about how clients come: how often (rhythm), and who
 * comes again (cohorts).
 */
#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "tally_in.h"

#include "banned.h"

#define DAY    86400
#define SAME   (DAY / 2) /* within so many seconds it is one visit */
#define SPANS  4096 /* more periods between two visits count as that many */
#define PLACES 256
#define DAYS   2048 /* that are remembered */

void
number_add(struct numbers *s, int64_t x)
{
	if (s->n == s->cap) {
		s->cap = s->cap == 0 ? 16 : 2 * s->cap;
		s->list = mem_grow(s->list, s->cap * sizeof(*s->list));
	}
	s->list[s->n++] = x;
}

static int
number_compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

void
numbers_sort(struct numbers *s)
{
	if (s->n > 1)
		qsort(s->list, s->n, sizeof(*s->list), number_compare);
}

/* --- rhythm(at) --- */

static void
rhythm_step(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct numbers *s = sqlite3_aggregate_context(context, sizeof(*s));
	int64_t t;

	(void)n;
	if (s != NULL && instant_of(values[0], &t))
		number_add(s, t);
}

/* Times become the days between visits. */
static void
gaps_make(struct numbers *s)
{
	size_t i, n = 0;
	int64_t last;

	numbers_sort(s);
	for (last = s->n > 0 ? s->list[0] : 0, i = 1; i < s->n; i++) {
		int64_t gap = s->list[i] - last;

		if (gap <= SAME)
			continue;
		last = s->list[i];
		s->list[n++] = (gap + DAY / 2) / DAY;
	}
	s->n = n;
}

void
rhythm_answer(sqlite3_context *context, struct numbers *s)
{
	size_t half;

	gaps_make(s);
	numbers_sort(s);
	half = s->n / 2;
	if (s->n >= 2)
		sqlite3_result_int64(
		    context, s->n % 2 != 0
				 ? s->list[half]
				 : (s->list[half - 1] + s->list[half] + 1) / 2);
	free(s->list);
}

static void
rhythm_end(sqlite3_context *context)
{
	struct numbers *s = sqlite3_aggregate_context(context, 0);

	if (s != NULL)
		rhythm_answer(context, s);
}

/* --- groups of a size --- */

/*
 * The number that would stand at k were those from lo until before hi in order:
 * what is less is moved before it, what is greater behind it. Where clients
 * compare, many are equal, so those are gathered in the middle.
 */
static int64_t
number_at(int64_t *list, size_t lo, size_t hi, size_t k)
{
	int64_t pivot, x;
	size_t i, less, more;

	for (;;) {
		pivot = list[lo + (hi - lo) / 2];
		for (i = less = lo, more = hi; i < more;) {
			x = list[i];
			if (x < pivot) {
				list[i++] = list[less];
				list[less++] = x;
			} else if (x > pivot) {
				list[i] = list[--more];
				list[more] = x;
			} else
				i++;
		}
		if (k >= less && k < more)
			return pivot;
		if (k < less)
			hi = less;
		else
			lo = more;
	}
}

void
numbers_cut(struct numbers *s, int groups, int64_t *cuts)
{
	size_t k, parts = (size_t)groups, done = 0;
	int i;

	for (i = 1; i < groups; i++) {
		k = (s->n * (size_t)i + parts - 1) / parts - 1;
		cuts[i - 1] = number_at(s->list, done, s->n, k);
		done = k;
	}
}

/* --- cohorts(history, until, by, as_of) --- */

/* How many began in a period and were there so many periods later. */
struct place {
	int64_t first; /* instant in the period */
	int64_t number; /* of the period */
	int64_t after;
	int64_t n; /* 0: free */
};

struct cohorts {
	struct place *places; /* a power of two of them */
	size_t cap, used;
	enum period_by by;
	struct {
		int64_t day, number;
	} known[DAYS]; /* the periods of days asked for before */
};

/* Weeks begin on Monday; day 0 was a Thursday. */
static int64_t
period_number(int64_t day, enum period_by by)
{
	if (by == BY_WEEK)
		return (day + 3) / 7 - ((day + 3) % 7 < 0);
	return by == BY_YEAR ? day_month(day) / 12 : day_month(day);
}

/* Clients come on the same days. A number of 0 is worked out anew. */
static int64_t
period_of(struct cohorts *c, int64_t t)
{
	int64_t day = day_of(t);
	size_t i = (uint64_t)day % DAYS;

	if (c->known[i].day != day || c->known[i].number == 0) {
		c->known[i].day = day;
		c->known[i].number = period_number(day, c->by);
	}
	return c->known[i].number;
}

static struct place *
place_find(struct cohorts *c, int64_t number, int64_t after)
{
	size_t i =
	    ((uint64_t)(number * SPANS + after) * 11400714819323198485U) >> 20;

	for (i &= c->cap - 1; c->places[i].n != 0; i = (i + 1) & (c->cap - 1))
		if (c->places[i].number == number &&
		    c->places[i].after == after)
			break;
	return &c->places[i];
}

static void
places_grow(struct cohorts *c)
{
	struct place *old = c->places;
	size_t i, cap = c->cap;

	c->cap = cap == 0 ? PLACES : 2 * cap;
	c->places = mem_alloc(c->cap * sizeof(*c->places));
	memset(c->places, 0, c->cap * sizeof(*c->places));
	for (i = 0; i < cap; i++)
		if (old[i].n != 0)
			*place_find(c, old[i].number, old[i].after) = old[i];
	free(old);
}

/* One who was first there at an instant, and again so many periods later. */
static void
place_count(struct cohorts *c, int64_t begun, int64_t first, int64_t after)
{
	struct place *p;

	if (after >= SPANS)
		after = SPANS - 1;
	if (2 * c->used >= c->cap)
		places_grow(c);
	p = place_find(c, first, after);
	c->used += p->n == 0;
	*p = (struct place){begun, first, after, p->n + 1};
}

static void
cohorts_step(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct cohorts *c = sqlite3_aggregate_context(context, sizeof(*c));
	int64_t to = sqlite3_value_int64(values[1]);
	int64_t number, begun = 0, first = 0, last = 0;
	bool any = false;
	struct visits v;

	(void)n;
	if (c == NULL)
		return;
	if (!period_unit(&c->by, (const char *)sqlite3_value_text(values[2])))
		sqlite3_result_error(context, "cohorts: by what?", -1);
	visits_begin(&v, (const char *)sqlite3_value_text(values[0]),
	    looking_back_of(sqlite3_user_data(context), values[3]));
	while (visits_next(&v) && v.t <= to) {
		if (v.what != 'c')
			continue;
		number = period_of(c, v.t);
		if (!any) {
			begun = v.t;
			first = number;
		}
		if (!any || number != last)
			place_count(c, begun, first, number - first);
		any = true;
		last = number;
	}
}

static int
place_compare(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return (x->after > y->after) - (x->after < y->after);
}

static void
cohorts_end(sqlite3_context *context)
{
	struct cohorts *c = sqlite3_aggregate_context(context, 0);
	struct str out = STR_INIT;
	char name[PERIOD_MAX];
	size_t i, n = 0;

	str_addc(&out, '[');
	for (i = 0; c != NULL && i < c->cap; i++)
		if (c->places[i].n != 0)
			c->places[n++] = c->places[i];
	if (n > 1)
		qsort(c->places, n, sizeof(*c->places), place_compare);
	for (i = 0; i < n; i++) {
		period_name(name, c->places[i].first, c->by);
		str_addf(&out, "%s[\"%s\",%lld,%lld]", i == 0 ? "" : ",", name,
		    (long long)c->places[i].after, (long long)c->places[i].n);
	}
	str_addc(&out, ']');
	sqlite3_result_text(context, out.ptr, (int)out.len, SQLITE_TRANSIENT);
	str_free(&out);
	if (c != NULL)
		free(c->places);
}

int
rhythm_register(struct crm *crm)
{
	int code = SQLITE_OK, flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

	code |= sqlite3_create_function(
	    crm->db, "rhythm", 1, flags, crm, NULL, rhythm_step, rhythm_end);
	code |= sqlite3_create_function(
	    crm->db, "cohorts", 4, flags, crm, NULL, cohorts_step, cohorts_end);
	return code;
}
