-- Five tables of all three sources: what each campaign brought in, by segment of the customer.
-- sessions (Parquet) -> orders and customers (PostgreSQL), accounts (SQLite), campaigns (CSV).
WITH visits AS (
  SELECT s.session_id, s.campaign_code, o.order_id, o.total, c.segment, c.customer_number
  FROM web.sessions s
  JOIN shop.orders o ON o.web_session_id = s.session_id
  LEFT JOIN shop.customers c ON c.customer_id = o.customer_id
  WHERE o.status <> 'cancelled'
),
managed AS (
  -- DISTINCT, because an account may be in the CRM twice and would count its orders twice.
  SELECT DISTINCT ltrim(replace(upper(trim(customer_number)), 'C-', ''), '0') AS customer_number
  FROM crm.accounts
  WHERE customer_number IS NOT NULL
)
SELECT
  k.code,
  k.name,
  k.channel,
  coalesce(v.segment, 'guest') AS segment,
  count(*) AS orders,
  count(m.customer_number) AS orders_of_managed_customers,
  sum(v.total) AS revenue,
  round(sum(v.total) / k.budget_eur, 3) AS revenue_per_euro,
  rank() OVER (PARTITION BY k.channel ORDER BY sum(v.total) DESC) AS place_in_channel
FROM visits v
JOIN web.campaigns k ON k.code = v.campaign_code
LEFT JOIN managed m ON m.customer_number = v.customer_number
GROUP BY k.code, k.name, k.channel, coalesce(v.segment, 'guest'), k.budget_eur
ORDER BY revenue DESC, k.code, segment;
