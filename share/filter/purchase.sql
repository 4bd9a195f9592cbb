-- alias purchased_at: date, purchase_date, bought
-- alias price_minor: amount, total
-- alias transaction_id: transaction, transaction_number, transaction_code

-- columns: id, client_name, purchased_at, platform, product, price, currency, status

-- search TEXT: part of the product, or of the transaction's number
(instr(fold(product), fold(?1)) OR instr(fold(transaction_id), fold(?1))) /*scan*/;

-- filter status WORD: where it stands: completed, pending, cancelled, refunded, or another
status = replace(replace(replace(lower(?1), '-', '_'), ' ', '_'), 'canceled', 'cancelled') /*scan*/;

-- order: newest first
purchased_at DESC;

-- date purchased: by when it was bought
purchased_at;
