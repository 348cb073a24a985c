/** What the parts of the suite share: the running source, and short ways to look at a table of it. */
import { expect } from 'vitest';
import { JoineryError } from '../../errors.ts';
import type { Connector, FetchRequest, FetchStream, Session, TableInfo, TableRequest } from '../connector.ts';
import type { ConformanceDefinition, ConformanceSource } from './definition.ts';

export interface Context {
  readonly definition: ConformanceDefinition;
  /** Only inside of tests. */
  source(): ConformanceSource;
}

export const never = (): AbortSignal => new AbortController().signal;

let count = 0;
/** A table name that no other test uses. */
export const freshName = (word: string): string => `${word}_${++count}`;

export async function tableOf(
  source: Pick<ConformanceSource, 'connector' | 'schema'>,
  name: string,
): Promise<TableInfo> {
  const { tables } = await source.connector.introspect(never());
  const table = tables.find((candidate) => candidate.schema === source.schema && candidate.name === name);
  if (table === undefined) throw new Error(`Introspection did not find the table ${name}.`);
  return table;
}

export async function withSession<Answer>(
  source: ConformanceSource | Connector,
  use: (session: Session) => Promise<Answer>,
): Promise<Answer> {
  const connector = 'connector' in source ? source.connector : source;
  const session = await connector.openSession({ runId: 'conformance', signal: never() });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

export function wholeTable(
  table: TableInfo,
  changes: Partial<Omit<TableRequest, 'kind' | 'table'>> = {},
): TableRequest {
  return { kind: 'table', table, columns: table.columns, filters: [], ...changes };
}

/** Bytes of a CSV fetch to its end; undefined for fetches that DuckDB reads itself. */
export async function readBytes(stream: FetchStream): Promise<Buffer | undefined> {
  if (stream.kind === 'relation') return undefined;
  const blocks: Uint8Array[] = [];
  for await (const block of stream.bytes) blocks.push(block);
  return Buffer.concat(blocks);
}

/** Fetches and reads to the end; errors may come at either point. */
export async function fetchAll(session: Session, request: FetchRequest, signal = never()): Promise<Buffer | undefined> {
  return readBytes(await session.fetch(request, signal));
}

/** What `promise` fails with; the test fails if it does not. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([promise]);
  if (outcome.status === 'fulfilled') throw new Error('It was not refused.');
  return outcome.reason;
}

export async function expectError(promise: Promise<unknown>, ...codes: readonly string[]): Promise<JoineryError> {
  const error = await errorOf(promise);
  expect(error).toBeInstanceOf(JoineryError);
  const joineryError = error as JoineryError;
  expect(codes, joineryError.message).toContain(joineryError.code);
  return joineryError;
}
