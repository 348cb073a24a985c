import { afterEach, expect, it, vi } from 'vitest';
import { readQuery } from './read-query.ts';

const query = {
  id: 'q',
  version: 1,
  title: 'Shared',
  description: '',
  kind: 'statement',
  text: 'SELECT 1',
  target: 'federated',
  rowLimit: 1000,
  parameters: [],
  tags: [],
  collection: '',
  isFavourite: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};

afterEach(() => vi.unstubAllGlobals());

/** A server that tells links to nobody. */
const refuseLinks = (access: string | undefined) =>
  vi.stubGlobal('fetch', async (address: string) => {
    if (address.endsWith('/shares'))
      return Response.json(
        { error: { code: 'forbidden', class: 'user', message: 'Only its owner.' } },
        { status: 403 },
      );
    if (/\/(versions|comments)$/.test(address)) return Response.json([]);
    return Response.json({ ...query, access });
  });

it.each(['view', 'edit'])('shows a query shared to %s, whose links only its owner may see', async (access) => {
  refuseLinks(access);
  expect(await readQuery('q')).toMatchObject({ query: { title: 'Shared' }, shares: [] });
});

it.each(['owner', undefined])('tells a failure where links are one’s own (%s)', async (access) => {
  refuseLinks(access);
  await expect(readQuery('q')).rejects.toMatchObject({ shape: { code: 'forbidden' } });
});
