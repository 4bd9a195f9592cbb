-- The acts at which something may turn, of all of the clients who are due, with
-- what came to so far (lib/sofar.h says what each number counts).
CREATE TEMP TABLE IF NOT EXISTS turn (
	client_id INTEGER, version INTEGER, turn INTEGER, at TEXT, source INTEGER, id INTEGER, day INTEGER,
	interaction INTEGER, activity INTEGER, counts INTEGER, paid INTEGER, amount INTEGER, points INTEGER,
	nth_act INTEGER, nth_booking INTEGER, nth_order INTEGER, nth_purchase INTEGER, nth_day INTEGER,
	spent INTEGER, gap INTEGER, nth_month INTEGER, earned INTEGER,
	PRIMARY KEY (client_id, version, turn)) WITHOUT ROWID;

DELETE FROM turn;

INSERT INTO turn
SELECT client_id, version, turn, at, source, id, day, interaction, activity, counts, paid, amount, points,
	nth_act, nth_booking, nth_order, nth_purchase, nth_day, spent, gap, nth_month, earned
FROM so_far
WHERE activity AND (gap IS NULL OR gap >= threshold('journey.churn_days'))
	OR interaction AND (nth_act = threshold('journey.engagement_interactions')
		OR nth_month = threshold('milestone.engagement_month'))
	OR counts AND (nth_purchase IN (1, 2, 10, 25, 50)
		OR nth_purchase = threshold('vip.purchases')
		OR nth_purchase = threshold('journey.retention_purchases')
		OR nth_day = threshold('journey.retention_days'))
	OR paid AND (source = 1 AND (nth_booking = 1 OR nth_booking = threshold('milestone.attendance_bookings'))
		OR source = 2 AND nth_order = 1
		OR amount > threshold('milestone.high_value')
		OR spent > threshold('vip.spend') AND spent - amount <= threshold('vip.spend'))
	OR points IS NOT NULL AND (earned >= threshold('loyalty.silver') OR earned - points >= threshold('loyalty.silver'));
