/*
 * verbs_fields.c: the fields of a record, as options and arguments give them.
 */
#include <string.h>

#include "cli.h"
#include "incoming.h"
#include "record.h"

#include "banned.h"

/* The JSON field that an option gives a part of: --answer is for answers. */
static const struct crm_field *
whole_field(struct crm *crm, const char *name)
{
	const struct crm_field *f =
	    entity_field(crm->cli->entity, crm_keepf(crm, "%ss", name));

	return f != NULL && f->kind == KIND_JSON ? f : NULL;
}

/* --add-email X, --remove-email X, --set K=V, --unset K, --answer K=V. */
static void
item_option(struct crm *crm, struct record *rec, int64_t id, const char *name,
    const char *text)
{
	const struct crm_field *f = entity_field(rec->entity, "custom"),
			       *whole = whole_field(crm, name);
	const char *equals = strchr(text, '=');
	bool add = strncmp(name, "add-", 4) == 0;

	if (whole != NULL)
		f = whole;
	if (f != NULL && strcmp(name, "unset") == 0) {
		record_json_set(rec, id, f, text, NULL);
	} else if (whole != NULL || (f != NULL && strcmp(name, "set") == 0)) {
		if (equals == NULL)
			crm_fail(crm, CRM_USAGE, NULL,
			    "--%s: KEY=VALUE, not \"%s\"", name, text);
		else
			record_json_set(rec, id, f,
			    crm_keepf(crm, "%.*s", (int)(equals - text), text),
			    equals + 1);
	} else if (add || strncmp(name, "remove-", 7) == 0) {
		f = entity_field(
		    rec->entity, crm_keepf(crm, "%ss", strchr(name, '-') + 1));
		if (f == NULL)
			return;
		if (add)
			record_list_add(rec, id, f, text);
		else
			record_list_remove(rec, id, f, text);
	}
}

/* The field that an option sets; NULL for the other options. */
static const struct crm_field *
option_field(struct cli *cli, const struct crm_option *o)
{
	const struct crm_option *own = cli->verb->options;

	if (o < cli->options + cli_nshared)
		return NULL;
	for (; own != NULL && own->name != NULL; own++)
		if (strcmp(own->name, o->name) == 0)
			return NULL;
	return entity_field(cli->entity, o->name);
}

bool
fields_given(struct crm *crm)
{
	struct cli *cli = crm->cli;
	int i;

	for (i = 0; i < cli->nvalues; i++)
		if (cli->values[i].option >= cli->options + cli_nshared)
			return true;
	return false;
}

static void
minutes_take(struct crm *crm, struct record *rec)
{
	rec->minutes = crm_number(crm, "--minutes", crm_opt(crm, "minutes"));
	if (crm->rc == CRM_OK && rec->minutes == 0)
		crm_fail(crm, CRM_USAGE, NULL, "--minutes: must be > 0");
}

/* What stands for "-": all of stdin. */
static void
stdin_take(struct crm *crm, struct record *rec, const struct crm_field *f)
{
	struct str text = STR_INIT;

	if (stdin_text(crm, &text) == CRM_OK) {
		while (text.len > 0 && strchr("\r\n", text.ptr[text.len - 1]))
			str_cut(&text, text.len - 1);
		record_set(rec, f, text.ptr, text.len);
	}
	str_free(&text);
}

void
fields_from_options(struct crm *crm, struct record *rec, int64_t id)
{
	struct cli *cli = crm->cli;
	const struct crm_field *f;
	int i;

	rec->as_new = crm_opt(crm, "as-new") != NULL;
	rec->decimal_comma = crm_opt(crm, "decimal-comma") != NULL;
	if (crm_opt(crm, "minutes") != NULL)
		minutes_take(crm, rec);
	for (i = 0; i < cli->nvalues; i++) {
		f = option_field(cli, cli->values[i].option);
		if (f != NULL && f->kind == KIND_JSON &&
		    strcmp(cli->values[i].text, "-") == 0)
			stdin_take(crm, rec, f);
		else if (f != NULL)
			record_set(rec, f, cli->values[i].text,
			    strlen(cli->values[i].text));
	}
	for (i = 0; i < cli->nvalues; i++)
		if (option_field(cli, cli->values[i].option) == NULL)
			item_option(crm, rec, id, cli->values[i].option->name,
			    cli->values[i].text);
}

/* Does an option give the field? */
static bool
is_optioned(struct cli *cli, const struct crm_field *f)
{
	int i;

	for (i = 0; i < cli->nvalues; i++)
		if (option_field(cli, cli->values[i].option) == f)
			return true;
	return false;
}

/* The field that the next value by place is for, as the tool says: not one
 * that an option gives; and where a person was given, not the client. */
static const struct crm_field *
place_field(struct crm *crm, const char **names, bool person)
{
	const struct crm_entity *e = crm->cli->entity;
	const struct crm_field *f;
	size_t len;

	while (*names != NULL && (len = strcspn(*names, ",")) > 0) {
		f = entity_field(e, crm_keepf(crm, "%.*s", (int)len, *names));
		*names += len + ((*names)[len] == ',');
		if (f != NULL && !is_optioned(crm->cli, f) &&
		    !(person && f == &e->fields[e->client]))
			return f;
	}
	return NULL;
}

void
fields_from_args(struct crm *crm, struct record *rec, bool person)
{
	const char *names = crm->cli->tool->positional, *text;
	const struct crm_field *f;

	while ((text = crm_arg(crm)) != NULL) {
		f = place_field(crm, &names, person);
		if (f == NULL)
			crm_fail(crm, CRM_USAGE, NULL,
			    "add: \"%s\" is one argument too many", text);
		else if (strcmp(text, "-") == 0 &&
			 (f->kind == KIND_JSON || f->kind == KIND_PROSE))
			stdin_take(crm, rec, f);
		else
			record_set(rec, f, text, strlen(text));
	}
}

bool
fields_objects(struct crm *crm)
{
	const char *names = crm->cli->tool->positional;
	const struct crm_field *f, *first;

	if (crm->cli->nargs != 1 || strcmp(crm->cli->args[0], "-") != 0)
		return false;
	f = place_field(crm, &names, incoming_given(crm));
	names = crm->cli->tool->positional;
	first =
	    names == NULL
		? NULL
		: entity_field(crm->cli->entity,
		      crm_keepf(crm, "%.*s", (int)strcspn(names, ","), names));
	return f == NULL || f == first ||
	       (f->kind != KIND_JSON && f->kind != KIND_PROSE);
}
