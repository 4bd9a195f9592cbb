-- What the sums of lib/kept.h are of: (sign, what, at, status, minor, currency);
-- minor where it counts as sold.
SELECT 1 AS sign, 'b' AS what, starts_at AS at, status, iif(status = 'completed', price_minor, NULL) AS minor, currency
FROM booking INDEXED BY booking_starts /*scan*/
UNION ALL
SELECT 1, 'o', ordered_at, NULL, iif(status = 'paid' OR status = 'completed', amount_minor, NULL), currency
FROM orders INDEXED BY orders_ordered /*scan*/
UNION ALL
SELECT 1, 'p', purchased_at, NULL, iif(status = 'completed', price_minor, NULL), currency
FROM purchase INDEXED BY purchase_purchased /*scan*/
