/*
 * scan.h: what the parsers of values share: bytes judged without the locale.
 * Private to layer 0.
 */
#ifndef CRM_SCAN_H
#define CRM_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline char
to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static inline char
to_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static inline bool
is_alpha(char c)
{
	return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}

static inline bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Take blanks off both ends, also the no-break space of web pages. */
static inline void
trim(const char **text, size_t *len)
{
	const char *s = *text;
	size_t n = *len;

	for (;;) {
		if (n > 0 && is_blank(s[0]))
			s++, n--;
		else if (n > 1 && memcmp(s, "\xc2\xa0", 2) == 0)
			s += 2, n -= 2;
		else
			break;
	}
	for (;;) {
		if (n > 0 && is_blank(s[n - 1]))
			n--;
		else if (n > 1 && memcmp(s + n - 2, "\xc2\xa0", 2) == 0)
			n -= 2;
		else
			break;
	}
	*text = s;
	*len = n;
}

/* Is the text this word (lower case ASCII), in any case? */
static inline bool
same_word(const char *text, size_t len, const char *word)
{
	size_t i;

	if (strlen(word) != len)
		return false;
	for (i = 0; i < len; i++)
		if (to_lower(text[i]) != word[i])
			return false;
	return true;
}

#endif
