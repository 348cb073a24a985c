/** One run's queries. Trino has no state that several queries share, so each sees the tables as they are when it begins. */

import type { SourceStatistics } from '../../../lib/contract/run.ts';
import { trinoRules } from '../../../lib/sql/dialect.ts';
import { Cancelled, JoineryError } from '../../errors.ts';
import { uniqueNames } from '../../unique-names.ts';
import { bindText, type ParameterWriter } from '../bound-text.ts';
import type { ColumnInfo, FetchRequest, FetchStream, NativeRequest, Session, StagedColumn } from '../connector.ts';
import { standardString } from '../render-predicate.ts';
import type { RunningQuery, Transaction, TrinoClient } from './client.ts';
import { selectSql, stagedColumn, stagedColumns } from './dialect.ts';
import { type EncodedColumn, encodeRows } from './encode.ts';
import { type ErrorScene, sourceError } from './errors.ts';
import type { PageColumn } from './page.ts';
import { proveSelect } from './prove-select.ts';
import { mapType } from './types.ts';

const writer: ParameterWriter = {
  rules: trinoRules,
  text: (value) => (value.includes('\0') ? undefined : standardString(value)),
  date: (value) => `DATE '${value}'`,
  timestamp: (value) => `TIMESTAMP '${value}'`,
  emptyList: '(SELECT CAST(NULL AS varchar) WHERE FALSE)',
};

/** Lines that `describe` puts before the statement. */
const LINES_BEFORE = 1;

export class TrinoSession implements Session {
  readonly readAt = new Date();
  readonly #client: TrinoClient;
  readonly #connection: string;
  readonly #closing = new AbortController();
  readonly #queries = new Set<RunningQuery>();
  /** A statement keeps its types within a session, so that what was planned with them is fetched with them. */
  readonly #described = new Map<string, readonly ColumnInfo[]>();

  constructor(client: TrinoClient, connection: string) {
    this.#client = client;
    this.#connection = connection;
  }

  async describe(
    sql: string,
    signal: AbortSignal,
    parameters?: NativeRequest['parameters'],
  ): Promise<readonly ColumnInfo[]> {
    const bound = bindText(sql, parameters, writer, this.#connection);
    try {
      const proven = proveSelect(bound.text, this.#connection);
      const lead = bound.text.indexOf(proven);
      // The text before the statement keeps its lines, so that a place in it is found again.
      const text = `SELECT * FROM (\n${bound.text.slice(0, lead)}${proven}\n) LIMIT 0`;
      const scene: ErrorScene = {
        connection: this.#connection,
        during: 'statement',
        sql: bound.text,
        linesBefore: LINES_BEFORE,
      };
      const alive = this.#alive(signal);
      const columns = this.#described.get(text) ?? describedColumns(await this.#columnsOf(text, scene, alive));
      this.#described.set(text, columns);
      return columns;
    } catch (thrown) {
      throw signal.aborted ? new Cancelled() : bound.restore(thrown);
    }
  }

  async fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchStream> {
    const alive = this.#alive(signal);
    if (request.kind === 'native') return this.#fetchNative(request, alive);
    const sql = request.kind === 'table' ? selectSql(request) : request.sql;
    const columns = request.kind === 'table' ? stagedColumns(request) : request.columns;
    const types = request.kind === 'table' ? request.columns : request.columns;
    const encoded = columns.map(({ name }, index) => ({ name, type: mapType(types[index]?.sourceType ?? 'integer') }));
    return this.#stream(sql, sql, columns, encoded, { connection: this.#connection, during: 'fetch' }, alive);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#queries].map((query) => query.cancel()));
  }

  #alive(signal: AbortSignal): AbortSignal {
    if (signal.aborted) throw new Cancelled();
    if (this.#closing.signal.aborted)
      throw new JoineryError('internal', 'The session is closed.', { connection: this.#connection });
    return AbortSignal.any([signal, this.#closing.signal]);
  }

  async #columnsOf(text: string, scene: ErrorScene, signal: AbortSignal): Promise<readonly PageColumn[]> {
    try {
      const query = await this.#client.start(text, signal);
      try {
        return await query.columns();
      } finally {
        await query.cancel();
      }
    } catch (thrown) {
      throw signal.aborted ? new Cancelled() : sourceError(thrown, scene);
    }
  }

  async #fetchNative(request: NativeRequest, signal: AbortSignal): Promise<FetchStream> {
    const described = await this.describe(request.sql, signal, request.parameters);
    const bound = bindText(request.sql, request.parameters, writer, this.#connection);
    const proven = proveSelect(bound.text, this.#connection);
    const columns = described.map(({ name, sourceType }) => stagedColumn(name, mapType(sourceType)));
    const encoded = described.map(({ name, sourceType }) => ({ name, type: mapType(sourceType) }));
    const scene: ErrorScene = { connection: this.#connection, during: 'statement' };
    const transaction = await this.#client.startReadOnly(signal).catch((thrown: unknown) => {
      throw signal.aborted ? new Cancelled() : sourceError(thrown, scene);
    });
    return this.#stream(proven, request.sql, columns, encoded, scene, signal, transaction, request.limit);
  }

  async #stream(
    sql: string,
    shownSql: string,
    columns: readonly StagedColumn[],
    encoded: readonly EncodedColumn[],
    scene: ErrorScene,
    signal: AbortSignal,
    transaction?: Transaction,
    limit = Infinity,
  ): Promise<FetchStream> {
    const queries = this.#queries;
    const translate = (thrown: unknown) => (signal.aborted ? new Cancelled() : sourceError(thrown, scene));
    const query = await this.#client.start(sql, signal, transaction).catch(async (thrown: unknown) => {
      await transaction?.end();
      throw translate(thrown);
    });
    queries.add(query);
    let rows = 0;
    // Stopped while nobody reads: the query ends at the coordinator all the same.
    const onAbort = () => void query.cancel();
    signal.addEventListener('abort', onAbort, { once: true });
    async function* bytes(): AsyncGenerator<Uint8Array> {
      try {
        let sent: readonly EncodedColumn[] | undefined;
        for await (const data of query.data()) {
          if (signal.aborted) throw new Cancelled();
          sent ??= sentColumns(await query.columns(), encoded, scene.connection);
          const page = encodeRows(data, sent, limit - rows);
          rows += page.rows;
          if (page.csv !== '') yield Buffer.from(page.csv, 'utf8');
          if (rows >= limit) return;
        }
      } catch (thrown) {
        throw translate(thrown);
      } finally {
        signal.removeEventListener('abort', onAbort);
        await query.cancel();
        queries.delete(query);
        await transaction?.end();
      }
    }
    return {
      kind: 'csv',
      sql: shownSql,
      columns,
      bytes: bytes(),
      rows: () => rows,
      statistics: async () => statisticsOf(query),
    };
  }
}

/**
 * The columns with the types that the answer itself says: only there are the names of a row's fields quoted. A column of another kind than was known
 * would be read wrongly.
 */
function sentColumns(
  answered: readonly PageColumn[],
  expected: readonly EncodedColumn[],
  connection: string,
): EncodedColumn[] {
  return expected.map(({ name, type }, index) => {
    const now = mapType(answered[index]?.type ?? '');
    if (answered.length === expected.length && now.class === type.class && now.encoding === type.encoding)
      return { name, type: now };
    throw new JoineryError('source_changed', `Column ${name} has another type since the catalog was read.`, {
      connection,
      hint: 'Refresh the connection and run again.',
    });
  });
}

function describedColumns(columns: readonly PageColumn[]): ColumnInfo[] {
  const names = uniqueNames(columns.map(({ name }) => name));
  return columns.map(({ type }, index): ColumnInfo => {
    const { duckType } = mapType(type);
    const collation = duckType === 'VARCHAR' ? { collation: 'other' as const } : {};
    return { name: names[index] ?? '', sourceType: type, type: duckType, nullable: true, ...collation };
  });
}

function statisticsOf(query: RunningQuery): SourceStatistics {
  const { elapsedTimeMillis, queuedTimeMillis, processedRows, processedBytes, physicalInputBytes } = query.stats();
  return {
    queryId: query.id,
    ...(elapsedTimeMillis === undefined ? {} : { serverMs: elapsedTimeMillis - (queuedTimeMillis ?? 0) }),
    ...(queuedTimeMillis === undefined ? {} : { queueMs: queuedTimeMillis }),
    ...(processedRows === undefined ? {} : { rowsRead: processedRows }),
    ...(processedBytes === undefined ? {} : { bytesProcessed: Math.max(processedBytes, physicalInputBytes ?? 0) }),
  };
}
