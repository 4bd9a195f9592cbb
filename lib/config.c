/*
 * config.c: the settings, listed and changed.
 */
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "derive.h"
#include "fold.h"
#include "kind.h"
#include "rate.h"
#include "setting.h"

#include "banned.h"

/* The name as it is kept, rate.USD of rate.usd; NULL after an error. */
static const char *
name_known(struct crm *crm, const char *name)
{
	char code[4];

	if (crm->rc == CRM_OK && setting_find(name) == NULL) {
		if (rate_currency(code, name))
			return crm_keepf(crm, RATE_PREFIX "%s", code);
		if (strncmp(name, RATE_PREFIX, strlen(RATE_PREFIX)) == 0)
			crm_fail(crm, CRM_USAGE, "invalid",
			    "rate: not a currency code: \"%s\"",
			    name + strlen(RATE_PREFIX));
		crm_fail(crm, CRM_USAGE, "unknown_setting",
		    "there is no setting \"%s\"; crm-config list shows them",
		    name);
	}
	return crm->rc == CRM_OK ? name : NULL;
}

/* A rate of the account's own currency would always be 1. */
static enum crm_rc
own_refuse(struct crm *crm, const char *name)
{
	const char *own = crm_setting(crm, "account.currency");

	if (crm->rc == CRM_OK && strcmp(name + strlen(RATE_PREFIX), own) == 0)
		crm_fail(crm, CRM_REFUSED, "own_currency",
		    "%s is the currency of the account: it needs no rate", own);
	return crm->rc;
}

const char *
crm_setting_value(struct crm *crm, const char *typed)
{
	const char *name = name_known(crm, typed), *value;

	if (name == NULL)
		return NULL;
	value = crm_setting(crm, name);
	if (setting_find(name) == NULL && *value == '\0' &&
	    own_refuse(crm, name) == CRM_OK)
		crm_fail(crm, CRM_MISSING, NULL,
		    "there is no rate for %s; crm-config rate %s RATE sets it",
		    name + strlen(RATE_PREFIX), name + strlen(RATE_PREFIX));
	return crm->rc == CRM_OK ? value : NULL;
}

enum crm_rc
crm_setting_list(struct crm *crm, const char *name)
{
	static const char sql[] =
	    "SELECT j.value->>0 AS name, coalesce("
	    "s.value, j.value->>1) AS value, j.value->>1 AS \"default\", "
	    "j.value->>2 AS help FROM json_each(?1) j LEFT JOIN setting s "
	    "ON s.name = j.value->>0 UNION ALL SELECT * FROM (SELECT name, "
	    "value, NULL, 'what one ' || substr(name, 6) || ' is worth in ' || "
	    "setting('account.currency') FROM setting WHERE name > 'rate.' "
	    "AND name < 'rate/' AND (?2 IS NULL OR name = ?2) ORDER BY name)";
	const struct crm_setting_def *s;
	struct str json = STR_INIT;
	const char *texts[3];
	size_t i;

	if (name != NULL && crm_setting_value(crm, name) == NULL)
		return crm->rc;
	if (name != NULL)
		name = name_known(crm, name);
	str_addc(&json, '[');
	for (s = crm_settings; s->name != NULL; s++) {
		if (name != NULL && strcmp(s->name, name) != 0)
			continue;
		texts[0] = s->name;
		texts[1] = s->value;
		texts[2] = s->help;
		str_adds(&json, json.len > 1 ? ",[" : "[");
		for (i = 0; i < 3; i++) {
			str_adds(&json, i > 0 ? "," : "");
			json_quote(&json, texts[i], strlen(texts[i]));
		}
		str_addc(&json, ']');
	}
	str_addc(&json, ']');
	if (name != NULL)
		crm_emit_one(
		    crm, crm_query(crm, sql, ARG(json.ptr), ARG(name)));
	else
		crm_emit(crm, crm_query(crm, sql, ARG(json.ptr), ARG_NULL));
	str_free(&json);
	return crm->rc;
}

/* --- is a value good? --- */

static const char *
int_check(struct str *out, const char *text, int64_t least)
{
	const char *reason;
	int64_t n;

	reason = int_parse(&n, text, strlen(text));
	if (reason == NULL && n < least)
		reason = least == 0 ? "below zero" : "below one";
	if (reason == NULL)
		str_addf(out, "%lld", (long long)n);
	return reason;
}

static const char *
code_check(struct str *out, const char *text, const char *type)
{
	const char *reason;
	char code[4] = "";

	if (strcmp(type, "currency") == 0)
		reason = currency_parse(code, text, strlen(text));
	else
		reason = *text == '\0'
			     ? NULL
			     : country_parse(code, text, strlen(text));
	str_adds(out, code);
	return reason;
}

/* The zones are files of the C library's database. */
const char *
zone_check(struct str *out, const char *text)
{
	struct str path = STR_INIT;
	struct stat st;
	bool good = *text == '\0';

	if (!good && *text != '/' && strstr(text, "..") == NULL) {
		str_addf(&path, "/usr/share/zoneinfo/%s", text);
		good = stat(path.ptr, &st) == 0 && S_ISREG(st.st_mode);
		str_free(&path);
	}
	str_adds(out, text);
	return good ? NULL : "not a time zone such as Europe/Lisbon";
}

static const char *
require_check(struct str *out, const char *text)
{
	static const char *const words[] = {"name", "email", "phone"};
	size_t len, i;
	bool known, name = false;

	for (; *text != '\0'; text += len, text += strspn(text, ", ")) {
		len = strcspn(text, ", ");
		known = false;
		for (i = 0; i < 3; i++)
			if (strlen(words[i]) == len &&
			    strncmp(words[i], text, len) == 0)
				known = true;
		if (!known)
			return "not a list of name, email, phone";
		name = name || strncmp(text, "name", len) == 0;
		str_addf(
		    out, "%s%.*s", out->len > 0 ? "," : "", (int)len, text);
	}
	return name ? NULL : "the name is always required";
}

static const char *
paper_check(struct str *out, const char *text)
{
	if (strcasecmp(text, "a4") == 0)
		str_adds(out, "a4");
	else if (strcasecmp(text, "letter") == 0)
		str_adds(out, "letter");
	else if (*text != '\0')
		return "neither a4 nor letter";
	return NULL;
}

/* A likeness from which on there is something to do; 1 would be never. */
static const char *
score_check(struct str *out, const char *text)
{
	double score;

	if (real_parse(&score, text, strlen(text)) != NULL || !(score > 0) ||
	    score >= 1)
		return "not a score between 0 and 1";
	str_adds(out, text);
	return NULL;
}

/* An amount in the currency of the account. */
static const char *
money_check(struct crm *crm, struct str *out, const char *text)
{
	const char *own = crm_setting(crm, "account.currency"), *reason;
	int decimals = currency_digits(own, strlen(own));
	size_t len = strlen(text);
	char amount[32];
	int64_t minor;

	reason = money_unmark(&text, &len, own);
	if (reason == NULL)
		reason = money_parse(&minor, text, len, decimals, false);
	if (reason == NULL && minor < 0)
		reason = "below zero";
	if (reason == NULL) {
		money_print(amount, minor, decimals);
		str_adds(out, amount);
	}
	return reason;
}

/* A decimal number, not below zero. */
static const char *
real_check(struct str *out, const char *text)
{
	struct decimal d;
	const char *reason = decimal_parse(&d, text, strlen(text));
	char number[32];

	if (reason != NULL) {
		if (*text == '-' &&
		    decimal_parse(&d, text + 1, strlen(text + 1)) == NULL)
			reason = "below zero";
		return reason;
	}
	money_print(number, d.digits, d.places);
	str_adds(out, number);
	return NULL;
}

static const char *
rate_check(struct str *out, const char *text)
{
	const char *reason = real_check(out, text);

	if (reason == NULL && strcmp(out->ptr, "0") == 0)
		reason = "a rate is above zero";
	return reason;
}

/* One of the words of the type: "link|pending". */
static const char *
words_check(struct str *out, const char *type, const char *text)
{
	size_t len = strcspn(text, "|");
	const char *p;

	if (text[len] == '|')
		len = 0;
	for (p = type; p != NULL && len > 0; p = strchr(p, '|')) {
		p += *p == '|';
		if (strncmp(p, text, len) == 0 && strchr("|", p[len]) != NULL) {
			str_adds(out, text);
			return NULL;
		}
	}
	str_addf(out, "not %s", type);
	return out->ptr; /* lives as long as the answer would */
}

static const char *
value_check(struct crm *crm, struct str *out, const struct crm_setting_def *s,
    const char *text)
{
	if (s == NULL)
		return rate_check(out, text);
	if (strcmp(s->type, "money") == 0)
		return money_check(crm, out, text);
	if (strcmp(s->type, "real") == 0)
		return real_check(out, text);
	if (strcmp(s->type, "int") == 0)
		return int_check(out, text, 0);
	if (strcmp(s->type, "count") == 0)
		return int_check(out, text, 1);
	if (strcmp(s->type, "currency") == 0 || strcmp(s->type, "country") == 0)
		return code_check(out, text, s->type);
	if (strcmp(s->type, "zone") == 0)
		return zone_check(out, text);
	if (strcmp(s->type, "require") == 0)
		return require_check(out, text);
	if (strcmp(s->type, "paper") == 0)
		return paper_check(out, text);
	if (strcmp(s->type, "score") == 0)
		return score_check(out, text);
	if (strchr(s->type, '|') != NULL)
		return words_check(out, s->type, text);
	return text_clean(out, text, strlen(text));
}

/* Rates are in the currency of the account: in another one they are wrong. */
static void
currency_guard(struct crm *crm, const char *own)
{
	const char *rates;

	if (strcmp(own, crm_setting(crm, "account.currency")) == 0)
		return;
	rates = crm_text(crm,
	    "SELECT group_concat(name, ', ') FROM (SELECT name FROM setting "
	    "WHERE name > 'rate.' AND name < 'rate/' ORDER BY name)");
	if (rates != NULL)
		crm_fail(crm, CRM_REFUSED, "rates_set",
		    "account.currency: rates are set in %s (%s); unset them "
		    "first",
		    crm_setting(crm, "account.currency"), rates);
}

static void
value_store(struct crm *crm, const char *name, const char *value)
{
	crm_run(crm,
	    "UPDATE setting SET value = ?2 WHERE name = ?1 AND value <> ?2",
	    ARG(name), ARG(value));
	crm_run(crm,
	    "INSERT INTO setting (name, value) SELECT ?1, ?2 WHERE "
	    "NOT EXISTS (SELECT 1 FROM setting WHERE name = ?1)",
	    ARG(name), ARG(value));
}

enum crm_rc
crm_setting_set(struct crm *crm, const char *typed, const char *value)
{
	const char *name = name_known(crm, typed), *reason;
	const struct crm_setting_def *s;
	struct str clean = STR_INIT;

	if (name == NULL)
		return crm->rc;
	s = setting_find(name);
	if (value != NULL && s == NULL && own_refuse(crm, name) != CRM_OK)
		return crm->rc;
	if (value != NULL &&
	    (reason = value_check(crm, &clean, s, value)) != NULL)
		crm_fail(crm, CRM_USAGE, "invalid", "%s: %s: \"%s\"", name,
		    reason, value);
	if (strcmp(name, "account.currency") == 0 && crm->rc == CRM_OK)
		currency_guard(crm, value == NULL ? s->value : clean.ptr);
	if (value != NULL)
		value_store(crm, name, clean.ptr);
	else
		crm_run(crm, "DELETE FROM setting WHERE name = ?1", ARG(name));
	setting_forget(crm);
	str_free(&clean);
	return crm->rc;
}

enum crm_rc
crm_setting_try(struct crm *crm)
{
	const char *text, *equals;
	int place = 0;

	derive_late(crm);
	crm_run(crm, "CREATE TEMP TABLE was AS SELECT id, stage FROM client "
		     "WHERE status <> 'deleted' AND status <> 'spam'");
	while ((text = crm_opt_next(crm, "set", &place)) != NULL) {
		equals = strchr(text, '=');
		if (equals == NULL)
			return crm_fail(crm, CRM_USAGE, NULL,
			    "--set: NAME=VALUE, not \"%s\"", text);
		crm_setting_set(crm,
		    crm_keepf(crm, "%.*s", (int)(equals - text), text),
		    equals + 1);
	}
	if (crm->rc != CRM_OK || derive_due(crm) != CRM_OK)
		return crm->rc;
	return derive_late(crm);
}
