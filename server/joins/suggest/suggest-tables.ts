/**
 * Suggestions for some tables, as they come: from names at once, then from samples, then from questions about the likeliest columns. Each frame is
 * the whole list. Reading goes through a `TableReader`; a table that cannot be read is judged by its names, and the others go on.
 */
import { setImmediate } from 'node:timers/promises';
import type { SuggestFrame, TableReference } from '../../../lib/contract/suggestion.ts';
import { Cancelled, JoineryError, toJoineryError } from '../../errors.ts';
import { type CardNotes, proposalId, suggestionCards } from './cards/suggestion-cards.ts';
import { edgesOf, preparePair, prepareQuickly } from './edges/analyse-pair.ts';
import { decide, type PairResult, type Proposal } from './edges/decide.ts';
import type { Edge } from './edges/edge.ts';
import { edgeConfidence } from './edges/judge.ts';
import { proposeUnion } from './edges/union.ts';
import { columnNames, type Remembered } from './memory/remembered.ts';
import { columnsToSample } from './profile/read-profile.ts';
import { sameTable, tableKey } from './profile/table-profile.ts';
import { LiveTable } from './read/live-table.ts';
import type { TableReader, TableRef } from './read/table-reader.ts';
import { NormalisedValues } from './values/find-steps.ts';
import { type SuggestModel, suggestModel } from './weights/model.ts';

export interface SuggestSurroundings {
  readonly reader: TableReader;
  /** Whether the connection may be asked; if not, its tables are judged by their names. */
  readonly allowsProbes: (connection: string) => boolean;
  readonly remembered?: Remembered | undefined;
  /** Settles when questions can be asked: waited for after the first frame, which asks none. */
  readonly ready?: Promise<void> | undefined;
  /** Ids that are not shown. */
  readonly dismissed?: ReadonlySet<string> | undefined;
  readonly onProposed?: ((id: string, columns: string) => void) | undefined;
  readonly model?: SuggestModel | undefined;
  /** Tables that could not even be found. */
  readonly problems?: SuggestFrame['problems'] | undefined;
  readonly now?: (() => number) | undefined;
}

/** Pairs of tables below this by their samples are not worth questions, where there are many tables. */
const WORTH_ASKING = 0.02;
const MANY_PAIRS = 6;
/** Pairs of tables that are asked about at once; the engine lets as many questions through as its limits say. */
const PAIRS_AT_ONCE = 3;

interface Pair {
  readonly left: LiveTable;
  readonly right: LiveTable;
  result: PairResult;
  isOpen: boolean;
}

export async function* suggestTables(
  tables: readonly LiveTable[],
  around: SuggestSurroundings,
): AsyncGenerator<SuggestFrame> {
  const work = new Suggesting(tables, around);
  yield* work.frames();
}

export const liveTables = (tables: readonly TableRef[], reader: TableReader): LiveTable[] =>
  tables.map((table) => new LiveTable(table, reader));

class Suggesting {
  readonly #tables: readonly LiveTable[];
  readonly #around: SuggestSurroundings;
  readonly #model: SuggestModel;
  readonly #now: () => number;
  readonly #startedMs: number;
  readonly #normalised = new NormalisedValues();
  readonly #problems: SuggestFrame['problems'];
  readonly #pairs: Pair[] = [];

  constructor(tables: readonly LiveTable[], around: SuggestSurroundings) {
    this.#tables = tables;
    this.#around = around;
    this.#model = around.model ?? suggestModel();
    this.#now = around.now ?? (() => performance.now());
    this.#startedMs = this.#now();
    this.#problems = [...(around.problems ?? [])];
    for (const [index, left] of tables.entries())
      for (const right of tables.slice(index + 1))
        this.#pairs.push({ left, right, result: { edges: [] }, isOpen: true });
  }

  async *frames(): AsyncGenerator<SuggestFrame> {
    await this.#judgeQuickly();
    yield this.#frame('profiling');
    await this.#around.ready;
    await Promise.all(this.#tables.map((table) => this.#readSample(table)));
    await this.#judgeQuickly();
    const open = this.#pairs.filter((pair) => this.#isWorthAsking(pair));
    for (const pair of this.#pairs) pair.isOpen = open.includes(pair);
    if (open.length > 0) yield this.#frame('probing');
    yield* this.#askAll(open);
    yield this.#frame('done');
  }

  /** Some pairs at a time; a frame after each that is done, but the last. */
  async *#askAll(open: readonly Pair[]): AsyncGenerator<SuggestFrame> {
    const waiting = [...open];
    const running = new Map<Pair, Promise<Pair>>();
    while (waiting.length > 0 || running.size > 0) {
      while (running.size < PAIRS_AT_ONCE) {
        const pair = waiting.shift();
        if (pair === undefined) break;
        const asked = this.#ask(pair).then(() => pair);
        // Whoever stops the asking hears of it from one of them.
        asked.catch(() => undefined);
        running.set(pair, asked);
      }
      const done = await Promise.race(running.values());
      running.delete(done);
      done.isOpen = false;
      if (waiting.length + running.size > 0) yield this.#frame('probing');
    }
  }

  async #readSample(table: LiveTable): Promise<void> {
    if (!this.#around.allowsProbes(table.ref.connection)) return;
    try {
      await table.readSample();
    } catch (thrown) {
      this.#note(table.profile.reference, thrown);
    }
  }

  async #judgeQuickly(): Promise<void> {
    for (const pair of this.#pairs) {
      // Comparing is work for the processor: others of this process get their turn in between.
      await setImmediate();
      const prepared = prepareQuickly(pair.left, pair.right, this.#normalised);
      pair.result = {
        edges: await edgesOf(prepared, this.#model),
        union: proposeUnion(pair.left.profile, pair.right.profile),
      };
    }
  }

  #isWorthAsking({ left, right, result }: Pair): boolean {
    const isKnown = (table: LiveTable) => table.profile.isWhole || !table.hasSample;
    if (isKnown(left) && isKnown(right)) return false;
    if (this.#pairs.length <= MANY_PAIRS) return true;
    return result.edges.some((edge) => edgeConfidence(edge, this.#model) >= WORTH_ASKING);
  }

  async #ask(pair: Pair): Promise<void> {
    try {
      const prepared = await preparePair(pair.left, pair.right, this.#normalised);
      pair.result = {
        edges: await edgesOf(prepared, this.#model),
        union: proposeUnion(pair.left.profile, pair.right.profile),
      };
    } catch (thrown) {
      const isRight = thrown instanceof JoineryError && thrown.connection === pair.right.ref.connection;
      this.#note((isRight ? pair.right : pair.left).profile.reference, thrown);
    }
  }

  #note(table: TableReference, thrown: unknown): void {
    if (thrown instanceof Cancelled) throw thrown;
    const error = toJoineryError(thrown).toShape();
    if (!this.#problems.some((problem) => sameTable(problem.table, table) && problem.error.code === error.code))
      this.#problems.push({ table, error });
  }

  #frame(stage: SuggestFrame['stage']): SuggestFrame {
    const { remembered, dismissed, onProposed, reader } = this.#around;
    const decision = decide(
      this.#pairs.map(({ result }) => result),
      this.#model,
      remembered === undefined ? undefined : (edge, confidence) => remembered.adjust(edge, confidence),
      dismissed === undefined ? undefined : (proposal) => dismissed.has(proposalId(proposal)),
    );
    const { suggestions, tree } = suggestionCards(decision, this.#notes(stage));
    for (const proposal of decision.proposals)
      if (proposal.kind === 'edge') onProposed?.(proposalId(proposal), columnNames(proposal.edge));
    return {
      suggestions: [...suggestions],
      tree: [...tree],
      ...(suggestions.length === 0 && stage === 'done' ? { abstention: this.#abstention() } : {}),
      problems: [...this.#problems],
      stage,
      queries: reader.cost.queries,
      rowsRead: reader.cost.rows,
      ms: Math.round(this.#now() - this.#startedMs),
      isDone: stage === 'done',
    };
  }

  #notes(stage: SuggestFrame['stage']): CardNotes {
    const isOpen = (left: TableReference, right: TableReference) =>
      this.#pairs.some(
        (pair) =>
          pair.isOpen &&
          [left, right].every(
            (table) => sameTable(pair.left.profile.reference, table) || sameTable(pair.right.profile.reference, table),
          ),
      );
    return {
      isProvisional: (left, right) => stage === 'profiling' || (stage === 'probing' && isOpen(left, right)),
      notes: (proposal) => ({ reason: this.#runBefore(proposal), warnings: this.#closedConnections(proposal) }),
    };
  }

  #runBefore(proposal: Proposal): string | undefined {
    const times = proposal.kind === 'edge' ? (this.#around.remembered?.timesRun(proposal.edge) ?? 0) : 0;
    return times === 0 ? undefined : `This join was run ${times === 1 ? 'once' : `${times} times`} before.`;
  }

  #closedConnections(proposal: Proposal): string[] {
    const tables =
      proposal.kind === 'edge'
        ? [(proposal.edge satisfies Edge).from, proposal.edge.to]
        : [proposal.union.left, proposal.union.right];
    const closed = new Set(
      tables.map(({ reference }) => reference.connection).filter((id) => !this.#around.allowsProbes(id)),
    );
    return [...closed].map(
      (id) => `The connection ${id} does not allow questions about its values: judged by names and types.`,
    );
  }

  #abstention(): string {
    const count = this.#tables.length;
    if (count < 2) return 'A join needs two tables that can be read.';
    const closed = this.#tables.filter(({ ref }) => !this.#around.allowsProbes(ref.connection));
    const empty = this.#tables.filter(({ profile }) => profile.isWhole && profile.rows === 0);
    const unread = this.#tables.filter(({ hasSample, profile }) => !hasSample && hasKeys(profile));
    if (closed.length > 0)
      return 'No join stands out by names and types; values could not be compared, as a connection does not allow it.';
    if (unread.length > 0)
      return `No join stands out by names and types; ${list(unread)} could not be read, so no values were compared.`;
    if (empty.length > 0)
      return `No join stands out by names and types; ${list(empty)} ${empty.length === 1 ? 'is' : 'are'} empty, so no values could be compared.`;
    if (new Set(this.#tables.map(({ profile }) => tableKey(profile.reference))).size === 1)
      return 'The same table was given twice, and no column of it refers to another.';
    return `No columns of ${count === 2 ? 'the two tables' : 'these tables'} meet beyond chance under names that go together. They may need a third table in between.`;
  }
}

/** Has columns that could be sampled. */
const hasKeys = (profile: LiveTable['profile']): boolean => columnsToSample(profile).length > 0;
const list = (tables: readonly LiveTable[]): string => tables.map(({ ref }) => ref.info.name).join(' and ');

/** A table as the catalog knows it, or why it cannot be used. */
export async function findTables(
  references: readonly TableReference[],
  lookup: (connection: string, schema: string | undefined, name: string) => Promise<TableRef['info']>,
): Promise<{ readonly found: TableRef[]; readonly problems: SuggestFrame['problems'] }> {
  const found: TableRef[] = [];
  const problems: SuggestFrame['problems'] = [];
  for (const reference of references) {
    try {
      const info = await lookup(
        reference.connection,
        reference.schema === '' ? undefined : reference.schema,
        reference.table,
      );
      found.push({ connection: reference.connection, info });
    } catch (thrown) {
      if (!(thrown instanceof JoineryError)) throw thrown;
      problems.push({ table: reference, error: thrown.toShape() });
    }
  }
  return { found, problems };
}
