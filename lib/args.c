/*
 * args.c: what a command was given: the values of its options, its arguments.
 */
#include <string.h>

#include "cli.h"
#include "kind.h"
#include "list.h"

#include "banned.h"

static const struct cli_value *
value_last(const struct cli *cli, const char *name)
{
	int i;

	for (i = cli->nvalues; i-- > 0;)
		if (strcmp(cli->values[i].option->name, name) == 0)
			return &cli->values[i];
	return NULL;
}

const char *
crm_opt(struct crm *crm, const char *name)
{
	const struct cli_value *v = value_last(crm->cli, name);

	return v == NULL ? NULL : v->text;
}

const char *
crm_opt_word(struct crm *crm, const char *name)
{
	const struct cli_value *v = value_last(crm->cli, name);
	const char *const *word;
	const char *list = "";

	if (v == NULL)
		return NULL;
	for (word = v->option->words; *word != NULL; word++) {
		if (crm_same(*word, v->text))
			return *word;
		list = crm_keepf(
		    crm, "%s%s%s", list, *list == '\0' ? "" : ", ", *word);
	}
	crm_fail(crm, CRM_USAGE, NULL, "--%s: not one of %s: \"%s\"", name,
	    list, v->text);
	return NULL;
}

const char *
crm_opt_next(struct crm *crm, const char *name, int *place)
{
	struct cli *cli = crm->cli;

	while (*place < cli->nvalues) {
		struct cli_value *v = &cli->values[(*place)++];

		if (strcmp(v->option->name, name) == 0)
			return v->text;
	}
	return NULL;
}

const char *
crm_opt_span(struct crm *crm, const char *name)
{
	const char *text = crm_opt(crm, name), *op;
	char when[21];
	int64_t t;

	if (text == NULL || crm->rc != CRM_OK ||
	    (op = list_span_end(crm, name, text, false, when)) == NULL)
		return NULL;
	/* Instants are whole seconds: up to one is before the next. */
	if (strcmp(op, "<=") == 0 &&
	    time_parse(&t, when, strlen(when), 0) == NULL)
		time_print(when, t + 1);
	return crm_keep(crm, when);
}

const char *
crm_opt_moment(struct crm *crm, const char *name)
{
	const char *end = crm_opt_span(crm, name);
	char when[21];
	int64_t t;

	if (end == NULL || time_parse(&t, end, strlen(end), 0) != NULL)
		return NULL;
	time_print(when, t - 1);
	return crm_keep(crm, when);
}

const char *
crm_arg(struct crm *crm)
{
	struct cli *cli = crm->cli;

	return cli->arg < cli->nargs ? cli->args[cli->arg++] : NULL;
}

/* --- numbers --- */

bool
crm_same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

int64_t
crm_number(struct crm *crm, const char *what, const char *text)
{
	int64_t n = 0;

	if (int_parse(&n, text, strlen(text)) != NULL || n < 0)
		crm_fail(crm, CRM_USAGE, NULL, "%s: not a number: \"%s\"", what,
		    text);
	return n;
}

int64_t
crm_numbered(struct crm *crm, const char *what, const char *table,
    const char *none, const char *look, const char *text)
{
	int64_t id = crm_number(crm, what, text);

	if (crm->rc == CRM_OK &&
	    crm_int(crm,
		crm_keepf(crm, "SELECT count(*) FROM %s WHERE id = ?1", table),
		ARG(id)) == 0)
		crm_fail(crm, CRM_MISSING, NULL, "%s %s; %s", none, text, look);
	return id;
}

double
crm_fraction(struct crm *crm, const char *what, const char *text)
{
	size_t len = strlen(text);
	bool percent = len > 0 && text[len - 1] == '%';
	double x = 0;

	if (real_parse(&x, text, len - percent) != NULL || !(x >= 0) ||
	    x > (percent ? 100 : 1))
		crm_fail(crm, CRM_USAGE, NULL,
		    "%s: not a share between 0 and 1, or a percentage: \"%s\"",
		    what, text);
	return percent ? x / 100 : x;
}

int64_t
crm_opt_number(struct crm *crm, const char *name, int64_t usual)
{
	const char *text = crm_opt(crm, name);

	return text == NULL
		   ? usual
		   : crm_number(crm, crm_keepf(crm, "--%s", name), text);
}

int64_t
crm_opt_count(struct crm *crm, const char *name, const char *setting)
{
	if (crm_opt(crm, name) != NULL)
		return crm_opt_number(crm, name, 0);
	return crm_number(crm, setting, crm_setting(crm, setting));
}

double
crm_opt_share(struct crm *crm, const char *name, const char *setting)
{
	const char *text = crm_opt(crm, name);

	return text == NULL
		   ? crm_fraction(crm, setting, crm_setting(crm, setting))
		   : crm_fraction(crm, crm_keepf(crm, "--%s", name), text);
}

double
crm_opt_score(struct crm *crm, const char *name, double usual)
{
	const char *text = crm_opt(crm, name);
	double score = usual;

	if (text != NULL && (real_parse(&score, text, strlen(text)) != NULL ||
				!(score >= 0 && score <= 1)))
		crm_fail(crm, CRM_USAGE, NULL,
		    "--%s: not a score from 0 to 1: \"%s\"", name, text);
	return score;
}
