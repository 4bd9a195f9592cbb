/*
 * pdf_text.c: a text becomes lines of letters in the order they are drawn:
 * repaired and composed, joined and mirrored, broken at the width, reordered.
 *
 * Lines are broken in the order of reading and reordered one by one, as
 * Unicode has it (UAX #9, 3.4): a long Arabic title begins on its first line.
 */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "fold.h"
#include "pdf_in.h"
#include "utf8.h"

#include "banned.h"

/* --- memory --- */

static void
shaper_room(struct pdf_shaper *s, size_t n)
{
	if (n <= s->cap)
		return;
	s->cap = n < 1024 ? 1024 : n + n / 2;
	s->cps = mem_grow(s->cps, s->cap * sizeof(*s->cps));
	s->types = mem_grow(s->types, s->cap * sizeof(*s->types));
	s->brackets = mem_grow(s->brackets, s->cap * sizeof(*s->brackets));
	s->levels = mem_grow(s->levels, s->cap * sizeof(*s->levels));
	s->joins = mem_grow(s->joins, s->cap * sizeof(*s->joins));
}

void
shaper_free(struct pdf_shaper *s)
{
	free(s->cps);
	free(s->types);
	free(s->brackets);
	free(s->levels);
	free(s->joins);
	str_free(&s->text);
	str_free(&s->run);
}

static void
lines_add(struct pdf_lines *l, struct pdf_row row)
{
	if (l->nrows == l->cap_rows) {
		l->cap_rows = 2 * l->cap_rows + 16;
		l->rows = mem_grow(l->rows, l->cap_rows * sizeof(*l->rows));
	}
	l->rows[l->nrows++] = row;
}

static void
lines_room(struct pdf_lines *l, size_t n)
{
	if (l->ncps + n <= l->cap_cps)
		return;
	l->cap_cps = 2 * (l->ncps + n) + 64;
	l->cps = mem_grow(l->cps, l->cap_cps * sizeof(*l->cps));
}

void
lines_free(struct pdf_lines *l)
{
	free(l->cps);
	free(l->rows);
	*l = (struct pdf_lines){0};
}

/* --- code points --- */

/* The text in UTF-8 for certain, and composed: é as one letter. */
static void
text_compose(struct str *out, const char *text, size_t len)
{
	utf8proc_uint8_t *whole = NULL;
	size_t i, n;
	cp_t cp;

	str_cut(out, 0);
	if (ascii_head(text, len) == len) {
		str_add(out, text, len);
		return;
	}
	for (i = 0; i < len; i += n) {
		n = decode(&cp, text + i, len - i);
		str_add(out, n > 0 ? text + i : "\xef\xbf\xbd", n > 0 ? n : 3);
		n = n > 0 ? n : 1;
	}
	utf8proc_map((const utf8proc_uint8_t *)out->ptr,
	    (utf8proc_ssize_t)out->len, &whole,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (whole != NULL) {
		str_cut(out, 0);
		str_adds(out, (const char *)whole);
		free(whole);
	}
}

/*
 * What is above U+FFFF cannot be drawn: one box for each cluster of it, so
 * that a family of four does not become seven boxes.
 */
static void
shaper_put(struct pdf_shaper *s, cp_t cp, cp_t before, utf8proc_int32_t *state,
    bool *boxed)
{
	bool joined;

	joined =
	    before != 0 && !utf8proc_grapheme_break_stateful(before, cp, state);
	if (joined && (*boxed || cp > 0xffff))
		return;
	*boxed = cp > 0xffff;
	s->cps[s->n++] = (FriBidiChar)(*boxed ? PDF_BOX : cp);
}

static void
shaper_take(struct pdf_shaper *s, const char *text, bool flat)
{
	utf8proc_int32_t state = 0;
	size_t i, n, len = strlen(text);
	cp_t cp, before = 0;
	bool boxed = false;

	text_compose(&s->text, text, len);
	text = s->text.ptr;
	len = s->text.len;
	shaper_room(s, len + 1);
	s->n = 0;
	for (i = 0; i < len; i += n) {
		n = decode(&cp, text + i, len - i);
		if (n == 0)
			break;
		if (is_line_end(cp))
			cp = flat ? ' ' : '\n';
		else if (is_control(cp))
			cp = ' ';
		if (cp < 0x300 && !boxed)
			s->cps[s->n++] = (FriBidiChar)cp;
		else
			shaper_put(s, cp, before, &state, &boxed);
		before = cp;
	}
}

/* --- where a line may end --- */

static bool
is_blank(FriBidiChar cp)
{
	return cp == ' ' || (cp >= 0x2000 && cp <= 0x200b && cp != 0x2007) ||
	       cp == 0x3000;
}

static bool
is_ideograph(FriBidiChar cp)
{
	return (cp >= 0x2e80 && cp < 0xa4d0) || (cp >= 0xf900 && cp < 0xfb00) ||
	       (cp >= 0xff00 && cp < 0xffe0);
}

/* Chinese and Japanese: no line begins with what closes, nor ends with what
 * opens. */
static bool
is_one_of(FriBidiChar cp, const uint16_t *list, size_t n)
{
	while (n-- > 0)
		if (list[n] == cp)
			return true;
	return false;
}

static bool
is_closing(FriBidiChar cp)
{
	static const uint16_t list[] = {0x3001, 0x3002, 0x3009, 0x300b, 0x300d,
	    0x300f, 0x3011, 0x3015, 0x3017, 0x30fb, 0x30fc, 0xff01, 0xff09,
	    0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f, 0xff3d, 0xff5d, ')', ']',
	    '}', ',', '.', ':', ';', '!', '?', 0x2019, 0x201d};

	return is_one_of(cp, list, sizeof(list) / sizeof(list[0]));
}

static bool
is_opening(FriBidiChar cp)
{
	static const uint16_t list[] = {0x3008, 0x300a, 0x300c, 0x300e, 0x3010,
	    0x3014, 0x3016, 0xff08, 0xff3b, 0xff5b, '(', '[', '{', 0x2018,
	    0x201c};

	return is_one_of(cp, list, sizeof(list) / sizeof(list[0]));
}

/* Does it sit on the letter before it? */
static bool
is_mark(FriBidiChar cp)
{
	utf8proc_category_t c;

	if (cp < 0x300)
		return false;
	c = utf8proc_category((cp_t)cp);
	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC ||
	       c == UTF8PROC_CATEGORY_ME;
}

/* May a line end after code point i? n is the end of the paragraph. */
static bool
may_end(const FriBidiChar *cps, size_t i, size_t n)
{
	FriBidiChar cp = cps[i], next = i + 1 < n ? cps[i + 1] : ' ';

	if (is_blank(cp))
		return true;
	if (is_blank(next))
		return false;
	if (cp == '-' || cp == 0x2010 || cp == 0x2013 || cp == '/')
		return i > 0 && !is_blank(cps[i - 1]) &&
		       !(next >= '0' && next <= '9');
	if (is_ideograph(cp) || is_ideograph(next))
		return !is_closing(next) && !is_opening(cp) && !is_mark(next);
	return false;
}

/* --- lines --- */

struct paragraph {
	struct pdf_fonts *fonts;
	struct pdf_shaper *shaper;
	struct pdf_lines *lines;
	size_t from, to; /* its code points */
	bool bidi; /* right-to-left somewhere in it */
	FriBidiParType base; /* its direction */
	long limit; /* width of a line, in thousandths of the size */
};

/*
 * Types and levels, then letters by their neighbours: Arabic joins, brackets
 * mirror. In the order of reading still.
 */
static void
paragraph_shape(struct paragraph *p)
{
	struct pdf_shaper *s = p->shaper;
	FriBidiStrIndex n = (FriBidiStrIndex)(p->to - p->from);
	FriBidiChar *cps = s->cps + p->from;
	size_t i;

	p->bidi = false;
	for (i = p->from; i < p->to && !p->bidi; i++)
		p->bidi = s->cps[i] >= 0x590;
	if (!p->bidi)
		return;
	fribidi_get_bidi_types(cps, n, s->types + p->from);
	fribidi_get_bracket_types(
	    cps, n, s->types + p->from, s->brackets + p->from);
	p->base = FRIBIDI_PAR_ON;
	if (fribidi_get_par_embedding_levels_ex(s->types + p->from,
		s->brackets + p->from, n, &p->base, s->levels + p->from) == 0)
		mem_die();
	fribidi_get_joining_types(cps, n, s->joins + p->from);
	fribidi_join_arabic(
	    s->types + p->from, n, s->levels + p->from, s->joins + p->from);
	fribidi_shape(FRIBIDI_FLAGS_DEFAULT | FRIBIDI_FLAGS_ARABIC,
	    s->levels + p->from, n, s->joins + p->from, cps);
}

/* Where the line that begins at from ends. */
static size_t
line_end(const struct paragraph *p, size_t from)
{
	const FriBidiChar *cps = p->shaper->cps;
	size_t i, end = from;
	long width = 0;

	for (i = from; i < p->to; i++) {
		if (!is_blank(cps[i])) {
			width += fonts_glyph(p->fonts, p->lines->style, cps[i])
				     ->width;
			if (width > p->limit && i > from)
				break;
		} else {
			width +=
			    fonts_glyph(p->fonts, p->lines->style, ' ')->width;
		}
		if (may_end(cps, i, p->to))
			end = i + 1;
	}
	if (i == p->to || end > from)
		return i == p->to ? i : end;
	/* A word longer than the line: between two letters of it. */
	while (i > from + 1 && is_mark(cps[i]))
		i--;
	return i;
}

/* Put the code points from..to, in the order of reading, as a line. */
static void
line_put(struct paragraph *p, size_t from, size_t to)
{
	struct pdf_shaper *s = p->shaper;
	struct pdf_lines *l = p->lines;
	const struct pdf_glyph *g;
	struct pdf_row row = {.start = l->ncps};
	long width = 0;

	while (to > from && is_blank(s->cps[to - 1]))
		to--;
	if (p->bidi && to > from &&
	    fribidi_reorder_line(FRIBIDI_FLAGS_DEFAULT, s->types + p->from,
		(FriBidiStrIndex)(to - from), (FriBidiStrIndex)(from - p->from),
		p->base, s->levels + p->from, s->cps + p->from, NULL) == 0)
		mem_die();
	lines_room(l, to - from);
	for (; from < to; from++) {
		g = fonts_glyph(p->fonts, l->style, s->cps[from]);
		if (g->face == PDF_NO_FACE)
			continue;
		l->cps[l->ncps++] = g->cp;
		width += g->width;
	}
	row.len = l->ncps - row.start;
	row.width = (float)width * l->size / 1000;
	lines_add(l, row);
}

static void
paragraph_break(struct paragraph *p)
{
	const FriBidiChar *cps = p->shaper->cps;
	size_t from = p->from, to;

	do {
		to = line_end(p, from);
		line_put(p, from, to);
		for (from = to; from < p->to && is_blank(cps[from]); from++)
			continue;
	} while (from < p->to);
}

void
lines_set(struct pdf_fonts *f, struct pdf_shaper *s, struct pdf_lines *l,
    const char *text, float width, bool flat)
{
	struct paragraph p = {.fonts = f, .shaper = s, .lines = l};

	l->nrows = 0;
	l->ncps = 0;
	if (text == NULL || *text == '\0')
		return;
	shaper_take(s, text, flat);
	p.limit = (long)(width * 1000 / l->size);
	for (p.from = 0; p.from <= s->n; p.from = p.to + 1) {
		for (p.to = p.from; p.to < s->n && s->cps[p.to] != '\n'; p.to++)
			continue;
		paragraph_shape(&p);
		paragraph_break(&p);
	}
}

/* --- drawing --- */

/* Every operator costs, in time and in the file. */
static void
font_take(HPDF_Page page, HPDF_Font font, float size)
{
	if (HPDF_Page_GetCurrentFont(page) != font ||
	    HPDF_Page_GetCurrentFontSize(page) != size)
		HPDF_Page_SetFontAndSize(page, font, size);
}

void
lines_draw(struct pdf_fonts *f, struct pdf_shaper *s, HPDF_Page page,
    const struct pdf_lines *l, size_t i, float x, float y)
{
	const struct pdf_row *row = &l->rows[i];
	const uint16_t *cps = l->cps + row->start;
	HPDF_Font font;
	size_t from, n;

	if (row->len == 0)
		return;
	HPDF_Page_BeginText(page);
	HPDF_Page_MoveTextPos(page, x, y);
	for (from = 0; from < row->len; from += n) {
		n = fonts_run(
		    f, l->style, &s->run, &font, cps + from, row->len - from);
		font_take(page, font, l->size);
		HPDF_Page_ShowText(page, s->run.ptr);
	}
	HPDF_Page_EndText(page);
}
