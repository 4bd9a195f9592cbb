/*
 * verbs.c: what every record can do: list, show, add, edit, delete.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "incoming.h"
#include "list.h"
#include "record.h"

#include "banned.h"

/* --- answers --- */

/* The columns of the record, and whether it meets the tool's state. */
static const char *
record_select(struct crm *crm)
{
	const struct crm_entity *e = crm->cli->entity;
	const char *state = crm->cli->tool->state;
	const struct crm_filter *f = e->filters;

	if (state == NULL)
		return e->select;
	while (f->opt != NULL && strcmp(f->opt, state) != 0)
		f++;
	return f->opt == NULL ? e->select
			      : crm_keepf(crm, "%s, (%s) AS is_%s", e->select,
				    f->sql, state);
}

static struct crm_rows *
record_rows(struct crm *crm, int64_t id)
{
	return crm_query(crm,
	    crm_keepf(crm, "SELECT %s FROM %s WHERE id = ?1",
		record_select(crm), crm->cli->entity->name),
	    ARG(id));
}

enum crm_rc
crm_record_answer(struct crm *crm, int64_t id)
{
	struct cli *cli = crm->cli;

	if (cli->chosen)
		return crm_emit_one(crm, record_rows(crm, id));
	if (strcmp(cli->verb->name, "add") == 0)
		crm_print(crm, "%lld", (long long)id);
	return crm->rc;
}

int64_t
crm_record_id(struct crm *crm, const char *ref)
{
	const struct crm_entity *e = crm->cli->entity;
	int64_t id;

	if (strcmp(e->name, "client") == 0)
		return crm_client_id(crm, ref);
	if (int_parse(&id, ref, strlen(ref)) != NULL ||
	    crm_int(crm,
		crm_keepf(
		    crm, "SELECT count(*) FROM %s WHERE id = ?1", e->name),
		ARG(id)) == 0) {
		crm_fail(crm, CRM_MISSING, NULL, "there is no %s \"%s\"",
		    e->noun, ref);
		return 0;
	}
	return crm->rc == CRM_OK ? id : 0;
}

/* --- list --- */

static void
fields_where(struct list *list)
{
	const struct crm_entity *e = list->entity;
	const struct crm_field *f;
	struct crm *crm = list->crm;
	struct cli *cli = crm->cli;
	int i, j;

	for (i = 0; i < cli->nvalues; i++) {
		const char *name = cli->values[i].option->name;

		for (j = 0; j < cli_nshared; j++)
			if (strcmp(cli_shared[j].name, name) == 0)
				break;
		if (j < cli_nshared ||
		    options_find(cli, name) != cli->values[i].option)
			continue;
		for (j = 0; e->filters[j].opt != NULL; j++)
			if (strcmp(e->filters[j].opt, name) == 0)
				break;
		if (e->filters[j].opt != NULL)
			list_where_filter(
			    list, &e->filters[j], cli->values[i].text);
		else if (strstr(" search since until date sort reverse limit "
				"after ",
			     crm_keepf(crm, " %s ", name)) != NULL ||
			 (f = entity_field(e, name)) == NULL)
			continue;
		else if (e->client >= 0 && f == &e->fields[e->client] &&
			 *cli->values[i].text != '\0')
			list_where_client(
			    list, crm_client_id(crm, cli->values[i].text));
		else
			list_where_field(list, f, cli->values[i].text);
	}
}

static int64_t
limit_get(struct crm *crm)
{
	const char *text = crm_opt(crm, "limit");
	int64_t n = -1;

	if (text != NULL &&
	    (int_parse(&n, text, strlen(text)) != NULL || n < 0))
		crm_fail(crm, CRM_USAGE, NULL,
		    "--limit: not a number of "
		    "rows: \"%s\"",
		    text);
	return n;
}

void
list_from_options(struct crm *crm, struct list *list)
{
	struct cli *cli = crm->cli;
	const char *text;

	list_init(list, crm, cli->entity);
	fields_where(list);
	if ((text = crm_opt(crm, "search")) != NULL)
		list_where_search(list, text);
	list->date = crm_opt(crm, "date");
	if (crm_opt(crm, "since") != NULL || crm_opt(crm, "until") != NULL)
		list_where_since(
		    list, crm_opt(crm, "since"), crm_opt(crm, "until"));
	if (cli->nargs > cli->arg)
		list_where_clients(list, clients_named(crm));
	list_where_only(list);
	list->sort = crm_opt(crm, "sort");
	list->reverse = crm_opt(crm, "reverse") != NULL;
	list->after = crm_opt(crm, "after");
	list->limit = limit_get(crm);
	list->people = list_names_people(list->entity, cli->emit.fields);
}

/* Nobody found: say where else to look. */
static void
nothing_found(struct crm *crm, struct list *list)
{
	int64_t hidden;

	if (!list_is_narrowed(list) || crm->cli->emit.nrows > 0 ||
	    crm->rc != CRM_OK || list->after != NULL || list->limit == 0)
		return;
	hidden = list_hidden(list);
	if (hidden > 0)
		crm_remark(crm, "0 matches; %lld with --%s%s",
		    (long long)hidden, list->entity->hide_opt,
		    entity_field(list->entity, list->entity->hide_opt)->words ==
			    NULL
			? ""
			: " any");
	else
		crm_remark(crm, "0 matches; check the spelling and the "
				"filters");
}

/* What is asked for, in the columns of the tool where none are named. */
static void
list_begin(struct crm *crm, struct list *list)
{
	struct cli *cli = crm->cli;

	if (cli->emit.fields == NULL && !crm_machine_format(crm))
		cli->emit.fields = cli->tool->columns != NULL
				       ? cli->tool->columns
				       : cli->entity->columns;
	list_from_options(crm, list);
}

static enum crm_rc
list_answer(struct crm *crm, struct list *list, const char *columns)
{
	list->columns = columns;
	crm_emit(crm, list_query(list));
	nothing_found(crm, list);
	return crm->rc;
}

enum crm_rc
crm_record_list(struct crm *crm)
{
	struct list list;

	list_begin(crm, &list);
	return list_answer(crm, &list, record_select(crm));
}

enum crm_rc
crm_record_list_as(struct crm *crm, const char *columns, const char *usual)
{
	const struct crm_filter *f = crm->cli->entity->filters;
	bool said = crm_opt(crm, "status") != NULL;
	struct list list;

	list_begin(crm, &list);
	for (; f->opt != NULL; f++) {
		said = said || crm_opt(crm, f->opt) != NULL;
		if (strcmp(f->opt, usual) == 0)
			list.only = f->sql;
	}
	if (said)
		list.only = NULL;
	list_where_only(&list);
	return list_answer(crm, &list, columns);
}

struct crm_rows *
crm_list_query_args(
    struct crm *crm, const char *sql, const struct crm_arg *args)
{
	static const char *const pages[] = {
	    "sort", "reverse", "limit", "after"};
	struct list list;
	size_t i;

	for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (crm_opt(crm, pages[i]) != NULL)
			crm_fail(crm, CRM_USAGE, NULL, "--%s: not of a %s",
			    pages[i], crm->cli->verb->name);
	list_from_options(crm, &list);
	return list_narrow(&list, sql, args);
}

/* --- show, delete --- */

static enum crm_rc
show_one(struct crm *crm, const char *ref)
{
	int64_t id = crm_record_id(crm, ref);

	return crm_emit_one(crm, record_rows(crm, id));
}

enum crm_rc
crm_record_show(struct crm *crm)
{
	return crm_each(crm, show_one);
}

static enum crm_rc
delete_one(struct crm *crm, const char *ref)
{
	struct record rec;
	int64_t id = crm_record_id(crm, ref);

	record_init(&rec, crm, crm->cli->entity);
	if (id != 0 && !record_delete(&rec, id))
		record_fail(&rec);
	record_free(&rec);
	return crm->rc;
}

enum crm_rc
crm_record_delete(struct crm *crm)
{
	return crm_each(crm, delete_one);
}

/* --- add, edit --- */

enum crm_rc
crm_record_add(struct crm *crm)
{
	struct cli *cli = crm->cli;
	struct incoming in;
	struct record rec;

	if (fields_objects(crm))
		return patch_add(crm);
	record_init(&rec, crm, cli->entity);
	incoming_begin(&in, &rec);
	fields_from_args(crm, &rec, incoming_from_options(&in));
	fields_from_options(crm, &rec, 0);
	incoming_answer(&in, incoming_insert(&in));
	incoming_end(&in);
	record_free(&rec);
	return crm->rc;
}

static enum crm_rc
edit_one(struct crm *crm, const char *ref)
{
	struct record rec;
	bool changed;
	int64_t id = crm_record_id(crm, ref);

	if (id == 0)
		return crm->rc;
	record_init(&rec, crm, crm->cli->entity);
	fields_from_options(crm, &rec, id);
	if (crm->rc == CRM_OK)
		record_update(&rec, id, &changed);
	record_fail(&rec);
	record_free(&rec);
	return crm_record_answer(crm, id);
}

enum crm_rc
crm_record_edit(struct crm *crm)
{
	struct cli *cli = crm->cli;

	if (cli->nargs == 2 && strcmp(cli->args[1], "-") == 0)
		return patch_edit(crm, cli->args[0]);
	if (fields_given(crm))
		return crm_each(crm, edit_one);
	if (cli->nargs == 1 && strcmp(cli->args[0], "-") == 0)
		return patch_edit(crm, NULL);
	return crm_fail(crm, CRM_USAGE, NULL,
	    "edit: what is to change? see "
	    "%s edit --help",
	    cli->tool->name);
}

/* --- for the verbs of single commands --- */

enum crm_rc
crm_record_change(
    struct crm *crm, int64_t id, const char *field, const char *value)
{
	const struct crm_field *f = entity_field(crm->cli->entity, field);
	struct record rec;
	bool changed;

	if (crm->rc != CRM_OK || f == NULL)
		return crm_fail(crm, CRM_FAILURE, NULL, "no field %s", field);
	record_init(&rec, crm, crm->cli->entity);
	record_set(&rec, f, value, value == NULL ? 0 : strlen(value));
	record_update(&rec, id, &changed);
	record_fail(&rec);
	record_free(&rec);
	return crm->rc;
}

enum crm_rc
crm_record_item(
    struct crm *crm, int64_t id, const char *field, const char *item, bool add)
{
	const struct crm_field *f = entity_field(crm->cli->entity, field);
	struct record rec;
	bool changed;

	if (crm->rc != CRM_OK || f == NULL)
		return crm_fail(crm, CRM_FAILURE, NULL, "no field %s", field);
	record_init(&rec, crm, crm->cli->entity);
	if (add)
		record_list_add(&rec, id, f, item);
	else
		record_list_remove(&rec, id, f, item);
	if (rec.problem.rc == CRM_OK)
		record_update(&rec, id, &changed);
	record_fail(&rec);
	record_free(&rec);
	return crm->rc;
}
