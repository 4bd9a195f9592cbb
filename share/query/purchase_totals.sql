-- What stands above purchases on paper: how many, and what they come to in each
-- currency.
SELECT count(*) AS total_purchases,
	money_sum(iif(status = 'completed', price_minor, NULL), currency) AS active_revenue_minor,
	money_sum(iif(status = 'cancelled' OR status = 'refunded', price_minor, NULL), currency) AS lost_revenue_minor,
	money_sum(price_minor, currency) AS total_minor
FROM purchase /*scan*/ WHERE 1 /*narrow*/
