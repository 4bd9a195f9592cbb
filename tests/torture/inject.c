/*
 * inject.c: preloaded into a command, make its Nth call of a class go wrong.
 *
 * CRM_INJECT=CLASS:N:ACTION says which call, and what becomes of it.
 *
 *	io	what changes files: write, fsync, ftruncate, rename, unlink,
 *		open with O_CREAT, mkdir, close, and their kin
 *	read	what looks at them: read, pread, open without O_CREAT
 *	mem	allocations: malloc, calloc, realloc, mmap
 *
 *	kill	die of SIGKILL instead of the call
 *	after	die of SIGKILL when the call is done
 *	torn	write half of what was asked for, then die
 *	short	write or read half, and say so: no failure
 *	eio enospc enomem ...	fail once with this errno
 *	eio+ enospc+ enomem+ ...	fail, and every later call of the class
 *
 * The file $CRM_INJECT_COUNT gets a line for the call that was hit; where none
 * was, at exit, the number of calls of each class: "io 41 read 12 mem 977".
 *
 * A process dies here, not the machine, so fsync() has nothing to wait for:
 * it succeeds without the disk, which makes a point cost milliseconds. A
 * command that does not end by itself ends by SIGALRM.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define PATIENCE 30 /* seconds */

/* The allocator behind the names that are taken over here. */
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

enum class { IO, READ, MEM, CLASSES };
enum action { NOTHING, KILL, AFTER, TORN, SHORT, FAIL };

static const char *const class_names[] = {
    [IO] = "io", [READ] = "read", [MEM] = "mem"};

static const struct {
	const char *name;
	enum action action;
	int error;
} actions[] = {
    {"kill", KILL, 0},
    {"after", AFTER, 0},
    {"torn", TORN, 0},
    {"short", SHORT, 0},
    {"eio", FAIL, EIO},
    {"enospc", FAIL, ENOSPC},
    {"enomem", FAIL, ENOMEM},
    {"emfile", FAIL, EMFILE},
    {"eacces", FAIL, EACCES},
};

static struct {
	enum class class;
	long n; /* 0: count only */
	enum action action;
	int error;
	bool ever;
} plan;

static bool armed; /* main() is near: what the loader does is not counted */
static bool hit;
static long counts[CLASSES];
static char report[PATH_MAX];

/* --- the plan --- */

static void
plan_fail(const char *text)
{
	fprintf(stderr, "inject: CRM_INJECT=%s: not CLASS:N:ACTION\n", text);
	_exit(125);
}

static void
plan_action(const char *text, const char *name)
{
	size_t i, len = strcspn(name, "+");

	for (i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		if (strlen(actions[i].name) == len &&
		    strncmp(actions[i].name, name, len) == 0)
			break;
	if (i == sizeof(actions) / sizeof(actions[0]))
		plan_fail(text);
	plan.action = actions[i].action;
	plan.error = actions[i].error;
	plan.ever = name[len] == '+';
}

static void
plan_read(const char *text)
{
	const char *colon = strchr(text, ':');
	char *end;
	int i;

	if (colon == NULL)
		plan_fail(text);
	for (i = 0; i < CLASSES; i++)
		if (strncmp(class_names[i], text, (size_t)(colon - text)) == 0)
			break;
	if (i == CLASSES)
		plan_fail(text);
	plan.class = (enum class)i;
	plan.n = strtol(colon + 1, &end, 10);
	if (plan.n < 1 || *end != ':')
		plan_fail(text);
	plan_action(text, end + 1);
}

__attribute__((constructor)) static void
inject_start(void)
{
	const char *text = getenv("CRM_INJECT");
	const char *file = getenv("CRM_INJECT_COUNT");

	if (file != NULL)
		snprintf(report, sizeof(report), "%s", file);
	if (text != NULL && *text != '\0') {
		plan_read(text);
		alarm(PATIENCE);
	}
	armed = true;
}

/* By system calls alone: whatever is used here is taken over itself. */
static void
report_line(const char *line, size_t len)
{
	long fd;

	if (report[0] == '\0')
		return;
	fd = syscall(SYS_openat, AT_FDCWD, report,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	syscall(SYS_write, fd, line, len);
	syscall(SYS_close, fd);
}

__attribute__((destructor)) static void
inject_end(void)
{
	char line[100];
	int len;

	armed = false;
	if (hit)
		return;
	len = snprintf(line, sizeof(line), "io %ld read %ld mem %ld\n",
	    counts[IO], counts[READ], counts[MEM]);
	report_line(line, (size_t)len);
}

/* --- one call --- */

/* "hit: pwrite64 crm.db-wal" */
static void
hit_tell(const char *call, const char *path, int fd)
{
	char link[64], file[PATH_MAX], line[PATH_MAX + 100];
	const char *slash;
	long n;
	int len;

	hit = true;
	if (path == NULL && fd >= 0) {
		snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
		n = syscall(SYS_readlink, link, file, sizeof(file) - 1);
		file[n < 0 ? 0 : n] = '\0';
		slash = strrchr(file, '/');
		path = slash == NULL ? file : slash + 1;
	}
	len = snprintf(
	    line, sizeof(line), "hit: %s %s\n", call, path == NULL ? "" : path);
	report_line(line, (size_t)len);
}

static void
die(void)
{
	syscall(SYS_kill, getpid(), SIGKILL);
}

/* What becomes of this call? KILL does not return. */
static enum action
turn(enum class class, const char *call, const char *path, int fd)
{
	long i;

	if (!armed)
		return NOTHING;
	i = __atomic_add_fetch(&counts[class], 1, __ATOMIC_RELAXED);
	if (plan.n == 0 || class != plan.class || i < plan.n ||
	    (i > plan.n && !plan.ever))
		return NOTHING;
	if (!hit)
		hit_tell(call, path, fd);
	if (plan.action == KILL)
		die();
	if (plan.action == FAIL)
		errno = plan.error;
	return plan.action;
}

/* The call is done: is it time to die? */
static long
done(enum action action, long result)
{
	if (action == AFTER || action == TORN)
		die();
	return result;
}

/* Half of a length where that is asked for. */
static size_t
part(enum action action, size_t n)
{
	return (action == TORN || action == SHORT) && n > 1 ? n / 2 : n;
}

/* --- what changes files --- */

/* A complaint that cannot be written is none of the promises. */
#define TURN_FD(name) (fd == STDERR_FILENO ? NOTHING : turn(IO, name, NULL, fd))

ssize_t
write(int fd, const void *p, size_t n)
{
	enum action a = TURN_FD("write");

	return a == FAIL ? -1 : done(a, syscall(SYS_write, fd, p, part(a, n)));
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	enum action a = TURN_FD("pwrite");

	return a == FAIL
		   ? -1
		   : done(a, syscall(SYS_pwrite64, fd, p, part(a, n), at));
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	return pwrite64(fd, p, n, at);
}

ssize_t
writev(int fd, const struct iovec *v, int n)
{
	enum action a = TURN_FD("writev");

	return a == FAIL ? -1 : done(a, syscall(SYS_writev, fd, v, n));
}

int
fsync(int fd)
{
	enum action a = TURN_FD("fsync");

	return a == FAIL ? -1 : (int)done(a, 0);
}

int
fdatasync(int fd)
{
	enum action a = TURN_FD("fdatasync");

	return a == FAIL ? -1 : (int)done(a, 0);
}

int
ftruncate64(int fd, off64_t size)
{
	enum action a = TURN_FD("ftruncate");

	return a == FAIL ? -1 : (int)done(a, syscall(SYS_ftruncate, fd, size));
}

int
ftruncate(int fd, off_t size)
{
	return ftruncate64(fd, size);
}

int
posix_fallocate64(int fd, off64_t at, off64_t size)
{
	enum action a = TURN_FD("fallocate");

	if (a == FAIL)
		return errno;
	return done(a, syscall(SYS_fallocate, fd, 0, at, size)) == 0 ? 0
								     : errno;
}

int
posix_fallocate(int fd, off_t at, off_t size)
{
	return posix_fallocate64(fd, at, size);
}

int
fchmod(int fd, mode_t mode)
{
	enum action a = TURN_FD("fchmod");

	return a == FAIL ? -1 : (int)done(a, syscall(SYS_fchmod, fd, mode));
}

int
fchown(int fd, uid_t user, gid_t group)
{
	enum action a = TURN_FD("fchown");

	return a == FAIL ? -1
			 : (int)done(a, syscall(SYS_fchown, fd, user, group));
}

/* One that fails has closed all the same, as on Linux. */
int
close(int fd)
{
	enum action a = TURN_FD("close");
	long r = syscall(SYS_close, fd);

	if (a == FAIL) {
		errno = plan.error;
		return -1;
	}
	return (int)done(a, r);
}

int
renameat2(int from_dir, const char *from, int to_dir, const char *to,
    unsigned int flags)
{
	enum action a = turn(IO, "rename", to, -1);

	return a == FAIL ? -1
			 : (int)done(a, syscall(SYS_renameat2, from_dir, from,
					    to_dir, to, flags));
}

int
renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	return renameat2(from_dir, from, to_dir, to, 0);
}

int
rename(const char *from, const char *to)
{
	return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
unlinkat(int dir, const char *path, int flags)
{
	enum action a = turn(IO, "unlink", path, -1);

	return a == FAIL
		   ? -1
		   : (int)done(a, syscall(SYS_unlinkat, dir, path, flags));
}

int
unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

int
mkdirat(int dir, const char *path, mode_t mode)
{
	enum action a = turn(IO, "mkdir", path, -1);

	return a == FAIL ? -1
			 : (int)done(a, syscall(SYS_mkdirat, dir, path, mode));
}

int
mkdir(const char *path, mode_t mode)
{
	return mkdirat(AT_FDCWD, path, mode);
}

/* --- opening --- */

static int
any_open(int dir, const char *path, int flags, mode_t mode)
{
	bool makes = (flags & O_CREAT) != 0;
	enum action a =
	    turn(makes ? IO : READ, makes ? "create" : "open", path, -1);

	return a == FAIL
		   ? -1
		   : (int)done(a, syscall(SYS_openat, dir, path, flags, mode));
}

#include "preload.h"

/* --- looking --- */

ssize_t
read(int fd, void *p, size_t n)
{
	enum action a = turn(READ, "read", NULL, fd);

	return a == FAIL ? -1 : done(a, syscall(SYS_read, fd, p, part(a, n)));
}

ssize_t
pread64(int fd, void *p, size_t n, off64_t at)
{
	enum action a = turn(READ, "pread", NULL, fd);

	return a == FAIL ? -1
			 : done(a, syscall(SYS_pread64, fd, p, part(a, n), at));
}

ssize_t
pread(int fd, void *p, size_t n, off_t at)
{
	return pread64(fd, p, n, at);
}

/* --- allocations --- */

void *
malloc(size_t n)
{
	enum action a = turn(MEM, "malloc", NULL, -1);

	return a == FAIL ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	enum action a = turn(MEM, "calloc", NULL, -1);

	return a == FAIL ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	enum action a = turn(MEM, "realloc", NULL, -1);

	return a == FAIL ? NULL : __libc_realloc(p, n);
}

void *
mmap64(void *p, size_t n, int prot, int flags, int fd, off64_t at)
{
	enum action a = turn(MEM, "mmap", NULL, fd);

	return a == FAIL ? MAP_FAILED
			 : (void *)syscall(SYS_mmap, p, n, prot, flags, fd, at);
}

void *
mmap(void *p, size_t n, int prot, int flags, int fd, off_t at)
{
	return mmap64(p, n, prot, flags, fd, at);
}
