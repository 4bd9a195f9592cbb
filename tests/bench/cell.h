/*
 * cell.h: chance that is the same on every machine, and cells to fill by it.
 */
#ifndef CRM_BENCH_CELL_H
#define CRM_BENCH_CELL_H

#include <err.h>
#include <stdint.h>
#include <string.h>

#define NELEMS(a) (sizeof(a) / sizeof((a)[0]))
#define CELL_MAX  256

struct cell {
	size_t len;
	char ptr[CELL_MAX];
};

static uint64_t seed = 1;

struct chance {
	uint64_t state;
};

/* What a stream of chance is for: one does not move another. There is room
 * for eight (see chance_for()); those behind are as far as seeds that nobody
 * takes. */
enum {
	FOR_EVENT,
	FOR_PERSON,
	FOR_REPEAT,
	FOR_CLIENT,
	FOR_BOOKING,
	FOR_ORDER,
	FOR_PURCHASE,
	FOR_FORM,
	FOR_HOUSE = 1 << 20,
	FOR_MEMBER,
	FOR_AGAIN,
	FOR_COPY
};

/* splitmix64, by Sebastiano Vigna, public domain. */
static uint64_t
chance_next(struct chance *c)
{
	uint64_t z = (c->state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static struct chance
chance_for(unsigned what, uint64_t i)
{
	struct chance c = {seed * 8 + what};

	c.state = chance_next(&c) ^ i * 0xd1342543de82ef95u;
	chance_next(&c);
	return c;
}

/* A number below n, which is small against 2^64. */
static uint64_t
below(struct chance *c, uint64_t n)
{
	return chance_next(c) % n;
}

static void
cell_clear(struct cell *cell)
{
	cell->len = 0;
	cell->ptr[0] = '\0';
}

static void
cell_add(struct cell *cell, const char *text, size_t len)
{
	if (len > sizeof(cell->ptr) - 1 - cell->len)
		errx(1, "a cell is too long");
	memcpy(cell->ptr + cell->len, text, len);
	cell->len += len;
	cell->ptr[cell->len] = '\0';
}

static void
cell_adds(struct cell *cell, const char *text)
{
	cell_add(cell, text, strlen(text));
}

/* Append a number in decimal, of at least so many digits. */
static void
cell_number(struct cell *cell, uint64_t n, int digits)
{
	char text[20], *p = text + sizeof(text);

	for (; n > 0 || digits > 0; n /= 10, digits--)
		*--p = (char)('0' + n % 10);
	cell_add(cell, p, (size_t)(text + sizeof(text) - p));
}

#endif
