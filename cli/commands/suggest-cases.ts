/** Predictions for a file of evaluation cases: each case by itself, with nothing remembered from the one before. */
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import type { Normaliser } from '../../lib/contract/join.ts';
import type { SuggestedPair, SuggestFrame, TableReference } from '../../lib/contract/suggestion.ts';
import { Cancelled, JoineryError } from '../../server/errors.ts';
import { COMMAND_TIMEOUT_MS } from '../../server/joins/suggest/read/limits.ts';
import { ProbeReader } from '../../server/joins/suggest/read/probe-reader.ts';
import { findTables, liveTables, suggestTables } from '../../server/joins/suggest/suggest-tables.ts';
import type { OpenEngine } from '../open-engine.ts';
import { probesOf } from '../probes-of.ts';

/** A prediction as the evaluation reads it. */
export interface Prediction {
  readonly id: string;
  readonly abstain: boolean;
  readonly suggestions: readonly PredictedJoin[];
  readonly probe: { readonly queries: number; readonly rows: number };
  readonly ms: number;
}
export interface PredictedJoin {
  readonly pairs: readonly PredictedPair[];
  readonly type: string;
  readonly cardinality: string | null;
  readonly confidence: number;
  readonly matchRate: number | null;
}
export interface PredictedPair {
  readonly left: string;
  readonly right: string;
  readonly transform: string | null;
}

/** A suggester may see no more of a case. */
const caseSchema = z.object({ id: z.string(), tables: z.array(z.string()).min(1) });

const START_TIMEOUT_MS = 60_000;

export async function predictCases(
  session: OpenEngine,
  { cases, out, signal }: { cases: string; out: string | undefined; signal: AbortSignal },
): Promise<void> {
  const sink = out === undefined ? process.stdout : createWriteStream(out);
  const probes = probesOf(session);
  // The engine starts with its first statement: that is no part of a case.
  await probes.ask('SELECT 1', { maxRows: 1, timeoutMs: START_TIMEOUT_MS, signal });
  for (const line of (await readFile(cases, 'utf8')).split('\n')) {
    if (line.trim() === '') continue;
    if (signal.aborted) throw new Cancelled();
    const { id, tables } = readCase(line);
    const startedMs = performance.now();
    const reader = new ProbeReader(probes, signal, COMMAND_TIMEOUT_MS);
    const { found, problems } = await findTables(tables.map(asReference), (connection, schema, name) =>
      session.catalog.lookup(connection, schema, name),
    );
    let last: SuggestFrame | undefined;
    for await (const frame of suggestTables(liveTables(found, reader), { reader, allowsProbes: () => true, problems }))
      last = frame;
    if (last !== undefined) sink.write(`${JSON.stringify(prediction(id, last, performance.now() - startedMs))}\n`);
  }
  if (out !== undefined) {
    sink.end();
    await finished(sink);
  }
}

function readCase(line: string): z.infer<typeof caseSchema> {
  try {
    return caseSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new JoineryError('bad_request', 'A line of the cases file is not a case: an object with "id" and "tables".', {
      cause,
    });
  }
}

/** `connection.schema.table`: only the table's name may hold points. */
function asReference(text: string): TableReference {
  const [connection = '', schema = '', ...rest] = text.split('.');
  return { connection, schema, table: rest.join('.') };
}

/** A frame in the form of the evaluation. */
export function prediction(
  id: string,
  frame: Pick<SuggestFrame, 'suggestions' | 'queries' | 'rowsRead'>,
  ms: number,
): Prediction {
  return {
    id,
    abstain: frame.suggestions.length === 0,
    suggestions: frame.suggestions.map(({ left, right, pairs, type, cardinality, confidence, evidence }) => ({
      pairs: pairs.map((pair) => ({
        left: `${left.connection}.${left.schema}.${left.table}.${pair.left}`,
        right: `${right.connection}.${right.schema}.${right.table}.${pair.right}`,
        transform: transformOf(pair),
      })),
      type,
      cardinality: type === 'union' ? null : cardinality,
      confidence,
      matchRate: evidence.leftMatch ?? null,
    })),
    probe: { queries: frame.queries, rows: frame.rowsRead },
    ms: Math.round(ms),
  };
}

/** The steps of both sides in the words of the evaluation. */
function transformOf({ leftNormalisers, rightNormalisers }: SuggestedPair): string | null {
  const steps = new Set([...leftNormalisers, ...rightNormalisers].map(stepText));
  return steps.size === 0 ? null : [...steps].join('|');
}

function stepText(normaliser: Normaliser): string {
  if (normaliser.kind === 'expression') return 'date';
  return 'text' in normaliser ? `${normaliser.kind}:${normaliser.text}` : normaliser.kind;
}
