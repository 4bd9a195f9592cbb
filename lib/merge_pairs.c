/*
 * merge_pairs.c: crm-dedupe merge -: the pairs on standard input, as a scan
 * writes them or as somebody typed them.
 */
#include <stdlib.h>
#include <string.h>

#include "change.h"
#include "merge_in.h"
#include "read.h"

#include "banned.h"

struct pairs {
	struct crm *crm;
	const struct merge *m;
	struct read *in;
	bool scored; /* --min: only pairs of this score at least, */
	double least;
	int64_t done, same; /* merged; one client already */
};

static const struct read_cell *
cell_of(const struct read *in, const char *name)
{
	size_t i;

	for (i = 0; i < in->ncolumns; i++)
		if (strcmp(in->names[i], name) == 0)
			return in->cells[i].type == READ_ABSENT ? NULL
								: &in->cells[i];
	return NULL;
}

/* The client of "a" or "b": an object with its id, or the id alone. */
static int64_t
side_client(struct pairs *p, const char *name)
{
	const struct read_cell *c = cell_of(p->in, name);
	const char *text = c == NULL ? NULL : c->text;

	if (c != NULL && c->type == READ_JSON)
		text = crm_text(p->crm, "SELECT ?1 ->> '$.id'", ARG(text));
	if (text == NULL || text[strspn(text, "0123456789")] != '\0' ||
	    strlen(text) > 18 || *text == '\0') {
		crm_fail(p->crm, CRM_USAGE, NULL,
		    "\"%s\" names no client: a pair has \"a\" and \"b\", each "
		    "with an \"id\"",
		    name);
		return 0;
	}
	return merge_survivor(p->crm, strtoll(text, NULL, 10));
}

/* Of a pair that was found, the one who has been a client longer is kept. */
static bool
is_older(struct crm *crm, int64_t a, int64_t b)
{
	return crm_int(crm,
		   "SELECT a.created_at < b.created_at OR a.created_at = "
		   "b.created_at AND a.id < b.id FROM client a, client b "
		   "WHERE a.id = ?1 AND b.id = ?2",
		   ARG(a), ARG(b)) != 0;
}

static void
pair_run(struct pairs *p, struct merging *g, int64_t lose)
{
	if (p->crm->rc != CRM_OK)
		return;
	if (lose == g->keep)
		p->same++;
	else if (merging_add(g, lose))
		p->done++;
}

/* Does --min let it through? A score that cannot be read is not a high one. */
static bool
is_wanted(struct pairs *p)
{
	const struct read_cell *score = cell_of(p->in, "score");
	double s;

	if (!p->scored)
		return true;
	if (score == NULL || real_parse(&s, score->text, score->len) != NULL) {
		crm_fail(p->crm, CRM_USAGE, NULL,
		    "\"score\" is no number, which --min needs");
		return false;
	}
	return s >= p->least;
}

static void
object_run(struct pairs *p, struct merging *g)
{
	int64_t a, b, kept;

	if (!is_wanted(p))
		return;
	a = side_client(p, "a");
	b = p->crm->rc == CRM_OK ? side_client(p, "b") : 0;
	if (p->crm->rc != CRM_OK)
		return;
	kept = a == b || !is_older(p->crm, b, a) ? a : b;
	g->keep = kept;
	pair_run(p, g, kept == a ? b : a);
}

/* Who was given up by an earlier pair is not news; a number that is nobody's
 * may be a phone. */
static int64_t
ref_client(struct crm *crm, const char *ref)
{
	size_t len = strlen(ref);
	int64_t id = strspn(ref, "0123456789") == len && len <= 18
			 ? merge_survivor(crm, strtoll(ref, NULL, 10))
			 : 0;

	if (id != 0 && crm_int(crm, "SELECT count(*) FROM client WHERE id = ?1",
			   ARG(id)) != 0)
		return id;
	return crm_client_id(crm, ref);
}

/* "7 12 13": the first one is kept. */
static void
line_run(struct pairs *p, struct merging *g)
{
	const char *by =
	    strchr(p->in->raw.ptr, '\t') != NULL ? "\t\r\n" : " ,\r\n";
	const char *text = p->in->raw.ptr, *ref;
	int64_t id;
	size_t len;
	int n = 0;

	for (text += strspn(text, by); *text != '\0' && p->crm->rc == CRM_OK;
	     text += strspn(text, by)) {
		len = strcspn(text, by);
		ref = crm_keepf(p->crm, "%.*s", (int)len, text);
		text += len;
		id = ref_client(p->crm, ref);
		if (n++ == 0)
			g->keep = id;
		else
			pair_run(p, g, id);
	}
	if (n == 1)
		crm_fail(p->crm, CRM_USAGE, NULL,
		    "one client is no pair: \"%s\"", p->in->raw.ptr);
}

/* Each is a change of its own, so that each can be taken back. */
static void
record_run(struct pairs *p, bool json)
{
	struct crm *crm = p->crm;
	const char *where =
	    crm_keepf(crm, "%s:%lld", p->in->file, (long long)p->in->line);
	const char *summary = crm->summary;
	int64_t change = crm->change;
	struct merging g;

	merging_begin(&g, p->m, 0);
	crm_run(crm, "SAVEPOINT pair");
	change_next(crm);
	if (json && p->in->problem != NULL)
		crm_fail(crm, CRM_USAGE, "bad_json", "%s", p->in->problem);
	else if (json)
		object_run(p, &g);
	else
		line_run(p, &g);
	if (crm->rc == CRM_OK && g.number != 0) {
		merging_answer(&g);
		crm_run(crm, "RELEASE pair");
	} else if (!is_fatal(crm->rc)) {
		if (crm->rc != CRM_OK)
			row_failed(crm, where);
		crm->change = change;
		crm->summary = summary;
		crm_run(crm, "ROLLBACK TO pair");
		crm_run(crm, "RELEASE pair");
	}
	merging_end(&g);
}

/* A scan for eyes or for spreadsheets: what stands in its columns is not to be
 * guessed at. */
static bool
is_table(const char *line)
{
	static const char *const heads[] = {
	    "a,b,", "a\tb\t", "a_id ", "cluster,", "cluster\t", "cluster "};
	size_t i;

	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (strncmp(line, heads[i], strlen(heads[i])) == 0)
			return true;
	return false;
}

static void
table_refuse(struct crm *crm, const struct read *in)
{
	crm_fail(crm, CRM_USAGE, NULL,
	    "%s: that is a table; print the pairs with --json or --format "
	    "ndjson",
	    in->file);
}

void
merge_pairs(struct crm *crm, const struct merge *m)
{
	struct read_hints hints = {.headerless_ok = true, .delimiter = ' '};
	struct pairs p = {.crm = crm, .m = m};
	bool json;

	crm->cli->batch = true;
	p.scored = crm_opt(crm, "min") != NULL;
	p.least = crm_opt_score(crm, "min", 0);
	if (crm->rc != CRM_OK)
		return;
	p.in = read_open("-", &hints);
	json = p.in->error == NULL && strcmp(p.in->format, "ndjson") == 0;
	/* What is a header to the reader is the first line. */
	if (p.in->error == NULL && !json && is_table(p.in->raw.ptr))
		table_refuse(crm, p.in);
	else if (p.in->error == NULL && !json && p.in->raw.len > 0)
		record_run(&p, false);
	while (crm->rc == CRM_OK && p.in->error == NULL && read_next(p.in))
		record_run(&p, json);
	if (p.in->error != NULL)
		crm_fail(crm, p.in->unreadable ? CRM_FAILURE : CRM_USAGE, NULL,
		    "%s: %s", p.in->file, p.in->error);
	if (p.same > 0)
		cli_later(crm, "%lld %s one client already; skipped",
		    (long long)p.same, p.same == 1 ? "pair was" : "pairs were");
	read_close(p.in);
}
