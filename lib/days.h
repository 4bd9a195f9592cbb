/*
 * days.h: SQL functions for rules that go by local days and settings.
 */
#ifndef CRM_DAYS_H
#define CRM_DAYS_H

#include "db.h"
#include "kind.h"

/*
 * Register them. An SQLite result code. Days and months are numbers
 * (kind.h, day_of); NULL gives NULL.
 *
 * threshold(name): a setting as a number, an amount in minor units of the
 * account's currency. points(x_minor): what such an amount earns (R25).
 * act_name(source, id): as below; tier_name(rank): "gold" (act_table.h).
 *
 * day(at), day_text(day), morning(day), evening(day), month(day),
 * month_last(month), years_after(day, n); as_of(): the day for which is derived
 * (crm->as_of); daily(): the last that the daily job did (crm->daily).
 */
int days_register(struct crm *);

/* What the rules call an act: "booking 12"; a source that is not known has no
 * name. */
#define ACT_NAME_MAX 40
const char *act_name(char out[ACT_NAME_MAX], int64_t source, int64_t id);

/* The same as threshold(name). */
int64_t crm_threshold(struct crm *, const char *name);

/* What amounts earn (R25), for many of them. */
struct earning {
	struct decimal per_unit;
	int power; /* of ten, from minor units */
	bool is; /* is loyalty.points_per_unit a number? */
};
void earning_read(struct crm *, struct earning *);

/* Whole points only; 0 for none. */
int64_t earning_points(const struct earning *, int64_t x_minor);

#endif
