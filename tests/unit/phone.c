/*
 * phone.c: phone numbers against the vectors of libphonenumber, and what they
 * do not hold: extensions, prefixes of programs, numbers of no country.
 */
#include <stdlib.h>

#include "kind.h"
#include "unit.h"

static struct str got = STR_INIT;

static const char *
phone(const char *text, const char *region)
{
	const char *why;

	str_cut(&got, 0);
	why = phone_parse(&got, text, strlen(text), region);
	CHECK(why == NULL || got.len == 0);
	return why != NULL ? why : got.ptr;
}

static const char *
digits(const char *text)
{
	str_cut(&got, 0);
	phone_fold(&got, text, strlen(text));
	return got.ptr;
}

static const struct {
	const char *text;
	const char *region;
	const char *want;
} cases[] = {
    {"912 345 678", "PT", "+351912345678"},
    {"912 345 678", "pt", "+351912345678"},
    {"912 345 678", "", "912 345 678"},
    {" (912)  345-678 ", "", "(912) 345-678"},
    {"+351 912 345 678", "", "+351912345678"},
    {"00351912345678", "", "+351912345678"},
    {"00351912345678", "BR", "+351912345678"},
    {"011 351 912 345 678", "US", "+351912345678"},
    {"0011 351 912 345 678", "AU", "+351912345678"},
    {"8 10 351 912 345 678", "RU", "+351912345678"},
    {"351912345678", "PT", "+351912345678"},
    {"'+351912345678", "", "+351912345678"},
    {"'912345678", "PT", "+351912345678"},
    {"p:+46701234567", "", "+46701234567"},
    {"tel:+351-912-345-678", "", "+351912345678"},
    {"Tel: 912345678", "PT", "+351912345678"},
    {"tel:+12015550123;ext=12", "", "+12015550123 x12"},
    {"+44 (0)20 7946 0018", "", "+442079460018"},
    {"+44 020 7946 0018", "", "+442079460018"},
    {"+49 (0)30 123456", "", "+4930123456"},
    {"+36 06 20 123 4567", "", "+36201234567"},
    {"+7 8 912 345-67-89", "", "+79123456789"},
    {"+39 02 1234 5678", "", "+390212345678"},
    {"02 1234 5678", "IT", "+390212345678"},
    {"3123456789", "IT", "+393123456789"},
    {"(201) 555-0123", "US", "+12015550123"},
    {"1-201-555-0123", "CA", "+12015550123"},
    {"201.555.0123", "US", "+12015550123"},
    {"555-0123", "US", "555-0123"},
    {"011 15-2345-6789", "AR", "+5491123456789"},
    {"0351 15 234-5678", "AR", "+5493512345678"},
    {"02901 15 41-2345", "AR", "+5492901412345"},
    {"+54 11 15 2345 6789", "", "+5491123456789"},
    {"+54 9 11 2345 6789", "", "+5491123456789"},
    {"15 2345-6789", "AR", "15 2345-6789"},
    {"8 029 491-19-11", "BY", "+375294911911"},
    {"029 491 19 11", "BY", "+375294911911"},
    {"80294911911", "BY", "+375294911911"},
    {"+52 1 222 123 4567", "", "+522221234567"},
    {"044 222 123 4567", "MX", "+522221234567"},
    {"01 222 123 4567", "MX", "+522221234567"},
    {"(11) 96123-4567", "BR", "+5511961234567"},
    {"(11) 6123-4567", "BR", "+5511961234567"},
    {"(11) 2345-6789", "BR", "+551123456789"},
    {"0 15 11 96123-4567", "BR", "+5511961234567"},
    {"(0xx11) 96123-4567", "BR", "+5511961234567"},
    {"011 96123-4567", "BR", "+5511961234567"},
    {"5511961234567", "BR", "+5511961234567"},
    {"+55 11 6123 4567", "", "+5511961234567"},
    {"2345-6789", "BR", "2345-6789"},
    {"96123-4567", "BR", "96123-4567"},
    {"4004-1234", "BR", "+5540041234"},
    {"0800 123 4567", "BR", "+558001234567"},
    {"0 612 34567", "LT", "+37061234567"},
    {"\u0669\u0661\u0662 \u0663\u0664\u0665\u0666\u0667\u0668", "PT",
	"+351912345678"},
    {"\uff0b\uff13\uff15\uff11 \uff19\uff11\uff12\uff13\uff14\uff15"
     "\uff16\uff17\uff18",
	"", "+351912345678"},
    {"\u202a+351 912 345 678\u202c", "", "+351912345678"},
    {"+351 12345", "", "+351 12345"},
    {"+999 123 456", "PT", "+999 123 456"},
    {"112", "PT", "112"},
    {"912345678 x12", "PT", "+351912345678 x12"},
    {"912345678 ext. 12", "PT", "+351912345678 x12"},
    {"912345678 (ramal 12)", "PT", "+351912345678 x12"},
    {"912345678 #12", "PT", "+351912345678 x12"},
    {"+12015550123,,12", "", "+12015550123 x12"},
    {"495 123-45-67 доб. 12", "RU", "+74951234567 x12"},
    {"12345 Ext 7", "", "12345 x7"},
    {"", "PT", "fewer than three digits"},
    {"-", "PT", "fewer than three digits"},
    {"12", "PT", "fewer than three digits"},
    {"1234567890123456", "", "more than fifteen digits"},
    {"912345678 / 913456789", "PT", "more than fifteen digits"},
    {"1234567890123456789012345678901234567890", "",
	"more than fifteen digits"},
    {"1-800-FLOWERS", "US", "has letters"},
    {"n/a", "PT", "has letters"},
    {"912345678 Ana", "PT", "has letters"},
    {"912345678 x", "PT", "has letters"},
    {"912345678 x12 Ana", "PT", "has letters"},
    {"912+345678", "PT", "not a phone number"},
    {"912\001", "PT", "has a control character"},
};

static void
test_cases(void)
{
	char stored[80];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		CHECK_STR(phone(cases[i].text, cases[i].region), cases[i].want);
		if (got.len == 0)
			continue;
		snprintf(stored, sizeof(stored), "%s", got.ptr);
		CHECK_STR(phone(stored, cases[i].region), stored);
	}
	CHECK_STR(digits("+351912345678 x12"), "351912345678");
	CHECK_STR(digits("(912) 345-678"), "912345678");
	CHECK_STR(digits("p:+46701234567"), "46701234567");
	CHECK_STR(digits("Ana 12"), "12");
	str_cut(&got, 0);
	str_adds(&got, "kept ");
	CHECK(phone_parse(&got, "tel:555-0123 ext 4", 18, "") == NULL);
	CHECK_STR(got.ptr, "kept 555-0123 x4");
}

static void
test_regions(void)
{
	char out[3];

	CHECK_STR(phone_region("+351912345678"), "PT");
	CHECK_STR(phone_region("+12015550123"), "US");
	CHECK_STR(phone_region("+79123456789"), "RU");
	CHECK_STR(phone_region("+442079460018"), "GB");
	CHECK_STR(phone_region("+390212345678 x1"), "IT");
	CHECK_STR(phone_region("+4721234567"), "NO");
	CHECK_STR(phone_region("+999123"), NULL);
	CHECK_STR(phone_region("912345678"), NULL);
	CHECK_STR(phone_region("+"), NULL);
	CHECK_STR(phone_region(""), NULL);
	CHECK(country_parse(out, "pt", 2) == NULL);
	CHECK_STR(out, "PT");
	CHECK(country_parse(out, " XK ", 4) == NULL);
	CHECK(country_parse(out, "AC", 2) == NULL);
	CHECK(country_parse(out, "ZW", 2) == NULL);
	CHECK(country_parse(out, " \u00d6sterreich ", 13) == NULL);
	CHECK_STR(out, "AT");
	CHECK_STR(country_parse(out, "ZZ", 2), "not a country");
	CHECK_STR(country_parse(out, "PRT", 3), "not a country");
	CHECK_STR(country_parse(out, "", 0), "not a country");
}

/* What of a vector kind must come out right, and of how many. */
static struct {
	char kind;
	int want;
	int all;
	int good;
} goals[] = {
    {'I', 489, 0, 0},
    {'N', 486, 0, 0},
    {'S', 489, 0, 0},
    {'C', 400, 0, 0},
};

static void
vector(const char *region, char kind, const char *text, const char *want)
{
	size_t i;

	for (i = 0; i < 4 && goals[i].kind != kind; i++)
		continue;
	if (i == 4)
		return;
	goals[i].all++;
	if (strcmp(phone(text, region), want) == 0)
		goals[i].good++;
	else if (kind != 'C')
		printf("%s %c %s: %s, not %s\n", region, kind, text, got.ptr,
		    want);
	CHECK_STR(phone(want, region), want);
	CHECK_STR(phone(want, ""), want);
	CHECK_STR(digits(want), want + 1);
}

static void
test_vectors(const char *path)
{
	char line[256], *field[4], *rest;
	FILE *f;
	size_t i;

	f = fopen(path, "r");
	if (f == NULL) {
		printf("%s: not there, skipped\n", path);
		return;
	}
	while (fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		rest = line;
		for (i = 0; i < 4; i++)
			field[i] = strsep(&rest, "\t");
		if (field[3] != NULL && line[0] != '#')
			vector(field[0], field[1][0], field[2], field[3]);
	}
	fclose(f);
	for (i = 0; i < 4; i++) {
		printf("%c %d of %d\n", goals[i].kind, goals[i].good,
		    goals[i].all);
		CHECK(goals[i].good >= goals[i].want);
	}
}

/* Whatever is stored is stored again as it is; and nothing crashes. */
static void
test_random(void)
{
	static const char *const regions[] = {"", "PT", "US", "GB", "DE", "IT",
	    "BR", "AR", "MX", "BY", "HU", "RU", "LT", "AU", "JP", "SM", "CI",
	    "ZZ"};
	static const char alphabet[] =
	    "0123456789012345678900111559+ -()/x#,;.t:'";
	char text[24], stored[80];
	const char *region;
	size_t i, n;
	int round;

	srandom(3);
	for (round = 0; round < 400000; round++) {
		n = (size_t)random() % (sizeof(text) - 1);
		for (i = 0; i < n; i++)
			text[i] =
			    alphabet[(size_t)random() %
				     (i == 0 ? sizeof(alphabet) - 1 : 34)];
		text[n] = '\0';
		region = regions[(size_t)random() %
				 (sizeof(regions) / sizeof(*regions))];
		phone(text, region);
		if (got.len == 0)
			continue;
		snprintf(stored, sizeof(stored), "%s", got.ptr);
		if (strcmp(phone(stored, region), stored) != 0)
			printf("%s %s\n", region, text);
		CHECK_STR(phone(stored, region), stored);
	}
}

/* Found by the fuzzer: what is stored was read as something else again. */
static void
test_stays(void)
{
	CHECK_STR(phone("'' 1 12", ""), "1 12");
	CHECK_STR(phone("tel:'p: 1 12", ""), "1 12");
}

int
main(int argc, char **argv)
{
	const char *dir;
	char path[4096];

	test_cases();
	test_regions();
	test_stays();
	test_random();
	dir = getenv("CRM_TEST_DATA");
	snprintf(path, sizeof(path), "%s/phone/e164_vectors.tsv",
	    dir != NULL ? dir : "../shared/data");
	test_vectors(argc > 1 ? argv[1] : path);
	str_free(&got);
	return unit_end();
}
