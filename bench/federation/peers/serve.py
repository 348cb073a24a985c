"""Protocol of the peers: one JSON request per line in, one JSON answer per line out.

Request: {"id": statement id, "sql": text}. Answer: {"ms", "peakMemoryBytes", "columns", "kinds", "rows"} or {"error"}.
Values go as text, so that decimals and large integers arrive as they are; kinds say how to compare: text, exact or float.
"""
import json
import sys
import time
from datetime import date
from decimal import Decimal


def serve(run):
    """`run(id, sql)` gives (columns, rows); its time is what is measured."""
    emit({"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        forget_peak_memory()
        try:
            start = time.perf_counter()
            columns, rows = run(request["id"], request["sql"])
            ms = (time.perf_counter() - start) * 1000
            emit({
                "ms": ms,
                "peakMemoryBytes": peak_memory(),
                "columns": columns,
                "kinds": [kind([row[i] for row in rows]) for i in range(len(columns))],
                "rows": [[text(value) for value in row] for row in rows],
            })
        except Exception as error:  # The other side decides what a failed statement means.
            emit({"error": f"{type(error).__name__}: {error}"})


def emit(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def run_on(connection):
    """Runs statements on a DB-API connection or DuckDB."""
    def run(_, sql):
        cursor = connection.cursor()
        cursor.execute(sql)
        return [column[0] for column in cursor.description], cursor.fetchall()
    return run


def kind(values):
    if any(isinstance(value, float) for value in values):
        return "float"
    return "exact" if any(isinstance(value, (int, Decimal)) for value in values) else "text"


def text(value):
    if value is None or value != value:
        return None
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()[:10]
    return repr(value) if isinstance(value, float) else str(value)


def forget_peak_memory():
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass


def peak_memory():
    try:
        with open("/proc/self/status") as file:
            line = next(line for line in file if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    except OSError:
        return None
