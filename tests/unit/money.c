/*
 * money.c: amounts and currencies, at their edges.
 */
#include <stdlib.h>

#include "kind.h"
#include "unit.h"

static const char *
amount(const char *text, int decimals, bool comma)
{
	static char out[32];
	const char *why;
	int64_t minor;

	why = money_parse(&minor, text, strlen(text), decimals, comma);
	if (why != NULL)
		return why;
	snprintf(out, sizeof(out), "%lld", (long long)minor);
	return out;
}

/* An amount with the mark of a currency; 2 decimals. */
static const char *
marked(const char *text, const char *currency)
{
	size_t len = strlen(text);
	const char *why = money_unmark(&text, &len, currency);
	static char rest[64];

	if (why != NULL)
		return why;
	snprintf(rest, sizeof(rest), "%.*s", (int)len, text);
	return amount(rest, 2, false);
}

static void
test_marks(void)
{
	CHECK_STR(marked("$32.00", "USD"), "3200");
	CHECK_STR(marked("$ 32.00", "CAD"), "3200");
	CHECK_STR(marked("US$32", "USD"), "3200");
	CHECK_STR(marked("R$ 1,197.00", "BRL"), "119700");
	CHECK_STR(marked("12.50 \xe2\x82\xac", "EUR"), "1250");
	CHECK_STR(marked("12.50\xc2\xa0\xe2\x82\xac", "EUR"), "1250");
	CHECK_STR(marked("EUR 5", "EUR"), "500");
	CHECK_STR(marked("5eur", "EUR"), "500");
	CHECK_STR(marked("5.00", "EUR"), "500");
	CHECK_STR(marked("$5.00", "EUR"), "in another currency");
	CHECK_STR(marked("\xc2\xa3"
			 "5",
		      "EUR"),
	    "in another currency");
	CHECK_STR(marked("USD 5", "EUR"), "not an amount");
	CHECK_STR(marked("$", "USD"), "not an amount");
	CHECK_STR(marked("five", "USD"), "not an amount");
	CHECK_STR(marked("$$5", "USD"), "not an amount");
	CHECK_STR(marked("XEUR 5", "EUR"), "not an amount");
}

static const char *
printed(int64_t minor, int decimals)
{
	static char out[32];

	money_print(out, minor, decimals);
	return out;
}

static const char *
json(int64_t minor, int decimals)
{
	static char out[32];

	money_print_json(out, minor, decimals);
	return out;
}

static void
test_parse(void)
{
	CHECK_STR(amount("12.50", 2, false), "1250");
	CHECK_STR(amount(" 12.5 ", 2, false), "1250");
	CHECK_STR(amount("-3", 2, false), "-300");
	CHECK_STR(amount("+3", 2, false), "300");
	CHECK_STR(amount("0", 2, false), "0");
	CHECK_STR(amount("-0.00", 2, false), "0");
	CHECK_STR(amount(".5", 2, false), "50");
	CHECK_STR(amount("1234567.8", 2, false), "123456780");
	CHECK_STR(amount("1,234.50", 2, false), "123450");
	CHECK_STR(amount("1,234,567", 2, false), "123456700");
	CHECK_STR(amount("12,50", 2, true), "1250");
	CHECK_STR(amount("1.234,50", 2, true), "123450");
	CHECK_STR(amount("1.234", 2, true), "123400");
	CHECK_STR(amount("1 234,50", 2, true), "123450");
	CHECK_STR(amount("1\u00a0234\u00a0567,5", 2, true), "123456750");
	CHECK_STR(amount("1'234.50", 2, false), "123450");
	CHECK_STR(amount("\u221223,00", 2, true), "-2300");
	CHECK_STR(amount("500", 0, false), "500");
	CHECK_STR(amount("1.234", 3, false), "1234");
	CHECK_STR(
	    amount("1.5", 0, false), "more decimals than the currency has");
	CHECK_STR(
	    amount("12.505", 2, false), "more decimals than the currency has");
	CHECK_STR(
	    amount("12.500", 2, false), "more decimals than the currency has");
	CHECK_STR(amount("12,50", 2, false), "not an amount");
	CHECK_STR(amount("12.50", 2, true), "not an amount");
	CHECK_STR(amount("1,2345", 2, false), "not an amount");
	CHECK_STR(amount("1234,567", 2, false), "not an amount");
	CHECK_STR(amount(",123", 2, false), "not an amount");
	CHECK_STR(amount("1,234 567", 2, false), "not an amount");
	CHECK_STR(amount("1,,234", 2, false), "not an amount");
	CHECK_STR(amount("12.", 2, false), "not an amount");
	CHECK_STR(amount(".", 2, false), "not an amount");
	CHECK_STR(amount("", 2, false), "not an amount");
	CHECK_STR(amount("-", 2, false), "not an amount");
	CHECK_STR(amount("--1", 2, false), "not an amount");
	CHECK_STR(amount("1e3", 2, false), "not an amount");
	CHECK_STR(amount("1.2.3", 2, false), "not an amount");
	CHECK_STR(amount("12 EUR", 2, false), "not an amount");
	CHECK_STR(amount("0x10", 2, false), "not an amount");
	CHECK_STR(
	    amount("92233720368547758.07", 2, false), "9223372036854775807");
	CHECK_STR(
	    amount("92233720368547758.08", 2, false), "too large an amount");
	CHECK_STR(
	    amount("-92233720368547758.08", 2, false), "-9223372036854775808");
	CHECK_STR(
	    amount("-92233720368547758.09", 2, false), "too large an amount");
	CHECK_STR(
	    amount("9223372036854775807", 0, false), "9223372036854775807");
	CHECK_STR(amount("92233720368547759", 2, false), "too large an amount");
	CHECK_STR(amount("99999999999999999999999999", 2, false),
	    "too large an amount");
}

static void
test_print(void)
{
	CHECK_STR(printed(1250, 2), "12.50");
	CHECK_STR(printed(5, 2), "0.05");
	CHECK_STR(printed(-5, 2), "-0.05");
	CHECK_STR(printed(0, 2), "0.00");
	CHECK_STR(printed(500, 0), "500");
	CHECK_STR(printed(1234, 3), "1.234");
	CHECK_STR(printed(INT64_MIN, 2), "-92233720368547758.08");
	CHECK_STR(printed(INT64_MAX, 4), "922337203685477.5807");
	CHECK_STR(json(1250, 2), "12.5");
	CHECK_STR(json(1200, 2), "12");
	CHECK_STR(json(1205, 2), "12.05");
	CHECK_STR(json(0, 2), "0");
	CHECK_STR(json(-10, 2), "-0.1");
	CHECK_STR(json(100, 0), "100");
	CHECK_STR(json(INT64_MIN, 3), "-9223372036854775.808");
}

/* What is printed is parsed as itself, and JSON means the same. */
static void
test_round(void)
{
	int64_t minor, back;
	char out[32];
	int i, decimals;

	srandom(2);
	for (i = 0; i < 200000; i++) {
		minor = (int64_t)(((uint64_t)random() << 33 ^ (uint64_t)random()
								  << 2) >>
				  (random() % 64));
		if (random() % 2)
			minor = ~minor;
		decimals = (int)(random() % 5);
		money_print(out, minor, decimals);
		CHECK(money_parse(&back, out, strlen(out), decimals, false) ==
			  NULL &&
		      back == minor);
		money_print_json(out, minor, decimals);
		CHECK(money_parse(&back, out, strlen(out), decimals, false) ==
			  NULL &&
		      back == minor);
	}
}

static void
test_currency(void)
{
	char out[4];

	CHECK(currency_decimals("EUR", 3) == 2);
	CHECK(currency_decimals("jpy", 3) == 0);
	CHECK(currency_decimals("KWD", 3) == 3);
	CHECK(currency_decimals("CLF", 3) == 4);
	CHECK(currency_decimals("AED", 3) == 2);
	CHECK(currency_decimals("ZWG", 3) == 2);
	CHECK(currency_decimals("XXX", 3) == -1);
	CHECK(currency_decimals("EU", 2) == -1);
	CHECK(currency_decimals("EURO", 4) == -1);
	CHECK(currency_decimals("", 0) == -1);
	CHECK(currency_parse(out, " eur ", 5) == NULL);
	CHECK_STR(out, "EUR");
	CHECK_STR(currency_parse(out, "\u20ac", 3), "not a currency code");
}

int
main(void)
{
	test_marks();
	test_parse();
	test_print();
	test_round();
	test_currency();
	return unit_end();
}
