/*
 * client_further.c: an email or a phone is the first one of a client or a
 * further one, not both (rules.md R1).
 */
#include <string.h>

#include "crm_fields.h"
#include "record.h"

#include "banned.h"

static const struct {
	int first, key, list;
	const char *fold;
} kinds[] = {
    {CLIENT_EMAIL, CLIENT_EMAIL_KEY, CLIENT_EMAILS_LIST, "fold_email"},
    {CLIENT_PHONE, CLIENT_PHONE_KEY, CLIENT_PHONES_LIST, "fold_phone"},
};
#define NKINDS ((int)(sizeof(kinds) / sizeof(kinds[0])))

/* The list without this one; NULL when nothing is left of it. */
static const char *
list_without(
    struct crm *crm, const char *list, const char *one, const char *fold)
{
	return crm_text(crm,
	    crm_keepf(crm,
		"SELECT json_group_array(value) FROM json_each(?1) "
		"WHERE %s(value) IS NOT %s(?2) HAVING count(*) > 0",
		fold, fold),
	    ARG(list), ARG(one));
}

void
client_furthers(struct record *rec, const struct record *old)
{
	const char *first, *list, *rest;
	int i;

	for (i = 0; i < NKINDS; i++) {
		first = record_then(rec, old, kinds[i].first);
		list = record_then(rec, old, kinds[i].list);
		if (first == NULL || list == NULL ||
		    (!record_given(rec, kinds[i].first) &&
			!record_given(rec, kinds[i].list)))
			continue;
		rest = list_without(rec->crm, list, first, kinds[i].fold);
		if (rest == NULL)
			record_give(rec, kinds[i].list, "", 0);
		else if (strcmp(rest, list) != 0)
			record_give(rec, kinds[i].list, rest, strlen(rest));
	}
}

void
client_furthers_stay(struct record *rec, const struct record *old)
{
	const char *first, *list, *rest;
	int i;

	for (i = 0; i < NKINDS; i++) {
		first = record_text(rec, kinds[i].first);
		list = record_text(old, kinds[i].list);
		if (first == NULL || list == NULL)
			continue;
		rest = list_without(rec->crm, list, first, kinds[i].fold);
		if (rest != NULL && strcmp(rest, list) == 0)
			continue;
		rec->values[kinds[i].first].state = VALUE_UNSET;
		rec->values[kinds[i].key].state = VALUE_UNSET;
	}
}
