/*
 * gen.c: write invented records, the same bytes for the same seed on every
 * machine, for measurements and tests.
 *
 * usage: gen TYPE N [--seed S] [--format csv|ndjson] [--start K]
 *
 * Record number i is a function of the seed and of i alone, so that --start
 * goes on where an earlier file ended. A new type of record is an entry of
 * types[]: its columns, and a function that fills the cells of record i.
 */
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cell.h"
#include "person.h"

#define MAX_COLUMNS 16

/* One record in so many has it. */
#define ONE_IN_REPEAT	20 /* the email of an earlier record */
#define ONE_IN_COMMA	50 /* "Silva, Ana" */
#define ONE_IN_ODD	200 /* quotes or a line end in the town */
#define ONE_IN_RARE_TAG 20000

enum { COL_TEXT, COL_LIST };

struct column {
	const char *name;
	int kind; /* a list's items are parted by commas in its cell */
};

struct type {
	const char *name;
	void (*fill)(struct cell *, uint64_t i);
	struct column columns[MAX_COLUMNS + 1]; /* ends with a NULL name */
};

struct format {
	const char *name;
	void (*head)(const struct type *);
	void (*row)(const struct type *, const struct cell *);
};

static uint64_t start;

/* --- clients --- */

/* The earlier record whose email record i repeats; i when it has its own. */
static uint64_t
repeat_of(uint64_t i)
{
	while (i > start) {
		struct chance c = chance_for(FOR_REPEAT, i);

		if (below(&c, ONE_IN_REPEAT) != 0)
			break;
		i = start + below(&c, i - start);
	}
	return i;
}

/* The address of record i; its number makes it the only one. */
static void
email_make(struct cell *cell, uint64_t i, const struct person *who)
{
	struct chance c = chance_for(FOR_REPEAT, i);

	cell_add(cell, who->mail.ptr, who->mail.len);
	cell_number(cell, i, 1);
	cell_adds(cell, "@");
	chance_next(&c);
	cell_adds(cell, mail_domains[below(&c, NELEMS(mail_domains))]);
}

/* In capitals, or with capitals where the words begin. */
static void
email_shout(struct cell *cell, bool all)
{
	bool begins = true;

	for (size_t k = 0; k < cell->len; k++) {
		char ch = cell->ptr[k];

		if (ch >= 'a' && ch <= 'z' && (all || begins))
			cell->ptr[k] = (char)(ch - 0x20);
		begins = ch < 'a' || ch > 'z';
	}
}

static void
tags_make(struct chance *c, struct cell *cell, uint64_t i)
{
	size_t first = below(c, NELEMS(labels));

	if (i % ONE_IN_RARE_TAG == ONE_IN_RARE_TAG / 10) {
		cell_adds(cell, "rare");
	} else if (below(c, 10) == 0) {
		cell_adds(cell, labels[first]);
		if (below(c, 3) != 0)
			return;
		first += 1 + below(c, NELEMS(labels) - 1);
		cell_adds(cell, ",");
		cell_adds(cell, labels[first % NELEMS(labels)]);
	}
}

static void
town_make(struct chance *c, struct cell *cell, const struct people *p)
{
	const struct word *w = pick(c, &p->towns);

	if (below(c, ONE_IN_ODD) != 0) {
		cell_add(cell, w->text, w->len);
		return;
	}
	switch (below(c, 3)) {
	case 0:
		cell_adds(cell, "Upper \"Old Mill\", ");
		cell_add(cell, w->text, w->len);
		break;
	case 1:
		cell_add(cell, w->text, w->len);
		cell_adds(cell, "\nSouth");
		break;
	default:
		cell_adds(cell, "\"");
		cell_add(cell, w->text, w->len);
		cell_adds(cell, "\"");
	}
}

/* An instant from 2015-01-01 up to 2026-11-30, days 1 to 28 of a month. */
static void
created_make(struct chance *c, struct cell *cell)
{
	uint64_t month = below(c, 143);

	cell_number(cell, 2015 + month / 12, 4);
	cell_adds(cell, "-");
	cell_number(cell, 1 + month % 12, 2);
	cell_adds(cell, "-");
	cell_number(cell, 1 + below(c, 28), 2);
	cell_adds(cell, "T");
	cell_number(cell, 7 + below(c, 15), 2);
	cell_adds(cell, ":");
	cell_number(cell, below(c, 60), 2);
	cell_adds(cell, ":");
	cell_number(cell, below(c, 60), 2);
	cell_adds(cell, "Z");
}

/* --- the types of record --- */

enum { NAME, EMAIL, PHONE, LANGUAGE, TAGS, CITY, COUNTRY, CREATED_AT };

static void
client_fill(struct cell *cells, uint64_t i)
{
	struct chance c = chance_for(FOR_CLIENT, i);
	uint64_t first = repeat_of(i);
	struct person who, other;

	person_make(&who, i);
	if (first == i) {
		email_make(&cells[EMAIL], i, &who);
	} else {
		/* Who comes again is mostly the same person. */
		person_make(&other, first);
		email_make(&cells[EMAIL], first, &other);
		if (below(&c, 3) == 0)
			email_shout(&cells[EMAIL], below(&c, 2) == 0);
		if (below(&c, 3) != 0)
			who = other;
	}
	cell_adds(&cells[NAME],
	    below(&c, ONE_IN_COMMA) == 0 ? who.listed.ptr : who.name.ptr);
	if (below(&c, 5) != 0)
		phone_make(&c, &cells[PHONE], who.people);
	if (below(&c, 10) != 0)
		cell_adds(&cells[LANGUAGE], who.people->culture->language);
	tags_make(&c, &cells[TAGS], i);
	town_make(&c, &cells[CITY], who.people);
	cell_adds(&cells[COUNTRY], who.people->culture->country);
	created_make(&c, &cells[CREATED_AT]);
}

static const struct type types[] = {
    {.name = "clients",
	.fill = client_fill,
	.columns = {[NAME] = {"name", COL_TEXT},
	    [EMAIL] = {"email", COL_TEXT},
	    [PHONE] = {"phone", COL_TEXT},
	    [LANGUAGE] = {"language", COL_TEXT},
	    [TAGS] = {"tags", COL_LIST},
	    [CITY] = {"city", COL_TEXT},
	    [COUNTRY] = {"country", COL_TEXT},
	    [CREATED_AT] = {"created_at", COL_TEXT}}},
};

/* --- the formats ------------------------------------------------------------
 */

static void
put(const char *text, size_t len)
{
	fwrite_unlocked(text, 1, len, stdout);
}

/* Print text, with each byte of special doubled or escaped by a mark. */
static void
put_escaped(const char *text, size_t len, const char *special, char mark)
{
	for (; len > 0; text++, len--) {
		if (*text == '\n' && mark == '\\') {
			put("\\n", 2);
			continue;
		}
		if (strchr(special, *text) != NULL)
			putchar_unlocked(mark);
		putchar_unlocked(*text);
	}
}

static void
csv_cell(const char *text, size_t len)
{
	if (strcspn(text, ",\"\n") == len) {
		put(text, len);
		return;
	}
	putchar_unlocked('"');
	put_escaped(text, len, "\"", '"');
	putchar_unlocked('"');
}

static void
csv_head(const struct type *type)
{
	for (const struct column *c = type->columns; c->name != NULL; c++)
		printf("%s%s", c == type->columns ? "" : ",", c->name);
	putchar_unlocked('\n');
}

static void
csv_row(const struct type *type, const struct cell *cells)
{
	for (size_t k = 0; type->columns[k].name != NULL; k++) {
		if (k > 0)
			putchar_unlocked(',');
		csv_cell(cells[k].ptr, cells[k].len);
	}
	putchar_unlocked('\n');
}

static void
json_text(const char *text, size_t len)
{
	putchar_unlocked('"');
	put_escaped(text, len, "\"\\", '\\');
	putchar_unlocked('"');
}

static void
json_list(const char *text)
{
	putchar_unlocked('[');
	while (*text != '\0') {
		size_t len = strcspn(text, ",");

		json_text(text, len);
		text += len;
		if (*text != '\0')
			putchar_unlocked(*text++);
	}
	putchar_unlocked(']');
}

static void
json_row(const struct type *type, const struct cell *cells)
{
	for (size_t k = 0; type->columns[k].name != NULL; k++) {
		const struct column *c = &type->columns[k];

		put(k == 0 ? "{\"" : ",\"", 2);
		put(c->name, strlen(c->name));
		put("\":", 2);
		if (c->kind == COL_LIST)
			json_list(cells[k].ptr);
		else if (cells[k].len == 0)
			put("null", 4);
		else
			json_text(cells[k].ptr, cells[k].len);
	}
	put("}\n", 2);
}

static const struct format formats[] = {
    {"csv", csv_head, csv_row},
    {"ndjson", NULL, json_row},
};

/* --- the command line --- */

static void __attribute__((noreturn)) usage(void)
{
	fputs("usage: gen TYPE N [--seed S] [--format csv|ndjson] "
	      "[--start K]\ntypes:",
	    stderr);
	for (size_t i = 0; i < NELEMS(types); i++)
		fprintf(stderr, " %s", types[i].name);
	fputc('\n', stderr);
	exit(2);
}

static uint64_t
number(const char *text)
{
	char *end;
	unsigned long long n;

	errno = 0;
	n = strtoull(text, &end, 10);
	if (errno != 0 || *end != '\0' || *text < '0' || *text > '9')
		errx(2, "not a number: \"%s\"", text);
	return n;
}

static const struct type *
type_of(const char *name)
{
	for (size_t i = 0; i < NELEMS(types); i++)
		if (strcmp(types[i].name, name) == 0)
			return &types[i];
	usage();
}

static const struct format *
format_of(const char *name)
{
	for (size_t i = 0; i < NELEMS(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	usage();
}

static void
generate(const struct type *type, const struct format *format, uint64_t n)
{
	static struct cell cells[MAX_COLUMNS];

	if (format->head != NULL)
		format->head(type);
	for (uint64_t i = start; i < start + n; i++) {
		for (size_t k = 0; type->columns[k].name != NULL; k++)
			cell_clear(&cells[k]);
		type->fill(cells, i);
		format->row(type, cells);
	}
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
	    {"seed", required_argument, NULL, 's'},
	    {"format", required_argument, NULL, 'f'},
	    {"start", required_argument, NULL, 'k'},
	    {NULL, 0, NULL, 0},
	};
	const struct format *format = &formats[0];
	int ch;

	while ((ch = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (ch == 's')
			seed = number(optarg);
		else if (ch == 'f')
			format = format_of(optarg);
		else if (ch == 'k')
			start = number(optarg);
		else
			usage();
	}
	if (argc - optind != 2)
		usage();
	people_prepare();
	generate(type_of(argv[optind]), format, number(argv[optind + 1]));
	if (fflush(stdout) != 0 || ferror(stdout))
		err(1, "standard output");
	return 0;
}
