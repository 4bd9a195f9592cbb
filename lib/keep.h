/*
 * keep.h: an arena. What is kept in it lives until the arena is emptied, so
 * nobody frees single things.
 */
#ifndef CRM_KEEP_H
#define CRM_KEEP_H

#include <stdarg.h>
#include <stddef.h>

struct keep_block;

struct keep {
	struct keep_block *head;
};

#define KEEP_INIT                                                              \
	{                                                                      \
		NULL                                                           \
	}

/* n zeroed bytes, aligned for any type; never NULL. */
void *keep_alloc(struct keep *, size_t);

/* A NUL-terminated copy of n bytes; of a text; of a printf. */
char *keep_mem(struct keep *, const char *, size_t);
char *keep_text(struct keep *, const char *);
char *keep_printf(struct keep *, const char *, ...)
    __attribute__((format(printf, 2, 3)));
char *keep_vprintf(struct keep *, const char *, va_list)
    __attribute__((format(printf, 2, 0)));

/* Forget everything, keeping one block for what comes next. */
void keep_reset(struct keep *);

/* Give all memory back. */
void keep_free(struct keep *);

#endif
