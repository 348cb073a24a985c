/** How a column of each type travels as CSV and becomes its DuckDB type again, without any value changing on the way. Pure. */
import { REFUSED_VALUE_MARK } from '../connector.ts';
import { quoted, standardString } from '../render-predicate.ts';
import type { PostgresType } from './types.ts';

export interface Staging {
  /** What the source selects, over the quoted column. */
  readonly select: string;
  readonly stagedType: string;
  /** DuckDB SQL over the quoted staged column; absent if that is the value itself. */
  readonly expression?: string | undefined;
}

/** Stands for an array that no list can hold; JSON never begins with it. */
const unfitArray = '!';

/**
 * `column`: how the source's SQL names the column. `stagedName`: its name in the CSV. `isNative`: the statement is the user's own and its
 * text output is taken as it is.
 */
export function staging(
  type: PostgresType,
  names: { readonly column: string; readonly stagedName: string; readonly isNative: boolean },
): Staging {
  const staged = quoted(names.stagedName, '"');
  if (type.class === 'array' && type.element) {
    return {
      select: arrayAsJson(names.column, type.element),
      stagedType: 'VARCHAR',
      expression: arrayFromJson(staged, names.stagedName, type.element),
    };
  }
  const expression = decoded(type, staged, names.stagedName);
  return {
    // Filters compare such a column by this cast, so what is shown is the cast too.
    select: type.class === 'other' && !names.isNative ? `CAST(${names.column} AS text)` : names.column,
    stagedType: expression === undefined ? type.duckType : 'VARCHAR',
    ...(expression === undefined ? {} : { expression }),
  };
}

/** The value of `type` out of its PostgreSQL text `text` (a DuckDB expression); undefined if DuckDB's own cast from text reads it exactly. */
function decoded(type: PostgresType, text: string, name: string): string | undefined {
  switch (type.class) {
    case 'date':
      // Without the parentheses DuckDB would skip the "BC".
      return `CAST(replace(${text}, ' BC', ' (BC)') AS DATE)`;
    case 'timestamp':
    case 'timestamptz':
      return `CAST(CASE WHEN suffix(${text}, ' BC') THEN regexp_replace(${text}, '^(\\S+) (.*) BC$', '\\1 (BC) \\2') ELSE ${text} END AS ${type.duckType})`;
    case 'interval':
      // PostgreSQL marks a positive part behind a negative one by a plus, which DuckDB does not read.
      return `CAST(replace(${text}, '+', '') AS INTERVAL)`;
    case 'json':
      return `CAST(${text} AS JSON)`;
    case 'bytea':
      return `unhex(substr(${text}, 3))`;
    case 'wideDecimal':
      return checkedDecimal(type, text, name);
    default:
      return undefined;
  }
}

function checkedDecimal(type: PostgresType, text: string, name: string): string {
  const [, digits = '38', scale = '0'] = /\((\d+),(\d+)\)/.exec(type.duckType) ?? [];
  const before = Number(digits) - Number(scale);
  // A cast alone would round. PostgreSQL writes no exponent and no leading zeros; NaN and Infinity do not match either.
  const fits = `-?(0|[0-9]{1,${Math.max(before, 1)}})(\\.[0-9]{0,${scale}}0*)?`;
  const message = standardString(
    `${REFUSED_VALUE_MARK}Column ${name} holds a number that ${type.duckType} cannot hold exactly; cast it in a native statement or declare its precision`,
  );
  return `CASE WHEN regexp_full_match(${text}, '${fits}') THEN CAST(${text} AS ${type.duckType}) WHEN ${text} IS NOT NULL THEN error(${message}) END`;
}

function arrayAsJson(column: string, element: PostgresType): string {
  // The cast of these elements to text would not be what a SELECT shows.
  const isShownByJson = element.class === 'padded' || element.class === 'opaque';
  const values = isShownByJson ? column : `CAST(${column} AS text[])`;
  return `CASE WHEN array_ndims(${column}) > 1 OR array_lower(${column}, 1) <> 1 THEN '${unfitArray}' ELSE CAST(to_json(${values}) AS text) END`;
}

function arrayFromJson(staged: string, name: string, element: PostgresType): string {
  const message = standardString(
    `${REFUSED_VALUE_MARK}Column ${name} holds an array of several dimensions, or one that does not begin at 1`,
  );
  const texts = `CAST(CAST(${staged} AS JSON) AS VARCHAR[])`;
  const value =
    decoded(element, 'item', name) ??
    (element.duckType === 'VARCHAR' ? undefined : `CAST(item AS ${element.duckType})`);
  const list = value === undefined ? texts : `list_transform(${texts}, lambda item: ${value})`;
  return `CASE WHEN ${staged} = '${unfitArray}' THEN error(${message}) ELSE ${list} END`;
}
