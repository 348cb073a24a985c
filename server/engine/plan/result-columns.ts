import type { ResultColumn } from '../../../lib/contract/run.ts';

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
