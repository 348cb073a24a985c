import { expect, it, vi } from 'vitest';
import type { ResultDescription } from '../../lib/contract/description.ts';
import { DescriptionSession } from './description-session.ts';

const description: ResultDescription = {
  runId: 'r1',
  title: 'Orders',
  description: 'All orders.',
  writtenBy: 'lineage',
  caveats: [],
  columns: [
    {
      position: 0,
      label: 'total',
      type: 'DECIMAL(12,2)',
      title: 'Total',
      description: 'As in shop.orders.total.',
      unit: 'EUR',
      caveats: [],
      sources: [],
      writtenBy: 'lineage',
      isConfirmed: true,
    },
  ],
  version: 0,
};
const never = 1_000_000;

function started(save = async (sent: ResultDescription) => ({ ...sent, version: sent.version + 1 })) {
  const saveDescription = vi.fn(async (sent: ResultDescription) => ({ ok: true, value: await save(sent) }) as const);
  const describe = async () => ({ ok: true, value: description }) as const;
  return { session: new DescriptionSession('r1', { describe, saveDescription }, never), saveDescription };
}

it('makes whoever types the author, and wants it confirmed again', async () => {
  const { session, saveDescription } = started();
  await session.load();
  session.editColumn(0, { description: 'Value with VAT.', unit: '' });
  await session.flush();
  const [column] = session.getState().description?.columns ?? [];
  expect(column).toMatchObject({ description: 'Value with VAT.', writtenBy: 'person', isConfirmed: false });
  expect(column).not.toHaveProperty('unit');
  expect(saveDescription).toHaveBeenCalledOnce();
  expect(session.getState()).toMatchObject({ saveState: 'saved', description: { version: 1 } });
});

it('keeps what is typed while a save is under way, over the version that the save gave', async () => {
  const gate = Promise.withResolvers<void>();
  const { session, saveDescription } = started(async (sent) => {
    await gate.promise;
    return { ...sent, version: sent.version + 1 };
  });
  await session.load();
  session.edit({ title: 'First' });
  const saving = session.flush();
  session.edit({ title: 'Second' });
  gate.resolve();
  await saving;
  expect(session.getState()).toMatchObject({ saveState: 'dirty', description: { title: 'Second', version: 1 } });
  await session.flush();
  expect(saveDescription.mock.calls.map(([sent]) => [sent.title, sent.version])).toEqual([
    ['First', 0],
    ['Second', 1],
  ]);
});

it('shows why a save was refused and keeps the text', async () => {
  const { session } = started(() => Promise.reject(new TypeError('away')));
  await session.load();
  session.edit({ title: 'Mine' });
  await session.flush();
  expect(session.getState()).toMatchObject({ saveState: 'failed', description: { title: 'Mine' } });
  expect(session.getState().error?.message).toBe('Joinery does not answer.');
});
