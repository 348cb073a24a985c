import { expect, it } from 'vitest';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { XrayFrame } from '../../lib/contract/join-xray.ts';
import { checkRun, type Measure } from './run-check.ts';

const table = (alias: string) => ({
  alias,
  source: { kind: 'table' as const, connection: 'c', schema: 's', table: alias },
  filters: [],
});
const document: JoinDocument = {
  version: 1,
  inputs: [table('a'), table('b')],
  steps: [{ kind: 'join', type: 'inner', keys: [] }],
  duplicates: 'prefix',
  coalesceKeys: false,
};
const frame = (change: Partial<XrayFrame>): XrayFrame => ({
  step: 0,
  left: { input: 'a' },
  right: { input: 'b' },
  worstKeys: [],
  warnings: [],
  queries: 0,
  rowsRead: 0,
  ms: 0,
  isDone: false,
  ...change,
});
const open = { rows: 2.5e9, openSteps: [0], isHarmless: false };
const never = new AbortController().signal;
const rows = (value: number) => ({ expectedRows: { value, isExact: true } });
async function* frames(...all: XrayFrame[]): AsyncGenerator<XrayFrame> {
  yield* all;
}
const check = (measure: Measure, bound = open, known = new Map<number, XrayFrame>()) =>
  checkRun(document, bound, known, measure, never);

it('measures nothing of a join that is harmless by the catalog, or measured already', async () => {
  const unused: Measure = () => {
    throw new Error('Nothing is measured');
  };
  expect(await check(unused, { ...open, isHarmless: true })).toBeUndefined();
  expect(await check(unused, open, new Map([[0, frame(rows(5))]]))).toBeUndefined();
});

it('asks with the rows that were measured, and lets a measured join run that stays small', async () => {
  const warning = { kind: 'explosion' as const, message: 'The join gives 2,500,000,000 rows.' };
  const explodes = frame({ ...rows(2.5e9), warnings: [warning] });
  expect(await check(() => frames(frame({}), explodes))).toEqual({
    message: warning.message,
    expected: { value: 2.5e9, isExact: true },
  });
  expect(await check(() => frames(frame({}), frame(rows(40))))).toBeUndefined();
});

it('asks with what the catalog says where nothing could be measured', async () => {
  const unmeasured = await check(() => frames(frame({ isDone: true })));
  expect(unmeasured).toMatchObject({ message: expect.stringContaining('up to ≈ 2.5 G rows'), expected: undefined });
  // biome-ignore lint/correctness/useYield: it fails before it has any
  const failing: Measure = async function* () {
    throw new Error('The source is gone');
  };
  expect(await check(failing, { ...open, rows: Number.POSITIVE_INFINITY })).toMatchObject({
    message: expect.stringContaining('does not know how large'),
  });
});
