-- What the clients did who are due, one row each, in the order of time: read
-- once from the facts, and all rules count in it. Rows that wait for review
-- have no client and count for nobody.
--
-- source: 1 booking, 2 order, 3 purchase elsewhere, 4 form, 5 event, 6 points
-- given by hand, 7 points taken back. day: the local day of at.
-- interaction: R6. activity: what keeps a client from having churned (R9).
-- paid: counts as sold; counts: as a purchase (R11). amount: of what is or was
-- paid, in the currency of the account; none without a rate (R13). points: what
-- that gives (R25). void_at: when what had been paid was taken back.
--
-- version 0 is what is; version 1, of clients of whom something was taken back,
-- what would be if nothing had been (R28): a booking that was completed then
-- counts at its start again.
CREATE TEMP TABLE IF NOT EXISTS act (
	client_id INTEGER, version INTEGER, at TEXT, source INTEGER, id INTEGER, day INTEGER,
	interaction INTEGER, activity INTEGER, paid INTEGER, counts INTEGER,
	amount INTEGER, points INTEGER, void_at TEXT,
	PRIMARY KEY (client_id, version, at, source, id)) WITHOUT ROWID;

DELETE FROM act;

-- A completed booking took place when it began, any other when it was made. What
-- is called refunded without a time was so at once.
INSERT INTO act
SELECT client_id, 0, at, source, id, day(at), interaction, activity, paid, paid AND sells, amount,
	iif(sells AND void_at IS NULL, points(amount), given), void_at
FROM (
	SELECT b.client_id, 1 AS source, iif(b.status = 'completed', b.starts_at, min(b.starts_at, b.created_at)) AS at,
		b.id, 1 AS interaction, 1 AS activity, b.status = 'completed' AS paid, 1 AS sells, NULL AS given,
		iif(b.status = 'completed' OR b.status = 'cancelled' AND b.voided_at IS NOT NULL, convert(b.price_minor, b.currency), NULL) AS amount,
		iif(b.status = 'cancelled', b.voided_at, NULL) AS void_at
	FROM due d CROSS JOIN booking b INDEXED BY booking_client ON b.client_id = d.client_id
	WHERE d.facts
	UNION ALL
	SELECT o.client_id, 2, o.ordered_at, o.id, 1, 1, o.status = 'paid' OR o.status = 'completed', 1, NULL,
		iif(o.status IN ('paid', 'completed', 'refunded') OR o.status = 'cancelled' AND o.voided_at IS NOT NULL, convert(o.amount_minor, o.currency), NULL),
		CASE o.status WHEN 'refunded' THEN coalesce(o.voided_at, o.ordered_at) WHEN 'cancelled' THEN o.voided_at END
	FROM due d CROSS JOIN orders o INDEXED BY orders_client ON o.client_id = d.client_id
	WHERE d.facts
	UNION ALL
	SELECT p.client_id, 3, p.purchased_at, p.id, 1, 1, p.status = 'completed', setting('purchase.count_external') = 'yes', NULL,
		iif(p.status IN ('completed', 'refunded') OR p.status = 'cancelled' AND p.voided_at IS NOT NULL, convert(p.price_minor, p.currency), NULL),
		CASE p.status WHEN 'refunded' THEN coalesce(p.voided_at, p.purchased_at) WHEN 'cancelled' THEN p.voided_at END
	FROM due d CROSS JOIN purchase p INDEXED BY purchase_client ON p.client_id = d.client_id
	WHERE d.facts
	UNION ALL
	SELECT f.client_id, 4, f.submitted_at, f.id, 1, 1, 0, 0, NULL, NULL, NULL
	FROM due d CROSS JOIN form f INDEXED BY form_client ON f.client_id = d.client_id
	WHERE d.facts
	UNION ALL
	SELECT e.client_id, 5, e.at, e.id, e.type <> 'review', 1, 0, 0, NULL, NULL, NULL
	FROM due d CROSS JOIN event e INDEXED BY event_client ON e.client_id = d.client_id
	WHERE d.facts AND (e.type = 'message_in' OR e.type = 'checkin' OR e.type = 'review')
	UNION ALL
	SELECT l.client_id, 6, l.at, l.id, 0, 0, 0, 0, l.points, NULL, NULL
	FROM due d CROSS JOIN loyalty l INDEXED BY loyalty_client ON l.client_id = d.client_id
	WHERE d.facts AND l.type = 'earn'
);

-- Those of whom something was taken back.
CREATE TEMP TABLE IF NOT EXISTS taken (client_id INTEGER PRIMARY KEY);

DELETE FROM taken;

INSERT OR IGNORE INTO taken SELECT client_id FROM act WHERE void_at IS NOT NULL;

INSERT INTO act
SELECT a.client_id, 1, coalesce(b.starts_at, a.at), a.source, a.id, iif(b.id IS NULL, a.day, day(b.starts_at)),
	a.interaction, a.activity, a.paid OR a.void_at IS NOT NULL,
	a.counts OR a.void_at IS NOT NULL AND (a.source <> 3 OR setting('purchase.count_external') = 'yes'), a.amount, NULL, a.void_at
FROM taken t CROSS JOIN act a ON a.client_id = t.client_id AND a.version = 0
	LEFT JOIN booking b ON b.id = a.id AND a.source = 1 AND a.void_at IS NOT NULL;

-- What was taken back had earned points, and loses them, each by a row of its
-- own. Taken back before it was bought, it never earned any.
INSERT INTO act
SELECT a.client_id, 0, iif(k.sign > 0, at, void_at), 7, id * 4 + source, iif(k.sign > 0, day, day(void_at)), 0, 0, 0, 0, NULL,
	k.sign * points(amount), NULL
FROM taken t CROSS JOIN act a ON a.client_id = t.client_id AND a.version = 1 CROSS JOIN (SELECT 1 AS sign UNION ALL SELECT -1) k
WHERE counts AND void_at > at AND points(amount) > 0;
