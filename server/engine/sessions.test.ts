import { expect, it } from 'vitest';
import type { Connector, Session } from '../connectors/connector.ts';
import { Sessions } from './sessions.ts';

/** Its sessions open when `gate` does, or never. */
function connectorOf(gate: Promise<void>, heard: string[], onOpening = (): void => {}): Connector {
  const session = { close: async () => void heard.push('closed') } as unknown as Session;
  const openSession: Connector['openSession'] = async ({ signal }) => {
    onOpening();
    const given = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    await Promise.race([gate, given]).catch((thrown: unknown) => {
      heard.push('given up');
      throw thrown;
    });
    return session;
  };
  return { openSession } as unknown as Connector;
}

it('closes what is open, and waits for none that is still being opened', async () => {
  const heard: string[] = [];
  const open = connectorOf(Promise.resolve(), heard);
  const opening = Promise.withResolvers<void>();
  const hanging = connectorOf(new Promise(() => {}), heard, opening.resolve);
  const sessions = new Sessions((id) => (id === 'shop' ? open : hanging), 'run', new AbortController().signal);
  await sessions.get('shop');
  sessions.openFor([{ kind: 'table', connection: 'crm' } as never]);
  const asked = sessions.get('crm');
  asked.catch(() => undefined);
  await opening.promise;
  await sessions.close();
  expect(heard.toSorted()).toEqual(['closed', 'given up']);
  await expect(asked).rejects.toThrow();
});

it('opens none that is not wanted any more', async () => {
  const heard: string[] = [];
  const sessions = new Sessions(
    () => connectorOf(Promise.resolve(), heard, () => heard.push('opening')),
    'run',
    new AbortController().signal,
  );
  sessions.openFor([{ kind: 'table', connection: 'shop' } as never]);
  await sessions.close();
  expect(heard).toEqual([]);
});
