/*
 * pdf_in.h: what the parts of the document writer share: fonts and letters
 * (pdf_font.c), text in lines (pdf_text.c), pages (pdf_paper.h). Private to
 * them.
 */
#ifndef CRM_PDF_IN_H
#define CRM_PDF_IN_H

#include <fontconfig/fontconfig.h>
#include <fribidi/fribidi.h>
#include <hpdf.h>

#include "keep.h"
#include "pdf.h"

/* --- fonts ------------------------------------------------------------------
 */

enum pdf_style { PDF_REGULAR, PDF_BOLD, PDF_STYLES };

#define PDF_FACES   32
#define PDF_NO_FACE 255
#define PDF_BOX	    0x25a1 /* drawn for what cannot be */

/*
 * A font file in use, which a document may know in two ways: letters below
 * U+0100 are a byte each, others are two. Most text needs the first only, and
 * it makes for half the time and a smaller file.
 */
struct pdf_face {
	const char *name; /* as libharu knows it */
	HPDF_Font latin;
	HPDF_Font wide; /* NULL until wanted */
	HPDF_FontDef def;
	bool base; /* one of the reader's own: Latin only, not embedded */
};

/* How a code point is drawn in a style; looked up once. */
struct pdf_glyph {
	uint8_t face; /* its index; PDF_NO_FACE: is not drawn */
	bool known;
	uint16_t cp; /* what is drawn: another one, where it has no font */
	uint16_t width; /* in thousandths of the size */
};

/* What had no font; each is told of once. */
enum {
	PDF_MISS_TEXT = 1 << 0, /* no TrueType font for text at all */
	PDF_MISS_CJK = 1 << 1, /* Chinese, Japanese, Korean */
	PDF_MISS_OTHER = 1 << 2
};

struct pdf_fonts {
	HPDF_Doc doc;
	struct pdf_face faces[PDF_FACES];
	int nfaces;
	int own[PDF_STYLES]; /* the faces of the text */
	struct pdf_glyph *glyphs[PDF_STYLES][256]; /* by high byte, low byte */
	FcFontSet *system; /* all of this machine's, best first; or NULL */
	uint8_t *loaded; /* of those, the face plus 1; 0: not tried yet;
			    PDF_NO_FACE: no good */
	bool asked; /* for system */
	unsigned missing; /* PDF_MISS_x */
	struct keep keep;
};

/* Load what the text is set in, as the options say, or what there is. False
 * when the font that the options name is no good. */
bool fonts_open(struct pdf_fonts *, HPDF_Doc, const struct pdf_options *);

/* How to draw it; cp is below 0x10000. */
const struct pdf_glyph *fonts_glyph(
    struct pdf_fonts *, enum pdf_style, uint32_t cp);

/* Before saving: let the file have every part of every letter in it. */
void fonts_complete(struct pdf_fonts *);

/* How much of a line, which is not empty, can be drawn at once: its text as
 * libharu wants it, and the font. Returns the number of code points. */
size_t fonts_run(struct pdf_fonts *, enum pdf_style, struct str *, HPDF_Font *,
    const uint16_t *cps, size_t n);

void fonts_close(struct pdf_fonts *);

/* --- text in lines
 * ------------------------------------------------------------
 */

/* One line: code points in the order they are drawn. */
struct pdf_row {
	size_t start, len; /* in cps */
	float width; /* in points */
};

/* A text set in lines; its memory is used again by the next text. */
struct pdf_lines {
	enum pdf_style style;
	float size, leading;
	uint16_t *cps;
	size_t ncps, cap_cps;
	struct pdf_row *rows;
	size_t nrows, cap_rows;
};

/* Where paragraphs are worked on, one array entry a code point. */
struct pdf_shaper {
	FriBidiChar *cps;
	FriBidiCharType *types;
	FriBidiBracketType *brackets;
	FriBidiLevel *levels;
	FriBidiArabicProp *joins;
	size_t cap;
	size_t n;
	struct str text; /* the text, repaired and composed */
	struct str run; /* what is drawn next */
};

/* Set a text in lines no wider than width. Its line ends are kept, or with
 * flat count as blanks. Style, size and leading are set before. */
void lines_set(struct pdf_fonts *, struct pdf_shaper *, struct pdf_lines *,
    const char *text, float width, bool flat);

/* Draw a line with its left end at x on the base line y. */
void lines_draw(struct pdf_fonts *, struct pdf_shaper *, HPDF_Page,
    const struct pdf_lines *, size_t row, float x, float y);

void lines_free(struct pdf_lines *);
void shaper_free(struct pdf_shaper *);

#endif
