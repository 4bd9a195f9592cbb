/*
 * import_asked.c: the options of crm-import, as an import takes them.
 */
#include <string.h>

#include "cli.h"
#include "import.h"
#include "import_verb.h"
#include "kind.h"
#include "preset.h"

#include "banned.h"

/* The texts that an option was given, and one more where there is one. */
static const char *const *
texts_of(struct crm *crm, const char *option, const char *more)
{
	const char **texts, *text;
	int place, n = 1;

	for (place = 0; crm_opt_next(crm, option, &place) != NULL;)
		n++;
	texts = keep_alloc(&crm->keep, ((size_t)n + 1) * sizeof(*texts));
	for (n = place = 0; (text = crm_opt_next(crm, option, &place)) != NULL;)
		texts[n++] = text;
	texts[n] = more;
	return texts;
}

/* "--source fresha" is short for "--set source=fresha", and so on. */
static const char *
short_of(
    struct crm *crm, const char *before, const char *option, const char *after)
{
	const char *text = crm_opt(crm, option);

	return text == NULL ? NULL
			    : crm_keepf(crm, "%s%s%s", before, text, after);
}

static enum import_policy
policy_of(struct crm *crm)
{
	static const char *const words[] = {[IMPORT_SKIP] = "skip",
	    [IMPORT_FILL] = "fill",
	    [IMPORT_UPDATE] = "update",
	    [IMPORT_ERROR] = "error"};
	const char *word = crm_opt_word(crm, "on-duplicate");
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (word != NULL && strcmp(words[i], word) == 0)
			return (enum import_policy)i;
	return IMPORT_SKIP;
}

/* Which rows count: those that are new, those that are there, or both. */
static void
mode_take(struct crm *crm, struct import_options *o)
{
	const char *mode = crm_opt_word(crm, "mode");
	bool said = crm_opt(crm, "on-duplicate") != NULL;

	if (mode == NULL)
		return;
	if (strcmp(mode, "insert") == 0 && said)
		crm_fail(crm, CRM_USAGE, NULL,
		    "--mode insert leaves alone what is there: no "
		    "--on-duplicate with it");
	if (strcmp(mode, "insert") != 0 && said && o->policy != IMPORT_FILL &&
	    o->policy != IMPORT_UPDATE)
		crm_fail(crm, CRM_USAGE, NULL,
		    "--mode %s goes with --on-duplicate fill or update", mode);
	if (strcmp(mode, "insert") != 0 && !said)
		o->policy = IMPORT_UPDATE;
	o->only_known = strcmp(mode, "update") == 0;
}

/* --max: limits of files that are no attack. */
static void
limits_take(struct crm *crm)
{
	const char *text, *why;
	int place = 0;

	while ((text = crm_opt_next(crm, "max", &place)) != NULL)
		if ((why = read_limit_raise(&crm->keep, text)) != NULL)
			crm_fail(
			    crm, CRM_USAGE, NULL, "--max '%s': %s", text, why);
}

/* --commit-every: so many rows at a time. */
static int64_t
every_of(struct crm *crm)
{
	const char *text = crm_opt(crm, "commit-every");
	int64_t n;

	if (text == NULL)
		return 0;
	n = crm_number(crm, "commit-every", text);
	if (n < 1 || crm_opt(crm, "strict") != NULL)
		crm_fail(crm, CRM_USAGE, NULL,
		    n < 1 ? "--commit-every: a number of rows from 1"
			  : "--strict is all or nothing: no --commit-every");
	return n;
}

static char
delimiter_of(struct crm *crm)
{
	const char *text = crm_opt(crm, "delimiter");

	if (text == NULL)
		return '\0';
	if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0)
		return '\t';
	if (text[0] == '\0' || text[1] != '\0' || (text[0] & 0x80) != 0)
		crm_fail(crm, CRM_USAGE, NULL,
		    "--delimiter: not one "
		    "character, or tab: \"%s\"",
		    text);
	return text[0];
}

/* A code given with an option, as it is stored. */
static const char *
code_of(struct crm *crm, const char *option,
    const char *(*parse)(char *, const char *, size_t))
{
	const char *text = crm_opt(crm, option), *reason;
	char code[4] = "";

	if (text == NULL)
		return NULL;
	if ((reason = parse(code, text, strlen(text))) != NULL)
		crm_fail(crm, CRM_USAGE, NULL, "--%s: %s: \"%s\"", option,
		    reason, text);
	return crm_keep(crm, code);
}

static const char *
encoding_of(struct crm *crm)
{
	const char *text = crm_opt(crm, "encoding");

	if (text != NULL && !read_encoding_known(text))
		crm_fail(crm, CRM_USAGE, NULL,
		    "--encoding: not one that iconv -l names: \"%s\"", text);
	return text;
}

/* Times without an offset are of that zone, not of the account's. */
static void
zone_take(struct crm *crm, struct import_options *o)
{
	const char *text = crm_opt(crm, "tz"), *why;
	struct str zone = STR_INIT;

	o->zone = text != NULL;
	if (text == NULL)
		return;
	why = zone_check(&zone, text);
	if (why != NULL)
		crm_fail(crm, CRM_USAGE, NULL, "--tz: %s: \"%s\"", why, text);
	else
		zone_set(zone.ptr);
	str_free(&zone);
}

static void
rejected(struct crm *crm, const char *where, enum crm_rc rc, const char *word,
    const char *why)
{
	if (crm_fail(crm, rc, word, "%s", why) == rc)
		row_failed(crm, where);
}

static void
planned(struct crm *crm, const char *text, size_t len)
{
	str_add(&crm->cli->out.buf, text, len);
	out_spill(&crm->cli->out);
}

/* The folder of the user's own presets is beside the database that is used when
 * none is named. */
static void
preset_of(struct crm *crm, struct import_options *o)
{
	const char *name = crm_opt(crm, "preset"),
		   *file = crm_opt(crm, "map-file");

	o->presets = cli_folder(crm, "preset");
	if (name != NULL && file != NULL)
		crm_fail(
		    crm, CRM_USAGE, NULL, "--preset or --map-file, not both");
	else if (file != NULL)
		o->preset = preset_load(crm, file);
	else if (name != NULL && strcmp(name, "none") == 0)
		o->no_preset = true;
	else if (name != NULL)
		o->preset = preset_find(crm, o->presets, name);
}

/* --word 'status: VIP = active' is a line of a preset. */
static const struct preset *
words_of(struct crm *crm)
{
	struct str lines = STR_INIT;
	const struct preset *words;
	const char *text, *why = NULL;
	int place = 0;

	while ((text = crm_opt_next(crm, "word", &place)) != NULL)
		str_addf(&lines, "word: %s\n", text);
	if (lines.len == 0)
		return NULL;
	words = preset_parse(&crm->keep, "--word", NULL, lines.ptr, &why);
	if (words == NULL)
		crm_fail(crm, CRM_USAGE, NULL, "--word: %s",
		    why + strcspn(why, " ") + 1);
	str_free(&lines);
	return words;
}

void
import_asked(struct crm *crm, struct import_options *o)
{
	o->maps = texts_of(
	    crm, "map", short_of(crm, "", "external-id", "=external_id"));
	o->sets = texts_of(crm, "set", short_of(crm, "source=", "source", ""));
	o->words = words_of(crm);
	o->policy = policy_of(crm);
	mode_take(crm, o);
	preset_of(crm, o);
	o->save_map = crm_opt(crm, "save-map");
	o->rejects = crm_opt(crm, "rejects");
	o->commit_every = every_of(crm);
	o->match = crm_opt(crm, "match") != NULL;
	o->no_create = crm_opt(crm, "no-create") != NULL;
	o->strict = crm_opt(crm, "strict") != NULL;
	o->country = code_of(crm, "country", country_parse);
	o->currency = code_of(crm, "currency", currency_parse);
	o->decimal_comma = crm_opt(crm, "decimal-comma") != NULL;
	o->date_order = date_order_find(crm_opt_word(crm, "date-order"));
	zone_take(crm, o);
	o->dry_run = crm->cli->dry_run;
	o->hints.delimiter = delimiter_of(crm);
	o->hints.encoding = encoding_of(crm);
	o->hints.sheet = crm_opt(crm, "sheet");
	o->hints.raisable = true;
	limits_take(crm);
	o->rejected = rejected;
	if (o->dry_run && crm->cli->emit.format == &emit_ndjson)
		o->planned = planned;
}
