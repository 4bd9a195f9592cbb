/*
 * emit_heading.c: the names above the columns of a table. Where a line would be
 * wider than the terminal, names that are wider than what stands below them are
 * broken behind an underscore, so that values need not be cut.
 */
#include <string.h>

#include "emit_table.h"
#include "fold.h"

#include "banned.h"

/* The bytes of the part of a name that begins here, with its underscore. */
static size_t
part_len(const char *key)
{
	size_t len = strcspn(key, "_");

	return len + (key[len] == '_');
}

/* As many parts as fit in so many columns; one at least. */
static size_t
line_len(const char *key, int width)
{
	size_t len = part_len(key), next;

	while (key[len] != '\0') {
		next = len + part_len(key + len);
		if (text_width(key, next) > width)
			break;
		len = next;
	}
	return len;
}

int
table_heading_least(const char *key)
{
	int width, most = 0;

	for (; *key != '\0'; key += part_len(key)) {
		width = text_width(key, part_len(key));
		if (width > most)
			most = width;
	}
	return most;
}

static int
line_count(const char *key, int width)
{
	int n = 0;

	for (; *key != '\0'; key += line_len(key, width))
		n++;
	return n;
}

/* What stands in a line of the name, the lines counted from the last one. */
static struct cell
line_cell(const char *key, int width, int above)
{
	int skip = line_count(key, width) - 1 - above;
	size_t len;

	if (skip < 0)
		return (struct cell){"", 0, 0};
	while (skip-- > 0)
		key += line_len(key, width);
	len = line_len(key, width);
	return (struct cell){key, len, text_width(key, len)};
}

void
table_headings(struct emit *e)
{
	const struct table *t = e->state;
	int i, n, lines = 1;

	for (i = 0; i < e->ncolumns && t->folded; i++) {
		n = line_count(e->columns[i].key, t->columns[i].width);
		if (n > lines)
			lines = n;
	}
	while (lines-- > 0) {
		for (i = 0; i < e->ncolumns; i++)
			table_cell_put(e, i,
			    line_cell(e->columns[i].key,
				t->folded ? t->columns[i].width : 9999, lines));
		table_line_end(e);
	}
}
