/*
 * export_verb.c: crm-export as asked for on the command line: a list of
 * records as a file, or every fact.
 */
#include <string.h>

#include "cli.h"
#include "crm_sql.h"
#include "export.h"
#include "list.h"

#include "banned.h"

static enum crm_rc
type_unknown(struct crm *crm, const char *type)
{
	struct str names = STR_INIT;
	int i;

	for (i = 0; i < crm_nentities; i++)
		str_addf(&names, "%s, ", crm_entities[i]->plural);
	if (type == NULL)
		crm_fail(crm, CRM_USAGE, NULL,
		    "which records? there are "
		    "%sand all",
		    names.ptr);
	else
		crm_fail(crm, CRM_USAGE, NULL,
		    "no type of record \"%s\"; "
		    "there are %sand all",
		    type, names.ptr);
	str_free(&names);
	return crm->rc;
}

static enum crm_rc
everything(struct crm *crm)
{
	struct cli *cli = crm->cli;

	if (cli->chosen && cli->emit.format != &emit_ndjson)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "all is one stream of "
		    "NDJSON; --format %s is for records of one type",
		    cli->emit.format->name);
	if (cli->emit.fields != NULL)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "all is every field; "
		    "--fields is for records of one type");
	return export_all(crm, &cli->out);
}

static void
vcard_settle(struct crm *crm)
{
	const char *version = crm_opt(crm, "vcard-version");

	if (strcmp(crm->cli->emit.format->name, "vcard") == 0 &&
	    crm->cli->entity != entity_find("client"))
		crm_fail(crm, CRM_USAGE, NULL,
		    "a vCard is for clients, and not for %s",
		    crm->cli->entity->plural);
	if (version == NULL)
		return;
	crm->cli->emit.vcard4 = strcmp(version, "4.0") == 0;
	if (!crm->cli->emit.vcard4 && strcmp(version, "3.0") != 0)
		crm_fail(crm, CRM_USAGE, NULL,
		    "--vcard-version: not 3.0 or 4.0: \"%s\"", version);
}

/* What the records come to, each currency by itself, under the same options. */
static struct crm_rows *
totals(struct crm *crm, const struct crm_entity *e)
{
	static const struct {
		const char *entity, *sql;
	} sums[] = {{"purchase", SQL_PURCHASE_TOTALS},
	    {"orders", SQL_ORDER_TOTALS}, {"booking", SQL_BOOKING_TOTALS}};
	size_t i;

	for (i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		if (strcmp(sums[i].entity, e->name) == 0)
			return crm_list_query(crm, sums[i].sql);
	return NULL;
}

/* A table on paper: those columns that a list shows people. */
static void
paper_settle(struct crm *crm)
{
	const struct crm_entity *e = crm->cli->entity;

	if (!crm_document_wanted(crm))
		return;
	if (crm->cli->emit.fields == NULL)
		crm->cli->emit.fields = e->columns;
	crm_document(
	    crm, "List", document_words(crm, e->plural), totals(crm, e));
}

enum crm_rc
crm_export(struct crm *crm)
{
	const char *type = crm_arg(crm), *more = crm_arg(crm);
	struct cli *cli = crm->cli;
	struct list list;

	if (type != NULL && more != NULL)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "one type of record, not "
		    "\"%s\" as well",
		    more);
	if (type != NULL && strcmp(type, "all") == 0)
		return everything(crm);
	if (type == NULL || entity_find(type) == NULL)
		return type_unknown(crm, type);
	if (!cli->chosen)
		cli->emit.format = &emit_csv;
	cli->entity = entity_find(type);
	vcard_settle(crm);
	paper_settle(crm);
	list_from_options(crm, &list);
	return crm_emit(crm, list_query(&list));
}
