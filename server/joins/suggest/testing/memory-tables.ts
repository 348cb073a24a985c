/** Tables in memory, asked like sources: for tests of what is made of the answers. */
import type { JsonCell } from '../../../../lib/contract/result.ts';
import type { ColumnInfo, TableInfo } from '../../../connectors/connector.ts';
import type { ReadRows, TableReader, TableRef } from '../read/table-reader.ts';

export interface MemoryTable extends TableRef {
  readonly rows: readonly (readonly JsonCell[])[];
}

/** `columns` as `name: TYPE`. */
export function memoryTable(
  connection: string,
  name: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly (readonly JsonCell[])[],
  keys: Partial<Pick<TableInfo, 'primaryKey' | 'uniqueKeys' | 'foreignKeys'>> = {},
): MemoryTable {
  const infos = Object.entries(columns).map(
    ([column, type]): ColumnInfo => ({ name: column, sourceType: type, type, nullable: true }),
  );
  const info: TableInfo = {
    schema: 'main',
    name,
    kind: 'table',
    columns: infos,
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
    ...keys,
  };
  return { connection, info, rows };
}

export class MemoryReader implements TableReader {
  readonly cost = { queries: 0, rows: 0 };
  readonly asked: string[] = [];
  readonly #tables: readonly MemoryTable[];
  readonly #fail: ((table: TableRef, question: string) => Error | undefined) | undefined;

  constructor(tables: readonly MemoryTable[], fail?: (table: TableRef, question: string) => Error | undefined) {
    this.#tables = tables;
    this.#fail = fail;
  }

  isTooCostly(): boolean {
    return false;
  }

  async sample(table: TableRef, columns: readonly string[], limit: number): Promise<ReadRows> {
    const rows = this.#rows(table, columns, 'sample');
    return this.#answer(rows.slice(0, limit), rows.length <= limit);
  }

  async groups(table: TableRef, columns: readonly string[], limit: number): Promise<ReadRows> {
    const grouped = group(this.#rows(table, columns, `groups ${columns.join()}`));
    return this.#answer(grouped.slice(0, limit), grouped.length <= limit);
  }

  async groupsOf(table: TableRef, column: string, values: readonly string[]): Promise<ReadRows> {
    const wanted = new Set(values);
    const rows = this.#rows(table, [column], `groupsOf ${column}`).filter(([value]) => wanted.has(String(value)));
    return this.#answer(group(rows), true);
  }

  async extent(table: TableRef, column: string): Promise<ReadRows> {
    const rows = this.#rows(table, [column], `extent ${column}`);
    const values = rows.flatMap(([value]) => (typeof value === 'number' ? [value] : []));
    const ends =
      values.length === 0
        ? [null, null]
        : [values.reduce((one, other) => Math.min(one, other)), values.reduce((one, other) => Math.max(one, other))];
    return this.#answer([[rows.length, rows.filter(([value]) => value !== null).length, ...ends]], true);
  }

  #rows(table: TableRef, columns: readonly string[], question: string): JsonCell[][] {
    this.cost.queries += 1;
    this.asked.push(`${table.info.name} ${question}`);
    const failure = this.#fail?.(table, question);
    if (failure !== undefined) throw failure;
    const found = this.#tables.find(
      ({ connection, info }) => connection === table.connection && info.name === table.info.name,
    );
    const places = columns.map((column) => table.info.columns.findIndex(({ name }) => name === column));
    return (found?.rows ?? []).map((row) => places.map((place) => row[place] ?? null));
  }

  #answer(rows: readonly (readonly JsonCell[])[], isWhole: boolean): ReadRows {
    this.cost.rows += rows.length;
    return { rows, isWhole };
  }
}

function group(rows: readonly (readonly JsonCell[])[]): JsonCell[][] {
  const counts = new Map<string, JsonCell[]>();
  for (const row of rows) {
    const key = JSON.stringify(row);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, [...row, 1]);
    else known[row.length] = Number(known[row.length]) + 1;
  }
  return [...counts.values()];
}
