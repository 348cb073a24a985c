import { expect, it } from 'vitest';
import type { CatalogTable } from '../../lib/contract/catalog.ts';
import { MOST_PICKED, togglePicked } from './picked-tables.ts';

const table = (name: string, connection = 'shop'): CatalogTable => ({
  connection,
  schema: 'main',
  name,
  kind: 'table',
  columnCount: 1,
  sqlName: `${connection}.${name}`,
});

it('tables are picked in order, let go again, and are told apart by their connection', () => {
  let picked = togglePicked([], table('b'));
  picked = togglePicked(picked, table('a'));
  picked = togglePicked(picked, table('b', 'crm'));
  expect(picked.map(({ sqlName }) => sqlName)).toEqual(['shop.b', 'shop.a', 'crm.b']);
  expect(togglePicked(picked, table('a')).map(({ sqlName }) => sqlName)).toEqual(['shop.b', 'crm.b']);
});

it('no more are picked than a join takes', () => {
  const full = Array.from({ length: MOST_PICKED }, (_, index) => table(`t${index}`));
  expect(togglePicked(full, table('more'))).toBe(full);
  expect(togglePicked(full, table('t0'))).toHaveLength(MOST_PICKED - 1);
});
