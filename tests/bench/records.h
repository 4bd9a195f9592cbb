/*
 * records.h: what the invented clients of client.h do: bookings, orders,
 * purchases elsewhere, forms, events, over the five years up to 2026-11.
 */
#ifndef CRM_BENCH_RECORDS_H
#define CRM_BENCH_RECORDS_H

#include "cell.h"
#include "client.h"

#define ONE_IN_STRANGER 50 /* of those who come in from elsewhere */
#define MONTHS		60

static const char *const services[] = {"Haircut", "Corte e barba",
    "Coloração completa", "Massage 60'", "Maniküre", "Pédicure spa",
    "Consulta inicial", "Sobrancelha", "カット", "ヘアカラー",
    "肩こりマッサージ", "剪发", "面部护理", "커트", "Стрижка", "Маникюр",
    "Фарбування", "Κούρεμα", "قص الشعر", "العناية بالبشرة", "תספורת",
    "बाल कटवाना", "ตัดผม", "Personal training, 1 h"};
static const char *const products[] = {"Shampoo 250 ml", "Kit \"Verão\"",
    "Gift card", "Óleo de argan", "Brush, round", "E-book: pele saudável",
    "Curso de maquilhagem", "オイル", "护手霜", "Крем для рук", "كريم"};
static const char *const platforms[] = {
    "hotmart", "amazon", "shopify", "eduzz", "kiwify"};
static const char *const staff[] = {"Ana", "Rui", "Beatriz", "Дарина", "健"};

/* An amount below so much of the currency's main unit. */
struct money {
	const char *code;
	unsigned below;
	int decimals;
};

static const struct money moneys[] = {{"EUR", 120, 2}, {"EUR", 60, 2},
    {"BRL", 400, 2}, {"USD", 150, 2}, {"GBP", 90, 2}, {"JPY", 12000, 0},
    {"KWD", 40, 3}};

/* One of the words, the first much more often than the last. */
static const char *
word_pick(struct chance *c, const char *const *words, size_t n)
{
	uint64_t i = below(c, n), j = below(c, n);

	return words[i < j ? i : j];
}

#define PICK(c, words) word_pick((c), (words), NELEMS(words))

static void
money_make(struct chance *c, struct cell *amount, struct cell *currency)
{
	const struct money *m = &moneys[below(c, NELEMS(moneys))];

	cell_number(amount, 1 + below(c, m->below), 1);
	if (m->decimals > 0) {
		cell_adds(amount, ".");
		cell_number(amount, 10 * below(c, 10), m->decimals);
	}
	cell_adds(currency, m->code);
}

/* A day of the last five years, its number of the month from one to last. */
struct day {
	uint64_t month; /* since January 2021 */
	uint64_t day;
};

static void
day_make(struct cell *cell, struct day d)
{
	cell_number(cell, 2021 + d.month / 12, 4);
	cell_adds(cell, "-");
	cell_number(cell, 1 + d.month % 12, 2);
	cell_adds(cell, "-");
	cell_number(cell, d.day, 2);
}

static void
time_make(struct cell *cell, struct day d, uint64_t minute, uint64_t second)
{
	day_make(cell, d);
	cell_adds(cell, "T");
	cell_number(cell, minute / 60, 2);
	cell_adds(cell, ":");
	cell_number(cell, minute % 60, 2);
	cell_adds(cell, ":");
	cell_number(cell, second, 2);
	cell_adds(cell, "Z");
}

/* Any second of them. */
static void
instant_make(struct chance *c, struct cell *cell)
{
	struct day d = {11 + below(c, MONTHS), 1 + below(c, 28)};

	time_make(cell, d, below(c, 1440), below(c, 60));
}

/* --- the types --- */

/* Every type begins with who it is. */
enum { BY_EMAIL, BY_NAME, OF_TYPE };

enum {
	SERVICE = OF_TYPE,
	STARTS_AT,
	ENDS_AT,
	BOOKING_STATUS,
	BOOKING_STAFF,
	BOOKING_PRICE,
	BOOKING_CURRENCY,
	NOTES,
	BOOKED_AT
};

static void
booking_fill(struct cell *cells, uint64_t i)
{
	static const char *const statuses[] = {
	    "completed", "completed", "completed", "cancelled", "no_show"};
	struct chance c = chance_for(FOR_BOOKING, i);
	struct day d = {11 + below(&c, MONTHS), 15 + below(&c, 14)};
	uint64_t minute = 480 + 15 * below(&c, 44);

	client_name(&c, &cells[BY_EMAIL], &cells[BY_NAME], 0);
	cell_adds(&cells[SERVICE], PICK(&c, services));
	time_make(&cells[STARTS_AT], d, minute, 0);
	time_make(&cells[ENDS_AT], d, minute + 15 * (1 + below(&c, 6)), 0);
	cell_adds(&cells[BOOKING_STATUS], PICK(&c, statuses));
	if (below(&c, 5) != 0)
		cell_adds(&cells[BOOKING_STAFF], PICK(&c, staff));
	money_make(&c, &cells[BOOKING_PRICE], &cells[BOOKING_CURRENCY]);
	if (below(&c, 10) == 0)
		cell_adds(&cells[NOTES], "prefers the window, \"as always\"");
	d.day -= 1 + below(&c, 14);
	time_make(&cells[BOOKED_AT], d, below(&c, 1440), below(&c, 60));
}

enum {
	ORDER_PRODUCT = OF_TYPE,
	AMOUNT,
	ORDER_CURRENCY,
	ORDER_STATUS,
	ORDERED_AT,
	ORDER_NUMBER
};

static void
order_fill(struct cell *cells, uint64_t i)
{
	static const char *const statuses[] = {
	    "completed", "paid", "pending", "cancelled", "refunded"};
	struct chance c = chance_for(FOR_ORDER, i);

	client_name(&c, &cells[BY_EMAIL], &cells[BY_NAME], 0);
	cell_adds(&cells[ORDER_PRODUCT], PICK(&c, products));
	money_make(&c, &cells[AMOUNT], &cells[ORDER_CURRENCY]);
	cell_adds(&cells[ORDER_STATUS], PICK(&c, statuses));
	instant_make(&c, &cells[ORDERED_AT]);
	if (below(&c, 2) == 0) {
		cell_adds(&cells[ORDER_NUMBER], "#");
		cell_number(&cells[ORDER_NUMBER], 1000 + i, 1);
	}
}

enum {
	PRODUCT = OF_TYPE,
	PLATFORM,
	PRICE,
	CURRENCY,
	STATUS,
	TRANSACTION,
	PURCHASED_AT
};

static void
purchase_fill(struct cell *cells, uint64_t i)
{
	static const char *const statuses[] = {
	    "completed", "completed", "pending", "refunded", "disputed"};
	struct chance c = chance_for(FOR_PURCHASE, i);

	client_name(&c, &cells[BY_EMAIL], &cells[BY_NAME], ONE_IN_STRANGER);
	cell_adds(&cells[PRODUCT], PICK(&c, products));
	cell_adds(&cells[PLATFORM], PICK(&c, platforms));
	money_make(&c, &cells[PRICE], &cells[CURRENCY]);
	cell_adds(&cells[STATUS], PICK(&c, statuses));
	cell_adds(&cells[TRANSACTION], "HP");
	cell_number(&cells[TRANSACTION], chance_next(&c) % 100000, 5);
	cell_number(&cells[TRANSACTION], i, 8);
	instant_make(&c, &cells[PURCHASED_AT]);
}

enum { FORM = OF_TYPE, ANSWERS, SUBMITTED_AT };

static void
form_fill(struct cell *cells, uint64_t i)
{
	static const char *const forms[] = {
	    "contact", "anamnese", "satisfaction"};
	struct chance c = chance_for(FOR_FORM, i);

	client_name(&c, &cells[BY_EMAIL], &cells[BY_NAME], ONE_IN_STRANGER);
	cell_adds(&cells[FORM], PICK(&c, forms));
	cell_adds(&cells[ANSWERS], "{\"wants\":\"");
	cell_adds(&cells[ANSWERS], PICK(&c, services));
	cell_adds(&cells[ANSWERS], "\",\"again\":");
	cell_adds(&cells[ANSWERS], below(&c, 2) == 0 ? "true}" : "false}");
	instant_make(&c, &cells[SUBMITTED_AT]);
}

enum { EVENT = OF_TYPE, AT, TEXT, RATING };

static void
event_fill(struct cell *cells, uint64_t i)
{
	static const char *const events[] = {"checkin", "message_in",
	    "message_out", "review", "call", "social_share", "notification"};
	struct chance c = chance_for(FOR_EVENT, i);
	const char *event;

	client_name(&c, &cells[BY_EMAIL], &cells[BY_NAME], 0);
	event = PICK(&c, events);
	cell_adds(&cells[EVENT], event);
	instant_make(&c, &cells[AT]);
	if (strcmp(event, "review") == 0)
		cell_number(&cells[RATING], 1 + below(&c, 5), 1);
	if (below(&c, 2) == 0) {
		cell_adds(&cells[TEXT], "about ");
		cell_adds(&cells[TEXT], PICK(&c, services));
	}
}

#endif
