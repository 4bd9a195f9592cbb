-- What stands above orders on paper: how many, and what they come to in each
-- currency.
SELECT count(*) AS total_orders,
	money_sum(iif(status = 'paid' OR status = 'completed', amount_minor, NULL), currency) AS revenue_minor,
	money_sum(amount_minor, currency) AS total_minor
FROM orders /*scan*/ WHERE 1 /*narrow*/
