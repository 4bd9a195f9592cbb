/*
 * tally.c: SQL functions that count by periods of the local clocks.
 */
#include <stdlib.h>
#include <string.h>

#include "entity.h"
#include "kind.h"
#include "quote.h"
#include "tally_in.h"

#include "banned.h"

#define KEY_MAX	  24
#define SLOTS_MIN 64
#define DAYS	  2048 /* that are remembered */

/* What was counted in a period under a key. */
struct count {
	char key[KEY_MAX];
	int64_t n;
};

struct slot {
	char period[PERIOD_MAX];
	struct count *counts;
	int ncounts;
};

/* Periods found by their name; rows in the order of time rarely ask. */
struct tally {
	struct slot **slots; /* a power of two of them; NULL: free */
	size_t cap, used;
	char at[21]; /* of the row before */
	struct slot *slot; /* and its period */
	struct {
		int64_t day;
		struct slot *slot; /* NULL: free */
	} known[DAYS]; /* the periods of days asked for before */
};

/* --- periods ----------------------------------------------------------------
 */

bool
period_unit(enum period_by *by, const char *text)
{
	static const char *const words[] = {[BY_NOTHING] = "",
	    [BY_DAY] = "day",
	    [BY_WEEK] = "week",
	    [BY_MONTH] = "month",
	    [BY_YEAR] = "year",
	    [BY_WEEKDAY] = "weekday",
	    [BY_HOUR] = "hour",
	    [BY_GRID] = "grid"};
	size_t i;

	*by = BY_NOTHING;
	if (text == NULL)
		return true;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(text, words[i]) == 0) {
			*by = (enum period_by)i;
			return true;
		}
	return false;
}

bool
instant_of(sqlite3_value *value, int64_t *t)
{
	const char *at = (const char *)sqlite3_value_text(value);

	return at != NULL &&
	       time_parse(t, at, (size_t)sqlite3_value_bytes(value), 0) == NULL;
}

/* 0 for Monday: day 0 was a Thursday. */
static int
day_weekday(int64_t day)
{
	return (int)(((day + 3) % 7 + 7) % 7);
}

void
period_name(char out[PERIOD_MAX], int64_t t, enum period_by by)
{
	static const size_t lengths[] = {
	    [BY_DAY] = 10, [BY_MONTH] = 7, [BY_YEAR] = 4};
	char text[17];
	int64_t day = day_of(t);

	out[0] = '\0';
	time_print_local(text, t);
	switch (by) {
	case BY_NOTHING:
		break;
	case BY_DAY:
	case BY_MONTH:
	case BY_YEAR:
		memcpy(out, text, lengths[by]);
		out[lengths[by]] = '\0';
		break;
	case BY_WEEK:
		day_print(out, day - day_weekday(day));
		break;
	case BY_HOUR:
		memcpy(out, text + 11, 2);
		out[2] = '\0';
		break;
	case BY_WEEKDAY:
	case BY_GRID:
		out[0] = (char)('1' + day_weekday(day));
		out[1] = '\0';
		if (by == BY_GRID) {
			out[1] = ' ';
			memcpy(out + 2, text + 11, 2);
			out[4] = '\0';
		}
		break;
	}
}

/* --- period(at, by) --- */

static void
sql_period(sqlite3_context *context, int n, sqlite3_value **values)
{
	char text[PERIOD_MAX];
	enum period_by by;
	int64_t t;

	(void)n;
	if (!period_unit(&by, (const char *)sqlite3_value_text(values[1])))
		sqlite3_result_error(context, "period: by what?", -1);
	else if (instant_of(values[0], &t)) {
		period_name(text, t, by);
		sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
	}
}

/* --- whole(at, seconds, by) --- */

static int64_t
unit_number(int64_t t, int64_t unit)
{
	return t / unit - (t % unit < 0);
}

static void
sql_whole(sqlite3_context *context, int n, sqlite3_value **values)
{
	enum period_by by;
	int64_t t, end, unit, ahead;

	(void)n;
	if (!period_unit(&by, (const char *)sqlite3_value_text(values[2])))
		sqlite3_result_error(context, "whole: by what?", -1);
	if (by == BY_NOTHING || !instant_of(values[0], &t)) {
		sqlite3_result_int(context, by == BY_NOTHING);
		return;
	}
	end = t + sqlite3_value_int64(values[1]) - 1;
	unit = by == BY_HOUR || by == BY_GRID ? 3600 : 86400;
	ahead = time_ahead(t);
	sqlite3_result_int(context,
	    time_ahead(end) == ahead &&
		unit_number(t + ahead, unit) == unit_number(end + ahead, unit));
}

/* --- tally(at, by, key, n) ---------------------------------------------------
 */

/* Where a period is, or is to be. */
static size_t
slot_place(const struct tally *t, const char *period)
{
	uint64_t hash = fnv(FNV_START, period, strlen(period));
	size_t i;

	for (i = hash & (t->cap - 1); t->slots[i] != NULL;
	     i = (i + 1) & (t->cap - 1))
		if (strcmp(t->slots[i]->period, period) == 0)
			break;
	return i;
}

static void
slots_grow(struct tally *t)
{
	struct slot **old = t->slots;
	size_t i, cap = t->cap;

	t->cap = cap == 0 ? SLOTS_MIN : 2 * cap;
	t->slots = mem_alloc(t->cap * sizeof(struct slot *));
	memset(t->slots, 0, t->cap * sizeof(struct slot *));
	for (i = 0; i < cap; i++)
		if (old[i] != NULL)
			t->slots[slot_place(t, old[i]->period)] = old[i];
	free(old);
}

static struct slot *
slot_find(struct tally *t, const char *period)
{
	size_t i;

	if (2 * t->used >= t->cap)
		slots_grow(t);
	i = slot_place(t, period);
	if (t->slots[i] == NULL) {
		t->slots[i] = mem_alloc(sizeof(struct slot));
		*t->slots[i] = (struct slot){.ncounts = 0};
		memcpy(t->slots[i]->period, period, strlen(period) + 1);
		t->used++;
	}
	return t->slots[i];
}

static struct count *
count_find(struct slot *s, const char *key, size_t len)
{
	struct count *c;
	int i;

	if (len >= KEY_MAX)
		len = KEY_MAX - 1;
	for (i = 0; i < s->ncounts; i++)
		if (strncmp(s->counts[i].key, key, len) == 0 &&
		    s->counts[i].key[len] == '\0')
			return &s->counts[i];
	s->counts =
	    mem_grow(s->counts, (size_t)(s->ncounts + 1) * sizeof(*s->counts));
	c = &s->counts[s->ncounts++];
	*c = (struct count){.n = 0};
	memcpy(c->key, key, len);
	return c;
}

/* The period of an instant. Those that go by days are remembered by them. */
static struct slot *
instant_slot(struct tally *t, int64_t when, enum period_by by)
{
	bool hours = by == BY_HOUR || by == BY_GRID;
	int64_t day = hours || by == BY_NOTHING ? 0 : day_of(when);
	size_t i = (uint64_t)day % DAYS;
	char period[PERIOD_MAX];

	if (!hours && t->known[i].slot != NULL && t->known[i].day == day)
		return t->known[i].slot;
	period_name(period, when, by);
	if (t->slot != NULL && strcmp(t->slot->period, period) == 0)
		t->known[i].slot = t->slot;
	else
		t->known[i].slot = slot_find(t, period);
	t->known[i].day = day;
	return t->known[i].slot;
}

/* The period of this row; NULL with an error, or when it has none. */
static struct slot *
row_slot(struct tally *t, sqlite3_context *context, sqlite3_value **values)
{
	const char *at = (const char *)sqlite3_value_text(values[0]);
	size_t len = (size_t)sqlite3_value_bytes(values[0]);
	enum period_by by;
	int64_t when;

	if (at == NULL)
		return NULL;
	if (t->slot != NULL && len < sizeof(t->at) &&
	    memcmp(t->at, at, len + 1) == 0)
		return t->slot;
	if (!period_unit(&by, (const char *)sqlite3_value_text(values[1]))) {
		sqlite3_result_error(context, "tally: by what?", -1);
		return NULL;
	}
	if (time_parse(&when, at, len, 0) != NULL)
		return NULL;
	t->slot = instant_slot(t, when, by);
	t->at[0] = '\0';
	if (len < sizeof(t->at))
		memcpy(t->at, at, len + 1);
	return t->slot;
}

static void
tally_step(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct tally *t = sqlite3_aggregate_context(context, sizeof(*t));
	const char *key = (const char *)sqlite3_value_text(values[2]);
	struct slot *slot;
	struct count *c;

	(void)n;
	if (t == NULL || key == NULL ||
	    (slot = row_slot(t, context, values)) == NULL)
		return;
	c = count_find(slot, key, (size_t)sqlite3_value_bytes(values[2]));
	if (__builtin_add_overflow(c->n, sqlite3_value_int64(values[3]), &c->n))
		sqlite3_result_error(context, "too large a sum", -1);
}

static int
slot_compare(const void *a, const void *b)
{
	const struct slot *const *x = a, *const *y = b;

	return strcmp((*x)->period, (*y)->period);
}

static void
slot_put(struct str *out, const struct slot *s)
{
	int i;

	for (i = 0; i < s->ncounts; i++) {
		if (s->counts[i].n == 0)
			continue;
		str_adds(out, out->len == 1 ? "[" : ",[");
		json_quote(out, s->period, strlen(s->period));
		str_addc(out, ',');
		json_quote(out, s->counts[i].key, strlen(s->counts[i].key));
		str_addf(out, ",%lld]", (long long)s->counts[i].n);
	}
}

static void
tally_end(sqlite3_context *context)
{
	struct tally *t = sqlite3_aggregate_context(context, 0);
	struct str out = STR_INIT;
	size_t i, n = 0;

	str_addc(&out, '[');
	for (i = 0; t != NULL && i < t->cap; i++)
		if (t->slots[i] != NULL)
			t->slots[n++] = t->slots[i];
	if (n > 1)
		qsort(t->slots, n, sizeof(struct slot *), slot_compare);
	for (i = 0; i < n; i++) {
		slot_put(&out, t->slots[i]);
		free(t->slots[i]->counts);
		free(t->slots[i]);
	}
	str_addc(&out, ']');
	sqlite3_result_text(context, out.ptr, (int)out.len, SQLITE_TRANSIENT);
	str_free(&out);
	if (t != NULL)
		free(t->slots);
}

int
tally_register(struct crm *crm)
{
	int code = SQLITE_OK, flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

	code |= sqlite3_create_function(
	    crm->db, "period", 2, flags, crm, sql_period, NULL, NULL);
	code |= sqlite3_create_function(
	    crm->db, "tally", 4, flags, crm, NULL, tally_step, tally_end);
	code |= sqlite3_create_function(
	    crm->db, "whole", 3, flags, crm, sql_whole, NULL, NULL);
	code |= idset_register(crm);
	code |= visits_register(crm);
	code |= moves_register(crm);
	code |= segments_register(crm);
	code |= rhythm_register(crm);
	return code;
}
