"""What an analyst writes with pandas: read from each source what its own WHERE can narrow, then merge and group."""
import json
import sys

import pandas as pd
import sqlalchemy

from serve import serve

sources = json.loads(sys.argv[1])


def engine(scheme, at):
    place = sqlalchemy.URL.create(scheme, at["user"], at["password"], at["host"], at["port"], at["database"])
    return sqlalchemy.create_engine(place)


postgres = engine("postgresql+psycopg2", sources["pg"])
mariadb = engine("mysql+pymysql", sources["my"])


def pg(sql):
    return pd.read_sql(sqlalchemy.text(sql), postgres)


def my(sql):
    return pd.read_sql(sqlalchemy.text(sql), mariadb)


def revenue(frame):
    return frame.l_extendedprice * (1 - frame.l_discount)


def q3():
    orders = pg("""SELECT o_orderkey, o_orderdate, o_shippriority FROM orders JOIN customer ON c_custkey = o_custkey
        WHERE c_mktsegment = 'BUILDING' AND o_orderdate < date '1995-03-15'""")
    lines = my("SELECT l_orderkey, l_extendedprice, l_discount FROM lineitem WHERE l_shipdate > '1995-03-15'")
    joined = orders.merge(lines, left_on="o_orderkey", right_on="l_orderkey")
    joined["revenue"] = revenue(joined)
    grouped = joined.groupby(["l_orderkey", "o_orderdate", "o_shippriority"], as_index=False).revenue.sum()
    top = grouped.sort_values(["revenue", "o_orderdate"], ascending=[False, True]).head(10)
    return top[["l_orderkey", "revenue", "o_orderdate", "o_shippriority"]]


def q5():
    orders = pg("""SELECT o_orderkey, n_name, c_nationkey FROM orders JOIN customer ON c_custkey = o_custkey
        JOIN nation ON n_nationkey = c_nationkey JOIN region ON r_regionkey = n_regionkey
        WHERE r_name = 'ASIA' AND o_orderdate >= date '1994-01-01' AND o_orderdate < date '1995-01-01'""")
    lines = my("""SELECT l_orderkey, s_nationkey, l_extendedprice, l_discount FROM lineitem
        JOIN supplier ON s_suppkey = l_suppkey""")
    joined = orders.merge(lines, left_on=["o_orderkey", "c_nationkey"], right_on=["l_orderkey", "s_nationkey"])
    joined["revenue"] = revenue(joined)
    return joined.groupby("n_name", as_index=False).revenue.sum().sort_values("revenue", ascending=False)


def q10():
    orders = pg("""SELECT o_orderkey, c_custkey, c_name, c_acctbal, n_name, c_address, c_phone, c_comment
        FROM orders JOIN customer ON c_custkey = o_custkey JOIN nation ON n_nationkey = c_nationkey
        WHERE o_orderdate >= date '1993-10-01' AND o_orderdate < date '1994-01-01'""")
    lines = my("SELECT l_orderkey, l_extendedprice, l_discount FROM lineitem WHERE l_returnflag = 'R'")
    joined = orders.merge(lines, left_on="o_orderkey", right_on="l_orderkey")
    joined["revenue"] = revenue(joined)
    keys = ["c_custkey", "c_name", "c_acctbal", "c_phone", "n_name", "c_address", "c_comment"]
    top = joined.groupby(keys, as_index=False).revenue.sum().sort_values("revenue", ascending=False).head(20)
    return top[["c_custkey", "c_name", "revenue", "c_acctbal", "n_name", "c_address", "c_phone", "c_comment"]]


def q12():
    lines = my("""SELECT l_orderkey, l_shipmode FROM lineitem WHERE l_shipmode IN ('MAIL', 'SHIP')
        AND l_commitdate < l_receiptdate AND l_shipdate < l_commitdate
        AND l_receiptdate >= '1994-01-01' AND l_receiptdate < '1995-01-01'""")
    orders = pg("SELECT o_orderkey, o_orderpriority FROM orders")
    joined = lines.merge(orders, left_on="l_orderkey", right_on="o_orderkey")
    joined["high_line_count"] = joined.o_orderpriority.isin(["1-URGENT", "2-HIGH"]).astype(int)
    joined["low_line_count"] = 1 - joined.high_line_count
    return joined.groupby("l_shipmode", as_index=False)[["high_line_count", "low_line_count"]].sum()


def q18():
    lines = my("SELECT l_orderkey, sum(l_quantity) AS quantity FROM lineitem GROUP BY l_orderkey HAVING sum(l_quantity) > 300")
    keys = ",".join(str(key) for key in lines.l_orderkey) or "NULL"
    orders = pg(f"""SELECT c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice FROM orders
        JOIN customer ON c_custkey = o_custkey WHERE o_orderkey IN ({keys})""")
    joined = orders.merge(lines, left_on="o_orderkey", right_on="l_orderkey").drop(columns="l_orderkey")
    return joined.sort_values(["o_totalprice", "o_orderdate"], ascending=[False, True]).head(100)


def selective_join():
    orders = pg("""SELECT o_orderkey FROM orders JOIN customer ON c_custkey = o_custkey
        WHERE c_mktsegment = 'BUILDING' AND o_orderdate >= date '1995-03-06' AND o_orderdate < date '1995-03-13'""")
    keys = ",".join(str(key) for key in orders.o_orderkey) or "NULL"
    lines = my(f"SELECT l_shipmode, l_extendedprice, l_discount FROM lineitem WHERE l_orderkey IN ({keys})")
    lines["revenue"] = revenue(lines)
    return lines.groupby("l_shipmode", as_index=False).agg(n=("revenue", "size"), revenue=("revenue", "sum"))


def full_join():
    orders = pg("SELECT o_orderkey, o_orderpriority FROM orders")
    lines = my("SELECT l_orderkey, l_extendedprice FROM lineitem")
    joined = orders.merge(lines, left_on="o_orderkey", right_on="l_orderkey")
    return joined.groupby("o_orderpriority", as_index=False).l_extendedprice.sum()


def nation_pairs():
    customers = pg("SELECT * FROM customer WHERE c_acctbal > 9900")
    suppliers = my("SELECT * FROM supplier")
    return customers.merge(suppliers, left_on="c_nationkey", right_on="s_nationkey").head(1000)


def one_order():
    order = pg("SELECT o_orderkey, o_orderdate, o_totalprice FROM orders WHERE o_orderkey = 32001")
    lines = my("SELECT l_orderkey, l_linenumber, l_quantity, l_extendedprice FROM lineitem WHERE l_orderkey = 32001")
    joined = order.merge(lines, left_on="o_orderkey", right_on="l_orderkey").sort_values("l_linenumber")
    return joined[["o_orderkey", "o_orderdate", "o_totalprice", "l_linenumber", "l_quantity", "l_extendedprice"]]


def count_lineitem():
    return my("SELECT count(*) AS n FROM lineitem")


written = {
    "q3": q3, "q5": q5, "q10": q10, "q12": q12, "q18": q18, "selective-join": selective_join, "full-join": full_join,
    "nation-pairs": nation_pairs, "one-order": one_order, "count-lineitem": count_lineitem,
}


def run(name, _):
    frame = written[name]()
    # Python's own values, as the protocol wants them.
    return list(frame.columns), frame.astype(object).values.tolist()


serve(run)
