/*
 * timed.c: run a command so many times and report how long a run took and
 * how much memory it had at its peak.
 *
 * usage: timed -o FILE [-n TIMES] [-s FIRST] COMMAND [ARGUMENT...]
 *
 * Every "{}" in an argument becomes the number of the run, from FIRST on. The
 * report in FILE is one line: median, least and greatest wall seconds,
 * greatest resident kilobytes, and the first exit status that was not 0 (128
 * and the signal's number when one ended it), which timed ends with as well.
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TIMES_MAX 100000

struct outcome {
	double *seconds;
	int times;
	long max_kb;
	int status;
};

static void __attribute__((noreturn)) usage(void)
{
	fputs("usage: timed -o FILE [-n TIMES] [-s FIRST] COMMAND "
	      "[ARGUMENT...]\n",
	    stderr);
	exit(2);
}

static long
number(const char *text, long max)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || n < 0 || n > max)
		errx(2, "not a number from 0 to %ld: \"%s\"", max, text);
	return n;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The argument with every "{}" replaced by n, in memory of its own. */
static char *
numbered(const char *arg, long n)
{
	char *out;
	size_t size;
	FILE *f = open_memstream(&out, &size);
	const char *cut;

	if (f == NULL)
		err(1, NULL);
	for (; (cut = strstr(arg, "{}")) != NULL; arg = cut + 2)
		fprintf(f, "%.*s%ld", (int)(cut - arg), arg, n);
	fputs(arg, f);
	if (fclose(f) != 0)
		err(1, NULL);
	return out;
}

static char **
numbered_all(char **argv, int argc, long n)
{
	char **out = calloc((size_t)argc + 1, sizeof(*out));

	if (out == NULL)
		err(1, NULL);
	for (int i = 0; i < argc; i++)
		out[i] = numbered(argv[i], n);
	return out;
}

static void
numbered_free(char **argv)
{
	for (char **p = argv; *p != NULL; p++)
		free(*p);
	free(argv);
}

static int
status_of(int wstatus)
{
	return WIFSIGNALED(wstatus) ? 128 + WTERMSIG(wstatus)
				    : WEXITSTATUS(wstatus);
}

static void
run_once(struct outcome *o, char **argv)
{
	extern char **environ;
	struct rusage used;
	int wstatus, error;
	double began = now();
	pid_t pid;

	error = posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ);
	if (error != 0)
		errx(127, "%s: %s", argv[0], strerror(error));
	while (wait4(pid, &wstatus, 0, &used) == -1)
		if (errno != EINTR)
			err(1, "wait4");
	o->seconds[o->times++] = now() - began;
	if (used.ru_maxrss > o->max_kb)
		o->max_kb = used.ru_maxrss;
	if (o->status == 0)
		o->status = status_of(wstatus);
}

static int
by_seconds(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
report(struct outcome *o, FILE *f)
{
	int n = o->times;
	double median;

	qsort(o->seconds, (size_t)n, sizeof(*o->seconds), by_seconds);
	median = (o->seconds[(n - 1) / 2] + o->seconds[n / 2]) / 2;
	fprintf(f, "%.6f %.6f %.6f %ld %d\n", median, o->seconds[0],
	    o->seconds[n - 1], o->max_kb, o->status);
	if (fclose(f) != 0)
		err(1, "report");
}

int
main(int argc, char **argv)
{
	struct outcome o = {0};
	const char *file = NULL;
	long times = 1, first = 0;
	FILE *f;
	int ch;

	while ((ch = getopt(argc, argv, "+n:s:o:")) != -1) {
		if (ch == 'n')
			times = number(optarg, TIMES_MAX);
		else if (ch == 's')
			first = number(optarg, INT32_MAX);
		else if (ch == 'o')
			file = optarg;
		else
			usage();
	}
	if (optind == argc || times == 0 || file == NULL)
		usage();
	/* The command must not inherit the report. */
	f = fopen(file, "we");
	if (f == NULL)
		err(1, "%s", file);
	o.seconds = calloc((size_t)times, sizeof(*o.seconds));
	if (o.seconds == NULL)
		err(1, NULL);
	for (long i = 0; i < times; i++) {
		char **args =
		    numbered_all(argv + optind, argc - optind, first + i);

		run_once(&o, args);
		numbered_free(args);
	}
	report(&o, f);
	free(o.seconds);
	return o.status;
}
