/*
 * place.c: digits of a phone number placed in a country, by the calling code,
 * trunk prefix and lengths of its regions (share/phone.tsv).
 *
 * A number without a + is read, in this order, as an international one behind
 * the region's prefix for those (00, 011 ...), as a national one behind the
 * trunk prefix, as a bare national one, and last as one with its country code
 * but no +; the first reading that has a possible length is taken. So a
 * country code is believed only where the national reading is impossible.
 */
#include "kind.h"
#include "phone_table.h"
#include "place.h"
#include "scan.h"

#include "banned.h"

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

/* What is dialled abroad with, by the calling code one is in; 00 is good
 * everywhere. */
static const struct {
	char code[4];
	char prefix[5];
} abroad[] = {
    {"1", "011"},
    {"61", "0011"},
    {"62", "001"},
    {"65", "001"},
    {"66", "001"},
    {"7", "810"},
    {"81", "010"},
    {"82", "001"},
    {"852", "001"},
};

/* Ways to dial inside a country beside the trunk prefix; good only before
 * this many digits. */
static const struct {
	char code[4];
	char prefix[4];
	unsigned char rest;
} inland[] = {
    {"370", "0", 8}, /* Lithuania is leaving its 8 */
    {"375", "80", 9}, /* Belarus waits for a tone after the 8 */
    {"375", "0", 9},
    {"52", "044", 10}, /* mobiles of Mexico, until 2019 */
    {"52", "045", 10},
};

/*
 * Countries whose numbers begin with a 0 also when they are dialled from
 * abroad: it is no trunk prefix and must stay. No other number begins so.
 */
static const char zero_codes[][4] = {"225", "229", "241", "242", "378", "39"};

static bool
starts(const char *d, size_t n, const char *prefix)
{
	size_t len = strlen(prefix);

	return n >= len && memcmp(d, prefix, len) == 0;
}

/* Both are padded with NULs, so that four bytes are compared at once. */
static inline bool
same_code(const char a[4], const char b[4])
{
	return memcmp(a, b, 4) == 0;
}

static bool
has_zero(const char *code)
{
	size_t i;

	for (i = 0; i < COUNT(zero_codes); i++)
		if (same_code(code, zero_codes[i]))
			return true;
	return false;
}

/* --- the table --- */

static const struct phone_region *
region_find(const char *text, size_t len)
{
	size_t lo = 0, hi = COUNT(phone_regions), mid;
	char key[3];
	int cmp;

	if (len != 2)
		return NULL;
	key[0] = to_upper(text[0]);
	key[1] = to_upper(text[1]);
	key[2] = '\0';
	while (lo < hi) {
		mid = (lo + hi) / 2;
		cmp = memcmp(phone_regions[mid].region, key, 3);
		if (cmp == 0)
			return &phone_regions[mid];
		if (cmp < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

/* The calling code the digits begin with. */
static const struct phone_code *
code_find(const char *d, size_t n)
{
	unsigned i;

	if (n < 3)
		return NULL;
	i = phone_index[(d[0] - '0') * 100 + (d[1] - '0') * 10 + d[2] - '0'];
	return i < COUNT(phone_codes) ? &phone_codes[i] : NULL;
}

const char *
phone_region(const char *e164)
{
	const struct phone_code *code;
	size_t n;

	if (e164[0] != '+')
		return NULL;
	for (n = 0; is_digit(e164[n + 1]); n++)
		continue;
	code = code_find(e164 + 1, n);
	return code != NULL ? phone_regions[code->main].region : NULL;
}

const char *
country_parse(char out[3], const char *text, size_t len)
{
	const struct phone_region *r;
	const char *code;

	trim(&text, &len);
	r = region_find(text, len);
	code = r != NULL ? r->region : country_named(text, len);
	if (code == NULL)
		return "not a country";
	memcpy(out, code, 3);
	return NULL;
}

/* --- one reading --- */

/* A national number, as long as it can be with room for a digit more. */
struct national {
	char d[E164_MAX + 2];
	size_t n;
};

/*
 * Argentina: 15 behind the area code marks a mobile at home, 9 before it
 * abroad. With ten digits more, one place alone can hold the 15: an area
 * code has two digits (only 11), three or four. No number begins with 1 but
 * those of Buenos Aires.
 */
static bool
fit_argentina(struct national *nat)
{
	size_t area;

	if (nat->n == 12) {
		area = memcmp(nat->d, "1115", 4) == 0	  ? 2
		       : memcmp(nat->d + 3, "15", 2) == 0 ? 3
		       : memcmp(nat->d + 4, "15", 2) == 0 ? 4
							  : 0;
		if (area == 0)
			return false;
		memmove(nat->d + area + 1, nat->d + area + 2, 10 - area);
		memmove(nat->d + 1, nat->d, area);
		nat->d[0] = '9';
		nat->n = 11;
	}
	return nat->n != 10 || nat->d[0] != '1' || nat->d[1] == '1';
}

/*
 * Brazil: mobiles, which begin with 6 to 9 behind the area code, have got a
 * ninth digit, a 9. Short ones are good only as numbers of the whole country;
 * any other eight or nine digits lack their area.
 */
static bool
fit_brazil(struct national *nat)
{
	char *d = nat->d;

	if (nat->n == 8)
		return (d[0] == '3' || d[0] == '4') && d[1] == '0';
	if (nat->n == 9)
		return memcmp(d + 1, "00", 2) == 0;
	if (nat->n == 10 && d[1] != '0' && d[2] >= '6') {
		memmove(d + 3, d + 2, 8);
		d[2] = '9';
		nat->n = 11;
	}
	return true;
}

/* Mexico: a 1 before the area code marked a mobile until 2019. */
static bool
fit_mexico(struct national *nat)
{
	if (nat->n == 11 && nat->d[0] == '1') {
		memmove(nat->d, nat->d + 1, 10);
		nat->n = 10;
	}
	return nat->n == 10;
}

/* Is this a number of the country? Writes it when it is. */
static bool
fit(char *out, const struct phone_code *code, const char *d, size_t n)
{
	size_t len = strlen(code->code);
	struct national nat;
	bool good = true;

	if (n == 0 || n > E164_MAX || (*d == '0' && !has_zero(code->code)))
		return false;
	memcpy(nat.d, d, n);
	nat.n = n;
	if (same_code(code->code, "54\0"))
		good = fit_argentina(&nat);
	else if (same_code(code->code, "55\0"))
		good = fit_brazil(&nat);
	else if (same_code(code->code, "52\0"))
		good = fit_mexico(&nat);
	if (!good || len + nat.n > E164_MAX ||
	    (code->lengths >> nat.n & 1) == 0)
		return false;
	out[0] = '+';
	memcpy(out + 1, code->code, len);
	memcpy(out + 1 + len, nat.d, nat.n);
	out[1 + len + nat.n] = '\0';
	return true;
}

/* Behind a trunk prefix, or another way to dial inside the country. */
static bool
fit_trunk(char *out, const struct phone_code *code, const char *trunk,
    const char *d, size_t n)
{
	size_t i, len;

	for (i = 0; i < COUNT(inland); i++) {
		len = strlen(inland[i].prefix);
		if (same_code(inland[i].code, code->code) &&
		    n == len + inland[i].rest &&
		    starts(d, n, inland[i].prefix) &&
		    fit(out, code, d + len, n - len))
			return true;
	}
	/* Brazil: 0, the two digits of a carrier, then area and number. */
	if (same_code(code->code, "55\0") && (n == 13 || n == 14) &&
	    d[0] == '0' && fit(out, code, d + 3, n - 3))
		return true;
	len = strlen(trunk);
	return len > 0 && starts(d, n, trunk) &&
	       fit(out, code, d + len, n - len);
}

/*
 * Behind the calling code. People write the trunk prefix there too: "+44 (0)20
 * 7946 0018". A 0 is always one, save where numbers begin with it; any other
 * prefix only where the number would be impossible with it.
 */
static bool
fit_code(char *out, const char *d, size_t n)
{
	const struct phone_code *code;
	const char *trunk, *rest;
	size_t len;

	code = code_find(d, n);
	if (code == NULL)
		return false;
	trunk = phone_regions[code->main].trunk;
	d += strlen(code->code);
	n -= strlen(code->code);
	rest = d;
	len = n;
	while (len > 0 && *rest == '0' && !has_zero(code->code)) {
		if (starts(rest, len, trunk) && *trunk != '\0') {
			rest += strlen(trunk);
			len -= strlen(trunk);
		} else {
			rest++;
			len--;
		}
	}
	return fit(out, code, rest, len) || fit(out, code, d, n) ||
	       fit_trunk(out, code, trunk, d, n);
}

/* Behind what is dialled abroad with; code is where one is, or NULL. */
static bool
fit_abroad(char *out, const struct phone_code *code, const char *d, size_t n)
{
	size_t i, len;

	for (i = 0; code != NULL && i < COUNT(abroad); i++) {
		len = strlen(abroad[i].prefix);
		if (same_code(abroad[i].code, code->code) &&
		    starts(d, n, abroad[i].prefix) &&
		    fit_code(out, d + len, n - len))
			return true;
	}
	return starts(d, n, "00") && fit_code(out, d + 2, n - 2);
}

bool
phone_place(char out[E164_MAX + 2], const char *d, size_t n, bool plus,
    const char *region)
{
	const struct phone_region *r;
	const struct phone_code *code;

	if (plus)
		return fit_code(out, d, n);
	r = region_find(region, strlen(region));
	code = r != NULL ? &phone_codes[r->code] : NULL;
	if (fit_abroad(out, code, d, n))
		return true;
	if (code == NULL)
		return false;
	return fit_trunk(out, code, r->trunk, d, n) || fit(out, code, d, n) ||
	       (starts(d, n, code->code) && fit_code(out, d, n));
}
