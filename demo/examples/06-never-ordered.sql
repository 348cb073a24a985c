-- Subqueries: active accounts whose customer exists in the shop, was on the site in 2026, and did not order in that year.
SELECT a.account_name, a.owner, a.expected_revenue_eur, c.customer_number, c.full_name,
  (SELECT max(s.started_at) FROM web.sessions s WHERE s.customer_number = c.customer_number) AS last_visit
FROM crm.accounts a
JOIN shop.customers c ON a.customer_number = 'C-' || lpad(c.customer_number, 7, '0')
WHERE a.status = 'active'
  AND EXISTS (
    SELECT 1 FROM web.sessions s
    WHERE s.customer_number = c.customer_number AND s.started_at >= TIMESTAMPTZ '2026-01-01 00:00:00+00'
  )
  AND c.customer_id NOT IN (
    SELECT o.customer_id FROM shop.orders o
    WHERE o.customer_id IS NOT NULL AND o.ordered_at >= TIMESTAMPTZ '2026-01-01 00:00:00+00'
  )
ORDER BY a.expected_revenue_eur DESC NULLS LAST, a.account_id;
