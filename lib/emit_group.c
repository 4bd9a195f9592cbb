/*
 * emit_group.c: what a table in groups has and others have not: headings, and
 * a line on top that says how many rows there are of each kind.
 */
#include <string.h>

#include "emit_table.h"

#include "banned.h"

#define TALLIES 64 /* different values that are counted */

void
table_heading(struct emit *e, const char *group)
{
	struct table *t = e->state;
	const char *weekday;

	if (group == NULL || *group == '\0' || strcmp(group, t->group.ptr) == 0)
		return;
	if (t->begun)
		table_line_end(e);
	t->begun = true;
	str_cut(&t->group, 0);
	str_adds(&t->group, group);
	visible(&e->out->buf, group, strlen(group));
	if ((weekday = date_weekday(group)) != NULL)
		str_addf(&e->out->buf, " %s", weekday);
	table_line_end(e);
}

/* How many of the rows kept back have each value: "booking 2  order 1". */
static void
tally_rows(const struct emit *e, struct str *line)
{
	const struct table *t = e->state;
	const char *names[TALLIES], *name;
	int counts[TALLIES], row, i, n = 0;

	for (row = 0; row < t->nkept; row++) {
		name = t->cells[row * t->stride + e->ncolumns + 1].text;
		for (i = 0; i < n && names[i] != name; i++)
			continue;
		if (i < n) { /* as most of them */
			counts[i]++;
			continue;
		}
		for (i = 0; i < n && strcmp(names[i], name) < 0; i++)
			continue;
		if (i == n || strcmp(names[i], name) != 0) {
			if (n == TALLIES)
				continue;
			memmove(names + i + 1, names + i,
			    (size_t)(n - i) * sizeof(*names));
			memmove(counts + i + 1, counts + i,
			    (size_t)(n - i) * sizeof(*counts));
			names[i] = name;
			counts[i] = 0;
			n++;
		}
		counts[i]++;
	}
	for (i = 0; i < n; i++)
		str_addf(
		    line, "%s%s %d", i > 0 ? "  " : "", names[i], counts[i]);
}

void
table_tallies(struct emit *e)
{
	struct table *t = e->state;
	struct str line = STR_INIT;
	const char *text = NULL;

	if (t->nkept < t->sample)
		tally_rows(e, &line);
	else if (e->tallies != NULL && (text = e->tallies(e->tallies_arg)))
		str_adds(&line, text);
	if (line.len > 0) {
		visible(&e->out->buf, line.ptr, line.len);
		table_line_end(e);
		t->begun = true;
	}
	str_free(&line);
}
