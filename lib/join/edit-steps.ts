/** Edits of steps and keys. Each answers a new document; what does not apply answers the document as it was. */
import type {
  ColumnReference,
  JoinDocument,
  JoinKey,
  JoinStep,
  JoinType,
  KeySide,
  Normaliser,
} from '../contract/join.ts';
import { visibleInputs } from './inputs.ts';

type JoinOnlyStep = Extract<JoinStep, { kind: 'join' }>;
type UnionStep = Extract<JoinStep, { kind: 'union' }>;

/** Changes one step. */
export function changeStep(document: JoinDocument, index: number, change: (step: JoinStep) => JoinStep): JoinDocument {
  const step = document.steps[index];
  if (step === undefined) return document;
  const changed = change(step);
  return changed === step ? document : { ...document, steps: document.steps.with(index, changed) };
}

const changeJoin = (
  document: JoinDocument,
  index: number,
  change: (step: JoinOnlyStep) => JoinOnlyStep,
): JoinDocument => changeStep(document, index, (step) => (step.kind === 'join' ? change(step) : step));

/** Join type, or a union. Keys of a join are kept over other types of join; a cross join drops them. */
export function setStepType(
  document: JoinDocument,
  index: number,
  type: JoinType | 'union' | 'union all',
): JoinDocument {
  return changeStep(document, index, (step) => {
    if (type === 'union' || type === 'union all') {
      const all = type === 'union all';
      return step.kind === 'union' ? { ...step, all } : { kind: 'union', all, mapping: { by: 'name' } };
    }
    if (step.kind === 'union') return { kind: 'join', type, keys: [] };
    const { isConfirmed: _, ...rest } = step;
    return { ...rest, type, keys: type === 'cross' ? [] : step.keys };
  });
}

/** Says that a cross join is meant. */
export const confirmCross = (document: JoinDocument, index: number): JoinDocument =>
  changeJoin(document, index, (step) => (step.type === 'cross' ? { ...step, isConfirmed: true } : step));

/** The step at which two columns can be a key: the one that adds the later of their inputs; undefined if there is none. */
export function stepOf(document: JoinDocument, a: ColumnReference, b: ColumnReference): number | undefined {
  const places = [a, b].map(({ input }) => document.inputs.findIndex(({ alias }) => alias === input));
  const [first = -1, second = -1] = places;
  const index = Math.max(first, second) - 1;
  const isJoin = document.steps[index]?.kind === 'join';
  const before = document.inputs[Math.min(first, second)];
  if (first < 0 || second < 0 || first === second || !isJoin || before === undefined) return undefined;
  return visibleInputs(document).includes(before) ? index : undefined;
}

/**
 * Makes a key of two columns, given in either order. A key of the same two columns is not added again; a cross join becomes an inner one.
 */
export function addKey(
  document: JoinDocument,
  a: ColumnReference & { normalisers?: readonly Normaliser[] },
  b: ColumnReference & { normalisers?: readonly Normaliser[] },
  operator: JoinKey['operator'] = '=',
): JoinDocument {
  const index = stepOf(document, a, b);
  if (index === undefined) return document;
  const added = document.inputs[index + 1]?.alias;
  const [left, right] = b.input === added ? [a, b] : [b, a];
  const key: JoinKey = { left: side(left), operator, right: side(right) };
  return changeJoin(document, index, (step) => {
    if (step.keys.some((other) => isSame(other.left, left) && isSame(other.right, right))) return step;
    const { isConfirmed: _, ...rest } = step;
    return { ...rest, type: step.type === 'cross' ? 'inner' : step.type, keys: [...step.keys, key] };
  });
}

const side = ({ input, column, normalisers }: ColumnReference & { normalisers?: readonly Normaliser[] }): KeySide => ({
  input,
  column,
  normalisers: [...(normalisers ?? [])],
});

const isSame = (a: ColumnReference, b: ColumnReference): boolean => a.input === b.input && a.column === b.column;

export const removeKey = (document: JoinDocument, index: number, key: number): JoinDocument =>
  changeJoin(document, index, (step) =>
    step.keys[key] === undefined ? step : { ...step, keys: step.keys.toSpliced(key, 1) },
  );

/** Another key in the place of one: other columns, another operator. */
export const replaceKey = (document: JoinDocument, index: number, key: number, next: JoinKey): JoinDocument =>
  changeJoin(document, index, (step) =>
    step.keys[key] === undefined ? step : { ...step, keys: step.keys.with(key, next) },
  );

export const setNormalisers = (
  document: JoinDocument,
  index: number,
  key: number,
  which: 'left' | 'right',
  normalisers: readonly Normaliser[],
): JoinDocument =>
  changeKey(document, index, key, (old) => ({ ...old, [which]: { ...old[which], normalisers: [...normalisers] } }));

const changeKey = (
  document: JoinDocument,
  index: number,
  key: number,
  change: (key: JoinKey) => JoinKey,
): JoinDocument =>
  changeJoin(document, index, (step) => {
    const old = step.keys[key];
    return old === undefined ? step : { ...step, keys: step.keys.with(key, change(old)) };
  });

export const setMapping = (document: JoinDocument, index: number, mapping: UnionStep['mapping']): JoinDocument =>
  changeStep(document, index, (step) => (step.kind === 'union' ? { ...step, mapping } : step));

/** Name of the column that says which input a row came from; undefined = none. */
export const setSourceColumn = (document: JoinDocument, index: number, name: string | undefined): JoinDocument =>
  changeStep(document, index, (step) => {
    if (step.kind !== 'union') return step;
    const { sourceColumn: _, ...rest } = step;
    return name === undefined || name === '' ? rest : { ...rest, sourceColumn: name };
  });
