/*
 * derive_table.h: temporary tables that derive fills and that queries of
 * share/query read; the build makes them, too, to prepare those.
 */
#ifndef CRM_DERIVE_TABLE_H
#define CRM_DERIVE_TABLE_H

/*
 * The clients to bring up to date. own: their own row changed. facts: rows of
 * other tables did. outside: by other means than the suite, so that even
 * look-up keys may be wrong. fresh: added since the last time, so that nothing
 * derived is left of before.
 */
#define DERIVE_DUE_TABLE                                                       \
	"CREATE TEMP TABLE IF NOT EXISTS due ("                                \
	"client_id INTEGER PRIMARY KEY, own INTEGER NOT NULL, "                \
	"facts INTEGER NOT NULL, outside INTEGER NOT NULL, "                   \
	"fresh INTEGER NOT NULL)"

/* The milestones that days to come bring (derive_ahead). */
#define DERIVE_AHEAD_TABLE                                                     \
	"CREATE TEMP TABLE IF NOT EXISTS ahead ("                              \
	"client_id INTEGER, milestone TEXT, ordinal TEXT, due INTEGER, "       \
	"title TEXT, cause TEXT)"

#endif
