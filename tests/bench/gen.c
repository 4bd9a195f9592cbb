/*
 * gen.c: write invented records, the same bytes for the same seed on every
 * machine, for measurements and tests.
 *
 * usage: gen TYPE N [--seed S] [--format csv|ndjson] [--start K]
 *                [--clients M]
 *
 * Record number i is a function of the seed and of i alone, so that --start
 * goes on where an earlier file ended. Records of other types are of the M
 * clients (else N) that "gen clients M" writes with the same seed. A new type
 * of record is an entry of types[]: its columns, and a function that fills the
 * cells of record i.
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
#include "client.h"
#include "records.h"
#include "slip.h"

#define MAX_COLUMNS 16

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

/* --- the types of record --- */

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
    {.name = "bookings",
	.fill = booking_fill,
	.columns = {[BY_EMAIL] = {"client_email", COL_TEXT},
	    [BY_NAME] = {"client_name", COL_TEXT},
	    [SERVICE] = {"service", COL_TEXT},
	    [STARTS_AT] = {"starts_at", COL_TEXT},
	    [ENDS_AT] = {"ends_at", COL_TEXT},
	    [BOOKING_STATUS] = {"status", COL_TEXT},
	    [BOOKING_STAFF] = {"staff", COL_TEXT},
	    [BOOKING_PRICE] = {"price", COL_TEXT},
	    [BOOKING_CURRENCY] = {"currency", COL_TEXT},
	    [NOTES] = {"notes", COL_TEXT},
	    [BOOKED_AT] = {"created_at", COL_TEXT}}},
    {.name = "orders",
	.fill = order_fill,
	.columns = {[BY_EMAIL] = {"client_email", COL_TEXT},
	    [BY_NAME] = {"client_name", COL_TEXT},
	    [ORDER_PRODUCT] = {"product", COL_TEXT},
	    [AMOUNT] = {"amount", COL_TEXT},
	    [ORDER_CURRENCY] = {"currency", COL_TEXT},
	    [ORDER_STATUS] = {"status", COL_TEXT},
	    [ORDERED_AT] = {"ordered_at", COL_TEXT},
	    [ORDER_NUMBER] = {"external_id", COL_TEXT}}},
    {.name = "purchases",
	.fill = purchase_fill,
	.columns = {[BY_EMAIL] = {"client_email", COL_TEXT},
	    [BY_NAME] = {"client_name", COL_TEXT},
	    [PRODUCT] = {"product", COL_TEXT},
	    [PLATFORM] = {"platform", COL_TEXT},
	    [PRICE] = {"price", COL_TEXT},
	    [CURRENCY] = {"currency", COL_TEXT},
	    [STATUS] = {"status", COL_TEXT},
	    [TRANSACTION] = {"transaction_id", COL_TEXT},
	    [PURCHASED_AT] = {"purchased_at", COL_TEXT}}},
    {.name = "forms",
	.fill = form_fill,
	.columns = {[BY_EMAIL] = {"client_email", COL_TEXT},
	    [BY_NAME] = {"client_name", COL_TEXT},
	    [FORM] = {"form", COL_TEXT},
	    [ANSWERS] = {"answers", COL_TEXT},
	    [SUBMITTED_AT] = {"submitted_at", COL_TEXT}}},
    {.name = "events",
	.fill = event_fill,
	.columns = {[BY_EMAIL] = {"client_email", COL_TEXT},
	    [BY_NAME] = {"client_name", COL_TEXT},
	    [EVENT] = {"type", COL_TEXT},
	    [AT] = {"at", COL_TEXT},
	    [TEXT] = {"text", COL_TEXT},
	    [RATING] = {"rating", COL_TEXT}}},
    {.name = "twice",
	.fill = twice_fill,
	.columns = {[T_PERSON] = {"person", COL_TEXT},
	    [T_NAME] = {"name", COL_TEXT},
	    [T_EMAIL] = {"email", COL_TEXT},
	    [T_PHONE] = {"phone", COL_TEXT},
	    [T_BIRTHDAY] = {"birthday", COL_TEXT},
	    [T_ADDRESS] = {"address", COL_TEXT},
	    [T_POSTCODE] = {"postcode", COL_TEXT},
	    [T_CITY] = {"city", COL_TEXT},
	    [T_COUNTRY] = {"country", COL_TEXT}}},
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
	      "[--start K] [--clients M]\ntypes:",
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
	    {"clients", required_argument, NULL, 'c'},
	    {NULL, 0, NULL, 0},
	};
	const struct format *format = &formats[0];
	uint64_t n;
	int ch;

	while ((ch = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (ch == 's')
			seed = number(optarg);
		else if (ch == 'f')
			format = format_of(optarg);
		else if (ch == 'k')
			start = number(optarg);
		else if (ch == 'c')
			clients = number(optarg);
		else
			usage();
	}
	if (argc - optind != 2)
		usage();
	n = number(argv[optind + 1]);
	if (clients == 0)
		clients = n;
	people_prepare();
	generate(type_of(argv[optind]), format, n);
	if (fflush(stdout) != 0 || ferror(stdout))
		err(1, "standard output");
	return 0;
}
