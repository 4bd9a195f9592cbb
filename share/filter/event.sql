-- alias at: date, when
-- alias ref: referred, referred_client

-- columns: id, client_name, at, type, title, text, rating

-- search TEXT: part of the title or of the text
(instr(fold(title), fold(?1)) OR instr(fold(text), fold(?1))) /*scan*/;

-- order: newest first
at DESC;

-- date at: by when it happened
at;
