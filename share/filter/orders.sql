-- alias ordered_at: date, order_date, placed
-- alias amount_minor: total, price
-- alias external_id: order_number, order_no

-- search TEXT: part of the product
instr(fold(product), fold(?1)) /*scan*/;

-- order: newest first
ordered_at DESC;

-- date ordered: by when it was placed
ordered_at;
