import type { InputSource, JoinInput } from '../contract/join.ts';
import { outputColumns } from './output-columns.ts';

export interface ShapeColumn {
  readonly name: string;
  /** DuckDB type: `BIGINT`, `DECIMAL(12,2)`. */
  readonly type: string;
}

/** What an input has to offer. */
export interface InputShape {
  readonly columns: readonly ShapeColumn[];
  /** Of a table: its shortest name in SQL, `shop.orders`; absent = connection, schema and table are written. */
  readonly sqlName?: string | undefined;
}

/**
 * Columns of a table, a native statement or a stored result; undefined where they are not known (yet). Nested joins are not asked for: their
 * columns follow from their document.
 */
export type ColumnsOf = (source: InputSource) => InputShape | undefined;

/** Shape of any source, nested joins included; undefined where it is not known. */
export function shapeOf(source: InputSource, columnsOf: ColumnsOf): InputShape | undefined {
  if (source.kind !== 'join') return columnsOf(source);
  if (!isKnown(source, columnsOf)) return undefined;
  return { columns: outputColumns(source.join, columnsOf).map(({ name, type }) => ({ name, type })) };
}

function isKnown(source: InputSource, columnsOf: ColumnsOf): boolean {
  if (source.kind !== 'join') return columnsOf(source) !== undefined;
  return source.join.inputs.every((input) => isKnown(input.source, columnsOf));
}

/** A column by its name: the exact spelling first, else without regard to case, as DuckDB does. */
export function findColumn(columns: readonly ShapeColumn[], name: string): ShapeColumn | undefined {
  const folded = name.toLowerCase();
  return (
    columns.find((column) => column.name === name) ?? columns.find((column) => column.name.toLowerCase() === folded)
  );
}

/** DuckDB type of an input's column; `VARCHAR` where it is not known. */
export function typeOf(input: JoinInput | undefined, column: string, columnsOf: ColumnsOf): string {
  const shape = input === undefined ? undefined : shapeOf(input.source, columnsOf);
  return (shape === undefined ? undefined : findColumn(shape.columns, column)?.type) ?? 'VARCHAR';
}
