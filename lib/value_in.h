/*
 * value_in.h: what the parts of the values share; for lib/value*.c only.
 */
#ifndef CRM_VALUE_IN_H
#define CRM_VALUE_IN_H

#include "record.h"

/* Give a value a text, copied; the empty one is none. */
void value_text(struct record *, struct value *, const char *, size_t len);

/* A phone number, in the country of the record. */
const char *value_phone(struct record *, struct str *out, const struct value *);

/* From "a, b" or "a; b", or from a JSON array. */
const char *value_list(
    struct record *, const struct crm_field *, struct value *);

/* The first column of the first row, kept as long as the record. */
const char *value_first(struct record *, struct crm_rows *);

#endif
