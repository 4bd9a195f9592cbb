/*
 * rate.c: convert() of SQL, amounts of settings, with currencies of 0, 2 and 3
 * decimals.
 */
#include "db.h"
#include "rate.h"
#include "setting.h"
#include "unit.h"

static struct crm crm;

static void
run(const char *sql)
{
	CHECK(sqlite3_exec(crm.db, sql, NULL, NULL, NULL) == SQLITE_OK);
	setting_forget(&crm);
}

static const char *
value(const char *sql)
{
	static char out[64];
	sqlite3_stmt *s = NULL;

	CHECK(sqlite3_prepare_v2(crm.db, sql, -1, &s, NULL) == SQLITE_OK);
	CHECK(sqlite3_step(s) == SQLITE_ROW);
	snprintf(out, sizeof(out), "%s",
	    sqlite3_column_type(s, 0) == SQLITE_NULL
		? "NULL"
		: (const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	return out;
}

static const char *
amount(const char *text)
{
	static char out[32];
	int64_t minor;

	if (!rate_amount(&crm, text, &minor))
		return "none";
	snprintf(out, sizeof(out), "%lld", (long long)minor);
	return out;
}

static void
test_none(void)
{
	CHECK_STR(value("SELECT convert(1250, NULL)"), "1250");
	CHECK_STR(value("SELECT convert(1250, '')"), "1250");
	CHECK_STR(value("SELECT convert(1250, 'USD')"), "1250");
	CHECK_STR(value("SELECT convert(1250, 'usd')"), "1250");
	CHECK_STR(value("SELECT convert(NULL, 'USD')"), "NULL");
	CHECK_STR(value("SELECT convert(1250, 'EUR')"), "NULL");
	CHECK_STR(value("SELECT convert(1250, 'what')"), "NULL");
}

/* One of each is 0.5, 0.25 ... of the account's, so that there are halves. */
static void
test_convert(void)
{
	run("INSERT INTO setting (name, value) VALUES ('rate.EUR', '0.5'), "
	    "('rate.JPY', '0.0065'), ('rate.KWD', '3.25'), "
	    "('rate.BRL', '0.18'), ('rate.GBP', '1.25'), "
	    "('rate.CHF', 'much'), ('rate.SEK', '0'), ('rate.', '1'), "
	    "('rate.USD', '7'), ('rate.INR', '999999999999999999')");
	CHECK_STR(value("SELECT convert(1, 'EUR')"), "0");
	CHECK_STR(value("SELECT convert(3, 'EUR')"), "2");
	CHECK_STR(value("SELECT convert(5, 'EUR')"), "2");
	CHECK_STR(value("SELECT convert(-3, 'eur')"), "-2");
	/* 100 yen are 0.65; 1 is 0.0065, 3 are 0.0195, 10 are 0.065. */
	CHECK_STR(value("SELECT convert(100, 'JPY')"), "65");
	CHECK_STR(value("SELECT convert(1, 'JPY')"), "1");
	CHECK_STR(value("SELECT convert(10, 'JPY')"), "6");
	CHECK_STR(value("SELECT convert(30, 'JPY')"), "20");
	/* 1.000 dinar is 3.25, 0.020 are 0.065, 0.060 are 0.195. */
	CHECK_STR(value("SELECT convert(1000, 'KWD')"), "325");
	CHECK_STR(value("SELECT convert(20, 'KWD')"), "6");
	CHECK_STR(value("SELECT convert(60, 'KWD')"), "20");
	/* 0.25 reais are 0.045, 0.75 are 0.135. */
	CHECK_STR(value("SELECT convert(1250, 'BRL')"), "225");
	CHECK_STR(value("SELECT convert(25, 'BRL')"), "4");
	CHECK_STR(value("SELECT convert(75, 'BRL')"), "14");
	CHECK_STR(value("SELECT convert(2, 'GBP')"), "2");
	CHECK_STR(value("SELECT convert(6, 'GBP')"), "8");
	CHECK_STR(value("SELECT convert(9, 'CHF')"), "NULL");
	CHECK_STR(value("SELECT convert(9, 'SEK')"), "NULL");
	CHECK_STR(value("SELECT convert(9, 'USD')"), "9");
	CHECK_STR(value("SELECT convert(9, '')"), "9");
	CHECK_STR(value("SELECT convert(9223372036854775807, 'INR')"), "NULL");
	CHECK_STR(value("SELECT convert(9223372036854775807, 'EUR')"),
	    "4611686018427387904");
}

static void
test_account(void)
{
	CHECK_STR(amount("500.00"), "50000");
	CHECK_STR(amount("0.125"), "12");
	CHECK_STR(amount("many"), "none");
	CHECK_STR(amount(NULL), "none");
	run("INSERT INTO setting (name, value) "
	    "VALUES ('account.currency', 'JPY')");
	CHECK_STR(amount("500.00"), "500");
	CHECK_STR(amount("2.5"), "2");
	/* 0.01 euro are 0.005 yen at that rate; 1.00 and 3.00 are halves. */
	CHECK_STR(value("SELECT convert(100, 'EUR')"), "0");
	CHECK_STR(value("SELECT convert(300, 'EUR')"), "2");
	CHECK_STR(value("SELECT convert(1000, 'KWD')"), "3");
	run("UPDATE setting SET value = 'KWD' "
	    "WHERE name = 'account.currency'");
	CHECK_STR(amount("500.00"), "500000");
	CHECK_STR(value("SELECT convert(1, 'EUR')"), "5");
	CHECK_STR(value("SELECT convert(1, 'JPY')"), "6");
	CHECK_STR(value("SELECT convert(3, 'JPY')"), "20");
	run("DELETE FROM setting WHERE name = 'rate.EUR'");
	CHECK_STR(value("SELECT convert(1, 'EUR')"), "NULL");
}

int
main(void)
{
	CHECK(sqlite3_open(":memory:", &crm.db) == SQLITE_OK);
	CHECK(rate_register(&crm) == SQLITE_OK);
	run("CREATE TABLE setting (id INTEGER PRIMARY KEY, "
	    "name TEXT NOT NULL UNIQUE, value TEXT NOT NULL)");
	test_none();
	test_convert();
	test_account();
	db_close(&crm);
	return unit_end();
}
