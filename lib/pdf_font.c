/*
 * pdf_font.c: which font has a letter, and how wide it is.
 *
 * Fonts are read from the folders of the system or from a file that the user
 * named, never from data: libharu trusts what a font says about itself.
 */
#include <string.h>
#include <sys/stat.h>

#include "pdf_in.h"

#include "banned.h"

/* Where distributions keep DejaVu Sans, which has all of Latin, Greek,
 * Cyrillic, Armenian, Georgian, Hebrew and Arabic. */
static const char folders_usual[] =
    "/usr/share/fonts/truetype/dejavu:/usr/share/fonts/dejavu-sans-fonts:"
    "/usr/share/fonts/dejavu:/usr/share/fonts/TTF:/usr/local/share/fonts";
static const char *const files_usual[PDF_STYLES] = {
    [PDF_REGULAR] = "DejaVuSans.ttf",
    [PDF_BOLD] = "DejaVuSans-Bold.ttf",
};
static const char *const base_fonts[PDF_STYLES] = {
    [PDF_REGULAR] = "Helvetica",
    [PDF_BOLD] = "Helvetica-Bold",
};

/* --- faces --- */

static int
face_put(struct pdf_fonts *f, const char *name, bool base)
{
	struct pdf_face *face = &f->faces[f->nfaces];
	HPDF_Font font;

	if (name == NULL || f->nfaces == PDF_FACES ||
	    (font = HPDF_GetFont(f->doc, name, "WinAnsiEncoding")) == NULL) {
		HPDF_ResetError(f->doc);
		return PDF_NO_FACE;
	}
	face->name = name;
	face->latin = font;
	face->def = ((HPDF_FontAttr)font->attr)->fontdef;
	face->base = base;
	return f->nfaces++;
}

/* The face of a TrueType file, or of a member of a collection. */
static int
face_load(struct pdf_fonts *f, const char *file, int index)
{
	const char *name, *dot = strrchr(file, '.');
	struct stat st;

	/* An error that is there already is not ours to forgive. */
	if (f->nfaces == PDF_FACES || HPDF_GetError(f->doc) != HPDF_OK ||
	    stat(file, &st) != 0 || !S_ISREG(st.st_mode))
		return PDF_NO_FACE;
	if (dot != NULL && strcasecmp(dot, ".ttc") == 0)
		name = HPDF_LoadTTFontFromFile2(f->doc, file, index, HPDF_TRUE);
	else
		name = HPDF_LoadTTFontFromFile(f->doc, file, HPDF_TRUE);
	return face_put(f, name, false);
}

/* The same font in bold, by the way that files are named; else itself. */
static int
face_bold(struct pdf_fonts *f, const char *file, int regular)
{
	const char *slash = strrchr(file, '/'), *dot = strrchr(file, '.'), *cut;
	int face;

	if (dot == NULL || (slash != NULL && dot < slash))
		return regular;
	cut = dot - 8 > file && strncmp(dot - 8, "-Regular", 8) == 0 ? dot - 8
								     : dot;
	face = face_load(f,
	    keep_printf(&f->keep, "%.*s-Bold%s", (int)(cut - file), file, dot),
	    0);
	return face == PDF_NO_FACE ? regular : face;
}

static bool
folders_search(struct pdf_fonts *f, const char *folders)
{
	const char *p = folders, *end;
	const char *file;
	int i;

	for (; p != NULL && *p != '\0'; p = *end == '\0' ? end : end + 1) {
		end = strchrnul(p, ':');
		for (i = 0; i < PDF_STYLES; i++) {
			file = keep_printf(&f->keep, "%.*s/%s", (int)(end - p),
			    p, files_usual[i]);
			f->own[i] = face_load(f, file, 0);
			if (f->own[PDF_REGULAR] == PDF_NO_FACE)
				break;
		}
		if (f->own[PDF_REGULAR] != PDF_NO_FACE) {
			if (f->own[PDF_BOLD] == PDF_NO_FACE)
				f->own[PDF_BOLD] = f->own[PDF_REGULAR];
			return true;
		}
	}
	return false;
}

/* --- the fonts of this machine --- */

/* Asking costs milliseconds, so only for a letter that the text's font does
 * not have. */
static void
system_ask(struct pdf_fonts *f)
{
	FcPattern *wish = FcPatternCreate();
	FcResult result;

	f->asked = true;
	if (wish == NULL)
		return;
	FcPatternAddString(
	    wish, FC_FAMILY, (const FcChar8 *)"DejaVu Sans,sans-serif");
	FcPatternAddString(wish, FC_FONTFORMAT, (const FcChar8 *)"TrueType");
	FcPatternAddBool(wish, FC_COLOR, FcFalse);
	FcConfigSubstitute(NULL, wish, FcMatchPattern);
	FcDefaultSubstitute(wish);
	f->system = FcFontSort(NULL, wish, FcFalse, NULL, &result);
	FcPatternDestroy(wish);
	if (f->system != NULL)
		f->loaded = keep_alloc(&f->keep, (size_t)f->system->nfont + 1);
}

/* Is it a plain TrueType font? Its file and place in there. */
static bool
system_usable(FcPattern *font, const char **file, int *index)
{
	FcChar8 *format, *path;
	FcBool color = FcFalse, variable = FcFalse;

	if (FcPatternGetString(font, FC_FONTFORMAT, 0, &format) !=
		FcResultMatch ||
	    strcmp((const char *)format, "TrueType") != 0 ||
	    FcPatternGetString(font, FC_FILE, 0, &path) != FcResultMatch)
		return false;
	FcPatternGetBool(font, FC_COLOR, 0, &color);
	FcPatternGetBool(font, FC_VARIABLE, 0, &variable);
	if (FcPatternGetInteger(font, FC_INDEX, 0, index) != FcResultMatch)
		*index = 0;
	*file = (const char *)path;
	return color != FcTrue && variable != FcTrue && *index >> 16 == 0;
}

/* The face of the i-th font of the system, loaded when first wanted. */
static int
system_face(struct pdf_fonts *f, int i)
{
	const char *file;
	int index, face = PDF_NO_FACE;

	if (f->loaded[i] == 0) {
		if (system_usable(f->system->fonts[i], &file, &index))
			face = face_load(f, file, index);
		f->loaded[i] = (uint8_t)(face == PDF_NO_FACE ? face : face + 1);
	}
	return f->loaded[i] == PDF_NO_FACE ? PDF_NO_FACE : f->loaded[i] - 1;
}

static bool
face_has(const struct pdf_fonts *f, int face, uint32_t cp)
{
	const struct pdf_face *p;

	if (face >= f->nfaces)
		return false;
	p = &f->faces[face];
	if (p->base)
		return (cp >= 0x20 && cp < 0x7f) || (cp >= 0xa0 && cp < 0x100);
	return HPDF_TTFontDef_GetGlyphid(p->def, (HPDF_UINT16)cp) != 0;
}

/* The first font of the system that has the letter. */
static int
system_search(struct pdf_fonts *f, uint32_t cp)
{
	FcCharSet *letters;
	int i, face;

	if (!f->asked)
		system_ask(f);
	for (i = 0; f->system != NULL && i < f->system->nfont; i++) {
		if (FcPatternGetCharSet(f->system->fonts[i], FC_CHARSET, 0,
			&letters) != FcResultMatch ||
		    !FcCharSetHasChar(letters, cp))
			continue;
		face = system_face(f, i);
		if (face_has(f, face, cp))
			return face;
	}
	return PDF_NO_FACE;
}

/* --- opening --- */

/* Whatever sans serif there is; else the fonts that every reader has. */
static void
own_any(struct pdf_fonts *f)
{
	int i, face = system_search(f, 'a');

	for (i = 0; i < PDF_STYLES; i++) {
		f->own[i] = face;
		if (face == PDF_NO_FACE)
			f->own[i] = face_put(f, base_fonts[i], true);
	}
	if (face == PDF_NO_FACE)
		f->missing |= PDF_MISS_TEXT;
}

bool
fonts_open(struct pdf_fonts *f, HPDF_Doc doc, const struct pdf_options *options)
{
	f->doc = doc;
	f->own[PDF_REGULAR] = PDF_NO_FACE;
	if (options->font != NULL) {
		f->own[PDF_REGULAR] = face_load(f, options->font, 0);
		if (f->own[PDF_REGULAR] == PDF_NO_FACE)
			return false;
		f->own[PDF_BOLD] =
		    face_bold(f, options->font, f->own[PDF_REGULAR]);
		return true;
	}
	if (!folders_search(
		f, options->folders != NULL ? options->folders : folders_usual))
		own_any(f);
	return true;
}

/* --- letters --- */

/* What has a meaning but no shape: joiners, direction marks, soft hyphen. */
static bool
is_unseen(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0xad ||
	       (cp >= 0x200b && cp <= 0x200f) ||
	       (cp >= 0x2028 && cp <= 0x202e) ||
	       (cp >= 0x2060 && cp <= 0x206f) ||
	       (cp >= 0xfe00 && cp <= 0xfe0f) || cp == 0xfeff;
}

static unsigned
miss_of(uint32_t cp)
{
	bool cjk =
	    (cp >= 0x1100 && cp < 0x1200) || (cp >= 0x2e80 && cp < 0xa000) ||
	    (cp >= 0xac00 && cp < 0xd800) || (cp >= 0xf900 && cp < 0xfb00) ||
	    (cp >= 0xff00 && cp < 0xffe0);

	return cjk ? PDF_MISS_CJK : PDF_MISS_OTHER;
}

/* The face that has it, the text's own before those of the system. */
static int
face_for(struct pdf_fonts *f, enum pdf_style style, uint32_t cp)
{
	if (face_has(f, f->own[style], cp))
		return f->own[style];
	return f->missing & PDF_MISS_TEXT ? PDF_NO_FACE : system_search(f, cp);
}

static void
glyph_find(
    struct pdf_fonts *f, struct pdf_glyph *g, enum pdf_style style, uint32_t cp)
{
	const struct pdf_face *p;
	int face = face_for(f, style, cp);

	if (face == PDF_NO_FACE && cp != '?') {
		if (cp != PDF_BOX && !(f->missing & PDF_MISS_TEXT))
			f->missing |= miss_of(cp);
		*g = *fonts_glyph(f, style, cp == PDF_BOX ? '?' : PDF_BOX);
		return;
	}
	if (face == PDF_NO_FACE)
		return;
	p = &f->faces[face];
	g->face = (uint8_t)face;
	g->width = (uint16_t)(p->base ? HPDF_Type1FontDef_GetWidth(
					    p->def, (HPDF_UNICODE)cp)
				      : HPDF_TTFontDef_GetCharWidth(
					    p->def, (HPDF_UINT16)cp));
}

const struct pdf_glyph *
fonts_glyph(struct pdf_fonts *f, enum pdf_style style, uint32_t cp)
{
	struct pdf_glyph **page = &f->glyphs[style][cp >> 8 & 0xff];
	struct pdf_glyph *g;

	if (*page == NULL)
		*page = keep_alloc(&f->keep, 256 * sizeof(**page));
	g = &(*page)[cp & 0xff];
	if (!g->known) {
		g->known = true;
		g->cp = (uint16_t)cp;
		g->face = PDF_NO_FACE;
		if (!is_unseen(cp))
			glyph_find(f, g, style, cp);
	}
	return g;
}

/* --- runs --- */

static void
encode(struct str *out, const uint16_t *cps, size_t n, bool wide)
{
	char *to = str_room(out, 3 * n);
	size_t i;

	for (i = 0; i < n; i++) {
		if (!wide || cps[i] < 0x80) {
			*to++ = (char)cps[i];
		} else if (cps[i] < 0x800) {
			*to++ = (char)(0xc0 | cps[i] >> 6);
			*to++ = (char)(0x80 | (cps[i] & 0x3f));
		} else {
			*to++ = (char)(0xe0 | cps[i] >> 12);
			*to++ = (char)(0x80 | (cps[i] >> 6 & 0x3f));
			*to++ = (char)(0x80 | (cps[i] & 0x3f));
		}
	}
	*to = '\0';
	out->len = (size_t)(to - out->ptr);
}

static HPDF_Font
face_font(struct pdf_fonts *f, struct pdf_face *face, bool wide)
{
	if (wide && face->wide == NULL)
		face->wide = HPDF_GetFont(f->doc, face->name, "UTF-8");
	return wide ? face->wide : face->latin;
}

size_t
fonts_run(struct pdf_fonts *f, enum pdf_style style, struct str *out,
    HPDF_Font *font, const uint16_t *cps, size_t n)
{
	int face = fonts_glyph(f, style, cps[0])->face;
	bool wide = cps[0] >= 0x100;
	size_t i;

	for (i = 1; i < n; i++)
		if (fonts_glyph(f, style, cps[i])->face != face ||
		    ((cps[i] >= 0x100) != wide && cps[i] != ' '))
			break;
	str_cut(out, 0);
	encode(out, cps, i, wide);
	*font = face_font(f, &f->faces[face], wide);
	return i;
}

void
fonts_close(struct pdf_fonts *f)
{
	if (f->system != NULL)
		FcFontSetDestroy(f->system);
	if (f->asked)
		FcFini();
	keep_free(&f->keep);
}
