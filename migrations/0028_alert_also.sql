-- Alerts from before rules could fold into one another say nothing of other rules.
update alerts set body = jsonb_set(body, '{finding,also}', '[]')
  where not jsonb_exists(body->'finding', 'also');
