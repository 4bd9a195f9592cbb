-- What leads to each stage, with the settings in force.
WITH rule AS (
	SELECT threshold('journey.engagement_interactions') AS interactions,
		threshold('journey.retention_purchases') AS purchases,
		threshold('journey.retention_days') AS days,
		threshold('journey.churn_days') AS churn,
		threshold('vip.purchases') AS vip,
		setting('vip.spend') AS spend, threshold('vip.spend') > 0 AS spending
)
SELECT 'discovery' AS stage, 'where every client starts, with the record or the first activity' AS rule FROM rule
UNION ALL SELECT 'engagement', interactions || iif(interactions = 1, ' interaction', ' interactions')
	|| ': booking, order, purchase, form, message in, check-in (journey.engagement_interactions)' FROM rule
UNION ALL SELECT 'activation', 'the first purchase: a completed booking, an order paid or completed'
	|| iif(setting('purchase.count_external') = 'yes', ', a completed purchase elsewhere', '')
	|| ' (purchase.count_external)' FROM rule
UNION ALL SELECT 'retention', purchases || iif(purchases = 1, ' purchase', ' purchases') || ' on at least '
	|| days || iif(days = 1, ' day', ' days') || ' (journey.retention_purchases, journey.retention_days)' FROM rule
UNION ALL SELECT 'advocacy', CASE WHEN vip > 0 AND spending THEN vip || ' purchases, or more than '
			|| spend || ' ' || setting('account.currency') || ' spent'
		WHEN vip > 0 THEN vip || ' purchases'
		WHEN spending THEN 'more than ' || spend || ' ' || setting('account.currency') || ' spent'
		ELSE 'never' END || ' (vip.purchases, vip.spend)' FROM rule
UNION ALL SELECT 'churned', iif(churn > 0, 'no activity for ' || churn || iif(churn = 1, ' day', ' days')
	|| ', from any stage; the next activity brings back what was earned', 'never') || ' (journey.churn_days)' FROM rule
