-- native() hands its text to the source as it is, in the source's own SQL: here PostgreSQL's DISTINCT ON and JSON operators.
SELECT latest.customer_number, latest.market, latest.ordered_at, latest.total, a.account_name, a.owner
FROM native('shop', $$
  SELECT DISTINCT ON (c.customer_id)
    c.customer_number, c.preferences ->> 'market' AS market, o.ordered_at, o.total
  FROM customers c
  JOIN orders o USING (customer_id)
  WHERE c.segment <> 'consumer'
  ORDER BY c.customer_id, o.ordered_at DESC
$$) latest
JOIN crm.accounts a ON a.customer_number = 'C-' || lpad(latest.customer_number, 7, '0')
ORDER BY latest.ordered_at DESC, latest.customer_number, a.account_name;
