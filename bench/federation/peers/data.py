"""Makes the TPC-H data: `data.py make DATABASE QUERIES SCALE`, `data.py dump DATABASE FOLDER TABLE...`."""
import json
import os
import sys

import duckdb

from extensions import load


def make(database, queries, scale):
    connection = duckdb.connect(database, config={"allow_unsigned_extensions": "true"})
    load(connection, "tpch")
    # In steps: a large scale in one step needs much memory.
    steps = max(1, round(float(scale)))
    for step in range(steps):
        connection.execute(f"CALL dbgen(sf={scale}, children={steps}, step={step})" if steps > 1 else f"CALL dbgen(sf={scale})")
    rows = connection.execute("SELECT query FROM tpch_queries() ORDER BY query_nr").fetchall()
    with open(queries, "w", encoding="utf-8") as file:
        json.dump([text for (text,) in rows], file, indent=1)


def dump(database, folder, *tables):
    connection = duckdb.connect(database, read_only=True)
    os.makedirs(folder, exist_ok=True)
    for table in tables:
        connection.execute(f"COPY {table} TO '{folder}/{table}.csv' (HEADER false, DELIMITER '|')")


{"make": make, "dump": dump}[sys.argv[1]](*sys.argv[2:])
