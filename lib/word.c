/*
 * word.c: words of a list, such as those of a status, as people spell them.
 */
#include <string.h>

#include "fold.h"
#include "kind.h"

#include "banned.h"

/* What parts the words of a word: no_show, No-Show, "no show". */
static bool
is_part(char c)
{
	return c == '_' || c == '-' || c == ' ' || c == '\t';
}

/* Is it this word, but for case, what parts it, and one l for two? */
static bool
is_word(const char *word, const char *text, size_t len)
{
	const char *end = text + len;
	char before = '\0', c;

	for (; *word != '\0'; word++) {
		if (*word == '_')
			continue;
		while (text < end && is_part(*text))
			text++;
		c = text < end ? *text : '\0';
		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		if (c == *word)
			text++;
		else if (*word != 'l' || before != 'l')
			return false;
		before = *word;
	}
	return text == end;
}

const char *
word_find(const char *const *words, const char *text, size_t len)
{
	for (; len > 0 && is_part(text[len - 1]); len--)
		;
	for (; len > 0 && *words != NULL; words++)
		if (is_word(*words, text, len))
			return *words;
	return NULL;
}

const char *
status_parse(struct str *out, const char *text, size_t len)
{
	/* Those that the lists have, for their other spellings. */
	static const char *const words[] = {
	    "completed", "pending", "cancelled", "refunded", NULL};
	const char *word = word_find(words, text, len), *reason;
	size_t i = out->len;

	if (word != NULL) {
		str_adds(out, word);
		return NULL;
	}
	reason = text_clean(out, text, len);
	for (; i < out->len; i++)
		if (out->ptr[i] == ' ' || out->ptr[i] == '-')
			out->ptr[i] = '_';
		else if (out->ptr[i] >= 'A' && out->ptr[i] <= 'Z')
			out->ptr[i] = (char)(out->ptr[i] + ('a' - 'A'));
	return reason;
}

bool
word_among(const char *words, const char *word)
{
	size_t len = word == NULL ? 0 : strlen(word);

	for (; len > 0 && words != NULL; words = strchr(words, ',')) {
		words += *words == ',';
		if (strncmp(words, word, len) == 0 &&
		    (words[len] == ',' || words[len] == '\0'))
			return true;
	}
	return false;
}
