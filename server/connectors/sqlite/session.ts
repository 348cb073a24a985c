/** One run's read transaction. All fetches share one reader process and one snapshot; each is pulled chunk by chunk, in any order. */
import { JoineryError } from '../../errors.ts';
import { uniqueNames } from '../../unique-names.ts';
import type { ColumnInfo, FetchRequest, FetchStream, Session } from '../connector.ts';
import { blockPlan } from './block-plan.ts';
import { selectSql } from './dialect.ts';
import { nativePlan, tablePlan } from './read-plan.ts';
import type { ReaderLease } from './reader.ts';
import { proveSelect } from './statement.ts';
import { duckdbTypeOf } from './types.ts';

interface SessionParts {
  readonly connection: string;
  readonly lease: ReaderLease;
  readonly columnTypes: Readonly<Record<string, string>>;
  /** DuckDB types seen in the first rows of a proven statement. */
  peek(sql: string, columnCount: number, signal: AbortSignal): Promise<string[]>;
}

export function openSqliteSession(parts: SessionParts): Session {
  const { lease } = parts;
  const readAt = new Date();
  const overrides = new Map(Object.entries(parts.columnTypes).map(([name, type]) => [name.toLowerCase(), type]));
  // A statement keeps its types within a session, so that what was planned with them is fetched with them.
  const described = new Map<string, readonly ColumnInfo[]>();

  let isClosed = false;
  const checkOpen = () => {
    if (isClosed) throw new JoineryError('internal', 'The session is closed.', { connection: parts.connection });
  };

  async function columnsOf(sql: string, signal: AbortSignal): Promise<readonly ColumnInfo[]> {
    checkOpen();
    const known = described.get(sql);
    if (known !== undefined) return known;
    const proven = proveSelect(sql, parts.connection);
    const found = await lease.reader.ask({ op: 'describe', sql: proven }, signal, 'leave');
    const names = uniqueNames(found.map((column) => column.name));
    const needsPeek = found.some((column) => column.declared === undefined);
    const peeked = needsPeek ? await parts.peek(proven, found.length, signal) : [];
    const columns = found.map((column, index): ColumnInfo => {
      const override = overrides.get(`${column.table}.${column.column}`.toLowerCase());
      const type =
        override ?? (column.declared === undefined ? (peeked[index] ?? 'VARCHAR') : duckdbTypeOf(column.declared));
      return {
        name: names[index] ?? column.name,
        sourceType: column.declared ?? '',
        type,
        nullable: true,
        ...(type === 'VARCHAR' ? { collation: 'other' as const } : {}),
      };
    });
    described.set(sql, columns);
    return columns;
  }

  async function fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchStream> {
    checkOpen();
    const { encoding } = lease.facts;
    const { plan, columns } =
      request.kind === 'table'
        ? tablePlan(request, encoding)
        : request.kind === 'block'
          ? blockPlan(request, encoding)
          : nativePlan(
              proveSelect(request.sql, parts.connection),
              await columnsOf(request.sql, signal),
              request.limit,
              encoding,
            );
    const sql = request.kind === 'table' ? selectSql(request) : request.sql;
    const { bytes, rows } = await lease.reader.fetch(plan, signal);
    return { kind: 'csv', sql, columns, bytes, rows };
  }

  return {
    readAt,
    describe: columnsOf,
    fetch,
    close: async () => {
      isClosed = true;
      await lease.giveBack();
    },
  };
}
