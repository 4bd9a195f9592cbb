SELECT i.id AS batch, c.at, c.actor, i.tbl AS type, i.file, i.read, i.created,
	i.updated, i.unchanged, i.skipped, i.rejected, i.pending, i.digest,
	c.undone_by, i.rows_digest IS NULL AS is_complete
FROM import i /*scan*/ JOIN change c ON c.id = i.change_id
ORDER BY i.id DESC
