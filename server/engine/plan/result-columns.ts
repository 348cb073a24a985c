import type { ResultColumn } from '../../../lib/contract/run.ts';
import type { ColumnTrace } from './origins.ts';

/** Result columns with clear labels: the second and third of one name become `name (2)`, `name (3)`. */
export function labelColumns(
  columns: readonly { readonly name: string; readonly type: string; readonly origin?: ResultColumn['origin'] }[],
): ResultColumn[] {
  const taken = new Map<string, number>();
  const names = new Set(columns.map((column) => column.name));
  return columns.map((column) => {
    let copy = (taken.get(column.name) ?? 0) + 1;
    while (copy > 1 && names.has(`${column.name} (${copy})`)) copy += 1;
    taken.set(column.name, copy);
    return {
      name: column.name,
      label: copy === 1 ? column.name : `${column.name} (${copy})`,
      type: column.type,
      ...(column.origin === undefined ? {} : { origin: column.origin }),
    };
  });
}

/** Adds the origins that were traced, where the trace agrees with what DuckDB's binder says of the columns. */
export function withOrigins<Column extends { readonly name: string; readonly type: string }>(
  columns: readonly Column[],
  traced: readonly ColumnTrace[] | undefined,
): (Column & { readonly origin?: ResultColumn['origin'] })[] {
  const isTrusted = traced?.length === columns.length;
  return columns.map((column, index) => {
    const trace = isTrusted ? traced[index] : undefined;
    return trace?.origin !== undefined && trace.name.toLowerCase() === column.name.toLowerCase()
      ? { ...column, origin: trace.origin }
      : column;
  });
}
