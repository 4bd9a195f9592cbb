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
 * would take eight. Vowels that stand beside their letter, as in Hindi, take
 * columns of their own. A byte that is not UTF-8 counts as one column.
 */
static size_t
cluster(const char *text, size_t len, int *width)
{
	const utf8proc_uint8_t *s = (const utf8proc_uint8_t *)text;
	utf8proc_int32_t cp, prev = 0, state = 0;
	utf8proc_ssize_t n;
	size_t i = 0;
	int w, marks = 0;

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
		if (i > 0 && utf8proc_category(cp) == UTF8PROC_CATEGORY_MC)
			marks++;
		else if (w > *width)
			*width = w;
		prev = cp;
		i += (size_t)n;
	}
	*width += marks;
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

static bool
is_visible(uint64_t word)
{
	uint64_t bad = word | (word - WORD_ONES * 0x20) | word_has(word, 0x7f);

	return (bad & WORD_HIGHS) == 0;
}

/* Eight bytes at a time, the last of them once more when need be. */
bool
text_is_plain(const char *text, size_t len)
{
	uint64_t word;
	size_t i;

	if (len < sizeof(word)) {
		word = WORD_ONES * 'x';
		for (i = 0; i < len; i++)
			word = word << 8 | (unsigned char)text[i];
		return is_visible(word);
	}
	for (i = 0; i + sizeof(word) < len; i += sizeof(word)) {
		memcpy(&word, text + i, sizeof(word));
		if (!is_visible(word))
			return false;
	}
	memcpy(&word, text + len - sizeof(word), sizeof(word));
	return is_visible(word);
}

int
text_width(const char *text, size_t len)
{
	size_t i;
	int width = 0, w;

	if (text_is_plain(text, len))
		return (int)len;
	for (i = 0; i < len; width += w)
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
