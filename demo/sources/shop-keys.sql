-- Run after the rows are in: building keys at once is several times quicker than keeping them up row by row.
ALTER TABLE customers ADD PRIMARY KEY (customer_id), ADD UNIQUE (customer_number);
ALTER TABLE products ADD PRIMARY KEY (product_id), ADD UNIQUE (sku);
ALTER TABLE orders ADD PRIMARY KEY (order_id), ADD FOREIGN KEY (customer_id) REFERENCES customers;
ALTER TABLE order_lines
  ADD PRIMARY KEY (order_id, line_number),
  ADD FOREIGN KEY (order_id) REFERENCES orders,
  ADD FOREIGN KEY (product_id) REFERENCES products;
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX orders_time ON orders (ordered_at);

CREATE SCHEMA reporting;
CREATE VIEW reporting.monthly_revenue AS
  SELECT date_trunc('month', ordered_at, 'UTC')::date AS month, channel, currency, count(*) AS orders, sum(total) AS revenue
  FROM public.orders
  WHERE status <> 'cancelled'
  GROUP BY 1, 2, 3;

COMMENT ON TABLE customers IS 'Everyone with an account in the web shop, one row each';
COMMENT ON COLUMN customers.customer_id IS 'Key inside the shop; never leaves it';
COMMENT ON COLUMN customers.customer_number IS 'Number printed on invoices, such as 10042. The CRM writes the same number C-0010042';
COMMENT ON COLUMN customers.full_name IS 'As the customer writes it, in any script';
COMMENT ON COLUMN customers.email IS 'Empty for customers who order by phone only';
COMMENT ON COLUMN customers.country IS 'ISO 3166 code of the invoice address';
COMMENT ON COLUMN customers.segment IS 'consumer, small business or enterprise';
COMMENT ON COLUMN customers.birth_date IS 'Consumers only, and only if given';
COMMENT ON COLUMN customers.signed_up_at IS 'When the account was opened';
COMMENT ON COLUMN customers.time_zone IS 'IANA time zone of the customer';
COMMENT ON COLUMN customers.credit_limit IS 'Euro; businesses only';
COMMENT ON COLUMN customers.has_opted_in IS 'May be sent marketing mail; unknown for old accounts';
COMMENT ON COLUMN customers.preferences IS 'Market and channels, as set in the account';

COMMENT ON TABLE products IS 'Articles, also those no longer sold';
COMMENT ON COLUMN products.list_price IS 'Euro, before discounts';
COMMENT ON COLUMN products.discontinued_on IS 'Last day of sale; empty while on sale';

COMMENT ON TABLE orders IS 'One row per order since January 2024';
COMMENT ON COLUMN orders.order_id IS 'Number of the order; larger than 32 bits';
COMMENT ON COLUMN orders.customer_id IS 'Empty for guests, who order without an account';
COMMENT ON COLUMN orders.ordered_at IS 'When the order was placed';
COMMENT ON COLUMN orders.status IS 'paid, shipped, returned or cancelled';
COMMENT ON COLUMN orders.channel IS 'web, phone or store';
COMMENT ON COLUMN orders.web_session_id IS 'Visit in which a web order was placed: session_id of the web files, if it was measured';
COMMENT ON COLUMN orders.currency IS 'Currency of the amounts of this order';
COMMENT ON COLUMN orders.total IS 'Sum of the lines after discount, with shipping';

COMMENT ON TABLE order_lines IS 'Articles of an order; joining them to orders repeats the order';
COMMENT ON COLUMN order_lines.unit_price IS 'Price of one piece on the day of the order';
COMMENT ON COLUMN order_lines.discount IS 'Share taken off the line: 0.10 is 10 per cent';
COMMENT ON VIEW reporting.monthly_revenue IS 'Orders and revenue per month, channel and currency, without cancelled orders';

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE TEMPORARY ON DATABASE shop FROM PUBLIC;
GRANT USAGE ON SCHEMA public, reporting TO analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA public, reporting TO analyst;
ALTER ROLE analyst SET default_transaction_read_only = on;
