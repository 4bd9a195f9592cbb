/*
 * record.h: one record being written: its values from text to what is
 * stored, the rules they must keep, and the INSERT or UPDATE.
 *
 * A record that cannot be written says so in its problem; the caller turns
 * that into an error of the command or into a rejected row of a file.
 */
#ifndef CRM_RECORD_H
#define CRM_RECORD_H

#include "db.h"
#include "entity.h"

#define RECORD_INSERTS 16 /* statements that a record remembers */

enum value_state {
	VALUE_UNSET, /* not given: the column's default, or as it was */
	VALUE_RAW, /* given as text, not yet looked at */
	VALUE_NULL, /* given as nothing: to be emptied */
	VALUE_TEXT,
	VALUE_INT,
	VALUE_REAL
};

struct value {
	enum value_state state;
	const char *text; /* RAW and TEXT; lives in the record */
	size_t len;
	int64_t i;
	double d;
};

/* Why a record cannot be written. */
struct problem {
	enum crm_rc rc; /* CRM_OK: there is none */
	const char *word; /* "email_taken"; NULL: of the status */
	const struct crm_field *field; /* what it is about; NULL: the record */
	const char *text; /* "not an address: \"ana@\"" */
};

struct record;

/*
 * What holds for one type of record only; found by the name of the table
 * (rules.c). Each may be NULL. old is the row as it is, NULL for a new one;
 * one that returns false has noted a problem.
 */
struct record_rules {
	const char *entity;

	/* Fill in what follows from other fields, and check what can be seen
	 * without the database. */
	bool (*complete)(struct record *, const struct record *old);

	/* Check the rest; id 0: a new one. Of an import (trusted) what is
	 * history must not be refused. */
	bool (*check)(struct record *, int64_t id, const struct record *old);

	/* It is in, under this id, with what is set now. Not called for an
	 * import of many. */
	void (*written)(struct record *, int64_t id, const struct record *old);
};

struct record {
	struct crm *crm;
	const struct crm_entity *entity;
	const struct record_rules *rules; /* of its type; or NULL */
	struct value values[FIELDS_MAX];
	struct problem problem;
	struct keep keep; /* texts, until record_clear() */

	bool decimal_comma; /* money is typed 12,50 */
	uint64_t commas; /* or only that of these fields */
	bool as_new; /* client: the email of a deleted one is free */
	bool decided; /* client: somebody said so, whatever client.require
			 asks for */
	bool trusted; /* the caller has checked uniqueness and the
			 limit itself: an import */
	int64_t row; /* that is being changed; 0: none */
	const char *country; /* for phones; NULL: account.country */
	int64_t minutes; /* booking: how long it takes; 0: not said */

	/* The INSERT for each set of columns written of late. */
	struct {
		uint64_t columns;
		struct crm_rows *rows;
	} inserts[RECORD_INSERTS];
};

void record_init(struct record *, struct crm *, const struct crm_entity *);

/* Forget the values and the problem, to write another one. */
void record_clear(struct record *);
void record_free(struct record *);

/* Give a field a value, as text that someone typed; NULL empties it. The
 * text is copied. The empty text is NULL, save for CSV's "" (a blank). */
void record_set(
    struct record *, const struct crm_field *, const char *text, size_t len);

/* Add an item to a field of KIND_LIST, or take it away. What it holds is
 * read from the row first when id is not 0 and nothing was set yet. */
void record_list_add(
    struct record *, int64_t id, const struct crm_field *, const char *item);
void record_list_remove(
    struct record *, int64_t id, const struct crm_field *, const char *item);

/* Set a key of a field of KIND_JSON ("custom"); value NULL removes it. The
 * value is JSON when it is a number, true, false, or begins as JSON does;
 * otherwise text. */
void record_json_set(struct record *, int64_t id, const struct crm_field *,
    const char *key, const char *value);

/* The text of a field by its number (crm_fields.h), as stored or as given;
 * NULL when unset, empty, or not a text. */
const char *record_text(const struct record *, int field);

/*
 * Turn every raw value into what is stored, by the kind of its field. False
 * with a problem that names every field that is wrong. An amount without a
 * currency gets that of the account. No database is needed
 * but for settings and references, so an import can do it before it locks.
 */
bool record_parse(struct record *);

/*
 * Parse, fill in what follows from other fields, look-up keys and times too,
 * and check the rules for a new record; those that need the database only when
 * the record is not trusted. The keys are filled in even when a rule is broken.
 * An import does this before it locks.
 */
bool record_ready(struct record *);

/*
 * Check the rules (required fields, uniqueness, those of clients) and insert.
 * Parses first. Returns the new id, or 0 with a problem or an error of the
 * handle.
 */
int64_t record_insert(struct record *);

/* Insert the values as they are, with their look-up keys: facts that were
 * stored before. No rule is checked but the schema's. */
int64_t record_store(struct record *);

/*
 * Change the fields that are set in the row of this id. Returns false with a
 * problem; *changed says whether anything was different.
 */
bool record_update(struct record *, int64_t id, bool *changed);

/* Delete the row. Its references go by the schema's rules. */
bool record_delete(struct record *, int64_t id);

/* Read the row as stored into the record; false when there is none. */
bool record_load(struct record *, int64_t id);

/* Note a problem, unless there is one. Returns false. */
bool record_problem(struct record *, enum crm_rc, const char *word,
    const struct crm_field *, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* Note what SQLite refused, in the words of the record. Returns false. */
bool record_refusal(struct record *, int code);

/* Turn the problem into the error that sticks: "email: not an address". */
enum crm_rc record_fail(struct record *);

/* --- bulk.c: many at once --- */

struct bulk {
	struct record *rec; /* trusted: nothing is checked */
	int64_t rows; /* about so many are to come */
	uint64_t columns; /* that any of them has, look-up keys too */

	/* Put the next one into the record, ready to be stored, look-up keys
	 * too; false when there is none. */
	bool (*next)(void *arg, struct record *);
	/* It is in, under this id; or 0: it is not, the record says why. */
	void (*done)(void *arg, struct record *, int64_t id);
	void *arg;

	int64_t id; /* the next free one */
	int64_t current; /* that of the record at hand; 0: none */
	bool end;
	struct bulk_keys *entries; /* for the indexes; lib/bulk_order.c */
	uint32_t uniform; /* bits of indexes whose new entries are alike */
};

/*
 * Insert many records. Where they are many beside those there are, the
 * indexes over what they give are dropped, which is several times faster than
 * keeping them in order; record_bulk_end() builds them again.
 */
enum crm_rc record_bulk(struct bulk *);
enum crm_rc record_bulk_end(struct crm *, const struct crm_entity *);

/*
 * Many look-ups by a key that is a text, in the order of the key: each page of
 * its index is met once. Give all the texts, each with a number of its own;
 * lookup_run() finds the records that have them, where that holds of them (SQL,
 * or NULL), tells their ids, and frees all.
 */
struct lookup;
struct lookup *lookup_new(struct crm *);
void lookup_add(struct lookup *, const char *text, size_t len, int64_t number);
enum crm_rc lookup_run(struct lookup *, const char *table, const char *column,
    const char *where, void (*found)(void *arg, int64_t number, int64_t id),
    void *arg);

/* Before and after a transaction with such loads: leave to files what does
 * not fit into memory. */
void record_bulk_files(struct crm *, bool begin);

/* Fill in the look-up key of every value that was given. */
void record_keys(struct record *);

/* The columns that have a value, or are to be emptied. */
uint64_t record_columns(const struct record *);

/* --- rules.c: what rules have in common --- */

const struct record_rules *rules_find(const struct crm_entity *);

/* Is the field given a value, or emptied? What will it hold: as given, or else
 * as it is; NULL when that is nothing, or no text. */
bool record_given(const struct record *, int field);
const char *record_then(
    const struct record *, const struct record *old, int field);

/* Give a field a text as it is stored; len 0 empties it. */
void record_give(struct record *, int field, const char *text, size_t len);

/* An amount is typed in the currency that the row has, where no other is
 * given; and the currency does not change under an amount that stays, unless
 * both have as many decimals. */
void record_currency(struct record *, const struct record *old);
bool record_currency_check(struct record *, const struct record *old);

/*
 * What had one of the statuses that count ("paid,completed") and is cancelled
 * or refunded now has been taken back at this moment, which the field voided
 * keeps, unless it is given; it forgets it when that is taken back in turn.
 * Milestones that were reached with it are revoked then, not gone
 * (rules.md R28).
 */
void record_void(struct record *, const struct record *old, int status,
    const char *counts, int voided);

/* --- booking.c --- */

/* Beginning and end; a client that is deleted or, for bookings made online,
 * blocked; a cancelled booking was neither completed nor missed. */
extern const struct record_rules booking_rules;

/* A problem, when this client is deleted. */
bool booking_client(struct record *, int64_t client);

/* --- series.c --- */

/* What may change; the bookings of a new one, and what a change means for
 * those that are to come. */
extern const struct record_rules series_rules;

/* --- doings.c --- */

/* The day or time of being done goes with the status; a project is not due
 * before it starts. */
extern const struct record_rules project_rules, task_rules;

/* A status in lower case, cancelled in the spelling that counts. */
extern const struct record_rules order_rules, purchase_rules;

/* A rating is of a review, ref of a referral, and of somebody else. */
extern const struct record_rules event_rules;

/* None of a client who is deleted. */
extern const struct record_rules loyalty_rules, journey_rules;

/* --- client.c: the rules that only clients have --- */

/* Name from given and family name and back, dates of a change of status;
 * client.require, client.limit, and the uniqueness of emails. */
extern const struct record_rules client_rules;

/* client_name.c: a name that is given tells its parts, where they are not; and
 * parts tell the name, where that was put together of them. */
void client_names(struct record *, const struct record *old);

/* --- client_further.c --- */

/* What becomes the first email or phone of a client is a further one no
 * longer. */
void client_furthers(struct record *, const struct record *old);

/* What a client has as a further one stays that where a file has it as the
 * first: it says who it is. */
void client_furthers_stay(struct record *, const struct record *old);

/* Bring client_word of one client up to date, so that further emails are
 * unique within a batch. */
void client_words(struct crm *, int64_t id);

/* The live client that holds an address (folded), or else, in *deleted, one
 * that is deleted; 0 when there is none. not: a client that does not count. */
int64_t client_email_holder(
    struct crm *, const char *key, int64_t not, int64_t *deleted);

/* How many more clients client.limit allows; INT64_MAX without a limit. */
int64_t client_room(struct crm *);

#endif
