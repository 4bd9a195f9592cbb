/*
 * emit.c: SELECTs through every format, byte by byte, and where they go.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "emit.h"
#include "fold.h"
#include "unit.h"

static sqlite3 *db;

/* What an answer is asked for with. */
struct ask {
	const char *format;
	const char *fields;
	bool one, excel, tty;
	int width;
};

static struct str said; /* what the last answer said */
static struct str error; /* and why it did not */

static sqlite3_stmt *
prepare(const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
		printf("%s: %s\n", sql, sqlite3_errmsg(db));
		exit(1);
	}
	return stmt;
}

static struct emit
emit_for(struct ask a, struct out *out)
{
	return (struct emit){
	    .format = emit_format(a.format),
	    .out = out,
	    .fields = a.fields,
	    .currency = "EUR",
	    .one = a.one,
	    .excel = a.excel,
	    .tty = a.tty,
	    .width = a.width,
	};
}

/* The bytes of an answer made of one or two statements. */
static const char *
answer(struct ask a, const char *sql, const char *more)
{
	struct out out;
	struct emit e = emit_for(a, &out);
	sqlite3_stmt *stmt = prepare(sql), *next;
	int rc;

	out_init(&out, NULL, true);
	rc = emit_rows(&e, stmt);
	sqlite3_finalize(stmt);
	if (more != NULL && rc == SQLITE_DONE) {
		next = prepare(more);
		rc = emit_rows(&e, next);
		sqlite3_finalize(next);
	}
	str_cut(&error, 0);
	if (rc != SQLITE_DONE)
		str_adds(&error, e.error != NULL ? e.error : "failed");
	CHECK(rc == SQLITE_DONE || rc == SQLITE_MISUSE);
	emit_end(&e);
	str_cut(&said, 0);
	str_add(&said, out.buf.ptr, out.buf.len);
	CHECK(strlen(said.ptr) == said.len);
	out_abandon(&out);
	keep_free(&e.keep);
	return said.ptr;
}

#define AS(...)                                                                \
	(struct ask)                                                           \
	{                                                                      \
		.format = __VA_ARGS__                                          \
	}
#define SAYS(sql, want, ...)                                                   \
	CHECK_STR(answer(AS(__VA_ARGS__), (sql), NULL), (want))

/* --- json --- */

static void
test_json(void)
{
	SAYS("SELECT 1 AS id WHERE 0", "[]\n", "json");
	SAYS("SELECT 1 AS id WHERE 0", "", "ndjson");
	SAYS("SELECT 1 AS id WHERE 0", "{}\n", "json", .one = true);
	SAYS("SELECT 1 AS id, 'Ana' AS name UNION SELECT 2, NULL",
	    "[{\"id\":1,\"name\":\"Ana\"},\n{\"id\":2,\"name\":null}]\n",
	    "json");
	SAYS("SELECT 1 AS id UNION SELECT 2", "{\"id\":1}\n{\"id\":2}\n",
	    "ndjson");
	SAYS("SELECT 1 AS id", "{\"id\":1}\n", "json", .one = true);
	SAYS("SELECT 1 AS id", "{\"id\":1}\n", "ndjson", .one = true);
	SAYS("SELECT 1 AS id UNION SELECT 2", "{\"id\":1}\n", "json",
	    .one = true);
	CHECK_STR(error.ptr, "an answer about one thing has several rows");
	SAYS("SELECT 1 AS is_blocked, 0 AS is_on, NULL AS is_x, "
	     "'2026-12-01T10:00:00Z' AS starts_at, '2026-12-01' AS due_on, "
	     "'x' AS name_key, 7 AS client_id",
	    "[{\"blocked\":true,\"on\":false,\"x\":null,"
	    "\"starts_at\":\"2026-12-01T10:00:00Z\","
	    "\"due_on\":\"2026-12-01\",\"client_id\":7}]\n",
	    "json");
	SAYS("SELECT '{\"a\": [1]}' AS answers_json, NULL AS x_json, "
	     "'' AS y_json, '{' || char(10) || '}' AS z_json, "
	     "'[\"a\",\"b\\\"\"]' AS tags_list, NULL AS e_list",
	    "[{\"answers\":{\"a\": [1]},\"x\":null,\"y\":null,\"z\":{ },"
	    "\"tags\":[\"a\",\"b\\\"\"],\"e\":[]}]\n",
	    "json");
	CHECK_STR(answer(AS("json"), "SELECT 1 AS id", "SELECT 2 AS id"),
	    "[{\"id\":1},\n{\"id\":2}]\n");
	CHECK_STR(
	    answer(AS("json"), "SELECT 1 AS id WHERE 0", "SELECT 2 AS id"),
	    "[{\"id\":2}]\n");
	answer(AS("json"), "SELECT 1 AS id", "SELECT 2 AS no");
	CHECK_STR(error.ptr, "two answers with different columns");
}

static void
test_numbers(void)
{
	SAYS("SELECT 9223372036854775807 AS a, "
	     "-9223372036854775807 - 1 AS b, 0 AS c, 0.1 AS d, 5.0 AS e, "
	     "1e300 AS f, 1.0 / 3 AS g, 9e999 AS h, -10 AS i",
	    "{\"a\":9223372036854775807,\"b\":-9223372036854775808,"
	    "\"c\":0,\"d\":0.1,\"e\":5,\"f\":1e+300,"
	    "\"g\":0.3333333333333333,\"h\":null,\"i\":-10}\n",
	    "ndjson");
	SAYS("SELECT 1.0 / 3 AS rate, 0.5 AS share, 1 AS score, "
	     "-0.00001 AS no_show_rate, NULL AS x_share, 2.0 / 3 AS y_rate",
	    "{\"rate\":0.3333,\"share\":0.5,\"score\":1,\"no_show_rate\":0,"
	    "\"x_share\":null,\"y_rate\":0.6667}\n",
	    "ndjson");
	SAYS("SELECT 1.0 / 3 AS rate, 0.5 AS share, 1 AS score, 0.25 AS x",
	    "rate,share,score,x\n0.3333,0.5000,1.0000,0.25\n", "csv");
}

static void
test_money(void)
{
	static const char sql[] =
	    "SELECT 1250 AS price_minor, 'EUR' AS currency, 7 AS tip_minor "
	    "UNION ALL SELECT 1250, 'JPY', NULL "
	    "UNION ALL SELECT -1250, 'KWD', 1000 "
	    "UNION ALL SELECT 300, NULL, 300.4";

	SAYS(sql,
	    "{\"price\":12.5,\"currency\":\"EUR\",\"tip\":0.07}\n"
	    "{\"price\":1250,\"currency\":\"JPY\",\"tip\":null}\n"
	    "{\"price\":-1.25,\"currency\":\"KWD\",\"tip\":1}\n"
	    "{\"price\":3,\"currency\":null,\"tip\":3}\n",
	    "ndjson");
	SAYS(sql,
	    "price,currency,tip\n12.50,EUR,0.07\n1250,JPY,\n"
	    "-1.250,KWD,1.000\n3.00,,3.00\n",
	    "csv");
	SAYS(sql, "price\n12.50\n1250\n-1.250\n3.00\n", "csv",
	    .fields = "price");
	SAYS("SELECT '{\"EUR\":1250,\"JPY\":300}' AS spent_minor, "
	     "'{}' AS lost_minor",
	    "[{\"spent\":[{\"currency\":\"EUR\",\"amount\":12.5},"
	    "{\"currency\":\"JPY\",\"amount\":300}],\"lost\":[]}]\n",
	    "json");
	SAYS("SELECT '{\"EUR\":1250,\"JPY\":300}' AS spent_minor, "
	     "'{}' AS lost_minor",
	    "spent,lost\n12.50 EUR; 300 JPY,\n", "csv");
}

static void
quoted(const char *text, size_t len, const char *want)
{
	struct str s = STR_INIT;

	json_quote(&s, text, len);
	CHECK_STR(s.ptr, want);
	str_free(&s);
}

static void
test_json_text(void)
{
	struct str s = STR_INIT;
	char text[64], want[128];
	size_t i;

	quoted("", 0, "\"\"");
	quoted("a\"b\\c/", 6, "\"a\\\"b\\\\c/\"");
	quoted("\b\f\n\r\t\0\x1f\x7f", 8,
	    "\"\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f\"");
	quoted("Łódź 日本 🎉", strlen("Łódź 日本 🎉"), "\"Łódź 日本 🎉\"");
	quoted("\xe2\x80\xa8\xe2\x80\xa9\xc2\x9b\xc2\xa0", 10,
	    "\"\\u2028\\u2029\\u009b\xc2\xa0\"");
	/* Stray, cut short, overlong, a surrogate, beyond the last. */
	quoted("\xff|\xe2\x80|\xc0\x80", 7,
	    "\"\xef\xbf\xbd|\xef\xbf\xbd\xef\xbf\xbd|"
	    "\xef\xbf\xbd\xef\xbf\xbd\"");
	quoted("\xed\xa0\x80\xf4\x90", 5,
	    "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
	    "\xef\xbf\xbd\"");
	/* An escape at each place of a text, since eight go at a time. */
	for (i = 0; i < 20; i++) {
		memset(text, 'x', 20);
		text[i] = '"';
		snprintf(want, sizeof(want), "\"%.*s\\\"%.*s\"", (int)i,
		    "xxxxxxxxxxxxxxxxxxxx", (int)(19 - i),
		    "xxxxxxxxxxxxxxxxxxxx");
		quoted(text, 20, want);
	}
	json_raw(&s, "{\"a\\n\":\n\"\xff\"}", 12);
	CHECK_STR(s.ptr, "{\"a\\n\": \"\xef\xbf\xbd\"}");
	str_free(&s);
}

/* --- csv --- */

static void
test_csv(void)
{
	SAYS("SELECT 1 AS id WHERE 0", "id\n", "csv");
	SAYS("SELECT 1 AS id, 'a' AS name UNION SELECT 2, NULL "
	     "UNION SELECT 3, ''",
	    "id,name\n1,a\n2,\n3,\"\"\n", "csv");
	SAYS("SELECT 'a,b' AS a, 'say \"hi\"' AS b, 'x' || char(10) AS c, "
	     "' y' AS d, 'z ' AS e, 'a;b' AS f, 'long enough, twice' AS g",
	    "a,b,c,d,e,f,g\n\"a,b\",\"say \"\"hi\"\"\",\"x\n\",\" y\","
	    "\"z \",a;b,\"long enough, twice\"\n",
	    "csv");
	SAYS("SELECT 'a,b' AS a, 'c' || char(9) || 'd' AS b, char(13) AS c",
	    "a\tb\tc\na,b\t\"c\td\"\t\"\r\"\n", "tsv");
	SAYS("SELECT NULL AS a UNION ALL SELECT '' UNION ALL SELECT 'x'",
	    "a\n\"\"\n\"\"\nx\n", "csv");
	SAYS("SELECT 1 AS is_x, 0 AS is_y, '[\"a\",\"b c\"]' AS t_list, "
	     "'[]' AS u_list, '{\"a\":1}' AS v_json",
	    "x,y,t,u,v\nyes,no,\"a,b c\",,\"{\"\"a\"\":1}\"\n", "csv");
	SAYS("SELECT '[\"\\u00e9\\ud83c\\udf89\", 12 ,\"\\\"\\n\\ud800\"]' "
	     "AS t_list, 'plain' AS u_list",
	    "t\tu\n\"é🎉,12,\"\"\n\xef\xbf\xbd\"\tplain\n", "tsv");
	SAYS("SELECT '=1' AS a, '[\"=1\"]' AS b_list", "a,b\n=1,=1\n", "csv");
	SAYS("SELECT x'' AS a, x'41' AS b", "a,b\n\"\",A\n", "csv");
}

static void
test_excel(void)
{
	SAYS("SELECT '=1+1' AS a, '+351' AS b, '-x' AS c, '@y' AS d, "
	     "char(9) || 'z' AS e, char(13) AS f",
	    "\xef\xbb\xbf"
	    "a,b,c,d,e,f\r\n'=1+1,'+351,'-x,'@y,'\tz,\"'\r\"\r\n",
	    "csv", .excel = true);
	SAYS("SELECT '''=1' AS a, '''''+1' AS b, '''tis' AS c, '''' AS d, "
	     "'=\"a,b\"' AS e",
	    "\xef\xbb\xbf"
	    "a,b,c,d,e\r\n''=1,'''+1,'tis,',\"'=\"\"a,b\"\"\"\r\n",
	    "csv", .excel = true);
	SAYS("SELECT -5 AS a, -1250 AS b_minor, -0.5 AS c, NULL AS d, "
	     "'' AS e, '[\"=x\"]' AS f_list",
	    "\xef\xbb\xbf"
	    "a,b,c,d,e,f\r\n-5,-12.50,-0.5,,\"\",'=x\r\n",
	    "csv", .excel = true);
}

/* --- fields --- */

static void
test_fields(void)
{
	static const char sql[] = "SELECT 1 AS id, 7 AS client_id, "
				  "'2026-12-01' AS starts_at, "
				  "1250 AS price_minor, 'JPY' AS currency, "
				  "'k' AS name_key";

	SAYS(sql, "price,id\n1250,1\n", "csv", .fields = "price,id");
	SAYS(sql, "starts_at,client_id,id\n2026-12-01,7,1\n", "csv",
	    "starts, Client ,ID");
	SAYS(sql, "client_id,starts_at\n7,2026-12-01\n", "csv",
	    "client-id,starts at");
	SAYS(sql, "7\n", "id", .fields = "client");
	SAYS(sql, "1\n", "id");
	SAYS(sql, "", "csv", .fields = "id,nmae");
	CHECK_STR(error.ptr, "no field \"nmae\"; there are: "
			     "id, client_id, starts_at, price, currency");
	SAYS(sql, "", "json", .fields = "name_key");
	SAYS(sql, "", "json", .fields = "");
	CHECK(strncmp(error.ptr, "no field \"\"; ", 13) == 0);
	SAYS(sql, "", "json", .fields = "\x1b[2J");
	CHECK(strncmp(error.ptr, "no field \"\\x1b[2J\"; ", 20) == 0);
	SAYS(sql, "", "json", .fields = "id,ID");
	CHECK_STR(error.ptr, "field \"id\" is named twice");
}

/* --- table --- */

static void
test_table(void)
{
	SAYS("SELECT 1 AS id WHERE 0", "", "table");
	SAYS("SELECT 1 AS id, 'Ana' AS name, 1250 AS price_minor, "
	     "NULL AS city UNION ALL SELECT 12, 'João 日本', 100, 'Faro' "
	     "UNION ALL SELECT 3, NULL, NULL, NULL",
	    "id  name       price  city\n"
	    " 1  Ana        12.50\n"
	    "12  João 日本   1.00  Faro\n"
	    " 3\n",
	    "table");
	SAYS("SELECT 'a' || char(10, 10) || 'b' || char(13, 10) AS text, "
	     "'x' || char(27) || '[31m' AS a, 1 AS is_b, 0.5 AS rate, "
	     "'2026-12-01T10:00:00Z' AS at, '2026-12-01' AS due_on",
	    "text   a          b      rate  at                due_on\n"
	    "a / b  x\\x1b[31m  yes  0.5000  2026-12-01 11:00  2026-12-01\n",
	    "table");
	SAYS("SELECT '2026-07-01T10:00:00Z' AS made_at, 1 AS total, "
	     "'12.50 EUR' AS a UNION ALL SELECT 'soon', NULL, NULL",
	    "made_at           total  a\n"
	    "2026-07-01 12:00      1  12.50 EUR\n"
	    "soon\n",
	    "table");
}

static void
test_table_cut(void)
{
	static const char sql[] =
	    "SELECT 1 AS id, 'A name that is long' AS name, "
	    "'日本語日本語日本語' AS text, 1234567 AS amount";

	SAYS(sql,
	    "id  name                 text                 amount\n"
	    " 1  A name that is long  日本語日本語日本語  1234567\n",
	    "table");
	SAYS(sql,
	    "id  name            text             amount\n"
	    " 1  A name that i…  日本語日本語…   1234567\n",
	    "table", .tty = true, .width = 43);
	SAYS(sql,
	    "id  name      text       amount\n"
	    " 1  A name …  日本語…   1234567\n",
	    "table", .tty = true, .width = 10);
	/* A heading breaks between its words, and is cut within one. */
	SAYS("SELECT 'abcdefgh' AS a_very_long_heading",
	    "a_very_\nlong_\nheading\nabcdefgh\n", "table", .tty = true,
	    .width = 5);
	SAYS("SELECT 'abcdefgh' AS averylongheading", "averylo…\nabcdefgh\n",
	    "table", .tty = true, .width = 5);
}

/* Rows past the sample stick out, or are cut on a terminal. */
static void
test_table_long(void)
{
	static const char sql[] =
	    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
	    "WHERE i < 300) SELECT i AS id, CASE i WHEN 201 THEN 'longer' "
	    "ELSE 'x' END AS a, 'y' AS b FROM n";
	const char *text;

	text = answer(AS("table"), sql, NULL);
	CHECK(strncmp(text, " id  a  b\n  1  x  y\n", 20) == 0);
	CHECK(strstr(text, "\n200  x  y\n201  longer  y\n202  x  y\n") != NULL);
	CHECK(said.len == 301 * 10 + 5);
	text =
	    answer((struct ask){"table", .tty = true, .width = 80}, sql, NULL);
	CHECK(strstr(text, "\n201  …  y\n") != NULL);
}

static void
test_card(void)
{
	SAYS("SELECT 1 AS id, 'Ana' AS name, NULL AS email, "
	     "'one' || char(10, 10) || 'two' AS text, '' AS city, "
	     "1250 AS spent_minor",
	    "id     1\nname   Ana\ntext   one\n\n       two\ncity\n"
	    "spent  12.50\n",
	    "table", .one = true);
	SAYS("SELECT 1 AS id UNION SELECT 2", "id  1\n\nid  2\n", "table",
	    .one = true);
}

static void
test_visible(void)
{
	static const char text[] = "a\tb\x7f\xff\xc2\x9b\xe2\x80\xae"
				   "é\xe2\x81\xa7\xe2\x80";
	struct str s = STR_INIT;

	visible(&s, text, sizeof(text));
	CHECK_STR(s.ptr, "a\\x09b\\x7f\\xff\\u009b\\u202eé\\u2067"
			 "\\xe2\\x80\\x00");
	str_free(&s);
	SAYS("SELECT 'a' || char(10) || 'b' AS x", "a / b\n", "id");
}

/* --- out --- */

static char folder[] = "/tmp/crm-unit-XXXXXX";

/* The content of a file of ours, NULL when there is none. */
static const char *
content(const char *name)
{
	static char text[256];
	ssize_t n;
	int fd = open(name, O_RDONLY);

	if (fd < 0)
		return NULL;
	n = read(fd, text, sizeof(text) - 1);
	text[n < 0 ? 0 : n] = '\0';
	close(fd);
	return text;
}

/* Write a text to a file by way of out, and end it. */
static int
put(const char *file, const char *text, bool hold)
{
	struct out o;

	out_init(&o, file, hold);
	str_adds(&o.buf, text);
	out_spill(&o);
	CHECK(out_commit(&o) == (o.error == 0));
	out_abandon(&o);
	return o.error;
}

static void
test_file(void)
{
	struct stat st;
	struct out o;

	CHECK(put("a", "one\n", false) == 0);
	CHECK_STR(content("a"), "one\n");
	CHECK(stat("a", &st) == 0 && (st.st_mode & 07777) == 0600);
	CHECK(put("./a", "two\n", true) == 0);
	CHECK_STR(content("a"), "two\n");
	CHECK(put("a", "", false) == 0);
	CHECK_STR(content("a"), "");
	CHECK(symlink("a", "link") == 0);
	CHECK(put("link", "three\n", false) == 0);
	CHECK(lstat("link", &st) == 0 && S_ISLNK(st.st_mode));
	CHECK_STR(content("a"), "three\n");
	/* Until it is committed, what was there stays. */
	out_init(&o, "a", false);
	memset(str_room(&o.buf, 1 << 20), 'x', 1 << 20);
	o.buf.len += 1 << 20;
	out_spill(&o);
	CHECK(o.buf.len == 0 && o.temp != NULL && access(o.temp, F_OK) == 0);
	CHECK_STR(content("a"), "three\n");
	out_abandon(&o);
	CHECK_STR(content("a"), "three\n");
	/* Nothing of ours is left: a, link, . and .. only. */
	CHECK(system("test \"$(ls -A | tr '\\n' ' ')\" = 'a link '") == 0);
}

static void
test_file_errors(void)
{
	CHECK(put("none/a", "x", false) == ENOENT);
	CHECK(put(".", "x", false) == EISDIR);
	CHECK(put("new/", "x", false) == ENOENT);
	CHECK(put("/dev/null", "x", false) == 0);
	CHECK(put("/dev/full", "x", false) == ENOSPC);
	CHECK(symlink("nothing", "dangling") == 0);
	CHECK(put("dangling", "x", false) == ENOENT);
	CHECK(chmod("a", 0400) == 0);
	if (geteuid() != 0)
		CHECK(put("a", "x", false) == EACCES);
}

/* A held answer waits for the commit; one that streams does not. */
static void
test_stdout(void)
{
	struct out o;
	int ends[2], saved = dup(STDOUT_FILENO);
	char text[8] = "";

	fflush(stdout);
	CHECK(pipe(ends) == 0 && dup2(ends[1], STDOUT_FILENO) >= 0);
	out_init(&o, "-", true);
	str_adds(&o.buf, "7\n");
	out_spill(&o);
	CHECK(o.buf.len == 2);
	CHECK(out_commit(&o));
	CHECK(read(ends[0], text, sizeof(text) - 1) == 2);
	CHECK_STR(text, "7\n");
	str_adds(&o.buf, "8\n");
	CHECK(out_commit(&o));
	CHECK(read(ends[0], text, sizeof(text) - 1) == 2);
	CHECK_STR(text, "8\n");
	close(ends[0]);
	str_adds(&o.buf, "9\n");
	CHECK(!out_commit(&o) && o.error == EPIPE);
	out_abandon(&o);
	dup2(saved, STDOUT_FILENO);
	close(ends[1]);
	close(saved);
}

/* An answer ends early when nobody takes it. */
static void
test_full(void)
{
	struct out out;
	struct emit e = emit_for(AS("csv"), &out);
	sqlite3_stmt *stmt;

	stmt = prepare("WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
		       " SELECT i AS id FROM n");
	out_init(&out, "/dev/full", false);
	CHECK(emit_rows(&e, stmt) == SQLITE_DONE);
	CHECK(out.error == ENOSPC);
	emit_end(&e);
	CHECK(!out_commit(&out));
	sqlite3_finalize(stmt);
	keep_free(&e.keep);
}

/* Values that were seen before look as they did then, also past the rows that
 * settle the widths. */
static void
test_table_again(void)
{
	const char *text, *end, *first[7];
	size_t i, len[7];

	text = answer(AS("table"),
	    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n "
	    "WHERE i < 447) SELECT CASE i % 7 WHEN 0 THEN 'plain' WHEN 1 THEN "
	    "'日本' WHEN 2 THEN 'a' || char(10) || 'b' WHEN 3 THEN char(27) || "
	    "'[1m' WHEN 4 THEN '' WHEN 5 THEN 12 END AS name, iif(i % 7 = 4, "
	    "'plain ' || char(0x202e), 'plain') AS city FROM n",
	    NULL);
	text = strchrnul(text, '\n') + (*text != '\0');
	for (i = 0; (end = strchr(text, '\n')) != NULL; i++, text = end + 1) {
		if (i < 7) {
			first[i] = text;
			len[i] = (size_t)(end - text);
		} else if ((size_t)(end - text) != len[i % 7] ||
			   memcmp(text, first[i % 7], len[i % 7]) != 0) {
			break;
		}
	}
	CHECK(i == 448);
	CHECK(memcmp(first[0], "plain    plain\n", 15) == 0);
	CHECK(memcmp(first[1], "日本     plain\n", 17) == 0);
	CHECK(memcmp(first[2], "a / b    plain\n", 15) == 0);
	CHECK(memcmp(first[3], "\\x1b[1m  plain\n", 15) == 0);
	CHECK(memcmp(first[4], "         plain \\u202e\n", 22) == 0);
}

static void
test_formats(void)
{
	int i;

	for (i = 0; emit_names[i] != NULL; i++)
		CHECK_STR(emit_format(emit_names[i])->name, emit_names[i]);
	CHECK(i == 6);
	CHECK(emit_format("yaml") == NULL);
}

int
main(void)
{
	signal(SIGPIPE, SIG_IGN);
	setenv("TZ", "Europe/Madrid", 1);
	said = error = (struct str)STR_INIT;
	if (sqlite3_open(":memory:", &db) != SQLITE_OK)
		return 1;
	test_formats();
	test_table_again();
	test_json();
	test_numbers();
	test_money();
	test_json_text();
	test_csv();
	test_excel();
	test_fields();
	test_table();
	test_table_cut();
	test_table_long();
	test_card();
	test_visible();
	if (mkdtemp(folder) == NULL || chdir(folder) != 0)
		return 1;
	test_file();
	test_file_errors();
	test_stdout();
	test_full();
	CHECK(system("rm -rf \"$PWD\"") == 0);
	str_free(&said);
	str_free(&error);
	sqlite3_close(db);
	return unit_end();
}
