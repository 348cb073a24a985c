import type { ColumnReference, JoinDocument, OutputColumn } from '../contract/join.ts';
import { unionSteps } from './inputs.ts';
import { joinedColumns } from './joined-columns.ts';
import { nested } from './nest.ts';
import type { ColumnsOf } from './shape.ts';
import { unionColumns } from './union-columns.ts';

/** A column of the result. */
export interface JoinOutputColumn {
  /** Final name: no two are equal, also without regard to case. */
  readonly name: string;
  /** DuckDB type. */
  readonly type: string;
  /** Columns that it comes from: one; both that are coalesced; of a union, one of each input that has it; none for the source column. */
  readonly origins: readonly ColumnReference[];
  /** How `document.columns` lists it; undefined for the source column of a union, which always comes out last. */
  readonly entry: OutputColumn | undefined;
  /** The name is not the column's own: by the duplicate rule, or chosen. */
  readonly isRenamed: boolean;
}

/** Columns that come out, in order, under their resolved names. Columns that their input does not have are left out. */
export function outputColumns(given: JoinDocument, columnsOf: ColumnsOf): JoinOutputColumn[] {
  const document = nested(given, columnsOf);
  if (unionSteps(document).length === 0) {
    return joinedColumns(document, columnsOf, document.columns).map(({ name, type, from, entry }) => ({
      name,
      type,
      origins: from,
      entry,
      isRenamed: name !== from[0]?.column,
    }));
  }
  return unionColumns(document, columnsOf).map(({ name, type, branches, entry }) => {
    const origins = branches.flatMap((branch) => (branch.kind === 'column' ? branch.from : []));
    const first = branches.find((branch) => branch.kind === 'column')?.from ?? [];
    return { name, type, origins, entry: entry ?? asEntry(first), isRenamed: name !== origins[0]?.column };
  });
}

function asEntry([first, second]: readonly ColumnReference[]): OutputColumn | undefined {
  return first === undefined || second === undefined ? first : { coalesce: [first, second] };
}
