import { describe, expect, it } from 'vitest';
import { edgesOf, preparePair } from '../edges/analyse-pair.ts';
import { decide } from '../edges/decide.ts';
import { LiveTable } from '../read/live-table.ts';
import { MemoryReader, type MemoryTable, memoryTable } from '../testing/memory-tables.ts';
import { NormalisedValues } from '../values/find-steps.ts';
import { suggestModel } from '../weights/model.ts';
import { suggestionCards } from './suggestion-cards.ts';

const rows = <Row>(count: number, row: (index: number) => Row): Row[] =>
  Array.from({ length: count }, (_, index) => row(index));

async function best(left: MemoryTable, right: MemoryTable) {
  const reader = new MemoryReader([left, right]);
  const tables = [new LiveTable(left, reader), new LiveTable(right, reader)] as const;
  for (const table of tables) await table.readSample();
  const edges = await edgesOf(await preparePair(...tables, new NormalisedValues()), suggestModel());
  const [card] = suggestionCards(decide([{ edges }], suggestModel()), {
    isProvisional: () => false,
    notes: () => ({ warnings: [] }),
  }).suggestions;
  if (card === undefined) throw new Error('Nothing was proposed');
  return card;
}

const code = (at: number) => `K${((at * 7_919) % 100_003) + 100_000}`;
const stores = memoryTable(
  'a',
  'stores',
  { store_id: 'VARCHAR', city: 'VARCHAR' },
  rows(40, (at) => [code(at), `c${at % 3}`]),
);

describe('what a card says', () => {
  it('names the rows that find no partner, and the type that keeps them', async () => {
    const sales = memoryTable(
      'b',
      'sales',
      { stor_id: 'VARCHAR', total: 'BIGINT' },
      rows(100, (at) => [code(at % 50), at * 17]),
    );
    const card = await best(sales, stores);
    expect(card.type).toBe('left');
    expect(card.reason).toBe(
      'sales.stor_id and stores.store_id are one name written in two ways. In stores 40 of 50 keys compared are found, where it is unique; 20 % of the rows find none, which a left join keeps.',
    );
    expect(card.evidence.unmatchedExamples).toEqual(rows(5, (at) => code(40 + at)));
  });

  it('warns where rows are multiplied', async () => {
    const visits = memoryTable(
      'b',
      'visits',
      { store_id: 'VARCHAR', page: 'BIGINT' },
      rows(200, (at) => [code(at % 40), at * 31]),
    );
    const hours = memoryTable(
      'c',
      'opening_hours',
      { store_id: 'VARCHAR', opens: 'BIGINT' },
      rows(120, (at) => [code(at % 40), (at * 13) % 24]),
    );
    const card = await best(visits, hours);
    expect(card.cardinality).toBe('n:m');
    expect(card.warnings.join(' ')).toMatch(/Each row of \w+ becomes \d\.\d rows on average.*repeats on both sides/);
    expect(card.evidence.worstKeys[0]?.rows).toBeGreaterThan(1);
  });

  it('keeps an identity of its own, whichever table is named first', async () => {
    const sales = memoryTable(
      'b',
      'sales',
      { stor_id: 'VARCHAR' },
      rows(100, (at) => [code(at % 40)]),
    );
    expect((await best(sales, stores)).id).toBe((await best(stores, sales)).id);
  });
});
