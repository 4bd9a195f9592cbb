/*
 * entity.h: what records are, as the build tool (lib/gen/mkschema.c) read it
 * off share/schema, share/filter and share/query. All of it is constant data.
 */
#ifndef CRM_ENTITY_H
#define CRM_ENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kind.h"

enum {
	FIELD_ID = 1 << 0, /* the primary key */
	FIELD_REQUIRED = 1 << 1, /* NOT NULL without a default */
	FIELD_UNIQUE = 1 << 2, /* alone in a unique index */
	FIELD_AUTO = 1 << 3, /* set by the suite when not given */
	FIELD_DERIVED = 1 << 4, /* follows from the facts; cannot be set */
	FIELD_INDEXED = 1 << 5 /* first column of an index */
};

#define FIELDS_MAX 64 /* columns a table may have; mkschema checks */

struct crm_field {
	const char *name; /* column */
	const char *key; /* CSV header and JSON key */
	const char *opt; /* --option, with hyphens */
	const char *help; /* the comment beside the column */
	const char *ref; /* the table that a foreign key points to */
	const char *const *words; /* CHECK (x IN ('open', ...)) */
	int64_t least, most; /* CHECK (x >= 0), CHECK (x BETWEEN 1 AND 5) */
	unsigned char kind; /* enum kind */
	unsigned char flags; /* FIELD_* */
	signed char keyed; /* index of its _key column, or -1 */
};

/* Another name for a field, from share/filter: an option, a header, a key. */
struct crm_alias {
	const char *name;
	const char *field; /* its column */
};

/* A condition of a list, from share/filter. */
struct crm_filter {
	const char *opt; /* "tag" */
	const char *arg; /* "TAG"; NULL for a flag */
	const char *help;
	const char *sql; /* with ?1 for the argument */
};

/* A secondary index; the bulk loader drops and builds it again. */
struct crm_index {
	const char *name;
	const char *sql;
	const char *keys; /* "name_key, status": columns or expressions */
	int nkeys;
	const char *where; /* the condition; NULL: it has every row */
	bool unique;
};

struct crm_entity {
	const char *name; /* table: "client", "orders" */
	const char *noun; /* "client", "order": which is no name for a table */
	const char *plural; /* as crm-import and crm-export call it */
	const char *help;
	const char *select; /* the visible columns: "id, name, ..." */
	const struct crm_field *fields;
	const struct crm_filter *filters; /* end with a NULL opt; may be NULL */
	const struct crm_filter *sorts; /* opt is the name of the order */
	const struct crm_filter *dates; /* what --since and --until are about */
	const struct crm_alias *aliases; /* end with a NULL name */
	const struct crm_index *indexes; /* end with a NULL name */
	const char *search; /* condition of --search, ?1 the text */
	const char *hide_opt; /* unless this option is given, */
	const char *hide; /* rows that meet this are not shown */
	const char *only; /* no others are, unless a client is named; or NULL */
	const char *order; /* of a list when no --sort is given */
	const char *columns; /* of a list for people: "id,name"; NULL: all */
	int nfields;
	int id; /* index of the primary key */
	int client; /* index of client_id; -1: none */
	int currency; /* index of currency; -1: none */
	int country; /* index of country; -1: none */
};

/* Every fact table, parents before children. */
extern const struct crm_entity *const crm_entities[];
extern const int crm_nentities;

/* Derived tables whose rows have a number, to be looked at like records: a
 * tool may name one. They are neither written, imported nor exported. Ends
 * with NULL. */
extern const struct crm_entity *const crm_derived_entities[];

/* A table whose rows are in the timeline, as its view NAME_event says. */
struct crm_arm {
	const char *table; /* "orders" */
	const char *noun; /* "order" */
	const char *view; /* "orders_event" */
	const char *select; /* what it has of the timeline's columns; NULL AS x
			       for what it has not */
	const char *body; /* the SELECT that the view stands for */
	const char *const *types; /* that its events have, NULL at the end */
};
extern const struct crm_arm crm_arms[]; /* ends with a NULL table */

/* One numbered step of share/schema. */
struct crm_step {
	const char *name; /* "002-client" */
	const char *sql;
	const char *const *names; /* our tables and indexes after it, sorted */
	uint64_t tables; /* and their fingerprint */
};

extern const struct crm_step crm_steps[];
extern const int crm_nsteps; /* = user_version of a current file */

/* Generated triggers and the timeline view, and the fingerprint of every
 * trigger and view of a current file. */
extern const char crm_generated_sql[];
extern const uint64_t crm_generated_print;

/* Names of our triggers and views, sorted, NULL at the end. */
extern const char *const crm_code_names[];

/*
 * What a table is to hold of the clients who are due: what a rule says, in any
 * order, as against what is there, in that of the key: the first columns. The
 * other statements take columns as parameters.
 */
struct crm_outcome {
	const char *there, *insert, *update, *remove;
	int keys; /* columns of the key */
	int columns; /* that are there */
	int said; /* that the rule has: some for new rows, and the last one,
		     maybe, to tell which goes first of the same key */
	uint64_t texts; /* bits of those that are texts, not numbers */
};

/* share/query/derive_*.sql, statement by statement; ends with a NULL sql. */
struct crm_rule {
	const char *sql;
	bool facts; /* of derive_facts_*: goes by facts beside the client's own
		       row, and has nothing to say where there are none */
	const struct crm_outcome *outcome; /* of a SELECT; else NULL */
};
extern const struct crm_rule crm_rules[];

/* Tables that hold nothing but what is derived, and the columns of them that
 * follow from the facts; ends with a NULL name. */
struct crm_derived {
	const char *name;
	const char *columns; /* "client_id, at, tier" */
};
extern const struct crm_derived crm_derived_tables[];

/* share/setting.tsv */
struct crm_setting_def {
	const char *name;
	const char *type; /* text, int, money, currency, country, zone, ... */
	const char *value; /* default */
	const char *help;
};
extern const struct crm_setting_def crm_settings[]; /* ends with a NULL name */

/* By noun, table or plural; NULL when there is none. */
const struct crm_entity *entity_find(const char *name);

/* The same, among derived ones as well. */
const struct crm_entity *entity_look(const char *name);

/* The field of this column, key or option (hyphen and underscore alike, any
 * case); NULL when there is none. Keys hidden from people are not found. */
const struct crm_field *entity_field(
    const struct crm_entity *, const char *name);

/* FNV-1a, 64 bits (draft-eastlake-fnv): not a defence against forgery of
 * our files by their owner, only against what he did not notice. */
#define FNV_START 0xcbf29ce484222325ULL
static inline uint64_t
fnv(uint64_t h, const void *data, size_t len)
{
	const unsigned char *p = data;

	while (len-- > 0)
		h = (h ^ *p++) * 0x100000001b3ULL;
	return h;
}

/* The print of one table, index, trigger or view: FNV over words of eight
 * bytes, for all of them are looked at whenever a file is opened. Prints are
 * added up, so that the order does not matter. */
static inline uint64_t
schema_print(const char *sql)
{
	size_t len = strlen(sql);
	uint64_t h = FNV_START, word;

	for (; len >= sizeof(word); sql += sizeof(word), len -= sizeof(word)) {
		memcpy(&word, sql, sizeof(word));
		h = (h ^ word) * 0x100000001b3ULL;
		h ^= h >> 32; /* a product's low bits know no high ones */
	}
	return fnv(h, sql, len + 1);
}

#endif
