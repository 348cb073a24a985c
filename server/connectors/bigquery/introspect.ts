/**
 * The catalog, from INFORMATION_SCHEMA: a few queries for all datasets of one location together, however many tables they hold. What only some
 * accounts may read (sizes) or only newer tables have (keys) is asked for apart, and missed with a warning.
 */
import { aboutTable, factAbout } from '../about-table.ts';
import type { ColumnInfo, ConnectorContext, ForeignKey, TableInfo } from '../connector.ts';
import { ApiError } from './errors.ts';
import { quoteIdentifier } from './literals.ts';
import { unknownType } from './staging.ts';
import { typeOfText } from './types.ts';

export type Row = readonly (string | null)[];

export interface Dataset {
  readonly name: string;
  readonly location: string;
}

/** All rows of a query that runs where `location` is. */
export type Ask = (sql: string, location: string) => Promise<readonly Row[]>;

/** Datasets whose views one query joins together. */
const datasetsPerQuery = 50;

/** A view of each dataset, and the columns taken from it. `%` stands for the dataset's quoted path. */
interface View {
  readonly select: string;
  readonly isOptional: boolean;
}

const views = {
  tables: {
    select: 'SELECT table_schema, table_name, table_type FROM %.INFORMATION_SCHEMA.TABLES',
    isOptional: false,
  },
  columns: {
    select: `SELECT table_schema, table_name, column_name, CAST(ordinal_position AS STRING) AS place, is_nullable, data_type,
      is_partitioning_column, CAST(clustering_ordinal_position AS STRING) AS clustering, collation_name, is_hidden
      FROM %.INFORMATION_SCHEMA.COLUMNS`,
    isOptional: false,
  },
  options: {
    select: `SELECT table_schema, table_name, option_name, option_value FROM %.INFORMATION_SCHEMA.TABLE_OPTIONS
      WHERE option_name IN ('description', 'require_partition_filter')`,
    isOptional: true,
  },
  descriptions: {
    select: `SELECT table_schema, table_name, column_name, description FROM %.INFORMATION_SCHEMA.COLUMN_FIELD_PATHS
      WHERE field_path = column_name AND description IS NOT NULL AND description <> ''`,
    isOptional: true,
  },
  keys: {
    select: `SELECT k.table_schema, k.table_name, k.constraint_name, k.column_name, CAST(k.ordinal_position AS STRING) AS place,
      CAST(k.position_in_unique_constraint AS STRING) AS target_place, c.constraint_type
      FROM %.INFORMATION_SCHEMA.KEY_COLUMN_USAGE k
      JOIN %.INFORMATION_SCHEMA.TABLE_CONSTRAINTS c ON c.constraint_name = k.constraint_name AND c.table_name = k.table_name`,
    isOptional: true,
  },
  targets: {
    select: `SELECT DISTINCT constraint_schema, constraint_name, table_schema, table_name
      FROM %.INFORMATION_SCHEMA.CONSTRAINT_COLUMN_USAGE WHERE constraint_name NOT LIKE '%pk$'`,
    isOptional: true,
  },
  sizes: {
    select:
      'SELECT dataset_id, table_id, CAST(row_count AS STRING) AS rows_held, CAST(size_bytes AS STRING) AS bytes_held FROM %.__TABLES__',
    isOptional: true,
  },
} as const satisfies Record<string, View>;

type ViewName = keyof typeof views;
type Found = Readonly<Record<ViewName, readonly Row[]>>;

export async function introspectTables(
  ask: Ask,
  project: string,
  datasets: readonly Dataset[],
  context: ConnectorContext,
): Promise<TableInfo[]> {
  const tables: TableInfo[] = [];
  for (const [location, inPlace] of Map.groupBy(datasets, (dataset) => dataset.location)) {
    for (let from = 0; from < inPlace.length; from += datasetsPerQuery) {
      const names = inPlace.slice(from, from + datasetsPerQuery).map(({ name }) => name);
      tables.push(...tablesOf(await readViews(ask, project, names, location, context)));
    }
  }
  return tables;
}

async function readViews(
  ask: Ask,
  project: string,
  datasets: readonly string[],
  location: string,
  context: ConnectorContext,
): Promise<Found> {
  const read = async (name: ViewName): Promise<readonly Row[]> => {
    const { select, isOptional } = views[name];
    // A pattern of LIKE holds the mark too, with a letter behind it.
    const parts = datasets.map((dataset) =>
      select.replaceAll('%.', `${quoteIdentifier(project)}.${quoteIdentifier(dataset)}.`),
    );
    try {
      return await ask(parts.join('\nUNION ALL\n'), location);
    } catch (thrown) {
      if (!isOptional || !(thrown instanceof ApiError) || thrown.status === 401) throw thrown;
      context.log.warn(`${context.id}: the catalog goes without ${name}: ${thrown.message}`);
      return [];
    }
  };
  const names = Object.keys(views) as ViewName[];
  const found = await Promise.all(names.map(async (name) => [name, await read(name)] as const));
  return Object.fromEntries(found) as unknown as Found;
}

const keyOf = (row: Row): string => JSON.stringify([row[0], row[1]]);

function tablesOf(found: Found): TableInfo[] {
  const columns = Map.groupBy(found.columns, keyOf);
  const options = Map.groupBy(found.options, keyOf);
  const descriptions = Map.groupBy(found.descriptions, keyOf);
  const sizes = new Map(found.sizes.map((row) => [keyOf(row), row]));
  const keys = keysOf(found);
  return found.tables.flatMap((row): TableInfo[] => {
    const [schema, name, type] = row;
    const key = keyOf(row);
    const shown = (columns.get(key) ?? []).filter((column) => column[9] !== 'YES').toSorted(byPlace);
    if (schema == null || name == null || shown.length === 0) return [];
    const isView = type === 'VIEW' || type === 'MATERIALIZED VIEW';
    const described = new Map((descriptions.get(key) ?? []).map((one) => [one[2], one[3]]));
    const size = sizes.get(key);
    const comment = tableComment(options.get(key) ?? [], columns.get(key) ?? []);
    return [
      {
        schema,
        name,
        kind: isView ? 'view' : 'table',
        columns: shown.map((column) => columnInfo(column, described.get(column[2] ?? '') ?? undefined)),
        primaryKey: keys.primary.get(key) ?? [],
        uniqueKeys: [],
        foreignKeys: keys.foreign.get(key) ?? [],
        ...(comment === undefined ? {} : { comment }),
        ...(isView || size?.[2] == null ? {} : { rowEstimate: Number(size[2]) }),
        ...(isView || size?.[3] == null ? {} : { sizeBytes: Number(size[3]) }),
      },
    ];
  });
}

const byPlace = (one: Row, other: Row): number => Number(one[3] ?? 0) - Number(other[3] ?? 0);

function columnInfo(row: Row, comment: string | undefined): ColumnInfo {
  const [, , name, , isNullable, dataType, , , collation] = row;
  const type = typeOfText(dataType ?? '') ?? unknownType;
  const isBinary = collation == null || collation === '' || collation === 'NULL';
  return {
    name: name ?? '',
    sourceType: dataType ?? '',
    type: type.duckType,
    nullable: isNullable !== 'NO',
    ...(comment === undefined || comment === '' ? {} : { comment }),
    ...(type.class === 'text' ? { collation: isBinary ? ('binary' as const) : ('other' as const) } : {}),
  };
}

/** The description, and what a query of the table should know: by what it is partitioned and clustered. */
function tableComment(options: readonly Row[], columns: readonly Row[]): string | undefined {
  const option = (name: string) => options.find((row) => row[2] === name)?.[3] ?? undefined;
  const partition = columns.filter((row) => row[6] === 'YES').map((row) => row[2]);
  const clustering = columns
    .filter((row) => row[7] != null)
    .toSorted((one, other) => Number(one[7]) - Number(other[7]))
    .map((row) => row[2]);
  return aboutTable(
    unquoted(option('description') ?? ''),
    factAbout('Partitioned', partition.join(', ')),
    factAbout('Clustered', clustering.join(', ')),
    option('require_partition_filter') === 'true' ? 'A query must filter by the partition column.' : undefined,
  );
}

/** The text of a GoogleSQL string literal, as TABLE_OPTIONS writes descriptions: `"Who buys; \"quoted\""`. */
function unquoted(literal: string): string {
  const inner = /^"""([\s\S]*)"""$|^"([\s\S]*)"$|^'([\s\S]*)'$/.exec(literal);
  const text = inner?.[1] ?? inner?.[2] ?? inner?.[3];
  if (text === undefined) return literal;
  const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g,
    (_, ...parts: (string | undefined)[]) => {
      const [byte, short, long, letter = ''] = parts;
      const code = byte ?? short ?? long;
      return code === undefined ? (letters[letter] ?? letter) : String.fromCodePoint(Number.parseInt(code, 16));
    },
  );
}

/** Keys are declared, not enforced: the names are kept, and nothing here relies on them. */
function keysOf(found: Found) {
  const primary = new Map<string, string[]>();
  const byTable = Map.groupBy(found.keys, keyOf);
  for (const [key, rows] of byTable) {
    const parts = rows.filter((row) => row[6] === 'PRIMARY KEY').toSorted(byNumber(4));
    if (parts.length > 0)
      primary.set(
        key,
        parts.map((row) => row[3] ?? ''),
      );
  }
  const targets = new Map(found.targets.map((row) => [JSON.stringify([row[0], row[1]]), row]));
  const foreign = new Map<string, ForeignKey[]>();
  for (const [key, rows] of byTable) {
    const byName = Map.groupBy(
      rows.filter((row) => row[6] === 'FOREIGN KEY'),
      (row) => row[2] ?? '',
    );
    const list = [...byName].flatMap(([name, parts]): ForeignKey[] => {
      const [, , targetSchema, targetTable] = targets.get(JSON.stringify([parts[0]?.[0], name])) ?? [];
      if (targetSchema == null || targetTable == null) return [];
      const targetKey = primary.get(JSON.stringify([targetSchema, targetTable])) ?? [];
      const ordered = parts.toSorted(byNumber(4));
      const targetColumns = ordered.map((row) => targetKey[Number(row[5] ?? 0) - 1]);
      if (!targetColumns.every((column) => column !== undefined)) return [];
      return [{ columns: ordered.map((row) => row[3] ?? ''), targetSchema, targetTable, targetColumns }];
    });
    if (list.length > 0) foreign.set(key, list);
  }
  return { primary, foreign };
}

const byNumber = (place: number) => (one: Row, other: Row) => Number(one[place] ?? 0) - Number(other[place] ?? 0);
