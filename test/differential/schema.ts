/** What statements can be written over: the world's tables as the sources' catalogs declare them. */
import type { Connector, TableInfo } from '../../server/connectors/connector.ts';
import type { SourceName } from './placement.ts';
import type { Source } from './sources.ts';
import { heldValue, type LogicalTable, type World } from './world.ts';

/** Kinds of types that compare with each other without a cast that can fail. */
export type Family =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'text'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'time'
  | 'interval'
  | 'uuid'
  | 'blob';

export interface PlacedColumn {
  readonly name: string;
  /** DuckDB type by the catalog. */
  readonly type: string;
  readonly family: Family;
  /** Values of the column, as DuckDB writes them, without NULLs and repeats. */
  readonly values: readonly string[];
}

export interface PlacedTable {
  readonly source: SourceName;
  readonly table: LogicalTable;
  readonly info: TableInfo;
  readonly columns: readonly PlacedColumn[];
  readonly defaultSchema: string;
}

export interface Schema {
  readonly world: World;
  readonly tables: readonly PlacedTable[];
  /** The table whose rows are kept as a stored result too. */
  readonly kept: PlacedTable;
}

export function familyOf(type: string): Family {
  if (/^U?(TINY|SMALL|BIG|HUGE)INT$|^U?INTEGER$/.test(type)) return 'integer';
  if (type.startsWith('DECIMAL')) return 'decimal';
  if (type === 'FLOAT' || type === 'DOUBLE') return 'float';
  if (type === 'TIMESTAMP WITH TIME ZONE') return 'timestamptz';
  const families: Readonly<Record<string, Family>> = {
    VARCHAR: 'text',
    BOOLEAN: 'boolean',
    DATE: 'date',
    TIMESTAMP: 'timestamp',
    TIME: 'time',
    INTERVAL: 'interval',
    UUID: 'uuid',
    BLOB: 'blob',
  };
  const family = families[type];
  if (family === undefined) throw new Error(`The harness does not know the type ${type}.`);
  return family;
}

/** Introspects each connector and finds every table of the world in it. */
export async function readSchema(
  world: World,
  sources: readonly Source[],
  connectors: ReadonlyMap<string, Connector>,
): Promise<Schema> {
  const tables: PlacedTable[] = [];
  for (const source of sources) {
    const connector = connectors.get(source.name);
    if (connector === undefined) throw new Error(`No connector for ${source.name}.`);
    const found = await connector.introspect(new AbortController().signal);
    for (const table of world.tables) {
      const schema = table.isElsewhere ? source.otherSchema : source.defaultSchema;
      const info = found.tables.find((one) => one.schema === schema && one.name === table.name);
      if (info === undefined) throw new Error(`Introspection of ${source.name} does not tell ${schema}.${table.name}.`);
      tables.push(place(source, table, info));
    }
  }
  const [kept] = tables;
  if (kept === undefined) throw new Error('A world without tables.');
  return { world, tables, kept };
}

function place(source: Source, table: LogicalTable, found: TableInfo): PlacedTable {
  const names = found.columns.map((column) => column.name);
  if (names.join('\n') !== table.columns.map((column) => column.name).join('\n'))
    throw new Error(`${source.name} tells other columns of ${table.name}: ${names.join(', ')}.`);
  const claimed = table.claimedRows[source.name];
  return {
    source: source.name,
    table,
    info: claimed === undefined ? found : { ...found, rowEstimate: claimed },
    defaultSchema: source.defaultSchema,
    columns: found.columns.map((column, at) => {
      const logical = table.columns[at];
      const values =
        logical === undefined ? [] : table.rows.map((row) => heldValue(logical, source.name, row[at] ?? null));
      return {
        name: column.name,
        type: column.type,
        family: familyOf(column.type),
        values: [...new Set(values.filter((value) => value !== null))],
      };
    }),
  };
}
