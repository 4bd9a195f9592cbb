/*
 * fold.h: text as people mean it: cleaned for storage, folded for search and
 * comparison, measured for a terminal.
 *
 * The functions that can refuse their input return NULL when it is good and
 * otherwise a reason ("has a control character"), a static text that
 * completes the sentence "FIELD: REASON: \"INPUT\"".
 */
#ifndef CRM_FOLD_H
#define CRM_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "str.h"

/*
 * One line of text for storage (interface.md, "Values"): valid UTF-8, NFC,
 * trimmed, every run of blanks (space, tab, line ends, Unicode class Zs)
 * folded to one space. Refused: bytes that are not UTF-8, NUL and every other
 * control character (Unicode class Cc). Appends to out; empty text is good.
 * Cleaning twice changes nothing more.
 */
const char *text_clean(struct str *out, const char *text, size_t len);

/*
 * Several lines of text for storage: as text_clean(), but line ends stay, as
 * LF (CRLF, CR, U+2028 and U+2029 become LF), blanks at both ends of a line
 * go, and blank lines at both ends of the text go.
 */
const char *prose_clean(struct str *out, const char *text, size_t len);

/*
 * The folded form that search, sorting and comparison of names use: case,
 * accents and compatibility forms gone ("Łódź" -> "lodz", "ﬁ" -> "fi",
 * "Straße" -> "strasse"), letters that Unicode does not decompose mapped by a
 * table (ł ø đ ð þ æ œ ı ħ ...). Marks are stripped only after Latin, Greek,
 * Cyrillic, Arabic and Hebrew letters, because elsewhere (Hindi vowel signs)
 * they are letters themselves; й and ё keep theirs. Typographic apostrophes
 * and dashes become ' and -; what is never seen (soft hyphens, joiners) and
 * bytes that are not UTF-8 are dropped. Blanks fold as in text_clean(), and
 * control characters count as blanks. Folding twice changes nothing more.
 * Appends to out.
 */
void text_fold(struct str *out, const char *text, size_t len);

/*
 * The folded form of an email address, by which addresses are unique: full
 * case folding and NFC, accents kept (they make another mailbox).
 */
void email_fold(struct str *out, const char *text, size_t len);

/* Only the decimal digits, of any script, as ASCII digits. */
void digits_fold(struct str *out, const char *text, size_t len);

/*
 * The columns a terminal needs for the text: grapheme clusters, East Asian
 * wide characters, emoji sequences; independent of the locale.
 */
int text_width(const char *text, size_t len);

/* Is it all visible ASCII: shown as it is, a column for each byte? */
bool text_is_plain(const char *text, size_t len);

/*
 * The longest head of the text that fits in max columns, in bytes; never
 * splits a grapheme cluster.
 */
size_t text_fit(const char *text, size_t len, int max);

/* Is it valid UTF-8? (No surrogates, no overlong forms, nothing above
 * U+10FFFF; NUL counts as valid.) */
bool text_is_utf8(const char *text, size_t len);

#endif
