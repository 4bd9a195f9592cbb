/*
 * record.c: preloaded into a command, write down what it does to the files of
 * a database, for replay.c to let the power fail in.
 *
 * CRM_RECORD is the file that is added to, CRM_RECORD_FOLDER the folder of the
 * database, as realpath(1) gives it. A -shm file is memory, not a file.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "record.h"

/* The name of a path in the folder; NULL for what does not matter. */
static const char *
name_in_folder(const char *path)
{
	const char *folder = getenv("CRM_RECORD_FOLDER");
	size_t len = folder == NULL ? 0 : strlen(folder);

	if (len == 0 || strncmp(path, folder, len) != 0)
		return NULL;
	if (path[len] == '\0')
		return OP_FOLDER;
	if (path[len] != '/' || strchr(path + len + 1, '/') != NULL ||
	    strstr(path + len, "-shm") != NULL)
		return NULL;
	return path + len + 1;
}

static void
op_write(char kind, const char *name, int64_t at, const void *data, size_t n)
{
	struct op op = {.kind = kind, .at = at, .length = (int64_t)n};
	struct iovec v[] = {{&op, sizeof(op)}, {(void *)(uintptr_t)data, n}};
	const char *log = getenv("CRM_RECORD");
	long fd;

	if (log == NULL || name == NULL)
		return;
	snprintf(op.file, sizeof(op.file), "%s", name);
	fd = syscall(SYS_openat, AT_FDCWD, log,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0)
		abort();
	syscall(SYS_writev, fd, v, n > 0 ? 2 : 1);
	syscall(SYS_close, fd);
}

static void
op_fd(char kind, int fd, int64_t at, const void *data, size_t n)
{
	char link[64], path[PATH_MAX];
	long len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = syscall(SYS_readlink, link, path, sizeof(path) - 1);
	if (len <= 0)
		return;
	path[len] = '\0';
	op_write(kind, name_in_folder(path), at, data, n);
}

/* --- the calls that change files --- */

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	long done = syscall(SYS_pwrite64, fd, p, n, at);

	if (done > 0)
		op_fd(OP_WRITE, fd, at, p, (size_t)done);
	return done;
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	return pwrite64(fd, p, n, at);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	off64_t at = fd > 2 ? lseek64(fd, 0, SEEK_CUR) : -1;
	long done = syscall(SYS_write, fd, p, n);

	if (done > 0 && at >= 0)
		op_fd(OP_WRITE, fd, at, p, (size_t)done);
	return done;
}

int
ftruncate64(int fd, off64_t size)
{
	long done = syscall(SYS_ftruncate, fd, size);

	if (done == 0)
		op_fd(OP_SIZE, fd, size, NULL, 0);
	return (int)done;
}

int
ftruncate(int fd, off_t size)
{
	return ftruncate64(fd, size);
}

/* The disk itself need not be waited for: it is replay.c that fails. */
int
fsync(int fd)
{
	op_fd(OP_SYNC, fd, 0, NULL, 0);
	return 0;
}

int
fdatasync(int fd)
{
	return fsync(fd);
}

int
unlink(const char *path)
{
	char whole[PATH_MAX];
	bool known = realpath(path, whole) != NULL;
	long done = syscall(SYS_unlinkat, AT_FDCWD, path, 0);

	if (done == 0 && known)
		op_write(OP_UNLINK, name_in_folder(whole), 0, NULL, 0);
	return (int)done;
}

static int
any_open(int dir, const char *path, int flags, mode_t mode)
{
	bool makes = (flags & O_CREAT) != 0 &&
		     syscall(SYS_faccessat, dir, path, F_OK) != 0;
	long fd = syscall(SYS_openat, dir, path, flags, mode);

	if (fd >= 0 && makes)
		op_fd(OP_CREATE, (int)fd, 0, NULL, 0);
	return (int)fd;
}

#include "preload.h"
