/*
 * pdf_glyf.c: all parts of every letter that is used get into the file.
 *
 * A glyph may be made of others (a stem and two dots), and these of others
 * again. libharu 2.3 takes into the file what a glyph is made of, but not
 * what that is made of: the letter is there in the text and has holes in the
 * picture. So mark all of them before it saves.
 */
#include "pdf_in.h"

#include "banned.h"

/* Flags of a part, from the OpenType table "glyf". */
enum {
	PART_WORDS = 1 << 0,
	PART_SCALE = 1 << 3,
	PART_MORE = 1 << 5,
	PART_SCALE_XY = 1 << 6,
	PART_MATRIX = 1 << 7
};

static bool
font_read(HPDF_Stream in, HPDF_BYTE *to, HPDF_UINT n)
{
	return HPDF_Stream_Read(in, to, &n) == HPDF_OK;
}

static unsigned
word_at(const HPDF_BYTE *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

/* Go to a glyph's outline; false when it has none, or no parts. */
static bool
parts_find(const struct _HPDF_TTFontDefAttr_Rec *font, unsigned gid)
{
	const HPDF_TTF_GryphOffsets *table = &font->glyph_tbl;
	HPDF_UINT32 unit = font->header.index_to_loc_format == 0 ? 2 : 1;
	HPDF_BYTE head[10]; /* number of contours, then four corners */

	if (table->offsets[gid + 1] <= table->offsets[gid])
		return false;
	return HPDF_Stream_Seek(font->stream,
		   (HPDF_INT)(table->base_offset + table->offsets[gid] * unit),
		   HPDF_SEEK_SET) == HPDF_OK &&
	       font_read(font->stream, head, sizeof(head)) &&
	       word_at(head) == 0xffff;
}

/* Mark the parts of a glyph; returns how many were not marked before. A font
 * that ends in the middle of one has no more of them. */
static int
parts_mark(struct _HPDF_TTFontDefAttr_Rec *font, unsigned gid)
{
	HPDF_BYTE part[4], rest[12];
	unsigned flags, more;
	int found = 0;

	if (!parts_find(font, gid))
		return 0;
	do {
		if (!font_read(font->stream, part, sizeof(part)))
			break;
		flags = word_at(part);
		gid = word_at(part + 2);
		if (gid < font->num_glyphs && !font->glyph_tbl.flgs[gid]) {
			font->glyph_tbl.flgs[gid] = 1;
			found++;
		}
		more = flags & PART_WORDS ? 4 : 2;
		more += flags & PART_SCALE	? 2
			: flags & PART_SCALE_XY ? 4
			: flags & PART_MATRIX	? 8
						: 0;
		if (!font_read(font->stream, rest, more))
			break;
	} while (flags & PART_MORE);
	return found;
}

void
fonts_complete(struct pdf_fonts *f)
{
	struct _HPDF_TTFontDefAttr_Rec *font;
	unsigned gid;
	int i, found;

	for (i = 0; i < f->nfaces; i++) {
		if (f->faces[i].base)
			continue;
		font = f->faces[i].def->attr;
		do {
			found = 0;
			for (gid = 0; gid < font->num_glyphs; gid++)
				if (font->glyph_tbl.flgs[gid])
					found += parts_mark(font, gid);
		} while (found > 0);
	}
	HPDF_ResetError(f->doc);
}
