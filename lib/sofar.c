/*
 * sofar.c: the acts of clients in the order of time, with what they come to so
 * far. A virtual table, for window functions would take twenty times as long
 * to count the same: they write every row down, and read it again.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "sofar.h"

#include "banned.h"

enum column {
	CLIENT,
	VERSION,
	AT,
	SOURCE,
	ID,
	DAY,
	INTERACTION,
	ACTIVITY,
	PAID,
	COUNTS,
	AMOUNT,
	POINTS,
	ACT_COLUMNS, /* those are of the act itself */
	TURN = ACT_COLUMNS,
	NTH_ACT,
	NTH_BOOKING,
	NTH_ORDER,
	NTH_PURCHASE,
	NTH_DAY,
	SPENT,
	GAP,
	NTH_MONTH,
	EARNED,
	COLUMNS
};

struct count {
	int64_t n[COLUMNS - ACT_COLUMNS];
	int64_t active_day; /* of the latest activity, */
	int64_t bought_day; /* of the latest purchase, */
	int64_t month; /* and of the latest interaction */
	int64_t month_day; /* a day of that month */
	bool has_gap, has_month; /* are there such of this row? */
	bool active, bought, acted; /* was there any? */
};

struct table {
	sqlite3_vtab base;
	sqlite3 *db;
};

struct cursor {
	sqlite3_vtab_cursor base;
	sqlite3_stmt *acts;
	int64_t client, version; /* whose acts are counted */
	int64_t row;
	bool end;
	struct count so_far;
};

#define N(column) n[(column)-ACT_COLUMNS]

static bool
is_set(sqlite3_stmt *acts, int column)
{
	return sqlite3_column_int(acts, column) != 0;
}

/* Prices may be absurd: what does not fit stays at what does. */
static void
sum_add(int64_t *sum, sqlite3_stmt *acts, int column)
{
	if (__builtin_add_overflow(
		*sum, sqlite3_column_int64(acts, column), sum))
		*sum = INT64_MAX;
}

static void
activity_count(struct count *c, int64_t day, bool activity)
{
	c->has_gap = activity && c->active;
	c->N(GAP) = day - c->active_day;
	if (activity) {
		c->active = true;
		c->active_day = day;
	}
}

static void
month_count(struct count *c, int64_t day, bool interaction)
{
	int64_t month;

	c->has_month = interaction;
	if (!interaction)
		return;
	c->N(NTH_ACT)++;
	month = c->acted && day == c->month_day ? c->month : day_month(day);
	c->N(NTH_MONTH) =
	    c->acted && month == c->month ? c->N(NTH_MONTH) + 1 : 1;
	c->acted = true;
	c->month = month;
	c->month_day = day;
}

static void
purchase_count(struct count *c, int64_t day)
{
	c->N(NTH_PURCHASE)++;
	if (!c->bought || day != c->bought_day)
		c->N(NTH_DAY)++;
	c->bought = true;
	c->bought_day = day;
}

static void
row_count(struct count *c, sqlite3_stmt *acts)
{
	int64_t day = sqlite3_column_int64(acts, DAY);
	int source = sqlite3_column_int(acts, SOURCE);

	c->N(TURN)++;
	activity_count(c, day, is_set(acts, ACTIVITY));
	month_count(c, day, is_set(acts, INTERACTION));
	if (is_set(acts, PAID)) {
		c->N(NTH_BOOKING) += source == 1;
		c->N(NTH_ORDER) += source == 2;
		sum_add(&c->N(SPENT), acts, AMOUNT);
	}
	if (is_set(acts, COUNTS))
		purchase_count(c, day);
	sum_add(&c->N(EARNED), acts, POINTS);
}

/* --- what SQLite asks of a virtual table -------------------------------------
 */

static int
sofar_connect(sqlite3 *db, void *arg, int argc, const char *const *argv,
    sqlite3_vtab **out, char **message)
{
	struct table *t;
	int code =
	    sqlite3_declare_vtab(db, "CREATE TABLE so_far (" SOFAR_COLUMNS ")");

	(void)arg;
	(void)argc;
	(void)argv;
	(void)message;
	if (code != SQLITE_OK)
		return code;
	t = sqlite3_malloc(sizeof(*t));
	if (t == NULL)
		return SQLITE_NOMEM;
	*t = (struct table){.db = db};
	*out = &t->base;
	return sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
}

static int
sofar_disconnect(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

/* Read from the first act to the last, in the order of the acts. */
static int
sofar_best(sqlite3_vtab *table, sqlite3_index_info *info)
{
	(void)table;
	info->estimatedCost = 1e6;
	info->estimatedRows = 1000000;
	return SQLITE_OK;
}

static int
sofar_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
	struct cursor *c = sqlite3_malloc(sizeof(*c));

	(void)table;
	if (c == NULL)
		return SQLITE_NOMEM;
	memset(c, 0, sizeof(*c));
	*out = &c->base;
	return SQLITE_OK;
}

static int
sofar_close(sqlite3_vtab_cursor *cursor)
{
	struct cursor *c = (struct cursor *)cursor;

	sqlite3_finalize(c->acts);
	sqlite3_free(c);
	return SQLITE_OK;
}

static int
sofar_next(sqlite3_vtab_cursor *cursor)
{
	struct cursor *c = (struct cursor *)cursor;
	int64_t client, version;
	int code = sqlite3_step(c->acts);

	c->end = code != SQLITE_ROW;
	if (c->end)
		return code == SQLITE_DONE ? SQLITE_OK : code;
	client = sqlite3_column_int64(c->acts, CLIENT);
	version = sqlite3_column_int64(c->acts, VERSION);
	if (c->row++ == 0 || client != c->client || version != c->version) {
		memset(&c->so_far, 0, sizeof(c->so_far));
		c->client = client;
		c->version = version;
	}
	row_count(&c->so_far, c->acts);
	return SQLITE_OK;
}

/* The key of the table is in this order, so nothing is sorted. */
static int
sofar_filter(sqlite3_vtab_cursor *cursor, int number, const char *text,
    int argc, sqlite3_value **argv)
{
	static const char sql[] =
	    "SELECT client_id, version, at, source, id, day, interaction, "
	    "activity, paid, counts, amount, points FROM temp.act "
	    "ORDER BY client_id, version, at, source, id";
	struct cursor *c = (struct cursor *)cursor;
	int code;

	(void)number;
	(void)text;
	(void)argc;
	(void)argv;
	sqlite3_finalize(c->acts);
	c->acts = NULL;
	c->row = 0;
	code = sqlite3_prepare_v2(
	    ((struct table *)cursor->pVtab)->db, sql, -1, &c->acts, NULL);
	return code == SQLITE_OK ? sofar_next(cursor) : code;
}

static int
sofar_eof(sqlite3_vtab_cursor *cursor)
{
	return ((struct cursor *)cursor)->end;
}

static int
sofar_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
	const struct cursor *c = (struct cursor *)cursor;

	if (column < ACT_COLUMNS)
		sqlite3_result_value(
		    context, sqlite3_column_value(c->acts, column));
	else if ((column != GAP || c->so_far.has_gap) &&
		 (column != NTH_MONTH || c->so_far.has_month))
		sqlite3_result_int64(context, c->so_far.N(column));
	return SQLITE_OK;
}

static int
sofar_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id)
{
	*id = ((struct cursor *)cursor)->row;
	return SQLITE_OK;
}

int
sofar_register(sqlite3 *db)
{
	static const sqlite3_module module = {
	    .xConnect = sofar_connect, /* and no xCreate: it is just there */
	    .xBestIndex = sofar_best,
	    .xDisconnect = sofar_disconnect,
	    .xOpen = sofar_open,
	    .xClose = sofar_close,
	    .xFilter = sofar_filter,
	    .xNext = sofar_next,
	    .xEof = sofar_eof,
	    .xColumn = sofar_column,
	    .xRowid = sofar_rowid,
	};

	return sqlite3_create_module(db, "so_far", &module, NULL);
}
