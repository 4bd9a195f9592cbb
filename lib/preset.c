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

#include "banned.h"

#define FILE_LIMIT 65536 /* bytes; of a preset */

/* --- one of them --- */

/* A list of texts that grows while the lines are read. */
struct texts {
	const char **text;
	int n;
};

struct parse {
	struct keep *keep;
	struct preset *preset;
	struct texts columns, maps, sets, blanks, only;
	struct preset_word *words;
	const char *error; /* static; of the line at hand */
};

static void
text_add(struct parse *p, struct texts *t, const char *text)
{
	const char **more;

	/* One more, and the NULL at the end: 1, 2, 4, 8 ... */
	if ((t->n & (t->n - 1)) == 0) {
		more =
		    keep_alloc(p->keep, ((size_t)t->n * 2 + 2) * sizeof(*more));
		if (t->n > 0)
			memcpy(more, t->text, (size_t)t->n * sizeof(*more));
		t->text = more;
	}
	t->text[t->n++] = text;
	t->text[t->n] = NULL;
}

static const char *
trimmed(struct keep *keep, const char *text, size_t len)
{
	while (len > 0 && (*text == ' ' || *text == '\t')) {
		text++;
		len--;
	}
	while (len > 0 && strchr(" \t\r", text[len - 1]) != NULL)
		len--;
	return keep_mem(keep, text, len);
}

/* "HEADER = FIELD" without the blanks around the last equals sign. */
static void
pair_add(struct parse *p, struct texts *t, const char *value)
{
	const char *equals = strrchr(value, '=');

	if (equals == NULL || equals == value || equals[1] == '\0') {
		p->error = "not \"A = B\"";
		return;
	}
	text_add(p, t,
	    keep_printf(p->keep, "%s=%s",
		trimmed(p->keep, value, (size_t)(equals - value)),
		trimmed(p->keep, equals + 1, strlen(equals + 1))));
}

/* "Balance Impact = Credit", or a header alone. */
static void
only_add(struct parse *p, const char *value)
{
	if (strchr(value, '=') != NULL)
		pair_add(p, &p->only, value);
	else
		text_add(p, &p->only, value);
}

/* "status: Aprovada = completed" */
static void
word_add(struct parse *p, const char *value)
{
	const char *colon = strstr(value, ": "), *equals = strrchr(value, '=');
	struct preset *preset = p->preset;
	struct preset_word *more;
	int n = preset->nwords;

	if (colon == NULL || equals == NULL || equals < colon) {
		p->error = "not \"FIELD: WORD = WORD\"";
		return;
	}
	if ((n & (n - 1)) == 0) {
		more = keep_alloc(p->keep, ((size_t)n * 2 + 1) * sizeof(*more));
		if (n > 0)
			memcpy(more, p->words, (size_t)n * sizeof(*more));
		p->words = more;
	}
	p->words[preset->nwords++] = (struct preset_word){
	    .field = trimmed(p->keep, value, (size_t)(colon - value)),
	    .from = trimmed(p->keep, colon + 2, (size_t)(equals - colon - 2)),
	    .to = trimmed(p->keep, equals + 1, strlen(equals + 1))};
}

static void
type_take(struct parse *p, const char *value)
{
	p->preset->entity = entity_find(value);
	if (p->preset->entity == NULL)
		p->error = "no such type of record";
}

static void
order_take(struct parse *p, const char *value)
{
	if (date_order_find(value) == DATE_NONE)
		p->error = "not dmy, mdy or ymd";
	p->preset->date_order = value;
}

static void
comma_take(struct parse *p, const char *value)
{
	if (bool_parse(&p->preset->decimal_comma, value, strlen(value)) != NULL)
		p->error = "not yes or no";
}

static void
line_take(struct parse *p, const char *key, const char *value)
{
	struct preset *preset = p->preset;

	if (*value == '\0')
		p->error = "nothing behind the colon";
	else if (strcmp(key, "title") == 0)
		preset->title = value;
	else if (strcmp(key, "type") == 0)
		type_take(p, value);
	else if (strcmp(key, "column") == 0)
		text_add(p, &p->columns, value);
	else if (strcmp(key, "map") == 0)
		pair_add(p, &p->maps, value);
	else if (strcmp(key, "set") == 0)
		pair_add(p, &p->sets, value);
	else if (strcmp(key, "blank") == 0)
		text_add(p, &p->blanks, value);
	else if (strcmp(key, "only") == 0)
		only_add(p, value);
	else if (strcmp(key, "word") == 0)
		word_add(p, value);
	else if (strcmp(key, "separator") == 0)
		preset->separator = value;
	else if (strcmp(key, "date-order") == 0)
		order_take(p, value);
	else if (strcmp(key, "decimal-comma") == 0)
		comma_take(p, value);
	else if (strcmp(key, "tz") == 0)
		preset->zone = value;
	else
		p->error = "no such key; there are title, type, column, map, "
			   "set, word, blank, only, separator, date-order, "
			   "decimal-comma, tz";
}

const struct preset *
preset_parse(struct keep *keep, const char *name, const char *file,
    const char *text, const char **error)
{
	struct preset *preset = keep_alloc(keep, sizeof(*preset));
	struct parse p = {.keep = keep, .preset = preset};
	const char *end, *colon, *line;
	int n = 1;

	*preset = (struct preset){.name = name, .file = file};
	for (; *text != '\0'; text = *end == '\0' ? end : end + 1, n++) {
		end = strchrnul(text, '\n');
		line = trimmed(keep, text, (size_t)(end - text));
		if (*line == '\0' || *line == '#')
			continue;
		colon = strchr(line, ':');
		if (colon == NULL)
			p.error = "not \"KEY: VALUE\"";
		else
			line_take(&p,
			    trimmed(keep, line, (size_t)(colon - line)),
			    trimmed(keep, colon + 1, strlen(colon + 1)));
		if (p.error != NULL) {
			*error = keep_printf(
			    keep, "%d: %s: \"%s\"", n, p.error, line);
			return NULL;
		}
	}
	preset->columns = p.columns.text;
	preset->maps = p.maps.text;
	preset->sets = p.sets.text;
	preset->blanks = p.blanks.text;
	preset->only = p.only.text;
	preset->words = p.words;
	if (preset->title == NULL)
		preset->title = name;
	return preset;
}

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
