/*
 * money.c: amounts as integers of minor units, in and out, and sums of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "currency_table.h"
#include "kind.h"
#include "quote.h"
#include "scan.h"

#include "banned.h"

#define CURRENCIES (sizeof(currency_table) / sizeof(*currency_table))

/* The place of a code in the table; CURRENCIES when it is not there. */
static size_t
currency_find(const char *code, size_t len)
{
	size_t lo = 0, hi = CURRENCIES, mid;
	char key[4];
	int cmp;

	if (len != 3)
		return CURRENCIES;
	for (mid = 0; mid < 3; mid++)
		key[mid] = to_upper(code[mid]);
	key[3] = '\0';
	while (lo < hi) {
		mid = (lo + hi) / 2;
		cmp = memcmp(currency_table[mid].code, key, 4);
		if (cmp == 0)
			return mid;
		if (cmp < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return CURRENCIES;
}

int
currency_decimals(const char *code, size_t len)
{
	size_t i;

	i = currency_find(code, len);
	return i < CURRENCIES ? currency_table[i].decimals : -1;
}

int
currency_digits(const char *code, size_t len)
{
	int n = currency_decimals(code, len);

	return n < 0 ? 2 : n;
}

const char *
currency_parse(char out[4], const char *text, size_t len)
{
	size_t i;

	trim(&text, &len);
	i = currency_find(text, len);
	if (i == CURRENCIES)
		return "not a currency code";
	memcpy(out, currency_table[i].code, 4);
	return NULL;
}

/* --- amounts in -------------------------------------------------------------
 */

/* What people put between the thousands, beside the point or the comma. */
static const char *const separators[] = {
    " ", "'", "\xc2\xa0", /* no-break space */
    "\xe2\x80\xaf", /* narrow no-break space */
    "\xe2\x80\x89", /* thin space */
    "\xe2\x80\x99", /* apostrophe */
};

/* The thousands separator at s: its bytes, 0 when there is none. */
static size_t
separator(const char *s, size_t len, bool comma)
{
	size_t i, n;

	if (len > 0 && s[0] == (comma ? '.' : ','))
		return 1;
	for (i = 0; i < sizeof(separators) / sizeof(*separators); i++) {
		n = strlen(separators[i]);
		if (len >= n && memcmp(s, separators[i], n) == 0)
			return n;
	}
	return 0;
}

/* An amount being read; downwards, since INT64_MIN has no opposite. */
struct amount {
	int64_t value;
	bool overflow;
};

static void
amount_digit(struct amount *a, int digit)
{
	a->overflow |= __builtin_mul_overflow(a->value, 10, &a->value);
	a->overflow |= __builtin_sub_overflow(a->value, digit, &a->value);
}

/*
 * The digits before the decimals. Separators stand before groups of three
 * and are all alike; the first group has one to three digits. Returns the
 * bytes read, or -1.
 */
static ssize_t
read_units(struct amount *a, const char *s, size_t len, bool comma)
{
	const char *sep = NULL;
	size_t i = 0, group = 0, n, sep_len = 0;

	while (i < len) {
		if (is_digit(s[i])) {
			amount_digit(a, s[i++] - '0');
			group++;
			continue;
		}
		n = separator(s + i, len - i, comma);
		if (n == 0)
			break;
		if (sep == NULL ? group < 1 || group > 3
				: group != 3 || n != sep_len ||
				      memcmp(sep, s + i, n) != 0)
			return -1;
		sep = s + i;
		sep_len = n;
		group = 0;
		i += n;
	}
	return sep != NULL && group != 3 ? -1 : (ssize_t)i;
}

/* The sign: a minus may be the typographic one. Returns its bytes. */
static size_t
read_sign(const char *s, size_t len, bool *minus)
{
	*minus = false;
	if (len >= 3 && memcmp(s, "\xe2\x88\x92", 3) == 0) {
		*minus = true;
		return 3;
	}
	if (len == 0 || (s[0] != '-' && s[0] != '+'))
		return 0;
	*minus = s[0] == '-';
	return 1;
}

/* --- marks of currencies --- */

/* Some are shared: "$" says little, but "$" of an amount in euro is wrong. */
static const struct {
	const char *mark;
	const char *currencies;
} marks[] = {
    {"R$", "BRL"},
    {"US$", "USD"},
    {"$", "USD CAD AUD NZD MXN SGD HKD ARS CLP COP UYU BRL TWD"},
    {"\xe2\x82\xac", "EUR"}, /* euro */
    {"\xc2\xa3", "GBP EGP GIP FKP SHP SYP LBP"}, /* pound */
    {"\xc2\xa5", "JPY CNY"}, /* yen, yuan */
    {"\xe2\x82\xb9", "INR"}, /* rupee */
    {"\xe2\x82\xb4", "UAH"}, /* hryvnia */
    {"z\xc5\x82", "PLN"}, /* zloty */
    {"K\xc4\x8d", "CZK"}, /* koruna */
    {"kr", "SEK NOK DKK ISK"},
};

/* Do three letters begin both, in any case? */
static bool
same_code(const char *a, const char *b)
{
	int i;

	for (i = 0; i < 3; i++)
		if (!is_alpha(a[i]) || to_upper(a[i]) != to_upper(b[i]))
			return false;
	return true;
}

static bool
is_of(const char *currencies, const char *currency)
{
	const char *p;

	for (p = currencies; *p != '\0'; p += p[3] == '\0' ? 3 : 4)
		if (same_code(p, currency))
			return true;
	return false;
}

/* Is there this mark at the start or at the end? Then it is taken off. */
static bool
mark_off(const char **text, size_t *len, const char *mark, size_t n)
{
	if (*len <= n)
		return false;
	if (memcmp(*text, mark, n) == 0) {
		*text += n;
		*len -= n;
	} else if (memcmp(*text + *len - n, mark, n) == 0) {
		*len -= n;
	} else {
		return false;
	}
	trim(text, len);
	return true;
}

const char *
money_unmark(const char **text, size_t *len, const char *currency)
{
	size_t i, end;

	trim(text, len);
	if (*len == 0 || (is_digit((*text)[0]) && is_digit((*text)[*len - 1])))
		return NULL;
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (mark_off(text, len, marks[i].mark, strlen(marks[i].mark)))
			return is_of(marks[i].currencies, currency)
				   ? NULL
				   : "in another currency";
	if (*len <= 3)
		return NULL;
	end = *len - 3;
	if (same_code(*text, currency) && !is_alpha((*text)[3]))
		mark_off(text, len, *text, 3);
	else if (same_code(*text + end, currency) &&
		 !is_alpha((*text)[end - 1]))
		*len = end;
	trim(text, len);
	return NULL;
}

const char *
money_parse(
    int64_t *minor, const char *text, size_t len, int decimals, bool comma)
{
	static const char wrong[] = "not an amount";
	struct amount a = {0, false};
	bool minus, given;
	ssize_t n;
	size_t i;
	int places = 0;

	trim(&text, &len);
	i = read_sign(text, len, &minus);
	n = read_units(&a, text + i, len - i, comma);
	if (n < 0)
		return wrong;
	given = n > 0;
	i += (size_t)n;
	if (i < len && text[i] == (comma ? ',' : '.')) {
		for (i++; i < len && is_digit(text[i]); i++) {
			if (places++ < decimals)
				amount_digit(&a, text[i] - '0');
		}
		given = places > 0;
	}
	if (i < len || !given)
		return wrong;
	if (places > decimals)
		return "more decimals than the currency has";
	for (; places < decimals; places++)
		amount_digit(&a, 0);
	if (!minus)
		a.overflow |= __builtin_sub_overflow(0, a.value, &a.value);
	if (a.overflow)
		return "too large an amount";
	*minor = a.value;
	return NULL;
}

/* --- amounts out ------------------------------------------------------------
 */

/* The least decimals that are printed; zeros beyond them go. */
static void
print(char out[32], int64_t minor, int decimals, int least)
{
	uint64_t rest = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
	char digits[32];
	int n = 0, i;

	/* Backwards, with at least one digit before the point. */
	do {
		digits[n++] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0 || n <= decimals);
	for (i = 0; decimals > least && digits[i] == '0'; i++)
		decimals--;
	if (minor < 0)
		*out++ = '-';
	while (n > i) {
		*out++ = digits[--n];
		if (n == i + decimals && decimals > 0)
			*out++ = '.';
	}
	*out = '\0';
}

void
money_print(char out[32], int64_t minor, int decimals)
{
	print(out, minor, decimals, decimals);
}

void
money_print_json(char out[32], int64_t minor, int decimals)
{
	print(out, minor, decimals, 0);
}

/* --- sums --- */

/* The next "CODE":NUMBER of an object of sums; NULL when there is none. */
static const char *
sum_next(const char *p, const char **code, size_t *len, int64_t *minor)
{
	const char *quote;
	char *end;

	p += strspn(p, "{, \t\r\n");
	if (*p != '"' || (quote = strchr(p + 1, '"')) == NULL)
		return NULL;
	*code = p + 1;
	*len = (size_t)(quote - *code);
	p = quote + 1 + strspn(quote + 1, " \t\r\n");
	if (*p != ':')
		return NULL;
	p++;
	*minor = strtoll(p, &end, 10);
	return end == p ? NULL : end;
}

bool
sums_print(struct str *out, const char *text, bool json)
{
	const char *p = text, *code;
	char amount[32];
	int64_t minor;
	size_t len;
	int n = 0;

	if (text == NULL || text[0] != '{')
		return false;
	str_adds(out, json ? "[" : "");
	while ((p = sum_next(p, &code, &len, &minor)) != NULL) {
		if (json) {
			money_print_json(
			    amount, minor, currency_digits(code, len));
			str_adds(out, n > 0 ? "," : "");
			str_adds(out, "{\"currency\":");
			json_quote(out, code, len);
			str_addf(out, ",\"amount\":%s}", amount);
		} else {
			money_print(amount, minor, currency_digits(code, len));
			str_addf(out, "%s%s ", n > 0 ? "; " : "", amount);
			str_add(out, code, len);
		}
		n++;
	}
	str_adds(out, json ? "]" : "");
	return true;
}
