/** Functions of DuckDB by what they could reach from user SQL, wherever it runs: in the engine or inside a DuckDB file. Names in small letters. */

/** Table functions that read nothing but their arguments. */
export const openTableFunctions: ReadonlySet<string> = new Set([
  'unnest',
  'range',
  'generate_series',
  'json_each',
  'json_tree',
  'repeat_row',
]);

const closed: ReadonlySet<string> = new Set([
  'current_setting',
  'getvariable',
  'getenv',
  'nextval',
  'currval',
  'query',
  'query_table',
  'write_log',
  'parse_duckdb_log_message',
  'set_config',
  'add_parquet_key',
  'checkpoint',
  'force_checkpoint',
  'sleep_ms',
  'read_text',
  'read_blob',
  // Statements inside values: they would be bound where user SQL is not looked at.
  'json_serialize_plan',
  'json_execute_serialized_sql',
  'sql_auto_complete',
  // Bytes taken as DuckDB's own memory.
  'finalize',
  'combine',
  'variant_bytes_to_variant',
  // How DuckDB works inside.
  'stats',
  'vector_type',
]);

/** Whether a function looks outside of its statement, or changes something. */
export const isClosedFunction = (name: string): boolean =>
  closed.has(name) || /^(?:pg_|duckdb_|pragma_|__internal_|has_|inet_)/.test(name);
