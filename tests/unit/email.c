/*
 * email.c: what is an address and what is not.
 */
#include "kind.h"
#include "unit.h"

static struct str got = STR_INIT;

static const char *
email(const char *text)
{
	const char *why;

	str_cut(&got, 0);
	why = email_parse(&got, text, strlen(text));
	CHECK(why == NULL || got.len == 0);
	return why != NULL ? why : got.ptr;
}

static void
test_good(void)
{
	static const char *const cases[][2] = {
	    {"ana@x.pt", "ana@x.pt"},
	    {" Ana.Silva+spa@Example.COM ", "Ana.Silva+spa@example.com"},
	    {"o'brien@x.ie", "o'brien@x.ie"},
	    {".odd..dots.@x.pt", ".odd..dots.@x.pt"},
	    {"!#$%&'*+/=?^_`{|}~-@x.pt", "!#$%&'*+/=?^_`{|}~-@x.pt"},
	    {"a@x-y.co.uk", "a@x-y.co.uk"},
	    {"a@1.2", "a@1.2"},
	    {"josé@exemplo.pt", "josé@exemplo.pt"},
	    {"jose\u0301@exemplo.pt", "josé@exemplo.pt"},
	    {"用户@例え.テスト", "用户@例え.テスト"},
	    {"info@MÜLLER.de", "info@müller.de"},
	    {"mailto:ana@x.pt", "ana@x.pt"},
	    {"MAILTO:ana@x.pt?subject=Hi@all", "ana@x.pt"},
	    {"Ana Silva <ana@x.pt>", "ana@x.pt"},
	    {"\"Silva, Ana\" <mailto:ana@x.pt>", "ana@x.pt"},
	    {"<ana@x.pt>", "ana@x.pt"},
	    {"Ana < ana@x.pt >", "ana@x.pt"},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		CHECK_STR(email(cases[i][0]), cases[i][1]);
		CHECK_STR(email(cases[i][1]), cases[i][1]);
	}
}

static void
test_bad(void)
{
	static const char *const cases[] = {"", "@", "ana", "ana@", "@x.pt",
	    "ana@x", "ana@x.", "ana@.pt", "ana@x..pt", "ana@-x.pt", "ana@x-.pt",
	    "ana@x.pt-", "a b@x.pt", "ana@x .pt", "ana@@x.pt", "ana@x@y.pt",
	    "ana@x_y.pt", "(ana)@x.pt", "ana,b@x.pt", "ana;b@x.pt",
	    "\"ana\"@x.pt", "ana@[1.2.3.4]", "Ana <ana@x.pt", "ana@x.pt>", "<>",
	    "ana\u200b@x.pt", "ana@x\u202e.pt", "ana\u3000b@x.pt",
	    "ana@x.pt, b@x.pt", "mailto:"};
	char long_label[80];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		CHECK_STR(email(cases[i]), "not an address");
	CHECK_STR(email("a\001@x.pt"), "has a control character");
	CHECK_STR(email("a\xff@x.pt"), "not valid UTF-8");
	memset(long_label, 'a', sizeof(long_label));
	memcpy(long_label, "a@", 2);
	memcpy(long_label + 65, ".pt", 4);
	CHECK_STR(email(long_label), long_label);
	memcpy(long_label + 65, "a.pt", 5);
	CHECK_STR(email(long_label), "not an address");
}

static void
test_append(void)
{
	str_cut(&got, 0);
	str_adds(&got, "kept ");
	CHECK(email_parse(&got, "nobody", 6) != NULL);
	CHECK_STR(got.ptr, "kept ");
	CHECK(email_parse(&got, "a@B.c", 5) == NULL);
	CHECK_STR(got.ptr, "kept a@b.c");
}

int
main(void)
{
	test_good();
	test_bad();
	test_append();
	str_free(&got);
	return unit_end();
}
