/** Workbooks as people make them: what becomes a table, which types it has, and that nothing is changed on the way. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cancelled } from '../../../errors.ts';
import { errorOf, expectError, fetchAll, never, wholeTable, withSession } from '../../conformance/context.ts';
import { load } from '../../conformance/load.ts';
import type { Connector, TableInfo } from '../../connector.ts';
import { type FilesSource, startFilesSource } from '../testing/files-source.ts';
import { boolean, type CellXml, number, shared, text, type WorkbookSpec, writeXlsx } from '../testing/write-xlsx.ts';
import { meaningOf } from './number-formats.ts';
import { serialValue } from './serial-date.ts';

let source: FilesSource;
beforeEach(async () => {
  source = await startFilesSource('xlsx');
});
afterEach(() => source.close());

const put = (name: string, workbook: WorkbookSpec) => writeXlsx(join(source.folder, name), workbook);
const sheet = (...rows: readonly (readonly CellXml[])[]) => ({ sheets: [{ name: 'Sheet1', rows }] });

async function tablesOf(connector: Connector = source.connector): Promise<ReadonlyMap<string, TableInfo>> {
  const { tables } = await connector.introspect(never());
  return new Map(tables.map((table) => [table.name, table]));
}

async function read(name: string, connector: Connector = source.connector) {
  const table = (await tablesOf(connector)).get(name);
  if (table === undefined) throw new Error(`There is no table ${name}.`);
  const { rows } = await withSession(connector, async (session) =>
    load(await session.fetch(wholeTable(table), never())),
  );
  return { columns: table.columns.map((column) => `${column.name} ${column.type}`), rows, estimate: table.rowEstimate };
}

describe('dates', () => {
  it.each([
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [60, false, undefined],
    [61, false, '1900-03-01'],
    [45_351, false, '2024-02-29'],
    [2_958_465, false, '9999-12-31'],
    [2_958_466, false, undefined],
    [-1, false, undefined],
    [0, true, '1904-01-01'],
    [43_889, true, '2024-02-29'],
  ])('serial %d (1904: %s) is %s', (serial, is1904, day) => {
    expect(serialValue(serial, 'date', is1904)?.text).toBe(day);
  });

  it('have the time that was typed, whatever the fraction became', () => {
    for (let second = 0; second < 86_400; second += 61) {
      const fraction = Number((second / 86_400).toPrecision(15));
      const typed = new Date(second * 1000).toISOString();
      expect(serialValue(fraction, 'time', false)?.text).toBe(typed.slice(11, 19));
      expect(serialValue(45_351 + fraction, 'timestamp', false)?.text).toBe(`2024-02-29 ${typed.slice(11, 19)}`);
    }
    expect(serialValue(1.5, 'duration', false)?.text).toBe('36:00:00');
    expect(serialValue(-0.25, 'duration', false)?.text).toBe('-06:00:00');
  });

  it.each([
    ['General', 'number'],
    ['0.00', 'number'],
    ['#,##0.00 [$€-407];[Red]-#,##0.00', 'number'],
    ['"day" 0', 'number'],
    ['0.00E+00', 'number'],
    ['@', 'number'],
    ['yyyy-mm-dd', 'date'],
    ['[$-409]d\\-mmm\\-yy;@', 'date'],
    ['mmmm yyyy', 'date'],
    ['mmm', 'date'],
    ['dd/mm/yyyy hh:mm', 'timestamp'],
    ['h:mm AM/PM', 'time'],
    ['mm:ss.0', 'time'],
    ['[h]:mm:ss', 'duration'],
    ['[mm]:ss', 'duration'],
  ])('format %s means %s', (code, meaning) => {
    expect(meaningOf(164, code)).toBe(meaning);
  });

  it('count from 1904 where the workbook says so', async () => {
    await put('old.xlsx', { ...sheet([text('day'), text('n')], [number(0, 1), number(0)]), is1904: true });
    expect(await read('old')).toMatchObject({ columns: ['day DATE', 'n BIGINT'], rows: [['1904-01-01', '0']] });
  });
});

describe('columns', () => {
  it('of one kind have its type, of several kinds are text, over the whole sheet', async () => {
    const filler = Array.from({ length: 3000 }, (_, index) => [number(index), number(index), number(1, 1), number(1)]);
    await put(
      'kinds.xlsx',
      sheet([text('whole'), text('mixed'), text('moment'), text('number')], ...filler, [
        number('9007199254740991'),
        text('n/a'),
        number(1.5, 2),
        number(0.1),
      ]),
    );
    const { columns, rows, estimate } = await read('kinds');
    expect(columns).toEqual(['whole BIGINT', 'mixed VARCHAR', 'moment TIMESTAMP', 'number DOUBLE']);
    expect(rows.at(-1)).toEqual(['9007199254740991', 'n/a', '1900-01-01 12:00:00', '0.1']);
    expect(rows[1]).toEqual(['1', '1', '1900-01-01 00:00:00', '1.0']);
    expect(estimate).toBe(3001);
  });

  it('keep what each cell says: formulas, errors, booleans, styles, shared and rich texts', async () => {
    const formula = (inner: string, attributes = ''): CellXml => ({ attributes, inner: `<f>A1</f>${inner}` });
    await put('cells.xlsx', {
      ...sheet(
        ['number', 'string', 'error', 'bool', 'money', 'rich', 'kana', 'span'].map(text),
        [
          formula('<v>1.5</v>'),
          formula('<v> a &amp; _x000D_b</v>', ' t="str"'),
          { attributes: ' t="e"', inner: '<v>#N/A</v>' },
          boolean(true),
          number('12.5', 6),
          shared(0),
          shared(1),
          number('1.25', 4),
        ],
        [formula('', ' t="n"'), text('')],
      ),
      sharedTexts: [
        '<r><rPr><b/></rPr><t>bold</t></r><r><t xml:space="preserve"> and not</t></r>',
        '<t>課</t><rPh sb="0" eb="1"><t>か</t></rPh>',
      ],
    });
    expect(await read('cells')).toMatchObject({
      columns: [
        'number DOUBLE',
        'string VARCHAR',
        'error VARCHAR',
        'bool BOOLEAN',
        'money DOUBLE',
        'rich VARCHAR',
        'kana VARCHAR',
        'span INTERVAL',
      ],
      rows: [['1.5', ' a & \rb', '#N/A', 'true', '12.5', 'bold and not', '課', '30:00:00']],
    });
  });

  it('are named by the header; repeated and missing names are made', async () => {
    await put(
      'names.xlsx',
      sheet([text('a'), text('A'), undefined, text(' b ')], [number(1), number(2), number(3), number(4)]),
    );
    expect((await read('names')).columns).toEqual(['a BIGINT', 'A_2 BIGINT', 'C BIGINT', 'b BIGINT']);
    await put('bare.xlsx', sheet([number(1), text('x')], [number(2), text('y')]));
    expect(await read('bare')).toMatchObject({
      columns: ['A BIGINT', 'B VARCHAR'],
      rows: [
        ['1', 'x'],
        ['2', 'y'],
      ],
    });
  });

  it('may be declared', async () => {
    await put('zip.xlsx', sheet([text('zip'), text('amount')], [number(123), number(12.5)], [text('0456'), number(1)]));
    const connector = source.connect({ tables: { zip: { columns: { amount: 'DECIMAL(10,2)' } } } });
    expect(await read('zip', connector)).toMatchObject({
      columns: ['zip VARCHAR', 'amount DECIMAL(10,2)'],
      rows: [
        ['123', '12.50'],
        ['0456', '1.00'],
      ],
    });
    const narrow = source.connect({ tables: { zip: { columns: { amount: 'INTEGER' } } } });
    await expect(read('zip', narrow)).rejects.toThrow(/not a INTEGER/);
  });
});

describe('sheets', () => {
  it('leave titles above the table and empty rows out; merged cells hold one value', async () => {
    await put('report.xlsx', {
      sheets: [
        {
          name: 'Report',
          firstRow: 3,
          rows: [
            [text('Sales 2026')],
            [],
            [undefined, text('region'), text('sum')],
            [undefined, text('north'), number(1)],
            [],
            [undefined, undefined, number(2)],
          ],
        },
      ],
    });
    expect(await read('report')).toMatchObject({
      columns: ['region VARCHAR', 'sum BIGINT'],
      rows: [
        ['north', '1'],
        [null, '2'],
      ],
    });
    await put('list.xlsx', sheet([text('one')], [text('two')], [text('three')]));
    expect(await read('list')).toMatchObject({ columns: ['one VARCHAR'], rows: [['two'], ['three']] });
    const connector = source.connect({ tables: { list: { header: false } } });
    expect((await read('list', connector)).rows).toEqual([['one'], ['two'], ['three']]);
  });

  it('are tables, hidden ones only when declared; a range cuts a part out', async () => {
    const rows = [
      [text('note'), text('id'), text('n')],
      [text('x'), number(1), number(10)],
      [text('total'), undefined, number(10)],
    ];
    await put('book.xlsx', {
      sheets: [
        { name: 'Plan', rows },
        { name: 'Old data', rows, state: 'hidden' },
        { name: 'Actual', rows },
      ],
    });
    expect([...(await tablesOf()).keys()]).toEqual(['book_Plan', 'book_Actual']);
    const connector = source.connect({
      tables: {
        plan: { path: 'book.xlsx', sheet: 'plan', range: 'B1:C2' },
        old: { path: 'book.xlsx', sheet: 'Old data' },
      },
    });
    expect([...(await tablesOf(connector)).keys()].toSorted()).toEqual(['book_Actual', 'old', 'plan']);
    expect(await read('plan', connector)).toMatchObject({ columns: ['id BIGINT', 'n BIGINT'], rows: [['1', '10']] });
    expect((await read('old', connector)).rows).toHaveLength(2);
  });

  it('of many files are one table, with the keys of their folders', async () => {
    for (const [year, value] of [
      ['2025', number(1)],
      ['2026', number(1.5)],
    ] as const) {
      await mkdir(join(source.folder, 'sales', `year=${year}`), { recursive: true });
      await put(`sales/year=${year}/part.xlsx`, sheet([text('n')], [value]));
    }
    expect(await read('sales')).toMatchObject({
      columns: ['n DOUBLE', 'year VARCHAR'],
      rows: [
        ['1.0', '2025'],
        ['1.5', '2026'],
      ],
    });
    await put('sales/year=2026/z.xlsx', sheet([text('other')], [number(1)]));
    expect((await tablesOf()).has('sales')).toBe(false);
    expect(source.warnings.at(-1)).toMatch(/other columns/);
  });

  it('that cannot be read are left out with a warning', async () => {
    await put('good.xlsx', sheet([text('n')], [number(1)]));
    await put('empty.xlsx', sheet());
    await writeFile(join(source.folder, 'text.xlsx'), 'n\n1\n');
    await writeFile(join(source.folder, 'other.xlsx'), Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`, 'latin1'));
    await writeFile(join(source.folder, 'locked.xlsx'), Buffer.from('d0cf11e0a1b11ae1'.padEnd(1024, '0'), 'hex'));
    await put('xml.xlsx', sheet([text('n')], [{ inner: '<v>1</w>' }]));
    expect([...(await tablesOf()).keys()]).toEqual(['good']);
    expect(source.warnings).toHaveLength(5);
    expect(source.warnings.join()).toMatch(/locked.xlsx is left out: it has a password/);
  });

  it('that change end in source_changed, or are read anew', async () => {
    await put('moving.xlsx', sheet([text('n')], [number(1)]));
    const table = (await tablesOf()).get('moving');
    if (table === undefined) throw new Error('no table');
    await put('moving.xlsx', sheet([text('new'), text('n')], [number(0), number(2)]));
    const rows = await withSession(
      source,
      async (session) => (await load(await session.fetch(wholeTable(table), never()))).rows,
    );
    expect(rows).toEqual([['2']]);
    await put('moving.xlsx', sheet([text('n')], [text('two')]));
    await withSession(source, (session) => expectError(session.fetch(wholeTable(table), never()), 'source_changed'));
  });

  it('end when they are stopped in the middle', async () => {
    await source.createNumbers('many', 100_000);
    const table = (await tablesOf()).get('many');
    if (table === undefined) throw new Error('no table');
    const controller = new AbortController();
    await withSession(source, async (session) => {
      const stream = await session.fetch(wholeTable(table), controller.signal);
      if (stream.kind !== 'csv') throw new Error('not streamed');
      const reading = (async () => {
        for await (const _ of stream.bytes) controller.abort();
      })();
      expect(await errorOf(reading)).toBeInstanceOf(Cancelled);
      expect((await fetchAll(session, wholeTable(table, { limit: 3 })))?.toString()).toBe('1\n2\n3\n');
    });
  });
});
