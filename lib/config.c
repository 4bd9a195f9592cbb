/*
 * config.c: the settings, listed and changed.
 */
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "fold.h"
#include "kind.h"
#include "setting.h"

#include "banned.h"

bool
crm_setting_known(struct crm *crm, const char *name)
{
	if (crm->rc == CRM_OK && setting_find(name) == NULL)
		crm_fail(crm, CRM_USAGE, "unknown_setting",
		    "there is no "
		    "setting \"%s\"; crm-config list shows them",
		    name);
	return crm->rc == CRM_OK;
}

enum crm_rc
crm_setting_list(struct crm *crm, const char *name)
{
	static const char sql[] =
	    "SELECT j.value->>0 AS name, coalesce("
	    "s.value, j.value->>1) AS value, j.value->>1 AS \"default\", "
	    "j.value->>2 AS help FROM json_each(?1) j LEFT JOIN setting s "
	    "ON s.name = j.value->>0 ORDER BY j.key";
	const struct crm_setting_def *s;
	struct str json = STR_INIT;
	const char *texts[3];
	size_t i;

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
		crm_emit_one(crm, crm_query(crm, sql, ARG(json.ptr)));
	else
		crm_emit(crm, crm_query(crm, sql, ARG(json.ptr)));
	str_free(&json);
	return crm->rc;
}

/* --- is a value good? --- */

static const char *
int_check(struct str *out, const char *text)
{
	const char *reason;
	int64_t n;

	reason = int_parse(&n, text, strlen(text));
	if (reason == NULL && n < 0)
		reason = "below zero";
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
value_check(struct str *out, const struct crm_setting_def *s, const char *text)
{
	if (strcmp(s->type, "int") == 0)
		return int_check(out, text);
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

enum crm_rc
crm_setting_set(struct crm *crm, const char *name, const char *value)
{
	struct str clean = STR_INIT;
	const char *reason;

	if (!crm_setting_known(crm, name))
		return crm->rc;
	if (value == NULL) {
		crm_run(crm, "DELETE FROM setting WHERE name = ?1", ARG(name));
		setting_forget(crm);
		return crm->rc;
	}
	reason = value_check(&clean, setting_find(name), value);
	if (reason != NULL)
		crm_fail(crm, CRM_USAGE, "invalid", "%s: %s: \"%s\"", name,
		    reason, value);
	crm_run(crm,
	    "UPDATE setting SET value = ?2 WHERE name = ?1 AND value "
	    "<> ?2",
	    ARG(name), ARG(clean.ptr));
	crm_run(crm,
	    "INSERT INTO setting (name, value) SELECT ?1, ?2 WHERE "
	    "NOT EXISTS (SELECT 1 FROM setting WHERE name = ?1)",
	    ARG(name), ARG(clean.ptr));
	setting_forget(crm);
	str_free(&clean);
	return crm->rc;
}
