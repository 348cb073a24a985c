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
