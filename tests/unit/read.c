/*
 * read.c: the readers, each file written out as one line and compared.
 */
#include <sys/stat.h>

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "read.h"
#include "read_in.h"
#include "unit.h"

static char path[] = "/tmp/crm-unit-read.XXXXXX";
static struct str seen = STR_INIT;

static void
put_file(const char *text, size_t len)
{
	FILE *f = fopen(path, "w");

	CHECK(f != NULL && fwrite(text, 1, len, f) == len);
	if (f != NULL)
		fclose(f);
}

/* Line ends as \n and \r, so that a text stays one line. */
static void
show_text(const char *text, size_t len)
{
	for (; len > 0; len--, text++) {
		if (*text == '\n')
			str_adds(&seen, "\\n");
		else if (*text == '\r')
			str_adds(&seen, "\\r");
		else
			str_addc(&seen, *text);
	}
}

/* " LINE:cell|cell", or " LINE!problem@column"; "?" ahead of a remark. */
static void
show_record(const struct read *r)
{
	static const char *const marks[] = {"~", "", "null", "?", "json "};
	const struct read_cell *cell;
	size_t i;

	str_addf(&seen, " %lld", (long long)r->line);
	if (r->problem != NULL) {
		str_addf(&seen, "!%s@%d", r->problem, r->problem_column);
		return;
	}
	for (i = 0; i < r->ncolumns; i++) {
		cell = &r->cells[i];
		str_addc(&seen, i == 0 ? ':' : '|');
		str_adds(&seen, marks[cell->type]);
		show_text(cell->text, cell->len);
		CHECK(cell->text[cell->len] == '\0');
	}
	if (r->remark != NULL)
		str_addf(&seen, "?%s", r->remark);
}

/* The whole file: "[columns] records =error". */
static const char *
show(const char *file, const struct read_hints *hints)
{
	struct read *r = read_open(file, hints);
	size_t i;

	str_cut(&seen, 0);
	str_addc(&seen, '[');
	for (i = 0; i < r->ncolumns; i++)
		str_addf(&seen, "%s%s", i == 0 ? "" : "|", r->names[i]);
	str_addc(&seen, ']');
	while (read_next(r))
		show_record(r);
	CHECK(!read_next(r));
	if (r->error != NULL)
		str_addf(&seen, " =%s", r->error);
	read_close(r);
	return seen.ptr;
}

static const char *
show_bytes(const char *text, size_t len)
{
	put_file(text, len);
	return show(path, NULL);
}

#define SHOW(text) show_bytes("" text, sizeof(text) - 1)

static void
test_csv_shapes(void)
{
	CHECK_STR(SHOW("a,b\n1,2\n"), "[a|b] 2:1|2");
	CHECK_STR(SHOW("a,b\r\n1,2\r\n"), "[a|b] 2:1|2");
	CHECK_STR(SHOW("a,b\r1,2\r3,4"), "[a|b] 2:1|2 3:3|4");
	CHECK_STR(SHOW("\xef\xbb\xbf"
		       "a;b\n1,5;2"),
	    "[a|b] 2:1,5|2");
	CHECK_STR(SHOW("a\tb\n1\t2,3\n"), "[a|b] 2:1|2,3");
	CHECK_STR(SHOW("a|b\n1|2\n"), "[a|b] 2:1|2");
	CHECK_STR(SHOW("sep=;\r\na,b;c\r\n1;2\r\n"), "[a,b|c] 3:1|2");
	CHECK_STR(SHOW("\"sep=|\"\na|b\n1|2"), "[a|b] 3:1|2");
	CHECK_STR(SHOW("sep=\n"), "[sep=]");
	CHECK_STR(SHOW("name\nAnn\n\n\r\nBo\n"), "[name] 2:Ann 5:Bo");
	CHECK_STR(SHOW("\n\na,b\n"), "[a|b]");
	CHECK_STR(SHOW("a,b"), "[a|b]");
	CHECK_STR(SHOW("a,,a,\"\"\n"), "[a|column 2|a|column 4]");
	CHECK_STR(SHOW("a,b\n , x \n,\n \t,\n1,2\n"), "[a|b] 2: | x  5:1|2");
	CHECK_STR(SHOW("a,b\n1,2,\n"), "[a|b] 2:1|2");
	CHECK_STR(SHOW("a,b\n\"\",\n"), "[a|b] 2:|");
	CHECK_STR(SHOW("a,b\n\xe9,\xff\n"), "[a|b] 2:\xe9|\xff");
	CHECK_STR(SHOW("[x],y\n1,2\n"), "[[x]|y] 2:1|2");
}

/* Titles above the header: a cell or two above rows of three and more. */
static void
test_csv_titles(void)
{
	CHECK_STR(
	    SHOW("The list, of May\n\nname;email;city\nAna;a@x.pt;Faro\n"),
	    "[name|email|city] 4:Ana|a@x.pt|Faro");
	CHECK_STR(SHOW("List;;\n;2025;\nname;email;city\nAna;a@x.pt;Faro\n"),
	    "[name|email|city] 4:Ana|a@x.pt|Faro");
	/* Not when they may be the header. */
	CHECK_STR(SHOW("name\nSilva, Ana\n"),
	    "[name] 2!2 fields, the header has 1@-1");
	CHECK_STR(SHOW("a,,,\n1,,,\n2,3,4,5\n"),
	    "[a|column 2|column 3|column 4] 2:1||| 3:2|3|4|5");
}

static void
test_csv_delimiter(void)
{
	CHECK_STR(
	    SHOW("n;p, EUR\nA;1,5\nB;2,7\n"), "[n|p, EUR] 2:A|1,5 3:B|2,7");
	CHECK_STR(SHOW("\"a\";\"b\"\n\"x,y\";\"z,\"\n"), "[a|b] 2:x,y|z,");
	CHECK_STR(SHOW("a,b,c\n1;2,3,4\n5;6,7,8\n9;0,1,2\n"),
	    "[a|b|c] 2:1;2|3|4 3:5;6|7|8 4:9;0|1|2");
	CHECK_STR(SHOW("note\nHello; you\n"), "[note] 2:Hello; you");
	put_file("a;b,c\n1;2,3\n", 12);
	CHECK_STR(show(path, &(struct read_hints){.delimiter = ','}),
	    "[a;b|c] 2:1;2|3");
	CHECK_STR(show(path, &(struct read_hints){.delimiter = '"'}),
	    "[] =a quote or a line end cannot part fields");
	CHECK_STR(show(path, &(struct read_hints){.format = "xml"}),
	    "[] =no format \"xml\", but csv and ndjson");
}

static void
test_csv_quotes(void)
{
	CHECK_STR(SHOW("a,b\n\"1\n2\r\n3\",x\n4,5\n"),
	    "[a|b] 2:1\\n2\\r\\n3|x 5:4|5");
	CHECK_STR(SHOW("a,b\r\"1\r2\",x\r4,5"), "[a|b] 2:1\\r2|x 4:4|5");
	CHECK_STR(SHOW("a,b\n\"\"\"\",\"x\"\"y\"\n"), "[a|b] 2:\"|x\"y");
	CHECK_STR(
	    SHOW("a,b\n5\" pipe,12\"\nx,y\n"), "[a|b] 2:5\" pipe|12\" 3:x|y");
	CHECK_STR(SHOW("a,b\n\"ab\"c,d\n1,2\n"),
	    "[a|b] 2!text after a closing quote in column 1@0 3:1|2");
	CHECK_STR(SHOW("a,b\nx,\"1\n2\" ,\"\r\n1,2\n"),
	    "[a|b] 2!text after a closing quote in column 2@1 4:1|2");
	CHECK_STR(
	    SHOW("a,b\n1,\"2"), "[a|b] =quote opened on line 2 never closed");
	CHECK_STR(SHOW("a,b\n\"1\n2\",\"3\n4,5\n"),
	    "[a|b] =quote opened on line 3 never closed");
	CHECK_STR(SHOW("a,\"b\"c\n1,2\n"),
	    "[] =line 1: the header: text after a closing quote in column 2");
}

static void
test_csv_ragged(void)
{
	CHECK_STR(SHOW("a,b,c\n1\n2,3\n4,5,6,7\n8,9,0\n"),
	    "[a|b|c] 2:1|~|~?1 field, the header has 3"
	    " 3:2|3|~?2 fields, the header has 3"
	    " 4!4 fields, the header has 3@-1 5:8|9|0");
	CHECK_STR(SHOW("a,b\n1,x\0y\n2,3\n"), "[a|b] 2!has a NUL byte@1 3:2|3");
	CHECK_STR(
	    SHOW("a,b\0\n1,2\n"), "[] =line 1: the header: has a NUL byte");
	CHECK_STR(SHOW(""), "[] =empty file");
	CHECK_STR(SHOW("\xef\xbb\xbf\n\r\n"), "[] =empty file");
	CHECK_STR(
	    show(path, &(struct read_hints){.headerless_ok = true}), "[]");
}

static void
test_ndjson(void)
{
	CHECK_STR(SHOW("{\"a\": \"x\", \"b\": 12.50}\r\n\n"
		       "{\"b\":-1e3,\"c\":true,\"a\":null}\n"
		       "{\"a\":123456789012345678901234567890}"),
	    "[] 1:x|12.50 3:null|-1e3|?true"
	    " 4:123456789012345678901234567890|~|~");
	CHECK_STR(SHOW("\xef\xbb\xbf {\"t\": [1, 2.0, \"a \\\"b\"], \"o\": "
		       "{ \"k\" : { } } }\n{}\n"),
	    "[] 1:json [1,2.0,\"a \\\"b\"]|json {\"k\":{}} 2:~|~");
	CHECK_STR(SHOW("{\"\\u0061\":\"l1\\nl2\"}"), "[] 1:l1\\nl2");
	CHECK_STR(SHOW("{\"a\":1}\n{\"a\":}\n[1]\n5\n{\"a\":2}\n"),
	    "[] 1:1 2!column 6: unexpected token near '}'@-1"
	    " 3!not a JSON object@-1 4!not a JSON object@-1 5:2");
	CHECK_STR(SHOW("{\"a\":1,\"a\":2}"),
	    "[] 1!column 10: duplicate object key near '\"a\"'@-1");
	CHECK_STR(SHOW("{\"a\":1\0}"), "[] 1!has a NUL byte@-1");
	CHECK_STR(SHOW("{\"a\":\"\\u0000\"}"),
	    "[] 1!column 13: has a NUL character@-1");
	CHECK_STR(SHOW("{\"a\":\"\xff\"}\n{\"a\":\"\\"),
	    "[] 1!column 6: unable to decode byte 0xff near '\"'@-1"
	    " 2!column 7: invalid escape near '\"\\'@-1");
}

/* What is read without jansson comes out as it does with it: an escape in
 * another key makes sure of jansson. */
static void
test_json_plain(void)
{
	static const char *const values[] = {"\"x\"", "\"\"", "\"\xc3\xa3 \"",
	    "\"\xf0\x9f\x98\x80\"", "\"\x7f\"", "\"a\tb\"", "\"\xff\"",
	    "\"\xed\xa0\x80\"", "\"\xc0\x80\"", "\"x", "0", "-0", "12",
	    "-12.50", "01", "1.", ".5", "-", "+1", "1e5", "1E-2", "1e999",
	    "1_0", "12345678901234567890", "true", "false", "null", "tru",
	    "trues", "True", "nullx", "[]", "[ ]", "[\"a\"]",
	    "[ \"a\" , \"b c\" ]", "[\"a\",]", "[,\"a\"]", "[\"a\" \"b\"]",
	    "[\"a\"", "[1]", "[[]]", "[\"\\n\"]", "{}", "{\"k\":[1, 2]}",
	    "{\"k\":1", "", " 7 ", "7,", "7}", "\"x\"}", "\"x\",",
	    "\"x\" \"y\""};
	char line[256], plain[256];
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		snprintf(
		    line, sizeof(line), "{\"v\":%s,\"w\":\"z\"}", values[i]);
		snprintf(
		    plain, sizeof(plain), "%s", show_bytes(line, strlen(line)));
		snprintf(line, sizeof(line), "{\"v\":%s,\"\\u0077\":\"z\"}",
		    values[i]);
		show_bytes(line, strlen(line));
		if (strchr(plain, '!') != NULL)
			CHECK(strchr(seen.ptr, '!') != NULL);
		else
			CHECK_STR(plain, seen.ptr);
	}
}

static void
test_json_array(void)
{
	CHECK_STR(SHOW("[]"), "[]");
	CHECK_STR(SHOW(" [\n{\"a\":1},{\"a\":\n2}\n,\n{\"b\":\"]}\"} ]\n"),
	    "[] 2:1 2:2 5:~|]}");
	CHECK_STR(SHOW("[{\"a\":1},7,{\"a\":x},{\"a\":2}]"),
	    "[] 1:1 1!not a JSON object@-1"
	    " 1!bad JSON: invalid token near 'x'@-1 1:2");
	CHECK_STR(SHOW("[{\"a\":1},\n"), "[] 1:1 =line 2: the JSON array is "
					 "cut off");
	CHECK_STR(SHOW("[{\"a\":1}\n{\"a\":2}]"),
	    "[] 1:1 =line 2: neither comma nor ] after a JSON value");
	CHECK_STR(SHOW("[{\"a\":1},]"),
	    "[] 1:1 =line 1: no JSON value where one should be");
	CHECK_STR(SHOW("[{\"a\":1}]\n}"),
	    "[] 1:1 =line 2: text after the JSON array");
	CHECK_STR(SHOW("[\n{\"a\":\"x"), "[] =line 2: JSON opened here never "
					 "closes");
	CHECK_STR(SHOW("{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n"), "[] 1:1 4:2");
	put_file(" \n", 2);
	CHECK_STR(show(path, &(struct read_hints){.format = "ndjson"}),
	    "[] =empty file");
}

#define EVERY(text, ...)                                                       \
	every_bytes("" text, sizeof(text) - 1,                                 \
	    &(struct read_hints){.formats = &read_every, __VA_ARGS__})

static const char *
every_bytes(const char *text, size_t len, const struct read_hints *hints)
{
	put_file(text, len);
	return show(path, hints);
}

/* The encoding that is found out for a file, "" when it is read as it is. */
static const char *
encoding_of(const char *text, size_t len)
{
	static char name[32];
	struct read *r;

	put_file(text, len);
	r = read_open(path, &(struct read_hints){.formats = &read_every});
	while (read_next(r))
		continue;
	snprintf(name, sizeof(name), "%s%s", r->encoding,
	    r->error != NULL ? "!" : "");
	read_close(r);
	return name;
}

static void
test_encodings(void)
{
	CHECK_STR(
	    EVERY("a,b\n1,\xc3\xa9\n", .sheet = NULL), "[a|b] 2:1|\xc3\xa9");
	CHECK_STR(EVERY("a,b\n1,\xe9\n", .sheet = NULL), "[a|b] 2:1|\xc3\xa9");
	CHECK_STR(EVERY("\xff\xfe"
			"a\0,\0b\0\n\0001\0,\0\xe9\0",
		      .sheet = NULL),
	    "[a|b] 2:1|\xc3\xa9");
	CHECK_STR(EVERY("\0a\0,\0b\0\n\0001\0,\0\xe9", .sheet = NULL),
	    "[a|b] 2:1|\xc3\xa9");
	CHECK_STR(EVERY("\xff\xfe\0\0a\0\0\0\n\0\0\0b\0\0\0", .sheet = NULL),
	    "[a] 2:b");
	CHECK_STR(
	    EVERY("a\n\xe4\n", .encoding = "ISO-8859-7"), "[a] 2:\xce\xb4");
	CHECK_STR(EVERY("a\n\xe4\n", .encoding = "utf-8"), "[a] 2:\xe4");
	CHECK_STR(EVERY("\xef\xbb\xbf"
			"a\n1\n",
		      .encoding = "ISO-8859-7"),
	    "[] =begins with the mark of UTF-8, so it is not ISO-8859-7");
	CHECK_STR(EVERY("a\nb\n\xff\n", .encoding = "ASCII"),
	    "[] =line 3: has bytes that are not ASCII; --encoding says which "
	    "it is");
	CHECK_STR(EVERY("\xff\xfe"
			"a\0\n\0b",
		      .sheet = NULL),
	    "[] =line 2: ends within a character of UTF-16LE; --encoding says "
	    "which it is");
	CHECK_STR(EVERY("{\"a\":\"\xe9\"}\n", .sheet = NULL), "[] 1:\xc3\xa9");
	CHECK_STR(EVERY("", .headerless_ok = true), "[]");
	CHECK(read_encoding_known("WINDOWS-1250"));
	CHECK(!read_encoding_known("WINDOWS-125"));
	CHECK(!read_encoding_known("ASCII//TRANSLIT"));
}

static void
test_encoding_guess(void)
{
	static const char russian[] =
	    "name,city\n"
	    "\xc8\xe2\xe0\xed \xcf\xe5\xf2\xf0\xee\xe2,\xcc\xee\xf1\xea"
	    "\xe2\xe0\n\xce\xeb\xfc\xe3\xe0 \xd1\xec\xe8\xf0\xed\xee\xe2"
	    "\xe0,\xca\xe0\xe7\xe0\xed\xfc\n";
	struct str text = STR_INIT;
	int i;

	CHECK_STR(encoding_of(russian, sizeof(russian) - 1), "WINDOWS-1251");
	CHECK_STR(encoding_of("a\n", 2), "UTF-8");
	/* One byte that is wrong does not turn the others into two each. */
	CHECK_STR(encoding_of("a\n\xc3\xa9\xff", 5), "UTF-8");
	/* Decided where the first letter is, pieces and their ends apart. */
	str_adds(&text, "a,b\n");
	for (i = 0; i < 200000; i++)
		str_addf(&text, "%d,x\n", i);
	str_adds(&text, "\xe9,x\n");
	CHECK_STR(encoding_of(text.ptr, text.len), "WINDOWS-1252");
	text.len -= 4;
	str_cut(&text, text.len);
	for (i = 0; i < 300000; i++)
		str_adds(&text, "\xe2\x82\xac\n");
	CHECK_STR(encoding_of(text.ptr, text.len), "UTF-8");
	str_free(&text);
}

static void
test_not_ours(void)
{
	static const char utf16[] = "[] =looks like UTF-16; convert it with: "
				    "iconv -f UTF-16 -t UTF-8";

	CHECK_STR(SHOW("\xff\xfe"
		       "a\0,\0b\0\n\0"),
	    utf16);
	CHECK_STR(SHOW("a\0,\0b\0\n\0"), utf16);
	CHECK_STR(SHOW("\0a\0,\0b\0\n"), utf16);
	CHECK_STR(
	    SHOW("\x1f\x8b\x08"), "[] =compressed; pipe it through gzip -dc");
	CHECK_STR(SHOW("PK\3\4....xl/workbook.xml"),
	    "[] =an .xlsx workbook; crm-import reads it");
	CHECK_STR(SHOW("PK\3\4...."), "[] =a zip archive; unpack it first");
	CHECK_STR(SHOW("%PDF-1.4"), "[] =a PDF document; get the data as CSV");
	CHECK_STR(SHOW("\xef\xbb\xbf"
		       "begin:vcard\r\n"),
	    "[] =a vCard file; crm-import reads it");
	CHECK_STR(show("/", NULL), "[] =Is a directory");
	CHECK_STR(show("/nonexistent", NULL), "[] =No such file or directory");
}

/* What a record stood as, and how far reading has come. */
static void
test_raw(void)
{
	struct read *r;

	put_file("a,b\n\"x\ny\",2\r\n\"j\"k,l\n", 20);
	r = read_open(path, NULL);
	CHECK_STR(r->raw.ptr, "a,b");
	CHECK_STR(r->format, "csv");
	CHECK(r->delimiter == ',' && !r->bom && r->size == 20);
	CHECK(read_next(r) && r->rows == 1);
	CHECK_STR(r->raw.ptr, "\"x\ny\",2");
	CHECK(read_next(r) && r->rows == 2 && r->problem != NULL);
	CHECK_STR(r->raw.ptr, "\"j\"k,l");
	CHECK(!read_next(r) && r->bytes == 20 && r->line == 5);
	read_close(r);
	put_file("{\"a\":1}\r\n", 9);
	r = read_open(path, NULL);
	CHECK_STR(r->format, "ndjson");
	CHECK(read_next(r));
	CHECK_STR(r->raw.ptr, "{\"a\":1}");
	read_close(r);
}

/* Does reading what is in big end with this? */
static bool
ends_with(const struct str *big, const char *want)
{
	size_t len = strlen(want);

	show_bytes(big->ptr, big->len);
	if (seen.len >= len && strcmp(seen.ptr + seen.len - len, want) == 0)
		return true;
	printf("\tends with \"%s\"\n",
	    seen.ptr + (seen.len > 80 ? seen.len - 80 : 0));
	return false;
}

static void
add_many(struct str *big, const char *text, size_t times)
{
	while (times-- > 0)
		str_adds(big, text);
}

static void
test_csv_limits(void)
{
	struct str big = STR_INIT;

	str_adds(&big, "a,b\n1,\"");
	add_many(&big, "x\n", READ_QUOTE_LINES);
	str_adds(&big, "\"\n2,3");
	CHECK(ends_with(&big, " 203:2|3"));
	str_cut(&big, 7);
	add_many(&big, "x\n", READ_QUOTE_LINES + 1);
	str_adds(&big, "\"\n2,3");
	CHECK(ends_with(&big, "quote opened on line 2 never closed in 200 "
			      "lines"));
	str_cut(&big, 7);
	add_many(&big, "12345678", READ_FIELD_MAX / 8);
	str_adds(&big, "\"\n2,3");
	CHECK(ends_with(&big, " 3:2|3"));
	str_cut(&big, 6);
	str_adds(&big, "\"9");
	add_many(&big, "12345678", READ_FIELD_MAX / 8);
	str_adds(&big, "\"\n2,3");
	CHECK(ends_with(&big, "line 2 never closed in 1048576 bytes"));
	big.ptr[6] = '_';
	big.ptr[big.len - 5] = '_';
	CHECK(ends_with(&big, "!more than 1048576 bytes in column 2@1 3:2|3"));
	str_cut(&big, 4);
	add_many(&big, "1,2,3,4\\", READ_ROW_MAX / 8 + 1);
	CHECK(ends_with(&big, "[a|b] =record on line 2 has more than 4194304 "
			      "bytes"));
	str_cut(&big, 0);
	add_many(&big, "x,", READ_COLUMNS_MAX - 1);
	CHECK(ends_with(&big, "|x|column 1000]"));
	add_many(&big, ",", 1);
	CHECK(ends_with(&big, " =line 1: more than 1000 columns"));
	str_free(&big);
}

static void
test_json_limits(void)
{
	struct str big = STR_INIT;
	int i;

	str_adds(&big, "{\"a\":");
	add_many(&big, "[", READ_DEPTH_MAX);
	add_many(&big, "]", READ_DEPTH_MAX);
	str_adds(&big, "}\n{}");
	CHECK(ends_with(&big, " 1!JSON nested deeper than 64@-1 2"));
	str_cut(&big, 5);
	add_many(&big, "[", READ_DEPTH_MAX - 1);
	add_many(&big, "]", READ_DEPTH_MAX - 1);
	str_adds(&big, "}");
	CHECK(ends_with(&big, "]"));
	str_cut(&big, 5);
	str_addc(&big, '"');
	add_many(&big, "12345678", READ_FIELD_MAX / 8);
	str_adds(&big, "\"}\n{}");
	CHECK(ends_with(&big, " 1!more than 1048576 bytes in a field@0 2:~"));
	str_cut(&big, 0);
	for (i = 0; i <= (int)READ_COLUMNS_MAX; i++)
		str_addf(&big, "{\"k%d\":1}\n", i);
	CHECK(ends_with(&big, " =line 1001: more than 1000 columns"));
	str_cut(&big, 0);
	str_adds(&big, "{\"a\":1}\n");
	add_many(&big, "12345678", READ_ROW_MAX / 8 + 1);
	CHECK(ends_with(&big, " =record on line 2 has more than 4194304 "
			      "bytes"));
	str_free(&big);
}

/*
 * A record with everything in it is laid across the end of the first block at
 * every place, with each kind of line end.
 */
static void
test_block_ends(void)
{
	static const char *const tails[] = {
	    "\n\"a\"\"\nb\",c\"d\n\n\"j\"k\n5,6\n",
	    "\r\n\"a\"\"\r\nb\",c\"d\r\n\r\n\"j\"k\r\n5,6\r\n",
	    "\r\"a\"\"\rb\",c\"d\r\r\"j\"k\r5,6\r"};
	static const char *const wants[] = {" 3:a\"\\nb|c\"d", //
	    " 3:a\"\\r\\nb|c\"d", " 3:a\"\\rb|c\"d"};
	struct str big = STR_INIT;
	size_t i, k;
	const char *at;

	for (i = 0; i < 3 * 40; i++) {
		str_cut(&big, 0);
		str_adds(&big, "a,b\n");
		for (k = 0; big.len < READ_BLOCK - i / 3; k++)
			str_addc(&big, k == 9 ? ',' : 'x');
		str_adds(&big, tails[i % 3]);
		CHECK(ends_with(&big, " 6!text after a closing quote in "
				      "column 1@0 7:5|6"));
		at = strstr(seen.ptr, " 3:");
		CHECK(at != NULL &&
		      strncmp(at, wants[i % 3], strlen(wants[i % 3])) == 0);
	}
	str_free(&big);
}

/* The records of a JSON array, or the one object, beside those of a file. */
static void
test_spectrum_file(const char *folder, const char *name)
{
	char file[4096];
	json_t *doc, *want, *text;
	struct read *r;
	size_t i, n = 0;

	snprintf(file, sizeof(file), "%s/csv/json/%s.json", folder, name);
	doc = json_load_file(file, 0, NULL);
	CHECK(doc != NULL);
	snprintf(file, sizeof(file), "%s/csv/csvs/%s.csv", folder, name);
	r = read_open(file, NULL);
	for (; read_next(r); n++) {
		want = json_is_array(doc) ? json_array_get(doc, n) : doc;
		CHECK(r->problem == NULL && r->remark == NULL);
		for (i = 0; i < r->ncolumns; i++) {
			text = json_object_get(want, r->names[i]);
			/* The corpus itself disagrees about this one. */
			if (strcmp(r->names[i], "Contact Phone Number") != 0)
				CHECK_STR(
				    r->cells[i].text, json_string_value(text));
		}
	}
	CHECK(r->error == NULL &&
	      (!json_is_array(doc) || n == json_array_size(doc)));
	read_close(r);
	json_decref(doc);
}

static void
test_spectrum(void)
{
	static const char *const names[] = {"comma_in_quotes", "empty",
	    "empty_crlf", "escaped_quotes", "json", "location_coordinates",
	    "newlines", "newlines_crlf", "quotes_and_newlines", "simple",
	    "simple_crlf", "utf8"};
	const char *folder = getenv("CRM_TEST_DATA");
	char file[4096];
	size_t i;

	if (folder == NULL)
		folder = "../shared/data";
	snprintf(file, sizeof(file), "%s/csv/csvs", folder);
	if (access(file, R_OK) == -1) {
		printf("no %s, csv-spectrum not tested\n", file);
		return;
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		test_spectrum_file(folder, names[i]);
}

int
main(void)
{
	int fd = mkstemp(path);

	CHECK(fd != -1);
	close(fd);
	test_csv_shapes();
	test_csv_titles();
	test_csv_delimiter();
	test_csv_quotes();
	test_csv_ragged();
	test_ndjson();
	test_json_plain();
	test_json_array();
	test_not_ours();
	test_encodings();
	test_encoding_guess();
	test_raw();
	test_csv_limits();
	test_json_limits();
	test_block_ends();
	test_spectrum();
	unlink(path);
	str_free(&seen);
	return unit_end();
}
