/*
 * editor.c: a text from standard input, or from the editor that the user
 * likes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "fold.h"
#include "read.h"
#include "record.h"

#include "banned.h"

static enum crm_rc
stream_text(struct crm *crm, FILE *f, struct str *text)
{
	char block[4096];
	size_t n;

	while ((n = fread(block, 1, sizeof(block), f)) > 0) {
		str_add(text, block, n);
		if (text->len > READ_FIELD_MAX)
			return crm_fail(crm, CRM_USAGE, NULL,
			    "the text is "
			    "longer than %zu bytes",
			    READ_FIELD_MAX);
	}
	if (ferror(f))
		return crm_fail(crm, CRM_FAILURE, NULL,
		    "the text cannot be "
		    "read");
	return crm->rc;
}

enum crm_rc
stdin_text(struct crm *crm, struct str *text)
{
	return stream_text(crm, stdin, text);
}

/* Run $VISUAL or $EDITOR as the shell would, on the file. */
static enum crm_rc
editor_run(struct crm *crm, const char *file)
{
	const char *editor = getenv("VISUAL");
	pid_t child;
	int status = -1;

	if (editor == NULL || *editor == '\0')
		editor = getenv("EDITOR");
	if (editor == NULL || *editor == '\0')
		editor = "vi";
	child = fork();
	if (child == 0) {
		execl("/bin/sh", "sh", "-c",
		    crm_keepf(crm, "%s \"$@\"", editor), editor, file,
		    (char *)NULL);
		_exit(127);
	}
	if (child == -1 || waitpid(child, &status, 0) == -1 || status != 0)
		return crm_fail(crm, CRM_FAILURE, "editor",
		    "the editor "
		    "\"%s\" failed; nothing was changed",
		    editor);
	return crm->rc;
}

/* The text as it is, edited by the user, into text. */
static enum crm_rc
editor_text(struct crm *crm, const char *now, struct str *text)
{
	const char *folder = getenv("TMPDIR");
	char *file = keep_printf(
	    &crm->keep, "%s/crm-XXXXXX", folder != NULL ? folder : "/tmp");
	int fd = mkstemp(file);
	FILE *f = fd == -1 ? NULL : fdopen(fd, "w+");

	if (f == NULL)
		return crm_fail(
		    crm, CRM_FAILURE, NULL, "%s: cannot be made", file);
	if (now != NULL)
		fprintf(f, "%s\n", now);
	fflush(f);
	if (editor_run(crm, file) == CRM_OK) {
		/* Editors may write another file in this one's place. */
		fclose(f);
		if ((f = fopen(file, "r")) == NULL)
			crm_fail(crm, CRM_FAILURE, NULL,
			    "%s: the editor "
			    "removed it",
			    file);
		else
			stream_text(crm, f, text);
	}
	if (f != NULL)
		fclose(f);
	unlink(file);
	return crm->rc;
}

/* What was meant to be typed: the field goes in as if it were an option. */
static enum crm_rc
text_get(struct crm *crm, bool from_stdin, const char *now, struct str *text)
{
	if (from_stdin)
		return stdin_text(crm, text);
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return crm_fail(crm, CRM_USAGE, "required",
		    "no text; give "
		    "it as an argument, or - to take it from stdin");
	return editor_text(crm, now, text);
}

static bool
is_blank_text(const struct str *text)
{
	return text->ptr[strspn(text->ptr, " \t\r\n")] == '\0';
}

enum crm_rc
crm_record_add_text(struct crm *crm, const char *field)
{
	struct cli *cli = crm->cli;
	struct record rec;
	struct str text = STR_INIT;
	int64_t id = 0;
	bool dash = cli->nargs == 2 && strcmp(cli->args[1], "-") == 0;

	if ((cli->nargs != 1 && !dash) || crm_opt(crm, field) != NULL ||
	    strcmp(cli->args[0], "-") == 0)
		return crm_record_add(crm);
	if (crm_client_id(crm, cli->args[0]) == 0 ||
	    text_get(crm, dash, NULL, &text) != CRM_OK)
		goto out;
	if (is_blank_text(&text)) {
		crm_fail(crm, CRM_USAGE, "required",
		    "an empty text; nothing "
		    "was added");
		goto out;
	}
	record_init(&rec, crm, cli->entity);
	record_set(&rec, entity_field(cli->entity, "client_id"), cli->args[0],
	    strlen(cli->args[0]));
	record_set(&rec, entity_field(cli->entity, field), text.ptr, text.len);
	fields_from_options(crm, &rec, 0);
	id = crm->rc == CRM_OK ? record_insert(&rec) : 0;
	record_fail(&rec);
	record_free(&rec);
	crm_record_answer(crm, id);
out:
	str_free(&text);
	return crm->rc;
}

enum crm_rc
crm_record_edit_text(struct crm *crm, const char *field)
{
	struct cli *cli = crm->cli;
	const struct crm_entity *e = cli->entity;
	struct str text = STR_INIT;
	int64_t id;
	const char *now;
	bool dash = cli->nargs == 2 && strcmp(cli->args[1], "-") == 0;

	if ((cli->nargs != 1 && !dash) || fields_given(crm) ||
	    strcmp(cli->args[0], "-") == 0)
		return crm_record_edit(crm);
	id = crm_record_id(crm, cli->args[0]);
	now = crm_text(crm,
	    crm_keepf(crm, "SELECT %s FROM %s WHERE id = ?1",
		entity_field(e, field)->name, e->name),
	    ARG(id));
	if (crm->rc == CRM_OK && text_get(crm, dash, now, &text) == CRM_OK) {
		if (is_blank_text(&text))
			crm_fail(crm, CRM_USAGE, "required",
			    "an empty text; "
			    "nothing was changed");
		crm_record_change(crm, id, field, text.ptr);
		crm_record_answer(crm, id);
	}
	str_free(&text);
	return crm->rc;
}
