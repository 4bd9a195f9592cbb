-- The same day by day.
SELECT period AS day, total, new, archived, deleted
FROM ({insights_evolution})
