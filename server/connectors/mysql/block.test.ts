import { expect, it } from 'vitest';
import type { BlockCondition, BlockQuery } from '../block.ts';
import type { TableInfo } from '../connector.ts';
import { mysqlBlocks } from './block.ts';

const column = { name: 'day', sourceType: 'date', type: 'DATE', nullable: true };
const table: TableInfo = {
  schema: 'test',
  name: 'days',
  kind: 'table',
  columns: [column],
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
};
const after: BlockCondition = {
  kind: 'atom',
  source: 0,
  atom: { kind: 'comparison', column: 'day', operator: '>', value: { type: 'DATE', value: '2024-01-01' } },
};
const countWhere = (condition: BlockCondition): BlockQuery => ({
  sources: [{ table }],
  where: [condition],
  isGrouped: true,
  outputs: [{ name: 'n', type: 'BIGINT', value: { kind: 'aggregate', name: 'countRows' } }],
  having: [],
  orderBy: [],
});

// `NOT (day > ...)` of a zero date is true at the server; here it is refused, or NULL.
it.each([{ kind: 'not', part: after } as const, { kind: 'not', part: { kind: 'or', parts: [after, after] } } as const])(
  'counts nothing at the server under NOT over dates that may be zero',
  (condition) => {
    expect(mysqlBlocks('refuse').render(countWhere(condition))).toEqual({ refused: 'NOT over dates that may be zero' });
    expect(mysqlBlocks('refuse').render(countWhere(after))).toHaveProperty('sql');
  },
);

it('guards against zero dates only where the condition itself lets them in', () => {
  const sqlOf = (operator: '<' | '<=' | '>' | '>=') => {
    const atom = { kind: 'comparison', column: 'day', operator, value: { type: 'DATE', value: '2024-01-01' } } as const;
    const rendered = mysqlBlocks('refuse').render(countWhere({ kind: 'atom', source: 0, atom }));
    return 'sql' in rendered ? rendered.sql : rendered.refused;
  };
  for (const operator of ['<', '<='] as const) expect(sqlOf(operator)).toContain("AND `t0`.`day` >= DATE'0001-01-01'");
  for (const operator of ['>', '>='] as const) expect(sqlOf(operator)).not.toContain('0001-01-01');
});

it('counts no dates at the server, where a zero date is a value', () => {
  const argument = { kind: 'column', source: 0, column } as const;
  for (const name of ['count', 'countDistinct'] as const) {
    const outputs = [{ name: 'n', type: 'BIGINT', value: { kind: 'aggregate', name, argument } }] as const;
    const counted: BlockQuery = { ...countWhere(after), outputs };
    expect(mysqlBlocks('refuse').render(counted)).toEqual({ refused: 'count of dates that may be zero' });
  }
});
