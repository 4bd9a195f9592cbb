/*
 * preload.h: every name under which a program opens a file, led to any_open(),
 * which the file that includes this has defined:
 *
 *	static int any_open(int dir, const char *path, int flags, mode_t mode);
 */
#ifndef PRELOAD_H
#define PRELOAD_H

#include <fcntl.h>
#include <stdarg.h>
#include <sys/types.h>

/* The mode is there only where a file may be made. */
#define MODE(flags, mode)                                                      \
	do {                                                                   \
		va_list ap;                                                    \
		va_start(ap, flags);                                           \
		mode = ((flags) & (O_CREAT | O_TMPFILE)) != 0                  \
			   ? va_arg(ap, mode_t)                                \
			   : 0;                                                \
		va_end(ap);                                                    \
	} while (0)

#define OPEN(name)                                                             \
	int name(const char *path, int flags, ...)                             \
	{                                                                      \
		mode_t mode;                                                   \
		MODE(flags, mode);                                             \
		return any_open(AT_FDCWD, path, flags, mode);                  \
	}
#define OPENAT(name)                                                           \
	int name(int dir, const char *path, int flags, ...)                    \
	{                                                                      \
		mode_t mode;                                                   \
		MODE(flags, mode);                                             \
		return any_open(dir, path, flags, mode);                       \
	}

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

/* What _FORTIFY_SOURCE makes of the same without a mode. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int dir, const char *path, int flags);
int __openat64_2(int dir, const char *path, int flags);

int
__open_2(const char *path, int flags)
{
	return any_open(AT_FDCWD, path, flags, 0);
}

int
__open64_2(const char *path, int flags)
{
	return any_open(AT_FDCWD, path, flags, 0);
}

int
__openat_2(int dir, const char *path, int flags)
{
	return any_open(dir, path, flags, 0);
}

int
__openat64_2(int dir, const char *path, int flags)
{
	return any_open(dir, path, flags, 0);
}

#endif
