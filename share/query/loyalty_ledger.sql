-- The points of the client ?1, row by row, and what was left after each: earned
-- by purchases (R11), granted by hand, redeemed, refunded with what earned them,
-- expired. balance: what is left; nothing takes more than there is, so that it
-- is never below zero. took: what a row took in the end. missing: what it would
-- have taken besides.
--
-- Points expire loyalty.expire_months after they were earned, the oldest used
-- first: upto is what was earned up to and with the row that expires, so all of
-- it is used or gone by then.
WITH RECURSIVE bought AS (
	SELECT starts_at AS at, 1 AS source, id, convert(price_minor, currency) AS amount,
		iif(status = 'cancelled', voided_at, NULL) AS void_at
	FROM booking
	WHERE client_id = ?1 AND (status = 'completed' OR status = 'cancelled' AND voided_at IS NOT NULL)
	UNION ALL
	SELECT ordered_at, 2, id, convert(amount_minor, currency),
		iif(status IN ('cancelled', 'refunded'), coalesce(voided_at, ordered_at), NULL)
	FROM orders
	WHERE client_id = ?1 AND (status IN ('paid', 'completed', 'refunded') OR status = 'cancelled' AND voided_at IS NOT NULL)
	UNION ALL
	SELECT purchased_at, 3, id, convert(price_minor, currency),
		iif(status IN ('cancelled', 'refunded'), coalesce(voided_at, purchased_at), NULL)
	FROM purchase
	WHERE client_id = ?1 AND setting('purchase.count_external') = 'yes'
		AND (status IN ('completed', 'refunded') OR status = 'cancelled' AND voided_at IS NOT NULL)
),
sold AS MATERIALIZED (
	SELECT at, source, id, points(amount) AS points, void_at,
		CASE source WHEN 1 THEN 'booking ' WHEN 2 THEN 'order ' ELSE 'purchase ' END || id AS cause
	FROM bought
),
gained AS MATERIALIZED (
	SELECT *, sum(points) OVER (ORDER BY at, source, id ROWS UNBOUNDED PRECEDING) AS upto
	FROM (
		SELECT at, source, id, 'earned' AS kind, points, cause, NULL AS reason FROM sold WHERE points > 0
		UNION ALL
		SELECT at, 4, id, 'granted', points, 'loyalty ' || id, reason FROM loyalty WHERE client_id = ?1 AND type = 'earn'
	)
),
entry AS MATERIALIZED (
	SELECT *, row_number() OVER (ORDER BY at, source, id) AS n
	FROM (
		SELECT at, source, id, kind, points, NULL AS upto, cause, reason FROM gained
		UNION ALL
		SELECT at, 5, id, 'redeemed', points, NULL, 'loyalty ' || id, reason
		FROM loyalty WHERE client_id = ?1 AND type = 'redeem'
		UNION ALL
		SELECT max(at, void_at), 6, 4 * id + source, 'refunded', points, NULL, cause, NULL
		FROM sold WHERE points > 0 AND void_at IS NOT NULL
		UNION ALL
		SELECT months_later(at, months), 7, row_number() OVER (ORDER BY at, source, id), 'expired', 0, upto, cause, NULL
		FROM gained, (SELECT CAST(setting('loyalty.expire_months') AS INTEGER) AS months)
		WHERE months > 0 AND months_later(at, months) <= now()
	)
),
walk (n, used, gone, balance, took) AS (
	SELECT 0, 0, 0, 0, 0
	UNION ALL
	SELECT e.n,
		w.used + iif(e.kind IN ('redeemed', 'refunded'), min(e.points, w.balance), 0),
		w.gone + iif(e.kind = 'expired', max(e.upto - w.used - w.gone, 0), 0),
		CASE WHEN e.kind IN ('redeemed', 'refunded') THEN max(w.balance - e.points, 0)
			WHEN e.kind = 'expired' THEN w.balance - max(e.upto - w.used - w.gone, 0)
			ELSE w.balance + e.points END,
		CASE WHEN e.kind IN ('redeemed', 'refunded') THEN min(e.points, w.balance)
			WHEN e.kind = 'expired' THEN max(e.upto - w.used - w.gone, 0)
			ELSE 0 END
	FROM walk w CROSS JOIN entry e ON e.n = w.n + 1
)
SELECT e.n, e.at, e.kind, CASE e.kind WHEN 'expired' THEN -w.took WHEN 'redeemed' THEN -e.points WHEN 'refunded' THEN -e.points
		ELSE e.points END AS points,
	w.balance, e.cause, e.reason, iif(e.kind = 'redeemed', e.points - w.took, 0) AS missing
FROM walk w CROSS JOIN entry e ON e.n = w.n
WHERE e.kind <> 'expired' OR w.took > 0
