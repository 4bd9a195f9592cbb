/*
 * xlsx.c: a workbook. An archive is mostly luck, so the input is the parts,
 * each behind a line with the first letter of its name, and the archive is
 * made of them; an input that begins with PK is one as it stands.
 */
#include <string.h>
#include <zip.h>

#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char *const names[] = {"_rels/.rels", "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml",
    "xl/sheet.xml"};

/* Good ones stand in for parts that are not there. */
static const char *const parts[] = {
    "<R><Relationship Id='a' Type='/officeDocument' Target='xl/workbook.xml'/>"
    "</R>",
    "<w><sheets><sheet name='A' id='s'/></sheets></w>",
    "<R><Relationship Id='s' Type='/worksheet' Target='sheet.xml'/>"
    "<Relationship Id='b' Type='/styles' Target='styles.xml'/>"
    "<Relationship Id='c' Type='/sharedStrings' Target='sharedStrings.xml'/>"
    "</R>",
    "<s><cellXfs><xf numFmtId='14'/></cellXfs></s>",
    "<sst><si><t>name</t></si></sst>",
    "<s><sheetData><row><c t='s'><v>0</v></c></row></sheetData></s>"};

#define PARTS (sizeof(names) / sizeof(names[0]))

/* The part for a letter starts here, and is so long; 0: there is none. */
static size_t
part_find(const uint8_t *data, size_t size, char letter, const uint8_t **at)
{
	const uint8_t *p = data, *end = data + size, *line, *start = NULL;

	while (p < end) {
		line = memchr(p, '\n', (size_t)(end - p));
		line = line == NULL ? end : line + 1;
		if (line - p == 2 && *p >= '1' && *p <= '6') {
			if (start != NULL)
				return (size_t)(p - start);
			if (*p == letter)
				start = *at = line;
		}
		p = line;
	}
	return start == NULL ? 0 : (size_t)(end - start);
}

static void
archive_read(const uint8_t *data, size_t size, const struct read_hints *hints)
{
	zip_error_t error;
	zip_source_t *all = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t *z = zip_open_from_source(all, ZIP_TRUNCATE, &error);
	const uint8_t *at = NULL;
	uint8_t *bytes;
	zip_stat_t st;
	size_t i, len;

	if (z == NULL)
		abort();
	zip_source_keep(all);
	for (i = 0; i < PARTS; i++) {
		len = part_find(data, size, (char)('1' + i), &at);
		if (len == 0) {
			at = (const uint8_t *)parts[i];
			len = strlen(parts[i]);
		}
		zip_file_add(z, names[i], zip_source_buffer(z, at, len, 0), 0);
		zip_set_file_compression(z, i, ZIP_CM_STORE, 0);
	}
	if (zip_close(z) != 0 || zip_source_stat(all, &st) != 0)
		abort();
	bytes = malloc(st.size);
	if (bytes == NULL || zip_source_open(all) != 0 ||
	    zip_source_read(all, bytes, st.size) != (zip_int64_t)st.size)
		abort();
	zip_source_close(all);
	zip_source_free(all);
	fuzz_read(bytes, st.size, hints);
	free(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct read_hints hints = {.formats = &read_every};

	if (size >= 2 && memcmp(data, "PK", 2) == 0)
		fuzz_read(data, size, &hints);
	else
		archive_read(data, size, &hints);
	return 0;
}
