-- Rates of exchange: what one of each currency is worth; ?1: one currency.
SELECT substr(name, 6) AS currency, value AS rate, setting('account.currency') AS "into"
FROM setting
WHERE name > 'rate.' AND name < 'rate/' AND (?1 IS NULL OR name = 'rate.' || upper(?1))
ORDER BY name
