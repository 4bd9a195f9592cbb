/*
 * replay.c: let the power fail, again and again, in what record.c wrote down,
 * and look at what a disk could have left.
 *
 * usage: replay ack LOG
 *	  replay run LOG GOLDEN WORK STATES SEED [nosync]
 *
 * "ack" notes that a command ended with status 0: what it did is promised.
 * GOLDEN.N is "crm-export all" after N of them. "run" goes through the
 * operations; after some of them it makes, in the folder WORK, files as they
 * may be found when the machine comes up again. They must pass "crm-db check",
 * and give the export of all commands that were acknowledged, or of the one
 * that was at work as well. With "nosync" every fsync counts for nothing: then
 * something must be lost, or this program would find nothing at all.
 *
 * The disk is honest: what was written before an fsync() of its file is there.
 * Of what was written after, any of it may be there, in any order, and of each
 * write any sectors of 512 bytes. Files are made and unlinked in order; what
 * came after the last fsync() of the folder may be missing, from some point on.
 * (Alice: Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014.)
 */
#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record.h"

#define SECTOR	  512
#define NAMES_MAX 8
#define FILES_MAX 256

/* One file from its making to its end; a name may have several in turn. */
struct file {
	char *data; /* as it is on the disk for sure */
	size_t size;
	size_t *pending; /* operations since its last fsync */
	size_t npending;
};

static struct op **ops;
static size_t nops;
static struct file files[FILES_MAX];
static int nfiles;
static char names[NAMES_MAX][sizeof(((struct op *)0)->file)];
static int nnames;
static int now[NAMES_MAX]; /* the file of a name as the command sees it; -1 */
static int sure[NAMES_MAX]; /* as the folder on the disk has it for sure */
static size_t *folder; /* operations since the folder's last fsync */
static size_t nfolder;
static bool nosync;
static uint64_t seed;

/* --- chance (xorshift: Marsaglia, 2003) --- */

static uint64_t
chance(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % n;
}

/* --- the log --- */

static void
log_read(const char *path)
{
	FILE *f = fopen(path, "r");
	struct op head, *op;

	if (f == NULL)
		err(1, "%s", path);
	while (fread(&head, sizeof(head), 1, f) == 1) {
		op = malloc(sizeof(head) + (size_t)head.length);
		ops = realloc(ops, (nops + 1) * sizeof(*ops));
		if (op == NULL || ops == NULL)
			err(1, "memory");
		*op = head;
		if (fread(op + 1, 1, (size_t)head.length, f) !=
		    (size_t)head.length)
			errx(1, "%s: cut off", path);
		ops[nops++] = op;
	}
	fclose(f);
	folder = calloc(nops + 1, sizeof(*folder));
	if (folder == NULL)
		err(1, "memory");
}

static int
name_of(const char *name)
{
	int i;

	for (i = 0; i < nnames; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	if (nnames == NAMES_MAX)
		errx(1, "too many names: %s", name);
	snprintf(names[nnames], sizeof(names[0]), "%s", name);
	now[nnames] = sure[nnames] = -1;
	return nnames++;
}

static int
file_new(void)
{
	if (nfiles == FILES_MAX)
		errx(1, "too many files");
	files[nfiles].pending = calloc(nops, sizeof(size_t));
	if (files[nfiles].pending == NULL)
		err(1, "memory");
	return nfiles++;
}

/* --- contents --- */

static void
data_size(struct file *f, size_t size)
{
	char *data = realloc(f->data, size + 1);

	if (data == NULL)
		err(1, "memory");
	if (size > f->size)
		memset(data + f->size, 0, size - f->size);
	f->data = data;
	f->size = size;
}

/* A write, whole, or those sectors of it that chance takes. */
static void
data_write(struct file *f, const struct op *op, bool torn)
{
	const char *bytes = (const char *)(op + 1);
	size_t at = (size_t)op->at, end = at + (size_t)op->length, next;

	if (op->kind == OP_SIZE) {
		data_size(f, at);
		return;
	}
	if (end > f->size)
		data_size(f, end);
	for (; at < end; at = next) {
		next = at + SECTOR - at % SECTOR;
		if (next > end)
			next = end;
		if (!torn || chance(2) == 0)
			memcpy(f->data + at, bytes + at - (size_t)op->at,
			    next - at);
	}
}

static void
file_sync(struct file *f)
{
	size_t i;

	for (i = 0; i < f->npending; i++)
		data_write(f, ops[f->pending[i]], false);
	f->npending = 0;
}

static void
folder_sync(size_t upto)
{
	const struct op *op;
	size_t i;
	int name;

	for (i = 0; i < upto; i++) {
		op = ops[folder[i]];
		name = name_of(op->file);
		/* Which file a making meant was put down with it. */
		sure[name] = op->kind == OP_CREATE ? (int)op->at : -1;
	}
	memmove(folder, folder + upto, (nfolder - upto) * sizeof(*folder));
	nfolder -= upto;
}

/* What the operation does to what is known. */
static void
op_take(size_t i)
{
	struct op *op = ops[i];
	int name = name_of(op->file);

	switch (op->kind) {
	case OP_CREATE:
		now[name] = file_new();
		op->at = now[name];
		folder[nfolder++] = i;
		break;
	case OP_UNLINK:
		now[name] = -1;
		folder[nfolder++] = i;
		break;
	case OP_SYNC:
		if (nosync)
			break;
		if (strcmp(op->file, OP_FOLDER) == 0)
			folder_sync(nfolder);
		else if (now[name] >= 0)
			file_sync(&files[now[name]]);
		break;
	case OP_WRITE:
	case OP_SIZE:
		if (now[name] >= 0)
			files[now[name]].pending[files[now[name]].npending++] =
			    i;
		break;
	default:
		break;
	}
}

/* --- a state --- */

static void
file_put(const char *work, const char *name, const struct file *sure_file)
{
	struct file f = {.size = 0};
	enum { NOTHING, ALL, HEAD, ANY } way = chance(4);
	size_t i, upto = chance(sure_file->npending + 1);
	char path[4096];
	int fd;

	data_size(&f, sure_file->size);
	memcpy(f.data, sure_file->data == NULL ? "" : sure_file->data,
	    sure_file->size);
	for (i = 0; i < sure_file->npending; i++)
		if (way == ALL || (way == HEAD && i <= upto) ||
		    (way == ANY && chance(2) == 0))
			data_write(&f, ops[sure_file->pending[i]],
			    (way == HEAD && i == upto) || way == ANY);
	snprintf(path, sizeof(path), "%s/%s", work, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, f.data, f.size) != (ssize_t)f.size ||
	    close(fd) != 0)
		err(1, "%s", path);
	free(f.data);
}

static void
state_put(const char *work)
{
	int there[NAMES_MAX], i;
	size_t j, upto = chance(nfolder + 1);
	char path[4096];

	for (i = 0; i < nnames; i++)
		there[i] = sure[i];
	for (j = 0; j < upto; j++)
		there[name_of(ops[folder[j]]->file)] =
		    ops[folder[j]]->kind == OP_CREATE ? (int)ops[folder[j]]->at
						      : -1;
	snprintf(path, sizeof(path), "%s/crm.db-shm", work);
	unlink(path);
	for (i = 0; i < nnames; i++) {
		snprintf(path, sizeof(path), "%s/%s", work, names[i]);
		unlink(path);
		if (there[i] >= 0)
			file_put(work, names[i], &files[there[i]]);
	}
}

/* --- what came of it --- */

static char *
text_of(FILE *f, size_t *len)
{
	char *text = NULL;
	size_t cap = 0, n;

	*len = 0;
	do {
		cap += 65536;
		text = realloc(text, cap);
		if (text == NULL)
			err(1, "memory");
		n = fread(text + *len, 1, cap - *len, f);
		*len += n;
	} while (n > 0 && *len == cap);
	return text;
}

static bool
is_golden(const char *golden, int n, const char *text, size_t len)
{
	char path[4096], *want;
	size_t size;
	bool same;
	FILE *f;

	snprintf(path, sizeof(path), "%s.%d", golden, n);
	if ((f = fopen(path, "r")) == NULL)
		return false;
	want = text_of(f, &size);
	fclose(f);
	same = size == len && memcmp(want, text, len) == 0;
	free(want);
	return same;
}

/* Is everything there that was acknowledged, and nothing that was not? */
static bool
state_is_good(const char *work, const char *golden, int acks)
{
	char command[8192], *text;
	size_t len;
	bool good;
	FILE *f;

	snprintf(command, sizeof(command),
	    "crm-export all -d '%s/crm.db' 2>/dev/null && "
	    "{ ! [ -s '%s/crm.db' ] || "
	    "crm-db check -q -d '%s/crm.db' >/dev/null 2>&1; }",
	    work, work, work);
	if ((f = popen(command, "r")) == NULL)
		err(1, "popen");
	text = text_of(f, &len);
	good = pclose(f) == 0 && (is_golden(golden, acks, text, len) ||
				     is_golden(golden, acks + 1, text, len));
	free(text);
	return good;
}

static int
run(const char *golden, const char *work, size_t states)
{
	size_t i, j, each = states / (nops + 1) + 1, tried = 0, bad = 0;
	int acks = 0;

	for (i = 0; i < nops; i++) {
		op_take(i);
		acks += ops[i]->kind == OP_ACK;
		for (j = 0; j < each; j++) {
			if (each == 1 && chance(nops) >= states)
				continue;
			state_put(work);
			tried++;
			if (state_is_good(work, golden, acks))
				continue;
			if (++bad <= 5 && !nosync)
				printf("not ok after operation %zu (%c %s) of "
				       "%zu, %d commands acknowledged\n",
				    i, ops[i]->kind, ops[i]->file, nops, acks);
			if (nosync)
				goto out;
		}
	}
out:
	printf("%zu states of %zu operations and %d commands: %zu bad\n", tried,
	    nops, acks, bad);
	return nosync ? bad == 0 : bad != 0;
}

static void
ack(const char *log)
{
	struct op op = {.kind = OP_ACK, .file = OP_FOLDER};
	int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);

	if (fd < 0 || write(fd, &op, sizeof(op)) != (ssize_t)sizeof(op) ||
	    close(fd) != 0)
		err(1, "%s", log);
}

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "ack") == 0) {
		ack(argv[2]);
		return 0;
	}
	if (argc < 7 || strcmp(argv[1], "run") != 0)
		errx(2, "usage: replay ack LOG | run LOG GOLDEN WORK STATES "
			"SEED [nosync]");
	nosync = argc > 7;
	seed = strtoull(argv[6], NULL, 10) * 2654435761u + 1;
	log_read(argv[2]);
	return run(argv[3], argv[4], strtoul(argv[5], NULL, 10));
}
