/** One run's read transaction. All fetches share one reader process and one snapshot; each is pulled chunk by chunk, in any order. */

import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { JoineryError } from '../../errors.ts';
import { uniqueNames } from '../../unique-names.ts';
import { type BoundText, bindText } from '../bound-text.ts';
import type { ColumnInfo, FetchRequest, FetchStream, NativeRequest, Session } from '../connector.ts';
import { blockPlan } from './block-plan.ts';
import { selectSql } from './dialect.ts';
import { parameterWriter } from './parameters.ts';
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

  const bind = (sql: string, parameters: readonly StatementParameter[] | undefined): BoundText =>
    bindText(sql, parameters, parameterWriter, parts.connection);

  /** What `task` gives; its mistakes are shown in the text as the user wrote it. */
  async function inText<Answer>(bound: BoundText, task: () => Promise<Answer>): Promise<Answer> {
    try {
      return await task();
    } catch (thrown) {
      throw bound.restore(thrown);
    }
  }

  async function columnsOf({ text: sql }: BoundText, signal: AbortSignal): Promise<readonly ColumnInfo[]> {
    checkOpen();
    const known = described.get(sql);
    if (known !== undefined) return known;
    const proven = proveSelect(sql, parts.connection);
    const found = await lease.reader.ask({ op: 'describe', sql: proven }, signal, 'leave');
    // VACUUM and REINDEX ask the authorizer only when they run; what gives no columns is no SELECT.
    if (found.length === 0)
      throw new JoineryError('not_a_select', 'Only a single SELECT may run.', { connection: parts.connection });
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

  async function planNative({ sql, parameters, limit }: NativeRequest, signal: AbortSignal) {
    const bound = bind(sql, parameters);
    return inText(bound, async () =>
      nativePlan(
        proveSelect(bound.text, parts.connection),
        await columnsOf(bound, signal),
        limit,
        lease.facts.encoding,
      ),
    );
  }

  async function fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchStream> {
    checkOpen();
    const { encoding } = lease.facts;
    const { plan, columns } =
      request.kind === 'table'
        ? tablePlan(request, encoding)
        : request.kind === 'block'
          ? blockPlan(request, encoding)
          : await planNative(request, signal);
    const sql = request.kind === 'table' ? selectSql(request) : request.sql;
    const { bytes, rows } = await lease.reader.fetch(plan, signal);
    return { kind: 'csv', sql, columns, bytes, rows };
  }

  return {
    readAt,
    async describe(sql, signal, parameters) {
      const bound = bind(sql, parameters);
      return inText(bound, () => columnsOf(bound, signal));
    },
    fetch,
    close: async () => {
      isClosed = true;
      await lease.giveBack();
    },
  };
}
