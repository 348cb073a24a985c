/** The list of tables: one row each with how much of it is described, filtered and found by words. */
import type { DictionaryFilter, DictionaryList, DictionaryRow } from '../../lib/contract/dictionary.ts';
import type { SourceTables } from '../catalog/catalog.ts';
import type { Entries } from './entries.ts';
import { tableOf } from './items.ts';

export interface FoundRow {
  readonly row: DictionaryRow;
  /** All that can be found here, lower case. */
  readonly text: string;
  readonly isUndocumented: boolean;
  readonly isKept: boolean;
}

interface Made {
  readonly tables: SourceTables['tables'];
  readonly kept: Entries;
  readonly proposed: Entries;
  readonly rows: readonly FoundRow[];
}

/** Rows of the connections, made anew only where something has changed. */
export class RowCache {
  readonly #made = new Map<string, Made>();

  rows(connection: string, source: SourceTables, kept: Entries, proposed: Entries): readonly FoundRow[] {
    const made = this.#made.get(connection);
    const { tables } = source;
    if (made?.tables === tables && made.kept === kept && made.proposed === proposed) return made.rows;
    const known = { connection, kept, proposed, sqlName: source.sqlName };
    const rows = tables.map((table) => rowOf(tableOf(table, known)));
    this.#made.set(connection, { tables, kept, proposed, rows });
    return rows;
  }
}

function rowOf({
  table,
  sqlName,
  kind,
  description,
  from,
  columns,
  proposal,
  title,
}: ReturnType<typeof tableOf>): FoundRow {
  const described = columns.filter((column) => column.from !== 'none').length;
  const proposed = columns.filter((column) => column.proposal !== undefined).length + (proposal === undefined ? 0 : 1);
  const texts = [
    `${table.connection}.${table.schema}.${table.table}`,
    description,
    title,
    ...columns.flatMap((column) => [column.name, column.description, column.title]),
  ];
  return {
    row: { table, sqlName, kind, description, from, columns: columns.length, described, proposed },
    text: texts
      .filter((text) => text !== undefined && text !== '')
      .join('\n')
      .toLowerCase(),
    isUndocumented: from === 'none' || described < columns.length,
    isKept: from === 'kept' || columns.some((column) => column.from === 'kept'),
  };
}

export function isShown(
  { row, text, isUndocumented, isKept }: FoundRow,
  show: DictionaryFilter,
  words: readonly string[],
): boolean {
  const passes =
    show === 'all' ||
    (show === 'undocumented' && isUndocumented) ||
    (show === 'proposed' && row.proposed > 0) ||
    (show === 'kept' && isKept);
  return passes && words.every((word) => text.includes(word));
}

export function coverageOf(rows: readonly FoundRow[]): DictionaryList['coverage'] {
  const sum = (figure: (found: FoundRow) => number): number => rows.reduce((total, one) => total + figure(one), 0);
  return {
    tables: rows.length,
    describedTables: sum(({ row }) => Number(row.from !== 'none')),
    columns: sum(({ row }) => row.columns),
    describedColumns: sum(({ row }) => row.described),
    proposed: sum(({ row }) => row.proposed),
  };
}
