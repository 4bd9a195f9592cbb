/*
 * out.c: where an answer goes: stdout, or a file that is written whole or not
 * at all.
 */
#include "out.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "banned.h"

#define SPILL_SIZE (64 << 10)
#define TEMP_TRIES 100 /* names that dead processes may have left behind */

void
out_init(struct out *o, const char *file, bool hold)
{
	*o = (struct out){.fd = -1, .dir = -1, .hold = hold};
	o->buf = (struct str)STR_INIT;
	if (file != NULL && strcmp(file, "-") != 0)
		o->file = file;
	else
		o->fd = STDOUT_FILENO;
}

/*
 * Split the target into its folder, which is opened, and its name there. A
 * symbolic link is followed first: the file behind it is to be replaced, not
 * the link.
 */
static bool
target_split(struct out *o, const char *target)
{
	const char *slash = strrchr(target, '/');
	const char *name = slash == NULL ? target : slash + 1;
	size_t len = (size_t)(name - target), size = strlen(name) + 1;
	char *folder = mem_alloc(len + 2);

	memcpy(folder, len == 0 ? "." : target, len == 0 ? 2 : len);
	folder[len == 0 ? 1 : len] = '\0';
	o->dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	if (o->dir < 0) {
		o->error = errno;
		return false;
	}
	if (name[0] == '\0') {
		o->error = EISDIR;
		return false;
	}
	o->name = memcpy(mem_alloc(size), name, size);
	return true;
}

static struct out *temps; /* those with a temporary file */

static void
temps_unlink(void)
{
	for (; temps != NULL; temps = temps->next)
		unlinkat(temps->dir, temps->temp, 0);
}

/* The temporary file, beside the target so that it can be renamed to it. */
static bool
temp_open(struct out *o)
{
	struct str temp = STR_INIT;
	int i;

	for (i = 0; i < TEMP_TRIES && o->fd < 0; i++) {
		str_cut(&temp, 0);
		str_addf(&temp, ".crm-%ld-%d.tmp", (long)getpid(), i);
		o->fd = openat(o->dir, temp.ptr,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (o->fd < 0 && errno != EEXIST)
			break;
	}
	if (o->fd < 0) {
		o->error = errno;
		str_free(&temp);
		return false;
	}
	o->temp = temp.ptr;
	o->next = temps;
	temps = o;
	mem_at_death(temps_unlink);
	return true;
}

/*
 * Replacing a file needs no right to write it, only one to write its folder.
 * Somebody who took the first away meant it, so ask for it.
 */
static bool
target_replace(struct out *o)
{
	char *real = realpath(o->file, NULL);
	bool ok = false;

	if (real == NULL || faccessat(AT_FDCWD, real, W_OK, AT_EACCESS) < 0)
		o->error = errno;
	else
		ok = target_split(o, real) && temp_open(o);
	free(real);
	return ok;
}

static bool
target_open(struct out *o)
{
	struct stat st;

	if (o->fd >= 0)
		return true;
	if (stat(o->file, &st) == 0) {
		if (S_ISREG(st.st_mode))
			return target_replace(o);
		o->fd = open(o->file, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		if (o->fd < 0)
			o->error = errno;
		return o->fd >= 0;
	}
	/* A link to nothing: no telling what was meant. */
	if (errno != ENOENT || lstat(o->file, &st) == 0) {
		o->error = errno;
		return false;
	}
	return target_split(o, o->file) && temp_open(o);
}

/* Wait until a descriptor that somebody made non-blocking takes more. */
static bool
write_wait(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLOUT};

	return poll(&p, 1, -1) >= 0 || errno == EINTR;
}

static void
write_buf(struct out *o)
{
	const char *p = o->buf.ptr;
	size_t left = o->buf.len;
	ssize_t n;

	while (left > 0) {
		n = write(o->fd, p, left);
		if (n > 0) {
			p += n;
			left -= (size_t)n;
		} else if (n == 0) {
			o->error = EIO;
			break;
		} else if (errno == EAGAIN) {
			if (!write_wait(o->fd)) {
				o->error = errno;
				break;
			}
		} else if (errno != EINTR) {
			o->error = errno;
			break;
		}
	}
	str_cut(&o->buf, 0);
}

void
out_spill(struct out *o)
{
	if (o->error != 0 || o->done) {
		str_cut(&o->buf, 0);
		return;
	}
	if (!target_open(o))
		return;
	if (o->buf.len >= SPILL_SIZE && (!o->hold || o->temp != NULL))
		write_buf(o);
}

static void
file_close(struct out *o)
{
	if (o->file != NULL && o->fd >= 0) {
		if (close(o->fd) < 0 && o->error == 0)
			o->error = errno;
		o->fd = -1;
	}
	if (o->dir >= 0)
		close(o->dir);
	o->dir = -1;
}

static void
temp_forget(struct out *o)
{
	struct out **p = &temps;

	while (*p != NULL && *p != o)
		p = &(*p)->next;
	if (*p == o)
		*p = o->next;
	free(o->temp);
	free(o->name);
	o->temp = NULL;
	o->name = NULL;
}

/*
 * From here on the file survives a power cut: first its bytes, then its name.
 * Some file systems cannot sync a folder (EINVAL); that is no failure.
 */
static void
file_settle(struct out *o)
{
	if (o->temp == NULL)
		return;
	if (fsync(o->fd) < 0 ||
	    renameat(o->dir, o->temp, o->dir, o->name) < 0) {
		o->error = errno;
		return;
	}
	temp_forget(o);
	if (fsync(o->dir) < 0 && errno != EINVAL && errno != EROFS)
		o->error = errno;
}

bool
out_commit(struct out *o)
{
	if (o->error == 0 && !o->done && target_open(o)) {
		write_buf(o);
		if (o->error == 0)
			file_settle(o);
	}
	if (o->error != 0) {
		out_abandon(o);
	} else if (o->file != NULL) {
		o->done = true;
		file_close(o);
	}
	return o->error == 0;
}

void
out_abandon(struct out *o)
{
	if (o->temp != NULL)
		unlinkat(o->dir, o->temp, 0);
	temp_forget(o);
	file_close(o);
	str_free(&o->buf);
}
