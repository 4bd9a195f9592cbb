/*
 * function.c: the SQL functions of the suite. They serve queries only: the
 * schema uses SQLite's own, so that the sqlite3 shell can use the file.
 */
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "days.h"
#include "db.h"
#include "entity.h"
#include "fold.h"
#include "kind.h"
#include "quote.h"
#include "rate.h"
#include "sums.h"
#include "tally.h"

#include "banned.h"

#define JSON_SUBTYPE 'J' /* how SQLite marks a text as JSON */

/* An empty string whose memory serves every row. */
static struct str *
scratch(sqlite3_context *context)
{
	struct crm *crm = sqlite3_user_data(context);

	if (crm->scratch.ptr == NULL)
		crm->scratch = (struct str)STR_INIT;
	str_cut(&crm->scratch, 0);
	return &crm->scratch;
}

/* One text to its folded form by one of the functions of fold.h. */
static void
fold_with(sqlite3_context *context, sqlite3_value *value,
    void (*fold)(struct str *, const char *, size_t))
{
	struct str *out = scratch(context);
	const char *text = (const char *)sqlite3_value_text(value);

	if (text == NULL)
		return;
	fold(out, text, (size_t)sqlite3_value_bytes(value));
	sqlite3_result_text(context, out->ptr, (int)out->len, SQLITE_TRANSIENT);
}

/* fold(x): text as search and sorting see it. */
static void
sql_fold(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	fold_with(context, values[0], text_fold);
}

/* fold_email(x): an address as uniqueness sees it. */
static void
sql_fold_email(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	fold_with(context, values[0], email_fold);
}

/* fold_phone(x): the digits of a stored phone, without its extension. */
static void
sql_fold_phone(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	fold_with(context, values[0], phone_fold);
}

/* digits(x): the digits of whatever was typed. */
static void
sql_digits(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	fold_with(context, values[0], digits_fold);
}

/* setting(name): its value, or its default. */
static void
sql_setting(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct crm *crm = sqlite3_user_data(context);
	const char *name = (const char *)sqlite3_value_text(values[0]);

	(void)n;
	if (name != NULL)
		sqlite3_result_text(
		    context, crm_setting(crm, name), -1, SQLITE_TRANSIENT);
}

/* days_ago(n): the start of the local day n days before today. */
static void
sql_days_ago(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct crm *crm = sqlite3_user_data(context);
	char text[21];

	(void)n;
	time_print(
	    text, time_add_days(crm->now, -sqlite3_value_int(values[0])));
	sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

/* now(): the clock. */
static void
sql_now(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	(void)values;
	sqlite3_result_text(
	    context, crm_now(sqlite3_user_data(context)), -1, SQLITE_TRANSIENT);
}

/* today(): the local day of the clock. */
static void
sql_today(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct crm *crm = sqlite3_user_data(context);
	char text[11];

	(void)n;
	(void)values;
	date_print_local(text, crm->now);
	sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

/* local_day(at): the day of an instant where the account is. Rows come in the
 * order of time, so most ask for the day of the one before. */
static void
sql_local_day(sqlite3_context *context, int n, sqlite3_value **values)
{
	static _Thread_local char last[21], day[11];
	const char *text = (const char *)sqlite3_value_text(values[0]);
	size_t len = text == NULL ? 0 : (size_t)sqlite3_value_bytes(values[0]);
	int64_t t;

	(void)n;
	if (len == 0)
		return;
	if (len >= sizeof(last) || memcmp(last, text, len + 1) != 0) {
		if (time_parse(&t, text, len, 0) != NULL)
			return;
		date_print_local(day, t);
		if (len < sizeof(last))
			memcpy(last, text, len + 1);
		else
			last[0] = '\0';
	}
	sqlite3_result_text(context, day, -1, SQLITE_TRANSIENT);
}

/* months_later(at, n): the same time by the local clocks n months later, on the
 * last day of a month that has no such day. */
static void
sql_months_later(sqlite3_context *context, int n, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);
	size_t len = text == NULL ? 0 : (size_t)sqlite3_value_bytes(values[0]);
	char later[21];
	int64_t t;

	(void)n;
	if (len == 0 || time_parse(&t, text, len, 0) != NULL ||
	    !time_step(&t, t, 'm', sqlite3_value_int64(values[1])))
		return;
	time_print(later, t);
	sqlite3_result_text(context, later, -1, SQLITE_TRANSIENT);
}

/* actor(): who is at work. */
static void
sql_actor(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct crm *crm = sqlite3_user_data(context);

	(void)n;
	(void)values;
	sqlite3_result_text(context, crm_actor(crm), -1, SQLITE_TRANSIENT);
}

/* restoring(): are facts put back as they were? */
static void
sql_restoring(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct crm *crm = sqlite3_user_data(context);

	(void)n;
	(void)values;
	sqlite3_result_int(context, crm->restoring);
}

/* What found() looks for, folded once for all rows. */
struct needle {
	struct str name, email, digits;
};

static void
needle_free(void *arg)
{
	struct needle *n = arg;

	str_free(&n->name);
	str_free(&n->email);
	str_free(&n->digits);
	free(n);
}

/* A text with letters in it is not looked for among the phones. */
static struct needle *
needle_make(sqlite3_context *context, sqlite3_value *value)
{
	const char *text = (const char *)sqlite3_value_text(value);
	size_t len = text == NULL ? 0 : (size_t)sqlite3_value_bytes(value);
	struct needle *n = mem_alloc(sizeof(*n));

	*n = (struct needle){STR_INIT, STR_INIT, STR_INIT};
	if (text != NULL) {
		text_fold(&n->name, text, len);
		email_fold(&n->email, text, len);
	}
	if (n->name.ptr[strspn(n->name.ptr, "0123456789 +-()./")] == '\0')
		digits_fold(&n->digits, text == NULL ? "" : text, len);
	sqlite3_set_auxdata(context, 0, n, needle_free);
	return n;
}

/* Names are short: memmem() would spend its time on preparing itself. */
static bool
value_holds(sqlite3_value *value, const struct str *needle)
{
	const char *text = (const char *)sqlite3_value_text(value), *end;
	size_t n = needle->len;

	if (text == NULL)
		return false;
	end = text + sqlite3_value_bytes(value);
	for (; n > 0 && (size_t)(end - text) >= n; text++) {
		text =
		    memchr(text, needle->ptr[0], (size_t)(end - text) - n + 1);
		if (text == NULL)
			return false;
		if (memcmp(text, needle->ptr, n) == 0)
			return true;
	}
	return n == 0;
}

/*
 * found(text, name_key, email_key, phone_key): does one of them hold the
 * text? One call a row, where instr() or GLOB would be three.
 */
static void
sql_found(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct needle *needle = sqlite3_get_auxdata(context, 0);
	bool yes;

	(void)n;
	if (needle == NULL)
		needle = needle_make(context, values[0]);
	yes =
	    value_holds(values[1], &needle->name) ||
	    value_holds(values[2], &needle->email) ||
	    (needle->digits.len > 0 && value_holds(values[3], &needle->digits));
	sqlite3_result_int(context, yes);
}

/* noun(table): what a row of it is called: order, of orders. */
static void
sql_noun(sqlite3_context *context, int n, sqlite3_value **values)
{
	const char *table = (const char *)sqlite3_value_text(values[0]);
	const struct crm_entity *e = table == NULL ? NULL : entity_find(table);

	(void)n;
	sqlite3_result_text(
	    context, e == NULL ? table : e->noun, -1, SQLITE_TRANSIENT);
}

/* words(x): "a, b" as the JSON array ["a"," b"]. */
static void
sql_words(sqlite3_context *context, int n, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);
	struct str out = STR_INIT;
	size_t len;

	(void)n;
	if (text == NULL)
		return;
	for (; *text != '\0'; text += len + (text[len] != '\0')) {
		len = strcspn(text, ",;");
		str_addc(&out, out.len == 0 ? '[' : ',');
		json_quote(&out, text, len);
	}
	str_adds(&out, out.len == 0 ? "[]" : "]");
	sqlite3_result_text(context, out.ptr, (int)out.len, SQLITE_TRANSIENT);
	str_free(&out);
}

/*
 * json_object(name, value, ...): SQLite's own, written again. The journal's
 * triggers call it, and SQLite 3.40 counts its JSON functions as unsafe for
 * code in the schema while TRUSTED_SCHEMA is off; this one may say that it is
 * innocuous. The sqlite3 shell uses the built-in one, with the same result.
 */
static void
json_value_add(struct str *out, sqlite3_value *v)
{
	const char *text;

	switch (sqlite3_value_type(v)) {
	case SQLITE_NULL:
		str_add(out, "null", 4);
		break;
	case SQLITE_TEXT:
		text = (const char *)sqlite3_value_text(v);
		if (sqlite3_value_subtype(v) == JSON_SUBTYPE)
			str_adds(out, text);
		else
			json_quote(out, text, (size_t)sqlite3_value_bytes(v));
		break;
	default:
		str_adds(out, (const char *)sqlite3_value_text(v));
		break;
	}
}

static void
sql_json_object(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct str *out = scratch(context);
	int i;

	str_addc(out, '{');
	for (i = 0; i + 1 < n; i += 2) {
		if (i > 0)
			str_addc(out, ',');
		json_value_add(out, values[i]);
		str_addc(out, ':');
		json_value_add(out, values[i + 1]);
	}
	str_addc(out, '}');
	sqlite3_result_text(context, out->ptr, (int)out->len, SQLITE_TRANSIENT);
	sqlite3_result_subtype(context, JSON_SUBTYPE);
}

int
function_register(struct crm *crm)
{
	static const struct {
		const char *name;
		int args;
		void (*run)(sqlite3_context *, int, sqlite3_value **);
	} list[] = {
	    {"fold", 1, sql_fold},
	    {"fold_email", 1, sql_fold_email},
	    {"fold_phone", 1, sql_fold_phone},
	    {"digits", 1, sql_digits},
	    {"setting", 1, sql_setting},
	    {"days_ago", 1, sql_days_ago},
	    {"now", 0, sql_now},
	    {"today", 0, sql_today},
	    {"local_day", 1, sql_local_day},
	    {"months_later", 2, sql_months_later},
	    {"actor", 0, sql_actor},
	    {"restoring", 0, sql_restoring},
	    {"words", 1, sql_words},
	    {"found", 4, sql_found},
	    {"noun", 1, sql_noun},
	};
	size_t i;
	int code = SQLITE_OK;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		code |= sqlite3_create_function(crm->db, list[i].name,
		    list[i].args, SQLITE_UTF8 | SQLITE_DETERMINISTIC, crm,
		    list[i].run, NULL, NULL);
	code |= sqlite3_create_function(crm->db, "json_object", -1,
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS |
		SQLITE_SUBTYPE,
	    crm, sql_json_object, NULL, NULL);
	code |= sums_register(crm);
	code |= rate_register(crm);
	code |= days_register(crm);
	code |= acts_register(crm);
	code |= tally_register(crm);
	return code == SQLITE_OK ? SQLITE_OK : SQLITE_NOMEM;
}
