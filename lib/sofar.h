/*
 * sofar.h: the table "so_far": the acts of clients (share/query,
 * derive_facts_10_act.sql), each with what they come to so far.
 */
#ifndef CRM_SOFAR_H
#define CRM_SOFAR_H

#include <sqlite3.h>

/*
 * Its columns, in the order of enum column of sofar.c. Those of act, and:
 * turn: the number of the act, from 1. nth_act, nth_booking, nth_order,
 * nth_purchase: of the interactions, completed bookings, paid orders and
 * purchases. nth_day: different days with purchases. spent: amounts paid. gap:
 * days since the activity before; NULL for the first, and for what is none.
 * nth_month: of the interactions of this month; NULL for what is none. earned:
 * points.
 */
#define SOFAR_COLUMNS                                                          \
	"client_id, version, at, source, id, day, interaction, activity, "     \
	"paid, counts, amount, points, turn, nth_act, nth_booking, "           \
	"nth_order, nth_purchase, nth_day, spent, gap, nth_month, earned"

/* Let queries read it. An SQLite result code. */
int sofar_register(sqlite3 *);

#endif
