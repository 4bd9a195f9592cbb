/*
 * kind.c: what names say, and plain values.
 */
#include <locale.h>

#include "kind.h"
#include "unit.h"

static const struct {
	const char *column;
	enum kind kind;
	const char *key;
	const char *opt;
} names[] = {
    {"id", KIND_INT, "id", "id"},
    {"client_id", KIND_REF, "client_id", "client"},
    {"worth_minor", KIND_MONEY, "worth", "worth"},
    {"expires_on", KIND_DATE, "expires_on", "expires"},
    {"created_at", KIND_TIME, "created_at", "created"},
    {"is_blocked", KIND_BOOL, "blocked", "blocked"},
    {"answers_json", KIND_JSON, "answers", "answers"},
    {"tag_list", KIND_LIST, "tag", "tag"},
    {"name_key", KIND_KEY, "name_key", "name_key"},
    {"email_key", KIND_KEY, "email_key", "email_key"},
    {"email", KIND_EMAIL, "email", "email"},
    {"work_email", KIND_EMAIL, "work_email", "work_email"},
    {"phone", KIND_PHONE, "phone", "phone"},
    {"work_phone", KIND_PHONE, "work_phone", "work_phone"},
    {"currency", KIND_CURRENCY, "currency", "currency"},
    {"account_currency", KIND_CURRENCY, "account_currency", "account_currency"},
    {"country", KIND_COUNTRY, "country", "country"},
    {"language", KIND_LANGUAGE, "language", "language"},
    {"birthday", KIND_BIRTHDAY, "birthday", "birthday"},
    {"text", KIND_PROSE, "text", "text"},
    {"notes", KIND_PROSE, "notes", "notes"},
    {"description", KIND_PROSE, "description", "description"},
    {"completion_rate", KIND_REAL, "completion_rate", "completion_rate"},
    {"share", KIND_REAL, "share", "share"},
    {"score", KIND_REAL, "score", "score"},
    {"at", KIND_TIME, "at", "at"},
    {"title", KIND_TEXT, "title", "title"},
    {"name", KIND_TEXT, "name", "name"},
    {"", KIND_TEXT, "", ""},
    {"is_", KIND_TEXT, "is_", "is_"},
    {"_minor", KIND_TEXT, "_minor", "_minor"},
    {"_at", KIND_TEXT, "_at", "_at"},
    {"format", KIND_TEXT, "format", "format"},
    {"person", KIND_TEXT, "person", "person"},
    {"rating", KIND_TEXT, "rating", "rating"},
};

static void
test_names(void)
{
	const char *start;
	size_t i, n;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (kind_of(names[i].column) != names[i].kind)
			CHECK_STR(names[i].column, "right kind");
		n = kind_key(names[i].column, &start);
		CHECK(n == strlen(names[i].key) &&
		      memcmp(start, names[i].key, n) == 0);
		n = kind_opt(names[i].column, &start);
		CHECK(n == strlen(names[i].opt) &&
		      memcmp(start, names[i].opt, n) == 0);
	}
}

static const char *
integer(const char *text)
{
	static char out[32];
	const char *why;
	int64_t n;

	why = int_parse(&n, text, strlen(text));
	if (why != NULL)
		return why;
	snprintf(out, sizeof(out), "%lld", (long long)n);
	return out;
}

static const char *
real(const char *text)
{
	static char out[32];
	const char *why;
	double d;

	why = real_parse(&d, text, strlen(text));
	if (why != NULL)
		return why;
	snprintf(out, sizeof(out), "%g", d);
	return out;
}

static void
test_numbers(void)
{
	CHECK_STR(integer("42"), "42");
	CHECK_STR(integer(" -7 "), "-7");
	CHECK_STR(integer("+7"), "7");
	CHECK_STR(integer("007"), "7");
	CHECK_STR(integer("9223372036854775807"), "9223372036854775807");
	CHECK_STR(integer("-9223372036854775808"), "-9223372036854775808");
	CHECK_STR(integer("9223372036854775808"), "too large a number");
	CHECK_STR(integer("99999999999999999999999"), "too large a number");
	CHECK_STR(integer("1.5"), "not a whole number");
	CHECK_STR(integer("1e3"), "not a whole number");
	CHECK_STR(integer("0x10"), "not a whole number");
	CHECK_STR(integer("1 000"), "not a whole number");
	CHECK_STR(integer("-"), "not a whole number");
	CHECK_STR(integer(""), "not a whole number");
	CHECK_STR(real("0.92"), "0.92");
	CHECK_STR(real("-1"), "-1");
	CHECK_STR(real("+.5"), "0.5");
	CHECK_STR(real("5."), "5");
	CHECK_STR(real("1e3"), "1000");
	CHECK_STR(real("1E-2"), "0.01");
	CHECK_STR(real("1e999"), "too large a number");
	CHECK_STR(real("nan"), "not a number");
	CHECK_STR(real("inf"), "not a number");
	CHECK_STR(real("0x1p3"), "not a number");
	CHECK_STR(real("1,5"), "not a number");
	CHECK_STR(real("1e"), "not a number");
	CHECK_STR(real("."), "not a number");
	CHECK_STR(real(""), "not a number");
}

static void
test_bools(void)
{
	static const char *const yes[] = {"yes", "TRUE", "On", "1", " yes "};
	static const char *const no[] = {"no", "False", "off", "0"};
	bool b = false;
	size_t i;

	for (i = 0; i < 5; i++)
		CHECK(bool_parse(&b, yes[i], strlen(yes[i])) == NULL && b);
	for (i = 0; i < 4; i++)
		CHECK(bool_parse(&b, no[i], strlen(no[i])) == NULL && !b);
	CHECK_STR(bool_parse(&b, "maybe", 5), "not yes or no");
	CHECK_STR(bool_parse(&b, "", 0), "not yes or no");
	CHECK_STR(bool_parse(&b, "2", 1), "not yes or no");
}

static const char *
language(const char *text)
{
	static struct str out = STR_INIT;
	const char *why;

	str_free(&out);
	why = language_parse(&out, text, strlen(text));
	CHECK(why == NULL || out.len == 0);
	return why != NULL ? why : out.ptr;
}

static void
test_languages(void)
{
	CHECK_STR(language("pt"), "pt");
	CHECK_STR(language("PT-br"), "pt-BR");
	CHECK_STR(language("pt_BR"), "pt-BR");
	CHECK_STR(language(" fil "), "fil");
	CHECK_STR(language("ZH-hANT-tw"), "zh-Hant-TW");
	CHECK_STR(language("es-419"), "es-419");
	CHECK_STR(language("de-CH-1996"), "de-CH-1996");
	CHECK_STR(language("en-US-x-TWAIN"), "en-US-x-twain");
	CHECK_STR(language("en-u-CA-gregory"), "en-u-ca-gregory");
	CHECK_STR(language("portuguese"), "not a language tag");
	CHECK_STR(language("english"), "not a language tag");
	CHECK_STR(language("p"), "not a language tag");
	CHECK_STR(language("12"), "not a language tag");
	CHECK_STR(language("pt-"), "not a language tag");
	CHECK_STR(language("pt--BR"), "not a language tag");
	CHECK_STR(language("pt-x"), "not a language tag");
	CHECK_STR(language("pt-BR.UTF-8"), "not a language tag");
	CHECK_STR(language("pt-toolongone"), "not a language tag");
	CHECK_STR(language(""), "not a language tag");
	language("");
}

static const char *
status(const char *text)
{
	static struct str out = STR_INIT;
	const char *why;

	str_free(&out);
	why = status_parse(&out, text, strlen(text));
	return why != NULL ? why : out.ptr;
}

static void
test_words(void)
{
	static const char *const words[] = {
	    "pending", "completed", "cancelled", "no_show", NULL};
	static const char *const good[][2] = {{"Completed", "completed"},
	    {" PENDING ", "pending"}, {"no_show", "no_show"},
	    {"No Show", "no_show"}, {"no-show", "no_show"},
	    {"NoShow", "no_show"}, {"canceled", "cancelled"},
	    {"Cancelled", "cancelled"}};
	static const char *const bad[] = {
	    "", " ", "-", "complete", "completedd", "no", "canceledd", "cance"};
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		CHECK_STR(word_find(words, good[i][0], strlen(good[i][0])),
		    good[i][1]);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(word_find(words, bad[i], strlen(bad[i])) == NULL);
	CHECK_STR(status("Canceled"), "cancelled");
	CHECK_STR(status("REFUNDED"), "refunded");
	CHECK_STR(status("Partially Refunded"), "partially_refunded");
	CHECK_STR(status("charge-back"), "charge_back");
	CHECK_STR(status("Aprovado"), "aprovado");
}

int
main(void)
{
	test_names();
	test_words();
	test_numbers();
	test_bools();
	test_languages();
	/* A comma for the point must not change what a number is. */
	if (setlocale(LC_ALL, "pt_BR.UTF-8") != NULL) {
		CHECK(real_parse(&(double){0}, "1.5", 3) == NULL);
		setlocale(LC_ALL, "C");
	}
	return unit_end();
}
