DROP TABLE stage_history;
CREATE TABLE stage_history (	-- derived: the stages a client has come to; without a row: discovery, since created_at
	client_id	INTEGER PRIMARY KEY REFERENCES client ON DELETE CASCADE,	-- whose
	history		TEXT NOT NULL CHECK (history GLOB '[[]?*]')	-- in order: a JSON list of "when|stage|cause"; the view stage_change has a row of each
) STRICT;
INSERT INTO stage_history
SELECT client_id, json_group_array(at || '|' || stage || '|' || coalesce(cause, ''))
FROM (SELECT * FROM stage_change ORDER BY client_id, n)
GROUP BY client_id;
DROP TABLE stage_change;
CREATE VIEW stage_change AS	-- the stages a client has come to: the nth of theirs, when, which, and by what: booking 12, inactivity, set, unset
	SELECT client_id, n, at, substr(rest, 1, instr(rest, '|') - 1) AS stage, nullif(substr(rest, instr(rest, '|') + 1), '') AS cause
	FROM (
		SELECT h.client_id, e.key + 1 AS n, substr(e.value, 1, instr(e.value, '|') - 1) AS at, substr(e.value, instr(e.value, '|') + 1) AS rest
		FROM stage_history h, json_each(h.history) e
	);
