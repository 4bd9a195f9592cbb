/*
 * batch.c: one reference after the other, from the arguments or from
 * standard input; and how errors are told.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "progress.h"

#include "banned.h"

/* --- telling --- */

static void
stderr_put(const struct str *line)
{
	size_t done = 0;
	ssize_t n;

	progress_clear();
	while (done < line->len) {
		n = write(STDERR_FILENO, line->ptr + done, line->len - done);
		if (n <= 0)
			return;
		done += (size_t)n;
	}
}

static void
error_json(struct crm *crm, struct str *line, const char *where)
{
	str_adds(line, "{\"error\":");
	json_quote(line, crm->word, strlen(crm->word));
	str_adds(line, ",\"message\":");
	json_quote(line, crm->message, strlen(crm->message));
	str_addf(line, ",\"status\":%d", (int)crm->rc);
	if (where != NULL) {
		str_adds(line, ",\"at\":");
		json_quote(line, where, strlen(where));
	}
	str_adds(line, "}\n");
}

void
cli_error(struct crm *crm, const char *where)
{
	struct str line = STR_INIT;

	if (crm->cli->json) {
		error_json(crm, &line, where);
	} else {
		str_addf(&line, "%s: ", crm->cli->name);
		if (where != NULL) {
			visible(&line, where, strlen(where));
			str_adds(&line, ": ");
		}
		visible(&line, crm->message, strlen(crm->message));
		str_addc(&line, '\n');
	}
	stderr_put(&line);
	str_free(&line);
}

void
crm_remark(struct crm *crm, const char *fmt, ...)
{
	struct str line = STR_INIT, text = STR_INIT;
	va_list ap;

	if (crm->rc != CRM_OK || crm->cli->quiet)
		return;
	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	str_addf(&line, "%s: ", crm->cli->name);
	visible(&line, text.ptr, text.len);
	str_addc(&line, '\n');
	stderr_put(&line);
	str_free(&line);
	str_free(&text);
}

void
cli_later(struct crm *crm, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_addv(&crm->cli->later, fmt, ap);
	va_end(ap);
	str_addc(&crm->cli->later, '\0');
}

bool
is_fatal(enum crm_rc rc)
{
	return rc == CRM_FAILURE || rc == CRM_BUSY || rc == CRM_NOTADB;
}

void
row_failed(struct crm *crm, const char *where)
{
	cli_error(crm, where);
	db_forgive(crm);
	crm->cli->rejected++;
}

/* --- references --- */

/*
 * One of several: in a savepoint, so that what a failed one began is undone
 * and the others go on.
 */
static void
ref_run(struct crm *crm, enum crm_rc (*fn)(struct crm *, const char *),
    const char *ref)
{
	const char *summary = crm->summary;
	int64_t change = crm->change;

	crm_run(crm, "SAVEPOINT ref");
	fn(crm, ref);
	if (crm->rc == CRM_OK) {
		crm_run(crm, "RELEASE ref");
	} else if (!is_fatal(crm->rc)) {
		row_failed(crm, ref);
		crm->summary = summary;
		crm->change = change;
		crm_run(crm, "ROLLBACK TO ref");
		crm_run(crm, "RELEASE ref");
	}
}

static void
lines_run(struct crm *crm, enum crm_rc (*fn)(struct crm *, const char *))
{
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	while (crm->rc == CRM_OK && (len = getline(&line, &size, stdin)) > 0) {
		while (len > 0 && strchr("\r\n", line[len - 1]) != NULL)
			line[--len] = '\0';
		if (len > 0)
			ref_run(crm, fn, crm_keep(crm, line));
	}
	/* Also for want of memory: what follows would be lost. */
	if (crm->rc == CRM_OK && !feof(stdin))
		crm_fail(crm, CRM_FAILURE, NULL, "stdin: cannot be read");
	free(line);
}

enum crm_rc
crm_each(struct crm *crm, enum crm_rc (*fn)(struct crm *, const char *ref))
{
	struct cli *cli = crm->cli;
	const char *ref;
	int n = cli->nargs - cli->arg;

	if (crm->rc != CRM_OK)
		return crm->rc;
	if (n == 0)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "%s: which one? usage: "
		    "%s %s %s",
		    cli->verb->name, cli->tool->name, cli->verb->name,
		    cli->verb->args);
	cli->batch = n > 1 || strcmp(cli->args[cli->arg], "-") == 0;
	while ((ref = crm_arg(crm)) != NULL && crm->rc == CRM_OK)
		if (strcmp(ref, "-") == 0)
			lines_run(crm, fn);
		else if (cli->batch)
			ref_run(crm, fn, ref);
		else
			fn(crm, ref);
	return crm->rc;
}

enum crm_rc
crm_each_first(
    struct crm *crm, enum crm_rc (*fn)(struct crm *, const char *ref))
{
	struct cli *cli = crm->cli;
	const char *ref = crm_arg(crm);

	if (crm->rc != CRM_OK)
		return crm->rc;
	if (ref == NULL || crm_rest(crm, 0) == NULL)
		return crm_fail(crm, CRM_USAGE, NULL, "usage: %s %s %s",
		    cli->tool->name, cli->verb->name, cli->verb->args);
	cli->batch = strcmp(ref, "-") == 0;
	if (cli->batch)
		lines_run(crm, fn);
	else
		fn(crm, ref);
	return crm->rc;
}

const char *
crm_rest(struct crm *crm, int i)
{
	struct cli *cli = crm->cli;

	return cli->arg + i < cli->nargs ? cli->args[cli->arg + i] : NULL;
}

/* --- clients --- */

static struct str named; /* ids of those named so far */

static enum crm_rc
client_add(struct crm *crm, const char *ref)
{
	int64_t id = crm_client_id(crm, ref);

	if (id != 0)
		str_addf(&named, "%c%lld", named.len == 0 ? '[' : ',',
		    (long long)id);
	return crm->rc;
}

const char *
clients_named(struct crm *crm)
{
	const char *ids;

	named = (struct str)STR_INIT;
	crm_each(crm, client_add);
	str_adds(&named, named.len == 0 ? "[]" : "]");
	ids = crm_keep(crm, named.ptr);
	str_free(&named);
	return ids;
}
