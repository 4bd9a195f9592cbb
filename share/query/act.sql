-- What the clients did who are due, one row each, and the making of their
-- records: all that is counted (lib/act.c). Rows that wait for review have no
-- client and count for nobody.
--
-- source: 0 the record, 1 booking, 2 order, 3 purchase elsewhere, 4 form, 5
-- event, 6 points given by hand, 8 a stage set by hand. interaction: R6. paid:
-- counts as sold; sells: as a purchase when it does (R11). amount: of what is or
-- was paid, in the currency of the account; none without a rate (R13). value:
-- points given, or the stage: 0 discovery to 4 advocacy, 5 churned. void_at:
-- when what had been paid was taken back, or the stage lifted. back_at: when it
-- would have been if it had not been taken back.
--
-- A completed booking took place when it began, any other when it was made. What
-- is called refunded without a time was so at once.
SELECT d.client_id, 0 AS source, 0 AS id, c.created_at AS at, 0 AS interaction, 0 AS paid, 0 AS sells,
	NULL AS amount, NULL AS value, NULL AS void_at, NULL AS back_at
FROM due d CROSS JOIN client c ON c.id = d.client_id
WHERE d.facts
UNION ALL
SELECT d.client_id, 1, b.id, iif(b.status = 'completed', b.starts_at, min(b.starts_at, b.created_at)), 1,
	b.status = 'completed', 1,
	iif(b.status = 'completed' OR b.status = 'cancelled' AND b.voided_at IS NOT NULL, convert(b.price_minor, b.currency), NULL),
	NULL, iif(b.status = 'cancelled', b.voided_at, NULL), iif(b.status = 'cancelled', b.starts_at, NULL)
FROM due d CROSS JOIN booking b INDEXED BY booking_client ON b.client_id = d.client_id
WHERE d.facts
UNION ALL
SELECT d.client_id, 2, o.id, o.ordered_at, 1, o.status = 'paid' OR o.status = 'completed', 1,
	iif(o.status IN ('paid', 'completed', 'refunded') OR o.status = 'cancelled' AND o.voided_at IS NOT NULL, convert(o.amount_minor, o.currency), NULL),
	NULL, CASE o.status WHEN 'refunded' THEN coalesce(o.voided_at, o.ordered_at) WHEN 'cancelled' THEN o.voided_at END, NULL
FROM due d CROSS JOIN orders o INDEXED BY orders_client ON o.client_id = d.client_id
WHERE d.facts
UNION ALL
SELECT d.client_id, 3, p.id, p.purchased_at, 1, p.status = 'completed', setting('purchase.count_external') = 'yes',
	iif(p.status IN ('completed', 'refunded') OR p.status = 'cancelled' AND p.voided_at IS NOT NULL, convert(p.price_minor, p.currency), NULL),
	NULL, CASE p.status WHEN 'refunded' THEN coalesce(p.voided_at, p.purchased_at) WHEN 'cancelled' THEN p.voided_at END, NULL
FROM due d CROSS JOIN purchase p INDEXED BY purchase_client ON p.client_id = d.client_id
WHERE d.facts
UNION ALL
SELECT d.client_id, 4, f.id, f.submitted_at, 1, 0, 0, NULL, NULL, NULL, NULL
FROM due d CROSS JOIN form f INDEXED BY form_client ON f.client_id = d.client_id
WHERE d.facts
UNION ALL
SELECT d.client_id, 5, e.id, e.at, e.type <> 'review', 0, 0, NULL, NULL, NULL, NULL
FROM due d CROSS JOIN event e INDEXED BY event_client ON e.client_id = d.client_id
WHERE d.facts AND (e.type = 'message_in' OR e.type = 'checkin' OR e.type = 'review')
UNION ALL
SELECT d.client_id, 6, l.id, l.at, 0, 0, 0, NULL, l.points, NULL, NULL
FROM due d CROSS JOIN loyalty l INDEXED BY loyalty_client ON l.client_id = d.client_id
WHERE d.facts AND l.type = 'earn'
UNION ALL
SELECT d.client_id, 8, j.id, j.at, 0, 0, 0, NULL,
	CASE j.stage WHEN 'discovery' THEN 0 WHEN 'engagement' THEN 1 WHEN 'activation' THEN 2 WHEN 'retention' THEN 3
		WHEN 'advocacy' THEN 4 ELSE 5 END,
	j.ended_at, NULL
FROM due d CROSS JOIN journey j INDEXED BY journey_client ON j.client_id = d.client_id
WHERE d.facts
