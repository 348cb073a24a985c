-- Window functions over a join of SQLite and PostgreSQL: each month's tickets beside the revenue of the same customers, with running totals.
WITH link AS (
  SELECT account_id, ltrim(replace(upper(trim(customer_number)), 'C-', ''), '0') AS customer_number
  FROM crm.accounts
),
tickets AS (
  SELECT l.customer_number, date_trunc('month', t.opened_at::TIMESTAMP)::DATE AS month, count(*) AS tickets
  FROM crm.tickets t
  JOIN link l ON l.account_id = t.account_id
  GROUP BY ALL
),
sales AS (
  SELECT c.customer_number, date_trunc('month', o.ordered_at AT TIME ZONE 'UTC')::DATE AS month, sum(o.total) AS revenue
  FROM shop.orders o
  JOIN shop.customers c ON c.customer_id = o.customer_id
  GROUP BY ALL
),
joined AS (
  SELECT coalesce(t.month, s.month) AS month, t.tickets, s.revenue
  FROM tickets t
  FULL JOIN sales s ON s.customer_number = t.customer_number AND s.month = t.month
)
SELECT
  month,
  sum(tickets) AS tickets,
  sum(revenue) AS revenue,
  sum(revenue) FILTER (WHERE tickets IS NOT NULL) AS revenue_with_a_ticket,
  sum(sum(revenue)) OVER (ORDER BY month) AS revenue_so_far,
  round(avg(sum(tickets)) OVER (ORDER BY month ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), 1) AS tickets_over_three_months
FROM joined
GROUP BY month
ORDER BY month;
