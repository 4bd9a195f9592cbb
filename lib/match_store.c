/*
 * match_store.c: the weights that the base has taught, kept in the file.
 */
#include <stdlib.h>
#include <string.h>

#include "match_store.h"

#include "banned.h"

/* --- as text --- */

static void
line_add(struct str *out, const char *field, const char *level,
    const struct match_weight *w)
{
	str_addf(out, "%s\t%s\t%.9g\t%.9g\t%.9g\n", field, level, w->same,
	    w->house, w->strangers);
}

/* Kept as a share, as all else is. */
static const char *const bond_words[BONDS] = {"name", "town"};

static const char *
model_print(struct crm *crm, const struct match_model *m)
{
	struct str out = STR_INIT;
	const char *kept;
	int field, level;

	line_add(&out, "prior", "pair", &m->prior);
	for (level = 0; level < BONDS; level++)
		str_addf(&out, "bond\t%s\t0\t0\t%.9g\n", bond_words[level],
		    1 / m->bond[level]);
	for (field = 0; field < MATCH_FIELDS; field++)
		for (level = 1; level < MATCH_LEVELS; level++)
			if (match_level_word(field, level) != NULL)
				line_add(&out, match_field_word(field),
				    match_level_word(field, level),
				    &m->weight[field][level]);
	kept = crm_keep(crm, out.ptr);
	str_free(&out);
	return kept;
}

/* The cell that a line is about; NULL when there is none of the name. */
static struct match_weight *
cell_find(struct match_model *m, const char *field, const char *level)
{
	int i, j;

	if (strcmp(field, "prior") == 0)
		return &m->prior;
	for (i = 0; i < MATCH_FIELDS; i++)
		for (j = 1; j < MATCH_LEVELS; j++)
			if (strcmp(match_field_word(i), field) == 0 &&
			    match_level_word(i, j) != NULL &&
			    strcmp(match_level_word(i, j), level) == 0)
				return &m->weight[i][j];
	return NULL;
}

static bool
bond_read(struct match_model *m, const char *what, double share)
{
	int i;

	for (i = 0; i < BONDS; i++)
		if (strcmp(bond_words[i], what) == 0 &&
		    share >= 1.0 / MATCH_BOND_MOST - 1e-6) {
			m->bond[i] = 1 / share;
			return true;
		}
	return false;
}

/* "given\tsame\t0.78\t0.03\t0.01"; false when it is anything else. */
static bool
line_read(struct match_model *m, char *line)
{
	char *word[5] = {line, NULL, NULL, NULL, NULL}, *end = line;
	struct match_weight *cell, w, bond = {0};
	int i;

	for (i = 1; i < 5; i++) {
		if ((end = strchr(end, '\t')) == NULL)
			return false;
		*end++ = '\0';
		word[i] = end;
	}
	w.same = strtod(word[2], NULL);
	w.house = strtod(word[3], NULL);
	w.strangers = strtod(word[4], NULL);
	cell = strcmp(word[0], "bond") == 0 ? &bond
					    : cell_find(m, word[0], word[1]);
	if (cell == NULL || !(w.same >= 0 && w.same <= 1) ||
	    !(w.house >= 0 && w.house <= 1) ||
	    !(w.strangers >= 0 && w.strangers <= 1))
		return false;
	*cell = w;
	if (cell == &bond)
		return bond_read(m, word[1], w.strangers);
	return true;
}

/* A version that has other levels has no use for these. */
static bool
model_read(struct match_model *m, char *text)
{
	char *line, *end;
	int n = 0, want = 1 + BONDS, i, j;

	for (i = 0; i < MATCH_FIELDS; i++)
		for (j = 1; j < MATCH_LEVELS; j++)
			want += match_level_word(i, j) != NULL;
	for (line = text; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		if (!line_read(m, line))
			return false;
		n++;
	}
	return n == want;
}

/* Lines of a word, a tab and two digits: match_term_often() relies on it. */
static bool
terms_good(const char *text)
{
	const char *end;

	for (; *text != '\0'; text = end + 1) {
		end = strchr(text, '\n');
		if (end == NULL || end - text < 4 || end[-3] != '\t' ||
		    (unsigned)(end[-2] - '0') > 2 ||
		    (unsigned)(end[-1] - '0') > 9)
			return false;
	}
	return true;
}

/* --- in the file --- */

#define COLUMNS "given, family, postcode, city"

static const struct match_model *
model_load(struct crm *crm)
{
	struct match_model *m = keep_alloc(&crm->keep, sizeof(*m));
	struct crm_rows *r =
	    crm_query(crm, "SELECT clients, weights, " COLUMNS
			   " FROM scan_state WHERE clients > 0");
	bool good = false;
	const char *text;
	int i;

	if (!crm_next(r))
		return match_default();
	*m = *match_default();
	m->clients = (double)crm_col_int(r, 0);
	if (crm_col_text(r, 1) != NULL)
		good = model_read(m, keep_text(&crm->keep, crm_col_text(r, 1)));
	for (i = 0; i < TERMS; i++) {
		text = crm_col_text(r, 2 + i);
		m->terms[i] = crm_keep(crm, text != NULL ? text : "");
		good = good && terms_good(m->terms[i]);
	}
	crm_close(r);
	return good ? m : match_default();
}

const struct match_model *
match_store_load(struct crm *crm)
{
	if (crm->model == NULL)
		crm->model = model_load(crm);
	return crm->model;
}

static bool
state_write(struct crm *crm, const struct match_model *m, int64_t seen)
{
	if (seen > 0)
		crm_run(
		    crm, "UPDATE scan_state SET journal_id = ?1", ARG(seen));
	if (m != NULL)
		crm_run(crm,
		    "UPDATE scan_state SET clients = ?1, weights = ?2, "
		    "(" COLUMNS ") = (?3, ?4, ?5, ?6)",
		    ARG((int64_t)m->clients), ARG(model_print(crm, m)),
		    ARG(m->terms[TERM_GIVEN]), ARG(m->terms[TERM_FAMILY]),
		    ARG(m->terms[TERM_POSTCODE]), ARG(m->terms[TERM_CITY]));
	return crm->rc == CRM_OK;
}

/* Read to look only; a command that looks asks here for the one exception. */
bool
match_store_save(struct crm *crm, const struct match_model *m, int64_t seen)
{
	int wait = crm->wait;
	bool only = crm_int(crm, "PRAGMA query_only") != 0, done = false;

	if (crm->rc != CRM_OK || crm->transient ||
	    sqlite3_db_readonly(crm->db, "main") != 0)
		return false;
	crm->wait = 1; /* others have more to do */
	db_exec(crm, "PRAGMA query_only = OFF");
	if (sqlite3_exec(crm->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) ==
	    SQLITE_OK) {
		done = state_write(crm, m, seen) &&
		       sqlite3_exec(crm->db, "COMMIT", NULL, NULL, NULL) ==
			   SQLITE_OK;
		if (!done)
			sqlite3_exec(crm->db, "ROLLBACK", NULL, NULL, NULL);
	}
	if (only)
		db_exec(crm, "PRAGMA query_only = ON");
	crm->wait = wait;
	if (done && m != NULL)
		crm->model = NULL;
	return done;
}
