import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { StatementParameter } from '../../lib/contract/parameter.ts';
import { FEDERATED, type Fetch, type ResultColumn, type Run, runStatusSchema } from '../../lib/contract/run.ts';
import { searchable } from '../../lib/format/search-words.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Run as RunRecord } from './generated/client.ts';

/** What history itself knows of a run: no state that the engine tells changes it. */
type OwnColumns = 'ownerId' | 'isPinned' | 'resultExpiredAt' | 'searchRow' | 'serverId' | 'stopAskedAt';

/** Connections that a run names: its target and the connections of its fetches. */
export function connectionsOf(run: Run): string[] {
  const names = new Set(run.fetches.map((fetch) => fetch.connection));
  if (run.target !== FEDERATED) names.add(run.target);
  return [...names];
}

const sum = (values: readonly number[]): bigint =>
  BigInt(Math.round(values.reduce((total, value) => total + value, 0)));

/** A run of the contract as a row. `queuePosition` is not kept: it means nothing afterwards. */
export function toRecord(run: Run): Omit<RunRecord, OwnColumns> {
  return {
    id: run.id,
    text: run.text,
    target: run.target,
    rowLimit: run.rowLimit,
    pushdown: run.pushdown,
    documentId: run.documentId ?? null,
    status: run.status,
    startedAt: new Date(run.startedAt),
    endedAt: run.endedAt === undefined ? null : new Date(run.endedAt),
    queueMs: run.timings.queueMs,
    planMs: run.timings.planMs,
    executeMs: run.timings.executeMs,
    totalMs: run.timings.totalMs,
    rows: BigInt(run.rows),
    truncated: run.truncated,
    resultBytes: BigInt(Math.round(run.resultBytes)),
    peakMemoryBytes: BigInt(Math.round(run.peakMemoryBytes)),
    hasResult: run.hasResult,
    errorCode: run.error?.code ?? null,
    errorMessage: run.error?.message ?? null,
    fetchedRows: sum(run.fetches.map((fetch) => fetch.rows)),
    fetchedBytes: sum(run.fetches.map((fetch) => fetch.bytes)),
    searchText: searchable(`${run.text}\n${run.error?.message ?? ''}`),
    error: run.error === undefined ? null : JSON.stringify(run.error),
    fetches: JSON.stringify(run.fetches),
    columns: JSON.stringify(run.columns),
    parameters: run.parameters === undefined ? null : JSON.stringify(run.parameters),
    fingerprint: fingerprintOf(run),
  };
}

/** The row as a run of the contract; without `columns` it carries none. */
export function fromRecord(
  record: Omit<RunRecord, 'columns' | 'searchText' | Exclude<OwnColumns, 'isPinned' | 'resultExpiredAt'>> & {
    columns?: string;
  },
): Run {
  return {
    id: record.id,
    text: record.text,
    target: record.target,
    rowLimit: record.rowLimit,
    pushdown: record.pushdown === 'off' ? 'off' : 'safe',
    ...(record.documentId === null ? {} : { documentId: record.documentId }),
    status: runStatusSchema.parse(record.status),
    startedAt: record.startedAt.toISOString(),
    ...(record.endedAt === null ? {} : { endedAt: record.endedAt.toISOString() }),
    timings: {
      queueMs: record.queueMs,
      planMs: record.planMs,
      executeMs: record.executeMs,
      totalMs: record.totalMs,
    },
    fetches: JSON.parse(record.fetches) as Fetch[],
    columns: record.columns === undefined ? [] : (JSON.parse(record.columns) as ResultColumn[]),
    ...(record.parameters === null ? {} : { parameters: JSON.parse(record.parameters) as StatementParameter[] }),
    rows: Number(record.rows),
    truncated: record.truncated,
    resultBytes: Number(record.resultBytes),
    peakMemoryBytes: Number(record.peakMemoryBytes),
    hasResult: record.hasResult,
    ...(record.resultExpiredAt === null ? {} : { resultExpiredAt: record.resultExpiredAt.toISOString() }),
    ...(record.isPinned ? { isPinned: true } : {}),
    ...(record.fingerprint === null ? {} : { fingerprint: record.fingerprint }),
    ...(record.error === null ? {} : { error: JSON.parse(record.error) as ErrorShape }),
  };
}
