/** What people do to tables: other names, other types, other spellings of keys, and rows that are missing. */
import type { Random } from '../../../server/joins/testing/random.ts';
import type { Cell, FilledColumn, FilledTable } from './fill.ts';

export const withColumn = (
  table: FilledTable,
  name: string,
  change: (column: FilledColumn) => FilledColumn,
): FilledTable => ({
  ...table,
  columns: table.columns.map((column) => (column.name === name ? change(column) : column)),
});

/** Keeps a share of the rows. */
export function thinned(table: FilledTable, share: number, random: Random): FilledTable {
  const kept = (table.columns[0]?.values ?? []).map(() => random.chance(share));
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, values: column.values.filter((_, at) => kept[at] === true) })),
  };
}

export const sliced = (table: FilledTable, name: string, keeps: (at: number) => boolean): FilledTable => ({
  ...table,
  name,
  columns: table.columns.map((column) => ({ ...column, values: column.values.filter((_, at) => keeps(at)) })),
});

export const emptied = (table: FilledTable): FilledTable => sliced(table, table.name, () => false);

const STYLES: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  (name) =>
    name
      .split('_')
      .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
      .join(''),
  (name) => name.split('_').join(' '),
];

/** Other names for the table and its columns. */
export function renamed(table: FilledTable, random: Random, isColumn = true): FilledTable {
  const style = random.pick(STYLES);
  const prefix = random.chance(0.2) ? `${table.name.slice(0, 2)}_` : '';
  return {
    ...table,
    name: table.also.length > 0 && random.chance(0.6) ? random.pick(table.also) : style(table.name),
    columns: table.columns.map((column) => ({
      ...column,
      name: style(
        `${prefix}${isColumn && column.also.length > 0 && random.chance(0.7) ? random.pick(column.also) : column.name}`,
      ),
    })),
  };
}

export function retyped(column: FilledColumn, random: Random): FilledColumn {
  if (column.type !== 'INTEGER') return column;
  return random.chance(0.6)
    ? { ...column, type: 'TEXT', values: column.values.map((value) => (value === null ? null : String(value))) }
    : { ...column, type: 'REAL', values: column.values };
}

/** Undefined where such a key has no other spelling. */
export function respelled(column: FilledColumn, random: Random): FilledColumn | undefined {
  const written = (write: (text: string) => string): FilledColumn => ({
    ...column,
    type: 'TEXT',
    values: column.values.map((value: Cell) => (value === null ? null : write(String(value)))),
  });
  if (column.type === 'INTEGER') {
    const width = Math.max(...column.values.map((value) => String(value ?? '').length)) + 2;
    return random.pick([
      written((text) => text.padStart(width, '0')),
      written((text) => `K-${text}`),
      written((text) => `${text} `),
      written((text) => `REF${text.padStart(width, '0')}`),
    ]);
  }
  if (column.type === 'DATE')
    return random.pick([
      { ...written((text) => `${text} 00:00:00`), type: 'TIMESTAMP' },
      written((text) => text.split('-').reverse().join('.')),
      written((text) => text.replaceAll('-', '')),
    ]);
  if (column.type !== 'TEXT') return undefined;
  const known = column.values.filter((value) => value !== null).map(String);
  if (known.every((text) => /^0\d+$/.test(text)))
    return random.pick([
      written((text) => text.replace(/^0+/, '')),
      { ...column, type: 'INTEGER', values: column.values.map((value) => (value === null ? null : Number(value))) },
    ]);
  const first = String(column.values.find((value) => value !== null) ?? '');
  if (/^[0-9a-f]{8}-/.test(first))
    return random.pick([
      written((text) => text.replaceAll('-', '').toUpperCase()),
      written((text) => `{${text.toUpperCase()}}`),
    ]);
  return random.pick([
    written((text) => text.toLowerCase()),
    written((text) => ` ${text}`),
    written((text) => `${text.slice(0, 2)} ${text.slice(2)}`),
    ...(/\W/.test(first) ? [written((text) => text.replace(/\W/g, ''))] : []),
    ...(/^[A-Z]+-?\d+$/.test(first) && hasOnePrefix(known) ? [written((text) => text.replace(/^[A-Z]+-?/, ''))] : []),
  ]);
}

/** What is left without it tells the keys apart. */
const hasOnePrefix = (values: readonly string[]): boolean =>
  new Set(values.map((value) => /^[A-Z]+-?/.exec(value)?.[0])).size === 1;
