/*
 * preset_parse.c: one preset, from its text.
 */
#include <string.h>

#include "kind.h"
#include "preset.h"

#include "banned.h"

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
	const char *colon = strchr(value, ':'), *equals = strrchr(value, '=');
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
	    .from = trimmed(p->keep, colon + 1, (size_t)(equals - colon - 1)),
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
