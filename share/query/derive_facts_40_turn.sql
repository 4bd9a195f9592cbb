-- The acts at which something may turn: one pass over the acts of each client,
-- in the order of time, with what they come to so far.
--
-- turn: the number of the act. nth_act, nth_booking, nth_order, nth_purchase: of
-- the interactions, completed bookings, paid orders and purchases. nth_day: days
-- with purchases. spent: in all. gap: days since the activity before. nth_month:
-- of the interactions of the month. earned: points, with those of this act.
CREATE TEMP TABLE IF NOT EXISTS turn (
	client_id INTEGER, version INTEGER, turn INTEGER, at TEXT, source INTEGER, id INTEGER, day INTEGER,
	interaction INTEGER, counts INTEGER, paid INTEGER, amount INTEGER, points INTEGER, nth_act INTEGER, nth_booking INTEGER,
	nth_order INTEGER, nth_purchase INTEGER, nth_day INTEGER, spent INTEGER, gap INTEGER, nth_month INTEGER,
	earned INTEGER, first_activity INTEGER, PRIMARY KEY (client_id, version, turn)) WITHOUT ROWID;

DELETE FROM turn;

INSERT INTO turn
SELECT *
FROM (
	SELECT client_id, version, row_number() OVER w AS turn, at, source, id, day, interaction, counts, paid, amount, points,
		sum(interaction) OVER w AS nth_act,
		sum(paid AND source = 1) OVER w AS nth_booking,
		sum(paid AND source = 2) OVER w AS nth_order,
		sum(counts) OVER w AS nth_purchase,
		days_counted(iif(counts, day, NULL)) OVER w AS nth_day,
		total(iif(paid, amount, NULL)) OVER w AS spent,
		days_since(iif(activity, day, NULL)) OVER w AS gap,
		month_counted(iif(interaction, day, NULL)) OVER w AS nth_month,
		total(points) OVER w AS earned,
		activity AND sum(activity) OVER w = 1 AS first_activity
	FROM act
	WINDOW w AS (PARTITION BY client_id, version ORDER BY at, source, id ROWS UNBOUNDED PRECEDING)
)
WHERE first_activity
	OR gap >= threshold('journey.churn_days') AND gap > 0
	OR interaction AND (nth_act = threshold('journey.engagement_interactions')
		OR nth_month = threshold('milestone.engagement_month'))
	OR counts AND (nth_purchase IN (1, 2, 10, 25, 50, threshold('vip.purchases'))
		OR nth_purchase = threshold('journey.retention_purchases')
		OR nth_day = threshold('journey.retention_days'))
	OR paid AND (source = 1 AND nth_booking IN (1, threshold('milestone.attendance_bookings'))
		OR source = 2 AND nth_order = 1
		OR amount > threshold('milestone.high_value')
		OR spent > threshold('vip.spend') AND spent - amount <= threshold('vip.spend'))
	OR points IS NOT NULL AND (earned >= threshold('loyalty.silver')
		OR earned - points >= threshold('loyalty.silver'));
