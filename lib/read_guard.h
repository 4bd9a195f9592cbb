/*
 * read_guard.h: where CSV records end and whether their quotes are sound; for
 * lib/read_csv.c only.
 */
#ifndef CRM_READ_GUARD_H
#define CRM_READ_GUARD_H

#include <stdbool.h>

struct read_source;

enum csv_scanned {
	CSV_RECORD, /* found; ->junk may be set */
	CSV_MORE, /* the bytes end before the record does */
	CSV_END, /* there is no other record */
	CSV_OPEN_LINES, /* a quote is not closed for too many lines, */
	CSV_OPEN_BYTES, /* too many bytes, */
	CSV_OPEN_END /* or at all */
};

/*
 * Where the scan stands. lf, cr and quote are the next of their kind at or
 * after the place last asked about, or end: memchr() sees each byte once for
 * each of them, however short the records are.
 */
struct csv_scan {
	const char *end; /* of the bytes there are */
	const char *lf;
	const char *cr;
	const char *quote;
	bool eof; /* nothing follows end */
	char delim;

	const char *p; /* the record found, */
	const char *stop; /* its end without the line end, */
	const char *next; /* and where the next one starts */
	int lines; /* line ends inside the record; when
		      a quote is open, ahead of it */
	int junk; /* column, from 1, with text after its
		     closing quote; else 0 */
};

/* Look at the source's window anew, from its pos on; delim stays. */
void csv_scan_start(struct csv_scan *, const struct read_source *);

/* Find the next record: p, stop, next, lines, junk. */
enum csv_scanned csv_scan_record(struct csv_scan *);

/* Past the line end at p: LF, CR, CR LF, or the end of everything. */
const char *csv_scan_past(const struct csv_scan *, const char *);

#endif
