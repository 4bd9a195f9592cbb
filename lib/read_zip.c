/*
 * read_zip.c: the archive that a workbook is, and its parts as XML; what would
 * blow up is refused before it does.
 */
#include <sys/stat.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "read_in.h"
#include "read_xlsx.h"

#include "banned.h"

#define CHUNK (64 << 10) /* bytes parsed at a time */

/* --- the archive --- */

static int
by_name(const void *a, const void *b)
{
	return strcasecmp(*(const char *const *)a, *(const char *const *)b);
}

/* Parts of one name: programs differ in which they take. */
static bool
names_check(struct read *r, zip_t *z)
{
	zip_int64_t n = zip_get_num_entries(z, 0), i;
	const char **names;

	if (n > (zip_int64_t)XLSX_PARTS_MAX)
		return read_fail(r, "a workbook of more than %d parts",
		    read_limited(r, LIMIT_PARTS));
	names = keep_alloc(&r->keep, ((size_t)n + 1) * sizeof(const char *));
	for (i = 0; i < n; i++) {
		names[i] = zip_get_name(z, (zip_uint64_t)i, 0);
		if (names[i] == NULL)
			return read_fail(r, "damaged: %s", zip_strerror(z));
	}
	qsort(names, (size_t)n, sizeof(*names), by_name);
	for (i = 1; i < n; i++)
		if (strcasecmp(names[i - 1], names[i]) == 0)
			return read_fail(r,
			    "damaged: two parts of the name \"%s\"",
			    keep_text(&r->keep, names[i]));
	return true;
}

/* All of a pipe; the window holds its start. */
static zip_source_t *
pipe_source(struct read *r, zip_error_t *error)
{
	struct read_source *s = r->source;
	struct str all = STR_INIT;
	ssize_t n;

	str_add(&all, s->buf, s->end);
	while (!s->eof && all.len <= XLSX_STDIN_MAX) {
		n = s->fill(r, str_room(&all, READ_BLOCK), READ_BLOCK);
		if (n == -1)
			break;
		all.len += (size_t)n;
	}
	if (all.len > XLSX_STDIN_MAX)
		read_fail(r,
		    "a workbook of more than %zu MB comes as a file, not from "
		    "a pipe",
		    XLSX_STDIN_MAX >> 20);
	if (r->error == NULL)
		return zip_source_buffer_create(all.ptr, all.len, 1, error);
	str_free(&all);
	return NULL;
}

/* A file is read once for its digest; libzip then goes where it likes. */
static zip_source_t *
file_source(struct read *r, zip_error_t *error)
{
	struct read_source *s = r->source;
	zip_source_t *source;
	FILE *f;
	int fd;

	while (!s->eof)
		if (s->fill(r, s->buf, s->cap) == -1)
			return NULL;
	fd = fcntl(s->fd, F_DUPFD_CLOEXEC, 3);
	f = fd == -1 ? NULL : fdopen(fd, "rb");
	if (f == NULL)
		mem_die();
	source = zip_source_filep_create(f, 0, -1, error);
	if (source == NULL)
		fclose(f);
	return source;
}

zip_t *
archive_open(struct read *r)
{
	zip_error_t error;
	zip_source_t *source;
	zip_t *z = NULL;
	bool pipe = lseek(r->source->fd, 0, SEEK_CUR) == -1;

	zip_error_init(&error);
	source = pipe ? pipe_source(r, &error) : file_source(r, &error);
	if (source != NULL) {
		z = zip_open_from_source(source, ZIP_RDONLY, &error);
		if (z == NULL)
			zip_source_free(source);
	}
	if (z == NULL)
		read_fail(r, "damaged: %s",
		    keep_text(&r->keep, zip_error_strerror(&error)));
	else if (!names_check(r, z)) {
		zip_discard(z);
		z = NULL;
	}
	zip_error_fini(&error);
	return z;
}

/* --- names --- */

const char *
part_path(struct read *r, const char *from, const char *target)
{
	const char *slash = strrchr(from, '/'), *p;
	struct str path = STR_INIT;
	size_t len;

	if (*target != '/' && *target != '\\' && slash != NULL)
		str_add(&path, from, (size_t)(slash - from));
	for (p = target; *p != '\0'; p += len) {
		p += strspn(p, "/\\");
		len = strcspn(p, "/\\");
		if (len == 2 && strncmp(p, "..", 2) == 0) {
			while (path.len > 0 && path.ptr[path.len - 1] != '/')
				str_cut(&path, path.len - 1);
			str_cut(&path, path.len > 0 ? path.len - 1 : 0);
		} else if (len > 0 && !(len == 1 && *p == '.')) {
			if (path.len > 0)
				str_addc(&path, '/');
			str_add(&path, p, len);
		}
	}
	p = keep_mem(&r->keep, path.ptr, path.len);
	str_free(&path);
	return p;
}

bool
part_is(zip_t *z, const char *name)
{
	return zip_name_locate(z, name, ZIP_FL_NOCASE) >= 0;
}

/* --- a part --- */

const char *
attribute(const char **attributes, const char *name)
{
	for (; *attributes != NULL; attributes += 2)
		if (strcmp(local_name(attributes[0]), name) == 0)
			return attributes[1];
	return NULL;
}

static bool
part_fail(struct part *p, const char *what)
{
	return read_fail(p->read, "%s: %s", p->name, what);
}

static void
doctype(void *arg, const char *name, const char *system, const char *public,
    int internal)
{
	struct part *p = arg;

	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	part_fail(p, "has a DOCTYPE, which no workbook needs");
	XML_StopParser(p->parser, XML_FALSE);
}

static void
anything(void *arg, const char *text, int len)
{
	(void)text;
	(void)len;
	part_told(arg);
}

static bool
part_locate(struct part *p, zip_t *z)
{
	zip_int64_t at = zip_name_locate(z, p->name, ZIP_FL_NOCASE);
	zip_stat_t st;

	if (at < 0)
		return part_fail(p, "is not in the workbook");
	if (zip_stat_index(z, (zip_uint64_t)at, 0, &st) == -1 ||
	    !(st.valid & ZIP_STAT_COMP_SIZE) || !(st.valid & ZIP_STAT_SIZE))
		return part_fail(p, "damaged");
	if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) &&
	    st.encryption_method != ZIP_EM_NONE)
		return part_fail(p, "encrypted; save it without a password");
	p->packed = st.comp_size;
	p->whole = st.size;
	p->file = zip_fopen_index(z, (zip_uint64_t)at, 0);
	return p->file != NULL ||
	       part_fail(p, keep_text(&p->read->keep, zip_strerror(z)));
}

bool
part_open(struct part *p, struct read *r, zip_t *z, const char *name,
    XML_StartElementHandler start, XML_EndElementHandler end,
    XML_CharacterDataHandler text, void *arg)
{
	static const XML_Memory_Handling_Suite memory = {
	    mem_alloc, mem_grow, free};

	*p = (struct part){.read = r, .arg = arg, .name = name};
	if (!part_locate(p, z))
		return false;
	p->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
	if (p->parser == NULL)
		mem_die();
	XML_SetUserData(p->parser, p);
	XML_SetElementHandler(p->parser, start, end);
	XML_SetCharacterDataHandler(p->parser, text);
	XML_SetDefaultHandler(p->parser, anything);
	XML_SetStartDoctypeDeclHandler(p->parser, doctype);
	return true;
}

void
part_pause(struct part *p)
{
	XML_StopParser(p->parser, XML_TRUE);
}

/* Another piece of the part, to the parser. */
static enum XML_Status
part_feed(struct part *p)
{
	void *buf = XML_GetBuffer(p->parser, CHUNK);
	zip_int64_t n;

	if (buf == NULL)
		mem_die();
	n = zip_fread(p->file, buf, CHUNK);
	if (n < 0) {
		part_fail(p, keep_printf(&p->read->keep, "damaged: %s",
				 zip_file_strerror(p->file)));
		return XML_STATUS_ERROR;
	}
	p->seen += (uint64_t)n;
	p->quiet += (size_t)n;
	if (p->seen > XLSX_RATIO_FROM && p->seen / XLSX_RATIO_MAX > p->packed) {
		part_fail(p, keep_printf(&p->read->keep,
				 "expands to more than %d times its size",
				 read_limited(p->read, LIMIT_RATIO)));
		return XML_STATUS_ERROR;
	}
	if (p->quiet > XLSX_MARKUP_MAX + CHUNK) {
		part_fail(
		    p, keep_printf(&p->read->keep,
			   "markup of more than %d bytes", XLSX_MARKUP_MAX));
		return XML_STATUS_ERROR;
	}
	return XML_ParseBuffer(p->parser, (int)n, n == 0);
}

enum parted
part_run(struct part *p)
{
	XML_ParsingStatus state;
	enum XML_Status status;

	do {
		status = p->paused ? XML_ResumeParser(p->parser) : part_feed(p);
		p->paused = status == XML_STATUS_SUSPENDED;
		if (p->read->error != NULL)
			return PART_FAILED;
		if (p->paused)
			return PART_PAUSED;
		if (status == XML_STATUS_ERROR) {
			read_fail(p->read, "%s: line %lu: %s", p->name,
			    (unsigned long)XML_GetCurrentLineNumber(p->parser),
			    XML_ErrorString(XML_GetErrorCode(p->parser)));
			return PART_FAILED;
		}
		XML_GetParsingStatus(p->parser, &state);
	} while (state.parsing != XML_FINISHED);
	return PART_END;
}

void
part_close(struct part *p)
{
	if (p->parser != NULL)
		XML_ParserFree(p->parser);
	if (p->file != NULL)
		zip_fclose(p->file);
	p->parser = NULL;
	p->file = NULL;
}
