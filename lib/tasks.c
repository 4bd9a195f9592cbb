/*
 * tasks.c: work in equal pieces on all cores.
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "str.h"
#include "tasks.h"

#include "banned.h"

struct worker {
	struct tasks *of;
	int thread;
	pthread_t id;
};

struct tasks {
	void (*fn)(void *arg, int thread, int task);
	void *arg;
	int n;
	atomic_int next;
	struct worker workers[TASKS_MOST]; /* the first is the caller */
	int started; /* of the others */
};

int
tasks_threads(void)
{
	const char *text = getenv("CRM_THREADS");
	long n = text != NULL ? strtol(text, NULL, 10)
			      : sysconf(_SC_NPROCESSORS_ONLN);

	return (int)(n < 1 ? 1 : n > TASKS_MOST ? TASKS_MOST : n);
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	int task;

	while ((task = atomic_fetch_add(&w->of->next, 1)) < w->of->n)
		w->of->fn(w->of->arg, w->thread, task);
	return NULL;
}

/* Signals are for the first thread, which knows what to do with them. */
static bool
worker_start(struct worker *w)
{
	sigset_t all, before;
	bool done;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	done = pthread_create(&w->id, NULL, work, w) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return done;
}

struct tasks *
tasks_begin(void (*fn)(void *arg, int thread, int task), void *arg, int tasks)
{
	struct tasks *t = mem_alloc(sizeof(*t));
	int n = tasks_threads(), i;

	*t = (struct tasks){.fn = fn, .arg = arg, .n = tasks};
	n = n < tasks ? n : tasks;
	for (i = 0; i < TASKS_MOST; i++)
		t->workers[i] = (struct worker){.of = t, .thread = i};
	/* One that cannot be started leaves its work to the others. */
	while (t->started < n - 1 && worker_start(&t->workers[t->started + 1]))
		t->started++;
	return t;
}

void
tasks_end(struct tasks *t)
{
	int i;

	work(&t->workers[0]);
	for (i = 1; i <= t->started; i++)
		pthread_join(t->workers[i].id, NULL);
	free(t);
}

void
tasks_run(void (*fn)(void *arg, int thread, int task), void *arg, int tasks)
{
	tasks_end(tasks_begin(fn, arg, tasks));
}
