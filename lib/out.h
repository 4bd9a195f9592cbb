/*
 * out.h: where an answer goes: stdout, or a file that is written whole or not
 * at all.
 *
 * The bytes of a command that writes the database are held back until
 * out_commit(), so that nothing is announced that was not stored. Those of a
 * reading command stream. (The temporary file of --output announces nothing:
 * it is written at once either way, so that a full disk or a missing folder
 * is known before the database commits.)
 */
#ifndef CRM_OUT_H
#define CRM_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include "str.h"

struct out {
	int fd; /* -1 until the first flush of a file */
	bool hold; /* keep everything until out_commit() */
	int error; /* errno of the first failed write */
	struct str buf;
	const char *file; /* --output; NULL for stdout */
	char *temp; /* the file being written, to be renamed */
	char *name; /* to this, in the same folder */
	int dir; /* the folder of both, or -1 */
	bool done; /* the file is in its place */
	struct out *next; /* with a temporary file, too */
};

/* file NULL or "-": stdout. Opens nothing yet. The name must outlive it. */
void out_init(struct out *, const char *file, bool hold);

/*
 * Where to append: o->buf. Call out_spill() after every row; it writes when
 * 64 KiB have gathered and nothing is held back.
 */
void out_spill(struct out *);

/*
 * Write what is left. For a file: fsync, rename into place, fsync the folder,
 * mode 0600 less the umask. What exists and is no regular file (/dev/null, a
 * fifo) is written directly. Returns false with o->error set (EPIPE too).
 * On stdout it may be called again and again, to flush.
 */
bool out_commit(struct out *);

/* Forget what was not written, remove the temporary file, give the memory
 * back. Harmless after out_commit(). */
void out_abandon(struct out *);

#endif
