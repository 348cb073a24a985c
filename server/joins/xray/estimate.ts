import type { JoinDocument } from '../../../lib/contract/join.ts';
import type { Measured } from '../../../lib/contract/join-xray.ts';
import { type Asker, unlessTimeout } from './asker.ts';
import { canAsk, countKeys, drawKeys, judge, type SampleMatch, wilson } from './sample.ts';
import type { Side } from './side.ts';
import { about, type XrayState } from './state.ts';
import { spell } from './warn.ts';

export interface EstimateContext {
  readonly left: Side;
  readonly right: Side;
  readonly asker: Asker;
  readonly state: XrayState;
  /** Rows of large sides, on their way into the state. */
  readonly counting: readonly Promise<void>[];
  /** Whether keys drawn elsewhere may be sent into queries of the connection. */
  readonly allowsProbes: (connection: string) => boolean;
}

/** Draws keys of each side and asks both for them. Answers the pairs of rows that meet, about; undefined where that cannot be told. */
export async function estimate(context: EstimateContext): Promise<Measured | undefined> {
  const { state, counting } = context;
  const sampled = await sample(context);
  await Promise.all(counting);
  if (sampled === undefined) return undefined;
  takeSample(state, 'left', sampled.left);
  takeSample(state, 'right', sampled.right);
  const shares = [shareOf(state.left.input, sampled.left), shareOf(state.right.input, sampled.right)];
  state.warn('estimate_only', `Matches are estimates: ${shares.join('; ')}.`);
  return estimatePairs(state, sampled.left, sampled.right);
}

async function sample({
  left,
  right,
  asker,
  state,
  allowsProbes,
}: EstimateContext): Promise<{ left: SampleMatch; right: SampleMatch } | undefined> {
  const forbidden = [left, right].flatMap(({ document }) => connectionsOf(document)).find((id) => !allowsProbes(id));
  if (forbidden !== undefined) {
    state.warn('estimate_only', `The match is not measured: the policy of ${forbidden} lets no sampled keys in.`);
    return undefined;
  }
  const closed = [left, right].find((side) => !canAsk(side));
  if (closed !== undefined) {
    state.warn(
      'estimate_only',
      `The match is not measured: ${closed.alias} is large and no index is known on its key as it is stored.`,
    );
    return undefined;
  }
  const drawn = await Promise.all([drawKeys(left, asker), drawKeys(right, asker)]).catch(unlessTimeout);
  const keys = drawn?.flat() ?? [];
  const asked = Promise.all([countKeys(left, keys, asker), countKeys(right, keys, asker)]);
  const counted = await asked.catch(unlessTimeout);
  if (drawn === undefined || counted === undefined) {
    state.warn('estimate_only', 'The match is not measured: the sources did not answer small questions in time.');
    return undefined;
  }
  return { left: judge(drawn[0], counted[0], counted[1]), right: judge(drawn[1], counted[1], counted[0]) };
}

/** Connections that a document reads. */
const connectionsOf = (document: JoinDocument): string[] =>
  document.inputs.flatMap(({ source }) => {
    if (source.kind === 'join') return connectionsOf(source.join);
    return source.kind === 'result' ? [] : [source.connection];
  });

function shareOf(input: string, { keys, matchedKeys }: SampleMatch): string {
  const [low, high] = wilson(matchedKeys, keys);
  const percent = (share: number): string => spell(Math.round(share * 1000) / 10);
  return `of ${spell(keys)} keys drawn from ${input}, ${spell(matchedKeys)} met (${percent(low)} to ${percent(high)} % of all)`;
}

function takeSample(state: XrayState, which: 'left' | 'right', found: SampleMatch): void {
  const side = state[which];
  if (side.rows === undefined || found.keys === 0) return;
  const filled = side.rows.value - (side.nullKeys?.value ?? 0);
  const distinct = side.distinctKeys ?? about(filled / (found.rows / found.keys));
  state.set(which, {
    distinctKeys: distinct,
    duplicateKeys: side.duplicateKeys ?? about((distinct.value * found.duplicateKeys) / found.keys),
    matchedKeys: about((distinct.value * found.matchedKeys) / found.keys),
    matchedRows: about((filled * found.matchedRows) / found.rows),
  });
}

/** From the side of which more rows were seen. */
function estimatePairs(state: XrayState, left: SampleMatch, right: SampleMatch): Measured | undefined {
  const [found, side] = left.rows >= right.rows ? [left, state.left] : [right, state.right];
  if (side.rows === undefined || found.rows === 0) return undefined;
  return about(((side.rows.value - (side.nullKeys?.value ?? 0)) * found.pairs) / found.rows);
}
