/*
 * copy.h: how exact formats copy text quickly: eight bytes at a time,
 * for as long as nothing among them needs care. Layer 0.
 */
#ifndef CRM_COPY_H
#define CRM_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "str.h"

#define WORD_ONES  UINT64_C(0x0101010101010101)
#define WORD_HIGHS UINT64_C(0x8080808080808080)

/* Does one of eight bytes need care? arg is the format's own. */
typedef bool word_test(uint64_t word, uint64_t arg);

/* Every bit that is set in WORD_HIGHS: maybe a byte that equals c. None set:
 * certainly no byte does. */
static inline uint64_t
word_has(uint64_t word, unsigned char c)
{
	word ^= WORD_ONES * c;
	return (word - WORD_ONES) & ~word;
}

/* As str_room(), which is not called while there is room. */
static inline char *
room(struct str *s, size_t n)
{
	return s->cap - s->len > n ? s->ptr + s->len : str_room(s, n);
}

/*
 * Copy text that needs no care. Returns how much of its head that is: all of
 * it, or so much that the first byte that needs care is within eight bytes
 * from there. The last word overlaps the one before it, so that only texts of
 * up to three bytes go byte by byte.
 */
static inline __attribute__((always_inline)) size_t
copy_careless(
    char *to, const char *text, size_t len, word_test *test, uint64_t arg)
{
	uint64_t word;
	uint32_t half;
	size_t i;

	if (len < sizeof(half)) {
		word = WORD_ONES * 'x';
		for (i = 0; i < len; i++) {
			to[i] = text[i];
			word = word << 8 | (unsigned char)text[i];
		}
		return test(word, arg) ? 0 : len;
	}
	if (len < sizeof(word)) {
		memcpy(&half, text, sizeof(half));
		memcpy(to, &half, sizeof(half));
		word = (uint64_t)half << 32;
		memcpy(&half, text + len - sizeof(half), sizeof(half));
		memcpy(to + len - sizeof(half), &half, sizeof(half));
		return test(word | half, arg) ? 0 : len;
	}
	for (i = 0; i + sizeof(word) < len; i += sizeof(word)) {
		memcpy(&word, text + i, sizeof(word));
		memcpy(to + i, &word, sizeof(word));
		if (test(word, arg))
			return i;
	}
	memcpy(&word, text + len - sizeof(word), sizeof(word));
	memcpy(to + len - sizeof(word), &word, sizeof(word));
	return test(word, arg) ? i : len;
}

#endif
