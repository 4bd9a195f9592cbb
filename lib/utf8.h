/*
 * utf8.h: what cleaning and folding share: code points and their sorts.
 * Private to layer 0.
 */
#ifndef CRM_UTF8_H
#define CRM_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

typedef utf8proc_int32_t cp_t;

/*
 * The code point at the start of the text; returns its bytes, 0 if none. The
 * short ones are most of what comes, and a call into a library costs more
 * than they do.
 */
static inline size_t
decode(cp_t *cp, const char *text, size_t len)
{
	const unsigned char *s = (const unsigned char *)text;
	utf8proc_ssize_t n;

	if (len > 0 && s[0] < 0x80) {
		*cp = s[0];
		return 1;
	}
	if (len > 1 && s[0] >= 0xc2 && s[0] < 0xe0 && (s[1] & 0xc0) == 0x80) {
		*cp = (s[0] & 0x1f) << 6 | (s[1] & 0x3f);
		return 2;
	}
	n = utf8proc_iterate(s, len < 8 ? (utf8proc_ssize_t)len : 8, cp);
	return n > 0 ? (size_t)n : 0;
}

/* How many bytes at the start are ASCII. */
static inline size_t
ascii_head(const char *text, size_t len)
{
	uint64_t w;
	size_t i;

	for (i = 0; len - i >= sizeof(w); i += sizeof(w)) {
		memcpy(&w, text + i, sizeof(w));
		if ((w & 0x8080808080808080u) != 0)
			break;
	}
	while (i < len && (unsigned char)text[i] < 0x80)
		i++;
	return i;
}

static inline bool
is_control(cp_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
}

static inline bool
is_line_end(cp_t cp)
{
	return cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x2029;
}

static inline bool
is_space(cp_t cp)
{
	if (cp < 0x1680)
		return cp == ' ' || cp == '\t' || cp == 0xa0;
	return utf8proc_category(cp) == UTF8PROC_CATEGORY_ZS;
}

#endif
