/** Constants of a block, folded by DuckDB itself and given the type by which they are compared with a column. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnInfo } from '../../connectors/connector.ts';
import type { Constant } from '../../connectors/predicate.ts';
import { firstRow } from '../duckdb.ts';
import { type AstNode, childNode, childNodes, textOf } from '../parse/ast.ts';
import { giveUp } from './give-up.ts';
import { readTree, writeTree } from './sql-tree.ts';

/** Functions of constants alone whose value is the same whenever they run. */
const steady: ReadonlySet<string> = new Set([
  '+',
  '-',
  '*',
  'trunc',
  'to_years',
  'to_months',
  'to_weeks',
  'to_days',
  'to_hours',
  'to_minutes',
  'to_seconds',
]);

export function isConstant(node: AstNode): boolean {
  if (node.type === 'VALUE_CONSTANT') return true;
  if (node.type === 'OPERATOR_CAST') {
    const child = childNode(node, 'child');
    return node.try_cast === false && child !== undefined && isConstant(child);
  }
  return (
    node.class === 'FUNCTION' &&
    steady.has(textOf(node, 'function_name')) &&
    childNodes(node, 'children').every(isConstant)
  );
}

export const isExactNumber = (type: string): boolean =>
  /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL)/.test(type);

const sizes: Readonly<Record<string, number>> = { TINYINT: 3, SMALLINT: 5, INTEGER: 10, BIGINT: 19, HUGEINT: 39 };

/** Digits before and behind the point. */
function digits(type: string): readonly [number, number] {
  const [, width, scale] = /^DECIMAL\((\d+),(\d+)\)/.exec(type) ?? [];
  return width === undefined
    ? [sizes[type.replace(/^U/, '')] ?? 39, 0]
    : [Number(width) - Number(scale), Number(scale)];
}

/** Whether DuckDB compares numbers of two exact types without an error for want of digits. */
export function areComparable(a: string, b: string): boolean {
  if (!isExactNumber(a) || !isExactNumber(b)) return false;
  if (!a.startsWith('DECIMAL') && !b.startsWith('DECIMAL')) return true;
  const [left, right] = [digits(a), digits(b)];
  return Math.max(left[0], right[0]) + Math.max(left[1], right[1]) <= 38;
}

export class Constants {
  readonly #connection: DuckDBConnection;

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** A number without a column beside it. */
  async number(node: AstNode): Promise<Constant> {
    const { type, value } = await this.#fold(node, 'VARCHAR');
    return isExactNumber(type) ? { type, value } : giveUp(`number of type ${type}`);
  }

  /** The constant as DuckDB compares it with `column`. */
  async besides(node: AstNode, column: ColumnInfo): Promise<Constant> {
    const folded = await this.#fold(node, column.type);
    const { type, value, cast } = folded;
    if (type === column.type) return { type, value };
    if (type === 'VARCHAR' && node.type === 'VALUE_CONSTANT') {
      return cast === null ? giveUp('text that does not convert') : { type: column.type, value: cast };
    }
    if (areComparable(type, column.type)) return { type, value };
    if (column.type === 'DOUBLE' && isExactNumber(type) && cast !== null) return { type: 'DOUBLE', value: cast };
    if (column.type === 'TIMESTAMP' && type === 'DATE' && cast !== null) return { type: 'TIMESTAMP', value: cast };
    if (column.type === 'DATE' && type === 'TIMESTAMP' && / 00:00:00$/.test(value)) {
      return { type: 'DATE', value: value.slice(0, -' 00:00:00'.length) };
    }
    return giveUp(`${column.type} with ${type}`);
  }

  async #fold(node: AstNode, columnType: string): Promise<{ type: string; value: string; cast: string | null }> {
    if (!isConstant(node)) giveUp('not a constant');
    const frame = await readTree(this.#connection, 'SELECT 1 AS e');
    if (frame === undefined) return giveUp('no frame');
    const text = await writeTree(this.#connection, { ...frame, select_list: [{ ...node, alias: 'e' }] });
    const [type, value, cast] = await firstRow(
      this.#connection,
      `SELECT typeof(e), CAST(e AS VARCHAR), CAST(TRY_CAST(e AS ${columnType}) AS VARCHAR) FROM (${text})`,
    );
    if (type == null || value == null) return giveUp('NULL');
    return { type, value, cast: cast ?? null };
  }
}
