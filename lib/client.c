/*
 * client.c: what holds for clients only: status, emails, the limit,
 * and finding one by whatever names it.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "crm_fields.h"
#include "fold.h"
#include "merge.h"
#include "quote.h"
#include "record.h"

#include "banned.h"

/* --- status --- */

/* The days on which a client became active, archived, deleted. */
static void
status_settle(struct record *rec, const struct record *old)
{
	const char *now = crm_now(rec->crm), *status, *was, *first;

	status = record_given(rec, CLIENT_STATUS)
		     ? record_text(rec, CLIENT_STATUS)
		 : old == NULL ? "active"
			       : NULL;
	was = old == NULL ? NULL : record_text(old, CLIENT_STATUS);
	if (status == NULL || (was != NULL && strcmp(was, status) == 0))
		return;
	first = old == NULL ? record_then(rec, NULL, CLIENT_CREATED_AT) : NULL;
	if (strcmp(status, "active") == 0 &&
	    !record_given(rec, CLIENT_ACTIVATED_AT) &&
	    (old == NULL || record_text(old, CLIENT_ACTIVATED_AT) == NULL))
		record_give(
		    rec, CLIENT_ACTIVATED_AT, first != NULL ? first : now, 20);
	if (strcmp(status, "archived") == 0) {
		if (!record_given(rec, CLIENT_ARCHIVED_AT))
			record_give(rec, CLIENT_ARCHIVED_AT, now, 20);
	} else if (strcmp(status, "deleted") == 0) {
		if (!record_given(rec, CLIENT_DELETED_AT))
			record_give(rec, CLIENT_DELETED_AT, now, 20);
	} else if (old != NULL) {
		record_give(rec, CLIENT_ARCHIVED_AT, "", 0);
		record_give(rec, CLIENT_DELETED_AT, "", 0);
	}
}

static bool
client_complete(struct record *rec, const struct record *old)
{
	client_names(rec, old);
	client_furthers(rec, old);
	status_settle(rec, old);
	return rec->problem.rc == CRM_OK;
}

/* --- rules --- */

/* Is a field among those of client.require? */
static bool
is_required(struct crm *crm, const char *field)
{
	const char *p = crm_setting(crm, "client.require");
	size_t len = strlen(field);

	for (; *p != '\0'; p += strcspn(p, ", "), p += strspn(p, ", "))
		if (strncmp(p, field, len) == 0 && strchr(", ", p[len]) != NULL)
			return true;
	return false;
}

/* All that is missing at once, so that nobody has to try again and again. */
static bool
required_fields(struct record *rec, const struct record *old)
{
	static const int fields[] = {CLIENT_NAME, CLIENT_EMAIL, CLIENT_PHONE};
	const struct crm_field *first = NULL, *f;
	struct str more = STR_INIT;
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		f = &rec->entity->fields[fields[i]];
		if ((old != NULL && !record_given(rec, fields[i])) ||
		    record_then(rec, old, fields[i]) != NULL ||
		    (i > 0 &&
			(rec->decided || !is_required(rec->crm, f->name))))
			continue;
		if (first == NULL)
			first = f;
		else
			str_addf(&more, "; %s: required", f->key);
	}
	if (first == NULL && old != NULL &&
	    record_given(rec, CLIENT_GIVEN_NAME) &&
	    record_text(rec, CLIENT_GIVEN_NAME) == NULL)
		first = &rec->entity->fields[CLIENT_GIVEN_NAME];
	if (first != NULL)
		record_problem(
		    rec, CRM_USAGE, "required", first, "required%s", more.ptr);
	str_free(&more);
	return first == NULL;
}

int64_t
client_email_holder(
    struct crm *crm, const char *key, int64_t not, int64_t *deleted)
{
	int64_t holder = crm_int(crm,
	    "SELECT id FROM client WHERE email_key "
	    "= ?1 AND status <> 'deleted' AND id <> ?2",
	    ARG(key), ARG(not ));

	if (holder == 0)
		holder = crm_int(crm,
		    "SELECT w.client_id FROM client_word w "
		    "JOIN client c ON c.id = w.client_id WHERE w.field = "
		    "'email' AND w.word_key = ?1 AND w.client_id <> ?2 AND "
		    "c.status <> 'deleted'",
		    ARG(key), ARG(not ));
	*deleted = holder != 0 ? 0
			       : crm_int(crm,
				     "SELECT id FROM client "
				     "WHERE email_key = ?1 AND status = "
				     "'deleted' AND id <> ?2 "
				     "ORDER BY id DESC",
				     ARG(key), ARG(not ));
	return holder;
}

static bool
email_check(struct record *rec, const struct crm_field *f, const char *email,
    int64_t id)
{
	struct str key = STR_INIT;
	int64_t holder, deleted;

	email_fold(&key, email, strlen(email));
	holder = client_email_holder(rec->crm, key.ptr, id, &deleted);
	str_free(&key);
	if (holder != 0)
		return record_problem(rec, CRM_REFUSED, "email_taken", f,
		    "already taken by client %lld (%s): \"%s\"",
		    (long long)holder,
		    crm_text(rec->crm,
			"SELECT name FROM "
			"client WHERE id = ?1",
			ARG(holder)),
		    email);
	if (deleted != 0 && !rec->as_new)
		return record_problem(rec, CRM_REFUSED, "email_deleted", f,
		    "belongs to the deleted client %lld: \"%s\"; bring it back "
		    "with: crm-client restore %lld, or say --as-new",
		    (long long)deleted, email, (long long)deleted);
	return true;
}

static bool
emails_check(
    struct record *rec, int64_t id, const struct record *old, bool back)
{
	const char *email = record_then(rec, old, CLIENT_EMAIL),
		   *list = record_then(rec, old, CLIENT_EMAILS_LIST);
	const struct crm_field *fields = rec->entity->fields;
	struct crm_rows *r;

	if (email != NULL && (back || record_given(rec, CLIENT_EMAIL)) &&
	    !email_check(rec, &fields[CLIENT_EMAIL], email, id))
		return false;
	if (list == NULL || (!back && !record_given(rec, CLIENT_EMAILS_LIST)))
		return true;
	r = crm_query(rec->crm, "SELECT value FROM json_each(?1)", ARG(list));
	while (crm_next(r))
		if (!email_check(rec, &fields[CLIENT_EMAILS_LIST],
			crm_col_text(r, 0), id))
			break;
	crm_close(r);
	return rec->problem.rc == CRM_OK;
}

int64_t
client_room(struct crm *crm)
{
	long long limit = strtoll(crm_setting(crm, "client.limit"), NULL, 10);
	int64_t there;

	if (limit <= 0)
		return INT64_MAX;
	there = crm_int(crm, "SELECT count(*) FROM client WHERE status NOT IN "
			     "('deleted', 'spam')");
	return there >= limit ? 0 : limit - there;
}

static bool
counts(const char *status)
{
	return strcmp(status, "deleted") != 0 && strcmp(status, "spam") != 0;
}

static bool
client_check(struct record *rec, int64_t id, const struct record *old)
{
	const char *status = record_then(rec, old, CLIENT_STATUS),
		   *was = old == NULL ? NULL : record_text(old, CLIENT_STATUS);
	bool back;

	if (!required_fields(rec, old))
		return false;
	if (rec->trusted)
		return true;
	if (status == NULL)
		status = "active";
	back = was != NULL && !counts(was) && counts(status);
	if ((id == 0 || back) && counts(status) && client_room(rec->crm) == 0)
		return record_problem(rec, CRM_REFUSED, "client_limit", NULL,
		    "the limit of %s clients is reached; crm-config set "
		    "client.limit N raises it",
		    crm_setting(rec->crm, "client.limit"));
	if (strcmp(status, "deleted") == 0)
		return true;
	/* Whoever comes back must still be the only holder of the email;
	 * other deleted holders do not stand in the way of a restore. */
	if (was != NULL && strcmp(was, "deleted") == 0)
		rec->as_new = true;
	return emails_check(rec, id, old, back);
}

/* --- words --- */

void
client_words(struct crm *crm, int64_t id)
{
	crm_run(crm, "DELETE FROM client_word WHERE client_id = ?1", ARG(id));
	crm_run(crm,
	    "INSERT OR IGNORE INTO client_word "
	    "SELECT 'tag', fold(j.value), c.id FROM client c, "
	    "json_each(c.tags_list) j WHERE c.id = ?1 UNION ALL "
	    "SELECT 'email', fold_email(j.value), c.id FROM client c, "
	    "json_each(c.emails_list) j WHERE c.id = ?1 UNION ALL "
	    "SELECT 'phone', fold_phone(j.value), c.id FROM client c, "
	    "json_each(c.phones_list) j WHERE c.id = ?1",
	    ARG(id));
}

static void
words_given(struct record *rec, int64_t id, const struct record *old)
{
	(void)old;
	if (!rec->trusted && (record_given(rec, CLIENT_TAGS_LIST) ||
				 record_given(rec, CLIENT_EMAILS_LIST) ||
				 record_given(rec, CLIENT_PHONES_LIST)))
		client_words(rec->crm, id);
}

const struct record_rules client_rules = {
    .entity = "client",
    .complete = client_complete,
    .check = client_check,
    .written = words_given,
};

/* --- references --- */

/* One candidate is the answer; several are named in the error. */
static int64_t
one_of(struct crm *crm, const char *ref, const char *what, const char *sql,
    const char *key)
{
	struct crm_rows *r = crm_query(crm, sql, ARG(key));
	struct str names = STR_INIT;
	int64_t id = 0;
	int n = 0;

	while (crm_next(r)) {
		if (n++ == 0)
			id = crm_col_int(r, 0);
		if (n > 10)
			continue;
		str_addf(&names, "%s%lld (%s%s%s)", n > 1 ? ", " : "",
		    (long long)crm_col_int(r, 0), crm_col_text(r, 1),
		    crm_col_null(r, 2) ? "" : ", ",
		    crm_col_null(r, 2) ? "" : crm_col_text(r, 2));
	}
	if (n > 1)
		crm_fail(crm, CRM_REFUSED, "ambiguous",
		    "\"%s\": %d clients "
		    "have this %s: %s%s; name one by its id",
		    ref, n, what, names.ptr, n > 10 ? ", ..." : "");
	str_free(&names);
	return crm->rc == CRM_OK ? id : 0;
}

static int64_t
by_email(struct crm *crm, const char *ref)
{
	struct str key = STR_INIT;
	int64_t id, deleted;

	email_fold(&key, ref, strlen(ref));
	id = client_email_holder(crm, key.ptr, 0, &deleted);
	str_free(&key);
	return id != 0 ? id : deleted;
}

/* As typed, in the account's country; else as the end of a number. */
static int64_t
by_phone(struct crm *crm, const char *ref)
{
	struct str phone = STR_INIT, key = STR_INIT;
	int64_t id = 0;

	if (phone_parse(&phone, ref, strlen(ref),
		crm_setting(crm, "account.country")) == NULL) {
		phone_fold(&key, phone.ptr, phone.len);
		id = one_of(crm, ref, "phone",
		    "SELECT id, name, email FROM "
		    "client WHERE phone_key = ?1 AND status <> 'deleted' UNION "
		    "SELECT c.id, c.name, c.email FROM client_word w JOIN "
		    "client c ON c.id = w.client_id WHERE w.field = 'phone' "
		    "AND w.word_key = ?1 AND c.status <> 'deleted' LIMIT 100",
		    key.ptr);
	}
	if (id == 0 && crm->rc == CRM_OK && key.len >= 6) {
		/* A national number, and no country to complete it with. */
		size_t zero = key.ptr[0] == '0';

		id = one_of(crm, ref, "phone",
		    "SELECT id, name, email FROM "
		    "client WHERE phone_key LIKE '%' || ?1 AND status <> "
		    "'deleted' LIMIT 100",
		    key.ptr + zero);
	}
	str_free(&phone);
	str_free(&key);
	return id;
}

static int64_t
by_name(struct crm *crm, const char *ref)
{
	struct str key = STR_INIT;
	int64_t id;

	text_fold(&key, ref, strlen(ref));
	id = one_of(crm, ref, "name",
	    "SELECT id, name, email FROM client "
	    "WHERE name_key = ?1 AND status NOT IN ('deleted', 'spam') "
	    "LIMIT 100",
	    key.ptr);
	str_free(&key);
	return id;
}

static bool
is_phone(const char *ref)
{
	size_t digits = 0, i;

	for (i = 0; ref[i] != '\0'; i++)
		if (isdigit((unsigned char)ref[i]))
			digits++;
		else if (strchr("+ -.()/", ref[i]) == NULL)
			return false;
	return digits >= 5;
}

/* A number that was given up in a merge leads on; that is told once, and of
 * many not every one. */
static int64_t
by_lost_id(struct crm *crm, int64_t lost)
{
	int64_t id = merge_survivor(crm, lost);
	int i;

	if (id == lost || crm->rc != CRM_OK)
		return 0;
	for (i = 0; i < crm->nfollowed; i++)
		if (crm->followed[i] == lost)
			return id;
	if (i < DB_FOLLOWED && crm->notice != NULL) {
		crm->followed[crm->nfollowed++] = lost;
		crm->notice(
		    crm, crm_keepf(crm, "client %lld is now client %lld",
			     (long long)lost, (long long)id));
	}
	return id;
}

static int64_t
by_id(struct crm *crm, int64_t id)
{
	int64_t found =
	    crm_int(crm, "SELECT id FROM client WHERE id = ?1", ARG(id));

	return found == 0 ? by_lost_id(crm, id) : found;
}

int64_t
crm_client_id(struct crm *crm, const char *ref)
{
	struct str shown = STR_INIT;
	int64_t id = 0;
	bool number = *ref != '\0' && ref[strspn(ref, "0123456789")] == '\0';

	if (crm->rc != CRM_OK)
		return 0;
	if (number && strlen(ref) <= 18)
		id = by_id(crm, strtoll(ref, NULL, 10));
	else if (strchr(ref, '@') != NULL)
		id = by_email(crm, ref);
	if (id == 0 && is_phone(ref))
		id = by_phone(crm, ref);
	if (id == 0 && !number && strchr(ref, '@') == NULL)
		id = by_name(crm, ref);
	if (id == 0 && crm->rc == CRM_OK) {
		visible(&shown, ref, strlen(ref));
		crm_fail(crm, CRM_MISSING, NULL, "there is no client \"%s\"",
		    shown.ptr);
		str_free(&shown);
	}
	return crm->rc == CRM_OK ? id : 0;
}
