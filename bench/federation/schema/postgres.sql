CREATE TABLE region (
  r_regionkey int NOT NULL,
  r_name varchar(25) NOT NULL,
  r_comment varchar(152)
);
CREATE TABLE nation (
  n_nationkey int NOT NULL,
  n_name varchar(25) NOT NULL,
  n_regionkey int NOT NULL,
  n_comment varchar(152)
);
CREATE TABLE customer (
  c_custkey int NOT NULL,
  c_name varchar(25) NOT NULL,
  c_address varchar(40) NOT NULL,
  c_nationkey int NOT NULL,
  c_phone varchar(15) NOT NULL,
  c_acctbal decimal(15, 2) NOT NULL,
  c_mktsegment varchar(10) NOT NULL,
  c_comment varchar(117) NOT NULL
);
CREATE TABLE orders (
  o_orderkey bigint NOT NULL,
  o_custkey int NOT NULL,
  o_orderstatus varchar(1) NOT NULL,
  o_totalprice decimal(15, 2) NOT NULL,
  o_orderdate date NOT NULL,
  o_orderpriority varchar(15) NOT NULL,
  o_clerk varchar(15) NOT NULL,
  o_shippriority int NOT NULL,
  o_comment varchar(79) NOT NULL
);
