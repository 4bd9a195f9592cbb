/*
 * list.h: a list of records: which, in what order, from where on.
 */
#ifndef CRM_LIST_H
#define CRM_LIST_H

#include "db.h"
#include "entity.h"

#define LIST_CONDITIONS_MAX 64

/* What was asked for; texts as they were typed. */
struct list {
	struct crm *crm;
	const struct crm_entity *entity;
	const char *columns; /* of the SELECT; NULL: entity->select */
	const char *only; /* what it is limited to; NULL: nothing. list_init()
			     sets that of the entity */
	const char *sort; /* NULL: the entity's order */
	const char *after; /* an id; NULL: from the start */
	const char *date; /* what since and until are about */
	int64_t limit; /* -1: all */
	bool reverse;
	bool shown; /* hidden ones too */
	bool named; /* of clients who were named */
	bool people; /* client_name, client_email, client_phone as well */

	/* conditions gathered so far, by list_*() */
	struct {
		const char *sql; /* with ?1 */
		const char *text; /* of ?1; NULL: none */
	} conditions[LIST_CONDITIONS_MAX];
	int nconditions;
};

void list_init(struct list *, struct crm *, const struct crm_entity *);

/* Conditions; each sets the error that sticks when its value is no good. */
void list_where_field(
    struct list *, const struct crm_field *, const char *value);
void list_where_filter(
    struct list *, const struct crm_filter *, const char *value);
void list_where_client(struct list *, int64_t client);
/* Of these, as a JSON array of their ids. */
void list_where_clients(struct list *, const char *ids);
void list_where_search(struct list *, const char *text);
void list_where_since(struct list *, const char *since, const char *until);

/* After all others: what the list is limited to where no client is named. */
void list_where_only(struct list *);

/* Is it narrowed by what was asked for? */
bool list_is_narrowed(const struct list *);

/*
 * One end of a span as typed with --since, or with another option (name) as
 * that ends one, such as --until: what it is as a day, or
 * as an instant, and how a value is held to it: ">=", "<=", or "<" the day
 * after, for a day that ends a span is in it whole. A span that begins at "7d"
 * does so seven days ago, as at "-7d". NULL: a usage error.
 */
const char *list_span_end(
    struct crm *, const char *name, const char *text, bool days, char when[21]);

/* Do the fields asked for ("id,client_name") tell who the client is? */
bool list_names_people(const struct crm_entity *, const char *fields);

/*
 * The rows. A condition that few rows meet leads the query; otherwise the
 * order does, so that a page costs what it shows.
 */
struct crm_rows *list_query(struct list *);

/*
 * The rows of a query about the records that meet the conditions: its SQL says
 * where they belong by the comment narrow, behind a WHERE: "FROM purchase
 * WHERE 1 / *narrow* /". ?1 and on are the arguments given here.
 */
struct crm_rows *list_narrow(
    struct list *, const char *sql, const struct crm_arg *);

/* verbs.c (layer 4): everything that the options of the command line ask. */
void list_from_options(struct crm *, struct list *);

/* How many of the hidden rows meet the conditions: for "0 matches; 3 with
 * --status any". */
int64_t list_hidden(struct list *);

#endif
