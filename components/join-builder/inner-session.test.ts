import { expect, it } from 'vitest';
import { addInput, newJoin, renameInput } from '../../lib/join/edit-inputs.ts';
import { wrapInput } from '../../lib/join/inner.ts';
import { innerSession, pathWithin } from './inner-session.ts';
import { JoinSession } from './join-session.ts';

const table = (name: string) => ({ kind: 'table', connection: 'shop', schema: 'main', table: name }) as const;

it('a join within a join is edited as one of its own, and undone with the whole', () => {
  const session = new JoinSession('', () => undefined);
  session.edit('first', () => ({
    ...addInput(newJoin(table('orders')), table('accounts')),
    parameters: [{ name: 'since', type: 'date', value: null }],
  }));
  session.edit('a join of its own', (document) => document && wrapInput(document, 'a'));
  const inner = innerSession(session, ['a']);
  expect(inner.getState().document).toMatchObject({ inputs: [{ alias: 'a' }], parameters: [{ name: 'since' }] });
  expect(inner.getState()).toBe(inner.getState());
  inner.edit('more', (document) => document && addInput(document, table('owners')));
  const whole = session.getState().document;
  const source = whole?.inputs[1]?.source;
  expect(source).toMatchObject({ kind: 'join', join: { inputs: [{ alias: 'a' }, { alias: 'o' }] } });
  expect(source?.kind === 'join' && source.join.parameters).toBeUndefined();
  expect(inner.edit('nothing', (document) => document)).toBe(false);
  expect(inner.undo()).toBe('more');
  expect(inner.getState().document?.inputs).toHaveLength(1);
  expect(pathWithin(whole, ['a', 'o'])).toEqual(['a']);
  expect(pathWithin(whole && renameInput(whole, 'a', 'b'), ['a'])).toEqual([]);
});
