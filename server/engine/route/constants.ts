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

/** Constants folded in one question. */
const BATCH = 100;

interface Folded {
  readonly type: string;
  readonly value: string;
  /** Cast to the column's type; null if it does not convert. */
  readonly cast: string | null;
}

export class Constants {
  readonly #connection: DuckDBConnection;
  #frame: Promise<AstNode | undefined> | undefined;

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** A number without a column beside it. */
  async number(node: AstNode): Promise<Constant> {
    const [folded = giveUp('no constant')] = await this.#fold([node], 'VARCHAR');
    return isExactNumber(folded.type)
      ? { type: folded.type, value: folded.value }
      : giveUp(`number of type ${folded.type}`);
  }

  /** The constants as DuckDB compares them with `column`. */
  async besides(nodes: readonly AstNode[], column: ColumnInfo): Promise<Constant[]> {
    const folded = await this.#fold(nodes, column.type);
    return folded.map((constant, index) => compared(constant, nodes[index]?.type === 'VALUE_CONSTANT', column));
  }

  async #fold(nodes: readonly AstNode[], columnType: string): Promise<Folded[]> {
    const known = nodes.map((node) => plainly(node, columnType));
    const asked = nodes.filter((_, index) => known[index] === undefined);
    const answers: Folded[] = [];
    for (let start = 0; start < asked.length; start += BATCH)
      answers.push(...(await this.#ask(asked.slice(start, start + BATCH), columnType)));
    return known.map((constant) => constant ?? answers.shift() ?? giveUp('no constant'));
  }

  async #ask(nodes: readonly AstNode[], columnType: string): Promise<Folded[]> {
    if (!nodes.every(isConstant)) giveUp('not a constant');
    this.#frame ??= readTree(this.#connection, 'SELECT 1 AS e');
    const frame = (await this.#frame) ?? giveUp('no frame');
    const list = nodes.map((node, index) => ({ ...node, alias: `e${index}` }));
    const text = await writeTree(this.#connection, { ...frame, select_list: list });
    const wanted = nodes.map(
      (_, index) =>
        `typeof(e${index}), CAST(e${index} AS VARCHAR), CAST(TRY_CAST(e${index} AS ${columnType}) AS VARCHAR)`,
    );
    const row = await firstRow(this.#connection, `SELECT ${wanted.join(', ')} FROM (${text})`);
    return nodes.map((_, index) => {
      const [type, value, cast] = row.slice(index * 3, index * 3 + 3);
      return type == null || value == null ? giveUp('NULL') : { type, value, cast: cast ?? null };
    });
  }
}

/** What needs no folding, as in a long list of keys: whole numbers beside numbers, and text beside text. */
function plainly(node: AstNode, columnType: string): Folded | undefined {
  if (node.type !== 'VALUE_CONSTANT') return undefined;
  const constant = childNode(node, 'value');
  const type = constant && childNode(constant, 'type')?.id;
  const value = constant?.value;
  if (constant === undefined || constant.is_null === true) return undefined;
  if (type === 'VARCHAR' && columnType === 'VARCHAR' && typeof value === 'string') return { type, value, cast: value };
  const isWhole = (type === 'INTEGER' || type === 'BIGINT') && Number.isSafeInteger(value);
  return isWhole && isExactNumber(columnType) ? { type, value: String(value), cast: null } : undefined;
}

function compared({ type, value, cast }: Folded, isWritten: boolean, column: ColumnInfo): Constant {
  if (type === column.type) return { type, value };
  if (type === 'VARCHAR' && isWritten) {
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
