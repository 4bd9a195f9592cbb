/*
 * phone.c: phone numbers as people type them, to E.164 where their country
 * is known.
 *
 * Read here: digits of any script, the + in front, the extension behind.
 * Everything else between the digits is decoration. Which country the digits
 * belong to is decided in place.c.
 */
#include "fold.h"
#include "kind.h"
#include "place.h"
#include "scan.h"
#include "utf8.h"

#include "banned.h"

#define DIGITS_MIN    3
#define DIGITS_TYPED  32 /* more are no number whatever stands before it */
#define EXTENSION_MAX 8

static const char has_letters[] = "has letters";
static const char shortened[] =
    "cut short by a spreadsheet, which keeps such numbers as text only";
static const char too_short[] = "fewer than three digits";
static const char too_long[] = "more than fifteen digits";
static const char not_number[] = "not a phone number";

/* Words before a number that are none of its business: "tel:+351...". */
static const char *const heads[] = {
    "p", "t", "m", "tel", "phone", "mobile", "cell", "whatsapp", "callto"};

/* Words before an extension, folded. */
static const char *const extensions[] = {"x", "ext", "extn", "extension",
    "extensao", "ramal", "int", "interno", "anexo", "poste", "dw", "durchwahl",
    "wew", "доб", "вн"};

/* A number taken apart. */
struct typed {
	char digits[DIGITS_TYPED];
	size_t n;
	bool plus;
	size_t end; /* where in the text the extension begins */
	char extension[EXTENSION_MAX + 1];
};

static bool
is_letter(cp_t cp)
{
	utf8proc_category_t c;

	if (cp < 0x80)
		return is_alpha((char)cp);
	c = utf8proc_category(cp);
	return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

static bool
in_list(const char *const *list, size_t count, const char *text, size_t len)
{
	struct str word = STR_INIT;
	bool found = false;
	size_t i;

	text_fold(&word, text, len);
	for (i = 0; i < count && !found; i++)
		found = strcmp(list[i], word.ptr) == 0;
	str_free(&word);
	return found;
}

/* The value of a decimal digit of any script; -1 when it is none. */
static int
digit_of(cp_t cp)
{
	utf8proc_uint8_t bytes[4];
	struct str digit = STR_INIT;
	int value = -1;
	size_t n;

	if (cp < 0x80)
		return is_digit((char)cp) ? cp - '0' : -1;
	n = (size_t)utf8proc_encode_char(cp, bytes);
	digits_fold(&digit, (const char *)bytes, n);
	if (digit.len > 0)
		value = digit.ptr[0] - '0';
	str_free(&digit);
	return value;
}

/* How many bytes of letters the text begins with. */
static size_t
letters(const char *text, size_t len)
{
	size_t i, n;
	cp_t cp;

	for (i = 0; i < len; i += n) {
		n = decode(&cp, text + i, len - i);
		if (n == 0 || !is_letter(cp))
			break;
	}
	return i;
}

/*
 * Take off what programs put before a number: the apostrophe by which
 * spreadsheets know a text, and words with a colon.
 */
static void
skip_head(const char **text, size_t *len)
{
	size_t n, before;

	/* As often as there is something: what is kept is read again. */
	do {
		before = *len;
		if (*len > 0 && **text == '\'') {
			++*text;
			--*len;
		}
		n = letters(*text, *len);
		if (n > 0 && n < *len && (*text)[n] == ':' &&
		    in_list(heads, sizeof(heads) / sizeof(*heads), *text, n)) {
			*text += n + 1;
			*len -= n + 1;
		}
		trim(text, len);
	} while (*len < before);
}

/*
 * Read an extension: a word of the list, # or a dialling pause, then only
 * digits and decoration. False when it is none.
 */
static bool
read_extension(struct typed *t, const char *text, size_t len)
{
	struct str digits = STR_INIT;
	size_t i = 0, n;
	bool good;

	while (i < len && strchr(" ,;#.(", text[i]) != NULL)
		i++;
	n = letters(text + i, len - i);
	if (n > 0 && !in_list(extensions,
			 sizeof(extensions) / sizeof(*extensions), text + i, n))
		return false;
	i += n;
	digits_fold(&digits, text + i, len - i);
	good = digits.len > 0 && digits.len <= EXTENSION_MAX &&
	       digits.len == strspn(digits.ptr, "0123456789");
	for (; i < len; i += n) {
		n = letters(text + i, len - i);
		if (n > 0)
			good = false;
		else
			n = 1;
	}
	if (good)
		memcpy(t->extension, digits.ptr, digits.len + 1);
	str_free(&digits);
	return good;
}

/* Brazil writes "0xx11 ..." for "0, a carrier, 11 ...": 0 and two letters. */
static bool
is_carrier_mark(const struct typed *t, const char *text, size_t len)
{
	return t->n == 1 && t->digits[0] == '0' && !t->plus && len > 2 &&
	       same_word(text, 2, "xx") && letters(text, len) == 2;
}

/* Does an extension begin here, where digits have been read already? */
static bool
is_extension(cp_t cp, const char *text, size_t len)
{
	return is_letter(cp) || cp == '#' ||
	       (len > 1 && cp == ',' && text[1] == ',') ||
	       (len > 1 && cp == ';' && is_alpha(text[1]));
}

/* A digit, the + or decoration; a reason where it is neither. */
static const char *
read_point(struct typed *t, cp_t cp)
{
	int value;

	if (cp == '+' || cp == 0xff0b) {
		t->plus = true;
		return t->n > 0 ? not_number : NULL;
	}
	value = digit_of(cp);
	if (value < 0)
		return is_letter(cp) ? has_letters : NULL;
	if (t->n == DIGITS_TYPED)
		return too_long;
	t->digits[t->n++] = (char)('0' + value);
	return NULL;
}

static const char *
read_number(struct typed *t, const char *text, size_t len)
{
	const char *why;
	size_t i, n;
	cp_t cp;

	*t = (struct typed){.end = len};
	for (i = 0; i < len; i += n) {
		n = decode(&cp, text + i, len - i);
		if (n == 0)
			return not_number;
		if (is_carrier_mark(t, text + i, len - i)) {
			n = 2;
			continue;
		}
		if (t->n > 0 && is_extension(cp, text + i, len - i)) {
			if (!read_extension(t, text + i, len - i))
				return is_letter(cp) ? has_letters : not_number;
			while (i > 0 && strchr(" ,;(#-", text[i - 1]) != NULL)
				i--;
			t->end = i;
			break;
		}
		why = read_point(t, cp);
		if (why != NULL)
			return why;
	}
	return t->n < DIGITS_MIN ? too_short : NULL;
}

/* "5.5119E+12": what a spreadsheet shows of a long number. */
static bool
is_shortened(const char *text, size_t len)
{
	size_t i = 1;

	if (len < 4 || text[0] < '1' || text[0] > '9')
		return false;
	while (i < len && memchr(".,0123456789", text[i], 12) != NULL)
		i++;
	if (i + 1 >= len || (text[i] != 'E' && text[i] != 'e') ||
	    text[i + 1] != '+')
		return false;
	for (i += 2; i < len && text[i] >= '0' && text[i] <= '9'; i++)
		continue;
	return i == len;
}

/* Keep bytes start to end of what stands from byte "from", and no more. */
static void
keep_part(struct str *s, size_t from, size_t start, size_t end)
{
	memmove(s->ptr + from, s->ptr + from + start, end - start);
	str_cut(s, from + end - start);
}

const char *
phone_parse(struct str *out, const char *text, size_t len, const char *region)
{
	char e164[E164_MAX + 2];
	const char *why, *s;
	size_t n, from = out->len;
	struct typed t;

	why = text_clean(out, text, len);
	if (why != NULL)
		return why;
	s = out->ptr + from;
	n = out->len - from;
	skip_head(&s, &n);
	why = read_number(&t, s, n);
	if (why == has_letters && is_shortened(s, n))
		why = shortened;
	if (why == NULL && phone_place(e164, t.digits, t.n, t.plus, region)) {
		str_cut(out, from);
		str_adds(out, e164);
	} else {
		if (why == NULL && t.n > E164_MAX)
			why = too_long;
		if (why != NULL) {
			str_cut(out, from);
			return why;
		}
		keep_part(out, from, (size_t)(s - out->ptr) - from,
		    (size_t)(s - out->ptr) - from + t.end);
	}
	if (t.extension[0] != '\0')
		str_addf(out, " x%s", t.extension);
	return NULL;
}

void
phone_fold(struct str *out, const char *text, size_t len)
{
	struct typed t;

	skip_head(&text, &len);
	if (read_number(&t, text, len) == NULL)
		str_add(out, t.digits, t.n);
	else
		digits_fold(out, text, len);
}
