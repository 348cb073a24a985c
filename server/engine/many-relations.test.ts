/** More relations read at the same time than Node's thread pool has threads: DuckDB waits in those threads for the pipes to be opened. */
import { expect, it } from 'vitest';
import { engineFixture } from './testing/engine-fixture.ts';
import { MemoryConnector, type MemoryTable } from './testing/memory-connector.ts';

it('twelve relations, each read twice', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `t${index}`);
  const tables = Object.fromEntries(
    names.map((name, index): [string, MemoryTable] => [
      name,
      { columns: { n: 'INTEGER' }, rows: [[String(index)], ['100']] },
    ]),
  );
  const fixture = await engineFixture([new MemoryConnector('shop', tables)]);
  try {
    const text = names
      .map((name) => `SELECT a.n FROM shop.${name} a JOIN shop.${name} b ON a.n < b.n`)
      .join(' UNION ALL ');
    const { values } = await fixture.run(text);
    expect(values.flat().toSorted((a, b) => Number(a) - Number(b))).toEqual(names.map((_, index) => index));
  } finally {
    await fixture.close();
  }
});
