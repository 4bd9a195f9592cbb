/*
 * import_map.h: which field the cells of a column go to (import_map.c,
 * import_order.c, import_header.c, import_show.c); for lib/import*.c only.
 */
#ifndef CRM_IMPORT_MAP_H
#define CRM_IMPORT_MAP_H

#include "import.h"
#include "preset.h"

/* Records that one row of a file may make beside its own. */
#define LINKED_MAX 8

/* Columns that may be joined to one value. */
#define JOIN_MAX 4

/* --- headers to fields (import_map.c, import_order.c) --- */

enum target_kind {
	TARGET_NONE, /* goes nowhere, which is said */
	TARGET_IGNORE, /* goes nowhere, and nobody need know */
	TARGET_FIELD,
	TARGET_MORE, /* a further email or phone, or the first */
	TARGET_JSON, /* a key of a JSON object */
	TARGET_CLIENT /* names the client of the record, or tells of it */
};

/* Beside the number of a linked record. */
#define RECORD_CLIENT (-1)

/* Where the cells of a column go. */
struct target {
	enum target_kind kind;
	int record; /* 0: the row's own; else a linked one, or the client */
	bool asked; /* by --map or a preset, */
	bool preset; /* by that */
	bool filled; /* NONE: some row has something there */
	const struct crm_field *field; /* CLIENT of record 0: client_id */
	const struct crm_field
	    *list; /* MORE: where it goes when field is taken */
	const char *key; /* JSON */
};

/* One --map. */
struct map_order {
	const char *text; /* as it was given */
	const char *source; /* the headers that it may be, folded, with bars
			       between; or "#2" */
	const char *parts[JOIN_MAX]; /* "Date + Time": each of them, folded */
	int nparts; /* 0: there is one header */
	struct target target;
	bool used;
	bool preset; /* from one: its column need not be there */
	const char *usual; /* where it goes, if it is there (preset_usual()):
			      there are many, so it is looked for then */
};

/* Columns whose cells are one value: with a blank between those that say
 * something. */
struct map_join {
	struct target target;
	size_t columns[JOIN_MAX]; /* SIZE_MAX: not there */
};

/* What a word in a column means, as a preset says. */
struct map_word {
	const struct crm_field *field;
	const char *from; /* folded */
	const char *to;
};

/* One --set: what a row that says nothing of it has. */
struct map_set {
	const char *text; /* the value */
	struct target target;
};

/* Rows that count: where the cell is this one, or is not blank. */
struct map_only {
	size_t column; /* SIZE_MAX: it has not come */
	const char *header; /* folded */
	const char *value; /* NULL: any */
};

struct map {
	struct crm *crm;
	const struct crm_entity *entity;
	struct map_order *orders;
	int norders;
	struct map_set *sets;
	int nsets;
	struct map_join *joins; /* one for each order */
	struct map_only *only;
	int nonly;
	struct map_word *words;
	int nwords;
	uint64_t worded; /* bits of the kinds of their fields */
	const struct preset *preset; /* or NULL */
	const struct preset *said; /* the words of --word; or NULL */
	struct target *targets; /* of the first ntargets columns */
	size_t ntargets;
	const struct crm_entity *linked[LINKED_MAX + 1]; /* from 1 */
	int nlinked;
	bool clients; /* the rows are those of clients */
	bool own; /* the header is that of our export */
	bool bare; /* a column that names people is called just "name" */
	/* Fields of clients, and of the record, or NULL, that are looked at for
	 * each row. */
	const struct crm_field *name, *given_name, *family_name;
	size_t company; /* the column whose name goes by for a client's who has
			   none; SIZE_MAX: none */
	const struct crm_field *starts_at, *ends_at;
	size_t broken; /* the column _text of --rejects; SIZE_MAX: none */
};

/* Take the --map and --set options in; a target that is not there is a usage
 * error. What they leave open a preset may say, which may be NULL. */
enum crm_rc map_init(struct map *, struct crm *, const struct import_options *,
    const struct preset *);

/* Decide about the columns that have come since the last call. */
enum crm_rc map_columns(struct map *, const struct read *);

/* A --map whose column never came is a usage error. */
enum crm_rc map_check(struct map *, const struct read *);

/* Where a column goes together with others; NULL: it goes alone. */
const struct target *map_joined(const struct map *, size_t column);

/* Does a column, or several together, have this field of the record? */
bool map_has(const struct map *, const char *key);

/* A header of which nothing is known is that of another thing, or none: it is
 * refused, once, and not every row. */
enum crm_rc map_known(struct map *, const struct read *);

/* Where every column goes, as a preset says it (preset.h). */
void map_write(const struct map *, const struct read *, struct str *);

/* Name the columns that go nowhere. */
void map_remark(struct map *, const struct read *);

/* What import_order.c and import_map.c have in common: the target of this
 * name, "note.text", "custom.size"; and is it this column, its header folded,
 * that the order is about? */
bool target_find(struct map *, const char *text, struct target *);
bool order_fits(const struct map_order *, size_t column, const char *header);
bool header_among(const char *patterns, const char *header);

/* --- by the header (import_header.c) --- */

/* "E-mail *" is email: case, accents, blanks and punctuation are gone. */
void header_fold(struct str *, const char *);

/* A header as a message may show it: one line, not too long; kept. */
const char *header_shown(struct crm *, const char *name);

/* "Name", "Nome", which may be the whole name of somebody or a part of it. */
bool header_is_bare(const char *header);

/* Is every header a key of the record itself, as in our own export? */
bool header_is_own(const struct map *, const struct read *);

/* The target of a header, folded and as it is; it stays TARGET_NONE when there
 * is none. */
void header_map(
    struct map *, const char *header, const char *name, struct target *);

/* What header_map() asks import_map.c: has another column this field; can it
 * be a target; can "note.text"? */
bool target_taken(const struct map *, int record, const struct crm_field *);
bool target_field(
    const struct map *, const struct crm_field *, struct target *);
bool target_linked(struct map *, const char *text, struct target *);

/* Is the column one that --rejects added? */
bool map_is_reject(const char *name);

/* What a cell of this field says, in the words of the suite; false: nothing. */
bool map_word(const struct map *, const struct crm_field *, struct read_cell *);

/* "phone" has room for more in "phones"; NULL: there is no such field. */
const struct crm_field *list_of(
    const struct crm_entity *, const struct crm_field *);

#endif
