-- What a client has reached. What is there, and what is revoked (R28): that would
-- be if nothing had been taken back, and had come before it was, and is not there
-- otherwise. Awards of days to come are not made yet. The daily job tells of the
-- new ones that are news.
SELECT client_id, milestone, ordinal, at AS achieved_at, title, cause, revoked_at, news AND revoked_at IS NULL AS new_is_news
FROM (
	SELECT client_id, milestone, ordinal, version, at, title, cause, news, due,
		iif(version > 0, coalesce(void_at, (SELECT t.void_at FROM tally t WHERE t.client_id = a.client_id)), NULL) AS revoked_at
	FROM ({milestone_award}) a
)
WHERE (due IS NULL OR due <= as_of()) AND (version = 0 OR at <= revoked_at)
GROUP BY client_id, milestone, ordinal
HAVING min(version) >= 0
ORDER BY client_id, milestone, ordinal;
