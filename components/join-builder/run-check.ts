/** Whether a join may run as it is, or its reader is asked first. */
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { Measured, XrayFrame } from '../../lib/contract/join-xray.ts';
import { formatCount, formatEstimate } from '../../lib/format/number.ts';
import { GUARD_ROWS, type RowBound } from './row-bound.ts';

/** Frames of one step; aborting ends its questions at the sources. */
export type Measure = (step: number, signal: AbortSignal) => AsyncIterable<XrayFrame>;

/** Why a join does not run without a word: what it is expected to give. */
export interface RunQuestion {
  readonly message: string;
  readonly expected: Measured | undefined;
}

/** Measures the steps that could multiply rows, and answers what has to be asked; undefined: it may run. */
export async function checkRun(
  document: JoinDocument,
  bound: RowBound,
  known: ReadonlyMap<number, XrayFrame>,
  measure: Measure,
  signal: AbortSignal,
): Promise<RunQuestion | undefined> {
  if (bound.isHarmless) return undefined;
  const frames = await Promise.all(
    bound.openSteps.map(async (step) => known.get(step) ?? (await lastFrame(measure(step, signal), signal))),
  );
  const explosion = frames.map(questionOf).find((question) => question !== undefined);
  if (explosion !== undefined) return explosion;
  const unknown = frames.findIndex((frame) => frame?.expectedRows === undefined);
  if (unknown < 0) return undefined;
  const step = bound.openSteps[unknown] ?? 0;
  const where = document.steps.length > 1 ? ` of ${document.inputs[step + 1]?.alias ?? ''}` : '';
  const most = Number.isFinite(bound.rows)
    ? `By the catalog, neither side keeps its keys unique, and up to ${formatEstimate(bound.rows)} rows can come out.`
    : 'The catalog does not know how large its inputs are.';
  return { message: `How the join${where} fits could not be measured. ${most}`, expected: undefined };
}

/** What a measured step says of its size, if that is much. */
export function questionOf(frame: XrayFrame | undefined): RunQuestion | undefined {
  const explosion = frame?.warnings.find(({ kind }) => kind === 'explosion');
  return explosion === undefined ? undefined : { message: explosion.message, expected: frame?.expectedRows };
}

/** The first frame that knows the rows, or else the last one. A step that cannot be measured at all has none. */
async function lastFrame(frames: AsyncIterable<XrayFrame>, signal: AbortSignal): Promise<XrayFrame | undefined> {
  let last: XrayFrame | undefined;
  try {
    for await (const frame of frames) {
      last = frame;
      if (frame.expectedRows !== undefined) break;
    }
  } catch (thrown) {
    // What hinders the measurement is told by the X-ray, and by the run itself.
    if (signal.aborted) throw thrown;
  }
  return last;
}

/** A run that nobody could foresee keeps at most so many rows, and says that there are more. */
export const guardWords = `Run for ${formatCount(GUARD_ROWS)} rows at most`;
