/*
 * document.c: what stands above the rows of a document: whose paper it is,
 * whom it is about, and what was left out.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "kind.h"

#include "banned.h"

#define CARD_MAX 16 /* facts, and lines, of a card */

bool
crm_document_wanted(struct crm *crm)
{
	return crm->rc == CRM_OK && crm->cli->emit.format->document;
}

/* Letter in the Americas where paper is sold so (CLDR, "papersize"). */
static bool
is_letter(struct crm *crm)
{
	static const char countries[] =
	    " BZ CA CL CO CR GT MX NI PA PH PR SV US VE ";
	const char *paper = crm_setting(crm, "account.paper");
	const char *country = crm_setting(crm, "account.country");

	if (*paper != '\0')
		return strcmp(paper, "letter") == 0;
	return *country != '\0' &&
	       strstr(countries, crm_keepf(crm, " %s ", country)) != NULL;
}

const char *
document_day(struct crm *crm, const char *day)
{
	struct str words = STR_INIT;
	const char *kept;

	date_words(&words, day, false);
	kept = crm_keep(crm, words.ptr);
	str_free(&words);
	return kept;
}

void
document_options(struct crm *crm, struct pdf_options *o, const char *title)
{
	const char *folders = getenv("CRM_FONT_PATH");
	char today[11];

	date_print_local(today, crm->now);
	*o = (struct pdf_options){
	    .title = title,
	    .author = crm_setting(crm, "account.name"),
	    .creator =
		crm_keepf(crm, "%s %s", crm->cli->tool->name, CRM_VERSION),
	    .made = document_day(crm, today),
	    .now = crm->now,
	    .letter = is_letter(crm),
	    .font = crm_opt(crm, "font"),
	    .folders = folders != NULL && *folders != '\0' ? folders : NULL,
	};
}

/* --- the card --- */

const char *
document_words(struct crm *crm, const char *word)
{
	struct str text = STR_INIT;
	const char *kept;

	str_adds(&text, word);
	emit_words(&text);
	kept = crm_keep(crm, text.ptr);
	str_free(&text);
	return kept;
}

/* "total_spent_minor" as a label: Total spent. */
static const char *
label_of(struct crm *crm, const char *column)
{
	const char *start;
	size_t len = kind_key(column, &start);

	return document_words(crm, crm_keepf(crm, "%.*s", (int)len, start));
}

/* A value as the paper says it; each currency of a sum on its own line. */
static const char *
value_of(struct crm *crm, struct crm_rows *card, int i, enum kind kind)
{
	const char *text = crm_col_text(card, i), *semicolon;
	struct str value = STR_INIT;
	int64_t t;
	char day[11];

	if (text == NULL || *text == '\0')
		return NULL;
	if (kind == KIND_TIME &&
	    time_parse(&t, text, strlen(text), crm->now) == NULL) {
		date_print_local(day, t);
		return document_day(crm, day);
	}
	if (kind == KIND_DATE)
		return document_day(crm, text);
	if (kind != KIND_MONEY || !sums_print(&value, text, false))
		return crm_keep(crm, text);
	text = value.ptr;
	while ((semicolon = strstr(text, "; ")) != NULL) {
		value.ptr[semicolon - value.ptr] = '\n';
		memmove(value.ptr + (semicolon - value.ptr) + 1, semicolon + 2,
		    strlen(semicolon + 2) + 1);
		text = semicolon + 1;
	}
	text = *value.ptr != '\0' ? crm_keep(crm, value.ptr) : NULL;
	str_free(&value);
	return text;
}

/* A phone number is not to be broken in the middle. */
static void
line_put(struct str *line, const char *value)
{
	const char *p;

	str_adds(line, line->len > 0 ? "   \xc2\xb7   " : "");
	for (p = value; *p != '\0'; p++)
		if (*p == ' ')
			str_adds(line, "\xc2\xa0");
		else
			str_addc(line, *p);
}

static void
card_read(struct crm *crm, struct emit_document *d, struct crm_rows *card)
{
	struct pdf_fact *facts =
	    keep_alloc(&crm->keep, CARD_MAX * sizeof(*facts));
	struct str line = STR_INIT;
	const char *name, *value;
	enum kind kind;
	int i, n = sqlite3_column_count(card->stmt);

	d->facts = facts;
	for (i = 0; i < n && d->nfacts < CARD_MAX; i++) {
		name = sqlite3_column_name(card->stmt, i);
		kind = kind_of(name);
		value = value_of(crm, card, i, kind);
		if (strcmp(name, "name") == 0) {
			d->title = value;
		} else if (kind != KIND_EMAIL && kind != KIND_PHONE &&
			   strcmp(name, "since") != 0) {
			facts[d->nfacts].label = label_of(crm, name);
			facts[d->nfacts++].value =
			    value != NULL ? value : "\xe2\x80\x93";
		} else if (value != NULL) {
			line_put(&line,
			    strcmp(name, "since") == 0
				? crm_keepf(crm, "client since %s", value)
				: value);
		}
	}
	if (line.len > 0) {
		d->lines[0] = crm_keep(crm, line.ptr);
		d->nlines = 1;
	}
	str_free(&line);
}

/* --- what was left out --- */

/* Who reads "3 events" is to know that there are others. */
static const char *
remark_of(struct crm *crm)
{
	static const struct {
		const char *option, *words;
	} narrow[] = {
	    {"type", "only %s"},
	    {"search", "with \xe2\x80\x9c%s\xe2\x80\x9d"},
	    {"since", "since %s"},
	    {"until", "until %s"},
	    {"after", "after %s"},
	    {"limit", "%s at most"},
	};
	struct str text = STR_INIT;
	const char *value, *place, *kept = NULL;
	int again;
	size_t i;

	for (i = 0; i < sizeof(narrow) / sizeof(narrow[0]); i++) {
		again = 0;
		place = strstr(narrow[i].words, "%s");
		while ((value = crm_opt_next(crm, narrow[i].option, &again)) !=
		       NULL)
			str_addf(&text, "%s%.*s%s%s",
			    text.len > 0 ? "; " : "A selection: ",
			    (int)(place - narrow[i].words), narrow[i].words,
			    value, place + 2);
	}
	if (text.len > 0)
		kept = crm_keep(crm, text.ptr);
	str_free(&text);
	return kept;
}

void
crm_document(
    struct crm *crm, const char *kind, const char *title, struct crm_rows *card)
{
	struct emit_document *d;

	if (!crm_document_wanted(crm)) {
		if (card != NULL)
			crm_close(card);
		return;
	}
	d = keep_alloc(&crm->keep, sizeof(*d));
	d->kind = kind;
	d->title = title;
	d->many = card == NULL;
	if (card != NULL && crm_next(card))
		card_read(crm, d, card);
	if (card != NULL)
		crm_close(card);
	if (d->title == NULL)
		d->title = kind;
	d->remark = remark_of(crm);
	document_options(crm, &d->options, d->title);
	crm->cli->emit.document = d;
}
