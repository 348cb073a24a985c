/** A source without a server, for tests of the catalog: it tells the tables it is given, and can be made to fail or hang. */
import type { ColumnInfo, Connector, Introspection, TableInfo } from '../../connectors/connector.ts';
import type { Log } from '../../log.ts';

export interface FakeSource {
  readonly connector: Connector;
  /** What introspection answers next. */
  tables: readonly TableInfo[];
  /** If set, introspection throws it. */
  failure: Error | undefined;
  /** If set, introspection waits for it, deaf to its signal. */
  gate: Promise<void> | undefined;
  introspections: number;
}

export function fakeSource(id: string, tables: readonly TableInfo[], native = true): FakeSource {
  const refuse = (): never => {
    throw new Error('the fake source only tells its tables');
  };
  const source: FakeSource = {
    tables,
    failure: undefined,
    gate: undefined,
    introspections: 0,
    connector: {
      id,
      driver: 'fake',
      capabilities: { snapshot: false, serverCancel: false, native },
      dialect: { quoteIdentifier: (name) => `"${name}"`, accepts: () => 'no', selectSql: refuse },
      test: refuse,
      openSession: refuse,
      close: async () => {},
      introspect: async (): Promise<Introspection> => {
        source.introspections++;
        await source.gate;
        if (source.failure !== undefined) throw source.failure;
        return { serverLabel: 'Fake 1.0', defaultSchema: 'public', tables: source.tables };
      },
    },
  };
  return source;
}

export function fakeTable(name: string, columns: readonly string[] = ['id'], more: Partial<TableInfo> = {}): TableInfo {
  return {
    schema: 'public',
    name,
    kind: 'table',
    columns: columns.map((column) => fakeColumn(column)),
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
    ...more,
  };
}

export function fakeColumn(name: string, more: Partial<ColumnInfo> = {}): ColumnInfo {
  return { name, sourceType: 'bigint', type: 'BIGINT', nullable: true, ...more };
}

const words = [
  'order',
  'customer',
  'invoice',
  'ledger',
  'shipment',
  'ticket',
  'product',
  'session',
  'campaign',
  'audit',
];
const columnWords = [
  'amount',
  'status',
  'created_at',
  'region_code',
  'customer_no',
  'notes',
  'flag',
  'source',
  'total',
];

/** A large warehouse: `tableCount` tables of 10 columns each, with comments on every third table and column. */
export function warehouse(tableCount: number): TableInfo[] {
  return Array.from({ length: tableCount }, (_, index) => {
    const word = words[index % words.length] ?? 'thing';
    const columns = columnWords.map((column, at) =>
      fakeColumn(`${column}_${(index + at) % 97}`, {
        sourceType: 'character varying(40)',
        type: 'VARCHAR',
        collation: 'other',
        ...(at % 3 === 0 ? { comment: `What the ${word} desk calls ${column}` } : {}),
      }),
    );
    return fakeTable(`${word}_${String(index).padStart(5, '0')}`, [], {
      schema: index % 4 === 0 ? 'public' : `area_${index % 40}`,
      columns: [fakeColumn(`${word}_id`, { nullable: false }), ...columns],
      primaryKey: [`${word}_id`],
      rowEstimate: index * 1000,
      ...(index % 3 === 0 ? { comment: `All ${word} records of batch ${index}` } : {}),
    });
  });
}

/** Keeps what was said, by level. */
export function recordingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const record =
    (level: string) =>
    (fields: object | string, message?: string): void => {
      lines.push(`${level}: ${typeof fields === 'string' ? fields : message}`);
    };
  return { lines, debug: record('debug'), info: record('info'), warn: record('warn'), error: record('error') };
}
