/*
 * read_encoding.c: which encoding a text is in, by its bytes.
 */
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <uchardet/uchardet.h>

#include "read.h"
#include "read_in.h"
#include "utf8.h"

#include "banned.h"

#define FEW_BYTES 30 /* too few to guess a language by */

#define NO_ICONV ((iconv_t)-1)

bool
read_encoding_known(const char *name)
{
	iconv_t cd;

	/* "//TRANSLIT" is for output. */
	if (*name == '\0' || strchr(name, '/') != NULL)
		return false;
	cd = iconv_open("UTF-8", name);
	if (cd != NO_ICONV)
		iconv_close(cd);
	return cd != NO_ICONV;
}

void
encoding_count(const char *p, size_t len, bool more, size_t *good, size_t *bad)
{
	size_t n, i = 0;
	cp_t cp;

	*good = *bad = 0;
	while ((i += ascii_head(p + i, len - i)) < len) {
		n = decode(&cp, p + i, len - i);
		if (n == 0 && more && len - i < 4)
			break;
		*good += n > 0;
		*bad += n == 0;
		i += n > 0 ? n : 1;
	}
}

/* Letters of the western languages in WINDOWS-1252, and what stands in prices
 * and addresses. */
static bool
is_western(unsigned char c)
{
	static const char others[] =
	    "\x80\x85\x91\x92\x93\x94\x96\x97\xa0\xa3\xa7\xa9\xaa\xab\xae\xb0"
	    "\xb2\xb4\xb7\xba\xbb\xbf\xa1\xdf";

	if (c < 0xc0)
		return strchr(others, c) != NULL;
	return c != 0xd0 && c != 0xd7 && c != 0xdd && c != 0xde && c != 0xf0 &&
	       c != 0xf7 && c != 0xfd && c != 0xfe;
}

static bool
is_few_western(const char *p, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len && n < FEW_BYTES; i++) {
		if ((p[i] & 0x80) == 0)
			continue;
		if (!is_western((unsigned char)p[i]))
			return false;
		n++;
	}
	return n < FEW_BYTES;
}

const char *
encoding_superset(const char *name)
{
	static const char *const pairs[][2] = {{"ISO-8859-1", "WINDOWS-1252"},
	    {"ISO-8859-2", "WINDOWS-1250"}, {"ISO-8859-7", "WINDOWS-1253"},
	    {"ISO-8859-9", "WINDOWS-1254"}};
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (strcasecmp(name, pairs[i][0]) == 0)
			return pairs[i][1];
	return name;
}

/* By how often letters stand beside each other; NULL when it cannot say. */
static const char *
guess(struct keep *keep, const char *p, size_t len)
{
	uchardet_t ud = uchardet_new();
	const char *name;

	if (ud == NULL)
		mem_die();
	uchardet_handle_data(ud, p, len);
	uchardet_data_end(ud);
	name = keep_text(keep, encoding_superset(uchardet_get_charset(ud)));
	uchardet_delete(ud);
	if (*name == '\0' || strcasecmp(name, "ASCII") == 0 ||
	    strcasecmp(name, "UTF-8") == 0 || !read_encoding_known(name))
		return NULL;
	return name;
}

struct encoding
encoding_find(struct keep *keep, const char *p, size_t len, bool more)
{
	const char *name;
	size_t good, bad;

	encoding_count(p, len, more, &good, &bad);
	if (bad == 0)
		return (struct encoding){"UTF-8", "well formed", false};
	if (good >= bad)
		return (struct encoding){
		    "UTF-8", "well formed for the most part", false};
	if (is_few_western(p, len))
		return (struct encoding){
		    "WINDOWS-1252", "not UTF-8; its letters are western", true};
	if ((name = guess(keep, p, len)) != NULL)
		return (struct encoding){
		    name, "not UTF-8; by its letters", true};
	return (struct encoding){
	    "WINDOWS-1252", "not UTF-8, and nothing else fits", true};
}
