/*
 * fold.c: text folded for search and for the comparison of names, addresses
 * and numbers.
 */
#include <stdlib.h>

#include "fold.h"
#include "fold_table.h"
#include "utf8.h"

#include "banned.h"

static void
encode(struct str *out, const cp_t *cps, utf8proc_ssize_t n)
{
	utf8proc_ssize_t i;
	char *to;

	if (n <= 0)
		return;
	to = str_room(out, (size_t)n * 4);
	for (i = 0; i < n; i++)
		to += utf8proc_encode_char(cps[i], (utf8proc_uint8_t *)to);
	*to = '\0';
	out->len = (size_t)(to - out->ptr);
}

/* A text that is UTF-8 all through. */
struct input {
	const char *s;
	size_t len;
};

/* The text without the bytes that are not UTF-8; out holds the copy if one is
 * needed. */
static struct input
valid_part(struct str *out, const char *text, size_t len)
{
	size_t i, n;
	cp_t cp;

	if (text_is_utf8(text, len))
		return (struct input){text, len};
	for (i = 0; i < len; i += n) {
		n = decode(&cp, text + i, len - i);
		if (n > 0)
			str_add(out, text + i, n);
		else
			n = 1;
	}
	return (struct input){out->ptr, out->len};
}

/*
 * Fold ASCII: small letters, blanks and controls to single spaces. Returns
 * the bytes written, never more than read; both may be the same place.
 */
static size_t
fold_ascii(char *start, const char *text, size_t len)
{
	char *to = start;
	unsigned char c;
	size_t i;

	for (i = 0; i < len; i++) {
		c = (unsigned char)text[i];
		if (c <= ' ' || c == 0x7f) {
			if (to > start && to[-1] != ' ')
				*to++ = ' ';
		} else {
			*to++ = (char)((unsigned char)(c - 'A') < 26 ? c | 0x20
								     : c);
		}
	}
	if (to > start && to[-1] == ' ')
		to--;
	return (size_t)(to - start);
}

/*
 * Fold text that is nothing but ASCII and accented Latin letters; false, and
 * nothing written, when there is anything else.
 */
static bool
fold_latin(struct str *out, const char *text, size_t len)
{
	char *start, *to;
	const char *plain;
	size_t i, n;
	cp_t cp;

	start = to = str_room(out, len);
	for (i = 0; i < len; i += n) {
		n = decode(&cp, text + i, len - i);
		if (n == 1) {
			*to++ = text[i];
			continue;
		}
		plain =
		    n == 2 && cp >= 0xc0 && cp < 0x180 ? latin[cp - 0xc0] : "";
		if (*plain == '\0') {
			*start = '\0';
			return false;
		}
		*to++ = *plain;
		if (plain[1] != '\0')
			*to++ = plain[1];
	}
	out->len += fold_ascii(start, start, (size_t)(to - start));
	out->ptr[out->len] = '\0';
	return true;
}

static bool
is_mark(cp_t cp)
{
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return true;
	default:
		return false;
	}
}

/* Is it a letter whose marks are accents? */
static bool
has_accents(cp_t cp)
{
	utf8proc_category_t c;
	size_t i;

	for (i = 0; i < sizeof(mark_scripts) / sizeof(*mark_scripts); i++)
		if (cp <= mark_scripts[i].last)
			break;
	if (i == sizeof(mark_scripts) / sizeof(*mark_scripts) ||
	    cp < mark_scripts[i].first)
		return false;
	c = utf8proc_category(cp);
	return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

/* Short i and yo are letters of the alphabet, not accented ones. */
static bool
keeps_mark(cp_t base, cp_t mark)
{
	return (base == 0x0438 && mark == 0x0306) ||
	       (base == 0x0435 && mark == 0x0308);
}

static const char *
find_plain_form(cp_t cp)
{
	size_t lo = 0, hi = sizeof(plain_form) / sizeof(*plain_form), mid;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (plain_form[mid].cp == cp)
			return plain_form[mid].to;
		if (plain_form[mid].cp < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

/* Small letters of Greek and Russian, which need no look-up. */
static bool
is_plain_letter(cp_t cp)
{
	return (cp >= 0x0430 && cp <= 0x044f) || (cp >= 0x03b1 && cp <= 0x03c9);
}

/*
 * From n decomposed code points, the folded ones: blanks joined, accents and
 * everything else that is not kept left out. Returns their number; to has
 * room for two for each. *compose tells whether any may join with the one
 * before: a mark that was kept, or Hangul.
 */
static size_t
fold_points(cp_t *to, const cp_t *cps, size_t n, bool *compose)
{
	const char *plain;
	bool accents = false;
	cp_t base = 0, cp;
	size_t i, m = 0;

	for (i = 0; i < n; i++) {
		cp = cps[i];
		if (is_plain_letter(cp)) {
			accents = true;
			base = to[m++] = cp;
			continue;
		}
		if (is_space(cp) || is_line_end(cp) || is_control(cp)) {
			accents = false;
			if (m > 0 && to[m - 1] != ' ')
				to[m++] = ' ';
			continue;
		}
		if (is_mark(cp)) {
			if (accents && !keeps_mark(base, cp))
				continue;
			if (accents)
				base = 0; /* one is enough */
			*compose = true;
			to[m++] = cp;
			continue;
		}
		*compose |= cp >= 0x1100 && cp <= 0x11ff;
		accents = has_accents(cp);
		base = cp;
		plain = cp < 0x80 ? NULL : find_plain_form(cp);
		if (plain == NULL)
			to[m++] = cp;
		for (; plain != NULL && *plain != '\0'; plain++)
			to[m++] = *plain;
	}
	return m > 0 && to[m - 1] == ' ' ? m - 1 : m;
}

/* Decompose into *cps, which is grown when it is too small. */
static size_t
decompose(cp_t **cps, size_t cap, struct input text, utf8proc_option_t options)
{
	utf8proc_ssize_t n;

	n = utf8proc_decompose((const utf8proc_uint8_t *)text.s,
	    (utf8proc_ssize_t)text.len, *cps, (utf8proc_ssize_t)cap, options);
	if (n > (utf8proc_ssize_t)cap) {
		*cps = mem_alloc((size_t)n * sizeof(**cps));
		n = utf8proc_decompose((const utf8proc_uint8_t *)text.s,
		    (utf8proc_ssize_t)text.len, *cps, n, options);
	}
	return n > 0 ? (size_t)n : 0;
}

static void
fold_unicode(struct str *out, struct input text)
{
	cp_t few[128], few_to[256], *cps = few, *to = few_to;
	utf8proc_ssize_t m;
	bool compose = false;
	size_t n;

	n = decompose(&cps, 128, text,
	    UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
		UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
	if (n > 128)
		to = mem_alloc(2 * n * sizeof(*to));
	m = (utf8proc_ssize_t)fold_points(to, cps, n, &compose);
	if (compose)
		m = utf8proc_normalize_utf32(
		    to, m, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	encode(out, to, m);
	if (cps != few)
		free(cps);
	if (to != few_to)
		free(to);
}

void
text_fold(struct str *out, const char *text, size_t len)
{
	struct str valid = STR_INIT;

	if (ascii_head(text, len) == len) {
		out->len += fold_ascii(str_room(out, len), text, len);
		out->ptr[out->len] = '\0';
		return;
	}
	if (fold_latin(out, text, len))
		return;
	fold_unicode(out, valid_part(&valid, text, len));
	str_free(&valid);
}

void
email_fold(struct str *out, const char *text, size_t len)
{
	struct str valid = STR_INIT;
	cp_t few[128], *cps = few;
	utf8proc_ssize_t m;
	size_t n, i;
	char *to;

	if (ascii_head(text, len) == len) {
		to = str_room(out, len);
		for (i = 0; i < len; i++)
			to[i] = (char)(text[i] >= 'A' && text[i] <= 'Z'
					   ? text[i] | 0x20
					   : text[i]);
		to[len] = '\0';
		out->len += len;
		return;
	}
	n = decompose(&cps, 128, valid_part(&valid, text, len),
	    UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD);
	m = utf8proc_normalize_utf32(
	    cps, (utf8proc_ssize_t)n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	encode(out, cps, m);
	if (cps != few)
		free(cps);
	str_free(&valid);
}

/*
 * The value of a decimal digit: in every script the ten stand in a row from
 * nought, and rows that touch (mathematical digits) are whole ones.
 */
static int
digit_value(cp_t cp)
{
	cp_t first = cp;

	while (utf8proc_category(first - 1) == UTF8PROC_CATEGORY_ND)
		first--;
	return (int)((cp - first) % 10);
}

void
digits_fold(struct str *out, const char *text, size_t len)
{
	size_t i, n;
	cp_t cp;

	for (i = 0; i < len; i += n) {
		n = 1;
		if (text[i] >= '0' && text[i] <= '9') {
			str_addc(out, text[i]);
		} else if ((unsigned char)text[i] >= 0x80) {
			n = decode(&cp, text + i, len - i);
			if (n == 0)
				n = 1;
			else if (utf8proc_category(cp) == UTF8PROC_CATEGORY_ND)
				str_addc(out, (char)('0' + digit_value(cp)));
		}
	}
}
