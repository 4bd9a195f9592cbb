/*
 * import_header.c: which field a column is for, by its header alone.
 */
#include <string.h>

#include "fold.h"
#include "import_in.h"
#include "quote.h"

#include "banned.h"

#define SHOWN 60 /* columns of a terminal, for a header in a message */

/* Headers whose cells are a record of their own, linked to the row's. */
static const struct {
	const char *entity;
	const char *header; /* folded */
	const char *target;
} elsewhere[] = {
    {"client", "note", "note.text"},
    {"client", "notes", "note.text"},
    {"client", "comment", "note.text"},
    {"client", "comments", "note.text"},
    {"client", "remarks", "note.text"},
    {"client", "memo", "note.text"},
};

/* What others put in front of a name when they mean the client's. */
static const char *const prefixes[] = {"client", "customer", "contact",
    "attendee", "invitee", "buyer", "guest", "patient", "billing"};

/* What a record may tell of its client without being asked to. */
static const char *const client_fields[] = {
    "email", "phone", "name", "given_name", "family_name", "external_id"};

/* Columns that --rejects adds; they mean nothing when they come back. */
static const char *const reject_columns[] = {
    "_line", "_error", "_column", "_text"};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* --- names --- */

/* "E-mail *" is email: case, accents, blanks and punctuation are gone. */
void
header_fold(struct str *out, const char *text)
{
	struct str folded = STR_INIT;
	const char *p;

	text_fold(&folded, text, strlen(text));
	for (p = folded.ptr; *p != '\0'; p++)
		if (strncmp(p, "\xef\xbb\xbf", 3) == 0)
			p += 2;
		else if ((*p & 0x80) || (*p >= '0' && *p <= '9') ||
			 (*p >= 'a' && *p <= 'z'))
			str_addc(out, *p);
	str_free(&folded);
}

const char *
header_shown(struct crm *crm, const char *name)
{
	struct str out = STR_INIT;
	const char *kept;
	size_t len = strlen(name), fit = text_fit(name, len, SHOWN);

	visible(&out, name, fit);
	if (fit < len)
		str_adds(&out, "...");
	kept = crm_keep(crm, out.ptr);
	str_free(&out);
	return kept;
}

bool
header_is_bare(const char *header)
{
	static const char *const names[] = {"name", "nome", "nombre", "nom"};
	size_t i;

	for (i = 0; i < LENGTH(names); i++)
		if (strcmp(names[i], header) == 0)
			return true;
	return false;
}

/* Does a name of ours mean the folded header? */
static bool
name_fits(const char *name, const char *header)
{
	for (; *name != '\0'; name++) {
		if (*name == '_' || *name == '-')
			continue;
		if (*name != *header++)
			return false;
	}
	return *header == '\0';
}

/* The field of a folded header: by key, else option, column, other names. */
static const struct crm_field *
field_of(const struct crm_entity *e, const char *header)
{
	const struct crm_field *f;
	const struct crm_alias *a;
	int pass, i;

	for (pass = 0; pass < 3; pass++)
		for (i = 0, f = e->fields; i < e->nfields; i++, f++)
			if (f->kind != KIND_KEY &&
			    name_fits(pass == 0	  ? f->key
				      : pass == 1 ? f->opt
						  : f->name,
				header))
				return f;
	for (a = e->aliases; a->name != NULL; a++)
		if (name_fits(a->name, header))
			return entity_field(e, a->field);
	return NULL;
}

/* The header without "client" and the like in front; NULL when there is
 * nothing of the kind, "" when there is nothing else. */
static const char *
prefix_skip(const char *header)
{
	size_t i, len;

	for (i = 0; i < LENGTH(prefixes); i++) {
		len = strlen(prefixes[i]);
		if (strncmp(header, prefixes[i], len) == 0)
			return header + len;
	}
	return NULL;
}

bool
map_is_reject(const char *name)
{
	size_t i;

	for (i = 0; i < LENGTH(reject_columns); i++)
		if (strcmp(reject_columns[i], name) == 0)
			return true;
	return false;
}

/* --- fields --- */

/* "client_email", as lists call it (list_names_people()). */
static bool
is_of_client(const struct map *m, const char *name)
{
	size_t i;

	if (m->entity->client < 0 || strncmp(name, "client_", 7) != 0)
		return false;
	for (i = 0; i < LENGTH(client_fields); i++)
		if (strcmp(client_fields[i], name + 7) == 0)
			return true;
	return false;
}

bool
header_is_own(const struct map *m, const struct read *r)
{
	const struct crm_field *f;
	size_t i;
	int k;

	for (i = 0; i < r->ncolumns; i++) {
		if (map_is_reject(r->names[i]) || is_of_client(m, r->names[i]))
			continue;
		for (k = 0, f = m->entity->fields; k < m->entity->nfields;
		     k++, f++)
			if (f->kind != KIND_KEY &&
			    strcmp(f->key, r->names[i]) == 0)
				break;
		if (k == m->entity->nfields)
			return false;
	}
	return true;
}

const struct crm_field *
list_of(const struct crm_entity *e, const struct crm_field *f)
{
	size_t len = strlen(f->key);
	int i;

	for (i = 0; i < e->nfields; i++)
		if (e->fields[i].kind == KIND_LIST &&
		    strncmp(e->fields[i].key, f->key, len) == 0 &&
		    strcmp(e->fields[i].key + len, "s") == 0)
			return &e->fields[i];
	return NULL;
}

/* "Phone 2" is a phone as well. */
static const struct crm_field *
field_numbered(const struct crm_entity *e, const char *header)
{
	const struct crm_field *f = field_of(e, header);
	char name[64];
	size_t len = strlen(header);

	while (len > 0 && header[len - 1] >= '0' && header[len - 1] <= '9')
		len--;
	if (f != NULL || len == 0 || len >= sizeof(name))
		return f;
	memcpy(name, header, len);
	name[len] = '\0';
	return field_of(e, name);
}

/* A field of the record, unless another column has it already. */
static bool
by_field(const struct map *m, const char *header, struct target *t)
{
	const struct crm_field *f = field_numbered(m->entity, header);

	if (f != NULL && (f->flags & FIELD_ID) && !m->own)
		f = field_of(m->entity, "externalid");
	if (f != NULL && (f->flags & FIELD_DERIVED) && m->own) {
		t->kind = TARGET_IGNORE;
		return true;
	}
	if (!target_field(m, f, t))
		return false;
	if (!target_taken(m, 0, f))
		return true;
	t->list = list_of(m->entity, f);
	t->kind = t->list != NULL ? TARGET_MORE : TARGET_NONE;
	return true;
}

/*
 * What names the client that a booking, a note, an order belongs to; rest: the
 * header without "customer" in front, or NULL. Our number of the client is
 * called client_id, as in our exports; "Customer ID" is somebody else's.
 */
static bool
by_client(
    const struct map *m, const char *header, const char *rest, struct target *t)
{
	const struct crm_entity *client = entity_find("client");
	const struct crm_field *f;
	size_t i;

	if (m->entity->client < 0)
		return false;
	if (rest != NULL && *rest == '\0') {
		t->field = &m->entity->fields[m->entity->client];
		t->kind = TARGET_CLIENT;
		return true;
	}
	f = field_of(client, rest != NULL ? rest : header);
	if (f != NULL && (f->flags & FIELD_ID))
		f = rest == NULL ? NULL : field_of(client, "externalid");
	for (i = 0; f != NULL && i < LENGTH(client_fields); i++)
		if (strcmp(f->key, client_fields[i]) == 0 &&
		    (rest != NULL || strcmp(f->key, "external_id") != 0) &&
		    !target_taken(m, RECORD_CLIENT, f)) {
			t->kind = TARGET_CLIENT;
			t->record = RECORD_CLIENT;
			t->field = f;
			return true;
		}
	return false;
}

static bool
by_elsewhere(struct map *m, const char *header, struct target *t)
{
	size_t i;

	for (i = 0; i < LENGTH(elsewhere); i++)
		if (strcmp(elsewhere[i].entity, m->entity->name) == 0 &&
		    strcmp(elsewhere[i].header, header) == 0)
			return target_linked(m, elsewhere[i].target, t);
	return false;
}

/* "Client ID", but not "client_id" as we write it. */
static bool
is_elses(const struct map *m, const char *header, const char *name)
{
	const struct crm_field *f = m->entity->client < 0
					? NULL
					: &m->entity->fields[m->entity->client];

	return f != NULL && name_fits(f->key, header) &&
	       strcmp(f->key, name) != 0;
}

void
header_map(
    struct map *m, const char *header, const char *name, struct target *t)
{
	const char *rest = prefix_skip(header);

	if ((!is_elses(m, header, name) && by_field(m, header, t)) ||
	    by_elsewhere(m, header, t) || by_client(m, header, rest, t))
		return;
	if (rest != NULL && strcmp(m->entity->name, "client") == 0)
		by_field(m, rest, t);
}
