import { standardText } from '../placement.ts';
import type { Family } from '../schema.ts';
import { pools } from '../values.ts';
import type { Context, ScopeColumn } from './context.ts';

/** A value of the family as a constant of DuckDB's SQL. */
export function literalOf(family: Family, value: string): string {
  switch (family) {
    case 'integer':
    case 'decimal':
      return value.startsWith('-') ? `(${value})` : value;
    case 'float':
      return `${standardText(value)}::DOUBLE`;
    case 'text':
      return standardText(value);
    case 'boolean':
      return value;
    case 'date':
      return `DATE ${standardText(value)}`;
    case 'timestamp':
      return `TIMESTAMP ${standardText(value)}`;
    case 'timestamptz':
      return `TIMESTAMPTZ ${standardText(value)}`;
    case 'time':
      return `TIME ${standardText(value)}`;
    case 'interval':
      return `INTERVAL ${standardText(value)}`;
    case 'uuid':
      return `${standardText(value)}::UUID`;
    case 'blob':
      return `${standardText(value)}::BLOB`;
  }
}

const others: Readonly<Record<Family, readonly string[]>> = {
  integer: [
    ...pools.key,
    ...pools.bigint,
    '255',
    '128',
    '9223372036854775808',
    '-9223372036854775809',
    '18446744073709551616',
  ],
  decimal: [...pools.decimal, '0', '1', '1.0', '1.001', '1.005', '-0.001', '12345678901234567890.5'],
  float: [...pools.double, ...pools.float],
  text: pools.text,
  boolean: pools.boolean,
  date: pools.date.filter((value) => !value.startsWith('0000')),
  timestamp: pools.timestamp.filter((value) => !value.startsWith('0000')),
  timestamptz: [...pools.timestamptz, '2024-01-01 00:00:00+05:30'],
  time: pools.time,
  interval: pools.time,
  uuid: [...pools.uuid, '12345678-9ABC-4EF0-9234-56789ABCDEF0'],
  blob: pools.blob,
};

/** A value near those of the column: one that it has, one like it, or one of its type. */
export function valueFor({ choices }: Context, column: ScopeColumn): string {
  const known = column.values;
  const pool = others[column.family];
  if (known.length === 0 || choices.chance(30)) return choices.pick(pool);
  const value = choices.pick(known);
  return column.family === 'text' && choices.chance(25) ? choices.pick(variants(value)) : value;
}

/** Texts that some collation takes for the same, and that are not. */
function variants(value: string): readonly string[] {
  return [
    value.toUpperCase(),
    value.toLowerCase(),
    `${value} `,
    value.trimEnd(),
    value.normalize('NFD'),
    value.normalize('NFC'),
  ];
}

export const constantFor = (context: Context, column: ScopeColumn): string =>
  literalOf(column.family, valueFor(context, column));
