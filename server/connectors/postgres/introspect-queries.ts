/**
 * The catalog queries. They read what this account may read, outside of PostgreSQL's own schemas. `to_jsonb(x) ->> 'field'` reads fields
 * that older servers (back to 12) do not have.
 */

const readable = `
  c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp\\_%'
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
  AND (pg_catalog.has_table_privilege(c.oid, 'SELECT') OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT'))`;

/** Collations under which order is that of the bytes: the C family, and all of the server's own (builtin) provider. */
const isBinaryName = (expression: string) =>
  `(${expression} IN ('C', 'POSIX', 'C.UTF-8', 'C.UTF8', 'C.utf8', 'ucs_basic'))`;

/** Version, encoding, whether the default collation is binary, version as a number. */
export const server = `
  SELECT current_setting('server_version'), pg_catalog.pg_encoding_to_char(d.encoding),
    CASE coalesce(to_jsonb(d) ->> 'datlocprovider', 'c')
      WHEN 'b' THEN true WHEN 'c' THEN ${isBinaryName('d.datcollate::text')} ELSE false END,
    current_setting('server_version_num')
  FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`;

/** The pages of `pg_class` stand for the size: asking for the real one opens every file. */
export const relations = `
  SELECT c.oid, n.nspname, c.relname, c.relkind, pg_catalog.obj_description(c.oid, 'pg_class'),
    c.reltuples::float8, c.relpages::int8 * current_setting('block_size')::int8
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE ${readable}
  ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`;

/**
 * Asked where there are partitioned tables: by what (`RANGE (day)`), and what their partitions have together; no estimate as long as one of these has none.
 * Systems that only speak PostgreSQL's protocol have no such kind of table, and not the functions.
 */
export const partitionedTables = `
  SELECT c.oid, pg_catalog.pg_get_partkeydef(c.oid),
    CASE WHEN min(l.reltuples) >= 0 THEN sum(l.reltuples)::float8 ELSE -1 END,
    coalesce(sum(l.relpages), 0)::int8 * current_setting('block_size')::int8
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN LATERAL pg_catalog.pg_partition_tree(c.oid) t ON t.isleaf LEFT JOIN pg_catalog.pg_class l ON l.oid = t.relid
  WHERE c.relkind = 'p' AND ${readable}
  GROUP BY c.oid`;

/** Whether every row obeys NOT NULL, of `pg_attribute a` and `pg_class c`: foreign tables, tables that others inherit from and constraints not validated promise nothing of their rows. */
export const holdsNoNull = `a.attnotnull AND c.relkind <> 'f' AND NOT (c.relkind = 'r' AND c.relhassubclass)
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'n' AND NOT k.convalidated AND a.attnum = ANY (k.conkey))`;

/** Type of a domain's innermost base; nested domains are followed. */
export const columns = `
  WITH RECURSIVE domains AS (
    SELECT t.oid, t.typbasetype AS base, t.typtypmod AS modifier FROM pg_catalog.pg_type t WHERE t.typtype = 'd'
    UNION ALL
    SELECT d.oid, t.typbasetype, CASE WHEN d.modifier = -1 THEN t.typtypmod ELSE d.modifier END
    FROM domains d JOIN pg_catalog.pg_type t ON t.oid = d.base WHERE t.typtype = 'd'
  ), bases AS (
    SELECT d.* FROM domains d JOIN pg_catalog.pg_type t ON t.oid = d.base WHERE t.typtype <> 'd'
  )
  SELECT a.attrelid, a.attnum, a.attname,
    pg_catalog.format_type(coalesce(b.base, a.atttypid), CASE WHEN b.base IS NULL THEN a.atttypmod ELSE b.modifier END),
    CASE WHEN b.base IS NOT NULL THEN pg_catalog.format_type(a.atttypid, NULL) END,
    ${holdsNoNull}, m.description, co.collname,
    CASE WHEN co.oid IS NULL OR co.collprovider = 'd' THEN NULL WHEN co.collprovider = 'b' THEN true
      WHEN co.collprovider = 'c' THEN ${isBinaryName('co.collcollate::text')} ELSE false END,
    to_jsonb(co) ->> 'collisdeterministic' IS DISTINCT FROM 'false'
  FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN bases b ON b.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation
    LEFT JOIN pg_catalog.pg_description m ON m.objoid = c.oid AND m.objsubid = a.attnum AND m.classoid = 'pg_catalog.pg_class'::regclass
  WHERE a.attnum > 0 AND NOT a.attisdropped AND ${readable}
    AND (pg_catalog.has_table_privilege(c.oid, 'SELECT') OR pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT'))
  ORDER BY a.attrelid, a.attnum`;

/**
 * Keys that every row obeys: no partial index, none over expressions, and no single column of a table that others inherit from: their rows are its rows too, and its index does not see them.
 */
export const uniqueIndexes = `
  SELECT i.indrelid, i.indisprimary, array_to_string((i.indkey::int2[])[0:i.indnkeyatts - 1], ' ')
  FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
    AND NOT (c.relkind = 'r' AND c.relhassubclass AND i.indnkeyatts = 1) AND ${readable}
  ORDER BY i.indrelid, i.indexrelid`;

export const foreignKeys = `
  SELECT f.conrelid, array_to_string(f.conkey, ' '), f.confrelid, array_to_string(f.confkey, ' ')
  FROM pg_catalog.pg_constraint f
    JOIN pg_catalog.pg_class c ON c.oid = f.conrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE f.contype = 'f' AND ${readable}
  ORDER BY f.conrelid, f.oid`;
