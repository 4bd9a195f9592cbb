/*
 * cli.c: main() of every command: options, database, transaction, verb,
 * derive, commit, output, exit status; in this order, once, for all of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "change.h"
#include "cli.h"
#include "setting.h"
#include "fold.h"
#include "kind.h"
#include "progress.h"

#include "banned.h"

/* A closed standard descriptor would be given to the database file. */
static void
descriptors_fill(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR | O_NOCTTY);
	while (fd >= 0 && fd <= 2);
	if (fd > 2)
		close(fd);
}

/* --- settling --- */

static void
output_settle(struct crm *crm)
{
	struct cli *cli = crm->cli;
	const char *name =
	    crm_opt(crm, "json") != NULL ? "json" : crm_opt(crm, "format");

	cli->chosen = name != NULL;
	if (name == NULL)
		name = "table";
	if ((cli->emit.format = format_find(cli, name)) == NULL) {
		crm_fail(crm, CRM_USAGE, NULL,
		    "--format: not one of %s: \"%s\"", formats_list(cli), name);
		return;
	}
	cli->json = strcmp(name, "json") == 0 || strcmp(name, "ndjson") == 0;
	cli->emit.fields = crm_opt(crm, "fields");
	cli->emit.excel = crm_opt(crm, "excel") != NULL;
	cli->emit.ascii = crm_opt(crm, "ascii") != NULL;
	cli->emit.tty = isatty(STDOUT_FILENO) && crm_opt(crm, "output") == NULL;
	cli->emit.width = cli_width();
	cli->emit.out = &cli->out;
	out_init(&cli->out, crm_opt(crm, "output"),
	    (cli->verb->flags & CRM_WRITES) != 0);
	if ((cli->emit.format->document || cli->emit.format->binary) &&
	    isatty(STDOUT_FILENO) && cli->out.file == NULL)
		crm_fail(crm, CRM_USAGE, "terminal",
		    "--format %s is not for a terminal; say -o FILE", name);
}

static void
flags_settle(struct crm *crm)
{
	struct cli *cli = crm->cli;
	const char *wait = crm_opt(crm, "wait");
	int64_t seconds = 30;

	cli->quiet = crm_opt(crm, "quiet") != NULL;
	cli->yes = crm_opt(crm, "yes") != NULL;
	/* crm-import --sniff only looks. */
	cli->dry_run = crm_opt(crm, "dry-run") != NULL ||
		       crm_opt(crm, "sniff") != NULL ||
		       (cli->verb->flags & CRM_TRIES) != 0;
	if (wait != NULL && (int_parse(&seconds, wait, strlen(wait)) != NULL ||
				seconds < 0 || seconds > 86400))
		crm_fail(crm, CRM_USAGE, NULL,
		    "--wait: not a number of "
		    "seconds: \"%s\"",
		    wait);
	crm->wait = (int)seconds;
}

/* What cannot be undone asks, on a terminal; elsewhere it wants --yes. */
static enum crm_rc
ask(struct crm *crm)
{
	struct cli *cli = crm->cli;
	char answer[16];

	if (!(cli->verb->flags & CRM_ASKS) || cli->yes || cli->dry_run)
		return crm->rc;
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return crm_fail(crm, CRM_USAGE, "confirm",
		    "%s cannot be "
		    "undone; say --yes to do it",
		    cli->verb->name);
	fprintf(stderr, "%s: %s cannot be undone. Go on? [y/N] ",
	    cli->tool->name, cli->verb->name);
	if (fgets(answer, sizeof(answer), stdin) == NULL ||
	    (answer[0] != 'y' && answer[0] != 'Y'))
		return crm_fail(crm, CRM_USAGE, "confirm", "nothing was done");
	return crm->rc;
}

/* --- running --- */

static void
notice(struct crm *crm, const char *text)
{
	crm_remark(crm, "%s", text);
}

/* The time zone of the account is that of the process. */
static void
zone_settle(struct crm *crm)
{
	zone_account(crm);
	crm->cli->emit.currency = crm_setting(crm, "account.currency");
}

enum crm_rc
cli_open(struct crm *crm, unsigned flags)
{
	if (crm->rc != CRM_OK || db_open(crm, flags) != CRM_OK)
		return crm->rc;
	if (crm->transient)
		crm_remark(crm,
		    "%s: there is no database yet; an empty one "
		    "is taken",
		    crm->file);
	zone_settle(crm);
	return crm->rc;
}

/* Does the verb write, called like this? */
static bool
is_writing(struct crm *crm)
{
	const struct cli *cli = crm->cli;
	const struct crm_option *o = cli->verb->options;

	if (!(cli->verb->flags & CRM_SETS) || cli->nargs > 1)
		return (cli->verb->flags & CRM_WRITES) != 0;
	for (; o != NULL && o->name != NULL; o++)
		if (crm_opt(crm, o->name) != NULL)
			return true;
	return false;
}

static enum crm_rc
verb_run(struct crm *crm)
{
	const struct crm_verb *verb = crm->cli->verb;
	bool writes = is_writing(crm);
	unsigned flags = writes ? DB_WRITE : DB_READ;

	if (verb->flags & CRM_MANY)
		flags |= DB_THREADS;
	if (verb->flags & CRM_NODB)
		return verb->run(crm);
	if ((crm->file = cli_database(crm)) == NULL || crm->rc != CRM_OK)
		return crm->rc;
	if (verb->flags & CRM_ALONE)
		return verb->run(crm);
	/* Nothing is created by looking, nor by trying. */
	if (!writes || crm->cli->dry_run)
		flags |= DB_EPHEMERAL;
	if (cli_open(crm, flags) != CRM_OK)
		return crm->rc;
	if (verb->flags & CRM_OWNTX)
		return verb->run(crm);
	if (writes) {
		if (change_begin(crm) == CRM_OK)
			verb->run(crm);
		return change_end(crm, !crm->cli->dry_run);
	}
	db_exec(crm, "BEGIN"); /* one state of the data for the whole answer */
	verb->run(crm);
	if (crm->db != NULL && !sqlite3_get_autocommit(crm->db))
		sqlite3_exec(crm->db, "ROLLBACK", NULL, NULL, NULL);
	return crm->rc;
}

void
cli_flush(struct crm *crm, const char *but)
{
	struct out *out = &crm->cli->out;

	if (!out_commit(out))
		crm_fail(crm, CRM_FAILURE, "output",
		    "%s: cannot be written: %s%s",
		    out->file != NULL ? out->file : "stdout",
		    strerror(out->error), but);
}

static void
answer_finish(struct crm *crm)
{
	struct cli *cli = crm->cli;
	size_t i;

	/* A batch in which nothing was, or nothing was found: still JSON. */
	if (crm->rc == CRM_OK && cli->batch && !cli->emit.open &&
	    cli->emit.format == &emit_json)
		str_adds(&cli->out.buf, "[]\n");
	if (crm->rc == CRM_OK)
		emit_end(&cli->emit);
	if (crm->rc == CRM_OK && cli->emit.error != NULL)
		crm_fail(crm, CRM_FAILURE, NULL, "%s", cli->emit.error);
	if (crm->rc != CRM_OK) {
		emit_drop(&cli->emit);
		out_abandon(&cli->out);
	} else {
		cli_flush(crm, (cli->verb->flags & CRM_WRITES) && !cli->dry_run
				   ? "; what was asked for is stored"
				   : "");
	}
	for (i = 0; crm->rc == CRM_OK && i < cli->later.len;
	     i += strlen(cli->later.ptr + i) + 1)
		crm_remark(crm, "%s", cli->later.ptr + i);
	if (crm->rc == CRM_OK && cli->emit.warning != NULL)
		crm_remark(crm, "%s", cli->emit.warning);
	if (crm->rc == CRM_OK && cli->closing != NULL)
		crm_remark(crm, "%s", cli->closing);
}

/* --help, --version and --complete need no database and no verb. */
static bool
informed(struct crm *crm, int argc, char **argv)
{
	struct cli *cli = crm->cli;

	if (argc > 1 && strcmp(argv[1], "--complete") == 0) {
		out_init(&cli->out, NULL, false);
		complete(cli, argc - 1, argv + 1);
		return true;
	}
	if (options_settle(cli, argc, argv) != CRM_OK)
		return false;
	options_parse(cli, argc, argv);
	if (crm_opt(crm, "help") == NULL && crm_opt(crm, "version") == NULL)
		return false;
	db_forgive(crm);
	out_init(&cli->out, NULL, false);
	if (crm_opt(crm, "help") != NULL)
		help_text(cli, &cli->out.buf);
	else
		str_addf(&cli->out.buf, "%s %s\n", cli->name, CRM_VERSION);
	return true;
}

static enum crm_rc
command_run(struct crm *crm)
{
	struct cli *cli = crm->cli;

	output_settle(crm);
	flags_settle(crm);
	cli_clock(crm);
	cli->emit.now = crm->now;
	if (crm_opt(crm, "actor") != NULL)
		crm_actor(crm); /* a bad name is told at once */
	if (crm->rc == CRM_OK && *cli->verb->args == '\0' && cli->nargs > 0)
		crm_fail(crm, CRM_USAGE, NULL, "%s takes no argument: \"%s\"",
		    cli->verb->name, cli->args[0]);
	if (crm->rc == CRM_OK && ask(crm) == CRM_OK)
		verb_run(crm);
	return crm->rc;
}

void
crm_end_status(struct crm *crm, enum crm_rc status)
{
	crm->cli->status = status;
}

static void
json_wanted(struct cli *cli, int argc, char **argv)
{
	int i;

	/* Errors in the command line itself are told as it asks for. */
	for (i = 1; i < argc; i++)
		if (strcmp(argv[i], "--json") == 0 ||
		    strcmp(argv[i], "--format=json") == 0 ||
		    strcmp(argv[i], "-fjson") == 0 ||
		    strcmp(argv[i], "--format=ndjson") == 0 ||
		    strcmp(argv[i], "-fndjson") == 0 ||
		    ((strcmp(argv[i], "-f") == 0 ||
			 strcmp(argv[i], "--format") == 0) &&
			i + 1 < argc && strstr(argv[i + 1], "json") != NULL))
			cli->json = true;
}

int
crm_main(const struct crm_tool *tool, int argc, char **argv)
{
	static struct crm crm;
	static struct cli cli;
	enum crm_rc rc;

	descriptors_fill();
	umask(077);
	crm.cli = &cli;
	crm.notice = notice;
	crm.tick = progress_tick;
	progress_start();
	crm.file = "";
	cli.crm = &crm;
	cli.tool = tool;
	cli.name = tool->name;
	cli.verb = &tool->verbs[0];
	out_init(&cli.out, NULL, false);
	json_wanted(&cli, argc, argv);
	cli_command(&crm, argc, argv);
	if (!informed(&crm, argc, argv) && crm.rc == CRM_OK)
		command_run(&crm);
	answer_finish(&crm);
	db_close(&crm);
	rc = crm.rc;
	if (rc != CRM_OK)
		cli_error(&crm, NULL);
	else if (cli.rejected > 0)
		rc = CRM_REJECTED;
	else
		rc = cli.status;
	keep_free(&cli.emit.keep);
	keep_free(&crm.keep);
	return (int)rc;
}
