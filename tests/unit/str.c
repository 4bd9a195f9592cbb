/*
 * str.c: the growing string and the arena.
 */
#include <stdint.h>
#include <stdlib.h>

#include "keep.h"
#include "str.h"
#include "unit.h"

static void
test_str(void)
{
	struct str s = STR_INIT;
	size_t i;

	CHECK_STR(s.ptr, "");
	str_add(&s, "", 0);
	str_cut(&s, 0);
	CHECK(s.ptr == str_empty && s.cap == 0);
	str_adds(&s, "ab");
	str_addc(&s, 'c');
	str_addf(&s, "-%d-%s", 7, "x");
	CHECK_STR(s.ptr, "abc-7-x");
	CHECK(s.len == 7);
	str_cut(&s, 3);
	CHECK_STR(s.ptr, "abc");
	str_cut(&s, 9);
	CHECK(s.len == 3);
	str_add(&s, "\0z", 2);
	CHECK(s.len == 5 && memcmp(s.ptr, "abc\0z", 6) == 0);
	str_cut(&s, 0);
	for (i = 0; i < 10000; i++)
		str_addf(&s, "%zu,", i);
	CHECK(s.len == 48890 && s.ptr[s.len] == '\0');
	str_cut(&s, 0);
	str_addf(&s, "%0500d", 1);
	CHECK(s.len == 500 && s.ptr[499] == '1');
	memcpy(str_room(&s, 4), "room", 4);
	s.len += 4;
	CHECK(memcmp(s.ptr + 500, "room", 4) == 0);
	str_free(&s);
	CHECK(s.ptr == str_empty && s.len == 0);
	str_addf(&s, "%s", "");
	CHECK_STR(s.ptr, "");
	str_adds(&s, "again");
	CHECK_STR(s.ptr, "again");
	str_free(&s);
	CHECK(str_empty[0] == '\0');
}

static bool
is_zero(const char *p, size_t n)
{
	while (n > 0)
		if (p[--n] != 0)
			return false;
	return true;
}

static void
test_keep(void)
{
	struct keep k = KEEP_INIT;
	char *p, *first;
	size_t i, n;
	int round;

	first = keep_text(&k, "first");
	for (round = 0; round < 3; round++) {
		for (i = 0; i < 500; i++) {
			n = i * i % 9973;
			p = keep_alloc(&k, n);
			CHECK((uintptr_t)p % _Alignof(max_align_t) == 0);
			CHECK(is_zero(p, n));
			memset(p, 0x5a, n);
		}
		if (round == 0)
			CHECK_STR(first, "first");
		keep_reset(&k);
	}
	CHECK_STR(keep_mem(&k, "abc", 2), "ab");
	CHECK_STR(keep_mem(&k, NULL, 0), "");
	CHECK_STR(keep_printf(&k, "%s=%d", "a", 5), "a=5");
	p = keep_alloc(&k, (size_t)1 << 20);
	CHECK(is_zero(p, (size_t)1 << 20));
	keep_reset(&k);
	keep_free(&k);
	keep_reset(&k);
	keep_alloc(&k, (size_t)1 << 20); /* as the first block: not retained */
	keep_reset(&k);
	CHECK(k.head == NULL);
	keep_free(&k);
}

int
main(void)
{
	test_str();
	test_keep();
	return unit_end();
}
