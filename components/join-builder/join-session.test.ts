import { expect, it, vi } from 'vitest';
import type { JoinDocument } from '../../lib/contract/join.ts';
import { JoinSession } from './join-session.ts';

const orders: JoinDocument = {
  version: 1,
  inputs: [
    { alias: 'orders', source: { kind: 'table', connection: 'shop', schema: 'public', table: 'orders' }, filters: [] },
  ],
  steps: [],
  duplicates: 'prefix',
  coalesceKeys: false,
};

it('keeps each change as text, and undo and redo lead through them with their words', () => {
  const onText = vi.fn();
  const session = new JoinSession('', onText);
  expect(session.getState()).toMatchObject({ document: undefined, canUndo: false });
  session.edit('orders added', () => orders);
  session.edit('rule changed', (before) => before && { ...before, duplicates: 'suffix' });
  expect(JSON.parse(onText.mock.lastCall?.[0])).toMatchObject({ duplicates: 'suffix' });
  expect(session.undo()).toBe('rule changed');
  expect(session.getState()).toMatchObject({ document: orders, canUndo: true, canRedo: true });
  expect(session.undo()).toBe('orders added');
  expect(onText).toHaveBeenLastCalledWith('');
  expect(session.undo()).toBeUndefined();
  session.redo();
  expect(session.redo()).toBe('rule changed');
  expect(session.getState().document?.duplicates).toBe('suffix');
});

it('a new change ends what could be redone, and no change is no step', () => {
  const session = new JoinSession(JSON.stringify(orders), () => undefined);
  expect(session.edit('nothing', (before) => before)).toBe(false);
  expect(session.getState().canUndo).toBe(false);
  session.edit('rule changed', (before) => before && { ...before, duplicates: 'first' });
  session.undo();
  session.edit('keys made one', (before) => before && { ...before, coalesceKeys: true });
  expect(session.getState()).toMatchObject({ canRedo: false, canUndo: true });
});

it('text that is no join is told and left as it is', () => {
  const onText = vi.fn();
  const session = new JoinSession('{"version":2}', onText);
  expect(session.getState().problem).toMatch(/version/);
  expect(session.edit('anything', () => orders)).toBe(false);
  expect(onText).not.toHaveBeenCalled();
  expect(new JoinSession('SELECT 1', onText).getState().problem).toBe('It is not JSON.');
});
