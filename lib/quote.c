/*
 * quote.c: text made safe for where it goes: a JSON string, a terminal.
 *
 * Exports of a million rows go through here: text is copied eight bytes at a
 * time for as long as nothing in it needs an escape.
 */
#include "quote.h"

#include <string.h>

#include "copy.h"
#include "fold.h"

#include "banned.h"

/* --- JSON --- */

/* 1: must be looked at in a string. 2: also in JSON that is passed on. */
static const unsigned char special[256] = {
    [0x00 ... 0x1f] = 2,
    ['"'] = 1,
    ['\\'] = 1,
    [0x7f ... 0xff] = 2,
};

static inline bool
word_special(uint64_t w, uint64_t unused)
{
	uint64_t hit;

	(void)unused;
	hit = w | (w + WORD_ONES); /* from 0x7f up */
	hit |= (w - WORD_ONES * 0x20) & ~w; /* below the blank */
	hit |= word_has(w, '"') | word_has(w, '\\');
	return (hit & WORD_HIGHS) != 0;
}

/* Copy the head of the text that needs no care; returns its length. */
static size_t
plain_copy(char *to, const char *text, size_t len)
{
	size_t i = copy_careless(to, text, len, word_special, 0);

	for (; i < len && special[(unsigned char)text[i]] == 0; i++)
		to[i] = text[i];
	return i;
}

/* The length of the valid UTF-8 sequence above ASCII at p, or 0. */
static size_t
utf8_len(const unsigned char *p, size_t len)
{
	size_t i, n;

	if (p[0] >= 0xc2 && p[0] < 0xe0)
		n = 2;
	else if (p[0] >= 0xe0 && p[0] < 0xf0)
		n = 3;
	else if (p[0] >= 0xf0 && p[0] < 0xf5)
		n = 4;
	else
		return 0;
	if (len < n)
		return 0;
	for (i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

/* One character of several bytes; returns how many of them were used. */
static size_t
wide_add(struct str *out, const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t n = utf8_len(p, len);

	if (n == 0) {
		str_adds(out, "\xef\xbf\xbd");
		return 1;
	}
	if (p[0] == 0xc2 && p[1] < 0xa0)
		str_addf(out, "\\u00%02x", p[1]);
	else if (p[0] == 0xe2 && p[1] == 0x80 && (p[2] | 1) == 0xa9)
		str_addf(out, "\\u20%02x", p[2] - 0x80);
	else
		str_add(out, text, n);
	return n;
}

static void
escape_add(struct str *out, unsigned char c)
{
	static const char names[] = "bfnrt\"\\", chars[] = "\b\f\n\r\t\"\\";
	const char *p = memchr(chars, c, sizeof(chars) - 1);

	if (p == NULL) {
		str_addf(out, "\\u%04x", c);
		return;
	}
	str_addc(out, '\\');
	str_addc(out, names[p - chars]);
}

static void
text_add(struct str *out, const char *text, size_t len, bool raw)
{
	unsigned char c;
	size_t n;

	while (len > 0) {
		n = plain_copy(room(out, len), text, len);
		out->len += n;
		text += n;
		len -= n;
		if (len == 0)
			break;
		c = (unsigned char)text[0];
		n = 1;
		if (c >= 0x80)
			n = wide_add(out, text, len);
		else if (!raw || c == 0x7f)
			escape_add(out, c);
		else
			str_addc(out, special[c] == 1 ? (char)c : ' ');
		text += n;
		len -= n;
	}
	out->ptr[out->len] = '\0';
}

void
json_quote(struct str *out, const char *text, size_t len)
{
	char *p = room(out, len + 2);
	size_t n;

	*p++ = '"';
	n = copy_careless(p, text, len, word_special, 0);
	out->len += n + 1;
	if (n < len) {
		text_add(out, text + n, len - n, false);
		p = room(out, 1);
	} else {
		p += n;
	}
	p[0] = '"';
	p[1] = '\0';
	out->len++;
}

void
json_raw(struct str *out, const char *text, size_t len)
{
	text_add(out, text, len, true);
}

/* --- terminals --- */

/* The length of the character at p; 0 when it is not UTF-8. */
static size_t
char_len(const unsigned char *p, size_t len)
{
	size_t n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	return n <= len && text_is_utf8((const char *)p, n) ? n : 0;
}

/* The code point when it must not reach a terminal, else 0: C1 controls,
 * U+2028 to U+202E and U+2066 to U+2069. */
static int
unsafe_wide(const unsigned char *p, size_t n)
{
	if (n == 2 && p[0] == 0xc2 && p[1] < 0xa0)
		return p[1];
	if (n == 3 && p[0] == 0xe2 && p[1] == 0x80 && p[2] >= 0xa8 &&
	    p[2] <= 0xae)
		return 0x2000 + (p[2] - 0x80);
	if (n == 3 && p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa6 &&
	    p[2] <= 0xa9)
		return 0x2040 + (p[2] - 0x80);
	return 0;
}

void
visible(struct str *out, const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t i, n, done = 0;
	int point;

	for (i = 0; i < len; i += n) {
		n = 1;
		if (p[i] >= 0x20 && p[i] < 0x7f)
			continue;
		point = 0;
		if (p[i] >= 0x80) {
			n = char_len(p + i, len - i);
			point = unsafe_wide(p + i, n);
			if (n > 0 && point == 0)
				continue;
		}
		str_add(out, text + done, i - done);
		if (point != 0)
			str_addf(out, "\\u%04x", (unsigned)point);
		else
			str_addf(out, "\\x%02x", p[i]);
		n = n == 0 ? 1 : n;
		done = i + n;
	}
	if (len > done)
		str_add(out, text + done, len - done);
}
