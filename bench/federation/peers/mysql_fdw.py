"""PostgreSQL reaching MariaDB's tables through mysql_fdw."""
import json
import sys

import psycopg2

from serve import run_on, serve

at = json.loads(sys.argv[1])["pg"]
connection = psycopg2.connect(host=at["host"], port=at["port"], user=at["user"], password=at["password"], dbname=at["database"])
connection.autocommit = True
connection.cursor().execute("SET search_path = public, my")
serve(run_on(connection))
