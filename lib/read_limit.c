/*
 * read_limit.c: how much of a file is taken at once before it is called
 * hostile; and raising that for a file that is not.
 */
#include <stdlib.h>
#include <string.h>

#include "keep.h"
#include "read_in.h"

#include "banned.h"

#define MOST (1 << 30)

struct read_limit read_limits[LIMITS] = {
    [LIMIT_FIELD] = {"field", 1 << 20},
    [LIMIT_ROW] = {"row", 4 << 20},
    [LIMIT_COLUMNS] = {"columns", 1000},
    [LIMIT_LINES] = {"lines", 200},
    [LIMIT_DEPTH] = {"depth", 64},
    [LIMIT_VALUES] = {"values", 50000},
    [LIMIT_PARTS] = {"parts", 1000},
    [LIMIT_RATIO] = {"ratio", 100},
    [LIMIT_CELL] = {"cell", 32767},
};

int
read_limited(struct read *r, enum read_limit_name name)
{
	r->limit = read_limits[name].name;
	return (int)read_limits[name].value;
}

const char *
read_limit_raise(struct keep *keep, const char *text)
{
	const char *equals = strchr(text, '=');
	struct str names = STR_INIT;
	const char *why;
	char *end;
	long n;
	int i;

	for (i = 0; i < LIMITS; i++) {
		if (equals != NULL &&
		    strncmp(text, read_limits[i].name,
			(size_t)(equals - text)) == 0 &&
		    read_limits[i].name[equals - text] == '\0')
			break;
		str_addf(
		    &names, "%s%s", i > 0 ? ", " : "", read_limits[i].name);
	}
	why = i < LIMITS ? NULL
			 : keep_printf(keep,
			       "not NAME=NUMBER; the names are %s", names.ptr);
	str_free(&names);
	if (why != NULL)
		return why;
	n = strtol(equals + 1, &end, 10);
	if (equals[1] < '0' || equals[1] > '9' || *end != '\0' || n < 1 ||
	    n > MOST)
		return keep_printf(keep, "not a number from 1 to %d", MOST);
	read_limits[i].value = (size_t)n;
	return NULL;
}
