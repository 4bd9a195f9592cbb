/*
 * scan_verb.c: crm-dedupe scan, explain and distinct: the command line's side
 * of dedupe.h and match.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "cluster.h"
#include "dedupe.h"
#include "distinct.h"
#include "match_store.h"
#include "progress.h"

#include "banned.h"

/* --- pairs as an answer --- */

#define OF(who)                                                                \
	"json_object('id', " who ".id, 'name', " who ".name, 'email', " who    \
	".email, 'phone', " who ".phone)"
#define FROM_FOUND                                                             \
	"p.score, p.level, p.reasons_list FROM temp.found p "                  \
	"CROSS JOIN client a ON a.id = p.a_id "                                \
	"CROSS JOIN client b ON b.id = p.b_id ORDER BY "

/* For machines and for people, without the cluster and with it. */
static const char *const answers[2][2] = {
    {"SELECT p.a_id, a.name AS a_name, p.b_id, b.name AS b_name, " FROM_FOUND
     "p.n",
	"SELECT p.cluster, p.a_id, a.name AS a_name, p.b_id, b.name AS "
	"b_name, " FROM_FOUND "p.cluster, p.n"},
    {"SELECT " OF("a") " AS a_json, " OF("b") " AS b_json, " FROM_FOUND "p.n",
	"SELECT p.cluster, " OF("a") " AS a_json, " OF(
	    "b") " AS b_json, " FROM_FOUND "p.cluster, p.n"}};

static void
found_create(struct crm *crm)
{
	db_exec(crm, "PRAGMA query_only = OFF");
	db_exec(crm,
	    "CREATE TEMP TABLE found (n INTEGER PRIMARY KEY, cluster INTEGER, "
	    "a_id INTEGER, b_id INTEGER, score REAL, level TEXT, "
	    "reasons_list TEXT)");
}

/* As a JSON list; kept until the next one. NULL: there are none. */
static const char *
reasons_list(unsigned reasons)
{
	static struct str out = STR_INIT;

	if (reasons == 0)
		return NULL;
	str_cut(&out, 0);
	str_adds(&out, "[\"");
	match_reasons(&out, reasons, "\",\"");
	str_adds(&out, "\"]");
	return out.ptr;
}

static const char *
level_of(double score)
{
	return score >= 1 ? "exact" : "partial";
}

static void
found_add(struct dedupe *d, const struct pair *p, int64_t cluster)
{
	double score = match_score(d->model, p->pattern);

	crm_run(d->crm,
	    "INSERT INTO temp.found (cluster, a_id, b_id, score, level, "
	    "reasons_list) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	    cluster > 0 ? ARG(cluster) : ARG_NULL, ARG(d->people.ids[p->a]),
	    ARG(d->people.ids[p->b]), ARG(score), ARG(level_of(score)),
	    ARG(reasons_list(match_reasons_of(p->pattern))));
}

/* What was found, and room for more of it. */
static void
found_emit(struct dedupe *d, bool clusters)
{
	struct crm *crm = d->crm;
	/* A list of ids has no use for objects. */
	bool objects = crm_machine_format(crm) &&
		       strcmp(crm->cli->emit.format->name, "id") != 0;

	progress_clear();
	crm_emit(crm, crm_query(crm, answers[objects][clusters]));
	crm_run(crm, "DELETE FROM temp.found");
}

/* --- scan --- */

struct wish {
	double min;
	int64_t limit; /* pairs; -1: all */
	const char *since;
	bool clusters, streams;
};

static struct wish
wish_read(struct crm *crm)
{
	const char *since = crm_opt(crm, "since");
	struct wish w = {.min = crm_opt_score(crm, "min", MATCH_REVIEW),
	    .limit = crm_opt_number(crm, "limit", -1),
	    .since = since,
	    .clusters = crm_opt(crm, "clusters") != NULL,
	    .streams = strcmp(crm->cli->emit.format->name, "ndjson") == 0};

	if (since != NULL && !crm_same(since, "last"))
		w.since = crm_opt_span(crm, "since");
	w.streams = w.streams && !w.clusters;
	return w;
}

/* The last row of the journal before what --since means. */
static int64_t
since_row(struct crm *crm, const char *since)
{
	if (crm_same(since, "last"))
		return crm_int(crm, "SELECT journal_id FROM scan_state");
	return crm_int(crm,
	    "SELECT coalesce(min(j.id) - 1, (SELECT max(id) FROM journal)) "
	    "FROM journal j JOIN change c ON c.id = j.change_id "
	    "WHERE c.at >= ?1 /*scan*/",
	    ARG(since));
}

/* What there is goes out at once; false when nobody reads it any more. A file
 * is there at the end, whole. */
static bool
found_flush(struct crm *crm)
{
	struct out *out = &crm->cli->out;

	return out->file != NULL || out_commit(out);
}

/* As they are found: those of one key after the other. */
static void
pairs_stream(struct dedupe *d, const struct wish *w)
{
	int64_t given = 0;
	size_t i;
	int key;

	for (key = 0; key < BLOCK_KEYS && given != w->limit; key++) {
		dedupe_find(d, key, w->min);
		for (i = 0; i < d->pairs.n && given != w->limit; i++, given++)
			found_add(d, &d->pairs.list[i], 0);
		d->pairs.n = 0;
		if (i == 0)
			continue;
		found_emit(d, false);
		if (!found_flush(d->crm))
			break;
	}
}

static void
pairs_answer(struct dedupe *d, const struct wish *w)
{
	size_t i, n;

	pairs_sort(&d->pairs);
	n = d->pairs.n;
	if (w->limit >= 0 && (size_t)w->limit < n)
		n = (size_t)w->limit;
	for (i = 0; i < n; i++)
		found_add(d, &d->pairs.list[i], 0);
	found_emit(d, false);
}

/* Each beside the oldest of its cluster. */
static void
clusters_answer(struct dedupe *d, const struct wish *w)
{
	uint32_t *first = mem_alloc(d->people.n * sizeof(*first) + 1);
	int64_t *number = mem_alloc(d->people.n * sizeof(*number) + 1),
		last = 0;
	struct match_face one, other;
	struct pair p;
	uint32_t i;

	pairs_sort(&d->pairs);
	clusters_find(first, &d->people, &d->pairs, d->model, dedupe_apart, d);
	memset(number, 0, d->people.n * sizeof(*number));
	for (i = 0; i < d->people.n; i++)
		number[first[i]] += first[i] != i;
	for (i = 0; i < d->people.n; i++)
		number[i] = number[i] > 0 ? ++last : 0;
	for (i = 0; i < d->people.n; i++) {
		if (first[i] == i ||
		    (w->limit >= 0 && number[first[i]] > w->limit))
			continue;
		p.a = first[i];
		p.b = i;
		people_face(&d->people, p.a, &one);
		people_face(&d->people, p.b, &other);
		p.pattern = match_compare(&one, &other);
		found_add(d, &p, number[p.a]);
	}
	free(first);
	free(number);
	found_emit(d, true);
}

static void
scan_run(struct dedupe *d, const struct wish *w)
{
	int key;

	if (w->since != NULL)
		dedupe_since(d, since_row(d->crm, w->since));
	db_exec(d->crm, "BEGIN");
	if (w->streams) {
		pairs_stream(d, w);
	} else {
		for (key = 0; key < BLOCK_KEYS; key++)
			dedupe_find(d, key, w->min);
		if (w->clusters)
			clusters_answer(d, w);
		else
			pairs_answer(d, w);
	}
	if (!sqlite3_get_autocommit(d->crm->db))
		sqlite3_exec(d->crm->db, "ROLLBACK", NULL, NULL, NULL);
}

enum crm_rc
crm_dedupe_scan(struct crm *crm)
{
	struct wish w = wish_read(crm);
	struct dedupe d;

	if (crm->rc != CRM_OK)
		return crm->rc;
	found_create(crm);
	if (dedupe_open(&d, crm) == CRM_OK)
		scan_run(&d, &w);
	/* A part of it is not what the next one may go on from. */
	if (crm->rc == CRM_OK && w.limit < 0 &&
	    (w.since == NULL || crm_same(w.since, "last")))
		match_store_save(crm, NULL, d.seen);
	dedupe_free(&d);
	return crm->rc;
}

/* --- explain --- */

static double
bits_of(double same, double others)
{
	return log2(same / others);
}

static void
line_add(struct crm *crm, const char *what, const char *a, const char *b,
    const char *level, double bits)
{
	crm_run(crm,
	    "INSERT INTO temp.line (comparison, a, b, level, bits) "
	    "VALUES (?1, nullif(?2, ''), nullif(?3, ''), ?4, round(?5, 2))",
	    ARG(what), ARG(a), ARG(b), ARG(level), ARG(bits));
}

/* What a face has of a field, as it is compared; kept. */
static const char *
face_text(struct crm *crm, const struct match_face *f, enum match_field field)
{
	const struct match_part *w = f->words;
	int last = f->nwords - 1;

	switch (field) {
	case MATCH_GIVEN:
		return last < 0 || f->family_only
			   ? ""
			   : crm_keepf(crm, "%.*s", w[0].len, w[0].text);
	case MATCH_FAMILY:
		return last < (f->family_only ? 0 : 1)
			   ? ""
			   : crm_keepf(crm, "%.*s", w[last].len, w[last].text);
	case MATCH_EMAIL:
		return f->email;
	case MATCH_PHONE:
		return f->phone;
	case MATCH_BIRTHDAY:
		return f->birthday;
	case MATCH_STREET:
		return f->street;
	default:
		return crm_keepf(crm, "%s%s%s", f->postcode,
		    *f->postcode != '\0' && *f->city != '\0' ? " " : "",
		    f->city);
	}
}

/* One line for each comparison; they add up to the total. */
static void
lines_add(struct crm *crm, const struct match_model *m, match_pattern p,
    const struct match_face *a, const struct match_face *b)
{
	struct match_weight total = match_total(m, p), w;
	int i;

	line_add(crm, "prior", NULL, NULL, NULL,
	    bits_of(m->prior.same, m->prior.strangers));
	for (i = 0; i < MATCH_FIELDS; i++) {
		w = match_weight(m, p, i);
		line_add(crm, match_field_word(i), face_text(crm, a, i),
		    face_text(crm, b, i),
		    match_level_word(i, match_level(p, i)),
		    bits_of(w.same, w.strangers));
	}
	if (match_namesakes(m, p) > 1)
		line_add(crm, "namesakes", NULL, NULL, NULL,
		    -log2(match_namesakes(m, p)));
	if (match_neighbours(m, p) > 1)
		line_add(crm, "neighbours", NULL, NULL, NULL,
		    -log2(match_neighbours(m, p)));
	line_add(crm, "household", NULL, NULL, NULL,
	    bits_of(total.strangers, total.strangers + total.house));
	line_add(crm, "total", NULL, NULL, NULL,
	    bits_of(total.same, total.strangers + total.house));
}

#define LINES "SELECT comparison, a, b, level, bits FROM temp.line ORDER BY n"

static enum crm_rc
explain(struct crm *crm, int64_t one, int64_t other)
{
	const struct match_model *m = match_store_load(crm);
	struct match_face a, b;
	struct likeness l;
	const char *from;
	bool distinct;

	if (!people_one(crm, one, m, &a) || !people_one(crm, other, m, &b))
		return crm->rc;
	match(&l, m, &a, &b);
	distinct = distinct_known(crm, one, other);
	db_exec(crm, "PRAGMA query_only = OFF");
	db_exec(crm, "CREATE TEMP TABLE line (n INTEGER PRIMARY KEY, "
		     "comparison TEXT, a TEXT, b TEXT, level TEXT, bits REAL)");
	lines_add(crm, m, l.pattern, &a, &b);
	from = m->clients > 0
		   ? crm_keepf(crm, "learnt from %.0f clients", m->clients)
		   : "usual";
	if (crm_machine_format(crm))
		return crm_emit_one(crm,
		    crm_query(crm,
			"SELECT " OF("a") " AS a_json, " OF(
			    "b") " AS b_json, ?3 AS score, ?4 AS level, "
				 "?5 AS reasons_list, ?6 AS is_distinct, "
				 "?7 AS weights, ?8 AS comparisons_json "
				 "FROM client a, client b WHERE a.id = ?1 AND "
				 "b.id = ?2",
			ARG(one), ARG(other), ARG(l.score),
			ARG(level_of(l.score)), ARG(reasons_list(l.reasons)),
			ARG(distinct), ARG(from),
			ARG(crm_json(crm, crm_query(crm, LINES)))));
	crm_emit_one(crm,
	    crm_query(crm,
		"SELECT a.id || ' ' || a.name AS a, b.id || ' ' || b.name AS "
		"b, ?3 AS score, ?4 AS level, ?5 AS reasons_list, ?7 AS "
		"is_distinct, ?6 AS weights FROM client a, client b WHERE a.id "
		"= ?1 AND b.id = "
		"?2",
		ARG(one), ARG(other), ARG(l.score), ARG(level_of(l.score)),
		ARG(reasons_list(l.reasons)), ARG(from), ARG(distinct)));
	return crm_section(crm, "Comparisons, in bits", LINES);
}

/* The two clients that are named; false with an error otherwise. */
static bool
two_clients(struct crm *crm, const char *verb, int64_t *one, int64_t *other)
{
	const char *a = crm_arg(crm), *b = crm_arg(crm);

	if (a == NULL || b == NULL || crm_arg(crm) != NULL) {
		crm_fail(crm, CRM_USAGE, NULL, "%s: name two clients", verb);
		return false;
	}
	*one = crm_client_id(crm, a);
	*other = crm_client_id(crm, b);
	if (crm->rc == CRM_OK && *one == *other)
		crm_fail(crm, CRM_USAGE, NULL, "%s: that is client %lld twice",
		    verb, (long long)*one);
	return crm->rc == CRM_OK;
}

enum crm_rc
crm_dedupe_explain(struct crm *crm)
{
	int64_t one, other;

	if (two_clients(crm, "explain", &one, &other))
		explain(crm, one, other);
	return crm->rc;
}

/* --- distinct --- */

enum crm_rc
crm_dedupe_distinct(struct crm *crm)
{
	int64_t one, other;

	if (crm->cli->nargs == 0)
		return crm_emit(crm,
		    crm_query(crm,
			"SELECT d.id, d.a_id, a.name AS a_name, d.b_id, b.name "
			"AS b_name, d.at, d.reason FROM distinct_pair d JOIN "
			"client a ON a.id = d.a_id JOIN client b ON b.id = "
			"d.b_id ORDER BY d.id"));
	if (!two_clients(crm, "distinct", &one, &other))
		return crm->rc;
	if (!distinct_add(crm, one, other, crm_opt(crm, "reason")) &&
	    crm->rc == CRM_OK)
		return crm_fail(crm, CRM_REFUSED, "already",
		    "clients %lld and %lld are known to be distinct",
		    (long long)one, (long long)other);
	crm_summary(crm, "clients %lld and %lld are distinct", (long long)one,
	    (long long)other);
	return crm->rc;
}
