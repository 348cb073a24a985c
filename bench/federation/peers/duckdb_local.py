"""One local DuckDB with all the data: the limit, and the answer that all others must give."""
import sys

import duckdb

from serve import run_on, serve

serve(run_on(duckdb.connect(sys.argv[1], read_only=True)))
