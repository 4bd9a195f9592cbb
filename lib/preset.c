/*
 * preset.c: the files of other programs, by their headers.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "import_in.h"
#include "preset.h"
#include "preset_table.h"
#include "usual_table.h"

#include "banned.h"

#define FILE_LIMIT 65536 /* bytes; of a preset */

/* --- all of them --- */

static int
preset_order(const void *a, const void *b)
{
	const struct preset *const *p = a, *const *q = b;

	if (((*p)->file == NULL) != ((*q)->file == NULL))
		return (*p)->file == NULL ? 1 : -1;
	return strcmp((*p)->name, (*q)->name);
}

static bool
file_text(struct str *out, const char *file)
{
	FILE *f = fopen(file, "re");
	size_t n;

	if (f == NULL)
		return false;
	n = fread(str_room(out, FILE_LIMIT + 1), 1, FILE_LIMIT + 1, f);
	out->len += n;
	out->ptr[out->len] = '\0';
	if (ferror(f) || n > FILE_LIMIT)
		errno = n > FILE_LIMIT ? EFBIG : EIO;
	n = n <= FILE_LIMIT && !ferror(f);
	fclose(f);
	return n != 0;
}

/* The name of a preset is that of its file, less ".map". */
static const char *
name_of(struct crm *crm, const char *file)
{
	const char *slash = strrchr(file, '/'),
		   *base = slash == NULL ? file : slash + 1;
	size_t len = strlen(base);

	if (len > 4 && strcmp(base + len - 4, ".map") == 0)
		len -= 4;
	return crm_keepf(crm, "%.*s", (int)len, base);
}

static const struct preset *
file_parse(struct crm *crm, const char *file, const char **error)
{
	const struct preset *preset = NULL;
	struct str text = STR_INIT;

	if (file_text(&text, file))
		preset = preset_parse(&crm->keep, name_of(crm, file),
		    crm_keep(crm, file), text.ptr, error);
	else
		*error = strerror(errno);
	str_free(&text);
	return preset;
}

const struct preset *
preset_load(struct crm *crm, const char *file)
{
	const char *error = NULL;
	const struct preset *preset = file_parse(crm, file, &error);

	if (preset == NULL)
		crm_fail(crm, CRM_USAGE, NULL, "%s:%s%s", file,
		    error[0] >= '1' && error[0] <= '9' ? "" : " ", error);
	return preset;
}

/* How many there are in the folder, at most as many as fit. */
static int
folder_list(
    struct crm *crm, const char *folder, const struct preset **out, int most)
{
	const char *error, *file;
	struct dirent *entry;
	DIR *dir = folder == NULL ? NULL : opendir(folder);
	size_t len;
	int n = 0;

	while (dir != NULL && n < most && (entry = readdir(dir)) != NULL) {
		len = strlen(entry->d_name);
		if (len < 5 || entry->d_name[0] == '.' ||
		    strcmp(entry->d_name + len - 4, ".map") != 0)
			continue;
		file = crm_keepf(crm, "%s/%s", folder, entry->d_name);
		out[n] = file_parse(crm, file, &error);
		if (out[n] == NULL)
			crm_remark(crm, "%s:%s", file, error);
		else
			n++;
	}
	if (dir != NULL)
		closedir(dir);
	return n;
}

#define OWN_MAX 200 /* presets of a user */

const struct preset *const *
preset_list(struct crm *crm, const char *folder)
{
	size_t built = sizeof(preset_table) / sizeof(preset_table[0]), i;
	const struct preset **list = keep_alloc(
	    &crm->keep, (OWN_MAX + built + 1) * sizeof(const struct preset *));
	const char *error;
	int n = folder_list(crm, folder, list, OWN_MAX);

	for (i = 0; i < built; i++) {
		list[n] = preset_parse(&crm->keep, preset_table[i].name, NULL,
		    preset_table[i].text, &error);
		if (list[n] != NULL)
			n++;
		else
			crm_fail(crm, CRM_FAILURE, NULL, "preset %s:%s",
			    preset_table[i].name, error);
	}
	qsort(list, (size_t)n, sizeof(const struct preset *), preset_order);
	list[n] = NULL;
	return list;
}

const struct preset *
preset_find(struct crm *crm, const char *folder, const char *name)
{
	const struct preset *const *list = preset_list(crm, folder), *const * p;
	struct str names = STR_INIT;

	for (p = list; *p != NULL; p++) {
		if (strcmp((*p)->name, name) == 0)
			break;
		str_addf(&names, "%s%s", p == list ? "" : ", ", (*p)->name);
	}
	if (*p == NULL)
		crm_fail(crm, CRM_USAGE, NULL,
		    "--preset: not one of %s: \"%s\"", names.ptr, name);
	str_free(&names);
	return *p;
}

/* --- by the header --- */

/* The headers of a file, folded once, in order. */
struct headers {
	const char **names;
	size_t n;
};

static int
header_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
headers_fold(struct headers *h, struct crm *crm, const struct read *r)
{
	struct str header = STR_INIT;
	size_t i;

	h->n = r->ncolumns;
	h->names = keep_alloc(&crm->keep, (h->n + 1) * sizeof(const char *));
	for (i = 0; i < h->n; i++) {
		str_cut(&header, 0);
		header_fold(&header, r->names[i]);
		h->names[i] = keep_text(&crm->keep, header.ptr);
	}
	qsort(h->names, h->n, sizeof(const char *), header_order);
	str_free(&header);
}

/* How many columns tell that it is this one; 0: it is not. */
static int
columns_found(const struct preset *p, const struct headers *h)
{
	struct str want = STR_INIT;
	const char *key;
	int n;

	for (n = 0; p->columns != NULL && p->columns[n] != NULL; n++) {
		str_cut(&want, 0);
		header_fold(&want, p->columns[n]);
		key = want.ptr;
		if (bsearch(&key, h->names, h->n, sizeof(const char *),
			header_order) == NULL)
			break;
	}
	str_free(&want);
	return p->columns == NULL || p->columns[n] != NULL ? 0 : n;
}

const struct preset *
preset_guess(struct crm *crm, const char *folder, const struct read *r,
    const struct crm_entity *entity)
{
	const struct preset *const *p = preset_list(crm, folder), *best = NULL;
	struct headers headers;
	int most = 0, n;

	headers_fold(&headers, crm, r);
	for (; *p != NULL; p++) {
		if (entity != NULL && (*p)->entity != NULL &&
		    (*p)->entity != entity)
			continue;
		n = columns_found(*p, &headers);
		if (n > most) {
			most = n;
			best = *p;
		}
	}
	return best;
}

/* --- what is usual --- */

const struct preset *
preset_usual(struct crm *crm, const struct crm_entity *entity)
{
	const char *error = NULL;
	const struct preset *preset;
	size_t i;

	for (i = 0; i < sizeof(usual_table) / sizeof(usual_table[0]); i++)
		if (strcmp(usual_table[i].name, entity->plural) == 0)
			break;
	if (i == sizeof(usual_table) / sizeof(usual_table[0]))
		return NULL;
	preset = preset_parse(
	    &crm->keep, usual_table[i].name, NULL, usual_table[i].text, &error);
	if (preset == NULL)
		crm_fail(crm, CRM_FAILURE, NULL, "usual headers of %s:%s",
		    usual_table[i].name, error);
	return preset;
}
