-- alias created_at: date

-- columns: id, client_id, created_at, kind, author, text

-- search TEXT: part of the text
instr(fold(text), fold(?1)) /*scan*/;

-- order: newest first
created_at DESC;

-- date created: by when it was added
created_at;
