-- The base from ?1 until before ?2 (R23): clients there at the end, those who
-- came in it, those at the end who had come before; and how long those had
-- stayed, by days of the calendar, who left in it.
SELECT (SELECT count(*) FROM client WHERE created_at < ?2)
		- (SELECT count(*) FROM ({insights_spam}) WHERE created_at < ?2)
		- (SELECT count(*) FROM ({insights_left}) WHERE left_at < ?2) AS total_clients,
	(SELECT count(*) FROM client WHERE created_at >= ?1 AND created_at < ?2)
		- (SELECT count(*) FROM ({insights_spam}) WHERE created_at >= ?1 AND created_at < ?2) AS new_clients,
	(SELECT count(*) FROM client WHERE created_at < ?1)
		- (SELECT count(*) FROM ({insights_spam}) WHERE created_at < ?1)
		- (SELECT count(*) FROM ({insights_left}) WHERE created_at < ?1 AND left_at < ?2) AS recurrent_clients,
	(SELECT round(avg(max(0, day(left_at) - day(activated_at))), 2) FROM ({insights_left})
		WHERE left_at >= ?1 AND left_at < ?2) AS average_permanence_days
