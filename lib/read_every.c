/*
 * read_every.c: the formats and encodings beside CSV and NDJSON in UTF-8, for
 * those who can read them all.
 */
#include "read.h"
#include "read_in.h"

#include "banned.h"

static const struct read_kind kinds[] = {
    {"xlsx", true, read_xlsx_is, read_xlsx_open},
    {"vcard", false, read_vcard_is, read_vcard_open},
    {NULL, false, NULL, NULL},
};

const struct read_formats read_every = {read_text_start, kinds};
