import { describe, expect, it } from 'vitest';
import type { JoinMistake } from '../../lib/join/mistake.ts';
import { runWaitsFor, waitsFor } from './waits-for.ts';

const known = { isKnown: true, isConnected: true };
const mistake = (message: string, place: JoinMistake['place']): JoinMistake =>
  ({ message, place, severity: 'error' }) as JoinMistake;

describe('why a join cannot run', () => {
  it('asks for inputs, then connections, then what is wrong, then waits', () => {
    expect(runWaitsFor(1, [], known)).toMatch(/two inputs/);
    expect(runWaitsFor(2, [], { isKnown: false, isConnected: false })).toMatch(/not here/);
    expect(runWaitsFor(3, [mistake('The second step needs a key.', { step: 1 })], known)).toBe(
      'The second step needs a key.',
    );
    expect(runWaitsFor(2, [], { isKnown: false, isConnected: true })).toMatch(/Waiting/);
    expect(runWaitsFor(2, [], known)).toBe('');
  });

  it('a step waits for its own mistakes, not for those of another', () => {
    const step = { kind: 'join', type: 'inner', keys: [{}] } as never;
    const mistakes = [mistake('one', { step: 0 })];
    expect(waitsFor(step, mistakes, 1, known)).toBe('');
    expect(waitsFor(step, mistakes, 0, known)).toMatch(/mended/);
  });
});
