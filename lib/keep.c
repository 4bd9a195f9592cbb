/*
 * keep.c: an arena. What is kept in it lives until the arena is emptied, so
 * nobody frees single things.
 */
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "keep.h"
#include "str.h"

#include "banned.h"

#define BLOCK_SIZE   ((size_t)16 * 1024)
#define BLOCK_RETAIN ((size_t)256 * 1024) /* more is given back by a reset */

struct keep_block {
	struct keep_block *next;
	size_t size;
	size_t used;
	alignas(max_align_t) char data[];
};

static struct keep_block *
block_new(size_t size)
{
	struct keep_block *b;

	b = mem_alloc(sizeof(*b) + size);
	b->next = NULL;
	b->size = size;
	b->used = 0;
	return b;
}

/*
 * n bytes from a block of their own size go behind the head, so that one big
 * text does not end the use of a block that has room left.
 */
static struct keep_block *
block_for(struct keep *k, size_t n)
{
	struct keep_block *b, *head;

	head = k->head;
	if (head != NULL && n <= head->size - head->used)
		return head;
	if (head == NULL || n <= BLOCK_SIZE / 4) {
		b = block_new(n > BLOCK_SIZE ? n : BLOCK_SIZE);
		b->next = head;
		k->head = b;
	} else {
		b = block_new(n);
		b->next = head->next;
		head->next = b;
	}
	return b;
}

/* Room for n bytes, not zeroed; every piece starts aligned. */
static char *
keep_room(struct keep *k, size_t n)
{
	const size_t align = alignof(max_align_t);
	struct keep_block *b;
	char *p;

	if (n > PTRDIFF_MAX - BLOCK_SIZE)
		n = PTRDIFF_MAX - BLOCK_SIZE; /* malloc says no to this */
	n = (n + align - 1) / align * align;
	b = block_for(k, n);
	p = b->data + b->used;
	b->used += n;
	return p;
}

void *
keep_alloc(struct keep *k, size_t n)
{
	return memset(keep_room(k, n), 0, n);
}

char *
keep_mem(struct keep *k, const char *text, size_t n)
{
	char *p;

	p = keep_room(k, n + 1);
	if (n > 0)
		memcpy(p, text, n);
	p[n] = '\0';
	return p;
}

char *
keep_text(struct keep *k, const char *text)
{
	return keep_mem(k, text, strlen(text));
}

char *
keep_printf(struct keep *k, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = keep_vprintf(k, fmt, ap);
	va_end(ap);
	return p;
}

char *
keep_vprintf(struct keep *k, const char *fmt, va_list ap)
{
	struct str s = STR_INIT;
	char *p;

	str_addv(&s, fmt, ap);
	p = keep_mem(k, s.ptr, s.len);
	str_free(&s);
	return p;
}

void
keep_reset(struct keep *k)
{
	struct keep_block *head, *b, *next;

	head = k->head;
	if (head == NULL)
		return;
	for (b = head->next; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	head->next = NULL;
	head->used = 0;
	if (head->size > BLOCK_RETAIN)
		keep_free(k);
}

void
keep_free(struct keep *k)
{
	struct keep_block *b, *next;

	for (b = k->head; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	k->head = NULL;
}
