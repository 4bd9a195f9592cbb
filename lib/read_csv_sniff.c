/*
 * read_csv_sniff.c: what parts the fields of a CSV file, and where its header
 * is, by its first records.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "read_csv.h"
#include "read_in.h"

#include "banned.h"

#define SNIFF_RECORDS 50

/* --- the first records --- */

/* What they have, parted in one way. */
struct sample {
	size_t fields[SNIFF_RECORDS]; /* of each, */
	size_t given[SNIFF_RECORDS]; /* and those that are not empty */
	size_t n;
};

static void
sample_take(struct csv *c, char delim, struct sample *out)
{
	struct csv_scan s = {.delim = delim};
	size_t i;

	csv_scan_start(&s, c->read->source);
	csv_set_delim(&c->parser, (unsigned char)delim);
	out->n = 0;
	while (out->n < SNIFF_RECORDS && csv_scan_record(&s) == CSV_RECORD) {
		if (s.stop == s.p)
			continue;
		c->nfields = 0;
		if (s.junk == 0)
			csv_fields(c, &s);
		out->fields[out->n] = c->nfields;
		out->given[out->n] = 0;
		for (i = 0; i < c->nfields && i < READ_COLUMNS_MAX; i++)
			out->given[out->n] += c->read->cells[i].len > 0;
		out->n += out->given[out->n] > 0 || s.junk != 0;
	}
}

/* --- the delimiter --- */

/*
 * How well a delimiter fits: per mille of the records that have as many fields
 * as the first. 0 if it does not part the first one at all; but below a title,
 * as many as most have, three at least.
 */
static int
sample_score(const struct sample *s, bool titled, size_t *fields)
{
	size_t i, k, same, most = 0;

	*fields = 0;
	for (i = 0; i < (titled ? s->n : s->n > 0); i++) {
		for (k = same = 0; k < s->n; k++)
			same += s->fields[k] == s->fields[i];
		if (same > most && s->fields[i] > (titled ? 2 : 1)) {
			most = same;
			*fields = s->fields[i];
		}
	}
	if (titled && (most < 2 || s->fields[0] > 2))
		return 0;
	return s->n == 0 ? 0 : (int)(most * 1000 / s->n);
}

/*
 * The most consistent wins, then the one with more fields, then the one that
 * is rarer in text; where few records are like the first, that may be a title.
 * A file of one column is taken for comma separated.
 */
char
csv_sniff(struct csv *c)
{
	static const char delims[] = {'\t', '|', ';', ','};
	size_t i, fields, best_fields = 0;
	int score, best_score = 0, titled;
	struct sample sample;
	char best = ',';

	for (titled = 0; titled < 2 && best_score <= 500; titled++)
		for (i = 0; i < sizeof(delims); i++) {
			sample_take(c, delims[i], &sample);
			score = sample_score(&sample, titled != 0, &fields);
			if (score > best_score ||
			    (score == best_score && score > 0 &&
				fields > best_fields)) {
				best = delims[i];
				best_score = score;
				best_fields = fields;
			}
		}
	return best;
}

/*
 * Titles above a table fill a cell or two; the header fills most of the columns
 * that the rows below have, of which there is one at least.
 */
size_t
csv_titles(struct csv *c)
{
	struct sample s;
	size_t i, first, most = 0, full = 0;

	sample_take(c, c->read->delimiter, &s);
	for (i = 0; i < s.n; i++)
		if (s.given[i] > most)
			most = s.given[i];
	if (most < 3)
		return 0;
	for (first = 0; first < s.n && s.given[first] * 2 <= most; first++)
		continue;
	for (i = first; i < s.n; i++)
		full += s.given[i] * 2 > most;
	return s.given[0] <= 2 && full > 1 ? first : 0;
}

/* A first line "sep=;" (also in quotes) is an order; 0 if there is none. */
char
csv_order(struct read *r)
{
	struct csv *c = r->state;
	struct csv_scan *s = &c->scan;
	const char *p = s->next;
	bool quoted = p < s->end && *p == '"';
	char delim;

	p += quoted;
	if (s->end - p < 5 + quoted || strncasecmp(p, "sep=", 4) != 0)
		return '\0';
	delim = p[4];
	p += 5;
	if ((quoted && *p++ != '"') || isalnum((unsigned char)delim) ||
	    memchr("\r\n\"", delim, 4) != NULL)
		return '\0';
	if (p < s->end && *p != '\r' && *p != '\n')
		return '\0';
	r->source->pos = (size_t)(csv_scan_past(s, p) - r->source->buf);
	csv_scan_start(s, r->source);
	c->line++;
	return delim;
}
