/** Reads the tables of all cases once, through the engine, for fitting and cross-validation. */
import { openConfig } from '../../cli/open-config.ts';
import { type OpenEngine, openEngine } from '../../cli/open-engine.ts';
import { probesOf } from '../../cli/probes-of.ts';
import { type PreparedPair, preparePair } from '../../server/joins/suggest/edges/analyse-pair.ts';
import type { TupleFigures } from '../../server/joins/suggest/edges/edge.ts';
import { proposeUnion, type UnionProposal } from '../../server/joins/suggest/edges/union.ts';
import { COMMAND_TIMEOUT_MS } from '../../server/joins/suggest/read/limits.ts';
import type { LiveTable } from '../../server/joins/suggest/read/live-table.ts';
import { ProbeReader } from '../../server/joins/suggest/read/probe-reader.ts';
import { findTables, liveTables } from '../../server/joins/suggest/suggest-tables.ts';
import { NormalisedValues } from '../../server/joins/suggest/values/find-steps.ts';
import type { EvaluationCase } from './cases.ts';

export interface PreparedTables extends PreparedPair {
  readonly union: UnionProposal | undefined;
}
export interface PreparedCase {
  readonly evaluation: EvaluationCase;
  readonly prepared: readonly PreparedTables[];
  readonly cost: { readonly queries: number; readonly rows: number };
}

/** The engine stays open for `task`: a model may ask for tuples that none before it wanted. */
export async function withPreparedCases(
  cases: readonly EvaluationCase[],
  config: string,
  task: (prepared: readonly PreparedCase[]) => Promise<void>,
): Promise<void> {
  const opened = await openConfig({ config }, 'error');
  const session = await openEngine(opened.config, opened.log);
  try {
    const prepared: PreparedCase[] = [];
    for (const evaluation of cases) prepared.push(await prepareCase(evaluation, session));
    await task(prepared);
  } finally {
    await session.close();
    await opened.close();
  }
}

async function prepareCase(evaluation: EvaluationCase, session: OpenEngine): Promise<PreparedCase> {
  const reader = new ProbeReader(probesOf(session), new AbortController().signal, COMMAND_TIMEOUT_MS);
  const references = evaluation.tables.map((text) => {
    const [connection = '', schema = '', ...rest] = text.split('.');
    return { connection, schema, table: rest.join('.') };
  });
  const { found } = await findTables(references, (connection, schema, name) =>
    session.catalog.lookup(connection, schema, name),
  );
  const tables = liveTables(found, reader);
  for (const table of tables) await table.readSample();
  const prepared: PreparedTables[] = [];
  for (const [index, left] of tables.entries())
    for (const right of tables.slice(index + 1)) prepared.push(await prepareTables(left, right));
  return { evaluation, prepared, cost: reader.cost };
}

async function prepareTables(left: LiveTable, right: LiveTable): Promise<PreparedTables> {
  const { pairs, measure } = await preparePair(left, right, new NormalisedValues());
  const measured = new Map<string, Promise<TupleFigures | undefined>>();
  return {
    pairs,
    union: proposeUnion(left.profile, right.profile),
    // Asked by many models: each question once.
    measure: (asked) => {
      const key = asked.map(({ from, to }) => `${from.name}=${to.name}`).join('&');
      const answer = measured.get(key) ?? measure(asked);
      measured.set(key, answer);
      return answer;
    },
  };
}
