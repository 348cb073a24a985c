/** The join X-ray: measures one step of a document on its sources, before it runs. */

import type { JoinDocument } from '../../../lib/contract/join.ts';
import type { Measured, XrayFrame, XraySide } from '../../../lib/contract/join-xray.ts';
import { inputByAlias, inputLabel } from '../../../lib/join/inputs.ts';
import { validateJoin } from '../../../lib/join/validate.ts';
import { Cancelled, JoineryError, toJoineryError } from '../../errors.ts';
import type { Probes } from '../../probes/probes.ts';
import type { Shapes } from '../shapes.ts';
import { Asker, unlessTimeout } from './asker.ts';
import { estimate } from './estimate.ts';
import { match, profile } from './exact.ts';
import { expectedRows, repeatsOf } from './expected.ts';
import { COMPARED_PAIRS } from './limits.ts';
import { comparePairs, countRows } from './rows.ts';
import { equalKeys, type Side, sidesOf } from './side.ts';
import { about, exactly, XrayState } from './state.ts';
import { warnOfMatch, warnOfSide } from './warn.ts';

export interface XrayContext {
  readonly shapes: Shapes;
  readonly probes: Probes;
  readonly signal: AbortSignal;
  readonly allowsProbes: (connection: string) => boolean;
  /** Time of one probe. */
  readonly timeoutMs: number;
  /** Rows up to which a side is counted; see limits.ts. */
  readonly cheapRows?: number;
}

/** Frames from what the catalog knows at once to the last figure. Ending the iteration ends the probes. */
export async function* xray(document: JoinDocument, step: number, context: XrayContext): AsyncGenerator<XrayFrame> {
  const stop = new AbortController();
  const { left, right } = sidesOf(document, step, context.shapes, context.cheapRows);
  const asker = new Asker(context.probes, {
    parameters: document.parameters ?? [],
    timeoutMs: context.timeoutMs,
    signal: AbortSignal.any([context.signal, stop.signal]),
  });
  const state = new XrayState(step, left.alias, right.alias, (alias) => {
    const input = inputByAlias(document, alias);
    return input === undefined ? alias : inputLabel(document, input);
  });
  for (const [which, side] of [
    ['left', left],
    ['right', right],
  ] as const) {
    const known = side.source?.rows;
    if (known !== undefined && side.document.inputs[0]?.filters.length === 0) state.set(which, { rows: known });
  }
  yield state.frame(asker, false);
  let isDone = false;
  const work = new Measurement(document, step, left, right, asker, state, context.allowsProbes).run().finally(() => {
    isDone = true;
  });
  const settled = work.catch(() => undefined);
  try {
    for (;;) {
      await Promise.race([state.changed, settled]);
      if (isDone) break;
      yield state.frame(asker, false);
    }
    await work.catch((thrown: unknown) => {
      if (context.signal.aborted) throw new Cancelled();
      state.error = toJoineryError(thrown).toShape();
    });
    yield state.frame(asker, true);
  } finally {
    stop.abort();
    await settled;
  }
}

class Measurement {
  readonly #document: JoinDocument;
  readonly #step: number;
  readonly #left: Side;
  readonly #right: Side;
  readonly #asker: Asker;
  readonly #state: XrayState;

  readonly #allowsProbes: (connection: string) => boolean;

  constructor(
    document: JoinDocument,
    step: number,
    left: Side,
    right: Side,
    asker: Asker,
    state: XrayState,
    allowsProbes: (connection: string) => boolean,
  ) {
    this.#allowsProbes = allowsProbes;
    this.#document = document;
    this.#step = step;
    this.#left = left;
    this.#right = right;
    this.#asker = asker;
    this.#state = state;
  }

  async run(): Promise<void> {
    const step = this.#document.steps[this.#step];
    if (step === undefined) return;
    if (step.kind === 'union') return this.#measureUnion(step.all);
    if (step.type === 'cross') return this.#measureCross();
    const keys = equalKeys(step);
    const mistakes = this.#keyMistakes();
    if (mistakes !== undefined) {
      this.#state.warn('not_comparable', mistakes);
      return void (await this.#countBoth());
    }
    if (keys.length === 0) return this.#measureComparison();
    if (keys.length < step.keys.length)
      this.#state.warn(
        'estimate_only',
        'Keys that compare by more than equality are left out here: matches and expected rows are at most these.',
      );
    const [left, right] = await Promise.all([this.#profile('left', this.#left), this.#profile('right', this.#right)]);
    if (left === 'failed' || right === 'failed') return void (await Promise.all(this.#counting));
    const isCounted = left === 'exact' && right === 'exact' && (await this.#matchExactly());
    if (!isCounted) {
      this.#pairs = await estimate({
        left: this.#left,
        right: this.#right,
        asker: this.#asker,
        state: this.#state,
        counting: this.#counting,
        allowsProbes: this.#allowsProbes,
      });
    }
    this.#conclude(keys.length === step.keys.length);
  }

  #pairs: Measured | undefined;

  #conclude(isWhole: boolean): void {
    const step = this.#document.steps[this.#step];
    if (step?.kind !== 'join') return;
    const expected = expectedRows(step.type, this.#state.left, this.#state.right, this.#pairs);
    if (expected !== undefined) {
      this.#state.expectedRows = { value: expected.rows.value, isExact: expected.rows.isExact && isWhole };
      this.#state.fanOut = expected.fanOut;
    }
    for (const side of ['left', 'right'] as const) {
      const repeats = step.type === 'anti' ? undefined : repeatsOf(this.#state[side], this.#pairs);
      if (repeats !== undefined) this.#state.set(side, { repeats });
    }
    warnOfMatch(this.#state);
    this.#state.tell();
  }

  #keyMistakes(): string | undefined {
    const mistakes = validateJoin(this.#document, this.#left.shapes.columnsOf).filter(
      ({ place, severity }) => place.step === this.#step && place.key !== undefined && severity === 'error',
    );
    const [first] = mistakes;
    if (first?.isUnknownColumn === true) throw new JoineryError('unknown_column', first.message, { hint: first.hint });
    return first === undefined ? undefined : `${first.message} ${first.hint ?? ''}`.trim();
  }

  /** Rows of large sides, on their way. */
  readonly #counting: Promise<void>[] = [];

  #failed(thrown: unknown): void {
    if (this.#asker.signal.aborted) throw thrown;
    this.#state.error ??= toJoineryError(thrown).toShape();
    this.#state.tell();
  }

  /** A side's own figures: counted where that is cheap, else its rows alone. */
  async #profile(which: 'left' | 'right', side: Side): Promise<'exact' | 'large' | 'failed'> {
    try {
      // A declared key needs no grouping: its rows are its keys.
      if (side.isSmall && isDeclaredKey(side) && (await this.#countSide(which, side))) return 'exact';
      if (side.isSmall) {
        const figures = await profile(side, this.#asker).catch(unlessTimeout);
        if (figures !== undefined) {
          this.#state.set(which, {
            rows: exactly(figures.rows),
            nullKeys: exactly(figures.nullKeys),
            distinctKeys: exactly(figures.distinctKeys),
            duplicateKeys: exactly(figures.duplicateKeys),
            failedRows: exactly(figures.failedRows),
            failedExamples: figures.failedExamples,
          });
          warnOfSide(this.#state, this.#state[which]);
          return 'exact';
        }
      }
      // Keys are drawn meanwhile.
      const counting = this.#countSide(which, side).then(
        () => undefined,
        (thrown: unknown) => this.#failed(thrown),
      );
      // It may end before it is waited for.
      counting.catch(() => undefined);
      this.#counting.push(counting);
      return 'large';
    } catch (thrown) {
      this.#failed(thrown);
      return 'failed';
    }
  }

  async #countSide(which: 'left' | 'right', side: Side): Promise<boolean> {
    const counted = await countRows(side, this.#asker).catch(unlessTimeout);
    if (counted === undefined) return false;
    const figures: Partial<XraySide> = { rows: exactly(counted.rows) };
    if (counted.nullKeys !== undefined) figures.nullKeys = exactly(counted.nullKeys);
    if (isDeclaredKey(side) && counted.nullKeys !== undefined) {
      figures.distinctKeys = exactly(counted.rows - counted.nullKeys);
      figures.duplicateKeys = exactly(0);
      figures.failedRows = exactly(0);
    }
    this.#state.set(which, figures);
    warnOfSide(this.#state, this.#state[which]);
    return true;
  }

  async #countBoth(): Promise<void> {
    const sides = [
      ['left', this.#left],
      ['right', this.#right],
    ] as const;
    await Promise.all(
      sides.map(([which, side]) => this.#countSide(which, side).catch((thrown: unknown) => this.#failed(thrown))),
    );
  }

  async #matchExactly(): Promise<boolean> {
    const met = await match(this.#left, this.#right, this.#asker).catch(unlessTimeout);
    if (met === undefined) return false;
    this.#pairs = exactly(met.pairs);
    this.#state.worstKeys = met.worstKeys;
    this.#state.left = { ...this.#state.left, matchedRows: exactly(met.leftRows), matchedKeys: exactly(met.keys) };
    this.#state.set('right', { matchedRows: exactly(met.rightRows), matchedKeys: exactly(met.keys) });
    return true;
  }

  async #measureCross(): Promise<void> {
    await this.#countBoth();
    this.#state.warn('cross', 'Every row is put beside every row of the other side.');
    this.#conclude(true);
  }

  async #measureUnion(isAll: boolean): Promise<void> {
    await this.#countBoth();
    const { left, right } = this.#state;
    if (left.rows === undefined || right.rows === undefined) return;
    const isExact = isAll && left.rows.isExact && right.rows.isExact;
    this.#state.expectedRows = { value: left.rows.value + right.rows.value, isExact };
    if (!isAll) this.#state.warn('estimate_only', 'Rows that are equal become one: there are at most so many.');
    this.#state.tell();
  }

  /** No key compares for equality: pairs are compared one by one where there are not too many. */
  async #measureComparison(): Promise<void> {
    await this.#countBoth();
    const { left, right } = this.#state;
    const pairs = (left.rows?.value ?? Number.POSITIVE_INFINITY) * (right.rows?.value ?? Number.POSITIVE_INFINITY);
    const isCheap = pairs <= COMPARED_PAIRS && this.#left.isSmall && this.#right.isSmall;
    const met = isCheap
      ? await comparePairs(this.#document, this.#step, this.#left, this.#right, this.#asker).catch(unlessTimeout)
      : undefined;
    if (met === undefined) {
      if (Number.isFinite(pairs)) this.#state.expectedRows = about(pairs);
      this.#state.warn(
        'estimate_only',
        'No key compares for equality and the sides are large: there are at most so many rows.',
      );
      this.#state.tell();
      return;
    }
    this.#pairs = exactly(met.pairs);
    this.#state.left = { ...left, matchedRows: exactly(met.leftRows) };
    this.#state.set('right', { matchedRows: exactly(met.rightRows) });
    this.#conclude(true);
  }
}

/** The source itself keeps the key unique, and it is compared as it is stored. */
function isDeclaredKey({ keys, source }: Side): boolean {
  const [key, ...more] = keys;
  if (key === undefined || more.length > 0 || key.takesNull || key.side.normalisers.length > 0) return false;
  return source?.uniqueColumns.has(key.column) === true;
}
