/*
 * value_list.c: fields that hold several texts, or an object of the user's
 * own: from what was typed, and item by item.
 */
#include <string.h>

#include "fold.h"
#include "kind.h"
#include "quote.h"
#include "record.h"
#include "value_in.h"

#include "banned.h"

/* The kind of the items: emails_list holds what a column email would. */
static const char *
item_clean(struct record *rec, const struct crm_field *f, struct str *out,
    const char *text, size_t len)
{
	struct value v = {.text = text, .len = len};

	if (strncmp(f->name, "emails", 6) == 0)
		return email_parse(out, text, len);
	if (strncmp(f->name, "phones", 6) == 0)
		return value_phone(rec, out, &v);
	return text_clean(out, text, len);
}

/* Is an item there already, but for case and accents? */
static bool
item_known(struct crm *crm, const char *json, const char *item)
{
	return crm_int(crm,
		   "SELECT count(*) FROM json_each(?1) WHERE "
		   "fold(value) = fold(?2)",
		   ARG(json), ARG(item)) > 0;
}

/* Append an item to the JSON array in v, cleaned, unless it is there. */
static const char *
item_add(struct record *rec, const struct crm_field *f, struct value *v,
    const char *text, size_t len)
{
	struct str item = STR_INIT, json = STR_INIT;
	const char *reason = item_clean(rec, f, &item, text, len);
	const char *now = v->state == VALUE_TEXT ? v->text : "[]";

	if (reason == NULL && memchr(item.ptr, ',', item.len) != NULL)
		reason = "has a comma";
	if (reason == NULL && item.len > 0 &&
	    !item_known(rec->crm, now, item.ptr)) {
		str_add(&json, now, strlen(now) - 1);
		if (json.len > 1)
			str_addc(&json, ',');
		json_quote(&json, item.ptr, item.len);
		str_addc(&json, ']');
		value_text(rec, v, json.ptr, json.len);
	}
	str_free(&item);
	str_free(&json);
	return reason;
}

/* The items of a JSON array, whatever it holds. */
static const char *
array_value(struct record *rec, const struct crm_field *f, struct value *v)
{
	const char *text = v->text, *reason = NULL;
	struct crm_rows *r;

	v->state = VALUE_NULL;
	if (!crm_int(rec->crm, "SELECT json_valid(?1)", ARG(text)))
		return "not a JSON array";
	r = crm_query(rec->crm, "SELECT value FROM json_each(?1)", ARG(text));
	while (crm_next(r) && reason == NULL)
		reason = crm_col_null(r, 0)
			     ? "holds null"
			     : item_add(rec, f, v, crm_col_text(r, 0),
				   strlen(crm_col_text(r, 0)));
	crm_close(r);
	return reason;
}

/*
 * A list being made of items. In keys are those that have come, folded, with
 * a line end around each: no item has one in it.
 */
struct items {
	struct str item;
	struct str keys;
	struct str json;
};

static const char *
items_add(struct record *rec, const struct crm_field *f, struct items *list,
    const char *text, size_t len)
{
	const char *reason;
	size_t key = list->keys.len;

	str_cut(&list->item, 0);
	reason = item_clean(rec, f, &list->item, text, len);
	if (reason == NULL &&
	    memchr(list->item.ptr, ',', list->item.len) != NULL)
		reason = "has a comma";
	if (reason != NULL || list->item.len == 0)
		return reason;
	text_fold(&list->keys, list->item.ptr, list->item.len);
	str_addc(&list->keys, '\n');
	if (memmem(list->keys.ptr, key, list->keys.ptr + key - 1,
		list->keys.len - key + 1) != NULL) {
		str_cut(&list->keys, key);
		return NULL;
	}
	str_addc(&list->json, list->json.len == 0 ? '[' : ',');
	json_quote(&list->json, list->item.ptr, list->item.len);
	return NULL;
}

/* ["a","b"] as most are written; false for any other JSON. */
static bool
plain_array(struct record *rec, const struct crm_field *f, struct items *list,
    const char *text, const char **reason)
{
	const char *end;

	if (strpbrk(text, "\\\t\r\n") != NULL)
		return false;
	for (text++; *text == '"'; text = end + 1 + (end[1] == ',')) {
		end = strchr(text + 1, '"');
		if (end == NULL || (end[1] != ',' && end[1] != ']') ||
		    (end[1] == ',' && end[2] != '"'))
			return false;
		if (*reason == NULL)
			*reason = items_add(
			    rec, f, list, text + 1, (size_t)(end - text - 1));
	}
	return strcmp(text, "]") == 0;
}

/* From "a, b" or "a; b", or from a JSON array. */
const char *
value_list(struct record *rec, const struct crm_field *f, struct value *v)
{
	static struct items list = {STR_INIT, STR_INIT, STR_INIT};
	const char *text = v->text, *reason = NULL;
	size_t len;

	str_cut(&list.json, 0);
	str_cut(&list.keys, 0);
	str_addc(&list.keys, '\n');
	if (*text == '[') {
		if (!plain_array(rec, f, &list, text, &reason))
			return array_value(rec, f, v);
	} else {
		for (; reason == NULL && *text != '\0'; text += len) {
			text += *text == ',' || *text == ';';
			len = strcspn(text, ",;");
			reason = items_add(rec, f, &list, text, len);
		}
	}
	v->state = VALUE_NULL;
	if (list.json.len > 0) {
		str_addc(&list.json, ']');
		value_text(rec, v, list.json.ptr, list.json.len);
	}
	return reason;
}

/* What the field holds: as set so far, or as it is in the row. */
static void
value_fetch(struct record *rec, int64_t id, const struct crm_field *f)
{
	struct value *v = &rec->values[f - rec->entity->fields];
	const char *text;

	if (v->state == VALUE_RAW)
		record_parse(rec);
	if (v->state != VALUE_UNSET || id == 0)
		return;
	text = value_first(
	    rec, crm_query(rec->crm,
		     keep_printf(&rec->keep, "SELECT %s FROM %s WHERE id = ?1",
			 f->name, rec->entity->name),
		     ARG(id)));
	if (text != NULL)
		value_text(rec, v, text, strlen(text));
}

void
record_list_add(
    struct record *rec, int64_t id, const struct crm_field *f, const char *item)
{
	struct value *v = &rec->values[f - rec->entity->fields];
	const char *reason;

	value_fetch(rec, id, f);
	reason = item_add(rec, f, v, item, strlen(item));
	if (reason != NULL)
		record_problem(
		    rec, CRM_USAGE, NULL, f, "%s: \"%s\"", reason, item);
}

void
record_list_remove(
    struct record *rec, int64_t id, const struct crm_field *f, const char *item)
{
	struct value *v = &rec->values[f - rec->entity->fields];
	struct str key = STR_INIT;
	const char *json;

	value_fetch(rec, id, f);
	if (v->state != VALUE_TEXT)
		return;
	if (item_clean(rec, f, &key, item, strlen(item)) != NULL) {
		str_cut(&key, 0);
		str_adds(&key, item);
	}
	json =
	    value_first(rec, crm_query(rec->crm,
				 "SELECT nullif(json_group_array(value), '[]') "
				 "FROM json_each(?1) "
				 "WHERE fold(value) <> fold(?2)",
				 ARG(v->text), ARG(key.ptr)));
	if (json == NULL)
		v->state = VALUE_NULL;
	else
		value_text(rec, v, json, strlen(json));
	str_free(&key);
}

void
record_json_set(struct record *rec, int64_t id, const struct crm_field *f,
    const char *key, const char *value)
{
	struct value *v = &rec->values[f - rec->entity->fields];
	const char *now, *path;

	if (*key == '\0' || strpbrk(key, "\"\\\n\r\t") != NULL) {
		record_problem(rec, CRM_USAGE, NULL, f,
		    "not a name for a "
		    "field: \"%s\"",
		    key);
		return;
	}
	value_fetch(rec, id, f);
	now = v->state == VALUE_TEXT ? v->text : "{}";
	path = keep_printf(&rec->keep, "$.\"%s\"", key);
	if (value == NULL)
		now = value_first(
		    rec, crm_query(rec->crm, "SELECT json_remove(?1, ?2)",
			     ARG(now), ARG(path)));
	else
		now = value_first(rec, crm_query(rec->crm,
					   "SELECT json_set(?1, "
					   "?2, CASE WHEN json_valid(?3) THEN "
					   "json(?3) ELSE ?3 END)",
					   ARG(now), ARG(path), ARG(value)));
	if (now == NULL || strcmp(now, "{}") == 0)
		v->state = VALUE_NULL;
	else
		value_text(rec, v, now, strlen(now));
}
