/** One side of a step, and the statements that count its keys. Groups of raw values come first, so that a source can count them itself. */
import type { JoinDocument, JoinKey, JoinStep, KeySide } from '../../../lib/contract/join.ts';
import { inputByAlias } from '../../../lib/join/inputs.ts';
import { rowsSql } from '../../../lib/join/join-sql.ts';
import { columnSql, keySideSql } from '../../../lib/join/normaliser-sql.ts';
import { typeOf } from '../../../lib/join/shape.ts';
import { reconciledType } from '../../../lib/join/types.ts';
import { JoineryError } from '../../errors.ts';
import type { Shapes, SourceShape } from '../shapes.ts';
import { CHEAP_ROWS } from './limits.ts';

export interface SideKey {
  /** `o.customer_no` */
  readonly raw: string;
  readonly type: string;
  readonly column: string;
  readonly side: KeySide;
  /** Type of the key after its normalisers in which both sides can be spelled alike; undefined where they have the same. */
  readonly commonType: string | undefined;
  /** NULL is a value like any other (`is`). */
  readonly takesNull: boolean;
}

export interface Side {
  readonly alias: string;
  /** The rows of the side: what stands before the step, or the input that it adds. */
  readonly document: JoinDocument;
  readonly keys: readonly SideKey[];
  readonly shapes: Shapes;
  /** Of a side that is one table, native statement or result. */
  readonly source: SourceShape | undefined;
  /** None of its inputs has more than the rows that are counted, by the sources' own guess; also where there is no guess. */
  readonly isSmall: boolean;
}

export type JoinOnlyStep = Extract<JoinStep, { kind: 'join' }>;

/** Both sides of a step, with the keys that compare for equality. */
export function sidesOf(
  document: JoinDocument,
  step: number,
  shapes: Shapes,
  cheapRows = CHEAP_ROWS,
): { left: Side; right: Side } {
  const what = document.steps[step];
  const added = document.inputs[step + 1];
  if (what === undefined || added === undefined)
    throw new JoineryError('bad_request', `The join has no step ${step + 1}.`);
  const keys = what.kind === 'join' ? equalKeys(what) : [];
  const { columns: _, ...whole } = document;
  const before = { ...whole, inputs: document.inputs.slice(0, step + 1), steps: document.steps.slice(0, step) };
  const alone = { ...whole, inputs: [added], steps: [] };
  const first = what.kind === 'join' ? what.keys[0]?.left.input : undefined;
  return {
    left: makeSide(first ?? before.inputs[0]?.alias ?? '', before, keys, 'left', document, shapes, cheapRows),
    right: makeSide(added.alias, alone, keys, 'right', document, shapes, cheapRows),
  };
}

export const equalKeys = (step: JoinOnlyStep): JoinKey[] =>
  step.keys.filter(({ operator }) => operator === '=' || operator === 'is');

function makeSide(
  alias: string,
  document: JoinDocument,
  keys: readonly JoinKey[],
  which: 'left' | 'right',
  whole: JoinDocument,
  shapes: Shapes,
  cheapRows: number,
): Side {
  const [only, ...more] = document.inputs;
  const source = only === undefined || more.length > 0 ? undefined : shapes.sourceOf(only.source);
  const sizes = document.inputs.map((input) => shapes.sourceOf(input.source)?.rows?.value);
  return {
    alias,
    document,
    shapes,
    source,
    isSmall: sizes.every((size) => size === undefined || size <= cheapRows),
    keys: keys.map((key) => {
      const side = key[which];
      const input = inputByAlias(document, side.input);
      return {
        raw: columnSql(side.input, side.column),
        type: typeOf(input, side.column, shapes.columnsOf),
        column: side.column,
        side,
        commonType: commonType(key, whole, shapes),
        takesNull: key.operator === 'is',
      };
    }),
  };
}

function commonType(key: JoinKey, document: JoinDocument, { columnsOf }: Shapes): string | undefined {
  const [left = '', right = ''] = [key.left, key.right].map(
    (side) =>
      keySideSql(side, { sql: '', type: typeOf(inputByAlias(document, side.input), side.column, columnsOf) }).type,
  );
  return left === right ? undefined : reconciledType(left, right);
}

/** A normalised key as text, spelled alike on both sides. */
export function keyText({ keys }: Side, index: number): string {
  const common = keys[index]?.commonType;
  return `CAST(${common === undefined ? `k${index}` : `CAST(k${index} AS ${common})`} AS VARCHAR)`;
}

/** FROM and WHERE of the side. */
export const sideRows = (side: Side, further: readonly string[] = []): string =>
  rowsSql(side.document, side.shapes.columnsOf, further);

/** Rows `v0, v1, ..., n`: raw key values and how many rows have them. */
export function rawGroups(side: Side, condition?: string): string {
  const raws = side.keys.map(({ raw }) => raw);
  const rows = sideRows(side, condition === undefined ? [] : [condition]);
  return `SELECT ${raws.map((raw, index) => `${raw} AS v${index}`).join(', ')}, count(*) AS n\n${rows}\nGROUP BY ${raws.join(', ')}`;
}

/** The same with the normalised keys `k0, k1, ...` beside them. */
export function keyedGroups(side: Side, condition?: string): string {
  return `${keyedColumns(side, ['n'])} FROM (\n${rawGroups(side, condition)}\n)`;
}

/** SELECT of raw and normalised keys over rows `v0, v1, ...`, without FROM. */
export function keyedColumns(side: Side, further: readonly string[] = []): string {
  const values = side.keys.map((_, index) => `v${index}`);
  const keys = side.keys.map(
    ({ side: { normalisers }, type }, index) =>
      `${keySideSql({ normalisers }, { sql: `v${index}`, type }).sql} AS k${index}`,
  );
  return `SELECT ${[...values, ...keys, ...further].join(', ')}`;
}

export const keyNames = (side: Side): string[] => side.keys.map((_, index) => `k${index}`);

/** Whether a group can meet a partner: no part of its key is NULL, but where NULL meets NULL. */
export const canMatch = (side: Side): string =>
  conjunction(side.keys.flatMap(({ takesNull }, index) => (takesNull ? [] : [`k${index} IS NOT NULL`])));

/** Whether a part of the raw key is NULL. */
export const isNullKey = (side: Side): string =>
  side.keys.flatMap(({ takesNull }, index) => (takesNull ? [] : [`v${index} IS NULL`])).join(' OR ') || 'false';

/** Whether a part of the key was there and could not be converted. */
export const isFailed = (side: Side): string =>
  side.keys.map((_, index) => `(v${index} IS NOT NULL AND k${index} IS NULL)`).join(' OR ') || 'false';

const conjunction = (parts: readonly string[]): string => (parts.length === 0 ? 'true' : parts.join(' AND '));
