/*
 * read_source.c: the bytes of a file, as a window that moves over them.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "entity.h"
#include "read.h"
#include "read_in.h"

#include "banned.h"

#define WINDOW_MAX (READ_ROW_MAX + READ_BLOCK)

/* Make room for a good piece behind the window. */
static bool
source_room(struct read *r)
{
	struct read_source *s = r->source;
	size_t used = s->end - s->pos;

	if (s->pos > 0)
		memmove(s->buf, s->buf + s->pos, used);
	s->pos = 0;
	s->end = used;
	if (used > s->cap / 2 && s->cap < WINDOW_MAX) {
		s->cap = s->cap * 2 < WINDOW_MAX ? s->cap * 2 : WINDOW_MAX;
		s->buf = mem_grow(s->buf, s->cap);
	}
	if (s->cap - used < READ_ROOM)
		return read_fail_row(r);
	return true;
}

ssize_t
read_bytes(struct read *r, char *to, size_t room)
{
	struct read_source *s = r->source;
	ssize_t n;

	do
		n = read(s->fd, to, room);
	while (n == -1 && errno == EINTR);
	if (n == -1) {
		r->unreadable = true;
		read_fail(r, "%s", strerror(errno));
		return -1;
	}
	s->eof = n == 0;
	r->digest = fnv(r->digest, to, (size_t)n);
	r->bytes += n;
	return n;
}

/*
 * The window is filled, not just added to: a record that does not fit is
 * looked at again from its start, and short reads from a pipe would make that
 * quadratic.
 */
bool
read_more(struct read *r)
{
	struct read_source *s = r->source;
	ssize_t n = 1;

	if (!source_room(r))
		return false;
	while (s->end < s->cap && !s->eof && n > 0) {
		n = s->fill(r, s->buf + s->end, s->cap - s->end);
		if (n == -1)
			return false;
		s->end += (size_t)n;
	}
	return true;
}

bool
read_source_open(struct read *r)
{
	struct read_source *s = r->source;
	struct stat st;

	if (strcmp(r->file, "-") == 0)
		r->file = "stdin";
	else
		s->fd = open(r->file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (s->fd == -1 || fstat(s->fd, &st) == -1) {
		r->unreadable = true;
		return read_fail(r, "%s", strerror(errno));
	}
	if (S_ISDIR(st.st_mode))
		return read_fail(r, "%s", strerror(EISDIR));
	if (S_ISREG(st.st_mode))
		r->size = st.st_size;
	s->cap = READ_BLOCK;
	s->buf = mem_alloc(s->cap);
	s->fill = read_bytes;
	return read_more(r);
}

bool
read_starts(const struct read *r, const char *start, size_t len)
{
	const struct read_source *s = r->source;

	return s->end - s->pos >= len &&
	       strncasecmp(s->buf + s->pos, start, len) == 0;
}

bool
read_is(const struct read *r, const char *file)
{
	struct stat own, other;

	return file != NULL && r->source->fd != -1 &&
	       fstat(r->source->fd, &own) == 0 && S_ISREG(own.st_mode) &&
	       stat(file, &other) == 0 && own.st_dev == other.st_dev &&
	       own.st_ino == other.st_ino;
}

void
read_source_close(struct read *r)
{
	struct read_source *s = r->source;

	if (s->text != NULL)
		s->text_end(r);
	if (s->fd > 0)
		close(s->fd);
	free(s->buf);
}
