/** Proposals without a model: what names, keys and the figures of a sample say of a table and its columns. Nothing else is guessed. */
import type { DictionaryTexts } from '../../lib/contract/dictionary.ts';
import { formatCount } from '../../lib/format/number.ts';
import { unitOf } from '../assistant/describe/unit.ts';
import { listed, titleOfName } from '../assistant/describe/words.ts';
import type { ColumnInfo, TableInfo } from '../connectors/connector.ts';
import { singular } from '../joins/suggest/names/words.ts';

/** What a sample showed of a column; absent = nothing was read. */
export interface ColumnFacts {
  readonly rows: number;
  readonly distinct: number;
  /** Share of the rows without a value, 0 to 1. */
  readonly empty: number;
  /** The sample was the whole table. */
  readonly isWhole: boolean;
}

export type FactsOf = (column: string) => ColumnFacts | undefined;

const FEW_VALUES = 20;
const OFTEN_EMPTY = 0.2;

/** What a row of the table is, by its name and its keys. */
export function tableText(table: TableInfo): DictionaryTexts {
  const thing = thingOf(table.name);
  const { primaryKey, foreignKeys, kind } = table;
  const targets = [...new Set(foreignKeys.map(({ targetTable }) => targetTable))];
  const inKey = foreignKeys.filter(({ columns }) => columns.every((column) => primaryKey.includes(column)));
  const connects = primaryKey.length > 1 && inKey.length > 1;
  const what = connects
    ? `Connects ${listed([...new Set(inKey.map(({ targetTable }) => spoken(targetTable)))])}: one row for each pair.`
    : kind === 'view'
      ? `View of ${spoken(table.name)}.`
      : `One row for each ${thing}${primaryKey.length > 0 ? `, identified by ${listed(primaryKey)}` : ''}.`;
  const refers = connects || targets.length === 0 ? '' : ` Refers to ${listed(targets.map(spoken))}.`;
  return { description: `${what}${refers}` };
}

export function columnText(table: TableInfo, column: ColumnInfo, facts: ColumnFacts | undefined): DictionaryTexts {
  const unit = unitOf(column.name, undefined, column.type);
  const text = `${meaning(table, column)}${facts === undefined ? '' : figures(table, column, facts)}`;
  return { description: text, ...(unit === undefined ? {} : { unit }) };
}

function meaning(table: TableInfo, { name, type }: ColumnInfo): string {
  const thing = thingOf(table.name);
  const reference = table.foreignKeys.find(({ columns }) => columns.includes(name));
  if (reference !== undefined) {
    const role = roleOf(name, reference.targetTable);
    return `Refers to the ${thingOf(reference.targetTable)}${role === '' ? '' : ` (${role})`} of the ${thing}.`;
  }
  if (table.primaryKey.includes(name))
    return table.primaryKey.length === 1
      ? `Identifies the ${thing}.`
      : `Part of the key, with ${listed(table.primaryKey.filter((one) => one !== name))}.`;
  const words = wordsOf(name);
  const [first = '', ...rest] = words;
  if (first === 'is' && rest.length > 0) return `Whether the ${thing} is ${rest.join(' ')}.`;
  if (first === 'has' && rest.length > 0) return `Whether the ${thing} has ${rest.join(' ')}.`;
  if (/^BOOL/i.test(type)) return `Yes or no: ${words.join(' ')}.`;
  if (/^(DATE|TIME)/i.test(type)) {
    const done = words.length > 1 && words.at(-1) === 'at' ? words.slice(0, -1).join(' ') : undefined;
    if (done !== undefined && /(ed|sent|paid|made|sold|begun|built)$/.test(done))
      return `When the ${thing} was ${done}.`;
  }
  if (words.at(-1) === 'count' && words.length > 1) return `Number of ${words.slice(0, -1).join(' ')} of the ${thing}.`;
  const title = titleOfName(name);
  return words.includes(thing.split(' ').at(-1) ?? '') ? `${title}.` : `${title} of the ${thing}.`;
}

function figures(table: TableInfo, { name }: ColumnInfo, { distinct, empty, isWhole, rows }: ColumnFacts): string {
  const isKey = table.primaryKey.includes(name) || table.foreignKeys.some(({ columns }) => columns.includes(name));
  const parts: string[] = [];
  if (!isKey && isWhole && distinct > 0 && distinct <= FEW_VALUES && distinct < rows / 2)
    parts.push(distinct === 1 ? 'Always the same value.' : `One of ${formatCount(distinct)} values.`);
  if (rows > 0 && empty >= OFTEN_EMPTY)
    parts.push(empty === 1 ? 'Empty in the rows that were read.' : `Often empty (${Math.round(empty * 100)} %).`);
  return parts.length === 0 ? '' : ` ${parts.join(' ')}`;
}

const wordsOf = (name: string): string[] => {
  const text = titleOfName(name);
  return (text.charAt(0).toLowerCase() + text.slice(1)).split(' ');
};

const spoken = (table: string): string => wordsOf(table).join(' ');

/** `order_lines` holds order lines: a row is an order line. */
function thingOf(table: string): string {
  const words = wordsOf(table.replace(/^(dim|fact|fct|tbl|stg|vw|v)_/i, ''));
  return [...words.slice(0, -1), singular(words.at(-1) ?? '')].join(' ');
}

/** What a reference's name says beyond the table that it refers to: `ship_to_customer_id` says "ship to". */
function roleOf(column: string, target: string): string {
  const known = new Set([...wordsOf(target).map(singular), 'id', 'ID', 'key', 'number', 'code', 'no']);
  const rest = wordsOf(column).filter((word) => !known.has(singular(word)));
  return rest.length > 3 ? '' : rest.join(' ');
}
