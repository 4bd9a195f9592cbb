/*
 * match_text.c: how alike two words are, letter by letter.
 */
#include <string.h>

#include "match_in.h"
#include "utf8.h"

#include "banned.h"

#define LETTERS 64 /* of a word; what follows is not looked at */

struct word {
	cp_t letter[LETTERS];
	int n;
};

static void
word_read(struct word *w, const char *text, size_t len)
{
	size_t i, n;

	w->n = 0;
	for (i = 0; i < len && w->n < LETTERS; i += n) {
		n = decode(&w->letter[w->n], text + i, len - i);
		if (n == 0)
			n = 1;
		else
			w->n++;
	}
}

/* The letters that both have, not too far from their place. */
static int
common_find(
    const struct word *a, const struct word *b, uint64_t *in_a, uint64_t *in_b)
{
	int longest = a->n > b->n ? a->n : b->n, common = 0, i, j, end;
	int reach = longest / 2 > 0 ? longest / 2 - 1 : 0;

	*in_a = *in_b = 0;
	for (i = 0; i < a->n; i++) {
		end = i + reach < b->n - 1 ? i + reach : b->n - 1;
		for (j = i > reach ? i - reach : 0; j <= end; j++) {
			if (a->letter[i] != b->letter[j] || *in_b >> j & 1)
				continue;
			*in_a |= (uint64_t)1 << i;
			*in_b |= (uint64_t)1 << j;
			common++;
			break;
		}
	}
	return common;
}

/* Those that come in another order, each counted from both sides. */
static int
out_of_order(
    const struct word *a, const struct word *b, uint64_t in_a, uint64_t in_b)
{
	int i, j = 0, n = 0;

	for (i = 0; i < a->n; i++) {
		if (!(in_a >> i & 1))
			continue;
		while (!(in_b >> j & 1))
			j++;
		if (a->letter[i] != b->letter[j++])
			n++;
	}
	return n;
}

/* --- a glance first --- */

/* Which letters there are, a bit each; false when one is not ASCII, where
 * bytes are no letters. */
static bool
letters_of(const char *text, size_t len, uint64_t *set)
{
	unsigned char any = 0;
	size_t i;

	*set = 0;
	for (i = 0; i < len; i++) {
		any |= (unsigned char)text[i];
		*set |= (uint64_t)1 << (text[i] & 63);
	}
	return any < 0x80;
}

/*
 * No more letters can be common than there are of those that both have. So
 * most pairs of words need not be compared letter by letter.
 */
bool
match_unlike(const char *one, size_t onelen, const char *other, size_t otherlen,
    double least)
{
	uint64_t a, b;
	double common, rest, jaro;
	int start = 0;

	if (onelen == 0 || otherlen == 0 || onelen > LETTERS ||
	    otherlen > LETTERS || !letters_of(one, onelen, &a) ||
	    !letters_of(other, otherlen, &b))
		return false;
	common = (double)onelen - __builtin_popcountll(a & ~b);
	rest = (double)otherlen - __builtin_popcountll(b & ~a);
	common = common < rest ? common : rest;
	if (common <= 0)
		return true;
	while (start < 4 && (size_t)start < onelen &&
	       (size_t)start < otherlen && one[start] == other[start])
		start++;
	jaro = (common / (double)onelen + common / (double)otherlen + 1) / 3;
	return jaro + start * 0.1 * (1 - jaro) < least - 1e-9;
}

double
match_jaro_winkler(
    const char *one, size_t onelen, const char *other, size_t otherlen)
{
	struct word a, b;
	uint64_t in_a, in_b;
	double jaro, common;
	int start = 0, least;

	/* Letters are taken as they come, so fix who is first. */
	if (onelen > otherlen ||
	    (onelen == otherlen && memcmp(one, other, onelen) > 0))
		return match_jaro_winkler(other, otherlen, one, onelen);
	word_read(&a, one, onelen);
	word_read(&b, other, otherlen);
	if (a.n == 0 || b.n == 0)
		return a.n == b.n ? 1 : 0;
	common = common_find(&a, &b, &in_a, &in_b);
	if (common == 0)
		return 0;
	jaro = (common / a.n + common / b.n +
		   (common - out_of_order(&a, &b, in_a, in_b) / 2) / common) /
	       3;
	least = a.n < b.n ? a.n : b.n;
	while (start < least && start < 4 && a.letter[start] == b.letter[start])
		start++;
	return jaro + start * 0.1 * (1 - jaro);
}

static int
least_of(int a, int b, int c)
{
	int least = a < b ? a : b;

	return least < c ? least : c;
}

/* Leave out what is the same at both ends of ASCII; false when it is not. */
static bool
ends_strip(
    const char **one, size_t *onelen, const char **other, size_t *otherlen)
{
	uint64_t set;

	if (*onelen > LETTERS || *otherlen > LETTERS ||
	    !letters_of(*one, *onelen, &set) ||
	    !letters_of(*other, *otherlen, &set))
		return false;
	while (*onelen > 0 && *otherlen > 0 && **one == **other) {
		++*one;
		++*other;
		--*onelen;
		--*otherlen;
	}
	while (*onelen > 0 && *otherlen > 0 &&
	       (*one)[*onelen - 1] == (*other)[*otherlen - 1]) {
		--*onelen;
		--*otherlen;
	}
	return true;
}

/* Of what is left then: 0, 1, or more than the limit, which is 0 or 1. */
static int
edit_or_two(const char *one, size_t onelen, const char *other, size_t otherlen,
    int limit)
{
	if (onelen == 0 && otherlen == 0)
		return 0;
	if (limit == 1 && onelen <= 1 && otherlen <= 1)
		return 1;
	if (limit == 1 && onelen == 2 && otherlen == 2 && one[0] == other[1] &&
	    one[1] == other[0])
		return 1;
	return limit + 1;
}

int
match_edits(const char *one, size_t onelen, const char *other, size_t otherlen,
    int limit)
{
	int rows[3][LETTERS + 2], *now, *last, *before, i, j, end, least;
	struct word a, b;

	if (ends_strip(&one, &onelen, &other, &otherlen) && limit <= 1)
		return edit_or_two(one, onelen, other, otherlen, limit);
	word_read(&a, one, onelen);
	word_read(&b, other, otherlen);
	if (a.n - b.n > limit || b.n - a.n > limit)
		return limit + 1;
	for (j = 0; j <= b.n + 1; j++)
		rows[0][j] = j;
	for (i = 1; i <= a.n; i++) {
		now = rows[i % 3];
		last = rows[(i + 2) % 3];
		before = rows[(i + 1) % 3];
		/* Only what is within the limit of the diagonal matters. */
		j = i > limit ? i - limit : 1;
		end = i + limit < b.n ? i + limit : b.n;
		least = now[j - 1] = j == 1 ? i : limit + 1;
		for (; j <= end; j++) {
			now[j] = least_of(last[j] + 1, now[j - 1] + 1,
			    last[j - 1] + (a.letter[i - 1] != b.letter[j - 1]));
			if (i > 1 && j > 1 &&
			    a.letter[i - 1] == b.letter[j - 2] &&
			    a.letter[i - 2] == b.letter[j - 1] &&
			    before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
			if (now[j] < least)
				least = now[j];
		}
		now[end + 1] = limit + 1;
		if (least > limit)
			return limit + 1;
	}
	i = rows[a.n % 3][b.n];
	return i > limit ? limit + 1 : i;
}
