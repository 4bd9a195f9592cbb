/*
 * rate.h: rates of exchange, and amounts in the currency of the account.
 */
#ifndef CRM_RATE_H
#define CRM_RATE_H

#include "db.h"

/*
 * A rate is a setting of the name rate.USD, such as 0.92: so many units of
 * account.currency is one US dollar worth. The account's own has none; what
 * is there when the account changes its currency is not looked at.
 */
#define RATE_PREFIX "rate."

/*
 * Register the SQL functions. An SQLite result code.
 *
 * convert(x_minor, currency): an amount in minor units of account.currency,
 * rounded half to even; exact, whatever decimals the two currencies have. NULL
 * as currency is the account's own: the amount itself. NULL when there is no
 * rate for the currency, and when the result does not fit.
 */
int rate_register(struct crm *);

/* "500.00" of account.currency in minor units, as settings have it; what is
 * beyond the decimals of the currency is rounded half to even. False when it is
 * no amount. */
bool rate_amount(struct crm *, const char *text, int64_t *minor);

/* The currency that a name of a setting, "rate.usd", is about, in capitals in
 * out; false when it is no currency's. */
bool rate_currency(char out[4], const char *name);

/* Read the rates afresh: one was written. */
void rate_forget(struct crm *);

#endif
