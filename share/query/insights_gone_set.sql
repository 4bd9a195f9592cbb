-- The same as a set for id_in().
SELECT id_set(id) FROM ({insights_gone})
