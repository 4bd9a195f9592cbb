-- What stands above bookings on paper: how many, and what those that were kept
-- come to in each currency.
SELECT count(*) AS total_bookings,
	count(iif(status = 'completed', 1, NULL)) AS completed_bookings,
	money_sum(iif(status = 'completed', price_minor, NULL), currency) AS revenue_minor
FROM booking /*scan*/ WHERE 1 /*narrow*/
