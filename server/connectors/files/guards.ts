/**
 * Text to typed value without silent change. DuckDB's own casts of text round (`1.5` to the integer 2, `1.239` to DECIMAL(10,2)), drop a time
 * zone or cut an instant after microseconds; so columns of text files are read as text and cast only where the text has a form that
 * the type holds exactly.
 */
import { REFUSED_VALUE_MARK, type StagedColumn } from '../connector.ts';
import { quoteIdentifier, quoteLiteral } from './duckdb.ts';

const day = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const time = '[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?';
const integer = '\\s*[+-]?(0|[1-9][0-9]*)\\s*';

const patterns: Readonly<Record<string, string>> = {
  TINYINT: integer,
  SMALLINT: integer,
  INTEGER: integer,
  BIGINT: integer,
  HUGEINT: integer,
  UTINYINT: integer,
  USMALLINT: integer,
  UINTEGER: integer,
  UBIGINT: integer,
  BOOLEAN: '(?i)\\s*(true|false|t|f|yes|no|y|n)\\s*',
  DATE: `\\s*${day}\\s*`,
  TIME: `\\s*${time}\\s*`,
  TIMESTAMP: `\\s*${day}([ T]${time})?\\s*`,
  'TIMESTAMP WITH TIME ZONE': `\\s*${day}[ T]${time}\\s?(Z|[+-][0-9]{2}(:?[0-9]{2})?)\\s*`,
};

/** Regular expression (RE2) for texts that `type` holds exactly; undefined where DuckDB's cast is exact or fails by itself. */
export function exactTextPattern(type: string): string | undefined {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  if (decimal === null) return patterns[type];
  return `\\s*[+-]?(0|[1-9][0-9]*)?([.][0-9]{0,${Number(decimal[2])}})?\\s*`;
}

/** SQL: whether the text column `name` holds a value of `type` exactly, or NULL. */
export function isExactSql(name: string, type: string): string {
  const pattern = exactTextPattern(type);
  return pattern === undefined ? 'true' : `regexp_full_match(${quoteIdentifier(name)}, ${quoteLiteral(pattern)})`;
}

/**
 * How a column of a text file travels: read as text and checked, or as it is. Without OR, whose many instances DuckDB's search for common expressions compares
 * with one another: 10,000 columns took minutes to plan.
 */
export function stageText(table: string, name: string, type: string): StagedColumn {
  if (exactTextPattern(type) === undefined) return { name, stagedType: type, type };
  const column = quoteIdentifier(name);
  const message = quoteLiteral(`${REFUSED_VALUE_MARK}A value of ${table}.${name} is not a ${type} as it stands.`);
  return {
    name,
    stagedType: 'VARCHAR',
    type,
    expression: `CASE WHEN ${isExactSql(name, type)} THEN CAST(${column} AS ${type}) WHEN ${column} IS NOT NULL THEN error(${message}) END`,
  };
}
