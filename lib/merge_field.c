/*
 * merge_field.c: what the record of a client holds once another one is part of
 * it, field by field.
 */
#include <string.h>
#include <strings.h>

#include "crm_fields.h"
#include "fold.h"
#include "merge.h"

#include "banned.h"

/*
 * Fields that go together: half of one address and half of another is nobody's
 * address. The empty ones are filled only where the others agree, and those of
 * a name, which is one text in three forms, never.
 */
#define PARTS 6
static const struct {
	int fields[PARTS]; /* the first one leads; ends with 0 */
	bool whole; /* one or the other */
} groups[] = {
    {{CLIENT_NAME, CLIENT_GIVEN_NAME, CLIENT_FAMILY_NAME}, true},
    {{CLIENT_ADDRESS, CLIENT_CITY, CLIENT_REGION, CLIENT_POSTCODE,
	 CLIENT_COUNTRY},
	false},
    {{CLIENT_SOURCE, CLIENT_EXTERNAL_ID}, false},
};
#define GROUPS (int)(sizeof(groups) / sizeof(groups[0]))

/* Fields with a rule of their own, which nobody chooses. */
static const int settled[] = {CLIENT_TAGS_LIST, CLIENT_EMAILS_LIST,
    CLIENT_PHONES_LIST, CLIENT_CREATED_AT, CLIENT_ACTIVATED_AT,
    CLIENT_ARCHIVED_AT, CLIENT_DELETED_AT, CLIENT_UPDATED_AT};

/* The group of a field; -1. */
static int
group_of(int field)
{
	int i, j;

	for (i = 0; i < GROUPS; i++)
		for (j = 0; j < PARTS && groups[i].fields[j] != 0; j++)
			if (groups[i].fields[j] == field)
				return i;
	return -1;
}

static bool
is_settled(int field)
{
	size_t i;

	for (i = 0; i < sizeof(settled) / sizeof(settled[0]); i++)
		if (settled[i] == field)
			return true;
	return false;
}

/* --- what is preferred --- */

void
merge_init(struct merge *m, struct crm *crm)
{
	memset(m, 0, sizeof(*m));
	m->crm = crm;
}

static enum crm_rc
prefer_fail(struct crm *crm, const char *text, const char *why)
{
	return crm_fail(
	    crm, CRM_USAGE, NULL, "--prefer: %s: \"%s\"", why, text);
}

enum crm_rc
merge_prefer(struct merge *m, const char *text)
{
	static const char *const words[] = {[MERGE_KEEP] = "keep",
	    [MERGE_NEWEST] = "newest",
	    [MERGE_LONGEST] = "longest"};
	const struct crm_entity *e = entity_find("client");
	const char *equals = strchr(text, '=');
	const struct crm_field *f;
	int field, group;
	enum merge_way way = MERGE_LONGEST;

	if (equals == NULL)
		return prefer_fail(
		    m->crm, text, "not FIELD=newest, =longest or =keep");
	f = entity_field(
	    e, crm_keepf(m->crm, "%.*s", (int)(equals - text), text));
	if (f == NULL)
		return prefer_fail(m->crm, text, "a client has no such field");
	while (way > MERGE_USUAL && strcasecmp(words[way], equals + 1) != 0)
		way--;
	if (way == MERGE_USUAL)
		return prefer_fail(
		    m->crm, text, "not FIELD=newest, =longest or =keep");
	field = (int)(f - e->fields);
	if ((f->flags & (FIELD_ID | FIELD_DERIVED)) || is_settled(field))
		return prefer_fail(
		    m->crm, text, "there is nothing to choose in this field");
	if (way == MERGE_LONGEST && (f->words != NULL || f->kind == KIND_BOOL))
		return prefer_fail(m->crm, text, "not a text of any length");
	group = group_of(field);
	m->ways[group < 0 ? field : groups[group].fields[0]] = way;
	return m->crm->rc;
}

/* --- the two records --- */

/* What merge_fields() works with. */
struct pair {
	const struct merge *m;
	struct record *rec; /* what changes */
	const struct record *keep, *lose;
	bool newer; /* the one who is given up was changed last */
};

static bool
has(const struct record *rec, int field)
{
	return rec->values[field].state > VALUE_NULL;
}

/* The record gets the value of the one who is given up. */
static void
take(struct pair *p, int field)
{
	struct value *v = &p->rec->values[field];

	*v = p->lose->values[field];
	if (v->state == VALUE_TEXT)
		record_give(p->rec, field, v->text, v->len);
}

/* The text of a field as it will be. */
static const char *
then(const struct pair *p, int field)
{
	return record_then(p->rec, p->keep, field);
}

static bool
is_newer(const struct record *a, const struct record *b)
{
	const char *ta = record_text(a, CLIENT_UPDATED_AT),
		   *tb = record_text(b, CLIENT_UPDATED_AT);

	if (ta == NULL)
		ta = record_text(a, CLIENT_CREATED_AT);
	if (tb == NULL)
		tb = record_text(b, CLIENT_CREATED_AT);
	return ta != NULL && (tb == NULL || strcmp(ta, tb) > 0);
}

/* --- fields that go together, or a field alone --- */

static size_t
length_of(const struct record *rec, const int *fields, int n)
{
	size_t len = 0;
	int i;

	for (i = 0; i < n; i++)
		if (record_text(rec, fields[i]) != NULL)
			len += strlen(record_text(rec, fields[i]));
	return len;
}

/* Is a value the same in both, but for case and accents? */
static bool
agrees(const struct pair *p, int field)
{
	const char *a = record_text(p->keep, field),
		   *b = record_text(p->lose, field);
	struct str ka = STR_INIT, kb = STR_INIT;
	bool same;

	if (a == NULL || b == NULL)
		return true;
	text_fold(&ka, a, strlen(a));
	text_fold(&kb, b, strlen(b));
	same = strcmp(ka.ptr, kb.ptr) == 0;
	str_free(&ka);
	str_free(&kb);
	return same;
}

/* Is all of it taken from the one who is given up? */
static bool
is_taken(const struct pair *p, const int *fields, int n)
{
	size_t theirs = length_of(p->lose, fields, n);
	int i;

	switch (p->m->ways[fields[0]]) {
	case MERGE_NEWEST:
		for (i = 0; i < n && !has(p->lose, fields[i]);)
			i++;
		return p->newer && i < n;
	case MERGE_LONGEST:
		return theirs > length_of(p->keep, fields, n);
	default:
		return false;
	}
}

static void
fields_settle(struct pair *p, const int *fields, int n, bool whole)
{
	bool taken = is_taken(p, fields, n);
	int i;

	for (i = 0; i < n && !taken; i++)
		if (n > 1 && (whole || !agrees(p, fields[i])))
			return;
	for (i = 0; i < n; i++)
		if (taken ||
		    (!has(p->keep, fields[i]) && has(p->lose, fields[i])))
			take(p, fields[i]);
}

/* --- fields of one kind --- */

/* The earlier of two times. */
static void
oldest_settle(struct pair *p, int field)
{
	const char *a = record_text(p->keep, field),
		   *b = record_text(p->lose, field);

	if (b != NULL && (a == NULL || strcmp(b, a) < 0))
		take(p, field);
}

/* --05-03 of one and 1980-05-03 of the other are one day. */
static void
birthday_settle(struct pair *p)
{
	const char *a = record_text(p->keep, CLIENT_BIRTHDAY),
		   *b = record_text(p->lose, CLIENT_BIRTHDAY);

	if (p->m->ways[CLIENT_BIRTHDAY] == MERGE_USUAL && a != NULL &&
	    b != NULL && strncmp(a, "--", 2) == 0 && strlen(b) == 10 &&
	    strcmp(a + 2, b + 5) == 0)
		take(p, CLIENT_BIRTHDAY);
}

/* Active if either is; one who was put aside has come back. */
static void
status_settle(struct pair *p)
{
	const char *a = record_text(p->keep, CLIENT_STATUS),
		   *b = record_text(p->lose, CLIENT_STATUS);
	enum merge_way way = p->m->ways[CLIENT_STATUS];

	if (a == NULL || b == NULL || strcmp(a, b) == 0)
		return;
	if (way == MERGE_NEWEST
		? p->newer
		: way == MERGE_USUAL && strcmp(b, "active") == 0)
		take(p, CLIENT_STATUS);
}

/* Blocked if either is: a second record is no way round. */
static void
block_settle(struct pair *p)
{
	bool a = p->keep->values[CLIENT_IS_BLOCKED].i != 0,
	     b = p->lose->values[CLIENT_IS_BLOCKED].i != 0;
	enum merge_way way = p->m->ways[CLIENT_IS_BLOCKED];

	if (a == b ||
	    !(way == MERGE_NEWEST ? p->newer : way == MERGE_USUAL && b))
		return;
	take(p, CLIENT_IS_BLOCKED);
	take(p, CLIENT_BLOCK_REASON);
}

/* What both lists hold and, for addresses, the one that is not the first any
 * more; each once, and not the first. ?1, ?3: the lists; ?2: the other first
 * one; ?4: the first. */
static const char union_sql[] =
    "SELECT nullif(json_group_array(value), '[]') FROM ("
    "SELECT value, min(n) AS n FROM ("
    "SELECT key AS n, value FROM json_each(iif(json_valid(?1), ?1, NULL)) "
    "UNION ALL SELECT 1000000, ?2 WHERE ?2 IS NOT NULL "
    "UNION ALL SELECT 1000001 + key, value "
    "FROM json_each(iif(json_valid(?3), ?3, NULL))) "
    "WHERE ?4 IS NULL OR %s(value) <> %s(?4) GROUP BY %s(value) ORDER BY n)";

static void
list_settle(struct pair *p, int list, int first, const char *fold)
{
	const char *now = first < 0 ? NULL : then(p, first), *other = NULL,
		   *was = record_text(p->keep, list), *text;
	struct crm *crm = p->m->crm;

	if (first >= 0)
		other = record_text(
		    record_given(p->rec, first) ? p->keep : p->lose, first);
	text = crm_text(crm, crm_keepf(crm, union_sql, fold, fold, fold),
	    ARG(was), ARG(other), ARG(record_text(p->lose, list)), ARG(now));
	if (text != NULL && (was == NULL || strcmp(was, text) != 0))
		record_give(p->rec, list, text, strlen(text));
	else if (text == NULL && was != NULL)
		record_give(p->rec, list, "", 0);
}

/* The keys of both; of one that both have, the value of the lower rank. */
static const char custom_sql[] =
    "SELECT json_group_object(key, json(v)) FROM (SELECT key, v FROM ("
    "SELECT key, v, min(n) OVER (PARTITION BY key) AS place, "
    "row_number() OVER (PARTITION BY key ORDER BY rank) AS nth FROM ("
    "SELECT key, ?1 -> fullkey AS v, id AS n, CASE ?3 WHEN 'longest' THEN "
    "-2 * length(?1 -> fullkey) - 1 WHEN 'lose' THEN 2 ELSE 0 END AS rank "
    "FROM json_each(?1) UNION ALL "
    "SELECT key, ?2 -> fullkey, 1000000 + id, CASE ?3 WHEN 'longest' THEN "
    "-2 * length(?2 -> fullkey) ELSE 1 END FROM json_each(?2))) "
    "WHERE nth = 1 ORDER BY place)";

/* The sqlite3 shell may have left anything there. */
static bool
is_json(struct crm *crm, const char *text)
{
	return crm_int(crm, "SELECT json_valid(?1)", ARG(text)) != 0;
}

static void
custom_settle(struct pair *p)
{
	const char *was = record_text(p->keep, CLIENT_CUSTOM_JSON),
		   *theirs = record_text(p->lose, CLIENT_CUSTOM_JSON),
		   *mine = was == NULL ? "{}" : was, *rank = "keep", *text;
	enum merge_way way = p->m->ways[CLIENT_CUSTOM_JSON];
	struct crm *crm = p->m->crm;

	if (theirs == NULL || !is_json(crm, mine) || !is_json(crm, theirs))
		return;
	if (way == MERGE_LONGEST)
		rank = "longest";
	else if (way == MERGE_NEWEST && p->newer)
		rank = "lose";
	text = crm_text(crm, custom_sql, ARG(mine), ARG(theirs), ARG(rank));
	if (text != NULL && strcmp(mine, text) != 0)
		record_give(p->rec, CLIENT_CUSTOM_JSON, text, strlen(text));
}

/* --- all of them --- */

/* One that has no rule of its own, nor is part of a group. */
static bool
is_plain(const struct crm_entity *e, int field)
{
	const struct crm_field *f = &e->fields[field];

	return f->kind != KIND_KEY && f->kind != KIND_JSON &&
	       !(f->flags & (FIELD_ID | FIELD_DERIVED)) && !is_settled(field) &&
	       group_of(field) < 0 && field != CLIENT_STATUS &&
	       field != CLIENT_IS_BLOCKED && field != CLIENT_BLOCK_REASON;
}

void
merge_fields(const struct merge *m, struct record *rec,
    const struct record *keep, const struct record *lose)
{
	struct pair p = {.m = m, .rec = rec, .keep = keep, .lose = lose};
	int i, n;

	p.newer = is_newer(lose, keep);
	for (i = 0; i < GROUPS; i++) {
		for (n = 0; n < PARTS && groups[i].fields[n] != 0;)
			n++;
		fields_settle(&p, groups[i].fields, n, groups[i].whole);
	}
	for (i = 0; i < keep->entity->nfields; i++)
		if (is_plain(keep->entity, i))
			fields_settle(&p, &i, 1, false);
	birthday_settle(&p);
	oldest_settle(&p, CLIENT_CREATED_AT);
	oldest_settle(&p, CLIENT_ACTIVATED_AT);
	status_settle(&p);
	block_settle(&p);
	list_settle(&p, CLIENT_TAGS_LIST, -1, "fold");
	list_settle(&p, CLIENT_EMAILS_LIST, CLIENT_EMAIL, "fold_email");
	list_settle(&p, CLIENT_PHONES_LIST, CLIENT_PHONE, "fold_phone");
	custom_settle(&p);
}
