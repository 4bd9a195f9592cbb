/*
 * unit.h: the smallest harness that says which line is wrong.
 */
#ifndef CRM_UNIT_H
#define CRM_UNIT_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static int unit_passed;
static int unit_failed;

static inline void
unit_note(bool good, const char *file, int line, const char *what)
{
	if (good) {
		unit_passed++;
		return;
	}
	unit_failed++;
	printf("FAIL %s:%d %s\n", file, line, what);
}

static inline void
unit_same(const char *got, const char *want, const char *file, int line)
{
	bool good;

	good = got == want ||
	       (got != NULL && want != NULL && strcmp(got, want) == 0);
	unit_note(good, file, line, "texts differ");
	if (!good)
		printf("\tgot  \"%s\"\n\twant \"%s\"\n",
		    got != NULL ? got : "(null)",
		    want != NULL ? want : "(null)");
}

#define CHECK(cond)	     unit_note((cond), __FILE__, __LINE__, #cond)
#define CHECK_STR(got, want) unit_same((got), (want), __FILE__, __LINE__)

/* Seconds of a clock that only goes forward, for what must be fast. */
static inline double
unit_clock(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* Say how it went; the exit status of the test. */
static inline int
unit_end(void)
{
	if (unit_failed == 0)
		printf("ok\n");
	printf("%d passed, %d failed\n", unit_passed, unit_failed);
	return unit_failed == 0 ? 0 : 1;
}

#endif
