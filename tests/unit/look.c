/*
 * look.c: numbers of a workbook as their formats show them.
 */
#include "read_xlsx.h"
#include "unit.h"

static const char *
show(const char *code, const char *number)
{
	static struct str out = STR_INIT;
	struct keep keep = KEEP_INIT;
	struct look look = look_code(&keep, code);

	str_cut(&out, 0);
	if (!look_print(&out, &look, number, false))
		str_adds(&out, "!");
	keep_free(&keep);
	return out.ptr;
}

static void
test_days(void)
{
	CHECK_STR(show("dd/mm/yyyy", "45351"), "2024-02-29");
	CHECK_STR(show("[$-416]D\\ \"de\"\\ MMMM;@", "45351"), "2024-02-29");
	CHECK_STR(show("yyyy-mm-dd hh:mm", "45351.572916666664"),
	    "2024-02-29T13:45:00");
	CHECK_STR(show("d", "1"), "1900-01-01");
	CHECK_STR(show("d", "59"), "1900-02-28");
	CHECK_STR(show("d", "60"), "60");
	CHECK_STR(show("d", "61"), "1900-03-01");
	CHECK_STR(show("d", "2958465"), "9999-12-31");
	CHECK_STR(show("d", "2958466"), "2958466");
	CHECK_STR(show("d", "-1"), "-1");
	CHECK_STR(show("h:mm AM/PM", "0.395833333333333"), "09:30:00");
	CHECK_STR(show("mmm", "45351"), "2024-02-29");
	CHECK_STR(show("[h]:mm", "1.25"), "30:00:00");
	CHECK_STR(show("[mm]:ss", "0.5"), "12:00:00");
	CHECK_STR(show("[Red]0.00", "45351"), "45351");
	CHECK_STR(show("0.00E+00", "45351"), "45351");
	CHECK_STR(show("\"day\" 0", "45351"), "45351");
}

static void
test_masks(void)
{
	CHECK_STR(show("00000\\-000", "1310100"), "01310-100");
	CHECK_STR(show("00000", "2139"), "02139");
	CHECK_STR(
	    show("\\(00\\)\\ 00000\\-0000", "11987654321"), "(11) 98765-4321");
	CHECK_STR(
	    show("000\".\"000\".\"000\\-00", "1234567890"), "012.345.678-90");
	CHECK_STR(
	    show("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", "5551234"),
	    "555-1234");
	CHECK_STR(
	    show("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", "2125551234"),
	    "(212) 555-1234");
	CHECK_STR(show("000-00", "1234567"), "12345-67");
	CHECK_STR(show("0", "12"), "12");
	CHECK_STR(show("0.00", "12"), "12");
	CHECK_STR(show("#,##0", "1200"), "1200");
	CHECK_STR(show("00000", "1.5"), "1.5");
	CHECK_STR(show("00000", "-15"), "-15");
}

static void
test_numbers(void)
{
	CHECK_STR(show("General", "11987654321"), "11987654321");
	CHECK_STR(show("General", "1.1987654321E10"), "11987654321");
	CHECK_STR(show("General", "0.30000000000000004"), "0.3");
	CHECK_STR(show("General", "1.5E-3"), "0.0015");
	CHECK_STR(show("General", "-0.1"), "-0.1");
	CHECK_STR(show("General", "100"), "100");
	CHECK_STR(show("General", "1234567890123450"), "1234567890123450!");
	CHECK_STR(
	    show("General", "1.2345678901234567E+19"), "12345678901234600000!");
	CHECK_STR(show("General", "text"), "text");
	CHECK(look_number(14).day && look_number(46).kind == LOOK_DURATION &&
	      look_number(2).kind == LOOK_PLAIN);
}

int
main(void)
{
	test_days();
	test_masks();
	test_numbers();
	return unit_end();
}
