-- The span that comes before the one from ?1 until before ?2: as many months of
-- the calendar where it is some, else as many days, else as many seconds; or the
-- same span a year before (?3: previous or year).
WITH span AS (
	SELECT day(?1) AS first, day(?2) AS last,
		?1 = strftime('%Y-%m-%dT%H:%M:%SZ', evening(day(?1) - 1), '+1 second')
			AND ?2 = strftime('%Y-%m-%dT%H:%M:%SZ', evening(day(?2) - 1), '+1 second') AS whole
)
SELECT CASE WHEN ?3 = 'year' THEN months_later(?1, -12)
		WHEN whole AND day_text(first) LIKE '%-01' AND day_text(last) LIKE '%-01' THEN months_later(?1, month(first) - month(last))
		WHEN whole THEN strftime('%Y-%m-%dT%H:%M:%SZ', evening(2 * first - last - 1), '+1 second')
		ELSE strftime('%Y-%m-%dT%H:%M:%SZ', 2 * CAST(strftime('%s', ?1) AS INTEGER) - CAST(strftime('%s', ?2) AS INTEGER), 'unixepoch') END AS since,
	iif(?3 = 'year', months_later(?2, -12), ?1) AS until
FROM span
