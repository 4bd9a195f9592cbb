/*
 * client_name.c: a name and its two parts, each made of the other.
 */
#include <string.h>

#include "crm_fields.h"
#include "record.h"

#include "banned.h"

/* "Ana Maria" and "Silva" make "Ana Maria Silva". */
static void
name_join(struct record *rec, const struct record *old)
{
	const char *given = record_then(rec, old, CLIENT_GIVEN_NAME),
		   *family = record_then(rec, old, CLIENT_FAMILY_NAME);
	struct str name = STR_INIT;

	if (given != NULL)
		str_adds(&name, given);
	if (given != NULL && family != NULL)
		str_addc(&name, ' ');
	if (family != NULL)
		str_adds(&name, family);
	if (name.len > 0)
		record_give(rec, CLIENT_NAME, name.ptr, name.len);
	str_free(&name);
}

/* The first word is the given name, the rest the family name; "Silva, Ana"
 * is the other way round. A guess, which given_name and family_name correct. */
static void
name_split(struct record *rec)
{
	const char *name = record_text(rec, CLIENT_NAME), *comma, *blank;

	if (name == NULL)
		return;
	comma = strstr(name, ", ");
	blank = strchr(name, ' ');
	if (comma != NULL && comma[2] != '\0' && comma > name) {
		record_give(
		    rec, CLIENT_GIVEN_NAME, comma + 2, strlen(comma + 2));
		record_give(
		    rec, CLIENT_FAMILY_NAME, name, (size_t)(comma - name));
	} else if (blank != NULL) {
		record_give(
		    rec, CLIENT_GIVEN_NAME, name, (size_t)(blank - name));
		record_give(
		    rec, CLIENT_FAMILY_NAME, blank + 1, strlen(blank + 1));
	} else {
		record_give(rec, CLIENT_GIVEN_NAME, name, strlen(name));
		record_give(rec, CLIENT_FAMILY_NAME, "", 0);
	}
}

/* Was the name that the row has put together from its two parts? */
static bool
name_was_joined(const struct record *old)
{
	const char *name = record_text(old, CLIENT_NAME),
		   *given = record_text(old, CLIENT_GIVEN_NAME),
		   *family = record_text(old, CLIENT_FAMILY_NAME);
	size_t n = given == NULL ? 0 : strlen(given);

	if (name == NULL || given == NULL || strncmp(name, given, n) != 0)
		return false;
	return family == NULL
		   ? name[n] == '\0'
		   : name[n] == ' ' && strcmp(name + n + 1, family) == 0;
}

void
client_names(struct record *rec, const struct record *old)
{
	bool parts = record_given(rec, CLIENT_GIVEN_NAME) ||
		     record_given(rec, CLIENT_FAMILY_NAME);

	if (record_given(rec, CLIENT_NAME) && !parts)
		name_split(rec);
	else if (parts && !record_given(rec, CLIENT_NAME) &&
		 (old == NULL || name_was_joined(old)))
		name_join(rec, old);
}
