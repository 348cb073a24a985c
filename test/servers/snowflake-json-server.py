"""fakesnow's server answers in Arrow; Snowflake's client for Node reads JSON. This server gives the same answers in the JSON form of the API."""

import base64
import datetime
import decimal
import json
import sys

import fakesnow.server as fake
import fakesnow.transforms.transforms as transforms
import pyarrow
import uvicorn
from sqlglot import exp
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

# fakesnow adds as floats what Snowflake adds exactly.
transforms._NUMERIC_ONLY_AGGS = tuple(one for one in transforms._NUMERIC_ONLY_AGGS if one is not exp.Sum)

EPOCH = datetime.datetime(1970, 1, 1)


def since_epoch(value):
    if value.tzinfo:
        value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    micros = (value - EPOCH) // datetime.timedelta(microseconds=1)
    sign = "-" if micros < 0 else ""
    seconds, fraction = divmod(abs(micros), 1_000_000)
    return f"{sign}{seconds}.{fraction:06d}000"


def raw(value, type_name):
    """The text in which Snowflake sends a value of the type."""
    if value is None:
        return None
    match type_name.upper():
        case "BOOLEAN":
            return "1" if value else "0"
        case "DATE":
            return str((value - EPOCH.date()).days)
        case "TIME":
            return f"{value.hour * 3600 + value.minute * 60 + value.second}.{value.microsecond:06d}000"
        case "TIMESTAMP_TZ":
            return since_epoch(value) + " 1440"
        case "TIMESTAMP_NTZ" | "TIMESTAMP_LTZ":
            return since_epoch(value)
        case "BINARY":
            return bytes(value).hex().upper()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, (dict, list)):
        return json.dumps(value, default=str)
    return str(value)


def texts(column, type_name):
    if pyarrow.types.is_integer(column.type):
        return column.cast(pyarrow.string()).to_pylist()
    return [raw(value, type_name) for value in column.to_pylist()]


def as_rows(table_and_types):
    table, rowtype = table_and_types
    columns = [texts(column, described["type"]) for column, described in zip(table.columns, rowtype)]
    return json.dumps([list(row) for row in zip(*columns)]).encode()


fake.to_sf = lambda table, rowtype: (table, rowtype)
fake.to_ipc = as_rows


async def query(request):
    answer = await fake.query_request(request)
    body = json.loads(answer.body)
    data = body.get("data") or {}
    if "rowsetBase64" in data:
        rows = data.pop("rowsetBase64")
        data["queryResultFormat"] = "json"
        data["rowset"] = json.loads(base64.b64decode(rows)) if rows else []
    return JSONResponse(body, status_code=answer.status_code)


routes = [Route("/queries/v1/query-request", query, methods=["POST"])]
routes += [route for route in fake.routes if getattr(route, "path", "") != "/queries/v1/query-request"]

if __name__ == "__main__":
    uvicorn.run(Starlette(routes=routes), host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
