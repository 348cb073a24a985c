/** SQL of a table request in GoogleSQL. Pure. */
import type { ColumnInfo, Dialect, TableRequest } from '../connector.ts';
import type { Constant, Predicate } from '../predicate.ts';
import { type AtomParts, type NonNullConstant, numberLiteral, renderFilters } from '../render-predicate.ts';
import { accepts, columnType } from './accepts.ts';
import type { QueryParameter, QueryText } from './jobs.ts';
import { quoteIdentifier, textLiteral } from './literals.ts';
import type { BigqueryType } from './types.ts';

/** Above it a list of keys goes as an array parameter: a statement may have a million letters only. */
const maxKeysInText = 500;

/** `project` holds the data. */
export function bigqueryDialect(project: string): Dialect {
  return {
    quoteIdentifier,
    accepts,
    selectSql: (request) => tableQuery(request, project, Number.POSITIVE_INFINITY).sql,
  };
}

/** What is sent for a table request: the text of `selectSql`, with long lists of keys as parameters. */
export function tableQuery(request: TableRequest, project: string, maxKeys = maxKeysInText): QueryText {
  const { table, columns, filters, limit } = request;
  const parameters: QueryParameter[] = [];
  const selected = columns.length === 0 ? '1 AS `one`' : columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const exact = filters.map((filter) => keepingNaN(filter, table.columns));
  const parts = partsFor(table.columns, '', (values, type) => {
    if (values.length <= maxKeys) return undefined;
    const name = `keys_${parameters.length + 1}`;
    parameters.push(keysParameter(name, values, type));
    return `@${name}`;
  });
  const where = renderFilters(exact, parts);
  const sql = [
    `SELECT ${selected}`,
    `FROM ${quoteIdentifier(project)}.${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`,
    ...(where === undefined ? [] : [`WHERE ${where}`]),
    ...(limit === undefined ? [] : [`LIMIT ${Math.max(0, Math.trunc(limit))}`]),
  ].join(' ');
  return { sql, parameters };
}

/** `x > 1` keeps NaN in DuckDB and drops it in BigQuery; `NOT x <= 1` keeps it in both. Lists become `IN UNNEST(...)`: see `partsFor`. */
export function keepingNaN(predicate: Predicate, columns: readonly ColumnInfo[]): Predicate {
  switch (predicate.kind) {
    case 'and':
      return { kind: 'and', all: predicate.all.map((one) => keepingNaN(one, columns)) };
    case 'or':
      return { kind: 'or', any: predicate.any.map((one) => keepingNaN(one, columns)) };
    case 'not':
      return { kind: 'not', not: keepingNaN(predicate.not, columns) };
    case 'comparison': {
      if (predicate.operator !== '>' && predicate.operator !== '>=') return predicate;
      const column = columns.find(({ name }) => name === predicate.column);
      if (column === undefined || columnType(column)?.class !== 'float') return predicate;
      return { kind: 'not', not: { ...predicate, operator: predicate.operator === '>' ? '<=' : '<' } };
    }
    default:
      return predicate;
  }
}

type Keys = (values: readonly Constant[], type: BigqueryType) => string | undefined;

/** `qualifier` stands before each column's name: `` `t0`. ``. `keys` names the parameter that holds a long list. */
export function partsFor(columns: readonly ColumnInfo[], qualifier = '', keys: Keys = () => undefined): AtomParts {
  const byName = new Map(columns.map((column) => [column.name, columnType(column)]));
  const column = (name: string) => `${qualifier}${quoteIdentifier(name)}`;
  return {
    column,
    literal: (value, name) => literal(value, byName.get(name)),
    prefix: (name, prefix) => `STARTS_WITH(${column(name)}, ${textLiteral(prefix)})`,
    list(name, values) {
      const type = byName.get(name);
      const parameter = type === undefined ? undefined : keys(values, type);
      return parameter === undefined ? undefined : `${column(name)} IN UNNEST(${parameter})`;
    },
  };
}

/** Words of the types whose literals are a word and a text. */
const wordOfLiteral: Readonly<Record<string, string>> = {
  date: 'DATE',
  datetime: 'DATETIME',
  timestamp: 'TIMESTAMP',
  time: 'TIME',
};

function literal({ value }: NonNullConstant, type: BigqueryType | undefined): string {
  switch (type?.class) {
    case 'boolean':
      return value === 'true' ? 'TRUE' : 'FALSE';
    case 'integer':
      return numberLiteral(value);
    case 'decimal':
    case 'wideDecimal':
      return `${isNumeric(value) ? 'NUMERIC' : 'BIGNUMERIC'} ${textLiteral(value)}`;
    case 'float':
      return `CAST(${textLiteral(value)} AS FLOAT64)`;
    case 'bytes':
      return `FROM_HEX('${blobHex(value)}')`;
    case 'date':
    case 'datetime':
    case 'timestamp':
    case 'time':
      return `${wordOfLiteral[type.class]} ${textLiteral(value)}`;
    default:
      return textLiteral(value);
  }
}

/** Whether NUMERIC holds it: 29 digits before the point and 9 behind. */
const isNumeric = (value: string): boolean => /^-?\d{1,29}(?:\.\d{1,9})?$/.test(value);

const parameterTypes: Readonly<Record<string, string>> = {
  boolean: 'BOOL',
  integer: 'INT64',
  decimal: 'BIGNUMERIC',
  wideDecimal: 'BIGNUMERIC',
  float: 'FLOAT64',
  bytes: 'BYTES',
  text: 'STRING',
  ...wordOfLiteral,
};

function keysParameter(name: string, values: readonly Constant[], type: BigqueryType): QueryParameter {
  const isBytes = type.class === 'bytes';
  const arrayValues = values.map(({ value }) => ({
    value: isBytes ? Buffer.from(blobHex(value ?? ''), 'hex').toString('base64') : (value ?? ''),
  }));
  const isDecimal = type.class === 'decimal' || type.class === 'wideDecimal';
  const element =
    isDecimal && values.every(({ value }) => isNumeric(value ?? ''))
      ? 'NUMERIC'
      : (parameterTypes[type.class] ?? 'STRING');
  return { name, parameterType: { type: 'ARRAY', arrayType: { type: element } }, parameterValue: { arrayValues } };
}

/** Bytes in hex of DuckDB's text of a BLOB. */
function blobHex(text: string): string {
  return text.replace(/\\x([0-9A-Fa-f]{2})|([\s\S])/g, (_, hex: string | undefined, letter: string | undefined) =>
    hex === undefined ? (letter ?? '').charCodeAt(0).toString(16).padStart(2, '0') : hex.toLowerCase(),
  );
}
