-- alias form: form_name
-- alias submitted_at: date, submission_date

-- columns: id, client_name, submitted_at, form, answers

-- search TEXT: part of the form's name, of a question or of an answer
(instr(fold(form), fold(?1)) OR (instr(fold(answers_json), substr(json_quote(fold(?1)), 2, length(json_quote(fold(?1))) - 2))
	AND EXISTS (SELECT 1 FROM json_tree(answers_json) t WHERE instr(fold(t.key), fold(?1)) OR instr(fold(t.atom), fold(?1))))) /*scan*/;

-- order: newest first
submitted_at DESC;

-- date submitted: by when it came in
submitted_at;
