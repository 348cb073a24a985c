/** References that the source itself declares: nothing needs to be guessed. */
import type { ForeignKey } from '../../../connectors/connector.ts';
import type { ColumnProfile } from './column-profile.ts';
import type { TableProfile } from './table-profile.ts';

interface Ends {
  readonly fromTable: TableProfile;
  readonly toTable: TableProfile;
  readonly from: Pick<ColumnProfile, 'name'>;
  readonly to: Pick<ColumnProfile, 'name'>;
}

const referencesTo = (from: TableProfile, to: TableProfile): readonly ForeignKey[] =>
  from.reference.connection === to.reference.connection
    ? from.references.filter(
        ({ targetSchema, targetTable }) => targetSchema === to.reference.schema && targetTable === to.reference.table,
      )
    : [];

/** Whether the columns are, in this direction, all of a declared reference. */
export function isDeclaredFrom(pairs: readonly Ends[]): boolean {
  const [first] = pairs;
  if (first === undefined) return false;
  return referencesTo(first.fromTable, first.toTable).some(
    ({ columns, targetColumns }) =>
      columns.length === pairs.length &&
      pairs.every(({ from, to }) =>
        columns.some((column, at) => column === from.name && targetColumns[at] === to.name),
      ),
  );
}

export const isDeclared = (pairs: readonly Ends[]): boolean =>
  isDeclaredFrom(pairs) ||
  isDeclaredFrom(
    pairs.map(({ fromTable, toTable, from, to }) => ({ fromTable: toTable, toTable: fromTable, from: to, to: from })),
  );

export const isDeclaredPair = (pair: Ends): boolean => isDeclared([pair]);
