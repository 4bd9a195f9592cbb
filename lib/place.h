/*
 * place.h: digits of a phone number placed in a country. Private to layer 0.
 */
#ifndef CRM_PLACE_H
#define CRM_PLACE_H

#include <stdbool.h>
#include <stddef.h>

/* Longest number of E.164, with the calling code. */
#define E164_MAX 15

/*
 * Write "+..." to out for these digits as dialled in the region (any text; ""
 * when not known); plus when a + stood before them. False when no country
 * has such a number.
 */
bool phone_place(char out[E164_MAX + 2], const char *digits, size_t n,
    bool plus, const char *region);

#endif
