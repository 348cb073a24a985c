/** The join X-ray: measures one step of a document on its sources, before it runs. */

import type { JoinDocument } from '../../../lib/contract/join.ts';
import type { Measured, XrayFrame, XraySide } from '../../../lib/contract/join-xray.ts';
import { validateJoin } from '../../../lib/join/validate.ts';
import { Cancelled, JoineryError, toJoineryError } from '../../errors.ts';
import type { Probes } from '../../probes/probes.ts';
import type { Shapes } from '../shapes.ts';
import { Asker } from './asker.ts';
import { match, profile } from './exact.ts';
import { expectedRows } from './expected.ts';
import { CHEAP_ROWS, COMPARED_PAIRS } from './limits.ts';
import { comparePairs, countRows } from './rows.ts';
import { canAsk, countKeys, drawKeys, judge, type SampleMatch, wilson } from './sample.ts';
import { equalKeys, type Side, sidesOf } from './side.ts';
import { about, exactly, XrayState } from './state.ts';
import { spell, warnOfMatch, warnOfSide } from './warn.ts';

export interface XrayContext {
  readonly shapes: Shapes;
  readonly probes: Probes;
  readonly signal: AbortSignal;
  /** Time of one probe. */
  readonly timeoutMs: number;
}

/** Frames from what the catalog knows at once to the last figure. Ending the iteration ends the probes. */
export async function* xray(document: JoinDocument, step: number, context: XrayContext): AsyncGenerator<XrayFrame> {
  const stop = new AbortController();
  const { left, right } = sidesOf(document, step, context.shapes);
  const asker = new Asker(context.probes, {
    parameters: document.parameters ?? [],
    timeoutMs: context.timeoutMs,
    signal: AbortSignal.any([context.signal, stop.signal]),
  });
  const state = new XrayState(step, left.alias, right.alias);
  for (const [which, side] of [
    ['left', left],
    ['right', right],
  ] as const) {
    const known = side.source?.rows;
    if (known !== undefined && side.document.inputs[0]?.filters.length === 0) state.set(which, { rows: known });
  }
  yield state.frame(asker, false);
  let isDone = false;
  const work = new Measurement(document, step, left, right, asker, state).run().finally(() => {
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

  constructor(document: JoinDocument, step: number, left: Side, right: Side, asker: Asker, state: XrayState) {
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
    if (left === 'failed' || right === 'failed') return;
    const isCounted = left === 'exact' && right === 'exact' && (await this.#matchExactly());
    if (!isCounted) await this.#estimate();
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

  /** A side's own figures: counted where that is cheap, else its rows alone. */
  async #profile(which: 'left' | 'right', side: Side): Promise<'exact' | 'large' | 'failed'> {
    const isSmall = side.largestInput === undefined || side.largestInput <= CHEAP_ROWS;
    try {
      if (isSmall) {
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
      await this.#countSide(which, side);
      return 'large';
    } catch (thrown) {
      if (this.#asker.signal.aborted) throw thrown;
      this.#state.error ??= toJoineryError(thrown).toShape();
      this.#state.tell();
      return 'failed';
    }
  }

  async #countSide(which: 'left' | 'right', side: Side): Promise<void> {
    const counted = await countRows(side, this.#asker).catch(unlessTimeout);
    if (counted === undefined) return;
    const figures: Partial<XraySide> = { rows: exactly(counted.rows) };
    if (counted.nullKeys !== undefined) figures.nullKeys = exactly(counted.nullKeys);
    const [key, ...more] = side.keys;
    const isUnique = key !== undefined && more.length === 0 && side.source?.uniqueColumns.has(key.column) === true;
    if (isUnique && key.side.normalisers.length === 0 && counted.nullKeys !== undefined) {
      figures.distinctKeys = exactly(counted.rows - counted.nullKeys);
      figures.duplicateKeys = exactly(0);
      figures.failedRows = exactly(0);
    }
    this.#state.set(which, figures);
    warnOfSide(this.#state, this.#state[which]);
  }

  async #countBoth(): Promise<void> {
    const sides = [
      ['left', this.#left],
      ['right', this.#right],
    ] as const;
    await Promise.all(
      sides.map(([which, side]) =>
        this.#countSide(which, side).catch((thrown: unknown) => {
          if (this.#asker.signal.aborted) throw thrown;
          this.#state.error ??= toJoineryError(thrown).toShape();
        }),
      ),
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

  /** Draws keys of each side and asks both for them. */
  async #estimate(): Promise<void> {
    const [left, right] = [this.#left, this.#right];
    if (!canAsk(left) || !canAsk(right)) {
      const large = canAsk(left) ? right : left;
      this.#state.warn(
        'estimate_only',
        `The match is not measured: ${large.alias} is large and no index is known on its key as it is stored.`,
      );
      return;
    }
    const drawn = await Promise.all([drawKeys(left, this.#asker), drawKeys(right, this.#asker)]).catch(unlessTimeout);
    const keys = drawn?.flat();
    const counted =
      keys === undefined
        ? undefined
        : await Promise.all([countKeys(left, keys, this.#asker), countKeys(right, keys, this.#asker)]).catch(
            unlessTimeout,
          );
    if (drawn === undefined || counted === undefined) {
      this.#state.warn(
        'estimate_only',
        'The match is not measured: the sources did not answer small questions in time.',
      );
      return;
    }
    const leftMatch = judge(drawn[0], counted[0], counted[1]);
    const rightMatch = judge(drawn[1], counted[1], counted[0]);
    this.#takeSample('left', leftMatch);
    this.#takeSample('right', rightMatch);
    this.#pairs = this.#estimatePairs(leftMatch, rightMatch);
    this.#state.warn(
      'estimate_only',
      `Matches are estimates: ${this.#shareOf('left', leftMatch)}; ${this.#shareOf('right', rightMatch)}.`,
    );
  }

  #shareOf(which: 'left' | 'right', { keys, matchedKeys }: SampleMatch): string {
    const [low, high] = wilson(matchedKeys, keys);
    const percent = (share: number): string => spell(Math.round(share * 1000) / 10);
    return `of ${spell(keys)} keys drawn from ${this.#state[which].input}, ${spell(matchedKeys)} met (${percent(low)} to ${percent(high)} % of all)`;
  }

  #takeSample(which: 'left' | 'right', sample: SampleMatch): void {
    const side = this.#state[which];
    if (side.rows === undefined || sample.keys === 0) return;
    const filled = side.rows.value - (side.nullKeys?.value ?? 0);
    const distinct = side.distinctKeys ?? about(filled / (sample.rows / sample.keys));
    this.#state.set(which, {
      distinctKeys: distinct,
      duplicateKeys: side.duplicateKeys ?? about((distinct.value * sample.duplicateKeys) / sample.keys),
      matchedKeys: about((distinct.value * sample.matchedKeys) / sample.keys),
      matchedRows: about((filled * sample.matchedRows) / sample.rows),
    });
  }

  /** From the side of which more rows were seen. */
  #estimatePairs(left: SampleMatch, right: SampleMatch): Measured | undefined {
    const [sample, side] = left.rows >= right.rows ? [left, this.#state.left] : [right, this.#state.right];
    if (side.rows === undefined || sample.rows === 0) return undefined;
    return about(((side.rows.value - (side.nullKeys?.value ?? 0)) * sample.pairs) / sample.rows);
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
    const isCheap =
      pairs <= COMPARED_PAIRS && [this.#left, this.#right].every(({ largestInput = 0 }) => largestInput <= CHEAP_ROWS);
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

/** A probe that took too long has no answer; anything else is thrown on. */
function unlessTimeout(thrown: unknown): undefined {
  if (thrown instanceof Cancelled) throw thrown;
  if (thrown instanceof JoineryError && thrown.code === 'source_timeout') return undefined;
  throw thrown;
}
