/*
 * progress.c: how far a long work has come, on stderr.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "progress.h"

#include "banned.h"

#define TICK_ROWS 256 /* rows between two looks at the clock */

static int64_t began, shown; /* milliseconds; 0 before the first tick */
static bool drawn; /* a line stands on the terminal */
static volatile sig_atomic_t asked;

static void
on_signal(int number)
{
	(void)number;
	asked = 1;
}

static int64_t
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
progress_start(void)
{
	struct sigaction action = {
	    .sa_handler = on_signal, .sa_flags = SA_RESTART};

	sigaction(SIGUSR1, &action, NULL);
}

static void
put(const char *text, size_t len)
{
	if (write(STDERR_FILENO, text, len) < 0)
		drawn = false; /* nobody reads it: nothing to be done */
}

static void
show(int64_t rows, int64_t bytes, int64_t size, int64_t now, bool terminal)
{
	struct str line = STR_INIT;

	str_addf(
	    &line, "%s%lld rows", terminal ? "\r\033[K" : "", (long long)rows);
	if (size > 0 && bytes > 0)
		str_addf(&line, ", %lld %%, %lld s left",
		    (long long)(bytes * 100 / size),
		    (long long)((now - began) * (size - bytes) / bytes / 1000));
	if (!terminal)
		str_addc(&line, '\n');
	drawn = terminal;
	put(line.ptr, line.len);
	str_free(&line);
}

static bool
is_terminal(void)
{
	const char *name = getenv("TERM");

	return isatty(STDERR_FILENO) && name != NULL &&
	       strcmp(name, "dumb") != 0;
}

void
progress_tick(struct crm *crm, int64_t rows, int64_t bytes, int64_t size)
{
	static int64_t last = -1;
	bool again = rows == last; /* a long step with the same rows */
	int64_t now;

	last = rows;
	if (began == 0)
		began = shown = milliseconds();
	if (asked) {
		asked = 0;
		show(rows, bytes, size, milliseconds(), false);
	}
	if ((rows % TICK_ROWS != 0 && !again) || crm->cli->quiet)
		return;
	now = milliseconds();
	if (now - began < 1000 || now - shown < 100)
		return;
	shown = now;
	if (is_terminal())
		show(rows, bytes, size, now, true);
}

void
progress_clear(void)
{
	if (drawn)
		put("\r\033[K", 4);
	drawn = false;
}
