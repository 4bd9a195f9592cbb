/*
 * distinct.c: clients who are alike and are known not to be one.
 */
#include "distinct.h"

#include "banned.h"

bool
distinct_add(struct crm *crm, int64_t one, int64_t other, const char *reason)
{
	return crm_run(crm,
		   "INSERT INTO distinct_pair (a_id, b_id, at, reason) VALUES "
		   "(min(?1, ?2), max(?1, ?2), ?3, ?4) ON CONFLICT DO NOTHING",
		   ARG(one), ARG(other), ARG(crm_now(crm)), ARG(reason)) > 0;
}

bool
distinct_known(struct crm *crm, int64_t one, int64_t other)
{
	return crm_int(crm,
		   "SELECT count(*) FROM distinct_pair WHERE a_id = min(?1, "
		   "?2) AND b_id = max(?1, ?2)",
		   ARG(one), ARG(other)) > 0;
}
