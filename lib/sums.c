/*
 * sums.c: SQL functions that add up money, each currency by itself.
 */
#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "quote.h"
#include "sums.h"

#include "banned.h"

#define JSON_SUBTYPE 'J' /* how SQLite marks a text as JSON */

struct sum {
	char code[12]; /* a currency; cut where it is none */
	int64_t minor;
	int64_t rows;
	bool any; /* has a row with an amount */
};

struct sums {
	struct sum *list;
	int n;
};

static struct sum *
sum_find(struct sums *s, const char *code, size_t len)
{
	struct sum *found;
	int i;

	if (len >= sizeof(found->code))
		len = sizeof(found->code) - 1;
	for (i = 0; i < s->n; i++)
		if (strncmp(s->list[i].code, code, len) == 0 &&
		    s->list[i].code[len] == '\0')
			return &s->list[i];
	s->list = mem_grow(s->list, (size_t)(s->n + 1) * sizeof(*s->list));
	found = &s->list[s->n++];
	*found = (struct sum){.rows = 0};
	memcpy(found->code, code, len);
	return found;
}

static void
sums_step(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct sums *s = sqlite3_aggregate_context(context, sizeof(*s));
	const char *code = (const char *)sqlite3_value_text(values[1]);
	struct sum *sum;

	(void)n;
	if (s == NULL)
		return;
	if (code == NULL || *code == '\0')
		code =
		    crm_setting(sqlite3_user_data(context), "account.currency");
	sum = sum_find(s, code, strlen(code));
	sum->rows++;
	if (sqlite3_value_type(values[0]) == SQLITE_NULL)
		return;
	sum->any = true;
	if (__builtin_add_overflow(
		sum->minor, sqlite3_value_int64(values[0]), &sum->minor))
		sqlite3_result_error(context, "too large a sum of money", -1);
}

/* Half to even: of 1 and 2 it is 2, of 2 and 3 too. */
static int64_t
mean(int64_t total, int64_t rows)
{
	int64_t whole = total / rows, rest = total % rows, left;
	int sign = total < 0 ? -1 : 1;

	rest *= sign;
	left = rows - rest;
	if (rest > left || (rest == left && whole % 2 != 0))
		whole += sign;
	return whole;
}

static int
sum_compare(const void *a, const void *b)
{
	return strcmp(
	    ((const struct sum *)a)->code, ((const struct sum *)b)->code);
}

static void
sums_print_all(struct str *out, struct sums *s, bool means)
{
	int i;

	if (s->n > 1)
		qsort(s->list, (size_t)s->n, sizeof(*s->list), sum_compare);
	for (i = 0; i < s->n; i++) {
		if (!s->list[i].any)
			continue;
		str_addc(out, out->len == 0 ? '{' : ',');
		json_quote(out, s->list[i].code, strlen(s->list[i].code));
		str_addf(out, ":%lld",
		    (long long)(means ? mean(s->list[i].minor, s->list[i].rows)
				      : s->list[i].minor));
	}
}

static void
sums_end(sqlite3_context *context, bool means)
{
	struct sums *s = sqlite3_aggregate_context(context, 0);
	struct str out = STR_INIT;

	if (s != NULL)
		sums_print_all(&out, s, means);
	if (out.len > 0)
		str_addc(&out, '}');
	else if (!means)
		str_adds(&out, "{}");
	if (out.len > 0)
		sqlite3_result_text(
		    context, out.ptr, (int)out.len, SQLITE_TRANSIENT);
	str_free(&out);
	if (s != NULL)
		free(s->list);
}

static void
sum_end(sqlite3_context *context)
{
	sums_end(context, false);
}

static void
mean_end(sqlite3_context *context)
{
	sums_end(context, true);
}

static void
sums_result(sqlite3_context *context, sqlite3_value *value, bool json)
{
	const char *text = (const char *)sqlite3_value_text(value);
	struct str out = STR_INIT;

	if (text != NULL && sums_print(&out, text, json)) {
		sqlite3_result_text(
		    context, out.ptr, (int)out.len, SQLITE_TRANSIENT);
		if (json)
			sqlite3_result_subtype(context, JSON_SUBTYPE);
	}
	str_free(&out);
}

static void
sql_sums(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	sums_result(context, values[0], true);
}

static void
sql_sums_text(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	sums_result(context, values[0], false);
}

int
sums_register(struct crm *crm)
{
	int code = SQLITE_OK, flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

	code |= sqlite3_create_function(
	    crm->db, "money_sum", 2, flags, crm, NULL, sums_step, sum_end);
	code |= sqlite3_create_function(
	    crm->db, "money_mean", 2, flags, crm, NULL, sums_step, mean_end);
	code |= sqlite3_create_function(crm->db, "sums", 1,
	    flags | SQLITE_SUBTYPE, crm, sql_sums, NULL, NULL);
	code |= sqlite3_create_function(
	    crm->db, "sums_text", 1, flags, crm, sql_sums_text, NULL, NULL);
	return code;
}
