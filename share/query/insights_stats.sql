-- What became of the bookings that begin from ?1 until before ?2, as they stood
-- at ?3.
SELECT completed AS completed_bookings, cancelled AS cancelled_bookings, missed AS no_shows, 1.0 * missed / nullif(total, 0) AS no_show_rate
FROM ({insights_counts})
