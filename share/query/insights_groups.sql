-- The labels of insights_labels.sql, in the order in which they are shown.
SELECT column1 AS rank, column2 AS care_group, column3 AS label
FROM (VALUES (1, 'invited', 'leads'), (2, 'waiting', 'no_planning'), (3, 'active', 'active'), (4, 'active', 'inactive'),
	(5, 'at_risk', 'low_compliance'), (6, 'completed', 'archived'), (7, 'completed', 'deleted'))
