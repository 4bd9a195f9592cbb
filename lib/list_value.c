/*
 * list_value.c: a value that a list is asked for, from text as it was typed
 * to what the column holds.
 */
#include <string.h>

#include "fold.h"
#include "list_in.h"

#include "banned.h"

void
list_key(struct list *l, const struct crm_field *f, const char *text,
    struct str *out)
{
	struct str phone = STR_INIT;
	size_t len = strlen(text);

	if (f->kind == KIND_EMAIL)
		email_fold(out, text, len);
	else if (f->kind != KIND_PHONE)
		text_fold(out, text, len);
	else if (phone_parse(&phone, text, len,
		     crm_setting(l->crm, "account.country")) == NULL)
		phone_fold(out, phone.ptr, phone.len);
	else
		digits_fold(out, text, len);
	str_free(&phone);
}

/* A number as the text that SQLite turns back into it. */
static const char *
number_make(
    const struct crm_field *f, const char *text, size_t len, struct str *out)
{
	const char *why;
	int64_t i = 0;
	double d = 0;
	bool b;

	if (f->kind == KIND_BOOL) {
		if ((why = bool_parse(&b, text, len)) == NULL)
			i = b;
	} else if (f->kind == KIND_REAL) {
		if ((why = real_parse(&d, text, len)) == NULL)
			str_addf(out, "%.17g", d);
		return why;
	} else {
		why = int_parse(&i, text, len);
	}
	if (why == NULL)
		str_addf(out, "%lld", (long long)i);
	return why;
}

/* Text of a fixed form: a day, a code. */
static const char *
code_make(struct list *l, const struct crm_field *f, const char *text,
    size_t len, struct str *out)
{
	char code[11] = "";
	const char *why;

	switch (f->kind) {
	case KIND_DATE:
		why = date_parse(code, text, len, l->crm->now);
		break;
	case KIND_BIRTHDAY:
		why = birthday_parse(code, text, len, l->crm->now);
		break;
	case KIND_CURRENCY:
		why = currency_parse(code, text, len);
		break;
	default:
		why = country_parse(code, text, len);
		break;
	}
	str_adds(out, code);
	return why;
}

const char *
list_value(struct list *l, const struct crm_field *f, const char *text,
    struct str *out)
{
	size_t len = strlen(text);

	switch (f->kind) {
	case KIND_INT:
	case KIND_REAL:
	case KIND_BOOL:
	case KIND_REF:
		return number_make(f, text, len, out);
	case KIND_DATE:
	case KIND_BIRTHDAY:
	case KIND_CURRENCY:
	case KIND_COUNTRY:
		return code_make(l, f, text, len, out);
	case KIND_LANGUAGE:
		return language_parse(out, text, len);
	case KIND_EMAIL:
		return email_parse(out, text, len);
	case KIND_PHONE:
		return phone_parse(
		    out, text, len, crm_setting(l->crm, "account.country"));
	case KIND_PROSE:
		return prose_clean(out, text, len);
	default:
		return strcmp(f->name, "status") == 0
			   ? status_parse(out, text, len)
			   : text_clean(out, text, len);
	}
}
