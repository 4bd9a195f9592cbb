/*
 * email.c: email addresses, by the rule that browsers use, widened to UTF-8.
 */
#include "fold.h"
#include "kind.h"
#include "scan.h"
#include "utf8.h"

#include "banned.h"

#define LABEL_MAX 63

static const char not_address[] = "not an address";

/*
 * May this stand in an address? Beyond ASCII everything that is seen: no
 * blanks, controls or invisible marks that would make two addresses look
 * alike.
 */
static bool
is_visible(cp_t cp)
{
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return false;
	default:
		return true;
	}
}

static bool
is_local(cp_t cp)
{
	if (cp >= 0x80)
		return is_visible(cp);
	return is_alpha((char)cp) || is_digit((char)cp) ||
	       (cp > ' ' && strchr(".!#$%&'*+/=?^_`{|}~-", cp) != NULL);
}

static bool
is_label(cp_t cp)
{
	if (cp >= 0x80)
		return is_visible(cp);
	return is_alpha((char)cp) || is_digit((char)cp) || cp == '-';
}

static bool
check_local(const char *s, size_t len)
{
	size_t i, n;
	cp_t cp;

	for (i = 0; i < len; i += n) {
		n = decode(&cp, s + i, len - i);
		if (n == 0 || !is_local(cp))
			return false;
	}
	return len > 0;
}

/* Labels of up to 63 letters, no hyphen at their ends, at least two. */
static bool
check_domain(const char *s, size_t len)
{
	size_t i, n, points = 0, labels = 1;
	cp_t cp, prev = '.';

	for (i = 0; i < len; i += n) {
		n = decode(&cp, s + i, len - i);
		if (n == 0)
			return false;
		if (cp == '.') {
			if (prev == '.' || prev == '-')
				return false;
			points = 0;
			labels++;
		} else if (!is_label(cp) || ++points > LABEL_MAX ||
			   (cp == '-' && prev == '.')) {
			return false;
		}
		prev = cp;
	}
	return labels > 1 && prev != '.' && prev != '-';
}

/* Take "Name <...>" and "mailto:...?subject=" off, and blanks. */
static void
take_apart(const char **text, size_t *len)
{
	const char *s = *text, *p;
	size_t n = *len;

	trim(&s, &n);
	if (n > 0 && s[n - 1] == '>' && (p = memrchr(s, '<', n)) != NULL) {
		n = (size_t)(s + n - 1 - (p + 1));
		s = p + 1;
		trim(&s, &n);
	}
	if (n > 7 && same_word(s, 7, "mailto:")) {
		s += 7;
		n -= 7;
		p = memchr(s, '@', n);
		if (p != NULL)
			p = memchr(p, '?', (size_t)(s + n - p));
		if (p != NULL)
			n = (size_t)(p - s);
	}
	*text = s;
	*len = n;
}

/* The domain in lower case; beyond ASCII that may need NFC again. */
static void
add_domain(struct str *out, const char *s, size_t len)
{
	struct str low = STR_INIT;
	size_t i, n;
	cp_t cp;

	if (ascii_head(s, len) == len) {
		for (i = 0; i < len; i++)
			str_addc(out, to_lower(s[i]));
		return;
	}
	for (i = 0; i < len; i += n) {
		n = decode(&cp, s + i, len - i);
		cp = utf8proc_tolower(cp);
		low.len += (size_t)utf8proc_encode_char(
		    cp, (utf8proc_uint8_t *)str_room(&low, 4));
	}
	text_clean(out, low.ptr, low.len);
	str_free(&low);
}

const char *
email_parse(struct str *out, const char *text, size_t len)
{
	const char *why, *domain;
	struct str clean = STR_INIT;

	why = text_clean(&clean, text, len);
	if (why != NULL)
		goto done;
	text = clean.ptr;
	len = clean.len;
	take_apart(&text, &len);
	domain = memchr(text, '@', len);
	if (domain == NULL || !check_local(text, (size_t)(domain - text)) ||
	    !check_domain(domain + 1, (size_t)(text + len - domain - 1))) {
		why = not_address;
		goto done;
	}
	str_add(out, text, (size_t)(domain + 1 - text));
	add_domain(out, domain + 1, (size_t)(text + len - domain - 1));
done:
	str_free(&clean);
	return why;
}
