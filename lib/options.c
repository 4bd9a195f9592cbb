/*
 * options.c: which tool, verb and type of record the words of a command line
 * name, and what its options say (getopt_long).
 */
#include <ctype.h>
#include <getopt.h>
#include <string.h>

#include "cli.h"

#include "banned.h"

/* --- words --- */

const struct crm_verb *
verb_find(const struct crm_tool *tool, const char *name)
{
	const struct crm_verb *v;

	for (v = tool->verbs; v->name != NULL; v++)
		if (strcmp(v->name, name) == 0)
			return v;
	return NULL;
}

/* The shared option that a word is, spelled out or begun; NULL: another. */
static const struct crm_option *
shared_find(const char *word)
{
	size_t len = strcspn(word, "=");
	int i;

	for (i = 0; i < cli_nshared; i++)
		if (word[1] == '-'
			? strncmp(word + 2, cli_shared[i].name, len - 2) == 0
			: word[1] == cli_shared[i].letter)
			return &cli_shared[i];
	return NULL;
}

const char *
noun_word(const struct crm_tool *noun)
{
	const char *blank = strrchr(noun->name, ' ');

	return blank == NULL ? noun->name : blank + 1;
}

static const struct crm_tool *
noun_find(const struct crm_tool *tool, const char *name)
{
	const struct crm_tool *const *noun = tool->nouns;

	for (; noun != NULL && *noun != NULL; noun++)
		if (strcmp(noun_word(*noun), name) == 0)
			return *noun;
	return NULL;
}

/* Shared options may also stand before a noun or verb: skip them to find it.
 * Behind any other there is none. */
static int
word_place(int argc, char **argv, int i)
{
	const struct crm_option *o;

	for (; i < argc && argv[i][0] == '-' && argv[i][1] != '\0'; i++) {
		if (strcmp(argv[i], "--") == 0 ||
		    (o = shared_find(argv[i])) == NULL)
			return argc;
		if (o->arg != NULL &&
		    (argv[i][1] == '-' ? strchr(argv[i], '=') == NULL
				       : argv[i][2] == '\0'))
			i++;
	}
	return i;
}

/* A tool without a record of its own takes the one named first. */
static void
entity_settle(struct cli *cli, int argc, char **argv)
{
	int i;

	if (cli->tool->entity != NULL)
		cli->entity = entity_look(cli->tool->entity);
	else if (cli->verb->flags & CRM_LIST)
		for (i = 1; i < argc && cli->entity == NULL; i++)
			cli->entity = entity_find(argv[i]);
}

/* The verb that an option names, wherever it stands: --daily. */
static const struct crm_verb *
verb_optioned(const struct crm_tool *tool, int argc, char **argv)
{
	const struct crm_verb *v;
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strncmp(argv[i], "--", 2) == 0 &&
		    (v = verb_find(tool, argv[i] + 2)) != NULL &&
		    (v->flags & CRM_OPTION))
			return v;
	return NULL;
}

enum crm_rc
options_settle(struct cli *cli, int argc, char **argv)
{
	int at = word_place(argc, argv, 1);
	const struct crm_tool *noun =
	    at < argc ? noun_find(cli->tool, argv[at]) : NULL;

	if (noun != NULL) {
		cli->tool = noun;
		cli->nwords++;
		at = word_place(argc, argv, at + 1);
	}
	cli->verb = at < argc ? verb_find(cli->tool, argv[at]) : NULL;
	if (cli->verb != NULL) {
		cli->named = true;
		cli->nwords++;
	} else if ((cli->verb = verb_optioned(cli->tool, argc, argv)) != NULL) {
		cli->named = true;
	} else {
		cli->verb = &cli->tool->verbs[0];
		if (at < argc && *cli->verb->args == '\0' && argv[at][0] != '-')
			return crm_fail(cli->crm, CRM_USAGE, NULL,
			    "there is "
			    "no verb \"%s\"; %s --help lists them",
			    argv[at], cli->tool->name);
	}
	entity_settle(cli, argc, argv);
	options_gather(cli);
	return crm_status(cli->crm);
}

/* --- parsing --- */

static void
tables_fill(const struct cli *cli, struct option *longs, char *shorts)
{
	int i;

	*shorts++ = ':'; /* tell a missing argument from a bad option */
	for (i = 0; i < cli->noptions; i++) {
		longs[i] = (struct option){cli->options[i].name,
		    cli->options[i].arg != NULL ? required_argument
						: no_argument,
		    NULL, 1000 + i};
		if (cli->options[i].letter == 0)
			continue;
		*shorts++ = cli->options[i].letter;
		if (cli->options[i].arg != NULL)
			*shorts++ = ':';
	}
	*shorts = '\0';
	longs[cli->noptions] = (struct option){0};
}

static const struct crm_option *
option_got(const struct cli *cli, int got)
{
	int i;

	if (got >= 1000)
		return &cli->options[got - 1000];
	for (i = 0; i < cli->noptions; i++)
		if (cli->options[i].letter == got)
			return &cli->options[i];
	return NULL;
}

static enum crm_rc
option_bad(struct cli *cli, int got, char **argv)
{
	const char *word = argv[optind > 0 ? optind - 1 : 0];

	if (got == ':')
		return crm_fail(cli->crm, CRM_USAGE, NULL,
		    "%s needs an "
		    "argument",
		    word);
	if (optopt >= 1000)
		return crm_fail(cli->crm, CRM_USAGE, NULL,
		    "--%s takes no "
		    "argument",
		    cli->options[optopt - 1000].name);
	if (isdigit(optopt) && word[1] != '-')
		return crm_fail(cli->crm, CRM_USAGE, NULL,
		    "there is no option -%c; a value that begins with - "
		    "comes after --",
		    optopt);
	if (optopt != 0 && word[1] != '-')
		return crm_fail(cli->crm, CRM_USAGE, NULL,
		    "there is no "
		    "option -%c; %s %s --help lists them",
		    optopt, cli->tool->name, cli->verb->name);
	return crm_fail(cli->crm, CRM_USAGE, NULL,
	    "there is no option %.*s "
	    "(or it could mean several); %s %s --help lists them",
	    (int)strcspn(word, "="), word, cli->tool->name, cli->verb->name);
}

enum crm_rc
options_parse(struct cli *cli, int argc, char **argv)
{
	struct option longs[CLI_OPTIONS_MAX + 1];
	char shorts[2 * CLI_OPTIONS_MAX + 2];
	const struct crm_option *o;
	int got;

	tables_fill(cli, longs, shorts);
	cli->values =
	    keep_alloc(&cli->crm->keep, sizeof(*cli->values) * (size_t)argc);
	opterr = 0;
	optind = 0; /* glibc: start afresh, also its permutation */
	while ((got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (got == '?' || got == ':')
			return option_bad(cli, got, argv);
		o = option_got(cli, got);
		cli->values[cli->nvalues++] =
		    (struct cli_value){o, o->arg != NULL ? optarg : "yes"};
	}
	cli->args = argv + optind;
	cli->nargs = argc - optind;
	if (cli->nwords <= cli->nargs) {
		cli->args += cli->nwords;
		cli->nargs -= cli->nwords;
	}
	return CRM_OK;
}
