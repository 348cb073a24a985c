import type { DuckDBConnection } from '@duckdb/node-api';

const known = new WeakMap<DuckDBConnection, Promise<ReadonlySet<string>>>();

/** Names of DuckDB's aggregates, and of its macros, which may hold one. */
export function aggregateNames(connection: DuckDBConnection): Promise<ReadonlySet<string>> {
  const names = known.get(connection) ?? read(connection);
  known.set(connection, names);
  return names;
}

async function read(connection: DuckDBConnection): Promise<ReadonlySet<string>> {
  const reader = await connection.runAndReadAll(
    "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('aggregate', 'macro')",
  );
  return new Set(reader.getRowsJson().map(([name]) => String(name)));
}
