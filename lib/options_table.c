/*
 * options_table.c: the one table of options that drives parsing, usage, --help
 * and completion: the shared ones, the verb's own, and those of the record.
 */
#include <string.h>

#include "cli.h"
#include "incoming.h"

#include "banned.h"

const struct crm_option cli_shared[] = {
    {"db", "FILE", "the database", NULL, 'd'},
    {"format", "FORMAT", "table, csv, tsv, json, ndjson or id", emit_names,
	'f'},
    {"json", NULL, "same as --format json", NULL, 0},
    {"fields", "A,B,...", "these columns, in this order", NULL, 'F'},
    {"output", "FILE", "write to this file, whole or not at all", NULL, 'o'},
    {"excel", NULL, "csv: BOM, CRLF and a guard against formulas", NULL, 0},
    {"dry-run", NULL, "same report, nothing written", NULL, 'n'},
    {"yes", NULL, "ask no questions", NULL, 'y'},
    {"quiet", NULL, "no remarks on stderr", NULL, 'q'},
    {"actor", "NAME", "who is at work, for the journal", NULL, 0},
    {"wait", "SECONDS", "how long to wait for another writer", NULL, 0},
    {"help", NULL, "this text", NULL, 'h'},
    {"version", NULL, "the version of crm", NULL, 'V'},
};
const int cli_nshared = sizeof(cli_shared) / sizeof(cli_shared[0]);

static const struct crm_option list_options[] = {
    {"search", "TEXT", "that hold this text", NULL, 0},
    {"since", "TIME", "from then on", NULL, 0},
    {"until", "TIME", "up to then", NULL, 0},
    {"date", "NAME", "what --since and --until are about", NULL, 0},
    {"sort", "FIELD", "in this order", NULL, 0},
    {"reverse", NULL, "in the opposite order", NULL, 0},
    {"limit", "N", "so many at most", NULL, 0},
    {"after", "ID", "those that follow this one in the order", NULL, 0},
    {NULL, NULL, NULL, NULL, 0}};

static const char *const yes_no[] = {"yes", "no", NULL};

const struct crm_option *
options_find(const struct cli *cli, const char *name)
{
	int i;

	for (i = 0; i < cli->noptions; i++)
		if (strcmp(cli->options[i].name, name) == 0)
			return &cli->options[i];
	return NULL;
}

/* --- formats --- */

const struct emit_format *
format_find(const struct cli *cli, const char *name)
{
	const struct emit_format *const *f = cli->tool->formats;

	for (; f != NULL && *f != NULL; f++)
		if (strcmp((*f)->name, name) == 0)
			return *f;
	return emit_format(name);
}

const char *const *
formats_names(struct cli *cli)
{
	const struct emit_format *const *more = cli->tool->formats;
	const char **names;
	size_t n = 0, k = 0;

	if (more == NULL)
		return emit_names;
	while (emit_names[n] != NULL)
		n++;
	while (more[k] != NULL)
		k++;
	names = keep_alloc(&cli->crm->keep, (n + k + 1) * sizeof(*names));
	memcpy(names, emit_names, n * sizeof(*names));
	for (k = 0; more[k] != NULL; k++)
		names[n + k] = more[k]->name;
	return names;
}

const char *
formats_list(struct cli *cli)
{
	const char *const *name = formats_names(cli);
	struct str list = STR_INIT;
	const char *kept;

	for (; *name != NULL; name++)
		str_addf(&list, "%s%s", list.len > 0 ? ", " : "", *name);
	kept = keep_mem(&cli->crm->keep, list.ptr, list.len);
	str_free(&list);
	return kept;
}

/* --- the tables --- */

/* The first of a name counts: the verb's own before those of the record. */
static void
option_put(struct cli *cli, struct crm_option o)
{
	if (options_find(cli, o.name) != NULL)
		return;
	if (cli->noptions == CLI_OPTIONS_MAX)
		crm_fail(cli->crm, CRM_FAILURE, NULL, "too many options");
	else
		cli->options[cli->noptions++] = o;
}

static const char *
argument_of(const struct crm_field *f)
{
	static const char *const names[KIND_COUNT] = {
	    [KIND_INT] = "N",
	    [KIND_REAL] = "NUMBER",
	    [KIND_BOOL] = "YES|NO",
	    [KIND_MONEY] = "AMOUNT",
	    [KIND_DATE] = "DATE",
	    [KIND_TIME] = "TIME",
	    [KIND_BIRTHDAY] = "DATE",
	    [KIND_JSON] = "JSON",
	    [KIND_LIST] = "A,B,...",
	    [KIND_WORD] = "WORD",
	    [KIND_REF] = "REF",
	    [KIND_CURRENCY] = "CODE",
	    [KIND_COUNTRY] = "CODE",
	    [KIND_LANGUAGE] = "CODE",
	};

	return names[f->kind] != NULL ? names[f->kind] : "TEXT";
}

static void
field_put(struct cli *cli, const struct crm_field *f, const char *name)
{
	option_put(cli, (struct crm_option){name, argument_of(f), f->help,
			    f->kind == KIND_BOOL ? yes_no : f->words, 0});
}

/* "emails" has the items "email". */
static const char *
singular(struct crm *crm, const char *name)
{
	size_t len = strlen(name);

	return crm_keepf(
	    crm, "%.*s", (int)(name[len - 1] == 's' ? len - 1 : len), name);
}

static void
list_field_put(struct cli *cli, const struct crm_field *f)
{
	struct crm *crm = cli->crm;
	const char *one = singular(crm, f->opt);

	option_put(
	    cli, (struct crm_option){crm_keepf(crm, "add-%s", one), "TEXT",
		     crm_keepf(crm, "one more of the %s", f->help), NULL, 0});
	option_put(
	    cli, (struct crm_option){crm_keepf(crm, "remove-%s", one), "TEXT",
		     crm_keepf(crm, "one less of the %s", f->help), NULL, 0});
}

/* The fields as options: those that can be set, or all to filter by. */
static void
fields_put(struct cli *cli, bool set)
{
	const struct crm_field *f = cli->entity->fields;
	int i;

	for (i = 0; i < cli->entity->nfields; i++, f++) {
		if (f->kind == KIND_KEY || (f->flags & FIELD_ID) ||
		    (set && (f->flags & FIELD_DERIVED)) ||
		    (!set && (f->kind == KIND_JSON || f->kind == KIND_LIST)))
			continue;
		field_put(cli, f, f->opt);
		if (set && f->kind == KIND_LIST)
			list_field_put(cli, f);
		if (set && f->kind == KIND_JSON &&
		    strcmp(f->name, "custom_json") != 0)
			option_put(cli,
			    (struct crm_option){singular(cli->crm, f->opt),
				"KEY=VALUE",
				crm_keepf(cli->crm, "one of the %s", f->opt),
				NULL, 0});
		if (set && strcmp(f->name, "custom_json") == 0) {
			option_put(cli, (struct crm_option){"set", "KEY=VALUE",
					    "a field of your own", NULL, 0});
			option_put(
			    cli, (struct crm_option){"unset", "KEY",
				     "drop a field of your own", NULL, 0});
		}
	}
}

/* Other names for the same: --first for --given-name, --created-at. */
static void
aliases_put(struct cli *cli)
{
	const struct crm_alias *a;
	const struct crm_field *f;
	char *name, *p;
	int i;

	for (i = 0; i < cli->entity->nfields; i++) {
		f = &cli->entity->fields[i];
		name = keep_text(&cli->crm->keep, f->key);
		for (p = name; *p != '\0'; p++)
			if (*p == '_')
				*p = '-';
		if (options_find(cli, f->opt) != NULL)
			field_put(cli, f, name);
	}
	for (a = cli->entity->aliases; a->name != NULL; a++) {
		f = entity_field(cli->entity, a->field);
		name = keep_text(&cli->crm->keep, a->name);
		for (p = name; *p != '\0'; p++)
			if (*p == '_')
				*p = '-';
		if (options_find(cli, f->opt) != NULL)
			field_put(cli, f, name);
	}
}

void
options_gather(struct cli *cli)
{
	const struct crm_filter *filter;
	const struct crm_option *o;
	int i;

	for (i = 0; i < cli_nshared; i++) {
		option_put(cli, cli_shared[i]);
		if (cli_shared[i].words == emit_names &&
		    cli->tool->formats != NULL)
			cli->options[i].words = formats_names(cli);
	}
	for (o = cli->verb->options; o != NULL && o->name != NULL; o++)
		option_put(cli, *o);
	if (cli->verb->flags & CRM_OPTION)
		option_put(cli, (struct crm_option){cli->verb->name, NULL,
				    cli->verb->help, NULL, 0});
	for (o = incoming_options;
	     (cli->verb->flags & CRM_INCOMING) && o->name != NULL; o++)
		option_put(cli, *o);
	if (cli->entity != NULL && (cli->verb->flags & CRM_LIST)) {
		for (o = list_options; o->name != NULL; o++)
			option_put(cli, *o);
		for (filter = cli->entity->filters; filter->opt != NULL;
		     filter++)
			option_put(
			    cli, (struct crm_option){filter->opt, filter->arg,
				     filter->help, NULL, 0});
	}
	if (cli->entity != NULL && (cli->verb->flags & (CRM_LIST | CRM_FIELDS)))
		fields_put(cli, (cli->verb->flags & CRM_FIELDS) != 0);
	if (cli->entity != NULL && cli->entity->currency >= 0 &&
	    (cli->verb->flags & CRM_FIELDS))
		option_put(cli, (struct crm_option){"decimal-comma", NULL,
				    "amounts are typed 12,50", NULL, 0});
	cli->nshown = cli->noptions;
	if (cli->nshown > cli_nshared && cli->entity != NULL &&
	    (cli->verb->flags & (CRM_LIST | CRM_FIELDS)))
		aliases_put(cli);
}
