/*
 * match.c: how alike two people are: the comparators, and a table of pairs
 * that must be one person, worth a look, or two.
 */
#include <math.h>
#include <stdlib.h>

#include "fold.h"
#include "keep.h"
#include "kind.h"
#include "match.h"
#include "unit.h"

/* --- letters --- */

static double
jaro(const char *a, const char *b)
{
	return match_jaro_winkler(a, strlen(a), b, strlen(b));
}

static int
edits(const char *a, const char *b, int limit)
{
	return match_edits(a, strlen(a), b, strlen(b), limit);
}

static bool
near(double a, double b)
{
	return fabs(a - b) < 0.0005;
}

/* The examples of Winkler (1990) and of his later reports. */
static void
test_jaro_winkler(void)
{
	CHECK(near(jaro("martha", "marhta"), 0.961));
	CHECK(near(jaro("dwayne", "duane"), 0.840));
	CHECK(near(jaro("dixon", "dicksonx"), 0.813));
	CHECK(near(jaro("jones", "johnson"), 0.832));
	CHECK(near(jaro("massey", "massie"), 0.933));
	CHECK(near(jaro("abroms", "abrams"), 0.922));
	CHECK(near(jaro("jeraldine", "geraldine"), 0.926));
	CHECK(jaro("", "") == 1);
	CHECK(jaro("", "a") == 0);
	CHECK(jaro("a", "a") == 1);
	CHECK(jaro("abc", "xyz") == 0);
	CHECK(near(jaro("dicksonx", "dixon"), jaro("dixon", "dicksonx")));
	/* Letters, not the bytes that Cyrillic ones share. */
	CHECK(jaro("\u0438\u0432", "\u043e\u043b") == 0);
	CHECK(
	    jaro("\u0438\u0432\u0430\u043d", "\u0438\u0432\u0430\u043d") == 1);
}

/* The whole table, as in a textbook. */
static int
edits_plainly(const char *a, const char *b)
{
	int t[16][16], i, j, n = (int)strlen(a), m = (int)strlen(b), d;

	for (i = 0; i <= n; i++)
		for (j = 0; j <= m; j++) {
			t[i][j] = i + j;
			if (i == 0 || j == 0)
				continue;
			d = t[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			t[i][j] = d < t[i - 1][j] + 1 ? d : t[i - 1][j] + 1;
			if (t[i][j - 1] + 1 < t[i][j])
				t[i][j] = t[i][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] &&
			    t[i - 2][j - 2] + 1 < t[i][j])
				t[i][j] = t[i - 2][j - 2] + 1;
		}
	return t[n][m];
}

/* Short words over three letters, so that much is alike. */
static void
test_edits_all(void)
{
	char a[10], b[10];
	unsigned x = 1, n;
	int i, limit, want, wrong = 0;

	for (n = 0; n < 50000; n++) {
		memset(a, 0, sizeof(a));
		memset(b, 0, sizeof(b));
		x = x * 1103515245 + 12345;
		for (i = 0; i < (int)(x >> 16) % 9; i++)
			a[i] = (char)('a' + (x >> (i + 8)) % 3);
		x = x * 1103515245 + 12345;
		for (i = 0; i < (int)(x >> 16) % 9; i++)
			b[i] = (char)('a' + (x >> (i + 8)) % 3);
		for (limit = 0; limit <= 3; limit++) {
			want = edits_plainly(a, b);
			want = want > limit ? limit + 1 : want;
			wrong += edits(a, b, limit) != want;
			wrong += edits(b, a, limit) != want;
		}
		wrong += !near(jaro(a, b), jaro(b, a));
	}
	CHECK(wrong == 0);
}

static void
test_edits(void)
{
	char a[300], b[300];

	CHECK(edits("", "", 2) == 0);
	CHECK(edits("", "ab", 2) == 2);
	CHECK(edits("silva", "silva", 1) == 0);
	CHECK(edits("silva", "silvia", 1) == 1);
	CHECK(edits("silva", "slva", 1) == 1);
	CHECK(edits("silva", "slivia", 2) == 2);
	CHECK(edits("silva", "islva", 1) == 1); /* neighbours swapped */
	CHECK(edits("912345678", "912346578", 1) == 1);
	CHECK(edits("912345678", "192345687", 1) == 2); /* two: limit + 1 */
	CHECK(edits("abcdef", "uvwxyz", 3) == 4);
	CHECK(edits("a", "abcdef", 2) == 3);
	CHECK(edits("\u0438\u0432", "\u0438", 1) == 1);
	/* Longer than is looked at: no harm. */
	memset(a, 'a', sizeof(a) - 1);
	memset(b, 'b', sizeof(b) - 1);
	a[sizeof(a) - 1] = b[sizeof(b) - 1] = '\0';
	CHECK(edits(a, b, 2) == 3);
	CHECK(edits(a, a, 2) == 0);
	CHECK(jaro(a, b) == 0);
}

/* --- people --- */

enum verdict { NEW, LOOK, ONE };

/* As typed; phones in Portugal. */
struct who {
	const char *name, *email, *phone, *birthday, *address;
};

struct pair {
	struct who a, b;
	enum verdict verdict;
	const char *reasons;
};

static struct keep texts; /* of the persons; until the test ends */

static const char *
folded(void (*fold)(struct str *, const char *, size_t), const char *text)
{
	struct str out = STR_INIT;
	const char *kept;

	if (text == NULL)
		return NULL;
	fold(&out, text, strlen(text));
	kept = keep_text(&texts, out.ptr);
	str_free(&out);
	return kept;
}

static void
street_fold(struct str *out, const char *text, size_t len)
{
	struct str folded = STR_INIT;

	text_fold(&folded, text, len);
	match_street(out, folded.ptr, folded.len);
	str_free(&folded);
}

static struct person
person(const struct who *w)
{
	struct str phone = STR_INIT;
	struct person p;

	if (w->phone != NULL)
		CHECK(phone_parse(&phone, w->phone, strlen(w->phone), "PT") ==
		      NULL);
	p = (struct person){.name = folded(text_fold, w->name),
	    .email = folded(email_fold, w->email),
	    .phone = folded(phone_fold, phone.len > 0 ? phone.ptr : NULL),
	    .birthday = w->birthday,
	    .street = folded(street_fold, w->address)};
	str_free(&phone);
	return p;
}

/* What a person leaves out is not known. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define ANA "Ana Lima", "ana@gmail.com", "912 000 001"

static const struct pair pairs[] = {
    /* The rules: 1.0, whatever else differs. */
    {{ANA}, {ANA}, ONE, "name,email,phone"},
    {{ANA}, {"ANA  L\u00cdMA", "ANA@gmail.com"}, ONE, "name,email"},
    {{ANA}, {"ana lima", "x@y.pt", "+351912000001"}, ONE, "name,phone"},
    {{ANA}, {"Ana Lima", NULL, "00351 912000001"}, ONE, "name,phone"},
    {{"Ana", "a@x.pt"}, {"Ana", "a@x.pt"}, ONE, "name,email"},

    /* Alike: for a person to look at. */
    {{ANA}, {"Lima Ana", NULL, "912000001"}, LOOK, "name,phone"},
    {{ANA}, {"Lima, Ana", NULL, "912000001"}, LOOK, "name,phone"},
    {{ANA}, {"Dra. Ana Lima", NULL, "912000001"}, LOOK, "name,phone"},
    {{ANA}, {"Ana Lina", "al@x.pt", "912000001"}, LOOK, "similar_name,phone"},
    {{ANA}, {"Anna Lima", "al@x.pt", "912000001"}, LOOK, "similar_name,phone"},
    {{ANA}, {"A. Lima", NULL, "912000001"}, LOOK, "similar_name,phone"},
    {{ANA}, {"Ana Costa", NULL, "912000001"}, LOOK, "given_name,phone"},
    {{ANA}, {"Ana Maria Lima", NULL, "912000001"}, LOOK, "similar_name,phone"},
    {{ANA}, {"Ana Lima Costa", NULL, "912000001"}, LOOK, "similar_name,phone"},
    {{ANA}, {"Ana Lima", "al@x.pt", "912000010"}, LOOK, "name,similar_phone"},
    {{ANA}, {"Anna Lima", "al@x.pt", "912 000 002"}, LOOK,
	"similar_name,similar_phone"},
    {{ANA}, {"Ana Lima", "ana@sapo.pt"}, NEW, "name"}, /* too short a name */
    {{"Ana Lima", "ana.lima@gmail.com"}, {"Ana Lima", "ana.lima@sapo.pt"}, LOOK,
	"name,similar_email"},
    {{"Ana Lima", "ana.lima@gmail.com"}, {"Ana Lima", "ana.lima@gmial.com"},
	LOOK, "name,similar_email"},
    {{"Ana Lima", "ana.lima@gmail.com"}, {"Ana Lima", "ana.lma@gmail.com"},
	LOOK, "name,similar_email"},
    {{"Ana Lima", "ana.lima@gmail.com"}, {"Ana Lima", "ana.lima2@gmail.com"},
	LOOK, "name,similar_email"},
    {{"Ana Lima", "ana@atelier.pt"}, {"Anna Lima", "a.lima@atelier.pt"}, LOOK,
	"similar_name,email_domain"},
    {{"Ana Lima", "ana@atelier.pt"}, {"Ana Lima", "a.lima@atelier.pt"}, LOOK,
	"name,email_domain"},
    {{"Bill Carter", NULL, "912000001"}, {"William Carter", NULL, "912000001"},
	LOOK, "similar_name,phone"},
    {{"Ana Lima"}, {"Ana Lima"}, LOOK, "name"}, /* and nothing against it */
    {{"Ana Lima", NULL, NULL, "1990-02-03"},
	{"Ana Lima", "x@y.pt", NULL, "1990-02-03"}, LOOK, "name,birthday"},
    {{"Ana Lima", NULL, NULL, "1990-02-03"},
	{"Ana Lima", "x@y.pt", NULL, "1990-03-02"}, LOOK,
	"name,similar_birthday"},
    {{"Ana Lima", NULL, NULL, "--02-03"},
	{"Ana Lima", "x@y.pt", NULL, "1990-02-03"}, LOOK, "name,birthday"},
    {{"Ana Lima", "a@x.pt", NULL, NULL, "Rua Nova 1"},
	{"Ana Lima", "b@y.pt", NULL, NULL, "Rua Nova, 1"}, LOOK,
	"name,address"},
    {{NULL, NULL, "912000001"}, {ANA}, LOOK, "phone"},
    {{"\u0410\u043d\u043d\u0430 \u041b\u0438\u043c\u0430", NULL, "912000001"},
	{"\u0410\u043d\u043d\u0430 \u041b\u0438\u043d\u0430", NULL,
	    "912000001"},
	LOOK, "similar_name,phone"},

    /* Other people. */
    {{ANA}, {"Rui Costa", "rui@x.pt", "913456789"}, NEW, ""},
    {{ANA}, {"Rui Costa", "rui@x.pt", "912000001"}, NEW, "phone"},
    {{ANA}, {"Rui Lima", "rui@x.pt"}, NEW, "family_name"},
    {{ANA}, {"Rui Lima", "rui@x.pt", "912000001"}, NEW, "family_name,phone"},
    {{ANA}, {"Ana Costa", "ana.costa@gmail.com"}, NEW, "given_name"},
    {{ANA}, {"Ana Costa", "ana1@gmail.com"}, NEW, "given_name,similar_email"},
    {{ANA}, {"Rui Costa", "rui@gmail.com"}, NEW, ""},
    {{ANA}, {"Ana Lima", "lima77@hotmail.com", "913456789"}, NEW, "name"},
    {{ANA}, {"Ana Lima", "lima77@gmail.com"}, NEW, "name"}, /* free mail */
    {{"Ana Lima", "ana@atelier.pt"}, {"Rui Costa", "rui@atelier.pt"}, NEW,
	"email_domain"},
    {{"Ana Lima", "ana@atelier.pt"}, {"Rui Lima", "rui@atelier.pt"}, NEW,
	"family_name,email_domain"},
    {{"Ana Lima", "ana@atelier.pt"}, {"Ana Costa", "a.costa@atelier.pt"}, NEW,
	"given_name,email_domain"},
    {{"Ana", "a@x.pt"}, {"Ana", "b@y.pt"}, NEW, "name"},
    {{"Ana"}, {"Ana"}, NEW, "name"}, /* a given name alone */
    {{NULL, "info@atelier.pt"}, {"Ana Lima", "info@estudio.pt"}, NEW, ""},
    /* Twins, brother and sister, father and daughter. */
    {{"Ana Lima", NULL, "912000001", "2001-05-06"},
	{"Rita Lima", NULL, "912000001", "2001-05-06"}, NEW,
	"family_name,phone,birthday"},
    {{"Paulo Lima", NULL, "912000001"}, {"Paula Lima", NULL, "912000001"}, NEW,
	"family_name,phone"},
    {{"Mario Lima", NULL, "912000001"}, {"Maria Lima", NULL, "912000001"}, NEW,
	"family_name,phone"},
    {{"Ana Lima", NULL, "912000001", NULL, "Rua Nova 1"},
	{"Rui Lima", NULL, "912000001", NULL, "Rua Nova 1"}, NEW,
	"family_name,phone,address"},
    {{NULL}, {NULL}, NEW, ""},
    {{""}, {"...", ""}, NEW, ""},
};

static void
pair_check(const struct pair *p, int n)
{
	struct person a = person(&p->a), b = person(&p->b);
	struct match_face one, other;
	struct likeness l, back;
	struct str reasons = STR_INIT;
	enum verdict got;

	match_ready(&one, &a, NULL);
	match_ready(&other, &b, NULL);
	match(&l, match_default(), &one, &other);
	match(&back, match_default(), &other, &one);
	CHECK(l.score >= back.score && l.score <= back.score);
	CHECK(l.reasons == back.reasons);
	CHECK(l.score >= 0 && (l.score <= MATCH_CAP || l.score >= 1));
	match_reasons(&reasons, l.reasons, ",");
	CHECK_STR(reasons.ptr, p->reasons);
	got = l.score >= 1 ? ONE : l.score >= MATCH_REVIEW ? LOOK : NEW;
	CHECK(got == p->verdict);
	if (got != p->verdict || getenv("V") != NULL)
		printf("%d: %s / %s: %.4f %s\n", n,
		    a.name != NULL ? a.name : "-",
		    b.name != NULL ? b.name : "-", l.score, reasons.ptr);
	str_free(&reasons);
}

/* Everything known twice over: still no more than 0.99 without a rule. */
static void
test_cap(void)
{
	struct person a = {.name = "ana lima",
			  .birthday = "1990-02-03",
			  .street = "rua nova|1",
			  .email = "ana.lima@x.pt",
			  .phone = "351912000001"},
		      b = a;
	struct match_face one, other;
	struct likeness l;

	b.name = "lima ana";
	match_ready(&one, &a, NULL);
	match_ready(&other, &b, NULL);
	match(&l, match_default(), &one, &other);
	CHECK(l.score >= MATCH_CAP && l.score < 1);
}

/* The more there are of a name, the less it says. */
static void
test_namesakes(void)
{
	struct person a = {.name = "maria silva"}, b = a;
	struct match_face one, other;
	struct likeness l;
	double last = 1;
	int n;

	for (n = 1; n <= 64; n *= 2) {
		b.namesakes = n;
		match_ready(&one, &a, NULL);
		match_ready(&other, &b, NULL);
		match(&l, match_default(), &one, &other);
		CHECK(l.score < last);
		CHECK((l.score >= MATCH_REVIEW) == (n == 1));
		last = l.score;
	}
}

int
main(void)
{
	size_t i;

	test_jaro_winkler();
	test_edits();
	test_edits_all();
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		pair_check(&pairs[i], (int)i);
	test_cap();
	test_namesakes();
	keep_free(&texts);
	return unit_end();
}
