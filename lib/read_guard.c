/*
 * read_guard.c: where CSV records end and whether their quotes are sound, so
 * that libcsv is given nothing it would swallow the rest of the file after.
 */
#include <string.h>

#include "read_guard.h"
#include "read_in.h"

#include "banned.h"

static const char *
scan_find(const struct csv_scan *s, const char *p, int c)
{
	p = memchr(p, c, (size_t)(s->end - p));
	return p == NULL ? s->end : p;
}

void
csv_scan_start(struct csv_scan *s, const struct read_source *src)
{
	s->next = src->buf + src->pos;
	s->end = src->buf + src->end;
	s->eof = src->eof;
	s->lf = scan_find(s, s->next, '\n');
	s->cr = scan_find(s, s->next, '\r');
	s->quote = scan_find(s, s->next, '"');
}

/* The next line end at or after p. */
static const char *
scan_eol(struct csv_scan *s, const char *p)
{
	if (s->lf < p)
		s->lf = scan_find(s, p, '\n');
	if (s->cr < p)
		s->cr = scan_find(s, p, '\r');
	return s->lf < s->cr ? s->lf : s->cr;
}

/* Is there a quote from p on, ahead of stop? */
static bool
scan_has_quote(struct csv_scan *s, const char *p, const char *stop)
{
	if (s->quote < p)
		s->quote = scan_find(s, p, '"');
	return s->quote < stop;
}

const char *
csv_scan_past(const struct csv_scan *s, const char *p)
{
	if (p == s->end)
		return p;
	return p + (*p == '\r' && p + 1 < s->end && p[1] == '\n' ? 2 : 1);
}

/* The quote that closes a field whose text starts at p, or NULL. */
static const char *
scan_close(const struct csv_scan *s, const char *p)
{
	for (;;) {
		p = memchr(p, '"', (size_t)(s->end - p));
		if (p == NULL || p + 1 == s->end || p[1] != '"')
			return p;
		p += 2;
	}
}

/* From the opening quote at *at to behind the closing one. */
static enum csv_scanned
scan_quoted(struct csv_scan *s, const char **at)
{
	const char *text = *at + 1, *close = scan_close(s, text), *stop, *p;
	int lines = 0;

	stop = close == NULL ? s->end : close;
	if ((close == NULL || close + 1 == s->end) && !s->eof &&
	    (size_t)(stop - text) <= READ_FIELD_MAX)
		return CSV_MORE;
	for (p = scan_eol(s, text); p < stop; p = scan_eol(s, p)) {
		if ((size_t)++lines > READ_QUOTE_LINES)
			return CSV_OPEN_LINES;
		p = csv_scan_past(s, p);
	}
	if ((size_t)(stop - text) > READ_FIELD_MAX)
		return CSV_OPEN_BYTES;
	if (close == NULL)
		return CSV_OPEN_END;
	s->lines += lines;
	*at = close + 1;
	return CSV_RECORD;
}

/*
 * The end of a record that has quotes in it. Only a quote at the start of a
 * field opens one: 5" pipe is text. After junk behind a closing quote nobody
 * can say what was meant; the record then ends with that line.
 */
static enum csv_scanned
scan_fields(struct csv_scan *s)
{
	const char *p = s->p, *eol;
	enum csv_scanned rc;
	int column;

	for (column = 1;; column++, p++) {
		if (p < s->end && *p == '"') {
			rc = scan_quoted(s, &p);
			if (rc != CSV_RECORD)
				return rc;
		} else {
			eol = scan_eol(s, p);
			s->stop = eol;
			if (!scan_has_quote(s, p, eol))
				return CSV_RECORD;
			p = memchr(p, s->delim, (size_t)(eol - p));
			if (p == NULL)
				return CSV_RECORD;
		}
		if (p < s->end && *p == s->delim)
			continue;
		s->stop = scan_eol(s, p);
		s->junk = s->stop > p ? column : 0;
		return CSV_RECORD;
	}
}

enum csv_scanned
csv_scan_record(struct csv_scan *s)
{
	enum csv_scanned rc;

	s->p = s->next;
	s->lines = s->junk = 0;
	if (s->p == s->end)
		return s->eof ? CSV_END : CSV_MORE;
	s->stop = scan_eol(s, s->p);
	if (scan_has_quote(s, s->p, s->stop)) {
		rc = scan_fields(s);
		if (rc != CSV_RECORD)
			return rc;
	}
	s->next = csv_scan_past(s, s->stop);
	/* A CR at the very end may be half of a CR LF. */
	if (!s->eof &&
	    (s->stop == s->end || (*s->stop == '\r' && s->next == s->end)))
		return CSV_MORE;
	return CSV_RECORD;
}
