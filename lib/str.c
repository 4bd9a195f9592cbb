/*
 * str.c: a growing string that is never NULL and always ends in a NUL, and
 * the allocator that dies instead of returning NULL.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "str.h"

#include "banned.h"

/* A shared object and no literal, so that its NUL may be written again. */
char str_empty[1];

static const char *last_words = "";
static void (*at_death[4])(void);

/*
 * _exit() and not exit(): handlers and stdio would allocate again, and an
 * output half written must not be flushed as if it were whole.
 */
void
mem_die(void)
{
	char line[100];
	size_t i;
	int len;
	ssize_t n;

	len =
	    snprintf(line, sizeof(line), "crm: out of memory%s\n", last_words);
	n = write(STDERR_FILENO, line, (size_t)len);
	(void)n;
	for (i = 0; i < sizeof(at_death) / sizeof(at_death[0]); i++)
		if (at_death[i] != NULL)
			at_death[i]();
	_exit(1);
}

void
mem_at_death(void (*fn)(void))
{
	size_t i = 0;

	while (at_death[i] != NULL && at_death[i] != fn)
		i++;
	at_death[i] = fn;
}

void
mem_last_words(const char *text)
{
	last_words = text;
}

void *
mem_alloc(size_t size)
{
	return mem_grow(NULL, size);
}

void *
mem_grow(void *old, size_t size)
{
	void *p;

	p = realloc(old, size > 0 ? size : 1);
	if (p == NULL)
		mem_die();
	return p;
}

char *
str_grow(struct str *s, size_t n)
{
	size_t need, cap;

	/* PTRDIFF_MAX is as far as pointers can be subtracted. */
	if (n >= PTRDIFF_MAX - s->len)
		mem_die();
	need = s->len + n + 1;
	if (need > s->cap) {
		cap = s->cap < 64 ? 64 : s->cap + s->cap / 2;
		if (cap < need)
			cap = need;
		s->ptr = mem_grow(s->cap > 0 ? s->ptr : NULL, cap);
		s->cap = cap;
		s->ptr[s->len] = '\0';
	}
	return s->ptr + s->len;
}

void
str_adds(struct str *s, const char *text)
{
	str_add(s, text, strlen(text));
}

void
str_addf(struct str *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_addv(s, fmt, ap);
	va_end(ap);
}

/*
 * Most texts fit in what is there already, so the first try writes in place;
 * it may not touch the static empty string, though.
 */
void
str_addv(struct str *s, const char *fmt, va_list ap)
{
	va_list again;
	char *to;
	int n;

	to = str_room(s, 64);
	va_copy(again, ap);
	n = vsnprintf(to, s->cap - s->len, fmt, ap);
	if (n > 0 && (size_t)n >= s->cap - s->len) {
		to = str_room(s, (size_t)n);
		n = vsnprintf(to, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	if (n > 0)
		s->len += (size_t)n;
	s->ptr[s->len] = '\0';
}

void
str_cut(struct str *s, size_t n)
{
	if (n < s->len) {
		s->len = n;
		s->ptr[n] = '\0';
	}
}

void
str_free(struct str *s)
{
	if (s->cap > 0)
		free(s->ptr);
	*s = (struct str)STR_INIT;
}
