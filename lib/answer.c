/*
 * answer.c: what a verb has to say goes to the output through here.
 */
#include <stdarg.h>

#include "cli.h"

#include "banned.h"

#define NARROW 100 /* fewer columns of a terminal than these are few */

static enum crm_rc
emit(struct crm *crm, struct crm_rows *rows, bool one)
{
	struct cli *cli = crm->cli;
	int code;

	if (crm->rc != CRM_OK || rows->stmt == NULL)
		return crm->rc;
	cli->emit.one = one;
	code = emit_rows(&cli->emit, rows->stmt);
	if (cli->emit.error != NULL)
		crm_fail(crm, CRM_USAGE, NULL, "%s", cli->emit.error);
	else if (code != SQLITE_DONE)
		db_error(crm, code);
	crm_close(rows);
	return crm->rc;
}

enum crm_rc
emit_merged(struct crm *crm, struct crm_rows *const *queries, int n,
    struct crm_rows *(*next)(void *), void *arg)
{
	struct emit *e = &crm->cli->emit;
	struct crm_rows *rows;
	int i;

	e->one = false;
	for (i = 0; i < n && crm->rc == CRM_OK; i++)
		if (!emit_begin(e, queries[i]->stmt))
			break;
	while (
	    crm->rc == CRM_OK && e->error == NULL && (rows = next(arg)) != NULL)
		if (!emit_row(e, rows->stmt))
			break;
	if (e->error != NULL)
		crm_fail(crm, CRM_USAGE, NULL, "%s", e->error);
	return crm->rc;
}

enum crm_rc
crm_emit(struct crm *crm, struct crm_rows *rows)
{
	return emit(crm, rows, false);
}

enum crm_rc
crm_emit_one(struct crm *crm, struct crm_rows *rows)
{
	return emit(crm, rows, !crm->cli->batch);
}

enum crm_rc
crm_emit_card(struct crm *crm, struct crm_rows *rows)
{
	struct cli *cli = crm->cli;

	/* After the sections of the one before. */
	if (crm->rc == CRM_OK && cli->parts && !cli->emit.open)
		str_addc(&cli->out.buf, '\n');
	return emit(crm, rows, true);
}

bool
crm_machine_format(struct crm *crm)
{
	return crm->cli->emit.format->machine;
}

void
crm_columns(struct crm *crm, const char *fields)
{
	if (crm->cli->emit.fields == NULL)
		crm->cli->emit.fields = fields;
}

void
crm_chart_columns(struct crm *crm, const char *fields)
{
	if (crm_same(crm->cli->emit.format->name, "chart"))
		crm_columns(crm, fields);
}

void
crm_narrow_columns(struct crm *crm, const char *fields)
{
	int width = crm_table_width(crm);

	if (width > 0 && width < NARROW)
		crm_columns(crm, fields);
}

int
crm_table_width(struct crm *crm)
{
	const struct emit *e = &crm->cli->emit;

	return crm_same(e->format->name, "table") && e->fields == NULL
		   ? e->width
		   : 0;
}

void
crm_print(struct crm *crm, const char *fmt, ...)
{
	va_list ap;

	if (crm->rc != CRM_OK)
		return;
	va_start(ap, fmt);
	str_addv(&crm->cli->out.buf, fmt, ap);
	va_end(ap);
	str_addc(&crm->cli->out.buf, '\n');
	out_spill(&crm->cli->out);
}
