/*
 * complete.c: what may come next on the command line, for the completions of
 * bash, zsh and fish: they call the command with --complete and the words
 * typed so far, the last of which is being typed. Answers one candidate a
 * line, with a tab and its meaning after it.
 */
#include <string.h>

#include "cli.h"
#include "setting.h"

#include "banned.h"

static void
candidate(struct str *out, const char *word, const char *prefix,
    const char *lead, const char *help)
{
	if (strncmp(word, prefix, strlen(prefix)) == 0)
		str_addf(out, "%s%s\t%s\n", lead, word, help);
}

static void
words_complete(struct str *out, const char *const *words, const char *prefix,
    const char *lead)
{
	for (; words != NULL && *words != NULL; words++)
		candidate(out, *words, prefix, lead, "");
}

static void
verbs_complete(struct str *out, const struct crm_tool *tool, const char *prefix)
{
	const struct crm_tool *const *noun;
	const struct crm_verb *v;

	for (v = tool->verbs; v->name != NULL; v++)
		candidate(out, v->name, prefix, "", v->help);
	for (noun = tool->nouns; noun != NULL && *noun != NULL; noun++)
		candidate(out, noun_word(*noun), prefix, "", (*noun)->help);
}

static void
options_complete(struct cli *cli, struct str *out, const char *prefix)
{
	const struct crm_verb *v;
	int i;

	for (v = cli->tool->verbs; !cli->named && v->name != NULL; v++)
		if (v->flags & CRM_OPTION)
			candidate(out, v->name, prefix, "--", v->help);
	for (i = 0; i < cli->nshown; i++)
		candidate(out, cli->options[i].name, prefix, "--",
		    cli->options[i].help);
}

/* A meaning without a word: the shell offers the names of files. */
static void
files_complete(struct str *out, const char *arg)
{
	if (strstr(arg, "FILE") != NULL)
		str_adds(out, "\tfile\n");
}

/* What an argument of this verb may be, where the usage names a table. */
static void
args_complete(struct cli *cli, struct str *out, const char *prefix)
{
	const struct crm_setting_def *s;
	int i;

	if (strstr(cli->verb->args, "TYPE") != NULL)
		for (i = 0; i < crm_nentities; i++)
			candidate(out, crm_entities[i]->plural, prefix, "",
			    crm_entities[i]->help);
	if (strstr(cli->verb->args, "TYPE|all") != NULL)
		candidate(out, "all", prefix, "", "every fact");
	if (cli->entity == NULL && strstr(cli->verb->args, "NAME") != NULL)
		for (s = crm_settings; s->name != NULL; s++)
			candidate(out, s->name, prefix, "", s->help);
	files_complete(out, cli->verb->args);
}

static const struct crm_option *
option_lettered(const struct cli *cli, char letter)
{
	int i;

	for (i = 0; i < cli->noptions; i++)
		if (letter != 0 && cli->options[i].letter == letter)
			return &cli->options[i];
	return NULL;
}

/* The option whose argument is being typed: "--status |", "--status=|" or
 * "-f |". */
static const struct crm_option *
option_open(struct cli *cli, int argc, char **argv, const char **prefix,
    struct str *lead)
{
	const char *last = argv[argc - 1], *equals = strchr(last, '=');
	const char *before;
	const struct crm_option *o;

	if (strncmp(last, "--", 2) == 0 && equals != NULL) {
		str_add(lead, last + 2, (size_t)(equals - last - 2));
		o = options_find(cli, lead->ptr);
		str_cut(lead, 0);
		str_add(lead, last, (size_t)(equals - last + 1));
		*prefix = equals + 1;
		return o;
	}
	*prefix = last;
	before = argc < 2 ? "" : argv[argc - 2];
	if (strncmp(before, "--", 2) == 0 && strchr(before, '=') == NULL)
		o = options_find(cli, before + 2);
	else if (*before == '-' && strlen(before) == 2)
		o = option_lettered(cli, before[1]);
	else
		return NULL;
	return o != NULL && o->arg != NULL ? o : NULL;
}

void
complete(struct cli *cli, int argc, char **argv)
{
	const struct crm_option *o;
	struct str *out = &cli->out.buf;
	struct str lead = STR_INIT;
	const char *prefix;

	if (argc < 2)
		return;
	/* The word being typed is not a verb yet. */
	options_settle(cli, argc - 1, argv);
	db_forgive(cli->crm);
	if (cli->noptions == 0) {
		cli->verb = &cli->tool->verbs[0];
		return;
	}
	o = option_open(cli, argc, argv, &prefix, &lead);
	if (o != NULL) {
		words_complete(out, o->words, prefix, lead.ptr);
		if (o->arg != NULL)
			files_complete(out, o->arg);
	} else if (strncmp(prefix, "-", 1) == 0) {
		options_complete(cli, out, prefix + strspn(prefix, "-"));
	} else {
		if (!cli->named)
			verbs_complete(out, cli->tool, prefix);
		args_complete(cli, out, prefix);
	}
	str_free(&lead);
}
