"""A Trino server whose catalogs `pg` (schema public) and `my` (schema of the database's name) are the sources."""
import json
import sys
from urllib.parse import urlparse

import trino

from serve import run_on, serve

url = urlparse(sys.argv[2])
limit = sys.argv[3]
session = {"query_max_run_time": f"{limit}s"}
# What a user who knows Trino would set for such joins: wait for the keys of the smaller side, and send more of them.
for catalog in ("pg", "my"):
    session[f"{catalog}.dynamic_filtering_wait_timeout"] = "20s"
    session[f"{catalog}.domain_compaction_threshold"] = "100000"
connection = trino.dbapi.connect(
    host=url.hostname, port=url.port or 8080, http_scheme=url.scheme, user=url.username or "bench", session_properties=session
)
serve(run_on(connection))
