/*
 * fold.c: text folded for search and for the comparison of names, addresses
 * and numbers.
 */
#include <stdlib.h>

#include "fold.h"
#include "utf8.h"

#include "banned.h"

/*
 * Letters that Unicode does not take apart, as their readers type them on a
 * plain keyboard, and the apostrophes and dashes that word processors put in
 * for ' and -. Looked at after case folding, so only small letters; sorted.
 */
static const struct {
	cp_t cp;
	char to[4];
} plain_form[] = {
    {0x00e6, "ae"}, /* ae ligature */
    {0x00f0, "d"}, /* eth */
    {0x00f8, "o"}, /* o with stroke */
    {0x00fe, "th"}, /* thorn */
    {0x0111, "d"}, /* d with stroke */
    {0x0127, "h"}, /* h with stroke */
    {0x0131, "i"}, /* dotless i */
    {0x0138, "k"}, /* kra */
    {0x0142, "l"}, /* l with stroke */
    {0x014b, "ng"}, /* eng */
    {0x0153, "oe"}, /* oe ligature */
    {0x0167, "t"}, /* t with stroke */
    {0x0180, "b"}, /* b with stroke */
    {0x0199, "k"}, /* k with hook */
    {0x019a, "l"}, /* l with bar */
    {0x01b4, "y"}, /* y with hook */
    {0x01b6, "z"}, /* z with stroke */
    {0x01e5, "g"}, /* g with stroke */
    {0x0253, "b"}, /* b with hook */
    {0x0254, "o"}, /* open o */
    {0x0256, "d"}, /* African d */
    {0x0257, "d"}, /* d with hook */
    {0x0259, "e"}, /* schwa, as in Azerbaijani names */
    {0x025b, "e"}, /* open e */
    {0x0268, "i"}, /* i with stroke */
    {0x0289, "u"}, /* u bar */
    {0x02bb, "'"}, /* okina */
    {0x02bc, "'"}, /* modifier apostrophe */
    {0x0640, ""}, /* tatweel: stretches a word, says nothing */
    {0x2010, "-"}, /* hyphen */
    {0x2012, "-"}, /* figure dash */
    {0x2013, "-"}, /* en dash */
    {0x2014, "-"}, /* em dash */
    {0x2018, "'"}, /* opening quote */
    {0x2019, "'"}, /* closing quote, the typographic apostrophe */
    {0x2032, "'"}, /* prime */
    {0x2212, "-"}, /* minus */
    {0x2c65, "a"}, /* a with stroke */
    {0xa78c, "'"}, /* saltillo */
};

/* The scripts whose marks are accents and points and no letters; sorted. */
static const struct {
	cp_t first;
	cp_t last;
} mark_scripts[] = {
    {0x0041, 0x024f}, /* Latin */
    {0x0250, 0x02af}, /* Latin: IPA */
    {0x0370, 0x03ff}, /* Greek */
    {0x0400, 0x052f}, /* Cyrillic */
    {0x0590, 0x05ff}, /* Hebrew */
    {0x0600, 0x06ff}, /* Arabic */
    {0x0750, 0x077f}, /* Arabic */
    {0x0860, 0x08ff}, /* Arabic */
    {0x1c80, 0x1c8f}, /* Cyrillic */
    {0x1d00, 0x1dbf}, /* Latin, Greek: phonetic */
    {0x1e00, 0x1fff}, /* Latin, Greek */
    {0x2c60, 0x2c7f}, /* Latin */
    {0xa640, 0xa69f}, /* Cyrillic */
    {0xa720, 0xa7ff}, /* Latin */
    {0xab30, 0xab6f}, /* Latin */
};

static void
encode(struct str *out, cp_t cp)
{
	char *to;
	utf8proc_ssize_t n;

	to = str_room(out, 4);
	n = utf8proc_encode_char(cp, (utf8proc_uint8_t *)to);
	to[n] = '\0';
	out->len += (size_t)n;
}

/* A copy of the text without the bytes that are not UTF-8. */
static void
add_valid(struct str *out, const char *text, size_t len)
{
	size_t i, n;
	cp_t cp;

	for (i = 0; i < len; i += n) {
		n = ascii_head(text + i, len - i);
		if (n == 0)
			n = decode(&cp, text + i, len - i);
		if (n > 0)
			str_add(out, text + i, n);
		else
			n = 1;
	}
}

/* Fold ASCII: small letters, blanks and controls to single spaces. */
static void
fold_ascii(struct str *out, const char *text, size_t len)
{
	char *start, *to;
	unsigned char c;
	size_t i;

	start = to = str_room(out, len);
	for (i = 0; i < len; i++) {
		c = (unsigned char)text[i];
		if (c <= ' ' || c == 0x7f) {
			if (to > start && to[-1] != ' ')
				*to++ = ' ';
		} else {
			*to++ = (char)((unsigned char)(c - 'A') < 26 ? c | 0x20
								     : c);
		}
	}
	if (to > start && to[-1] == ' ')
		to--;
	*to = '\0';
	out->len += (size_t)(to - start);
}

static bool
is_mark(cp_t cp)
{
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return true;
	default:
		return false;
	}
}

/* Is it a letter whose marks are accents? */
static bool
has_accents(cp_t cp)
{
	utf8proc_category_t c;
	size_t i;

	for (i = 0; i < sizeof(mark_scripts) / sizeof(*mark_scripts); i++)
		if (cp <= mark_scripts[i].last)
			break;
	if (i == sizeof(mark_scripts) / sizeof(*mark_scripts) ||
	    cp < mark_scripts[i].first)
		return false;
	c = utf8proc_category(cp);
	return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

/* Short i and yo are letters of the alphabet, not accented ones. */
static bool
keeps_mark(cp_t base, cp_t mark)
{
	return (base == 0x0438 && mark == 0x0306) ||
	       (base == 0x0435 && mark == 0x0308);
}

static const char *
find_plain_form(cp_t cp)
{
	size_t lo = 0, hi = sizeof(plain_form) / sizeof(*plain_form), mid;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (plain_form[mid].cp == cp)
			return plain_form[mid].to;
		if (plain_form[mid].cp < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

/*
 * From n decomposed code points, the folded ones: blanks joined, accents and
 * everything else that is not kept left out. Returns their number; to has
 * room for two for each.
 */
static size_t
fold_points(cp_t *to, const cp_t *cps, size_t n)
{
	const char *plain;
	bool accents = false;
	cp_t base = 0, cp;
	size_t i, m = 0;

	for (i = 0; i < n; i++) {
		cp = cps[i];
		if (is_space(cp) || is_line_end(cp) || is_control(cp)) {
			accents = false;
			if (m > 0 && to[m - 1] != ' ')
				to[m++] = ' ';
			continue;
		}
		if (is_mark(cp)) {
			if (accents && !keeps_mark(base, cp))
				continue;
			if (accents)
				base = 0; /* one is enough */
			to[m++] = cp;
			continue;
		}
		accents = has_accents(cp);
		base = cp;
		plain = cp < 0x80 ? NULL : find_plain_form(cp);
		if (plain == NULL)
			to[m++] = cp;
		for (; plain != NULL && *plain != '\0'; plain++)
			to[m++] = *plain;
	}
	return m > 0 && to[m - 1] == ' ' ? m - 1 : m;
}

/* Decompose into *cps, which is grown when it is too small. */
static size_t
decompose(
    cp_t **cps, size_t cap, const struct str *text, utf8proc_option_t options)
{
	utf8proc_ssize_t n;

	n = utf8proc_decompose((const utf8proc_uint8_t *)text->ptr,
	    (utf8proc_ssize_t)text->len, *cps, (utf8proc_ssize_t)cap, options);
	if (n > (utf8proc_ssize_t)cap) {
		*cps = mem_alloc((size_t)n * sizeof(**cps));
		n = utf8proc_decompose((const utf8proc_uint8_t *)text->ptr,
		    (utf8proc_ssize_t)text->len, *cps, n, options);
	}
	return n > 0 ? (size_t)n : 0;
}

static void
fold_unicode(struct str *out, const struct str *text)
{
	cp_t few[128], few_to[256], *cps = few, *to = few_to;
	utf8proc_ssize_t m;
	size_t n, i;

	n = decompose(&cps, 128, text,
	    UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
		UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
	if (n > 128)
		to = mem_alloc(2 * n * sizeof(*to));
	m = (utf8proc_ssize_t)fold_points(to, cps, n);
	m = utf8proc_normalize_utf32(to, m, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	for (i = 0; (utf8proc_ssize_t)i < m; i++)
		encode(out, to[i]);
	if (cps != few)
		free(cps);
	if (to != few_to)
		free(to);
}

void
text_fold(struct str *out, const char *text, size_t len)
{
	struct str valid = STR_INIT;

	if (ascii_head(text, len) == len) {
		fold_ascii(out, text, len);
		return;
	}
	add_valid(&valid, text, len);
	fold_unicode(out, &valid);
	str_free(&valid);
}

void
email_fold(struct str *out, const char *text, size_t len)
{
	struct str valid = STR_INIT;
	cp_t few[128], *cps = few;
	utf8proc_ssize_t m;
	size_t n, i;
	char *to;

	if (ascii_head(text, len) == len) {
		to = str_room(out, len);
		for (i = 0; i < len; i++)
			to[i] = (char)(text[i] >= 'A' && text[i] <= 'Z'
					   ? text[i] | 0x20
					   : text[i]);
		to[len] = '\0';
		out->len += len;
		return;
	}
	add_valid(&valid, text, len);
	n = decompose(&cps, 128, &valid,
	    UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD);
	m = utf8proc_normalize_utf32(
	    cps, (utf8proc_ssize_t)n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	for (i = 0; (utf8proc_ssize_t)i < m; i++)
		encode(out, cps[i]);
	if (cps != few)
		free(cps);
	str_free(&valid);
}

/*
 * The value of a decimal digit: in every script the ten stand in a row from
 * nought, and rows that touch (mathematical digits) are whole ones.
 */
static int
digit_value(cp_t cp)
{
	cp_t first = cp;

	while (utf8proc_category(first - 1) == UTF8PROC_CATEGORY_ND)
		first--;
	return (int)((cp - first) % 10);
}

void
digits_fold(struct str *out, const char *text, size_t len)
{
	size_t i, n;
	cp_t cp;

	for (i = 0; i < len; i += n) {
		n = 1;
		if (text[i] >= '0' && text[i] <= '9') {
			str_addc(out, text[i]);
		} else if ((unsigned char)text[i] >= 0x80) {
			n = decode(&cp, text + i, len - i);
			if (n == 0)
				n = 1;
			else if (utf8proc_category(cp) == UTF8PROC_CATEGORY_ND)
				str_addc(out, (char)('0' + digit_value(cp)));
		}
	}
}
