/*
 * tasks.h: work in equal pieces on all cores.
 */
#ifndef CRM_TASKS_H
#define CRM_TASKS_H

#define TASKS_MOST 16 /* threads at a time */

/* How many threads there will be: the cores of the machine, or what the
 * environment variable CRM_THREADS says; 1 to TASKS_MOST. */
int tasks_threads(void);

/*
 * Call fn(arg, thread, task) once for every task from 0, in several threads;
 * which of them, and in what order, is anybody's guess. Returns when all are
 * done. thread: from 0 to tasks_threads() - 1.
 */
void tasks_run(
    void (*fn)(void *arg, int thread, int task), void *arg, int tasks);

/*
 * The same in two halves, for who has something else to do meanwhile: the other
 * threads begin at once, and the end does what they have left, as thread 0.
 * Every such begin has its end; until then fn and arg are in use.
 */
struct tasks;
struct tasks *tasks_begin(
    void (*fn)(void *arg, int thread, int task), void *arg, int tasks);
void tasks_end(struct tasks *);

#endif
