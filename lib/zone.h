/*
 * zone.h: the calendar and the time zone of the process, for date.c. Private
 * to layer 0.
 */
#ifndef CRM_ZONE_H
#define CRM_ZONE_H

#include <stdbool.h>
#include <stdint.h>

/* A point on the wall: what a calendar and a clock show. */
struct wall {
	int year;
	int month; /* 1 to 12 */
	int day;
	int hour;
	int minute;
	int second;
};

/* 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
#define TIME_FIRST INT64_C(-62135596800)
#define TIME_LAST  INT64_C(253402300799)

int month_days(int year, int month);

/* Seconds since 1970 if the wall stood in UTC, and back. */
int64_t wall_utc(const struct wall *);
void utc_wall(struct wall *, int64_t);

/* The same in the time zone of the process. */
int64_t wall_local(const struct wall *);
void local_wall(struct wall *, int64_t);

/* The first instant of the day that the wall shows, in the local zone. */
int64_t wall_day_start(const struct wall *);

/* Days by number, from 1970-01-01: that of a wall, and its midnight. */
int64_t wall_day(const struct wall *);
void day_wall(struct wall *, int64_t day);

/* The wall n days or n months later, clamped to the end of a shorter month;
 * false when that leaves the years 0001 to 9999. */
bool wall_add_days(struct wall *, int64_t n);
bool wall_add_months(struct wall *, int64_t n);

#endif
