CREATE TABLE customers (
  customer_id    integer NOT NULL,
  customer_number text NOT NULL,
  full_name      text NOT NULL,
  email          text,
  country        char(2) NOT NULL,
  city           text NOT NULL,
  segment        text NOT NULL,
  birth_date     date,
  signed_up_at   timestamptz NOT NULL,
  time_zone      text NOT NULL,
  credit_limit   numeric(12, 2),
  has_opted_in   boolean,
  preferences    jsonb
);

CREATE TABLE products (
  product_id      integer NOT NULL,
  sku             text NOT NULL,
  name            text NOT NULL,
  category        text NOT NULL,
  list_price      numeric(10, 2) NOT NULL,
  weight_grams    integer,
  tags            text[] NOT NULL,
  discontinued_on date
);

CREATE TABLE orders (
  order_id       bigint NOT NULL,
  customer_id    integer,
  ordered_at     timestamptz NOT NULL,
  status         text NOT NULL,
  channel        text NOT NULL,
  web_session_id text,
  currency       char(3) NOT NULL,
  shipping       numeric(10, 2) NOT NULL,
  total          numeric(12, 2) NOT NULL
);

CREATE TABLE order_lines (
  order_id    bigint NOT NULL,
  line_number smallint NOT NULL,
  product_id  integer NOT NULL,
  quantity    integer NOT NULL,
  unit_price  numeric(10, 2) NOT NULL,
  discount    numeric(4, 2) NOT NULL
);
