/*
 * timeline_verb.c: crm-timeline as asked for on the command line.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "follow.h"
#include "kind.h"

#include "crm_sql.h"

#include "banned.h"

#define FOLLOW_LIMIT 10 /* as tail -f */

/* Of one client, whose name need not be said again; and of several. */
static const char fields_one[] =
    "at,type,title,status,amount,currency,staff,description";
static const char fields_many[] =
    "at,client_name,type,title,status,amount,currency,staff,description";

/* On paper, for the client: without what the staff wrote about it. */
static const char fields_paper[] =
    "at,client_id,client_name,type,title,status,amount,currency,staff";

/* --- whose --- */

/* The clients as a JSON array; NULL for all of them. */
static const char *
clients_get(struct crm *crm)
{
	struct cli *cli = crm->cli;

	if (crm_opt(crm, "all") != NULL) {
		if (cli->nargs > 0)
			crm_fail(crm, CRM_USAGE, NULL,
			    "--all is every client, not \"%s\" alone",
			    cli->args[0]);
		return NULL;
	}
	return clients_named(crm);
}

/* --- what --- */

static void
narrow(struct timeline *t, const char *clients)
{
	struct crm *crm = t->crm;
	const char *text;
	int place = 0;

	if (clients != NULL)
		timeline_where_clients(t, clients);
	while ((text = crm_opt_next(crm, "type", &place)) != NULL)
		timeline_where_types(t, text);
	if ((text = crm_opt(crm, "search")) != NULL)
		timeline_where_search(t, text);
	if ((text = crm_opt(crm, "since")) != NULL)
		timeline_where_since(t, text);
	if ((text = crm_opt(crm, "until")) != NULL)
		timeline_where_until(t, text);
	t->reverse = crm_opt(crm, "reverse") != NULL;
	t->limit = crm_opt_number(crm, "limit", t->limit);
	if ((text = crm_opt(crm, "after")) != NULL && crm->rc == CRM_OK)
		timeline_after(t, text);
}

/* --- how --- */

/* The line on top of a table too long to be kept back. */
static const char *
tallies(void *arg)
{
	struct timeline *t = arg;
	struct crm_rows *r = timeline_counts(t);
	struct str line = STR_INIT;
	const char *text;

	while (crm_next(r))
		str_addf(&line, "%s%s %lld", line.len > 0 ? "  " : "",
		    crm_col_text(r, 0), (long long)crm_col_int(r, 1));
	text = crm_keep(t->crm, line.ptr);
	str_free(&line);
	return text;
}

/* Tables are for eyes: under their days, and what they show is chosen. */
static void
table_settle(struct timeline *t, bool many)
{
	struct emit *e = &t->crm->cli->emit;

	if (e->format->document && e->fields == NULL)
		e->fields = fields_paper;
	if (e->format != &emit_table)
		return;
	if (e->fields == NULL)
		e->fields = many ? fields_many : fields_one;
	e->group = "date";
	e->tally = "type";
	e->tallies = tallies;
	e->tallies_arg = t;
}

/* A document has a head; and pages that end. */
static void
document_settle(struct timeline *t, const char *clients)
{
	static const char *const others[] = {"follow", "counts"};
	struct crm *crm = t->crm;
	size_t i;

	if (!crm_document_wanted(crm))
		return;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (crm_opt(crm, others[i]) != NULL)
			crm_fail(crm, CRM_USAGE, NULL,
			    "--%s makes no document; take another --format",
			    others[i]);
	if (clients == NULL || strchr(clients, ',') != NULL)
		crm_document(crm, "Client history",
		    clients == NULL ? "All clients" : "Several clients", NULL);
	else
		crm_document(crm, "Client history", NULL,
		    crm_query(crm, SQL_TIMELINE_CARD,
			ARG(strtoll(clients + 1, NULL, 10))));
}

static struct crm_rows *
next(void *walk)
{
	return timeline_next(walk);
}

static enum crm_rc
show(struct timeline *t)
{
	struct crm *crm = t->crm;
	struct timeline_walk walk;

	timeline_walk(&walk, t);
	emit_merged(crm, walk.rows, walk.nrows, next, &walk);
	timeline_leave(&walk);
	if (crm->cli->emit.nrows == 0 && !crm_machine_format(crm))
		crm_remark(crm, "nothing there");
	return crm->rc;
}

static enum crm_rc
follow(struct timeline *t)
{
	struct crm *crm = t->crm;
	struct cli *cli = crm->cli;
	static const char *const others[] = {"counts", "reverse", "after"};
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (crm_opt(crm, others[i]) != NULL)
			return crm_fail(crm, CRM_USAGE, NULL,
			    "--follow goes on from now; it cannot be used "
			    "with --%s",
			    others[i]);
	if (cli->emit.format == &emit_json)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "--follow has no end, an array has: say --format ndjson");
	if (cli->out.file != NULL)
		return crm_fail(crm, CRM_USAGE, NULL,
		    "--follow has no end, and --output is written at the end: "
		    "say > FILE");
	if (t->limit < 0)
		t->limit = FOLLOW_LIMIT;
	return timeline_follow(t);
}

enum crm_rc
crm_timeline(struct crm *crm)
{
	struct timeline t;
	const char *clients;

	timeline_init(&t, crm);
	db_exec(crm, "BEGIN"); /* one state of the data for the whole answer */
	clients = clients_get(crm);
	narrow(&t, clients);
	table_settle(&t, clients == NULL || strchr(clients, ',') != NULL);
	document_settle(&t, clients);
	if (crm->rc == CRM_OK && crm_opt(crm, "follow") != NULL) {
		db_exec(crm, "ROLLBACK");
		follow(&t);
	} else if (crm->rc == CRM_OK && crm_opt(crm, "counts") != NULL) {
		crm->cli->emit.group = NULL;
		if (crm_opt(crm, "fields") == NULL)
			crm->cli->emit.fields = NULL;
		crm_emit(crm, timeline_counts(&t));
	} else if (crm->rc == CRM_OK) {
		show(&t);
	}
	if (crm->db != NULL && !sqlite3_get_autocommit(crm->db))
		sqlite3_exec(crm->db, "ROLLBACK", NULL, NULL, NULL);
	timeline_free(&t);
	return crm->rc;
}
