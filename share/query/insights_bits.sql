-- Where the bits of time of kept_sum begin and end that lie between ?1 and ?2,
-- and not after ?3; and from when (lo) until before when (hi) that is itself.
SELECT lo, hi, iif(lo = '', '', strftime('%Y-%m-%dT%H:%M:%SZ', (since + 899) / 900 * 900, 'unixepoch')) AS quarter,
	iif(hi = '~', '~', strftime('%Y-%m-%dT%H:%M:%SZ', until / 900 * 900, 'unixepoch')) AS quarter_end,
	iif(lo = '', '', strftime('%Y-%m-%dT%H:%M:%SZ', (since + 3599) / 3600 * 3600, 'unixepoch')) AS hour,
	iif(hi = '~', '~', strftime('%Y-%m-%dT%H:%M:%SZ', until / 3600 * 3600, 'unixepoch')) AS hour_end
FROM (
	SELECT lo, hi, CAST(strftime('%s', lo) AS INTEGER) AS since, CAST(strftime('%s', hi) AS INTEGER) AS until
	FROM (SELECT coalesce(?1, '') AS lo,
		min(coalesce(?2, '~'), coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', ?3, '+1 second'), '~')) AS hi)
)
