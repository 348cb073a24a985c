-- UNION over three sources: every customer number that any system knows, and which systems know it.
WITH known AS (
  SELECT 'shop' AS source, customer_number FROM shop.customers
  UNION ALL
  SELECT 'crm', ltrim(replace(upper(trim(customer_number)), 'C-', ''), '0') FROM crm.accounts
  UNION ALL
  SELECT 'web', customer_number FROM web.sessions
)
SELECT known_by, count(*) AS numbers, min(customer_number) AS first_number, max(times) AS most_rows
FROM (
  SELECT customer_number, string_agg(DISTINCT source, ' + ' ORDER BY source) AS known_by, count(*) AS times
  FROM known
  WHERE customer_number IS NOT NULL
  GROUP BY customer_number
)
GROUP BY known_by
ORDER BY numbers DESC, known_by;
