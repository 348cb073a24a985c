/**
 * How many rows a table gives under filters. DuckDB knows no statistics of the sources and takes a fifth for any filter; keys and kinds of filters say more. The figures are the usual
 * guesses of optimizers without statistics (System R's, Selinger et al. 1979, with 1/20 for equality); they order the fetches and decide nothing about rightness.
 */
import type { TableInfo } from '../../connectors/connector.ts';
import type { Among, Atom, Predicate } from '../../connectors/predicate.ts';

export function estimateRows(table: TableInfo, baseRows: number, filters: readonly Predicate[]): number {
  return Math.max(1, Math.round(baseRows * shareOfAll(filters, table, baseRows)));
}

/** All of `parts` hold. A pattern beside an equality of its column says the same once more, by bytes. */
function shareOfAll(parts: readonly Predicate[], table: TableInfo, baseRows: number): number {
  const equal = new Set(parts.flatMap((part) => (isEquality(part) ? [part.column] : [])));
  const isSaid = (part: Predicate): boolean =>
    part.kind === 'like' ? equal.has(part.column) : part.kind === 'or' && part.any.length > 0 && part.any.every(isSaid);
  return parts.reduce((product, part) => product * (isSaid(part) ? 1 : shareOf(part, table, baseRows)), 1);
}

const isEquality = (part: Predicate): part is Extract<Atom, { kind: 'comparison' | 'in' }> =>
  part.kind === 'in' || (part.kind === 'comparison' && part.operator === '=');

function shareOf(predicate: Predicate, table: TableInfo, baseRows: number): number {
  switch (predicate.kind) {
    case 'and':
      return shareOfAll(predicate.all, table, baseRows);
    case 'or':
      return Math.min(
        1,
        predicate.any.reduce((sum, part) => sum + shareOf(part, table, baseRows), 0),
      );
    case 'not':
      return Math.max(0, 1 - shareOf(predicate.not, table, baseRows));
    case 'among':
      return amongShare(predicate, table, baseRows);
    case 'lacking':
      return 1 / 4;
    case 'like':
      return 1 / 10;
    default:
      return atomShare(predicate, table, baseRows);
  }
}

/** The share of rows that have such a partner, if the keys of both tables are spread alike. */
export function amongShare({ column, table, key, filters }: Among, owner: TableInfo, ownerRows: number): number {
  const rows = table.rowEstimate ?? 0;
  if (rows <= 0 || !isUnique(table, key)) return 1 / 4;
  const partners = estimateRows(table, rows, filters);
  return Math.min(1, partners / (isUnique(owner, column) ? Math.max(1, ownerRows) : rows));
}

function atomShare(atom: Atom, table: TableInfo, baseRows: number): number {
  const one = 'column' in atom && isUnique(table, atom.column) ? 1 / Math.max(1, baseRows) : 1 / 20;
  switch (atom.kind) {
    case 'in':
      return Math.min(1, atom.values.length * one);
    case 'comparison':
      return atom.operator === '=' ? one : atom.operator === '<>' ? 1 - one : 1 / 3;
    case 'columns':
      return atom.operator === '=' ? 1 / 20 : 1 / 3;
    case 'between':
      return 1 / 4;
    case 'prefix':
    case 'isNull':
      return 1 / 10;
    case 'isNotNull':
      return 9 / 10;
  }
}

/** True for a column that is a key of the table on its own. */
export const isUnique = (table: TableInfo, column: string): boolean =>
  [table.primaryKey, ...table.uniqueKeys].some((key) => key.length === 1 && key[0] === column);
