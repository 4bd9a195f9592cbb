/*
 * people.c: the clients of a base in memory, packed for comparison.
 */
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "people_in.h"

#include "banned.h"

/* The texts of a face, in the order in which they are packed. */
static const char **
text_of(struct match_face *f, int i)
{
	const char **const all[PACK_TEXTS] = {&f->name, &f->email, &f->emails,
	    &f->phone, &f->phones, &f->birthday, &f->street, &f->postcode,
	    &f->city};

	return all[i];
}

/* --- packing --- */

static char *
chunk_room(struct people *p, size_t size)
{
	size = (size + PACK_UNIT - 1) / PACK_UNIT * PACK_UNIT;
	if (p->nchunks == 0 || p->used + size > PACK_CHUNK) {
		p->chunks = mem_grow(
		    p->chunks, (p->nchunks + 1) * sizeof(p->chunks[0]));
		p->chunks[p->nchunks++] = mem_alloc(PACK_CHUNK);
		p->used = 0;
	}
	p->used += size;
	return p->chunks[p->nchunks - 1] + p->used - size;
}

static size_t
text_len(const char *text)
{
	size_t len = strlen(text);

	return len < PACK_LONGEST ? len : PACK_LONGEST;
}

static unsigned char
flags_of(const struct match_face *f)
{
	return (unsigned char)((f->family_only ? FAMILY_ONLY : 0) |
			       (f->free_mail ? FREE_MAIL : 0) |
			       (f->shared_mail ? SHARED_MAIL : 0) |
			       (f->dots_fold ? DOTS_FOLD : 0));
}

static void
words_pack(struct packed *k, const struct match_face *f, const char *name)
{
	const struct match_part *w = f->words;
	int i;

	for (i = 0; i < f->nwords; i++, w++)
		k->words[i] = (struct packed_word){w->forms,
		    (unsigned short)(k->text[0] + (w->text - name)),
		    (unsigned char)w->len, w->letters, w->given, w->family};
}

static void
email_pack(struct packed *k, const struct match_face *f)
{
	const char *email = f->email;

	k->local_len = (unsigned char)f->local.len;
	k->domain_len = (unsigned char)f->domain.len;
	if (f->local.len == 0)
		return;
	k->local = (unsigned short)(k->text[1] + (f->local.text - email));
	k->domain = (unsigned short)(k->text[1] + (f->domain.text - email));
}

/* Words or parts of what is cut off are cut off, too. */
static void
long_cut(struct match_face *f)
{
	while (f->nwords > 0 &&
	       f->words[f->nwords - 1].text + f->words[f->nwords - 1].len >
		   f->name + PACK_LONGEST)
		f->nwords--;
	if (f->domain.text + f->domain.len > f->email + PACK_LONGEST)
		f->local.len = f->domain.len = 0;
}

void
people_add(struct people *p, int64_t id, struct match_face *f)
{
	size_t size = sizeof(struct packed), len;
	struct packed *k;
	char *start, *to;
	int i;

	long_cut(f);
	size += f->nwords * sizeof(struct packed_word);
	for (i = 0; i < PACK_TEXTS; i++)
		size += text_len(*text_of(f, i)) + 1;
	start = chunk_room(p, size);
	k = (struct packed *)(void *)start;
	to = start + sizeof(*k) + f->nwords * sizeof(struct packed_word);
	for (i = 0; i < PACK_TEXTS; i++) {
		len = text_len(*text_of(f, i));
		k->text[i] = (unsigned short)(to - start);
		memcpy(to, *text_of(f, i), len);
		to[len] = '\0';
		to += len + 1;
	}
	k->nwords = f->nwords;
	k->flags = flags_of(f);
	k->namesakes = k->phonemates = 0;
	k->often_postcode = k->often_city = 0;
	words_pack(k, f, f->name);
	email_pack(k, f);
	if (p->n == p->room) {
		p->room = p->room > 0 ? p->room * 2 : 1024;
		p->ids = mem_grow(p->ids, p->room * sizeof(p->ids[0]));
		p->at = mem_grow(p->at, p->room * sizeof(p->at[0]));
	}
	p->ids[p->n] = id;
	p->at[p->n++] =
	    (uint32_t)((p->nchunks - 1) * (PACK_CHUNK / PACK_UNIT) +
		       (size_t)(start - p->chunks[p->nchunks - 1]) / PACK_UNIT);
}

struct packed *
people_packed(const struct people *p, size_t i)
{
	return (struct packed *)(void
		*)(p->chunks[p->at[i] / (PACK_CHUNK / PACK_UNIT)] +
		   p->at[i] % (PACK_CHUNK / PACK_UNIT) * PACK_UNIT);
}

void
people_face(const struct people *p, size_t i, struct match_face *f)
{
	const struct packed *k = people_packed(p, i);
	const char *start = (const char *)k;
	int j;

	f->name = start + k->text[0];
	f->email = start + k->text[1];
	f->emails = start + k->text[2];
	f->phone = start + k->text[3];
	f->phones = start + k->text[4];
	f->birthday = start + k->text[5];
	f->street = start + k->text[6];
	f->postcode = start + k->text[7];
	f->city = start + k->text[8];
	for (j = 0; j < k->nwords; j++)
		f->words[j] = (struct match_part){start + k->words[j].at,
		    k->words[j].forms, k->words[j].len, k->words[j].letters,
		    k->words[j].given, k->words[j].family};
	f->local =
	    (struct match_part){.text = start + k->local, .len = k->local_len};
	f->domain = (struct match_part){
	    .text = start + k->domain, .len = k->domain_len};
	f->nwords = k->nwords;
	f->often_postcode = k->often_postcode;
	f->often_city = k->often_city;
	f->namesakes = k->namesakes;
	f->phonemates = k->phonemates;
	f->family_only = (k->flags & FAMILY_ONLY) != 0;
	f->free_mail = (k->flags & FREE_MAIL) != 0;
	f->shared_mail = (k->flags & SHARED_MAIL) != 0;
	f->dots_fold = (k->flags & DOTS_FOLD) != 0;
}

void
people_free(struct people *p)
{
	size_t i;

	for (i = 0; i < p->nchunks; i++)
		free(p->chunks[i]);
	free(p->chunks);
	free(p->ids);
	free(p->at);
	memset(p, 0, sizeof(*p));
}

/* --- reading --- */

#define CLIENT                                                                 \
	"SELECT id, name_key, email_key, phone_key, birthday, address, "       \
	"postcode, city, given_name IS NULL AND family_name IS NOT NULL "      \
	"FROM client WHERE "

/* The texts of a row that are not stored as they are compared. */
struct reader {
	struct str street, postcode, city, emails, phones, folded;
	struct crm_rows *more[2]; /* further emails and phones, by client */
	bool there[2]; /* is there a row? */
};

static const char *
folded(struct str *out, const char *text)
{
	str_cut(out, 0);
	if (text != NULL)
		text_fold(out, text, strlen(text));
	return out->ptr;
}

static const char *
street(struct reader *r, const char *text)
{
	folded(&r->folded, text);
	str_cut(&r->street, 0);
	if (r->folded.len > 0)
		match_street(&r->street, r->folded.ptr, r->folded.len);
	return r->street.ptr;
}

static void
row_read(struct reader *r, struct crm_rows *row, struct person *p)
{
	*p = (struct person){.name = crm_col_text(row, 1),
	    .email = crm_col_text(row, 2),
	    .phone = crm_col_text(row, 3),
	    .birthday = crm_col_text(row, 4),
	    .street = street(r, crm_col_text(row, 5)),
	    .postcode = folded(&r->postcode, crm_col_text(row, 6)),
	    .city = folded(&r->city, crm_col_text(row, 7)),
	    .emails = r->emails.ptr,
	    .phones = r->phones.ptr,
	    .family_only = crm_col_int(row, 8) != 0};
}

/* Those of this client, and of nobody behind it. */
static void
further_read(struct reader *r, int which, struct str *out, int64_t id)
{
	str_cut(out, 0);
	while (r->there[which] && crm_col_int(r->more[which], 0) <= id) {
		if (crm_col_int(r->more[which], 0) == id)
			str_addf(out, "%s%s", out->len > 0 ? " " : "",
			    crm_col_text(r->more[which], 1));
		r->there[which] = crm_next(r->more[which]);
	}
}

static void
reader_free(struct reader *r)
{
	str_free(&r->street);
	str_free(&r->postcode);
	str_free(&r->city);
	str_free(&r->emails);
	str_free(&r->phones);
	str_free(&r->folded);
}

#define READER                                                                 \
	{                                                                      \
		STR_INIT, STR_INIT, STR_INIT, STR_INIT, STR_INIT, STR_INIT,    \
		    {NULL, NULL},                                              \
		{                                                              \
			false, false                                           \
		}                                                              \
	}

void
people_load(struct people *p, struct crm *crm)
{
	struct reader r = READER;
	struct match_face face;
	struct person person;
	struct crm_rows *rows;
	int64_t id;

	memset(p, 0, sizeof(*p));
	r.more[0] = crm_query(crm,
	    "SELECT client_id, word_key FROM client_word WHERE field = "
	    "'email' ORDER BY client_id, word_key");
	r.there[0] = crm_next(r.more[0]);
	r.more[1] = crm_query(crm,
	    "SELECT client_id, word_key FROM client_word WHERE field = "
	    "'phone' ORDER BY client_id, word_key");
	r.there[1] = crm_next(r.more[1]);
	rows = crm_query(
	    crm, CLIENT "status <> 'deleted' AND status <> 'spam' ORDER BY id");
	while (crm_next(rows)) {
		id = crm_col_int(rows, 0);
		further_read(&r, 0, &r.emails, id);
		further_read(&r, 1, &r.phones, id);
		row_read(&r, rows, &person);
		match_ready(&face, &person, NULL);
		people_add(p, id, &face);
		if (crm->tick != NULL)
			crm->tick(crm, (int64_t)p->n, 0, 0);
	}
	if (r.there[0])
		crm_close(r.more[0]);
	if (r.there[1])
		crm_close(r.more[1]);
	reader_free(&r);
}

static const char *
further_one(struct crm *crm, int64_t id, const char *field)
{
	return crm_text(crm,
	    "SELECT group_concat(word_key, ' ') FROM (SELECT word_key FROM "
	    "client_word WHERE client_id = ?1 AND field = ?2 ORDER BY "
	    "word_key)",
	    ARG(id), ARG(field));
}

int
people_count(struct crm *crm, const char *column, const char *key)
{
	static const char *const counts[] = {
	    "SELECT count(*) FROM (SELECT 1 FROM client WHERE name_key = ?1 "
	    "AND status <> 'deleted' AND status <> 'spam' LIMIT 66)",
	    "SELECT count(*) FROM (SELECT 1 FROM client WHERE phone_key = ?1 "
	    "AND status <> 'deleted' AND status <> 'spam' LIMIT 66)"};

	return key == NULL
		   ? 0
		   : (int)crm_int(crm, counts[strcmp(column, "phone_key") == 0],
			 ARG(key));
}

/* But for the one whose it is. */
static int
others_count(struct crm *crm, const char *column, const char *key)
{
	int n = people_count(crm, column, key);

	return n > 1 ? n - 1 : 0;
}

bool
people_one(struct crm *crm, int64_t id, const struct match_model *model,
    struct match_face *face)
{
	struct reader r = READER;
	struct crm_rows *rows = crm_query(crm, CLIENT "id = ?1", ARG(id));
	struct person p;
	bool found = crm_next(rows);

	if (found) {
		row_read(&r, rows, &p);
		p.name = crm_keep(crm, p.name != NULL ? p.name : "");
		p.email = p.email != NULL ? crm_keep(crm, p.email) : NULL;
		p.phone = p.phone != NULL ? crm_keep(crm, p.phone) : NULL;
		p.birthday =
		    p.birthday != NULL ? crm_keep(crm, p.birthday) : NULL;
		p.street = crm_keep(crm, p.street);
		p.postcode = crm_keep(crm, p.postcode);
		p.city = crm_keep(crm, p.city);
		crm_close(rows);
		p.emails = further_one(crm, id, "email");
		p.phones = further_one(crm, id, "phone");
		p.namesakes = others_count(crm, "name_key", p.name);
		p.phonemates = others_count(crm, "phone_key", p.phone);
		match_ready(face, &p, model);
	}
	reader_free(&r);
	return found;
}
