/*
 * emit_value.c: the values of an answer as text: numbers, money, yes and no,
 * days and instants, lists.
 */
#include "emit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "banned.h"

/* A run of rows has mostly one currency, and looking it up costs as much as
 * printing the amount. */
struct emit_money {
	char code[4];
	int decimals;
};

/* --- numbers --- */

char *
int_print(char *out, int64_t n)
{
	uint64_t u = n < 0 ? -(uint64_t)n : (uint64_t)n;
	char digits[20];
	size_t i = sizeof(digits);

	do {
		digits[--i] = (char)('0' + u % 10);
		u /= 10;
	} while (u > 0);
	if (n < 0)
		*out++ = '-';
	memcpy(out, digits + i, sizeof(digits) - i);
	return out + sizeof(digits) - i;
}

void
real_print(struct str *out, double d)
{
	char text[40];
	int digits;

	for (digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, d);
		if (strtod(text, NULL) == d)
			break;
	}
	str_adds(out, text);
}

void
rate_print(struct str *out, double d, bool json)
{
	if (fabs(d) < 0.00005)
		d = 0; /* and never -0 */
	str_addf(out, "%.4f", d);
	if (!json)
		return;
	while (out->ptr[out->len - 1] == '0')
		str_cut(out, out->len - 1);
	if (out->ptr[out->len - 1] == '.')
		str_cut(out, out->len - 1);
}

static void
text_int(struct str *out, int64_t n)
{
	char text[24];
	const char *end = int_print(text, n);

	str_add(out, text, (size_t)(end - text));
}

/* --- money --- */

struct emit_money *
emit_money(struct keep *keep)
{
	return keep_alloc(keep, sizeof(struct emit_money));
}

/* Of the currency beside it in this row, else of the account's, else 2. */
static int
money_decimals(
    const struct emit *e, const struct emit_column *c, sqlite3_stmt *stmt)
{
	struct emit_money *m = e->money;
	const char *code = NULL;
	size_t len;
	int n;

	if (c->currency >= 0)
		code = (const char *)sqlite3_column_text(stmt, c->currency);
	if (code == NULL || code[0] == '\0')
		code = e->currency;
	if (code == NULL || code[0] == '\0')
		return 2;
	if (m != NULL && strcmp(m->code, code) == 0)
		return m->decimals;
	len = strlen(code);
	n = currency_digits(code, len);
	if (m != NULL && len < sizeof(m->code)) {
		memcpy(m->code, code, len + 1);
		m->decimals = n;
	}
	return n;
}

void
emit_amount(struct str *out, const struct emit *e, const struct emit_column *c,
    sqlite3_stmt *stmt, bool json)
{
	int type = sqlite3_column_type(stmt, c->index);
	char text[32];
	int64_t minor;
	double d;

	if (type == SQLITE_TEXT &&
	    sums_print(
		out, (const char *)sqlite3_column_text(stmt, c->index), json))
		return;
	minor = sqlite3_column_int64(stmt, c->index);
	if (type == SQLITE_FLOAT) { /* an average */
		d = sqlite3_column_double(stmt, c->index);
		if (fabs(d) < 9e18)
			minor = llround(d);
	}
	if (json)
		money_print_json(text, minor, money_decimals(e, c, stmt));
	else
		money_print(text, minor, money_decimals(e, c, stmt));
	str_adds(out, text);
}

/* --- lists --- */

static unsigned
hex4(const char *p, const char *end)
{
	unsigned v = 0;
	int i;

	for (i = 0; i < 4 && p + i < end; i++) {
		v <<= 4;
		if (p[i] >= '0' && p[i] <= '9')
			v |= (unsigned)(p[i] - '0');
		else
			v |= ((unsigned)p[i] | 0x20) - 'a' + 10;
	}
	return v;
}

static void
add_utf8(struct str *out, unsigned c)
{
	if (c == 0 || (c >= 0xd800 && c <= 0xdfff) || c > 0x10ffff)
		c = 0xfffd;
	if (c < 0x80) {
		str_addc(out, (char)c);
		return;
	}
	if (c < 0x800) {
		str_addc(out, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			str_addc(out, (char)(0xe0 | c >> 12));
		} else {
			str_addc(out, (char)(0xf0 | c >> 18));
			str_addc(out, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		str_addc(out, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	str_addc(out, (char)(0x80 | (c & 0x3f)));
}

/* The character of \uXXXX at p (past the u), with the other half of a pair. */
static const char *
unescape_u(struct str *out, const char *p, const char *end)
{
	unsigned c = hex4(p, end), low;

	p = end - p < 4 ? end : p + 4;
	if (c >= 0xd800 && c < 0xdc00 && end - p >= 6 && p[0] == '\\' &&
	    p[1] == 'u') {
		low = hex4(p + 2, end);
		if (low >= 0xdc00 && low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			p += 6;
		}
	}
	add_utf8(out, c);
	return p;
}

/* A JSON string, from past its opening quote to past its closing one. */
static const char *
unescape(struct str *out, const char *p, const char *end)
{
	static const char names[] = "bfnrt", chars[] = "\b\f\n\r\t";
	const char *name;

	for (; p < end && *p != '"'; p++) {
		if (*p != '\\' || p + 1 == end) {
			str_addc(out, *p);
			continue;
		}
		p++;
		name = memchr(names, *p, sizeof(names) - 1);
		if (*p == 'u')
			p = unescape_u(out, p + 1, end) - 1;
		else
			str_addc(out, name == NULL ? *p : chars[name - names]);
	}
	return p < end ? p + 1 : end;
}

/* ["a","b"] as a,b. What is no array stays as it is. */
static void
text_list(struct str *out, const char *p, size_t len)
{
	const char *end = p + len;
	int n = 0;

	if (len == 0 || *p != '[') {
		str_add(out, p, len);
		return;
	}
	for (p++; p < end && *p != ']';) {
		if (strchr(", \t\r\n", *p) != NULL) {
			p++;
			continue;
		}
		if (n++ > 0)
			str_addc(out, ',');
		if (*p == '"') {
			p = unescape(out, p + 1, end);
			continue;
		}
		for (; p < end && strchr(",] \t\r\n", *p) == NULL; p++)
			str_addc(out, *p);
	}
}

/* --- words --- */

void
emit_words(struct str *word)
{
	size_t i;

	for (i = 0; i < word->len; i++)
		if (word->ptr[i] == '_')
			word->ptr[i] = ' ';
	if (word->len > 0 && word->ptr[0] >= 'a' && word->ptr[0] <= 'z')
		word->ptr[0] = (char)(word->ptr[0] - 'a' + 'A');
}

/* --- any value --- */

static void
text_local(struct str *out, const char *text, size_t len)
{
	char local[17];
	int64_t t;

	if (len != 20 || text[19] != 'Z' ||
	    time_parse(&t, text, len, 0) != NULL) {
		str_add(out, text, len);
		return;
	}
	time_print_local(local, t);
	str_adds(out, local);
}

/* A value whose kind does not change how it prints. */
static void
text_plain(struct str *out, sqlite3_stmt *stmt, int i)
{
	size_t len;

	switch (sqlite3_column_type(stmt, i)) {
	case SQLITE_INTEGER:
		text_int(out, sqlite3_column_int64(stmt, i));
		break;
	case SQLITE_FLOAT:
		real_print(out, sqlite3_column_double(stmt, i));
		break;
	default:
		len = (size_t)sqlite3_column_bytes(stmt, i);
		if (len > 0)
			str_add(out, (const char *)sqlite3_column_text(stmt, i),
			    len);
	}
}

void
emit_text(struct str *out, const struct emit *e, const struct emit_column *c,
    sqlite3_stmt *stmt, bool local)
{
	int type = sqlite3_column_type(stmt, c->index);
	const char *text = NULL;
	size_t len = 0;

	if (type == SQLITE_NULL)
		return;
	if (type == SQLITE_TEXT) {
		text = (const char *)sqlite3_column_text(stmt, c->index);
		len = (size_t)sqlite3_column_bytes(stmt, c->index);
	}
	if (c->kind == KIND_BOOL)
		str_adds(
		    out, sqlite3_column_int(stmt, c->index) ? "yes" : "no");
	else if (c->kind == KIND_MONEY)
		emit_amount(out, e, c, stmt, false);
	else if (c->kind == KIND_REAL && type != SQLITE_TEXT)
		rate_print(out, sqlite3_column_double(stmt, c->index), false);
	else if (c->kind == KIND_LIST && text != NULL)
		text_list(out, text, len);
	else if (c->kind == KIND_TIME && local && text != NULL)
		text_local(out, text, len);
	else
		text_plain(out, stmt, c->index);
}
