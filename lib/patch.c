/*
 * patch.c: JSON objects on standard input: records to add, or changes to
 * records that are there (a merge patch, RFC 7396).
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "incoming.h"
#include "read.h"
#include "record.h"

#include "banned.h"

/* A merge of objects: keys given are set, null removes a key. */
static void
custom_merge(
    struct record *rec, int64_t id, const struct crm_field *f, const char *json)
{
	struct crm_rows *r = crm_query(rec->crm,
	    "SELECT key, CASE type WHEN "
	    "'null' THEN NULL WHEN 'text' THEN json_quote(value) WHEN 'true' "
	    "THEN 'true' WHEN 'false' THEN 'false' ELSE value END FROM "
	    "json_each(?1)",
	    ARG(json));

	while (crm_next(r))
		record_json_set(rec, id, f,
		    crm_keep(rec->crm, crm_col_text(r, 0)),
		    crm_keep(rec->crm, crm_col_text(r, 1)));
}

/* What "show" adds to the fields of a record; it may come back, unread. */
static bool
is_shown_only(const char *name)
{
	static const char *const names[] = {
	    "metrics", "spending", "journey", "loyalty", "match"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* Give the record what the object holds. id 0: it is new, and whom it comes
 * from goes to who. */
static void
object_take(
    struct read *in, struct record *rec, int64_t id, struct incoming *who)
{
	const struct crm_field *f;
	const struct read_cell *c;
	size_t i;

	for (i = 0; i < in->ncolumns; i++) {
		c = &in->cells[i];
		if (c->type == READ_ABSENT || is_shown_only(in->names[i]))
			continue;
		f = entity_field(rec->entity, in->names[i]);
		if (f == NULL && who != NULL &&
		    incoming_take(who, in->names[i],
			c->type == READ_NULL ? NULL : c->text, c->len))
			continue;
		if (f == NULL)
			record_problem(rec, CRM_USAGE, "unknown_field", NULL,
			    "there is no field \"%s\"; see crm-schema(5)",
			    in->names[i]);
		else if (f->flags & (FIELD_DERIVED | FIELD_ID))
			continue; /* of the suite's own making */
		else if (c->type == READ_NULL)
			record_set(rec, f, NULL, 0);
		else if (f->kind == KIND_JSON && id != 0 &&
			 c->type == READ_JSON)
			custom_merge(rec, id, f, c->text);
		else
			record_set(rec, f, c->text, c->len);
	}
}

static const char *
cell_text(struct read *in, const char *name)
{
	size_t i;

	for (i = 0; i < in->ncolumns; i++)
		if (strcmp(in->names[i], name) == 0 &&
		    in->cells[i].type == READ_TEXT)
			return in->cells[i].text;
	return NULL;
}

static int64_t
object_add(struct crm *crm, struct read *in, struct incoming *who)
{
	who->rec->as_new = crm_opt(crm, "as-new") != NULL;
	object_take(in, who->rec, 0, who);
	return incoming_insert(who);
}

/* The record to change: named on the command line, or by id or email. */
static int64_t
object_edit(struct crm *crm, struct read *in, const char *ref)
{
	struct record rec;
	bool changed;
	int64_t id;

	if (ref == NULL && (ref = cell_text(in, "id")) == NULL &&
	    (ref = cell_text(in, "email")) == NULL) {
		crm_fail(crm, CRM_USAGE, NULL, "no \"id\" to say which record");
		return 0;
	}
	if ((id = crm_record_id(crm, ref)) == 0)
		return 0;
	record_init(&rec, crm, crm->cli->entity);
	object_take(in, &rec, id, NULL);
	if (rec.problem.rc == CRM_OK)
		record_update(&rec, id, &changed);
	record_fail(&rec);
	record_free(&rec);
	return id;
}

static void
object_run(struct crm *crm, struct read *in, bool edit, const char *ref)
{
	const char *where =
	    crm_keepf(crm, "%s:%lld", in->file, (long long)in->line);
	struct incoming who;
	struct record rec;
	int64_t id = 0;

	record_init(&rec, crm, crm->cli->entity);
	incoming_begin(&who, &rec);
	crm_run(crm, "SAVEPOINT object");
	if (in->problem != NULL)
		crm_fail(crm, CRM_USAGE, "bad_json", "%s", in->problem);
	else
		id = edit ? object_edit(crm, in, ref)
			  : object_add(crm, in, &who);
	if (crm->rc == CRM_OK) {
		crm_run(crm, "RELEASE object");
		incoming_answer(&who, id);
	} else if (!is_fatal(crm->rc)) {
		row_failed(crm, where);
		crm_run(crm, "ROLLBACK TO object");
		crm_run(crm, "RELEASE object");
	}
	incoming_end(&who);
	record_free(&rec);
}

static enum crm_rc
objects_run(struct crm *crm, bool edit, const char *ref)
{
	struct read_hints hints = {.format = "ndjson", .headerless_ok = true};
	struct read *in = read_open("-", &hints);

	crm->cli->batch = ref == NULL;
	while (crm->rc == CRM_OK && in->error == NULL && read_next(in))
		object_run(crm, in, edit, ref);
	if (in->error != NULL)
		crm_fail(crm, in->unreadable ? CRM_FAILURE : CRM_USAGE, NULL,
		    "%s: %s", in->file, in->error);
	read_close(in);
	return crm->rc;
}

enum crm_rc
patch_add(struct crm *crm)
{
	return objects_run(crm, false, NULL);
}

enum crm_rc
patch_edit(struct crm *crm, const char *ref)
{
	return objects_run(crm, true, ref);
}
