-- A few rows to look at, and an account that can only read.
CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL, city text);
CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers, total numeric(10, 2), ordered_at timestamptz);
INSERT INTO customers SELECT n, 'Customer ' || n, (ARRAY['Brno', 'Graz', 'Lyon'])[1 + n % 3] FROM generate_series(1, 200) n;
INSERT INTO orders SELECT n, 1 + n % 200, (n % 500) / 3.0, now() - n * interval '1 hour' FROM generate_series(1, 2000) n;
ANALYZE;

\getenv password POSTGRES_PASSWORD
CREATE ROLE joinery_reader LOGIN PASSWORD :'password';
ALTER ROLE joinery_reader SET default_transaction_read_only = on;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO joinery_reader;
