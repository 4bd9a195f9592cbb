/*
 * tasks.c: work in equal pieces on all cores.
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "tasks.h"

#include "banned.h"

struct pool {
	void (*fn)(void *arg, int thread, int task);
	void *arg;
	int tasks;
	atomic_int next;
};

struct worker {
	struct pool *pool;
	int thread;
	pthread_t id;
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

	while ((task = atomic_fetch_add(&w->pool->next, 1)) < w->pool->tasks)
		w->pool->fn(w->pool->arg, w->thread, task);
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

void
tasks_run(void (*fn)(void *arg, int thread, int task), void *arg, int tasks)
{
	struct pool pool = {fn, arg, tasks, 0};
	struct worker workers[TASKS_MOST];
	int n = tasks_threads(), i, started = 0;

	n = n < tasks ? n : tasks;
	for (i = 0; i < n; i++)
		workers[i] = (struct worker){&pool, i, pthread_self()};
	/* One that cannot be started leaves its work to the others. */
	while (started < n - 1 && worker_start(&workers[started + 1]))
		started++;
	if (n > 0)
		work(&workers[0]);
	for (i = 1; i <= started; i++)
		pthread_join(workers[i].id, NULL);
}
