/*
 * clean.c: text made fit for storage: valid UTF-8, NFC, no stray blanks.
 *
 * Names come by the million and nearly all are plain ASCII, so the bytes are
 * looked at first, and Unicode is asked only about what is left.
 */
#include <endian.h>
#include <stdlib.h>

#include "fold.h"
#include "utf8.h"

#include "banned.h"

static const char not_utf8[] = "not valid UTF-8";
static const char has_control[] = "has a control character";

bool
text_is_utf8(const char *text, size_t len)
{
	size_t i, n;
	cp_t cp;

	for (i = 0; i < len; i += n) {
		n = ascii_head(text + i, len - i);
		if (n == 0)
			n = decode(&cp, text + i, len - i);
		if (n == 0)
			return false;
	}
	return true;
}

/*
 * Code points that NFC leaves alone unless a mark follows, and that come too
 * often to be looked up one by one; sorted.
 */
static const struct {
	cp_t first;
	cp_t last;
} composed[] = {
    {0x0000, 0x02ff}, /* ASCII, Latin */
    {0x0388, 0x0482}, /* Greek, Cyrillic */
    {0x048a, 0x0590}, /* Cyrillic, Armenian */
    {0x1e00, 0x1eff}, /* Latin, for Vietnamese */
    {0x3041, 0x3098}, /* Hiragana */
    {0x309b, 0x30ff}, /* Katakana */
    {0x4e00, 0x9fff}, /* Chinese */
    {0xac00, 0xd7a3}, /* Korean */
};

/*
 * May this code point change under NFC, or join with the one before: marks,
 * what has a canonical decomposition, vowels and finals of Hangul. A few too
 * many do no harm.
 */
static bool
needs_nfc(cp_t cp)
{
	const utf8proc_property_t *p;
	size_t i;

	for (i = 0; i < sizeof(composed) / sizeof(*composed); i++)
		if (cp <= composed[i].last) {
			if (cp >= composed[i].first)
				return false;
			break;
		}
	if (cp >= 0x1160 && cp <= 0x11ff)
		return true;
	p = utf8proc_get_property(cp);
	return p->combining_class != 0 || p->category == UTF8PROC_CATEGORY_MN ||
	       p->category == UTF8PROC_CATEGORY_MC ||
	       (p->decomp_type == 0 && p->decomp_seqindex != UINT16_MAX);
}

/* Bring what stands from byte "from" of a valid text to NFC. */
static void
compose_tail(struct str *s, size_t from)
{
	utf8proc_uint8_t *nfc;
	utf8proc_ssize_t n;

	n = utf8proc_map((const utf8proc_uint8_t *)s->ptr + from,
	    (utf8proc_ssize_t)(s->len - from), &nfc,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (n < 0) /* valid text: only memory can be missing */
		(void)mem_alloc(SIZE_MAX);
	str_cut(s, from);
	str_add(s, (const char *)nfc, (size_t)n);
	free(nfc);
}

/* What waits to be written until something visible follows. */
struct gap {
	size_t lines;
	bool space;
	bool started;
};

static char *
gap_close(char *to, struct gap *gap)
{
	if (gap->started) {
		if (gap->lines == 0 && gap->space)
			*to++ = ' ';
		for (; gap->lines > 0; gap->lines--)
			*to++ = '\n';
	}
	*gap = (struct gap){.started = true};
	return to;
}

/*
 * Copy the text cleaned, but not composed, to where there is room for len
 * bytes: nothing gets longer here. *nfc tells whether it must be composed.
 */
static const char *
copy_clean(char **to, const char *text, size_t len, bool prose, bool *nfc)
{
	struct gap gap = {0};
	size_t i, n;
	cp_t cp;

	for (i = 0; i < len; i += n) {
		n = decode(&cp, text + i, len - i);
		if (n == 0)
			return not_utf8;
		if (is_space(cp)) {
			gap.space = true;
		} else if (is_line_end(cp)) {
			if (cp == '\r' && i + 1 < len && text[i + 1] == '\n')
				n = 2;
			gap.space = true;
			gap.lines += prose;
		} else if (is_control(cp)) {
			return has_control;
		} else {
			*to = gap_close(*to, &gap);
			*nfc |= needs_nfc(cp);
			memcpy(*to, text + i, n);
			*to += n;
		}
	}
	return NULL;
}

static const char *
clean(struct str *out, const char *text, size_t len, bool prose)
{
	const char *why;
	bool nfc = false;
	size_t from = out->len;
	char *to;

	to = str_room(out, len);
	why = copy_clean(&to, text, len, prose, &nfc);
	if (why == NULL)
		out->len = (size_t)(to - out->ptr);
	out->ptr[out->len] = '\0';
	if (nfc && why == NULL)
		compose_tail(out, from);
	return why;
}

/*
 * How many bytes at the start, eight at a time, are visible ASCII with single
 * spaces inside; *prev is the last of them. The top bit of a byte of x is set
 * where that byte is out of order: below a space, DEL, not ASCII, or a space
 * behind a space.
 */
static size_t
clean_words(const char *text, size_t len, unsigned char *prev)
{
	const uint64_t ones = 0x0101010101010101u, tops = ones << 7;
	uint64_t w, x, space, carry;
	size_t i;

	carry = *prev == ' ' ? 0x80 : 0;
	for (i = 0; len - i >= sizeof(w); i += sizeof(w)) {
		memcpy(&w, text + i, sizeof(w));
		w = le64toh(w);
		space = ~(((w ^ (ones * ' ')) | tops) - ones) & tops;
		x = w | (w + ones) | ~((w | tops) - ones * ' ');
		if (((x | (space & (space << 8 | carry))) & tops) != 0)
			break;
		carry = space >> 56;
		*prev = (unsigned char)(w >> 56);
	}
	return i;
}

/*
 * Is the text clean as it stands: visible ASCII with single spaces inside,
 * and Latin letters with accents (U+00A1 to U+02FF, two bytes each)? Most are,
 * so this is the one test that a million names pay.
 */
static bool
is_clean_latin(const char *text, size_t len)
{
	const unsigned char *s = (const unsigned char *)text;
	unsigned char prev = ' ';
	size_t i;

	for (i = clean_words(text, len, &prev); i < len; i++) {
		if (s[i] < 0x80) {
			if (s[i] < ' ' || s[i] == 0x7f || (s[i] | prev) == ' ')
				return false;
			prev = s[i];
		} else {
			if (s[i] < 0xc2 || s[i] > 0xcb || i + 1 == len ||
			    (s[i + 1] & 0xc0) != 0x80 ||
			    (s[i] == 0xc2 && s[i + 1] <= 0xa0))
				return false;
			prev = s[++i];
		}
	}
	return len == 0 || prev != ' ';
}

static const char *
clean_or_copy(struct str *out, const char *text, size_t len, bool prose)
{
	if (!is_clean_latin(text, len))
		return clean(out, text, len, prose);
	str_add(out, text, len);
	return NULL;
}

const char *
text_clean(struct str *out, const char *text, size_t len)
{
	return clean_or_copy(out, text, len, false);
}

const char *
prose_clean(struct str *out, const char *text, size_t len)
{
	return clean_or_copy(out, text, len, true);
}
