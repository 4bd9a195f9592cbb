/*
 * import_claim.c: appointments and the like that rows of a file may be by a
 * loose key (struct match_key): each of them is but one row's. A file may well
 * have one that was cancelled, and another for that time.
 */
#include "import_in.h"

#include "banned.h"

static bool
is_it(void *arg, size_t id)
{
	return *(const size_t *)arg == id;
}

/* Seen by this hash? Numbers past 32 bits are nobody's. */
static bool
is_claimed(const struct claims *c, uint64_t hash, int64_t id)
{
	size_t n = (size_t)id & UINT32_MAX;

	return seen_find(&c->seen, hash ^ (uint64_t)id, is_it, &n) != SIZE_MAX;
}

int64_t
claim_find(struct claims *c, struct crm_rows *r, uint64_t row)
{
	int64_t id, found = 0;

	while (found == 0 && crm_next(r)) {
		id = crm_col_int(r, 0);
		if (id <= c->before &&
		    (!is_claimed(c, 0, id) || is_claimed(c, row, id)))
			found = id;
	}
	crm_close(r);
	if (found == 0 || is_claimed(c, row, found))
		return found;
	seen_add(&c->seen, (uint64_t)found, (size_t)found & UINT32_MAX);
	seen_add(&c->seen, row ^ (uint64_t)found, (size_t)found & UINT32_MAX);
	return found;
}
