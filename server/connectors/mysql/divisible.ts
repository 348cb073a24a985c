/** What of a request could be read by ranges of a key: a table's rows, or a whole block in parts. Pure. */
import { JoineryError } from '../../errors.ts';
import type { BlockDialect } from '../block.ts';
import { areGroupsWhole, canMerge, partingOf, partQuery } from '../block-parting.ts';
import type { ColumnInfo, FetchRequest, TableInfo } from '../connector.ts';
import type { Atom, Predicate } from '../predicate.ts';
import { renderPredicate } from '../render-predicate.ts';
import { shortenKeys } from '../shorten-keys.ts';
import { declaredType } from './answer.ts';
import { partsFor, selectSql } from './dialect.ts';

export type RangeAtom = Extract<Atom, { kind: 'comparison' | 'between' }>;

/** One way of cutting the request: by ranges of `column` of `table`. */
export interface Division {
  readonly table: TableInfo;
  readonly column: ColumnInfo;
  /** Filters on the table, for the bounds. */
  readonly filters: readonly Predicate[];
  /** Whether groups may come in several parts. */
  readonly isInParts: boolean;
  /** With no atom or one. */
  sql(range: readonly RangeAtom[]): string;
}

export interface Divisible {
  /** The table whose ranges are read, and its name in EXPLAIN. */
  readonly table: TableInfo;
  readonly alias: string;
  /** All tables that it reads: they must be of one state. */
  readonly tables: readonly TableInfo[];
  /** What the server is asked to explain. */
  readonly explained: string;
  /** Undefined if it cannot be cut by that column. */
  by(column: string): Division | undefined;
}

/** Undefined if it must go in one piece. */
export function divisible(
  request: FetchRequest,
  minRows: number,
  blocks: BlockDialect | undefined,
): Divisible | undefined {
  const made =
    request.kind === 'table'
      ? divisibleTable(request)
      : request.kind === 'block'
        ? divisibleBlock(request, blocks)
        : undefined;
  const isLarge = made !== undefined && made.table.kind === 'table' && (made.table.rowEstimate ?? 0) >= minRows;
  return isLarge ? made : undefined;
}

const isInteger = (column: ColumnInfo | undefined): column is ColumnInfo =>
  column !== undefined && declaredType(column).valueClass === 'integer';

const isOneValue = (filter: Predicate, column: string | undefined): boolean =>
  filter.kind === 'comparison' && filter.operator === '=' && filter.column === column;

function divisibleTable(request: Extract<FetchRequest, { kind: 'table' }>): Divisible | undefined {
  const { table, filters, limit } = request;
  // Of one value of the key there are no ranges, so the server need not be asked.
  if (limit !== undefined || filters.some((filter) => isOneValue(filter, table.primaryKey[0]))) return undefined;
  return {
    table,
    alias: table.name,
    tables: [table],
    explained: selectSql({ ...request, filters: filters.map(shortenKeys) }),
    by(name) {
      const column = table.columns.find((one) => one.name === name);
      if (!isInteger(column)) return undefined;
      const sql = (range: readonly RangeAtom[]) => selectSql(request, range);
      return { table, column, filters, isInParts: false, sql };
    },
  };
}

function divisibleBlock(
  request: Extract<FetchRequest, { kind: 'block' }>,
  blocks: BlockDialect | undefined,
): Divisible | undefined {
  const parting = partingOf(request);
  const table = parting?.query.sources[parting.source]?.table;
  if (parting === undefined || table === undefined || blocks === undefined) return undefined;
  const { query, source } = parting;
  const filters = query.where.flatMap((part) => (part.kind === 'atom' && part.source === source ? [part.atom] : []));
  return {
    table,
    alias: `t${source}`,
    tables: query.sources.map((one) => one.table),
    explained: request.sql,
    by(name) {
      const column = table.columns.find((one) => one.name === name);
      const isWhole = areGroupsWhole(parting, name);
      if (!isInteger(column) || !(isWhole || canMerge(request))) return undefined;
      const part = partQuery(parting, isWhole);
      const sql = (range: readonly RangeAtom[]): string => {
        const [condition] = range;
        const rendered = blocks.render(
          part,
          condition && { source, condition: (alias) => renderPredicate(condition, partsFor(`${alias}.`)) },
        );
        // The whole was written before, and comparisons of an integer with an integer are exact everywhere.
        if ('refused' in rendered)
          throw new JoineryError('internal', `A part of a block was refused: ${rendered.refused}.`);
        return rendered.sql;
      };
      return { table, column, filters, isInParts: !isWhole, sql };
    },
  };
}
