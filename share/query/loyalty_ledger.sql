-- The points of the client ?1, row by row, and what was left after each: earned
-- by purchases (R11), granted by hand, redeemed, refunded with what earned them,
-- expired. balance: what is left; nothing takes more than there is, so that it
-- is never below zero. took: what a row took in the end. missing: what it would
-- have taken besides.
--
-- Points expire loyalty.expire_months after they were earned, the oldest used
-- first: upto is what was earned up to and with the row that expires, so all of
-- it is used or gone by then.
--
-- Each part is named once: SQLite goes through the text of a part again for
-- every time that it is named, and it is this that showing a client costs.
WITH RECURSIVE gained AS (
	SELECT *, sum(points) OVER oldest AS upto, row_number() OVER oldest AS place
	FROM (
		SELECT starts_at AS at, 1 AS source, id, 'earned' AS kind, points(convert(price_minor, currency)) AS points,
			'booking ' || id AS cause, NULL AS reason, iif(status = 'cancelled', voided_at, NULL) AS void_at
		FROM booking
		WHERE client_id = ?1 AND (status = 'completed' OR status = 'cancelled' AND voided_at IS NOT NULL)
		UNION ALL
		SELECT ordered_at, 2, id, 'earned', points(convert(amount_minor, currency)), 'order ' || id, NULL,
			iif(status IN ('cancelled', 'refunded'), coalesce(voided_at, ordered_at), NULL)
		FROM orders
		WHERE client_id = ?1 AND (status IN ('paid', 'completed', 'refunded') OR status = 'cancelled' AND voided_at IS NOT NULL)
		UNION ALL
		SELECT purchased_at, 3, id, 'earned', points(convert(price_minor, currency)), 'purchase ' || id, NULL,
			iif(status IN ('cancelled', 'refunded'), coalesce(voided_at, purchased_at), NULL)
		FROM purchase
		WHERE client_id = ?1 AND setting('purchase.count_external') = 'yes'
			AND (status IN ('completed', 'refunded') OR status = 'cancelled' AND voided_at IS NOT NULL)
		UNION ALL
		SELECT at, 4, id, 'granted', points, 'loyalty ' || id, reason, NULL
		FROM loyalty WHERE client_id = ?1 AND type = 'earn'
	)
	WHERE points > 0
	WINDOW oldest AS (ORDER BY at, source, id ROWS UNBOUNDED PRECEDING)
),
entry AS MATERIALIZED (
	SELECT *, row_number() OVER (ORDER BY at, source, id) AS n
	FROM (
		SELECT CASE step WHEN 1 THEN at WHEN 2 THEN max(at, void_at) ELSE months_later(at, months) END AS at,
			CASE step WHEN 1 THEN source WHEN 2 THEN 6 ELSE 7 END AS source,
			CASE step WHEN 1 THEN id WHEN 2 THEN 4 * id + source ELSE place END AS id,
			CASE step WHEN 1 THEN kind WHEN 2 THEN 'refunded' ELSE 'expired' END AS kind,
			iif(step = 3, 0, points) AS points, upto, cause, iif(step = 1, reason, NULL) AS reason
		FROM gained, (SELECT CAST(setting('loyalty.expire_months') AS INTEGER) AS months),
			(SELECT 1 AS step UNION ALL SELECT 2 UNION ALL SELECT 3)
		WHERE step = 1 OR step = 2 AND void_at IS NOT NULL OR step = 3 AND months > 0 AND months_later(at, months) <= now()
		UNION ALL
		SELECT at, 5, id, 'redeemed', points, NULL, 'loyalty ' || id, reason
		FROM loyalty WHERE client_id = ?1 AND type = 'redeem'
	)
),
walk (n, used, gone, balance, took, at, kind, points, cause, reason) AS (
	SELECT 0, 0, 0, 0, 0, NULL, NULL, 0, NULL, NULL
	UNION ALL
	SELECT e.n,
		w.used + iif(e.kind IN ('redeemed', 'refunded'), min(e.points, w.balance), 0),
		w.gone + iif(e.kind = 'expired', max(e.upto - w.used - w.gone, 0), 0),
		CASE WHEN e.kind IN ('redeemed', 'refunded') THEN max(w.balance - e.points, 0)
			WHEN e.kind = 'expired' THEN w.balance - max(e.upto - w.used - w.gone, 0)
			ELSE w.balance + e.points END,
		CASE WHEN e.kind IN ('redeemed', 'refunded') THEN min(e.points, w.balance)
			WHEN e.kind = 'expired' THEN max(e.upto - w.used - w.gone, 0)
			ELSE 0 END,
		e.at, e.kind, e.points, e.cause, e.reason
	FROM walk w CROSS JOIN entry e ON e.n = w.n + 1
)
SELECT n, at, kind, CASE kind WHEN 'expired' THEN -took WHEN 'redeemed' THEN -points WHEN 'refunded' THEN -points
		ELSE points END AS points,
	balance, cause, reason, took, iif(kind = 'redeemed', points - took, 0) AS missing
FROM walk
WHERE n > 0 AND (kind <> 'expired' OR took > 0)
