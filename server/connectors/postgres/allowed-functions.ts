/**
 * Functions that do more than read, although a SELECT may call them in a read-only transaction. Names are compared without their schema.
 * `pg_...` functions are closed unless listed as open, because new ones come with every release; others are closed by name.
 */

const openSystemFunctions = new Set([
  'pg_backend_pid',
  'pg_char_to_encoding',
  'pg_client_encoding',
  'pg_collation_actual_version',
  'pg_collation_for',
  'pg_column_compression',
  'pg_column_size',
  'pg_conf_load_time',
  'pg_current_wal_lsn',
  'pg_database_size',
  'pg_describe_object',
  'pg_encoding_to_char',
  'pg_filenode_relation',
  'pg_has_role',
  'pg_identify_object',
  'pg_index_column_has_property',
  'pg_index_has_property',
  'pg_indexam_has_property',
  'pg_indexes_size',
  'pg_input_error_info',
  'pg_input_is_valid',
  'pg_is_in_recovery',
  'pg_is_other_temp_schema',
  'pg_jit_available',
  'pg_last_wal_receive_lsn',
  'pg_last_wal_replay_lsn',
  'pg_last_xact_replay_timestamp',
  'pg_lsn',
  'pg_my_temp_schema',
  'pg_options_to_table',
  'pg_partition_ancestors',
  'pg_partition_root',
  'pg_partition_tree',
  'pg_postmaster_start_time',
  'pg_relation_filenode',
  'pg_relation_size',
  'pg_settings_get_flags',
  'pg_size_bytes',
  'pg_size_pretty',
  'pg_table_size',
  'pg_tablespace_location',
  'pg_tablespace_size',
  'pg_total_relation_size',
  'pg_typeof',
  'pg_wal_lsn_diff',
]);
const openSystemPrefixes = ['pg_get_', 'pg_stat_get_'];
const openSystemSuffix = '_is_visible';

const closedFunctions = new Set([
  'nextval',
  'setval',
  'set_config',
  'setseed',
  'txid_current',
  'ts_stat',
  'ts_rewrite',
  'connectby',
  'xpath_table',
  'lowrite',
  'loread',
  'gin_clean_pending_list',
]);

/** Families: large objects, other servers, SQL given as text, the web, files, index upkeep, upgrades. */
const closedFamilies = [
  /^lo_/,
  /^dblink/,
  /^(?:query|table|cursor|schema|database)_to_xml/,
  /^crosstab/,
  /^http_|^http$/,
  /^postgres_fdw_/,
  /^run_command_on_/,
  /^master_/,
  /^citus_/,
  /^brin_(?:summarize|desummarize)/,
  /^binary_upgrade_/,
  /^heap_force_/,
  /^aws_/,
];

export function isAllowedFunction(name: string): boolean {
  const lower = name.toLowerCase();
  if (lower.startsWith('pg_')) {
    return (
      openSystemFunctions.has(lower) ||
      lower.endsWith(openSystemSuffix) ||
      openSystemPrefixes.some((prefix) => lower.startsWith(prefix))
    );
  }
  return !closedFunctions.has(lower) && !closedFamilies.some((family) => family.test(lower));
}
