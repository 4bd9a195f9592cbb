/*
 * act_table.h: the columns of the virtual tables that the rules read
 * (lib/act.h); the build makes tables like them, to prepare the rules.
 */
#ifndef CRM_ACT_TABLE_H
#define CRM_ACT_TABLE_H

/*
 * so_far: the acts of the clients who are due, in the order of time, each with
 * what they come to so far. Numbers where nothing is said, and 0 or 1 where it
 * reads like yes or no.
 *
 * version 0 is what is; version 1, of clients of whom something was taken back,
 * what would be if nothing had been (R28). turn: the number of the act, from 1.
 * source and id: which act it is (act_name of days.h). day: the local day of
 * at. interaction: R6. activity: what keeps a client from having churned (R9).
 * paid: counts as sold; counts: as a purchase (R11). amount: of what is or was
 * paid, in the currency of the account; NULL without a rate (R13). points: what
 * that earns (R25). void_at: when what had been paid was taken back. last_void:
 * when something of the client was, last; NULL in version 0.
 *
 * nth_act, nth_booking, nth_order, nth_purchase, nth_review: of the
 * interactions, completed bookings, paid orders, purchases and reviews.
 * nth_day: different days with purchases. nth_month: of the interactions of
 * this month; NULL for what is none. gap: days since the activity before; NULL
 * for the first, and for what is none. spent: amounts paid, spent_before:
 * before this one. earned: points. rank: of the tier that they give, 0 bronze
 * to 3 platinum; rank_before: before this act. nth_tier: of the changes of it;
 * NULL where it does not change. is_rise: did the client come to this tier from
 * below for the first time?
 *
 * of_month and of_half_year: interactions of all of this month, and of the six
 * before; counted only where they are read.
 */
#define SO_FAR_COLUMNS                                                         \
	"client_id, version, turn, at, source, id, day, interaction, "         \
	"activity, paid, counts, amount, points, void_at, last_void, "         \
	"nth_act, "                                                            \
	"nth_booking, nth_order, nth_purchase, nth_review, nth_day, "          \
	"nth_month, gap, spent, spent_before, earned, rank, rank_before, "     \
	"nth_tier, is_rise, of_month, of_half_year"

enum so_far {
	SF_CLIENT,
	SF_VERSION,
	SF_TURN,
	SF_AT,
	SF_SOURCE,
	SF_ID,
	SF_DAY,
	SF_INTERACTION,
	SF_ACTIVITY,
	SF_PAID,
	SF_COUNTS,
	SF_AMOUNT,
	SF_POINTS,
	SF_VOID_AT,
	SF_LAST_VOID,
	SF_NTH_ACT,
	SF_NTH_BOOKING,
	SF_NTH_ORDER,
	SF_NTH_PURCHASE,
	SF_NTH_REVIEW,
	SF_NTH_DAY,
	SF_NTH_MONTH,
	SF_GAP,
	SF_SPENT,
	SF_SPENT_BEFORE,
	SF_EARNED,
	SF_RANK,
	SF_RANK_BEFORE,
	SF_NTH_TIER,
	SF_IS_RISE,
	SF_STORED, /* what follows is counted when it is read */
	SF_OF_MONTH = SF_STORED,
	SF_OF_HALF_YEAR
};

/*
 * tally: what the acts of a client come to, one row for each who is due, with
 * or without acts.
 *
 * start: when the journey begins. activities: how many, and one more where a
 * stage was set by hand. last_day: of the latest activity, or of the client's
 * making. bookings: of any status. last_visit: start of the latest completed
 * one (R16). last_activity: latest of what the client did; notes, tasks and
 * projects are the work of the staff. spent: prices of completed bookings, in
 * the currency of the account. void_at: when something was taken back last.
 * rank, of the tier, and stage: what the client has come to.
 *
 * Nothing later than now counts as a visit or as activity. That changes by
 * itself as time passes: ahead is the day on which it does.
 *
 * stages: those that the client has come to, as they are kept (stages.h), NULL
 * when none need be. restaged: are they others than the last time? Known where
 * rules are run (act.h, acts_restaged).
 */
#define TALLY_COLUMNS                                                          \
	"client_id, start, activities, last_day, bookings, last_visit, "       \
	"last_activity, spent, ahead, void_at, rank, stage, stages, "          \
	"restaged"

enum tally {
	TA_CLIENT,
	TA_START,
	TA_ACTIVITIES,
	TA_LAST_DAY,
	TA_BOOKINGS,
	TA_LAST_VISIT,
	TA_LAST_ACTIVITY,
	TA_SPENT,
	TA_AHEAD,
	TA_VOID_AT,
	TA_RANK,
	TA_STAGE,
	TA_STAGES,
	TA_RESTAGED,
	TA_STORED
};

#endif
