/*
 * quote.h: text made safe for where it goes: a JSON string, a terminal.
 */
#ifndef CRM_QUOTE_H
#define CRM_QUOTE_H

#include <stddef.h>

#include "str.h"

/* A JSON string literal with its quotes (RFC 8259; UTF-8 as it is, control
 * characters and U+2028/9 escaped, what is not UTF-8 as U+FFFD). Also for
 * error messages. */
void json_quote(struct str *, const char *text, size_t len);

/* Valid JSON on one line: as it is, but with line ends between its tokens as
 * blanks, and control characters and bytes that are not UTF-8 as above. */
void json_raw(struct str *, const char *text, size_t len);

/* Text made safe for a terminal or a log line: control characters and bad
 * UTF-8 as \x1b, bidirectional overrides as \u202e. Also for every message. */
void visible(struct str *, const char *text, size_t len);

#endif
