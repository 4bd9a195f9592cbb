/*
 * base.h: a database of two clients, for the fuzzers of what is tried on one;
 * nothing of it stays.
 */
#ifndef CRM_FUZZ_BASE_H
#define CRM_FUZZ_BASE_H

#include <sys/mman.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "db.h"
#include "import.h"

#define OFTEN 200 /* plans until what the handle keeps is forgotten */

static struct crm crm;
static struct cli cli;
static char base[64];

/* The bytes as a file, named in path. */
static inline int
bytes_file(char *path, size_t room, const void *data, size_t size)
{
	int fd = memfd_create("fuzz", 0);

	if (fd == -1 || write(fd, data, size) != (ssize_t)size ||
	    lseek(fd, 0, SEEK_SET) != 0)
		abort();
	snprintf(path, room, "/proc/self/fd/%d", fd);
	return fd;
}

static inline void
silent(struct crm *c, const char *text)
{
	(void)c;
	if (*text == '\0')
		abort();
}

static inline void
base_open(void)
{
	crm = (struct crm){.file = base,
	    .now = 1773568800,
	    .actor = "fuzz",
	    .command = "fuzz",
	    .notice = silent,
	    .cli = &cli};
	cli.quiet = true;
	if (db_open(&crm, DB_WRITE) != CRM_OK)
		abort();
}

static inline void
base_remove(void)
{
	db_close(&crm);
	keep_free(&crm.keep);
	unlink(base);
}

static inline void
base_make(void)
{
	static const char clients[] = "name,email,phone,city\n"
				      "Ana Silva,ana@example.com,+351912000011,"
				      "Faro\nRui Costa,rui@example.com,,\n";
	const char *folder = getenv("TMPDIR");
	struct import_options options = {0};
	struct import_counts counts;
	char path[32];
	int fd = bytes_file(path, sizeof(path), clients, sizeof(clients) - 1);

	snprintf(base, sizeof(base), "%s/crm-fuzz-%d.db",
	    folder == NULL ? "/tmp" : folder, (int)getpid());
	base_open();
	if (import_file(&crm, path, &options, &counts) != CRM_OK ||
	    counts.created != 2)
		abort();
	close(fd);
	atexit(base_remove);
}

/* Before each try. */
static inline void
base_ready(void)
{
	static unsigned runs;

	if (*base == '\0') {
		base_make();
	} else if (++runs % OFTEN == 0) {
		db_close(&crm);
		keep_free(&crm.keep);
		base_open();
	}
}

/* After it: what was counted adds up, or it is said why not; and nothing was
 * stored. */
static inline void
base_check(const struct import_counts *n)
{
	if (crm.rc == CRM_OK) {
		if (n->read != n->created + n->updated + n->unchanged +
				   n->skipped + n->rejected + n->pending)
			abort();
	} else if (crm.message == NULL || *crm.message == '\0') {
		abort();
	}
	db_forgive(&crm);
	if (!sqlite3_get_autocommit(crm.db) ||
	    crm_int(&crm, "SELECT count(*) FROM client") != 2)
		abort();
}

#endif
