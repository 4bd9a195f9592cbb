/*
 * clean.c: text made fit for storage: valid UTF-8, NFC, no stray blanks.
 *
 * Names come by the million and nearly all are plain ASCII, so the bytes are
 * looked at first, and Unicode is asked only about what is left.
 */
#include <stdlib.h>

#include "fold.h"
#include "utf8.h"

#include "banned.h"

static const char not_utf8[] = "not valid UTF-8";
static const char has_control[] = "has a control character";

bool
text_is_utf8(const char *text, size_t len)
{
	size_t i, n;
	cp_t cp;

	for (i = 0; i < len; i += n) {
		n = ascii_head(text + i, len - i);
		if (n == 0)
			n = decode(&cp, text + i, len - i);
		if (n == 0)
			return false;
	}
	return true;
}

/*
 * May this code point change under NFC, or join with the one before? Below
 * U+0300 none does; above, marks, what has a canonical decomposition and
 * the vowels and finals of Hangul. A few too many do no harm.
 */
static bool
needs_nfc(cp_t cp)
{
	const utf8proc_property_t *p;

	if (cp < 0x300)
		return false;
	if (cp >= 0x1160 && cp <= 0x11ff)
		return true;
	p = utf8proc_get_property(cp);
	return p->combining_class != 0 || p->category == UTF8PROC_CATEGORY_MN ||
	       p->category == UTF8PROC_CATEGORY_MC ||
	       (p->decomp_type == 0 && p->decomp_seqindex != UINT16_MAX);
}

/* Bring what stands from byte "from" of a valid text to NFC. */
static void
compose_tail(struct str *s, size_t from)
{
	utf8proc_uint8_t *nfc;
	utf8proc_ssize_t n;

	n = utf8proc_map((const utf8proc_uint8_t *)s->ptr + from,
	    (utf8proc_ssize_t)(s->len - from), &nfc,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (n < 0) /* valid text: only memory can be missing */
		(void)mem_alloc(SIZE_MAX);
	str_cut(s, from);
	str_add(s, (const char *)nfc, (size_t)n);
	free(nfc);
}

/* What waits to be written until something visible follows. */
struct gap {
	size_t lines;
	bool space;
	bool started;
};

static void
gap_close(struct str *out, struct gap *gap)
{
	if (gap->started) {
		if (gap->lines == 0 && gap->space)
			str_addc(out, ' ');
		for (; gap->lines > 0; gap->lines--)
			str_addc(out, '\n');
	}
	*gap = (struct gap){.started = true};
}

static const char *
clean(struct str *out, const char *text, size_t len, bool prose)
{
	struct gap gap = {0};
	size_t i, n, from = out->len;
	bool nfc = false;
	cp_t cp;

	for (i = 0; i < len; i += n) {
		n = decode(&cp, text + i, len - i);
		if (n == 0) {
			str_cut(out, from);
			return not_utf8;
		}
		if (is_space(cp)) {
			gap.space = true;
		} else if (is_line_end(cp)) {
			if (cp == '\r' && i + 1 < len && text[i + 1] == '\n')
				n = 2;
			gap.space = true;
			gap.lines += prose;
		} else if (is_control(cp)) {
			str_cut(out, from);
			return has_control;
		} else {
			gap_close(out, &gap);
			nfc |= needs_nfc(cp);
			str_add(out, text + i, n);
		}
	}
	if (nfc)
		compose_tail(out, from);
	return NULL;
}

/*
 * Is the text clean as it stands: visible ASCII, with single spaces inside?
 * Most are, so this is the one test that a million names pay.
 */
static bool
is_clean_ascii(const char *text, size_t len)
{
	unsigned char c, prev = ' ';
	size_t i;

	for (i = 0; i < len; i++) {
		c = (unsigned char)text[i];
		if ((unsigned char)(c - 0x20) >= 0x5f)
			return false;
		if ((c | prev) == ' ')
			return false;
		prev = c;
	}
	return len == 0 || prev != ' ';
}

const char *
text_clean(struct str *out, const char *text, size_t len)
{
	if (is_clean_ascii(text, len)) {
		str_add(out, text, len);
		return NULL;
	}
	return clean(out, text, len, false);
}

const char *
prose_clean(struct str *out, const char *text, size_t len)
{
	if (is_clean_ascii(text, len)) {
		str_add(out, text, len);
		return NULL;
	}
	return clean(out, text, len, true);
}
