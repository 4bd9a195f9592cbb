/*
 * import_email.c: further email addresses of clients: an address belongs to
 * one client, in the file as well as in the database (rules.md R1).
 */
#include <string.h>

#include "import_in.h"

#include "banned.h"

/* Every further address of a client, folded. */
static struct crm_rows *
addresses(struct match *m, const struct record *rec)
{
	return crm_query(m->crm, "SELECT fold_email(value) FROM json_each(?1)",
	    ARG(rec->values[m->emails].text));
}

bool
email_further(const struct match *m, const struct record *rec)
{
	return m->emails >= 0 && value_has(rec, m->emails);
}

static bool
is_first(void *arg, size_t row)
{
	struct match *m = arg;
	struct stage_walk walk;

	stage_open(&walk, &m->stage->rows[row], &m->other);
	return value_same(&m->other.values[m->email], m->address);
}

static bool
is_further(void *arg, size_t row)
{
	struct match *m = arg;
	struct stage_walk walk;
	struct crm_rows *r;
	bool found = false;

	stage_open(&walk, &m->stage->rows[row], &m->other);
	r = addresses(m, &m->other);
	while (!found && crm_next(r))
		found = strcmp(crm_col_text(r, 0), m->address->text) == 0;
	crm_close(r);
	return found;
}

static struct value
address_value(const char *text)
{
	return (struct value){
	    .state = VALUE_TEXT, .text = text, .len = strlen(text)};
}

/* The row that has an address as a further one, or (first) as its own. */
static size_t
address_row(struct match *m, const struct value *address, bool first)
{
	uint64_t hash = value_hash(FNV_START, address);
	size_t row = SIZE_MAX;

	m->address = address;
	if (first && m->email_key != NULL)
		row = seen_find(&m->email_key->seen, hash, is_first, m);
	if (row == SIZE_MAX)
		row = seen_find(&m->furthers, hash, is_further, m);
	return row;
}

size_t
email_row(struct match *m, const struct record *rec, bool *own)
{
	struct value address;
	struct crm_rows *r;
	size_t row = SIZE_MAX;

	*own = false;
	if (m->emails < 0 || match_deleted(m, rec))
		return SIZE_MAX;
	if (m->furthers.n > 0 && value_has(rec, m->email)) {
		row = address_row(m, &rec->values[m->email], false);
		*own = row != SIZE_MAX;
	}
	if (row != SIZE_MAX || !email_further(m, rec))
		return row;
	r = addresses(m, rec);
	while (row == SIZE_MAX && crm_next(r)) {
		address = address_value(crm_col_text(r, 0));
		row = address_row(m, &address, true);
	}
	crm_close(r);
	return row;
}

void
email_add(struct match *m, const struct record *rec, size_t row)
{
	struct value address;
	struct crm_rows *r;

	if (!email_further(m, rec) || match_deleted(m, rec))
		return;
	r = addresses(m, rec);
	while (crm_next(r)) {
		address = address_value(crm_col_text(r, 0));
		seen_add(&m->furthers, value_hash(FNV_START, &address), row);
	}
}

int64_t
email_holder(struct match *m, const struct record *rec)
{
	int64_t holder = 0, deleted;
	struct crm_rows *r;

	if (m->empty || !email_further(m, rec) || match_deleted(m, rec))
		return 0;
	r = addresses(m, rec);
	while (holder == 0 && crm_next(r))
		holder = client_email_holder(
		    m->crm, crm_col_text(r, 0), 0, &deleted);
	crm_close(r);
	return holder;
}
