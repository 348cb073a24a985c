/** Many statements over many worlds. */

import { type AtomReport, checkAtoms } from './atoms.ts';
import { runCase } from './case.ts';
import { Choices } from './choices.ts';
import { Coverage } from './coverage.ts';
import { makeStatement, type Statement } from './generate/statement.ts';
import type { Harness } from './harness.ts';
import { failureText } from './report.ts';
import { shrinkRows, shrinkStatement } from './shrink.ts';
import { countTour, keyCountTour, partnerTour, settledTour, tour } from './tour.ts';
import { makeWorld } from './world.ts';

export interface CampaignOptions {
  /** The first world. */
  readonly seed: number;
  readonly worlds: number;
  readonly statementsPerWorld: number;
  /** Only this statement of each world. */
  readonly onlyStatement?: number | undefined;
  /** Filters of each table that go to its source directly. */
  readonly atomsPerTable: number;
  readonly untilMs?: number | undefined;
  readonly maxFailures: number;
  /** Tries at most to make a failing case smaller; 0 prints it as it was found. */
  readonly shrinkTries: number;
  readonly say: (line: string) => void;
}

export interface CampaignReport {
  statements: number;
  rows: number;
  /** Statements that all three refused alike, by code. */
  readonly errors: Map<string, number>;
  ambiguous: number;
  /** Ended by a zero date, as configured. */
  refused: number;
  readonly failures: string[];
  readonly coverage: Coverage;
  readonly atoms: AtomReport;
}

/** Each is one fetch where its source answers blocks. */
const COUNT_BRANCHES = 12;
const SETTLED_BRANCHES = 3;

export const drawsOf = (seed: number, index: number): Choices => Choices.random(`statement ${seed} ${index}`);

export async function runCampaign(harness: Harness, options: CampaignOptions): Promise<CampaignReport> {
  const report: CampaignReport = {
    statements: 0,
    rows: 0,
    errors: new Map(),
    ambiguous: 0,
    refused: 0,
    failures: [],
    coverage: new Coverage(),
    atoms: { checked: 0, failures: [] },
  };
  const isOver = (): boolean =>
    report.failures.length >= options.maxFailures ||
    (options.untilMs !== undefined && performance.now() > options.untilMs);
  for (let seed = options.seed; seed < options.seed + options.worlds && !isOver(); seed += 1) {
    await harness.fill(makeWorld(seed));
    report.coverage.ask(harness.schema, (source) => harness.connector(source));
    if (options.onlyStatement === undefined) {
      await checkAtoms(
        harness,
        Choices.random(`atoms ${seed}`),
        report.coverage.acceptedAtoms,
        options.atomsPerTable,
        report.atoms,
      );
      const { acceptedAtoms } = report.coverage;
      const choices = Choices.random(`tour ${seed}`);
      const statements = [
        ...tour(choices, acceptedAtoms),
        ...countTour(choices, acceptedAtoms, COUNT_BRANCHES),
        ...settledTour(choices, acceptedAtoms, SETTLED_BRANCHES),
        ...partnerTour(choices, acceptedAtoms, harness.schema.tables),
        ...keyCountTour(choices, harness.schema.tables),
      ];
      for (const [index, statement] of statements.entries()) {
        if (!isOver()) await note(harness, { seed, index: `tour ${index}`, statement }, options, report);
      }
    }
    const [from, to] =
      options.onlyStatement === undefined
        ? [0, options.statementsPerWorld]
        : [options.onlyStatement, options.onlyStatement + 1];
    for (let index = from; index < to && !isOver(); index += 1) {
      const choices = drawsOf(seed, index);
      const statement = makeStatement(choices, harness.schema);
      await note(harness, { seed, index, statement, draws: choices.drawn }, options, report);
    }
  }
  return report;
}

interface Case {
  readonly seed: number;
  readonly index: number | string;
  readonly statement: Statement;
  /** What it was made of; a statement of the tour has none and is not shrunk. */
  readonly draws?: readonly number[];
}

async function note(harness: Harness, one: Case, options: CampaignOptions, report: CampaignReport): Promise<void> {
  const { seed, index, statement, draws } = one;
  const result = await runCase(harness, statement);
  report.statements += 1;
  report.coverage.see(result.fetches);
  if (result.local.kind === 'rows') report.rows += result.local.rows.length;
  else report.errors.set(result.local.code, (report.errors.get(result.local.code) ?? 0) + 1);
  if (result.verdict === 'same') return;
  if (result.verdict === 'refused') {
    report.refused += 1;
    return;
  }
  if (result.verdict === 'ambiguous') {
    report.ambiguous += 1;
    options.say(`seed ${seed} statement ${index}: DuckDB disagrees with itself: ${result.reason}`);
    return;
  }
  options.say(`seed ${seed} statement ${index}: ${result.reason}`);
  const text =
    options.shrinkTries > 0 && draws !== undefined ? await shrunk(harness, one, draws, options.shrinkTries) : undefined;
  report.failures.push(text ?? failureText({ seed, index, statement, result }));
  options.say(report.failures.at(-1) ?? '');
}

/** The smallest form found; undefined if the case did not fail again. */
async function shrunk(
  harness: Harness,
  { seed, index }: Case,
  draws: readonly number[],
  maxTries: number,
): Promise<string | undefined> {
  const world = harness.schema.world;
  const small = await shrinkStatement(harness, draws, maxTries);
  const statement = makeStatement(Choices.replay(small), harness.schema);
  const fails = async (): Promise<boolean> => (await runCase(harness, statement)).verdict === 'different';
  if (!(await fails())) return undefined;
  await shrinkRows(harness, world, fails, maxTries / 4);
  const result = await runCase(harness, statement);
  const text = failureText({ seed, index, statement, result });
  await harness.fill(world);
  return text;
}
