/** What the first tab of a fresh workbench holds: one statement over PostgreSQL and SQLite that shows what matches and what does not. */
export const firstQuery = {
  title: 'Shop meets CRM',
  text: `-- Which customers of the shop does sales look after, and what did they buy this year?
-- The shop (PostgreSQL) writes customer numbers as 10042, the CRM (SQLite) as C-0010042:
-- the second block brings them to one form. Run it with Ctrl+Enter.
WITH revenue AS (
  SELECT c.customer_number, c.full_name, c.country, count(*) AS orders, sum(o.total) AS total
  FROM shop.orders o
  JOIN shop.customers c ON c.customer_id = o.customer_id
  WHERE o.ordered_at >= TIMESTAMPTZ '2026-01-01 00:00:00+00'
    AND o.status <> 'cancelled'
  GROUP BY ALL
),
account AS (
  SELECT ltrim(replace(upper(trim(customer_number)), 'C-', ''), '0') AS customer_number,
         account_name, owner, status
  FROM crm.accounts
)
SELECT
  CASE
    WHEN a.account_name IS NULL THEN 'shop only'
    WHEN r.orders IS NULL THEN 'CRM only'
    ELSE 'both'
  END AS found_in,
  r.customer_number, r.full_name, r.country, r.orders, r.total,
  a.account_name, a.owner, a.status
FROM revenue r
FULL JOIN account a ON a.customer_number = r.customer_number
ORDER BY r.total DESC NULLS LAST, a.account_name;
`,
} as const;
