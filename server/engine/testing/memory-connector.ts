/** A connector over rows held in memory, for tests of the engine alone. It counts its sessions and can fail, stall or delay. */
import type {
  ColumnInfo,
  Connector,
  Dialect,
  FetchRequest,
  FetchStream,
  Session,
  TableInfo,
} from '../../connectors/connector.ts';
import { PackedWriter, setInteger } from '../../connectors/packed-rows.ts';
import type { Among, Predicate } from '../../connectors/predicate.ts';
import { Cancelled } from '../../errors.ts';

export type MemoryValue = string | null;
export interface MemoryTable {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly (readonly MemoryValue[])[];
  readonly rowEstimate?: number;
  /** A source one of whose tables has a key reads its other tables for a filter. */
  readonly primaryKey?: string;
  /** What the source says that it expects of a native statement that is this table's name. */
  readonly expectedRows?: number;
  /** The same of the table under any filter. */
  readonly expectedFiltered?: number;
}

export interface MemoryBehaviour {
  /** Thrown by the stream after this many rows. */
  readonly failAfterRows?: number;
  /** Never sends another byte after this many rows, until aborted. */
  readonly stallAfterRows?: number;
  /** Packs rows of integers where it may. */
  readonly packs?: boolean;
}

const CHUNK_CHARACTERS = 4_000;

export class MemoryConnector implements Connector {
  readonly driver = 'memory';
  readonly capabilities = { snapshot: true, serverCancel: true, native: true };
  readonly requests: FetchRequest[] = [];
  openSessions = 0;
  openStreams = 0;
  packedStreams = 0;
  /** Statements of which it was asked how many rows it expects. */
  readonly questions: string[] = [];
  readonly id: string;
  readonly #tables: Readonly<Record<string, MemoryTable>>;
  readonly #behaviour: MemoryBehaviour;

  constructor(id: string, tables: Readonly<Record<string, MemoryTable>>, behaviour: MemoryBehaviour = {}) {
    this.id = id;
    this.#tables = tables;
    this.#behaviour = behaviour;
    const readsInside = Object.values(tables).some(({ primaryKey }) => primaryKey !== undefined);
    this.dialect = { ...this.dialect, readsInside };
  }

  readonly dialect: Dialect = {
    quoteIdentifier: (name) => `"${name}"`,
    accepts: (atom) => {
      const isEquality = (atom.kind === 'comparison' || atom.kind === 'columns') && atom.operator === '=';
      return atom.kind === 'in' || isEquality ? 'exact' : 'no';
    },
    selectSql: (request) =>
      `SELECT ${request.columns.map((column) => column.name).join(', ')} FROM ${request.table.name}${request.filters.length === 0 ? '' : ` WHERE ${JSON.stringify(request.filters)}`}`,
  };

  table(name: string): TableInfo {
    const table = this.#tables[name];
    if (table === undefined) throw new Error(`no table ${name}`);
    const columns: ColumnInfo[] = Object.entries(table.columns).map(([column, type]) => ({
      name: column,
      sourceType: type,
      type,
      nullable: true,
    }));
    return {
      schema: 'public',
      name,
      kind: 'table',
      rowEstimate: table.rowEstimate ?? table.rows.length,
      columns,
      primaryKey: table.primaryKey === undefined ? [] : [table.primaryKey],
      uniqueKeys: [],
      foreignKeys: [],
    };
  }

  async test() {
    return { serverLabel: 'memory', roundTripMs: 0, account: { canWrite: false } };
  }

  async introspect() {
    return {
      serverLabel: 'memory',
      defaultSchema: 'public',
      tables: Object.keys(this.#tables).map((name) => this.table(name)),
    };
  }

  async openSession(): Promise<Session> {
    this.openSessions += 1;
    return {
      readAt: new Date(),
      describe: async (sql) => this.table(sql).columns,
      expectedRows: async (sql) => {
        this.questions.push(sql);
        const table = this.#tables[/^SELECT .*FROM (\w+) WHERE/.exec(sql)?.[1] ?? ''];
        return this.#tables[sql]?.expectedRows ?? table?.expectedFiltered;
      },
      fetch: async (request, signal) => {
        this.requests.push(request);
        return this.#stream(request, signal);
      },
      close: async () => {
        this.openSessions -= 1;
      },
    };
  }

  async close(): Promise<void> {}

  #rows(info: TableInfo, filters: readonly Predicate[]): (readonly MemoryValue[])[] {
    const keys = ({ table, key, filters: inner }: Among): ReadonlySet<MemoryValue> => {
      const at = table.columns.findIndex(({ name }) => name === key);
      return new Set(this.#rows(table, inner).map((row) => row[at] ?? null));
    };
    const rows = this.#tables[info.name]?.rows ?? [];
    return rows.filter((row) => filters.every((filter) => holds(filter, row, info, keys)));
  }

  #stream(request: FetchRequest, signal: AbortSignal): FetchStream {
    const info = this.table(request.kind === 'table' ? request.table.name : request.sql);
    const columns = request.kind === 'table' ? request.columns : info.columns;
    const positions = columns.map((column) => info.columns.findIndex((known) => known.name === column.name));
    const filters = request.kind === 'table' ? request.filters : [];
    const rows = this.#rows(info, filters);
    let sent = 0;
    const connector = this;
    const isPacked =
      this.#behaviour.packs === true &&
      request.kind === 'table' &&
      request.mayPack === true &&
      columns.every(({ type }) => type === 'INTEGER');
    if (isPacked) this.packedStreams += 1;
    async function* bytes(): AsyncGenerator<Uint8Array> {
      connector.openStreams += 1;
      const batches: Uint8Array[] = [];
      const writer = new PackedWriter(
        columns.map(() => 4),
        (batch) => batches.push(batch),
      );
      try {
        let text = '';
        for (const row of rows) {
          const isBroken = sent === connector.#behaviour.failAfterRows;
          const isStalled = sent === connector.#behaviour.stallAfterRows;
          if (text.length > CHUNK_CHARACTERS || (text !== '' && (isBroken || isStalled))) {
            yield Buffer.from(text);
            text = '';
          }
          if (isBroken) throw new Error('the wire broke');
          if (isStalled) await stall(signal);
          if (signal.aborted) throw new Cancelled();
          sent += 1;
          const values = positions.map((position) => row[position] ?? null);
          if (isPacked) packRow(writer, values);
          else text += `${values.map(csvField).join(',')}\n`;
          yield* batches.splice(0);
        }
        writer.end();
        if (text !== '') yield Buffer.from(text);
        yield* batches;
      } finally {
        connector.openStreams -= 1;
      }
    }
    return {
      kind: isPacked ? 'packed' : 'csv',
      sql: request.kind === 'table' ? this.dialect.selectSql(request) : request.sql,
      columns: columns.map((column) => ({ name: column.name, stagedType: column.type, type: column.type })),
      bytes: bytes(),
      rows: () => sent,
    };
  }
}

function packRow(writer: PackedWriter, values: readonly MemoryValue[]): void {
  for (const [column, value] of values.entries()) {
    if (value === null) writer.setNull(column);
    else setInteger(writer.view, writer.places[column] as number, 4, Number(value));
  }
  writer.endRow();
}

/** Only what `accepts` lets through. */
function holds(
  filter: Predicate,
  row: readonly MemoryValue[],
  info: TableInfo,
  keys: (among: Among) => ReadonlySet<MemoryValue>,
): boolean {
  const value = (column: string): MemoryValue => row[info.columns.findIndex((known) => known.name === column)] ?? null;
  switch (filter.kind) {
    case 'in':
      return value(filter.column) !== null && filter.values.some((key) => key.value === value(filter.column));
    case 'comparison':
      return value(filter.column) !== null && value(filter.column) === filter.value.value;
    case 'and':
      return filter.all.every((part) => holds(part, row, info, keys));
    case 'or':
      return filter.any.some((part) => holds(part, row, info, keys));
    case 'columns':
      return value(filter.left) !== null && value(filter.left) === value(filter.right);
    case 'among':
      return value(filter.column) !== null && keys(filter).has(value(filter.column));
    default:
      throw new Error(`The memory connector was asked for a filter it does not accept: ${filter.kind}`);
  }
}

const csvField = (value: MemoryValue): string => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);

function stall(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(new Cancelled());
    signal.addEventListener('abort', () => reject(new Cancelled()), { once: true });
  });
}
