/*
 * import_stage.c: the rows of a file in memory, as small as their text, from
 * when they are read to when the database is locked.
 *
 * A row is its line, then its records: a byte that says which (OWN, or the
 * number of a linked one), then values, each a byte of two bits of form and
 * six of field, until STOP; ENDS is the end of the row. Lengths and numbers
 * are varints, seven bits to a byte.
 */
#include <stdlib.h>
#include <string.h>

#include "import_in.h"

#include "banned.h"

#define CHUNK ((size_t)1 << 20)
#define OWN   0
#define RAW   0xfd
#define ENDS  0xfe
#define STOP  0xff /* field 63 as FORM_OTHER, which nothing else is */

/* How a value is kept. */
enum {
	FORM_TEXT = 0 << 6,
	FORM_INT = 1 << 6,
	FORM_SHORT = 2 << 6, /* a look-up key that follows from its field: */
	FORM_OTHER = 3 << 6 /* a real */
};

#define FORM_MASK   (3 << 6)
#define SHORT_LOWER 0 /* the text of the field in lower case, */
#define SHORT_TAIL  1 /* or without its first byte (+) */

_Static_assert(FIELDS_MAX <= 64, "a field is six bits of a byte");

/* --- putting in --- */

static char *
varint_put(char *to, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		*to++ = (char)(n | 0x80);
	*to++ = (char)n;
	return to;
}

static void
text_add(struct str *out, int head, const char *text, size_t len)
{
	char *start = str_room(out, len + 12), *to = start;

	*to++ = (char)head;
	to = varint_put(to, len);
	memcpy(to, text, len);
	to[len] = '\0';
	out->len += (size_t)(to - start) + len + 1;
}

void
stage_begin(struct stage *st, int64_t line)
{
	char *start, *to;

	str_cut(&st->scratch, 0);
	start = str_room(&st->scratch, 12);
	to = varint_put(start, (uint64_t)line);
	st->scratch.len = (size_t)(to - start);
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Can the key be told from its field? The form of that, or -1. */
static int
short_form(const struct value *v, const struct value *key)
{
	size_t i;

	if (v->state != VALUE_TEXT || key->state != VALUE_TEXT)
		return -1;
	if (v->len == key->len + 1 && v->text[0] == '+' &&
	    memcmp(v->text + 1, key->text, key->len) == 0)
		return SHORT_TAIL;
	if (v->len != key->len)
		return -1;
	for (i = 0; i < v->len; i++)
		if (lower(v->text[i]) != key->text[i])
			return -1;
	return SHORT_LOWER;
}

static void
value_add(struct str *out, int field, const struct value *v)
{
	uint64_t bits;
	char *start, *to;

	if (v->state == VALUE_TEXT) {
		text_add(out, FORM_TEXT | field, v->text, v->len);
	} else if (v->state == VALUE_INT) {
		start = str_room(out, 12);
		*start = (char)(FORM_INT | field);
		bits = (uint64_t)v->i << 1;
		to = varint_put(start + 1, v->i < 0 ? ~bits : bits);
		out->len += (size_t)(to - start);
	} else if (v->state == VALUE_REAL) {
		str_addc(out, (char)(FORM_OTHER | field));
		str_add(out, (const char *)&v->d, sizeof(v->d));
	}
}

void
stage_put(
    struct stage *st, int which, const struct record *rec, uint64_t fields)
{
	const struct crm_field *f = rec->entity->fields;
	struct str *out = &st->scratch;
	int i, form;

	str_addc(out, (char)which);
	for (i = 0; i < rec->entity->nfields; i++)
		if (fields & (uint64_t)1 << i)
			value_add(out, i, &rec->values[i]);
	for (i = 0; i < rec->entity->nfields; i++) {
		if (f[i].keyed < 0)
			continue;
		form = fields & (uint64_t)1 << i ? short_form(&rec->values[i],
						       &rec->values[f[i].keyed])
						 : -1;
		if (form >= 0) {
			str_addc(out, (char)(FORM_SHORT | i));
			str_addc(out, (char)form);
		} else {
			value_add(out, f[i].keyed, &rec->values[f[i].keyed]);
		}
	}
	str_addc(out, (char)STOP);
}

void
stage_raw(struct stage *st, const char *text, size_t len)
{
	text_add(&st->scratch, RAW, text, len);
}

/* Move the row from the scratch to where it stays; its number. */
size_t
stage_end(struct stage *st)
{
	size_t len;

	str_addc(&st->scratch, (char)ENDS);
	len = st->scratch.len;
	if (st->at == NULL || (size_t)(st->end - st->at) < len) {
		size_t size = len > CHUNK ? len : CHUNK;

		st->at = keep_alloc(&st->keep, size);
		st->end = st->at + size;
	}
	if (st->nrows == st->cap) {
		st->cap = st->cap == 0 ? 1024 : st->cap * 2;
		st->rows = mem_grow(st->rows, st->cap * sizeof(*st->rows));
	}
	memcpy(st->at, st->scratch.ptr, len);
	st->rows[st->nrows] = (struct stage_row){st->at, ROW_NEW};
	st->at += len;
	return st->nrows++;
}

void
stage_free(struct stage *st)
{
	free(st->rows);
	str_free(&st->scratch);
	keep_free(&st->keep);
	*st = (struct stage){.scratch = STR_INIT};
}

/* --- taking out --- */

static uint64_t
varint_take(const unsigned char **at)
{
	uint64_t n = 0;
	int shift = 0;

	for (;; shift += 7) {
		n |= (uint64_t)(**at & 0x7f) << shift;
		if ((*(*at)++ & 0x80) == 0)
			return n;
	}
}

static void
text_take(const unsigned char **at, struct value *v)
{
	v->state = VALUE_TEXT;
	v->len = varint_take(at);
	v->text = (const char *)*at;
	*at += v->len + 1;
}

static void
short_take(const unsigned char **at, struct record *rec, int field)
{
	const struct value *v = &rec->values[field];
	struct value *key = &rec->values[rec->entity->fields[field].keyed];
	char *text;
	size_t i;

	key->state = VALUE_TEXT;
	if (*(*at)++ == SHORT_TAIL) {
		key->text = v->text + 1;
		key->len = v->len - 1;
		return;
	}
	text = keep_mem(&rec->keep, v->text, v->len);
	for (i = 0; i < v->len; i++)
		text[i] = lower(text[i]);
	key->text = text;
	key->len = v->len;
}

void
stage_take(struct stage_walk *w, struct record *rec)
{
	const unsigned char **at = &w->at;
	struct value *v;
	uint64_t bits;
	int form, field;

	record_clear(rec);
	while (**at != STOP) {
		form = **at & FORM_MASK;
		field = *(*at)++ & ~FORM_MASK;
		v = &rec->values[field];
		switch (form) {
		case FORM_TEXT:
			text_take(at, v);
			break;
		case FORM_INT:
			bits = varint_take(at);
			v->state = VALUE_INT;
			v->i = (int64_t)(bits >> 1) ^ -(int64_t)(bits & 1);
			break;
		case FORM_SHORT:
			short_take(at, rec, field);
			break;
		default:
			v->state = VALUE_REAL;
			memcpy(&v->d, *at, sizeof(v->d));
			*at += sizeof(v->d);
			break;
		}
	}
	(*at)++;
}

int64_t
stage_line(const struct stage_row *row)
{
	const unsigned char *at = row->data;

	return (int64_t)varint_take(&at);
}

void
stage_open(
    struct stage_walk *w, const struct stage_row *row, struct record *rec)
{
	w->at = row->data;
	w->line = (int64_t)varint_take(&w->at);
	w->raw = NULL;
	w->rawlen = 0;
	w->at++; /* OWN: it always comes first */
	stage_take(w, rec);
}

int
stage_next(struct stage_walk *w)
{
	struct value raw;

	if (*w->at == RAW) {
		w->at++;
		text_take(&w->at, &raw);
		w->raw = raw.text;
		w->rawlen = raw.len;
	}
	return *w->at == ENDS ? 0 : *w->at++;
}

/* --- rows by hash --- */

/* A slot is the upper half of a hash, and the number of a row plus one. */
#define SLOT_ROW(slot) ((slot)&UINT32_MAX)

/* Spread the hash: FNV's low bits alone are not even. */
static uint32_t
spread(uint64_t hash)
{
	hash ^= hash >> 32;
	hash *= 0x9e3779b97f4a7c15ULL;
	return (uint32_t)(hash >> 32);
}

static void
slot_put(struct seen *s, uint64_t slot)
{
	size_t i = (size_t)(slot >> 32) & s->mask;

	while (s->slots[i] != 0)
		i = (i + 1) & s->mask;
	s->slots[i] = slot;
}

static void
seen_grow(struct seen *s)
{
	struct seen old = *s;
	size_t i, size = old.slots == NULL ? 4096 : (old.mask + 1) * 2;

	s->mask = size - 1;
	s->slots = mem_alloc(size * sizeof(*s->slots));
	memset(s->slots, 0, size * sizeof(*s->slots));
	for (i = 0; old.slots != NULL && i <= old.mask; i++)
		if (old.slots[i] != 0)
			slot_put(s, old.slots[i]);
	free(old.slots);
}

size_t
seen_find(const struct seen *s, uint64_t hash,
    bool (*same)(void *arg, size_t row), void *arg)
{
	uint32_t high = spread(hash);
	size_t i;

	if (s->slots == NULL)
		return SIZE_MAX;
	for (i = high & s->mask; s->slots[i] != 0; i = (i + 1) & s->mask)
		if (s->slots[i] >> 32 == high &&
		    same(arg, SLOT_ROW(s->slots[i]) - 1))
			return SLOT_ROW(s->slots[i]) - 1;
	return SIZE_MAX;
}

void
seen_add(struct seen *s, uint64_t hash, size_t row)
{
	if (row >= UINT32_MAX - 1)
		return;
	if (s->slots == NULL || s->n > s->mask / 4 * 3)
		seen_grow(s);
	slot_put(s, (uint64_t)spread(hash) << 32 | (row + 1));
	s->n++;
}

void
seen_free(struct seen *s)
{
	free(s->slots);
	*s = (struct seen){0};
}
