import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ResultDescription } from '../../../lib/contract/description.ts';
import { dbtYaml } from './dbt.ts';
import { markdownOf } from './markdown.ts';

const description: ResultDescription = {
  runId: 'r1',
  title: 'Orders | all',
  description: 'One row for each order.',
  writtenBy: 'lineage',
  caveats: ['Only the first 3 rows were kept.'],
  columns: [
    {
      position: 0,
      label: 'revenue',
      type: 'DECIMAL(38,2)',
      title: 'Revenue',
      description: 'Sum of totals: "gross" <b>and</b> net | both.\nSecond line.',
      unit: 'EUR',
      caveats: ['NULL where nothing matched.'],
      sources: [{ connection: 'shop', schema: 'public', table: 'orders', column: 'total' }],
      expression: 'sum(o.total)',
      writtenBy: 'person',
      isConfirmed: true,
    },
  ],
  version: 1,
};

it('writes dbt properties that read back with everything', () => {
  const { version, models } = parse(dbtYaml(description, 'orders')) as { version: number; models: unknown[] };
  expect(version).toBe(2);
  expect(models).toMatchObject([
    {
      name: 'orders',
      columns: [
        {
          name: 'revenue',
          description: `${description.columns[0]?.description}\nNULL where nothing matched.`,
          data_type: 'DECIMAL(38,2)',
          config: {
            meta: {
              joinery: { unit: 'EUR', from: ['shop.public.orders.total'], expression: 'sum(o.total)', confirmed: true },
            },
          },
        },
      ],
    },
  ]);
});

it('writes Markdown whose cells nothing in the texts can end', () => {
  const lines = markdownOf(description).trimEnd().split('\n');
  const row = lines.at(-1) ?? '';
  expect(row.match(/(?<!\\)\|/g)).toHaveLength(8);
  expect(row).toContain('&lt;b>and');
  expect(row).toContain('*NULL where nothing matched.*');
  expect(lines[0]).toBe('# Orders \\| all');
});
