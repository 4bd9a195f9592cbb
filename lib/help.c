/*
 * help.c: usage and --help, from the tables that parse the options.
 */
#include <string.h>

#include "cli.h"

#include "banned.h"

static void
option_text(struct str *out, const struct crm_option *o)
{
	struct str left = STR_INIT;

	if (o->letter != 0)
		str_addf(&left, "-%c, --%s", o->letter, o->name);
	else
		str_addf(&left, "    --%s", o->name);
	if (o->arg != NULL)
		str_addf(&left, " %s", o->arg);
	str_addf(out, "  %-28s  %s\n", left.ptr, o->help);
	str_free(&left);
}

/* What stands in front of a verb that is an option. */
static const char *
verb_dashes(const struct crm_verb *v)
{
	return (v->flags & CRM_OPTION) ? "--" : "";
}

void
help_usage(struct cli *cli, struct str *out)
{
	const struct crm_tool *const *noun;
	const struct crm_verb *v;

	str_adds(out, "usage: ");
	for (v = cli->tool->verbs; v->name != NULL; v++)
		str_addf(out, "%s%s %s%s%s%s [OPTION...]\n",
		    v == cli->tool->verbs ? "" : "       ", cli->tool->name,
		    verb_dashes(v), v->name, *v->args != '\0' ? " " : "",
		    v->args);
	for (noun = cli->tool->nouns; noun != NULL && *noun != NULL; noun++)
		str_addf(out, "       %s VERB [OPTION...]\n", (*noun)->name);
}

/* The formats that only some tools have. */
static void
formats_text(const struct cli *cli, struct str *out)
{
	const struct emit_format *const *f = cli->tool->formats;

	if (f == NULL)
		return;
	str_adds(out, "\nOther formats:");
	for (; *f != NULL; f++)
		str_addf(out, " %s", (*f)->name);
	str_addc(out, '\n');
}

/* The tool with its verbs; or, when one was named, the verb and its options. */
void
help_text(struct cli *cli, struct str *out)
{
	const struct crm_tool *const *noun;
	const struct crm_verb *v;
	int i;

	str_addf(out, "%s: %s\n\n", cli->tool->name, cli->tool->help);
	help_usage(cli, out);
	str_adds(out, "\nVerbs (the first is meant when none is named):\n");
	for (v = cli->tool->verbs; v->name != NULL; v++)
		str_addf(out, "  %s%-*s  %s\n", verb_dashes(v),
		    28 - (int)strlen(verb_dashes(v)), v->name, v->help);
	for (noun = cli->tool->nouns; noun != NULL && *noun != NULL; noun++)
		str_addf(out, "  %-28s  %s; see %s --help\n", noun_word(*noun),
		    (*noun)->help, (*noun)->name);
	str_adds(out, "\nOptions of every command:\n");
	for (i = 0; i < cli_nshared; i++)
		option_text(out, &cli_shared[i]);
	formats_text(cli, out);
	if (cli->nshown > cli_nshared)
		str_addf(out, "\nOptions of \"%s\":\n", cli->verb->name);
	for (i = cli_nshared; i < cli->nshown; i++)
		option_text(out, &cli->options[i]);
	str_addf(out, "\nThe manual: man %s, man 7 crm.\n", cli->name);
}
