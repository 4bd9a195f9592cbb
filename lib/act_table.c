/*
 * act_table.c: so_far and tally as tables that queries read. They answer
 * conditions themselves, so that rules which concern few acts cost next to
 * nothing for all the others.
 */
#include <stdlib.h>
#include <string.h>

#include "act_in.h"
#include "kind.h"

#include "banned.h"

struct table_def {
	const char *name, *sql;
	size_t grid; /* where it is in struct acts */
	size_t stored; /* columns */
	int sorted; /* so many columns are the key: rows are in their order */
	uint64_t texts; /* bits of the columns that are texts */
};

#define BIT(column) (UINT64_C(1) << (column))

static const struct table_def tables[] = {
    {"so_far", "CREATE TABLE so_far (" SO_FAR_COLUMNS ")",
	offsetof(struct acts, so_far), SF_STORED, 3,
	BIT(SF_AT) | BIT(SF_VOID_AT) | BIT(SF_LAST_VOID)},
    {"tally", "CREATE TABLE tally (" TALLY_COLUMNS ")",
	offsetof(struct acts, tally), TA_STORED, 1,
	BIT(TA_START) | BIT(TA_LAST_VISIT) | BIT(TA_LAST_ACTIVITY) |
	    BIT(TA_VOID_AT) | BIT(TA_STAGE) | BIT(TA_STAGES)},
};
#define TABLES (sizeof(tables) / sizeof(tables[0]))

struct table {
	sqlite3_vtab base;
	struct crm *crm;
	const struct table_def *def;
};

/* A condition that a row must meet. */
struct test {
	char op; /* = > g < l */
	unsigned char column;
	int64_t value;
};
#define TESTS 8

struct cursor {
	sqlite3_vtab_cursor base;
	const struct grid *grid;
	size_t row, end;
	struct test tests[TESTS];
	int ntests;
};

/* --- conditions --------------------------------------------------------------
 */

static char
test_letter(unsigned char op)
{
	switch (op) {
	case SQLITE_INDEX_CONSTRAINT_EQ:
		return '=';
	case SQLITE_INDEX_CONSTRAINT_GT:
		return '>';
	case SQLITE_INDEX_CONSTRAINT_GE:
		return 'g';
	case SQLITE_INDEX_CONSTRAINT_LT:
		return '<';
	case SQLITE_INDEX_CONSTRAINT_LE:
		return 'l';
	default:
		return 0;
	}
}

static bool
is_met(const struct test *t, int64_t n)
{
	if (n == NONE)
		return false;
	switch (t->op) {
	case '=':
		return n == t->value;
	case '>':
		return n > t->value;
	case 'g':
		return n >= t->value;
	case '<':
		return n < t->value;
	default:
		return n <= t->value;
	}
}

/* Are the rows asked for in the order that they are in? */
static bool
is_sorted(const struct table_def *def, const sqlite3_index_info *info)
{
	int i;

	for (i = 0; i < info->nOrderBy; i++)
		if (i >= def->sorted || info->aOrderBy[i].iColumn != i ||
		    info->aOrderBy[i].desc)
			return false;
	return true;
}

/* The tests go to table_filter() as text: the letter of each, and its column.
 * SQLite makes them again: what is no number is for it alone. */
static int
table_best(sqlite3_vtab *table, sqlite3_index_info *info)
{
	const struct table_def *def = ((struct table *)table)->def;
	char tests[TESTS * 2 + 1], letter;
	int i, column, n = 0;

	info->estimatedCost = 1e6;
	for (i = 0; i < info->nConstraint && n < TESTS; i++) {
		column = info->aConstraint[i].iColumn;
		letter = test_letter(info->aConstraint[i].op);
		if (!info->aConstraint[i].usable || letter == 0 || column < 0 ||
		    (size_t)column >= def->stored || (def->texts & BIT(column)))
			continue;
		tests[n * 2] = letter;
		tests[n * 2 + 1] = (char)(column + 1);
		info->aConstraintUsage[i].argvIndex = ++n;
		info->estimatedCost /=
		    column == 0 && letter == '=' ? 10000 : 10;
	}
	tests[n * 2] = '\0';
	info->estimatedRows = (sqlite3_int64)info->estimatedCost + 1;
	info->orderByConsumed = is_sorted(def, info);
	info->needToFreeIdxStr = 1;
	info->idxStr = sqlite3_mprintf("%s", tests);
	return info->idxStr == NULL ? SQLITE_NOMEM : SQLITE_OK;
}

/* The first row whose client is not before this one. */
static size_t
row_of(const struct grid *g, int64_t client)
{
	size_t low = 0, high = g->rows, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (grid_row(g, middle)[0].n < client)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* --- what SQLite asks of a virtual table -------------------------------------
 */

static int
table_connect(sqlite3 *db, void *arg, int argc, const char *const *argv,
    sqlite3_vtab **out, char **message)
{
	struct table *t;
	size_t i;
	int code;

	(void)argc;
	(void)message;
	for (i = 0; i + 1 < TABLES && strcmp(tables[i].name, argv[0]) != 0; i++)
		;
	code = sqlite3_declare_vtab(db, tables[i].sql);
	if (code != SQLITE_OK)
		return code;
	t = sqlite3_malloc(sizeof(*t));
	if (t == NULL)
		return SQLITE_NOMEM;
	*t = (struct table){.crm = arg, .def = &tables[i]};
	*out = &t->base;
	return sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
}

static int
table_disconnect(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

static int
table_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
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
table_close(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

/* To the first row from this one on that meets the tests. */
static int
row_find(struct cursor *c)
{
	const union cell *row;
	int i;

	for (; c->row < c->end; c->row++) {
		row = grid_row(c->grid, c->row);
		for (i = 0; i < c->ntests; i++)
			if (!is_met(&c->tests[i], row[c->tests[i].column].n))
				break;
		if (i == c->ntests)
			break;
	}
	return SQLITE_OK;
}

static int
table_next(sqlite3_vtab_cursor *cursor)
{
	struct cursor *c = (struct cursor *)cursor;

	c->row++;
	return row_find(c);
}

static int
table_filter(sqlite3_vtab_cursor *cursor, int number, const char *text,
    int argc, sqlite3_value **argv)
{
	struct cursor *c = (struct cursor *)cursor;
	const struct table *t = (struct table *)cursor->pVtab;
	struct test test;
	int i;

	(void)number;
	c->row = c->end = 0;
	c->ntests = 0;
	if (t->crm->acts == NULL)
		return SQLITE_OK;
	c->grid = (struct grid *)((char *)t->crm->acts + t->def->grid);
	c->end = c->grid->rows;
	for (i = 0; i < argc; i++) {
		if (sqlite3_value_type(argv[i]) != SQLITE_INTEGER)
			continue;
		test = (struct test){text[i * 2],
		    (unsigned char)(text[i * 2 + 1] - 1),
		    sqlite3_value_int64(argv[i])};
		if (test.column == 0 && test.op == '=') {
			c->row = row_of(c->grid, test.value);
			c->end = row_of(c->grid, test.value + 1);
		} else {
			c->tests[c->ntests++] = test;
		}
	}
	return row_find(c);
}

static int
table_eof(sqlite3_vtab_cursor *cursor)
{
	const struct cursor *c = (struct cursor *)cursor;

	return c->row >= c->end;
}

/* The last second of a month. */
static void
month_end(char out[21], int64_t month)
{
	time_print(out, day_at(month_last(month), 23, 59, 59));
}

/* Interactions of this month, or of those up to the one before it. */
static int64_t
months_count(const struct cursor *c, int64_t first, int64_t last)
{
	const union cell *row = grid_row(c->grid, c->row);
	const union cell *end = grid_row(c->grid, c->grid->rows), *r;
	int64_t month = day_month(row[SF_DAY].n), n = 0;
	char since[21], until[21];

	month_end(since, month + first - 1);
	month_end(until, month + last);
	for (r = row - (row[SF_TURN].n - 1) * SF_STORED;
	     r < end && r[SF_CLIENT].n == row[SF_CLIENT].n &&
	     r[SF_VERSION].n == row[SF_VERSION].n;
	     r += SF_STORED)
		n += r[SF_INTERACTION].n && strcmp(r[SF_AT].text, since) > 0 &&
		     strcmp(r[SF_AT].text, until) <= 0;
	return n;
}

static int
table_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
	const struct cursor *c = (struct cursor *)cursor;
	const struct table_def *def = ((struct table *)cursor->pVtab)->def;
	const union cell *cell;

	if ((size_t)column >= def->stored) {
		sqlite3_result_int64(context, column == SF_OF_MONTH
						  ? months_count(c, 0, 0)
						  : months_count(c, -6, -1));
		return SQLITE_OK;
	}
	cell = grid_row(c->grid, c->row) + column;
	if (def->texts & BIT(column))
		sqlite3_result_text(context, cell->text, -1, SQLITE_STATIC);
	else if (cell->n != NONE)
		sqlite3_result_int64(context, cell->n);
	return SQLITE_OK;
}

static int
table_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id)
{
	*id = (sqlite3_int64)((struct cursor *)cursor)->row;
	return SQLITE_OK;
}

int
acts_register(struct crm *crm)
{
	static const sqlite3_module module = {
	    .xConnect = table_connect, /* and no xCreate: they are just there */
	    .xBestIndex = table_best,
	    .xDisconnect = table_disconnect,
	    .xOpen = table_open,
	    .xClose = table_close,
	    .xFilter = table_filter,
	    .xNext = table_next,
	    .xEof = table_eof,
	    .xColumn = table_column,
	    .xRowid = table_rowid,
	};
	size_t i;
	int code = SQLITE_OK;

	for (i = 0; i < TABLES; i++)
		code |= sqlite3_create_module(
		    crm->db, tables[i].name, &module, crm);
	return code;
}
