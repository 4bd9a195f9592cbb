/*
 * decimal.c: decimal numbers, and products rounded half to even.
 */
#include "kind.h"
#include "unit.h"

static const char *
parsed(const char *text)
{
	static char out[64];
	struct decimal d;
	const char *why = decimal_parse(&d, text, strlen(text));

	if (why != NULL)
		return why;
	snprintf(out, sizeof(out), "%lld/%d", (long long)d.digits, d.places);
	return out;
}

static void
test_parse(void)
{
	CHECK_STR(parsed("0.92"), "92/2");
	CHECK_STR(parsed("1.250"), "125/2");
	CHECK_STR(parsed("100"), "100/0");
	CHECK_STR(parsed("100.00"), "100/0");
	CHECK_STR(parsed(".5"), "5/1");
	CHECK_STR(parsed("0"), "0/0");
	CHECK_STR(parsed(" 0.000 "), "0/0");
	CHECK_STR(parsed("007"), "7/0");
	CHECK_STR(parsed("999999999999999999"), "999999999999999999/0");
	CHECK_STR(parsed("0.000000000000000001"), "1/18");
	CHECK_STR(parsed("1000000000000000000"), "too many digits");
	CHECK_STR(parsed("0.0000000000000000001"), "too many digits");
	CHECK_STR(parsed(""), "not a decimal number such as 0.5");
	CHECK_STR(parsed("."), "not a decimal number such as 0.5");
	CHECK_STR(parsed("1."), "not a decimal number such as 0.5");
	CHECK_STR(parsed("1.2.3"), "not a decimal number such as 0.5");
	CHECK_STR(parsed("1,5"), "not a decimal number such as 0.5");
	CHECK_STR(parsed("-1"), "not a decimal number such as 0.5");
	CHECK_STR(parsed("+1"), "not a decimal number such as 0.5");
	CHECK_STR(parsed("1e3"), "not a decimal number such as 0.5");
	CHECK_STR(parsed("0x1"), "not a decimal number such as 0.5");
}

static const char *
times(int64_t x, const char *by, int power)
{
	static char out[64];
	struct decimal d = {0, 0};
	int64_t n;

	CHECK(decimal_parse(&d, by, strlen(by)) == NULL);
	if (!decimal_times(&n, x, d, power))
		return "does not fit";
	snprintf(out, sizeof(out), "%lld", (long long)n);
	return out;
}

static const char *
whole(int64_t x, const char *by, int power)
{
	static char out[64];
	struct decimal d = {0, 0};
	int64_t n;

	CHECK(decimal_parse(&d, by, strlen(by)) == NULL);
	if (!decimal_times_whole(&n, x, d, power))
		return "does not fit";
	snprintf(out, sizeof(out), "%lld", (long long)n);
	return out;
}

static void
test_whole(void)
{
	CHECK_STR(whole(799, "1", -2), "7");
	CHECK_STR(whole(-799, "1", -2), "-7");
	CHECK_STR(whole(99, "1", -2), "0");
	CHECK_STR(whole(5000, "0.1", -2), "5");
	/* 4.35 of a float is less. */
	CHECK_STR(whole(100, "4.35", 0), "435");
	CHECK_STR(
	    whole(INT64_MAX, "0.999999999999999999", 0), "9223372036854775797");
	CHECK_STR(whole(INT64_MAX, "1.5", 0), "does not fit");
}

static void
test_round(void)
{
	CHECK_STR(times(1, "0.5", 0), "0");
	CHECK_STR(times(3, "0.5", 0), "2");
	CHECK_STR(times(5, "0.5", 0), "2");
	CHECK_STR(times(7, "0.5", 0), "4");
	CHECK_STR(times(-1, "0.5", 0), "0");
	CHECK_STR(times(-3, "0.5", 0), "-2");
	CHECK_STR(times(-5, "0.5", 0), "-2");
	CHECK_STR(times(1, "0.500000000000000001", 0), "1");
	CHECK_STR(times(-1, "0.500000000000000001", 0), "-1");
	CHECK_STR(times(1, "0.499999999999999999", 0), "0");
	/* 1.005 of a float is less. */
	CHECK_STR(times(100, "1.005", 0), "100");
	CHECK_STR(times(300, "1.005", 0), "302");
	CHECK_STR(times(0, "123.456", 3), "0");
	CHECK_STR(times(25, "1", -1), "2");
	CHECK_STR(times(35, "1", -1), "4");
	CHECK_STR(times(12, "0.92", 2), "1104");
}

static void
test_edges(void)
{
	CHECK_STR(times(INT64_MAX, "1", 0), "9223372036854775807");
	CHECK_STR(times(INT64_MIN, "1", 0), "-9223372036854775808");
	CHECK_STR(times(INT64_MAX, "1.00000000000000001", 0), "does not fit");
	CHECK_STR(times(INT64_MAX, "0.1", 1), "9223372036854775807");
	CHECK_STR(times(INT64_MAX, "1", 1), "does not fit");
	CHECK_STR(times(INT64_MAX, "999999999999999999", 18), "does not fit");
	CHECK_STR(times(INT64_MIN, "999999999999999999", 18), "does not fit");
	CHECK_STR(times(INT64_MAX, "0.000000000000000001", -18), "0");
	CHECK_STR(times(INT64_MAX, "0.5", 0), "4611686018427387904");
	CHECK_STR(times(INT64_MIN, "0.5", 0), "-4611686018427387904");
}

int
main(void)
{
	test_parse();
	test_round();
	test_whole();
	test_edges();
	return unit_end();
}
