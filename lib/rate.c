/*
 * rate.c: rates of exchange, and amounts in the currency of the account.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "kind.h"
#include "rate.h"

#include "banned.h"

struct rate {
	char code[4];
	int digits; /* decimals of the currency */
	struct decimal worth; /* of one, in the account's currency */
};

struct rates {
	char own[4]; /* the account's currency */
	int digits;
	int n;
	struct rate list[];
};

/* --- what there is --- */

bool
rate_currency(char out[4], const char *name)
{
	size_t n = strlen(RATE_PREFIX);

	return strncmp(name, RATE_PREFIX, n) == 0 && strlen(name) == n + 3 &&
	       currency_parse(out, name + n, 3) == NULL;
}

/* A rate that was written by other means and makes no sense is none. */
static bool
rate_read(struct rate *rate, const char *name, const char *value)
{
	if (!rate_currency(rate->code, name) ||
	    decimal_parse(&rate->worth, value, strlen(value)) != NULL ||
	    rate->worth.digits == 0)
		return false;
	rate->digits = currency_digits(rate->code, 3);
	return true;
}

/* Kept in the handle: asked for with every row that has an amount. */
static const struct rates *
rates_read(struct crm *crm)
{
	struct rates *r = crm->rates;
	struct crm_rows *rows;
	const char *own;

	if (r != NULL)
		return r;
	own = crm_setting(crm, "account.currency");
	r = mem_alloc(sizeof(*r));
	*r = (struct rates){.n = 0};
	currency_parse(r->own, own, strlen(own));
	r->digits = currency_digits(r->own, 3);
	rows = crm_query(crm, "SELECT name, value FROM setting "
			      "WHERE name > 'rate.' AND name < 'rate/'");
	while (crm_next(rows)) {
		r = mem_grow(
		    r, sizeof(*r) + (size_t)(r->n + 1) * sizeof(r->list[0]));
		r->n += rate_read(&r->list[r->n], crm_col_text(rows, 0),
		    crm_col_text(rows, 1));
	}
	crm->rates = r;
	return r;
}

void
rate_forget(struct crm *crm)
{
	free(crm->rates);
	crm->rates = NULL;
}

static const struct rate *
rate_find(const struct rates *r, const char *code)
{
	int i;

	for (i = 0; i < r->n; i++)
		if (strcasecmp(r->list[i].code, code) == 0)
			return &r->list[i];
	return NULL;
}

/* --- the SQL functions --- */

static void
sql_convert(sqlite3_context *context, int n, sqlite3_value **values)
{
	const char *code = (const char *)sqlite3_value_text(values[1]);
	const struct rates *r;
	const struct rate *rate;
	int64_t minor;

	(void)n;
	if (sqlite3_value_type(values[0]) == SQLITE_NULL)
		return;
	minor = sqlite3_value_int64(values[0]);
	if (code != NULL && *code != '\0') {
		r = rates_read(sqlite3_user_data(context));
		rate = NULL;
		if (strcasecmp(code, r->own) != 0 &&
		    ((rate = rate_find(r, code)) == NULL ||
			!decimal_times(&minor, minor, rate->worth,
			    r->digits - rate->digits)))
			return;
	}
	sqlite3_result_int64(context, minor);
}

bool
rate_amount(struct crm *crm, const char *text, int64_t *minor)
{
	struct decimal amount;

	return text != NULL &&
	       decimal_parse(&amount, text, strlen(text)) == NULL &&
	       decimal_times(minor, 1, amount, rates_read(crm)->digits);
}

int
rate_register(struct crm *crm)
{
	int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

	return sqlite3_create_function(
	    crm->db, "convert", 2, flags, crm, sql_convert, NULL, NULL);
}
