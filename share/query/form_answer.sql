-- The answer to a question, exactly as it is asked or else in other letters.
SELECT j.value FROM form, json_each(form.answers_json) j
WHERE form.id = ?1 AND fold(j.key) = fold(?2) AND j.value IS NOT NULL
ORDER BY j.key <> ?2 LIMIT 1
