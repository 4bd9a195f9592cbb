/*
 * fold_table.h: what text_fold() knows about letters. For fold.c alone.
 */
#ifndef CRM_FOLD_TABLE_H
#define CRM_FOLD_TABLE_H

#include "utf8.h"

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

/*
 * The folded forms of U+00C0 to U+017F, which is what follows from the rules
 * below, worked out beforehand: half of the world's names with accents take
 * no others. Empty: ask the rules.
 */
static const char latin[0x180 - 0xc0][3] = {
    /* clang-format off */
	"a", "a", "a", "a", "a", "a", "ae", "c",
	"e", "e", "e", "e", "i", "i", "i", "i",
	"d", "n", "o", "o", "o", "o", "o", "",
	"o", "u", "u", "u", "u", "y", "th", "ss",
	"a", "a", "a", "a", "a", "a", "ae", "c",
	"e", "e", "e", "e", "i", "i", "i", "i",
	"d", "n", "o", "o", "o", "o", "o", "",
	"o", "u", "u", "u", "u", "y", "th", "y",
	"a", "a", "a", "a", "a", "a", "c", "c",
	"c", "c", "c", "c", "c", "c", "d", "d",
	"d", "d", "e", "e", "e", "e", "e", "e",
	"e", "e", "e", "e", "g", "g", "g", "g",
	"g", "g", "g", "g", "h", "h", "h", "h",
	"i", "i", "i", "i", "i", "i", "i", "i",
	"i", "i", "ij", "ij", "j", "j", "k", "k",
	"k", "l", "l", "l", "l", "l", "l", "",
	"", "l", "l", "n", "n", "n", "n", "n",
	"n", "'n", "ng", "ng", "o", "o", "o", "o",
	"o", "o", "oe", "oe", "r", "r", "r", "r",
	"r", "r", "s", "s", "s", "s", "s", "s",
	"s", "s", "t", "t", "t", "t", "t", "t",
	"u", "u", "u", "u", "u", "u", "u", "u",
	"u", "u", "u", "u", "w", "w", "y", "y",
	"y", "z", "z", "z", "z", "z", "z", "s",
    /* clang-format on */
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

#endif
