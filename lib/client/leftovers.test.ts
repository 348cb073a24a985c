import { afterEach, expect, it, vi } from 'vitest';
import type { SqlDocument } from '../contract/document.ts';
import type { DocumentActions } from './document-actions.ts';
import { DocumentStore } from './document-store.ts';

/** Storage of a browser, its keys being properties as those of `localStorage` are. */
function browserStorage(kept: Readonly<Record<string, string>>): Record<string, unknown> {
  const storage: Record<string, unknown> = { ...kept };
  const add = (name: string, value: unknown) => Object.defineProperty(storage, name, { value, enumerable: false });
  add('getItem', (key: string) => storage[key] ?? null);
  add('removeItem', (key: string) => Reflect.deleteProperty(storage, key));
  return storage;
}

const documentOf = (id: string, text: string): SqlDocument => ({
  id,
  kind: 'statement',
  title: id,
  text,
  target: 'federated',
  rowLimit: 10,
  position: 0,
  isOpen: true,
  version: 1,
  updatedAt: new Date(0).toISOString(),
});

function actionsOf(documents: readonly SqlDocument[]): DocumentActions {
  const unknown = { code: 'not_found', class: 'user', message: 'There is no such document.' } as const;
  return {
    list: async () => ({ ok: true, value: [...documents] }),
    get: async () => ({ ok: false, error: unknown }),
    create: async (document) => ({
      ok: true,
      value: { ...documentOf('new', document.text), ...document, kind: 'statement' },
    }),
    save: async (document) => ({ ok: true, value: { ...documentOf(document.id, document.text), version: 2 } }),
    listClosed: async () => ({ ok: true, value: [] }),
  };
}

afterEach(() => vi.unstubAllGlobals());

it('unsaved text comes back to whoever has the document, and waits for them while others use the browser', async () => {
  const leftover = (id: string) => JSON.stringify({ id, version: 1, title: id, text: `-- of ${id}` });
  const storage = browserStorage({ 'joinery.unsaved.hers': leftover('hers'), 'joinery.unsaved.his': leftover('his') });
  vi.stubGlobal('localStorage', storage);
  const store = new DocumentStore(actionsOf([documentOf('his', '')]));
  await store.load(undefined);
  expect(store.getState().tabs.map(({ id }) => id)).toEqual(['his']);
  expect(store.text('his')).toBe('-- of his');
  expect(Object.keys(storage)).toEqual(['joinery.unsaved.hers']);
  await store.flush();
});
