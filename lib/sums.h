/*
 * sums.h: SQL functions that add up money, each currency by itself.
 */
#ifndef CRM_SUMS_H
#define CRM_SUMS_H

#include "db.h"

/*
 * Register them. An SQLite result code.
 *
 * money_sum(x_minor, currency): an aggregate, {"EUR":1250,"USD":300}, sorted
 * by currency; a row without an amount adds nothing, one without a currency
 * is in the account's. {} when there is nothing to add up.
 *
 * money_mean(x_minor, currency): the same divided by the number of rows of the
 * currency, those without an amount included, half to even. NULL when there
 * is nothing to add up.
 *
 * sums(x): either of them as JSON, to be put into a JSON object:
 * [{"currency":"EUR","amount":12.5}]. sums_text(x): for people, "12.50 EUR".
 *
 * A column whose name ends in _minor prints either of the first two.
 */
int sums_register(struct crm *);

#endif
