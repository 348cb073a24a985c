"""DuckDB with its postgres and mysql extensions, with their default settings."""
import json
import sys

import duckdb

from extensions import load
from serve import run_on, serve

sources = json.loads(sys.argv[1])
connection = duckdb.connect(config={"allow_unsigned_extensions": "true"})
for name, extension, kind, database in (("pg", "postgres_scanner", "postgres", "dbname"), ("my", "mysql_scanner", "mysql", "database")):
    load(connection, extension)
    at = sources[name]
    place = f"host={at['host']} port={at['port']} user={at['user']} password={at['password']} {database}={at['database']}"
    connection.execute(f"ATTACH '{place}' AS {name} (TYPE {kind}, READ_ONLY)")
serve(run_on(connection))
