/*
 * days.h: SQL functions for rules that go by local days, settings and steps.
 */
#ifndef CRM_DAYS_H
#define CRM_DAYS_H

#include "db.h"

/*
 * Register them. An SQLite result code. Days and months are numbers
 * (kind.h, day_of); NULL gives NULL.
 *
 * threshold(name): a setting as a number, an amount in minor units of the
 * account's currency. points(x_minor): what such an amount earns (R25).
 * act_name(source, id): "booking 12" (derive_facts_10_act.sql).
 *
 * day(at), day_text(day), morning(day), evening(day), month(day),
 * month_last(month), years_after(day, n); as_of(): the day for which is derived
 * (crm->as_of); daily(): the last that the daily job did (crm->daily).
 *
 * staged(at, kind, rank), over a window of ROWS UNBOUNDED PRECEDING in the
 * order of time: where steps lead a client (derive_facts_50_stage.sql).
 */
int days_register(struct crm *);

#endif
