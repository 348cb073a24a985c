/** SQL of a table request in Snowflake's dialect. Pure. */
import type { ColumnInfo, Dialect, TableRequest } from '../connector.ts';
import type { Constant } from '../predicate.ts';
import {
  type AtomParts,
  likeFixedPart,
  type NonNullConstant,
  numberLiteral,
  renderFilters,
} from '../render-predicate.ts';
import { accepts } from './accepts.ts';
import { quoteIdentifier, textLiteral } from './literals.ts';
import { snowflakeType } from './types.ts';

/** What is sent: `?` in `sql` are the texts of `binds`, in order. */
export interface QueryText {
  readonly sql: string;
  readonly binds: readonly (string | null)[];
}

/** Above it a list of keys goes as one JSON text: `IN` takes some 16,000 values, and a statement a million letters. */
const maxKeysInText = 2000;

/** Tables stand in `database`. */
export function snowflakeDialect(database: string): Dialect {
  return {
    quoteIdentifier,
    accepts,
    selectSql: (request) => tableQuery(request, database, Number.POSITIVE_INFINITY).sql,
  };
}

export function tableQuery(request: TableRequest, database: string, maxKeys = maxKeysInText): QueryText {
  const { table, columns, filters, limit } = request;
  const binds: string[] = [];
  const selected = columns.length === 0 ? '1 AS "one"' : columns.map(selectedColumn).join(', ');
  const parts = partsFor(table.columns, '', (values) => {
    if (values.length <= maxKeys) return undefined;
    binds.push(JSON.stringify(values.map(({ value }) => value)));
    return '?';
  });
  const where = renderFilters(filters, parts);
  const sql = [
    `SELECT ${selected}`,
    `FROM ${[database, table.schema, table.name].map(quoteIdentifier).join('.')}`,
    ...(where === undefined ? [] : [`WHERE ${where}`]),
    ...(limit === undefined ? [] : [`LIMIT ${Math.max(0, Math.trunc(limit))}`]),
  ].join(' ');
  return { sql, binds };
}

/** In answers as JSON, floats are rounded to some 13 digits; `TME` writes 17. */
export function sentAs(sql: string, sourceType: string): string {
  return snowflakeType(sourceType).class === 'float' ? `TO_VARCHAR(${sql}, 'TME')` : sql;
}

function selectedColumn(column: ColumnInfo): string {
  const name = quoteIdentifier(column.name);
  const sent = sentAs(name, column.sourceType);
  return sent === name ? name : `${sent} AS ${name}`;
}

type Keys = (values: readonly Constant[]) => string | undefined;

/** `qualifier` stands before each column's name: `"t0".`. `keys` gives the bind that holds a long list as a JSON array of texts. */
export function partsFor(columns: readonly ColumnInfo[], qualifier = '', keys: Keys = () => undefined): AtomParts {
  const byName = new Map(columns.map((column) => [column.name, column.sourceType]));
  const column = (name: string) => `${qualifier}${quoteIdentifier(name)}`;
  return {
    column,
    literal: (value, name) => literal(value, byName.get(name) ?? ''),
    prefix: (name, prefix) => `${column(name)} LIKE ${textLiteral(`${likeFixedPart(prefix)}%`)} ESCAPE '!'`,
    list(name, values) {
      const sourceType = byName.get(name) ?? '';
      if (!listable.has(snowflakeType(sourceType).class)) return undefined;
      const bind = keys(values);
      if (bind === undefined) return undefined;
      const key = `CAST(CAST(k.value AS VARCHAR) AS ${sourceType})`;
      return `${column(name)} IN (SELECT ${key} FROM TABLE(FLATTEN(INPUT => PARSE_JSON(${bind}))) k)`;
    },
  };
}

const listable: ReadonlySet<string> = new Set(['decimal', 'text', 'date']);

/** `CAST` of a text reads it by the input formats of the session, which the connection sets. */
function literal({ value }: NonNullConstant, sourceType: string): string {
  const { class: typeClass } = snowflakeType(sourceType);
  switch (typeClass) {
    case 'boolean':
      return value === 'true' ? 'TRUE' : 'FALSE';
    case 'decimal':
      return numberLiteral(value);
    case 'float':
      return `CAST(${textLiteral(value)} AS FLOAT)`;
    case 'date':
      return `CAST(${textLiteral(value)} AS DATE)`;
    case 'time':
      return `CAST(${textLiteral(value)} AS TIME)`;
    case 'ntz':
      return `CAST(${textLiteral(value)} AS TIMESTAMP_NTZ)`;
    case 'instant':
      return `CAST(${textLiteral(`${value}:00`)} AS TIMESTAMP_TZ)`;
    case 'binary':
      return `TO_BINARY('${blobHex(value)}', 'HEX')`;
    default:
      return textLiteral(value);
  }
}

/** Bytes in hex of DuckDB's text of a BLOB. */
function blobHex(text: string): string {
  return text.replace(/\\x([0-9A-Fa-f]{2})|([\s\S])/g, (_, hex: string | undefined, letter: string | undefined) =>
    hex === undefined ? (letter ?? '').charCodeAt(0).toString(16).padStart(2, '0') : hex.toLowerCase(),
  );
}
