/*
 * pdf.c: documents, looked at: what poppler draws, reads and measures.
 *
 * A letter with holes in it is whole in the text of a file, so the pictures
 * are compared. The references are letters that libharu gets right by itself:
 * what is made of simple parts, one level deep.
 */
#include <stdlib.h>
#include <unistd.h>

#include "pdf.h"
#include "unit.h"

static char folder[] = "/tmp/crm-unit-pdf-XXXXXX";
static struct str said; /* by the last command */
static struct str bytes; /* of the last document */
static char *warning; /* with it */

/* --- making and looking --- */

static struct pdf_options
options(void)
{
	return (struct pdf_options){.title = "T", .now = 1773568800};
}

/* Keep the document as doc.pdf, and end it. */
static const char *
finish(struct pdf *p)
{
	static char why[200];
	const char *error;
	char path[100];
	FILE *f;

	str_cut(&bytes, 0);
	error = pdf_finish(p, &bytes);
	snprintf(why, sizeof(why), "%s", error == NULL ? "" : error);
	free(warning);
	warning = pdf_warning(p) == NULL ? NULL : strdup(pdf_warning(p));
	pdf_free(p);
	snprintf(path, sizeof(path), "%s/doc.pdf", folder);
	if ((f = fopen(path, "w")) != NULL) {
		fwrite(bytes.ptr, 1, bytes.len, f);
		fclose(f);
	}
	return error == NULL ? NULL : why;
}

/* Run a command in the folder; what it prints is in said. */
static int
look(const char *command)
{
	char whole[300], part[4096];
	size_t n;
	FILE *f;

	snprintf(whole, sizeof(whole), "cd %s && { %s; } 2>/dev/null", folder,
	    command);
	str_cut(&said, 0);
	if ((f = popen(whole, "r")) == NULL)
		return -1;
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		str_add(&said, part, n);
	return pclose(f);
}

/* The first page with this text on it, as grey pixels in said. */
static void
picture(const char *text, bool bold)
{
	struct pdf_options o = options();
	struct pdf *p;

	o.title = "";
	p = pdf_new(&o);
	if (bold)
		pdf_heading(p, "", text);
	else
		pdf_remark(p, text);
	CHECK_STR(finish(p), NULL);
	CHECK(look("pdftoppm -r 100 -gray doc.pdf") == 0);
	CHECK(said.len > 900000);
}

/* How much of it is dark: the ink, beside that of an empty page. */
static long
ink(const char *text)
{
	static long empty = -1;
	long sum = 0;
	size_t i;

	if (empty < 0 && *text != '\0') {
		empty = 0;
		empty = ink("");
	}
	picture(text, false);
	for (i = 20; i < said.len; i++)
		sum += 255 - (unsigned char)said.ptr[i];
	return *text == '\0' ? sum : sum - empty;
}

/* Do both texts look the same? */
static bool
alike(const char *a, const char *b, bool bold)
{
	struct str first = STR_INIT;
	bool same;

	picture(a, bold);
	str_add(&first, said.ptr, said.len);
	picture(b, bold);
	same =
	    first.len == said.len && memcmp(first.ptr, said.ptr, said.len) == 0;
	str_free(&first);
	return same;
}

static int
count(const char *word)
{
	const char *p = said.ptr;
	int n = 0;

	while ((p = strstr(p, word)) != NULL) {
		p += strlen(word);
		n++;
	}
	return n;
}

/* --- letters --- */

static void
test_composites(void)
{
	int bold;

	for (bold = 0; bold < 2; bold++) {
		CHECK(alike("\xd1\x97", "\xc3\xaf", bold)); /* ї is ï */
		CHECK(!alike("\xd1\x97", "\xc2\xa8", bold)); /* and not ¨ */
		CHECK(alike("\xd0\x9a\xd0\xb8\xd1\x97\xd0\xb2",
		    "\xd0\x9a\xd0\xb8\xc3\xaf\xd0\xb2", bold));
	}
	/* ế is more than é and ê, ễ than ê; Ǻ more than Å. */
	CHECK(ink("\xe1\xba\xbf") > ink("\xc3\xa9"));
	CHECK(ink("\xe1\xba\xbf") > ink("\xc3\xaa"));
	CHECK(ink("\xe1\xbb\x85") > ink("\xc3\xaa"));
	CHECK(ink("\xc7\xba") > ink("\xc3\x85"));
	/* Decomposed text is composed: e and two marks are ế. */
	CHECK(alike("\xe1\xba\xbf", "e\xcc\x82\xcc\x81", false));
}

/* Ideographs are made of others: 明 of 日 and 月, 語 of 言 and 吾. */
static void
test_ideographs(void)
{
	long sun = ink("\xe6\x97\xa5"), moon = ink("\xe6\x9c\x88");
	long bright = ink("\xe6\x98\x8e");

	CHECK_STR(warning, NULL);
	CHECK(sun > 0 && moon > 0);
	CHECK(bright > sun && bright > moon);
	CHECK(ink("\xe8\xaa\x9e") > ink("\xe8\xa8\x80"));
	CHECK(ink("\xe9\x83\x8e") > 0 && ink("\xed\x95\x9c") > 0);
}

/* What stands between U+202D and U+202C is drawn as it comes. */
static void
test_direction(void)
{
	/* alef bet: bet is drawn first */
	CHECK(alike("\xd7\x90\xd7\x91",
	    "\xe2\x80\xad\xd7\x91\xd7\x90\xe2\x80\xac", false));
	CHECK(!alike("\xd7\x90\xd7\x91",
	    "\xe2\x80\xad\xd7\x90\xd7\x91\xe2\x80\xac", false));
	/* digits keep their order, brackets are mirrored */
	CHECK(alike(
	    "\xd7\x90 (12)", "\xe2\x80\xad(12) \xd7\x90\xe2\x80\xac", false));
	/* beh beh: joined, the final form on the left */
	CHECK(alike("\xd8\xa8\xd8\xa8",
	    "\xe2\x80\xad\xef\xba\x90\xef\xba\x91\xe2\x80\xac", false));
	/* lam alef is one letter */
	CHECK(alike("\xd9\x84\xd8\xa7", "\xef\xbb\xbb", false));
}

/* Above U+FFFF, one box for what people see as one. */
static void
test_boxes(void)
{
	CHECK(alike("\xf0\x9f\x98\x80", "\xe2\x96\xa1", false));
	CHECK_STR(warning, NULL);
	/* a family, a flag, a hand with a skin */
	CHECK(alike("a \xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d"
		    "\xf0\x9f\x91\xa7 b",
	    "a \xe2\x96\xa1 b", false));
	CHECK(alike("\xf0\x9f\x87\xb5\xf0\x9f\x87\xb9", "\xe2\x96\xa1", false));
	CHECK(alike("\xe2\x9c\x8c\xf0\x9f\x8f\xbd", "\xe2\x9c\x8c", false));
}

/* --- pages --- */

static struct pdf *
events(const struct pdf_options *o, int n, int per_day)
{
	struct pdf *p = pdf_new(o);
	char day[32];
	int i;

	pdf_heading(p, "Kind", "Somebody");
	for (i = 0; i < n; i++) {
		if (i % per_day == 0) {
			snprintf(day, sizeof(day), "Day %d", i / per_day);
			pdf_day(p, day);
		}
		pdf_event(p, &(struct pdf_event){.time = "10:00",
				 .type = "Booking",
				 .title = "Something",
				 .status = "Done",
				 .amount = "12.50 EUR",
				 .text = i % 3 == 0 ? "first\nsecond" : NULL});
	}
	return p;
}

static void
test_pages(void)
{
	struct pdf_options o = options();
	struct str first = STR_INIT;

	o.author = "Estúdio";
	o.made = "15 March 2026";
	CHECK_STR(finish(events(&o, 60, 4)), NULL);
	str_add(&first, bytes.ptr, bytes.len);
	CHECK(look("qpdf --check doc.pdf") == 0);
	CHECK(look("pdfinfo doc.pdf") == 0);
	CHECK(
	    count("595.276 x 841.89") == 1 && count("Pages:           4") == 1);
	CHECK(
	    count("Estúdio") == 1 && count("CreationDate:    Sun Mar 15") == 1);
	CHECK(look("pdftotext -layout doc.pdf -") == 0);
	CHECK(count("Page 1 of 4") == 1 && count("Page 4 of 4") == 1);
	CHECK(count("Something") == 60 && count("12.50 EUR") == 60);
	CHECK(count("15 March 2026") == 4 && count("Day 14") >= 1);
	CHECK(look("pdffonts doc.pdf | tail -n +3") == 0);
	CHECK(count("DejaVuSans") == count("yes yes"));
	CHECK_STR(finish(events(&o, 60, 4)), NULL);
	CHECK(first.len == bytes.len &&
	      memcmp(first.ptr, bytes.ptr, bytes.len) == 0);
	o.letter = true;
	CHECK_STR(finish(events(&o, 0, 1)), NULL);
	CHECK(look("pdfinfo doc.pdf") == 0);
	CHECK(count("612 x 792") == 1 && count("Pages:           1") == 1);
	str_free(&first);
}

/* No page ends with a day whose events are on the next, wherever the day
 * falls; the day is said again there. */
static void
test_widows(void)
{
	struct pdf_options o = options();
	static const int sizes[] = {1, 3, 4, 7, 13};
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		CHECK_STR(finish(events(&o, 150, sizes[i])), NULL);
		CHECK(look("pdftotext -layout doc.pdf - | grep -v '^ *$' | "
			   "grep -B1 'Page [0-9]* of' | grep '^Day'") != 0);
		/* and under the head of every later page stands a day */
		CHECK(look("pdftotext -layout doc.pdf - | grep -v '^ *$' | "
			   "grep -A2 'Page [0-9]* of' | grep -c '^Day'") == 0);
		CHECK(atoi(said.ptr) > 0);
		CHECK(look("expr $(pdfinfo doc.pdf | sed -n 's/Pages: *//p') "
			   "- $(pdftotext -layout doc.pdf - | grep -v '^ *$' | "
			   "grep -A2 'Page [0-9]* of' | grep -c '^Day') = 1") ==
		      0);
	}
}

/* Long words, long titles and long texts stay within the margins. */
static void
test_margins(void)
{
	struct pdf_options o = options();
	struct pdf *p = pdf_new(&o);
	char wide[400], *line;
	struct str text = STR_INIT;
	double right;
	int i;

	memset(wide, 'W', sizeof(wide));
	wide[sizeof(wide) - 1] = '\0';
	for (i = 0; i < 300; i++)
		str_addf(&text, "line %d of a long description %s\n", i,
		    i % 7 == 0 ? "that goes on and on and on and on and on and "
				 "on until it must be broken"
			       : "");
	pdf_heading(p, "K", wide);
	pdf_line(p, wide);
	pdf_facts(p,
	    (struct pdf_fact[]){{"L", wide}, {wide, "1.00 EUR\n2.00 USD"}}, 2);
	pdf_day(p, wide);
	pdf_event(p,
	    &(struct pdf_event){wide, wide, wide, wide, wide, wide, text.ptr});
	CHECK_STR(finish(p), NULL);
	CHECK(
	    look("pdftotext -bbox doc.pdf - | grep -o 'xMax=\"[0-9.]*'") == 0);
	for (line = said.ptr; (line = strstr(line, "xMax=\"")) != NULL;
	     line++) {
		right = strtod(line + 6, NULL);
		CHECK(right < 595.28 - 54 + 1);
	}
	CHECK(look("pdftotext -layout doc.pdf -") == 0);
	CHECK(count("line 0 ") == 1 && count("line 299 ") == 1);
	CHECK(count("continued") >= 4);
	str_free(&text);
}

/* --- what is no good --- */

static void
test_hostile(void)
{
	static const char *const texts[] = {"(", ")", "\\", "\\)", "((((",
	    "%%EOF", "\n\n\n", " ", "\t\x01\x02\x7f", "\xff\xfe", "\xc3",
	    "\xed\xa0\x80", "endstream\nendobj", "<< /JS (app.alert(1)) >>",
	    "\xef\xbf\xbf", "\xe2\x80\xae\xe2\x80\xae", "\xcc\x81",
	    "\xe2\x80\x8d"};
	struct pdf_options o = options();
	char all[256];
	struct pdf *p;
	size_t i;

	for (i = 1; i < 256; i++)
		all[i - 1] = (char)i;
	all[255] = '\0';
	o.title = o.author = o.creator = o.made = all;
	p = pdf_new(&o);
	pdf_heading(p, all, all);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		pdf_day(p, texts[i]);
		pdf_event(p, &(struct pdf_event){texts[i], texts[i], texts[i],
				 texts[i], texts[i], texts[i], texts[i]});
	}
	pdf_event(p, &(struct pdf_event){0});
	CHECK_STR(finish(p), NULL);
	CHECK(look("qpdf --check doc.pdf") == 0);
	CHECK(look("pdftotext -layout doc.pdf -") == 0);
	CHECK(count("%%EOF") >= 1 && count("app.alert(1)") >= 1);
	CHECK(look("pdfinfo doc.pdf") == 0);
	CHECK(count("JavaScript:      no") == 1);
}

static void
test_fonts(void)
{
	struct pdf_options o = options();
	struct pdf *p;
	char path[100];
	FILE *f;

	o.font = "/etc/passwd";
	p = pdf_new(&o);
	pdf_heading(p, "K", "T");
	pdf_remark(p, "text");
	CHECK(strstr(pdf_error(p), "/etc/passwd") != NULL);
	CHECK(finish(p) != NULL);
	o.font = NULL;
	/* No letters for Thaana on earth? Then a box, and a word about it. */
	snprintf(path, sizeof(path), "%s/fonts.conf", folder);
	f = fopen(path, "w");
	CHECK(f != NULL && fputs("<fontconfig></fontconfig>\n", f) >= 0);
	if (f != NULL)
		fclose(f);
	setenv("FONTCONFIG_FILE", path, 1);
	CHECK(alike("\xde\x80", "\xe2\x96\xa1", false));
	picture("\xde\x80", false);
	CHECK(warning != NULL && strstr(warning, "fonts-noto-core") != NULL);
	picture("\xe6\x97\xa5", false);
	CHECK(warning != NULL && strstr(warning, "fonts-wqy-microhei") != NULL);
	/* No font at all: those of the reader. */
	o.folders = "/nonexistent:/tmp";
	p = pdf_new(&o);
	pdf_heading(p, "K", "Jo\xc3\xa3o \xd0\x9a");
	CHECK_STR(finish(p), NULL);
	CHECK(warning != NULL && strstr(warning, "fonts-dejavu-core") != NULL);
	CHECK(look("pdftotext -layout doc.pdf -") == 0);
	CHECK(count("Jo\xc3\xa3o ?") == 1);
	CHECK(look("qpdf --check doc.pdf") == 0);
	unsetenv("FONTCONFIG_FILE");
}

/* More pages than memory is to hold: refused, not tried. */
static void
test_limit(void)
{
	struct pdf_options o = options();
	struct pdf *p = pdf_new(&o);
	struct str text = STR_INIT;
	int i;

	for (i = 0; i < PDF_PAGES_MAX * 80; i++)
		str_adds(&text, "\n");
	pdf_event(p, &(struct pdf_event){.text = text.ptr});
	CHECK_STR(pdf_error(p), "it would have more than 10000 pages");
	CHECK(finish(p) != NULL && bytes.len == 0);
	str_free(&text);
}

int
main(void)
{
	char command[100];

	said = bytes = (struct str)STR_INIT;
	if (mkdtemp(folder) == NULL)
		return 1;
	test_composites();
	test_ideographs();
	test_direction();
	test_boxes();
	test_pages();
	test_widows();
	test_margins();
	test_hostile();
	test_limit();
	test_fonts();
	snprintf(command, sizeof(command), "rm -r %s", folder);
	CHECK(system(command) == 0);
	free(warning);
	str_free(&said);
	str_free(&bytes);
	return unit_end();
}
