/*
 * list_in.h: what the parts of a list share. Private to list*.c.
 */
#ifndef CRM_LIST_IN_H
#define CRM_LIST_IN_H

#include <string.h>

#include "kind.h"
#include "list.h"

enum way { WAY_WALK, WAY_LEAD, WAY_SCAN };

struct page {
	struct list *l;
	struct crm *crm;
	const char *table;
	enum way way;
	const char *sort; /* column or expression; "id" for none */
	bool desc;
	const char *index; /* of the order; NULL: there is none */
	const char *ids; /* of the rows that lead, as JSON */
	const char *gathered; /* condition whose rows are known by id; NULL */
	int members; /* the argument with those ids */
	const char *arms[3]; /* the rows after l->after, in pieces */
	int narms; /* 0: all rows */
	int at[LIST_CONDITIONS_MAX]; /* their arguments */
	struct crm_arg args[LIST_CONDITIONS_MAX + 9];
	int nargs;
	int limit; /* the argument that says how many rows */
	int leads; /* the one with the ids */
};

/* list_value.c: a value as the column holds it; NULL, or what is wrong with
 * it. The look-up key of a value, as the column beside it holds it. */
const char *list_value(
    struct list *, const struct crm_field *, const char *text, struct str *out);
void list_key(
    struct list *, const struct crm_field *, const char *text, struct str *out);

/* list_way.c: the next index after one (NULL: the first) that begins with the
 * column. */
const struct crm_index *list_index(
    const struct crm_entity *, const char *column, const struct crm_index *);

/* Choose the way: after the order is known. */
void page_way(struct page *);

/* list_page.c: the rows as the way goes. */
void page_select(
    struct str *, const struct page *, const char *columns, const char *limit);

/* The conditions as SQL, joined by AND, as the way wants them, all or a part:
 * early those that an index of the order is enough for, since they look at the
 * id (sets) or at the column of the order; late the others, and what hides
 * rows. Or all of them plainly, but for what hides. */
enum part { PART_ALL, PART_EARLY, PART_LATE };
void page_conditions(struct str *, const struct page *, enum part);
bool page_has_sets(const struct page *);
void page_conditions_plain(struct str *, const struct page *);

/* Bind one more argument; returns its number. */
static inline int
page_arg(struct page *p, struct crm_arg arg)
{
	p->args[p->nargs++] = arg;
	return p->nargs;
}

static inline bool
page_by_id(const struct page *p)
{
	return strcmp(p->sort, "id") == 0;
}

#endif
