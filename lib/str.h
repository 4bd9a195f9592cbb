/*
 * str.h: a growing string that is never NULL and always ends in a NUL.
 */
#ifndef CRM_STR_H
#define CRM_STR_H

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

/*
 * ptr is never NULL: an empty string points to the static str_empty. len does
 * not count the final NUL; the text may hold NULs of its own.
 */
struct str {
	char *ptr;
	size_t len;
	size_t cap; /* bytes allocated; 0 while ptr is static */
};

extern char str_empty[1];

#define STR_INIT                                                               \
	{                                                                      \
		str_empty, 0, 0                                                \
	}

/* Append n bytes; a NUL-terminated text; one byte; a printf. */
static inline void str_add(struct str *, const char *, size_t);
void str_adds(struct str *, const char *);
static inline void str_addc(struct str *, char);
void str_addf(struct str *, const char *, ...)
    __attribute__((format(printf, 2, 3)));
void str_addv(struct str *, const char *, va_list)
    __attribute__((format(printf, 2, 0)));

/* Make room for n more bytes and return where they go (str.ptr + str.len). */
static inline char *str_room(struct str *, size_t);

/* Cut to n bytes (0 empties it and keeps the memory). */
void str_cut(struct str *, size_t);

/* Give the memory back; the string is empty and usable again. */
void str_free(struct str *);

/*
 * Allocate or die: out of memory is the one error libcrm does not return. It
 * writes one line to stderr and ends with status 1; an open transaction is
 * then never committed, so nothing is half done.
 */
void *mem_alloc(size_t);
void *mem_grow(void *, size_t);

/* End with "crm: out of memory" and status 1. */
void mem_die(void) __attribute__((noreturn));

/* Call this before that, to leave nothing behind; it may not allocate. There
 * is room for four. */
void mem_at_death(void (*)(void));

/* What else to say when memory runs out, such as what is done by then; a
 * constant of a few words. */
void mem_last_words(const char *);

/* What str_room() does when there is no room yet. */
char *str_grow(struct str *, size_t);

/* Here, because a row of a million takes some hundred of these calls. */

static inline char *
str_room(struct str *s, size_t n)
{
	return n < s->cap - s->len ? s->ptr + s->len : str_grow(s, n);
}

static inline void
str_add(struct str *s, const char *text, size_t n)
{
	char *to;

	if (n == 0)
		return;
	to = str_room(s, n);
	memcpy(to, text, n);
	to[n] = '\0';
	s->len += n;
}

static inline void
str_addc(struct str *s, char c)
{
	char *to = str_room(s, 1);

	to[0] = c;
	to[1] = '\0';
	s->len++;
}

#endif
