/** What user SQL may call. Table functions by allow-list, scalar functions by what could look outside the statement. */

/** Table functions that read nothing but their arguments. */
export const tableFunctions: ReadonlySet<string> = new Set([
  'unnest',
  'range',
  'generate_series',
  'json_each',
  'json_tree',
  'repeat_row',
]);

const refused: ReadonlySet<string> = new Set([
  'current_setting',
  'getvariable',
  'getenv',
  'nextval',
  'currval',
  'query',
  'query_table',
  'write_log',
  'parse_duckdb_log_message',
  'in_search_path',
  'current_database',
  'current_schemas',
  'txid_current',
  'version',
  'set_config',
  'add_parquet_key',
  'checkpoint',
  'force_checkpoint',
  'sleep_ms',
]);

export const isRefusedFunction = (name: string): boolean =>
  refused.has(name) || name.startsWith('pg_') || name.startsWith('duckdb_') || name.startsWith('pragma_');
