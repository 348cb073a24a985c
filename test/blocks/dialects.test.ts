/** What each dialect makes of a block, side by side, and what it refuses. The same blocks run on real servers in blocks.test.ts. */
import { describe, expect, it } from 'vitest';
import type { BlockAggregate, BlockCondition, BlockOutput, BlockQuery } from '../../server/connectors/block.ts';
import type { ColumnInfo, TableInfo } from '../../server/connectors/connector.ts';
import { mysqlBlocks } from '../../server/connectors/mysql/block.ts';
import { postgresBlocks } from '../../server/connectors/postgres/block.ts';
import { sqliteBlocks } from '../../server/connectors/sqlite/block.ts';

const dialects = { postgres: postgresBlocks, mysql: mysqlBlocks('refuse'), sqlite: sqliteBlocks };
type Driver = keyof typeof dialects;
const drivers = Object.keys(dialects) as Driver[];

const column = (sourceType: string, type: string, more: Partial<ColumnInfo> = {}): ColumnInfo => ({
  name: 'c',
  sourceType,
  type,
  nullable: true,
  ...more,
});
const other = { collation: 'other' } as const;
const binary = { collation: 'binary' } as const;

const table = (columns: readonly ColumnInfo[], more: Partial<TableInfo> = {}): TableInfo => ({
  schema: 's',
  name: 't',
  kind: 'table',
  columns,
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
  ...more,
});

const ref = (one: ColumnInfo) => ({ kind: 'column', source: 0, column: one }) as const;
const count: BlockOutput = { name: 'a0', type: 'BIGINT', value: { kind: 'aggregate', name: 'countRows' } };

function block(one: ColumnInfo, changes: Partial<BlockQuery>): BlockQuery {
  return {
    sources: [{ table: table([one]) }],
    where: [],
    isGrouped: true,
    outputs: [count],
    having: [],
    orderBy: [],
    ...changes,
  };
}

/** The SQL after `refuse: ` or the refusal, without the frame that is the same everywhere. */
function render(driver: Driver, query: BlockQuery): string {
  const rendered = dialects[driver].render(query);
  return 'refused' in rendered ? `refused: ${rendered.refused}` : rendered.sql;
}

const key = (one: ColumnInfo): BlockQuery => block(one, { outputs: [{ name: 'k0', type: one.type, value: ref(one) }] });
const top = (one: ColumnInfo): BlockQuery =>
  block(one, {
    isGrouped: false,
    outputs: [{ name: 'k0', type: one.type, value: ref(one) }],
    orderBy: [{ output: 0, isDescending: true, areNullsFirst: false }],
    limit: 3,
  });
const aggregate = (name: BlockAggregate['name'], type: string, one: ColumnInfo): BlockQuery =>
  block(one, { outputs: [{ name: 'a0', type, value: { kind: 'aggregate', name, argument: ref(one) } }] });
const where = (one: ColumnInfo, condition: BlockCondition): BlockQuery => block(one, { where: [condition] });

describe('keys', () => {
  it.each<[Driver, ColumnInfo, 'goes' | 'stays', 'goes' | 'stays']>([
    // driver, column, GROUP BY, ORDER BY ... LIMIT
    ['postgres', column('bigint', 'BIGINT'), 'goes', 'goes'],
    ['postgres', column('numeric(12,2)', 'DECIMAL(12,2)'), 'goes', 'goes'],
    ['postgres', column('numeric', 'DECIMAL(38,16)'), 'stays', 'stays'],
    ['postgres', column('double precision', 'DOUBLE'), 'stays', 'stays'],
    ['postgres', column('text', 'VARCHAR', other), 'goes', 'goes'],
    ['postgres', column('text', 'VARCHAR'), 'stays', 'stays'],
    ['postgres', column('character(4)', 'VARCHAR', other), 'goes', 'stays'],
    ['postgres', column('bpchar', 'VARCHAR', other), 'stays', 'stays'],
    ['postgres', column('timestamp with time zone', 'TIMESTAMP WITH TIME ZONE'), 'goes', 'goes'],
    ['postgres', column('uuid', 'UUID'), 'goes', 'stays'],
    ['postgres', column('jsonb', 'JSON'), 'stays', 'stays'],
    ['postgres', column('interval', 'INTERVAL'), 'stays', 'stays'],
    ['mysql', column('bigint(20)', 'BIGINT'), 'goes', 'goes'],
    ['mysql', column('decimal(12,2)', 'DECIMAL(12,2)'), 'goes', 'goes'],
    ['mysql', column('decimal(60,2)', 'VARCHAR'), 'stays', 'stays'],
    ['mysql', column('double', 'DOUBLE'), 'stays', 'stays'],
    ['mysql', column('varchar(255)', 'VARCHAR', other), 'goes', 'goes'],
    ['mysql', column('varchar(256)', 'VARCHAR', other), 'stays', 'stays'],
    ['mysql', column('text', 'VARCHAR', binary), 'stays', 'stays'],
    ['mysql', column('date', 'DATE'), 'goes', 'goes'],
    ['mysql', column('time', 'INTERVAL'), 'stays', 'stays'],
    ['mysql', column('inet6', 'VARCHAR', other), 'stays', 'stays'],
    ['sqlite', column('INTEGER', 'BIGINT'), 'goes', 'goes'],
    ['sqlite', column('REAL', 'DOUBLE'), 'stays', 'stays'],
    ['sqlite', column('DECIMAL(12,2)', 'DECIMAL(12,2)'), 'stays', 'stays'],
    ['sqlite', column('TEXT', 'VARCHAR', binary), 'goes', 'goes'],
    ['sqlite', column('TEXT', 'VARCHAR', other), 'goes', 'stays'],
    ['sqlite', column('DATE', 'DATE'), 'goes', 'goes'],
    ['sqlite', column('TIMESTAMP', 'TIMESTAMP'), 'stays', 'stays'],
  ])('%s: %o grouped %s, sorted %s', (driver, one, grouped, sorted) => {
    const verdict = (query: BlockQuery) => (render(driver, query).startsWith('refused') ? 'stays' : 'goes');
    expect([verdict(key(one)), verdict(top(one))]).toEqual([grouped, sorted]);
  });

  it('are compared as bytes', () => {
    expect(render('postgres', key(column('text', 'VARCHAR', other)))).toBe(
      'SELECT "t0"."c" COLLATE "C" AS "k0" FROM "s"."t" "t0" GROUP BY "t0"."c" COLLATE "C"',
    );
    expect(render('mysql', key(column('varchar(9)', 'VARCHAR', other)))).toBe(
      'SELECT MIN(`t0`.`c`) AS `k0` FROM `s`.`t` `t0` GROUP BY CAST(`t0`.`c` AS BINARY)',
    );
    expect(render('mysql', key(column('varchar(9) character set latin1', 'VARCHAR', other)))).toBe(
      'SELECT MIN(`t0`.`c`) AS `k0` FROM `s`.`t` `t0` GROUP BY CAST(CONVERT(`t0`.`c` USING utf8mb4) AS BINARY)',
    );
    expect(render('sqlite', key(column('TEXT', 'VARCHAR', other)))).toBe(
      'SELECT "t0"."c" COLLATE BINARY AS "k0" FROM main."t" "t0" GROUP BY "t0"."c" COLLATE BINARY',
    );
  });

  it('have their NULLs where DuckDB has them', () => {
    expect(render('postgres', top(column('bigint', 'BIGINT')))).toContain('ORDER BY "t0"."c" DESC NULLS LAST LIMIT 3');
    expect(render('mysql', top(column('bigint(20)', 'BIGINT')))).toContain(
      'ORDER BY CASE WHEN `t0`.`c` IS NULL THEN 1 ELSE 0 END, `t0`.`c` DESC LIMIT 3',
    );
    expect(render('mysql', top(column('bigint(20)', 'BIGINT', { nullable: false })))).toContain(
      'ORDER BY `t0`.`c` DESC LIMIT 3',
    );
  });

  it('of views stay where a view has no types', () => {
    const one = column('INTEGER', 'BIGINT');
    const view = { ...key(one), sources: [{ table: table([one], { kind: 'view' }) }] };
    expect(render('sqlite', key(one))).not.toMatch(/^refused/);
    expect(render('sqlite', view)).toBe('refused: view');
  });
});

describe('sums', () => {
  it.each<[Driver, ColumnInfo, string, 'goes' | 'stays']>([
    ['postgres', column('integer', 'INTEGER'), 'HUGEINT', 'goes'],
    ['postgres', column('numeric(12,2)', 'DECIMAL(12,2)'), 'DECIMAL(38,2)', 'goes'],
    ['postgres', column('numeric', 'DECIMAL(38,16)'), 'DECIMAL(38,16)', 'stays'],
    ['postgres', column('real', 'FLOAT'), 'DOUBLE', 'stays'],
    ['mysql', column('int(11)', 'INTEGER'), 'HUGEINT', 'goes'],
    ['mysql', column('int(10) unsigned', 'UINTEGER'), 'HUGEINT', 'stays'],
    ['mysql', column('decimal(60,2)', 'VARCHAR'), 'HUGEINT', 'stays'],
    ['mysql', column('double', 'DOUBLE'), 'DOUBLE', 'stays'],
    ['sqlite', column('INTEGER', 'BIGINT'), 'HUGEINT', 'goes'],
    ['sqlite', column('DECIMAL(12,2)', 'DECIMAL(12,2)'), 'DECIMAL(38,2)', 'stays'],
    ['sqlite', column('REAL', 'DOUBLE'), 'DOUBLE', 'stays'],
  ])('%s: %o as %s %s', (driver, one, type, verdict) => {
    const text = render(driver, aggregate('sum', type, one));
    expect(text.startsWith('refused') ? 'stays' : 'goes').toBe(verdict);
  });

  it('have at most 18 digits behind the point', () => {
    const one = column('numeric(30,10)', 'DECIMAL(30,10)');
    const product = { kind: 'arithmetic', operator: '*', left: ref(one), right: ref(one) } as const;
    const query = block(one, {
      outputs: [{ name: 'a0', type: 'DECIMAL(38,20)', value: { kind: 'aggregate', name: 'sum', argument: product } }],
    });
    expect(render('postgres', query)).toBe('refused: too many digits');
  });
});

describe('extremes', () => {
  it.each<[Driver, ColumnInfo, 'goes' | 'stays']>([
    ['postgres', column('text', 'VARCHAR', other), 'goes'],
    ['postgres', column('double precision', 'DOUBLE'), 'goes'],
    ['postgres', column('boolean', 'BOOLEAN'), 'stays'],
    ['postgres', column('uuid', 'UUID'), 'stays'],
    ['postgres', column('character(4)', 'VARCHAR', other), 'stays'],
    ['mysql', column('text', 'VARCHAR', other), 'goes'],
    ['mysql', column('float', 'FLOAT'), 'stays'],
    ['mysql', column('double(8,2)', 'DOUBLE'), 'stays'],
    ['mysql', column('date', 'DATE'), 'goes'],
    ['sqlite', column('TEXT', 'VARCHAR', binary), 'goes'],
    ['sqlite', column('TEXT', 'VARCHAR', other), 'stays'],
    ['sqlite', column('TIMESTAMP', 'TIMESTAMP'), 'stays'],
  ])('%s: %o %s', (driver, one, verdict) => {
    expect(render(driver, aggregate('min', one.type, one)).startsWith('refused') ? 'stays' : 'goes').toBe(verdict);
  });
});

describe('conditions', () => {
  const text = (driver: Driver): ColumnInfo =>
    driver === 'postgres'
      ? column('text', 'VARCHAR', other)
      : driver === 'mysql'
        ? column('varchar(9)', 'VARCHAR', other)
        : column('TEXT', 'VARCHAR', other);
  const equal: BlockCondition = {
    kind: 'atom',
    source: 0,
    atom: { kind: 'comparison', column: 'c', operator: '=', value: { type: 'VARCHAR', value: "it's" } },
  };
  const unequal: BlockCondition = {
    kind: 'atom',
    source: 0,
    atom: { kind: 'comparison', column: 'c', operator: '<>', value: { type: 'VARCHAR', value: 'x' } },
  };
  const conditionOf = (sql: string) => sql.slice(sql.indexOf('WHERE'));

  it('on text are exact, not a superset', () => {
    expect(drivers.map((driver) => conditionOf(render(driver, where(text(driver), equal))))).toEqual([
      `WHERE (("t0"."c" = 'it''s'))`,
      "WHERE ((`t0`.`c` = 'it''s') AND (CAST(`t0`.`c` AS BINARY) = CAST('it''s' AS BINARY)))",
      `WHERE (("t0"."c" COLLATE BINARY = 'it''s'))`,
    ]);
    expect(conditionOf(render('mysql', where(text('mysql'), unequal)))).toBe(
      "WHERE ((CAST(`t0`.`c` AS BINARY) <> CAST('x' AS BINARY)))",
    );
  });

  it('like patterns are case-sensitive everywhere', () => {
    const like = (driver: Driver): BlockCondition => ({
      kind: 'like',
      column: ref(text(driver)),
      fragments: ['a%b', '[c'],
    });
    expect(drivers.map((driver) => conditionOf(render(driver, where(text(driver), like(driver)))))).toEqual([
      `WHERE ("t0"."c" COLLATE "C" LIKE 'a!%b%[c' ESCAPE '!')`,
      "WHERE (CAST(`t0`.`c` AS BINARY) LIKE CAST('a!%b%[c' AS BINARY) ESCAPE '!')",
      `WHERE ("t0"."c" GLOB 'a%b*[[]c')`,
    ]);
  });

  it('leave zero dates out, and stay where those are NULL', () => {
    const before: BlockCondition = {
      kind: 'atom',
      source: 0,
      atom: { kind: 'comparison', column: 'c', operator: '<', value: { type: 'DATE', value: '2026-01-01' } },
    };
    const query = where(column('date', 'DATE'), before);
    expect(conditionOf(render('mysql', query))).toBe(
      "WHERE ((`t0`.`c` < DATE'2026-01-01') AND `t0`.`c` >= DATE'0001-01-01')",
    );
    expect(mysqlBlocks('null').render(query)).toEqual({ refused: 'condition on c' });
  });
});
