UPDATE milestone SET is_news = 0
WHERE id IN (SELECT id FROM ({milestone_news}))
