import { rmSync, writeSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { inRoot } from './paths.mjs';
import { groupsOf, runSteps } from './run-steps.mjs';

const step = (name: string, beside?: string) => ({
  name,
  title: name,
  ...(beside === undefined ? {} : { beside }),
  run: async () => ({ passed: 1, failed: 0 }),
});
const names = (groups: readonly (readonly { name: string }[])[]) =>
  groups.map((group) => group.map(({ name }) => name));

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(inRoot('test-results/run-steps-guest.log'), { force: true });
});

it('puts a step beside its host only where both run and share processors', () => {
  const all = [step('types'), step('unit'), step('other'), step('browser', 'unit')];
  expect(names(groupsOf(all, true))).toEqual([['types'], ['unit', 'browser'], ['other']]);
  expect(names(groupsOf(all, false))).toEqual([['types'], ['unit'], ['other'], ['browser']]);
  expect(names(groupsOf([step('browser', 'unit')], true))).toEqual([['browser']]);
});

it('runs both at once, shows what the second said after the first, and counts a thrown error as a failure', async () => {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
  const begun = Promise.withResolvers<void>();
  const host = { ...step('run-steps-host'), run: () => begun.promise.then(() => ({ passed: 3, failed: 0 })) };
  const guest = {
    ...step('run-steps-guest', 'run-steps-host'),
    run: async (_node: string, _extra: string[], output: number) => {
      // The host ends only once we have begun.
      begun.resolve();
      writeSync(output, 'said by the guest');
      throw new Error('broken');
    },
  };
  const outcomes = await runSteps([host, guest], 'node', [], true);
  expect(outcomes).toMatchObject([
    { step: host, passed: 3, failed: 0 },
    { step: guest, passed: 0, failed: 1 },
  ]);
  expect(lines).toContain('broken');
  expect(lines.at(-1)).toContain('said by the guest');
});

it('runs files that failed beside another step once more alone, and says which passed there', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const asked: string[][] = [];
  const host = {
    ...step('run-steps-host'),
    run: async (_node: string, extra: string[]) => {
      asked.push(extra);
      return extra.length === 0
        ? { passed: 7, failed: 2, failedFiles: ['a.test.ts', 'b.test.ts'] }
        : { passed: 4, failed: 1, failedFiles: ['b.test.ts'] };
    },
  };
  const guest = step('run-steps-guest', 'run-steps-host');
  const outcomes = await runSteps([host, guest], 'node', [], true);
  expect(asked).toEqual([[], ['a.test.ts', 'b.test.ts']]);
  expect(outcomes).toMatchObject([
    { step: host, passed: 8, failed: 1, failedFiles: ['b.test.ts'], passedAlone: ['a.test.ts'] },
    { step: guest, passed: 1, failed: 0 },
  ]);
});

it('runs nothing again that failed with the machine to itself, or in many files', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const run = vi.fn(async () => ({ passed: 1, failed: 1, failedFiles: ['a.test.ts'] }));
  expect(await runSteps([{ ...step('run-steps-host'), run }], 'node', [], true)).toMatchObject([{ failed: 1 }]);
  expect(run).toHaveBeenCalledTimes(1);
  const many = vi.fn(async () => ({ passed: 1, failed: 9, failedFiles: [...'abcdefghi'] }));
  const guest = step('run-steps-guest', 'run-steps-host');
  expect(await runSteps([{ ...step('run-steps-host'), run: many }, guest], 'node', [], true)).toMatchObject([
    { failed: 9 },
    { failed: 0 },
  ]);
  expect(many).toHaveBeenCalledTimes(1);
});
