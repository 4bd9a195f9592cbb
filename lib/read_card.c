/*
 * read_card.c: the values of a vCard, decoded, taken apart and unescaped.
 */
#include <ctype.h>
#include <string.h>

#include "read_in.h"
#include "read_vcard.h"

#include "banned.h"

#define SHOWN 40 /* bytes of a value in a remark */

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/* =C3=A9 is two bytes; anything else after = is as it stands. */
static void
quoted_decode(struct str *out, const char *p, size_t len)
{
	size_t i;
	int high, low;

	for (i = 0; i < len; i++) {
		high = p[i] == '=' && i + 2 < len ? hex_digit(p[i + 1]) : -1;
		low = high >= 0 ? hex_digit(p[i + 2]) : -1;
		if (low >= 0) {
			str_addc(out, (char)(high * 16 + low));
			i += 2;
		} else {
			str_addc(out, p[i]);
		}
	}
}

/* The value as text in UTF-8, escapes still in it; kept with the record. */
const char *
card_decoded(struct contact *c, const struct property *p)
{
	struct str bytes = STR_INIT, text = STR_INIT;
	const char *kept = "";
	size_t i;

	if (p->base64)
		return kept;
	if (!p->quoted)
		return keep_mem(&c->read->row, p->value, p->value_len);
	quoted_decode(&bytes, p->value, p->value_len);
	for (i = 0; i < bytes.len; i++)
		if (bytes.ptr[i] == '\0')
			bytes.ptr[i] = ' ';
	read_convert(&text, p->charset, bytes.ptr, bytes.len);
	kept = keep_mem(&c->read->row, text.ptr, text.len);
	str_free(&bytes);
	str_free(&text);
	return kept;
}

/* Without escapes and without blanks around; in one line, unless it is prose.
 * NULL when nothing is left. */
const char *
card_unescaped(struct contact *c, const char *p, size_t len, bool prose)
{
	char *out = keep_alloc(&c->read->row, len * 2 + 1), *to = out;
	char *last = out; /* after what is neither blank nor put in here */
	const char *end = p + len;
	char ch;

	for (; p < end; p++) {
		ch = *p;
		if (ch == '\\' && p + 1 < end &&
		    strchr("nN,;:\\\"", p[1]) != NULL) {
			ch = *++p;
			ch = ch == 'n' || ch == 'N' ? '\n' : ch;
		}
		if (ch == '\r')
			continue;
		if (ch == '\n' && !prose) {
			if (to > out && to[-1] != ' ')
				*to++ = ',';
			ch = ' ';
		}
		if (to > out || !isspace((unsigned char)ch))
			*to++ = ch;
		if (!isspace((unsigned char)ch))
			last = to;
	}
	*last = '\0';
	return last == out ? NULL : out;
}

const char *
card_plain(struct contact *c, const struct property *p)
{
	const char *text = card_decoded(c, p);

	return card_unescaped(c, text, strlen(text), false);
}

/* The next part of "a;b\;c;d" ends here. */
static size_t
part_length(const char *p, const char *ends)
{
	size_t n = 0;

	while (p[n] != '\0' && strchr(ends, p[n]) == NULL)
		n += p[n] == '\\' && p[n + 1] != '\0' ? 2 : 1;
	return n;
}

/* The parts of a value, each NULL or not empty; how many. */
size_t
card_parts(struct contact *c, const char *text, const char *ends,
    const char **parts, size_t max)
{
	size_t n = 0, len;

	for (;;) {
		len = part_length(text, ends);
		if (n < max)
			parts[n++] = card_unescaped(c, text, len, false);
		if (text[len] == '\0')
			return n;
		text += len + 1;
	}
}

/* Those that are there, in one text; NULL when none is. */
const char *
card_joined(
    struct contact *c, const char *const *parts, size_t n, const char *between)
{
	struct str out = STR_INIT;
	const char *kept;
	size_t i;

	for (i = 0; i < n; i++)
		if (parts[i] != NULL) {
			str_adds(&out, out.len > 0 ? between : "");
			str_adds(&out, parts[i]);
		}
	kept = out.len == 0 ? NULL : keep_mem(&c->read->row, out.ptr, out.len);
	str_free(&out);
	return kept;
}

void
card_left_out(struct contact *c, const char *what, const char *text)
{
	if (c->read->remark == NULL)
		c->read->remark = keep_printf(
		    &c->read->row, "%s left out: \"%.*s\"", what, SHOWN, text);
}
