/** Runs every statement on every runner, in rounds, and checks every answer. */
import { findDifference } from './compare.ts';
import type { ProcessRunner } from './runners/peer-process.ts';
import { type Answer, DidNotFinish, type Runner, type Sample } from './runners/runner.ts';
import type { Statement } from './statements.ts';

export interface Measured {
  readonly outcome: 'right' | 'wrong' | 'failed' | 'time limit';
  /** What was wrong or failed. */
  readonly message?: string;
  readonly timesMs: readonly number[];
  /** The first time, cold, where it was measured. */
  readonly warmUpMs?: number;
  /** Of the last run. */
  readonly planMs?: number;
  readonly peakMemoryBytes?: number;
  readonly moved?: Sample['moved'];
}

/** By statement, then by runner. What is missing was not tried. */
export type Results = Map<string, Map<string, Measured>>;

export interface Plan {
  readonly statements: readonly Statement[];
  readonly runners: readonly Runner[];
  /** Gives the answers that the others must give. */
  readonly reference: ProcessRunner;
  readonly rounds: number;
  readonly timeLimitMs: number;
  /** A statement that took this long in all is measured no further: see `enoughMs`. */
  readonly enoughMs: number;
  readonly signal: AbortSignal;
}

/** A median of minutes gains nothing by a third try; with more data, a statement's first and cold run may take more of its time. */
export const enoughMs = (scaleFactor: number): number => 20_000 * Math.max(1, scaleFactor);
/** For the answers to compare with; not measured. */
const REFERENCE_TIME_MS = 600_000;

/** Stopped by the signal, it gives what it has. */
export async function measure(plan: Plan, onRound: (results: Results) => Promise<void>): Promise<Results> {
  const results: Results = new Map(plan.statements.map(({ id }) => [id, new Map()]));
  const answers = new Map<string, Answer>();
  for (let round = 0; round <= plan.rounds; round += 1) {
    for (const statement of plan.statements) {
      const expected =
        answers.get(statement.id) ?? (await plan.reference.ask(statement.id, statement.local, REFERENCE_TIME_MS));
      answers.set(statement.id, expected);
      const byRunner = results.get(statement.id);
      // Each round begins with another runner, so that none is always behind the same one.
      for (const [place] of plan.runners.entries()) {
        if (plan.signal.aborted) return results;
        const runner = plan.runners[(place + round) % plan.runners.length];
        if (runner === undefined || byRunner === undefined || !runner.can(statement)) continue;
        const before = byRunner.get(runner.name);
        if (before !== undefined && isEnough(before, plan.enoughMs)) continue;
        const after = await once(runner, statement, plan, expected, before);
        // Ctrl+C reaches the runners too: their failure is no result.
        if (plan.signal.aborted) return results;
        byRunner.set(runner.name, after);
        report(round, statement, runner, after);
      }
    }
    await onRound(results);
  }
  return results;
}

function isEnough({ outcome, timesMs, warmUpMs = 0 }: Measured, enoughMs: number): boolean {
  return outcome !== 'right' || timesMs.reduce((sum, ms) => sum + ms, warmUpMs) > enoughMs;
}

async function once(
  runner: Runner,
  statement: Statement,
  plan: Plan,
  expected: Answer,
  before: Measured | undefined,
): Promise<Measured> {
  try {
    const sample = await runner.run(statement, plan.timeLimitMs);
    const difference = await check(runner, statement, plan, expected, sample.answer);
    const measured = {
      timesMs: [...(before?.timesMs ?? []), ...(before === undefined ? [] : [sample.ms])],
      warmUpMs: before?.warmUpMs ?? sample.ms,
      ...(sample.planMs === undefined ? {} : { planMs: sample.planMs }),
      ...(sample.moved === undefined ? {} : { moved: sample.moved }),
      ...peakOf(before, sample),
    };
    if (difference !== undefined) return { ...measured, outcome: 'wrong', message: difference };
    return { ...measured, outcome: 'right' };
  } catch (error) {
    if (!(error instanceof DidNotFinish)) throw error;
    const timesMs = before?.timesMs ?? [];
    return { outcome: error.isTimeLimit ? 'time limit' : 'failed', message: error.message, timesMs };
  }
}

function peakOf(before: Measured | undefined, { peakMemoryBytes }: Sample): { peakMemoryBytes?: number } {
  if (peakMemoryBytes === undefined) return {};
  return { peakMemoryBytes: Math.max(before?.peakMemoryBytes ?? 0, peakMemoryBytes) };
}

async function check(
  runner: Runner,
  statement: Statement,
  { reference }: Plan,
  expected: Answer,
  actual: Answer | undefined,
): Promise<string | undefined> {
  if (actual === undefined) return undefined;
  const comparison = { actual, sql: statement.local, isExact: runner.isExact };
  if (statement.rightOnesOf === undefined) return findDifference({ ...comparison, expected });
  if (actual.rows.length !== expected.rows.length)
    return `${actual.rows.length} rows instead of ${expected.rows.length}`;
  const right = await reference.ask(statement.id, statement.rightOnesOf(actual.rows), REFERENCE_TIME_MS);
  return findDifference({ ...comparison, expected: right });
}

function report(round: number, statement: Statement, runner: Runner, measured: Measured): void {
  const ms = measured.timesMs.at(-1) ?? measured.warmUpMs;
  const time = ms === undefined ? '' : `${(ms / 1000).toFixed(3)} s`;
  const outcome = measured.outcome === 'right' ? '' : ` ${measured.outcome}: ${measured.message?.split('\n')[0]}`;
  console.error(`round ${round} ${statement.id} ${runner.name}: ${time}${outcome}`);
}
