/** One run's hold on Snowflake: its statements. Each sees the tables as they are when it starts. */
import type { SourceStatistics } from '../../../lib/contract/run.ts';
import { Cancelled, JoineryError } from '../../errors.ts';
import { uniqueNames } from '../../unique-names.ts';
import type { BlockColumn } from '../block.ts';
import type { ColumnInfo, ConnectorContext, FetchRequest, FetchStream, NativeRequest, Session } from '../connector.ts';
import { HeldWork } from '../held-work.ts';
import { raced } from '../waiting.ts';
import type { Answer, AnswerColumn, Client } from './client.ts';
import type { SnowflakeOptions } from './config.ts';
import { type QueryText, sentAs, tableQuery } from './dialect.ts';
import { stagedColumn } from './encode.ts';
import { type ErrorScene, sourceError } from './errors.ts';
import { quoteIdentifier } from './literals.ts';
import { bindParameters } from './parameters.ts';
import { isOrdered, proveSelect, withoutEnd } from './prove-select.ts';
import { bytesOf, type Decoded, rowsOf } from './rows.ts';
import { queryFigures } from './statistics.ts';
import { answerType, type SnowflakeType, snowflakeType } from './types.ts';
import { refuseUserFunctions } from './user-functions.ts';

export function createSession(
  client: Client,
  options: SnowflakeOptions,
  context: ConnectorContext,
  onClose: () => void,
): Session {
  const held = new HeldWork();
  const described = new Map<string, readonly ColumnInfo[]>();

  /** Waits for the server to have run it; whoever gives up waiting has it stopped there. */
  async function answered(
    query: QueryText,
    settings: { describeOnly?: boolean },
    signal: AbortSignal,
  ): Promise<Answer> {
    const running = await client.run(query, settings, signal);
    try {
      return await raced(running.answer, signal);
    } catch (thrown) {
      if (signal.aborted) held.stop(running.cancel());
      throw thrown;
    }
  }

  async function describe(
    sql: string,
    signal: AbortSignal,
    parameters: NativeRequest['parameters'],
  ): Promise<readonly ColumnInfo[]> {
    const scene: ErrorScene = { connection: context.id, during: 'statement', sql, linesBefore: 1 };
    await proveSelect(sql, context.id);
    const alive = held.alive(signal);
    try {
      await refuseUserFunctions(sql, options.database, context.id, (query) => rowsOf(client, query, alive));
      const { sql: text, binds } = bindParameters(withoutEnd(sql), parameters, context.id);
      const wrapped = { sql: `SELECT * FROM (\n${text}\n)`, binds };
      const { columns } = await answered(wrapped, { describeOnly: true }, alive);
      const found = nativeColumns(columns);
      described.set(sql, found);
      return found;
    } catch (thrown) {
      throw alive.aborted ? new Cancelled() : sourceError(thrown, scene);
    }
  }

  async function queryOf(request: FetchRequest, signal: AbortSignal): Promise<QueryText> {
    if (request.kind === 'table') return tableQuery(request, options.database);
    if (request.kind === 'block') return { sql: request.sql, binds: [] };
    const columns = described.get(request.sql) ?? (await describe(request.sql, signal, request.parameters));
    const query = bindParameters(request.sql, request.parameters, context.id);
    return columns.some(({ type }) => type === 'DOUBLE')
      ? withExactFloats(request.sql, columns, query, context.id)
      : query;
  }

  async function fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchStream> {
    const isNative = request.kind === 'native';
    const sql = isNative ? request.sql : undefined;
    const scene: ErrorScene = { connection: context.id, during: isNative ? 'statement' : 'table', sql };
    const alive = held.alive(signal);
    const query = await queryOf(request, alive);
    try {
      const answer = await answered(query, {}, alive);
      const columns = isNative
        ? answeredColumns(described.get(request.sql) ?? [], answer.columns, 'the answer', context.id)
        : declaredColumns(request, answer.columns, context.id);
      const state = { rows: 0, isEnded: false };
      const asError = (thrown: unknown) => (alive.aborted ? new Cancelled() : sourceError(thrown, scene));
      return {
        kind: 'csv',
        sql: query.sql,
        columns: columns.map(({ staged }) => staged),
        bytes: bytesOf({
          answer,
          columns,
          connection: context.id,
          limit: request.limit,
          state,
          signal: alive,
          asError,
        }),
        rows: () => (state.isEnded ? state.rows : undefined),
        statistics: () => statistics(answer.queryId),
      };
    } catch (thrown) {
      throw alive.aborted ? new Cancelled() : sourceError(thrown, scene);
    }
  }

  async function statistics(queryId: string): Promise<SourceStatistics | undefined> {
    try {
      return await queryFigures((query) => rowsOf(client, query, AbortSignal.timeout(5000)), queryId);
    } catch (thrown) {
      context.log.debug(`${context.id}: the query's figures could not be read: ${String(thrown)}`);
      return undefined;
    }
  }

  return {
    readAt: new Date(),
    fetch: (request, signal) => held.tracked(fetch(request, signal)),
    describe: (sql, signal, parameters) => held.tracked(describe(sql, signal, parameters)),
    close: () => held.close(onClose),
  };
}

const decoded = (name: string, sourceType: string): Decoded => {
  const type = snowflakeType(sourceType);
  return { type, staged: stagedColumn(name, type) };
};

/** The columns of a table or block as the catalog promised them, if the answer still has as many. */
function declaredColumns(
  request: Exclude<FetchRequest, { kind: 'native' }>,
  columns: readonly AnswerColumn[],
  connection: string,
): readonly Decoded[] {
  if (request.columns.length === 0) {
    return [
      {
        type: { class: 'decimal', duckType: 'TINYINT' },
        staged: { name: 'one', stagedType: 'TINYINT', type: 'TINYINT' },
      },
    ];
  }
  return answeredColumns(
    request.columns,
    columns,
    request.kind === 'table' ? request.table.name : 'the query',
    connection,
  );
}

/** `expected` as they are read, if the answer has columns of those kinds. */
function answeredColumns(
  expected: readonly (BlockColumn | Pick<ColumnInfo, 'name' | 'sourceType'>)[],
  columns: readonly AnswerColumn[],
  what: string,
  connection: string,
): readonly Decoded[] {
  return expected.map((column, index) => {
    const declared = decoded(column.name, column.sourceType);
    const answered = columns[index];
    const isSame = answered !== undefined && isSameClass(declared.type, snowflakeType(answerType(answered)));
    if (!isSame || columns.length !== expected.length)
      throw new JoineryError('source_changed', `"${what}.${column.name}" no longer has the shape that was known.`, {
        connection,
        hint: 'Refresh the catalog of this connection and run again.',
      });
    return 'stagedType' in column ? { type: declared.type, staged: column } : declared;
  });
}

/** Floats come as texts. */
function isSameClass(declared: SnowflakeType, answered: SnowflakeType): boolean {
  return (
    declared.class === answered.class ||
    (declared.class === 'float' && answered.class === 'text') ||
    declared.class === 'opaque'
  );
}

function nativeColumns(columns: readonly AnswerColumn[]): readonly ColumnInfo[] {
  const names = uniqueNames(columns.map(({ name }) => name));
  return columns.map((column, index) => {
    const sourceType = answerType(column);
    const { duckType } = snowflakeType(sourceType);
    return {
      name: names[index] ?? column.name,
      sourceType,
      type: duckType,
      nullable: column.isNullable,
      ...(duckType === 'VARCHAR' ? { collation: 'other' as const } : {}),
    };
  });
}

/** Answers round floats: they are sent as texts of 17 digits, from around the statement. Its order would not survive that. */
function withExactFloats(sql: string, columns: readonly ColumnInfo[], query: QueryText, connection: string): QueryText {
  const names = columns.map((_, index) => quoteIdentifier(`c${index + 1}`));
  if (isOrdered(sql)) {
    const floating = columns.find(({ type }) => type === 'DOUBLE')?.name;
    throw new JoineryError(
      'source_value',
      `Column "${floating}" is a FLOAT, which Snowflake rounds in the answers to ordered statements.`,
      {
        connection,
        hint: 'Cast it to NUMBER, or leave ORDER BY out and sort the result.',
      },
    );
  }
  const list = columns.map(({ sourceType }, index) => `${sentAs(names[index] ?? '', sourceType)} AS ${names[index]}`);
  return {
    sql: `SELECT ${list.join(', ')} FROM (\n${withoutEnd(query.sql)}\n) AS t (${names.join(', ')})`,
    binds: query.binds,
  };
}
