/*
 * country.c: countries by their names (share/country.tsv), in a few languages.
 */
#include <string.h>

#include "country_table.h"
#include "fold.h"
#include "kind.h"

#include "banned.h"

#define COUNT (sizeof(country_table) / sizeof(*country_table))

/* The longest name of the table is shorter; what follows it cannot be one. */
#define NAME_MAX_BYTES 100

static const char *
name_find(const char *name)
{
	size_t lo = 0, hi = COUNT, mid;
	int cmp;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		cmp = strcmp(country_table[mid].name, name);
		if (cmp == 0)
			return country_table[mid].code;
		if (cmp < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

const char *
country_named(const char *text, size_t len)
{
	const char *paren = memchr(text, '(', len), *code;
	struct str name = STR_INIT;

	/* "Bolivia (Plurinational State of)" */
	if (paren != NULL)
		len = (size_t)(paren - text);
	if (len > NAME_MAX_BYTES)
		return NULL;
	text_fold(&name, text, len);
	code = name_find(name.ptr);
	str_free(&name);
	return code;
}
