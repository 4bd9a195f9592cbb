/*
 * width.c: how wide a text is on a terminal, whatever the locale, so that
 * tables line up under LC_ALL=C and cron too.
 */
#include <utf8proc.h>

#include "copy.h"
#include "fold.h"

#include "banned.h"

/* Emoji presentation: whatever it stands behind is drawn two columns wide. */
#define VARIATION_EMOJI 0xfe0f

static bool
is_flag_half(utf8proc_int32_t cp)
{
	return cp >= 0x1f1e6 && cp <= 0x1f1ff;
}

/*
 * The first grapheme cluster: its bytes and, in *width, its columns, which
 * are those of its widest code point: summed up, a family of four emoji
 * would take eight. A byte that is not UTF-8 counts as one column.
 */
static size_t
cluster(const char *text, size_t len, int *width)
{
	const utf8proc_uint8_t *s = (const utf8proc_uint8_t *)text;
	utf8proc_int32_t cp, prev = 0, state = 0;
	utf8proc_ssize_t n;
	size_t i = 0;
	int w;

	*width = 0;
	while (i < len) {
		n = utf8proc_iterate(s + i, (utf8proc_ssize_t)(len - i), &cp);
		if (n <= 0)
			break;
		if (i > 0 && utf8proc_grapheme_break_stateful(prev, cp, &state))
			break;
		w = utf8proc_charwidth(cp);
		if (cp == VARIATION_EMOJI && i > 0)
			w = 2;
		if (i > 0 && is_flag_half(cp) && is_flag_half(prev))
			w = 2;
		if (w > *width)
			*width = w;
		prev = cp;
		i += (size_t)n;
	}
	if (i == 0) {
		*width = 1;
		i = 1;
	}
	return i;
}

/*
 * Clusters join only across non-ASCII, so visible ASCII followed by ASCII is
 * a cluster of one column.
 */
static inline size_t
next_cluster(const char *text, size_t len, int *width)
{
	if (text[0] >= 0x20 && text[0] < 0x7f &&
	    (len == 1 || (unsigned char)text[1] < 0x80)) {
		*width = 1;
		return 1;
	}
	return cluster(text, len, width);
}

/* How many bytes from here on are visible ASCII, eight by eight; what stands
 * before something else may be part of its cluster, and is left to it. */
static size_t
plain_run(const char *text, size_t len)
{
	uint64_t word, bad;
	size_t i;

	for (i = 0; i + sizeof(word) < len; i += sizeof(word)) {
		memcpy(&word, text + i, sizeof(word));
		bad = word | (word - WORD_ONES * 0x20) | word_has(word, 0x7f);
		if ((bad & WORD_HIGHS) != 0 || (text[i + 8] & 0x80) != 0)
			break;
	}
	return i;
}

int
text_width(const char *text, size_t len)
{
	size_t i = plain_run(text, len);
	int width = (int)i, w;

	for (; i < len; width += w)
		i += next_cluster(text + i, len - i, &w);
	return width;
}

size_t
text_fit(const char *text, size_t len, int max)
{
	size_t i, n;
	int w;

	for (i = 0; i < len; i += n) {
		n = next_cluster(text + i, len - i, &w);
		if (w > max)
			break;
		max -= w;
	}
	return i;
}
