"""DuckDB's extensions from their Python packages, so that nothing is downloaded at run time."""
import glob
import importlib.util


def load(connection, name):
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    files = glob.glob(f"{spec.submodule_search_locations[0]}/extensions/*/{name}.duckdb_extension")
    connection.execute(f"LOAD '{files[0]}'")
