/** What of a request could be read in parts, by ranges of a key or by the keys asked for: a table's rows, or a whole block. Pure. */
import { JoineryError } from '../../errors.ts';
import type { BlockDialect } from '../block.ts';
import { areGroupsWhole, canMerge, partingOf, partQuery } from '../block-parting.ts';
import type { ColumnInfo, FetchRequest, TableInfo } from '../connector.ts';
import type { Among, Atom, Constant, Predicate } from '../predicate.ts';
import { renderPredicate } from '../render-predicate.ts';
import { shortenKeys } from '../shorten-keys.ts';
import { tablesIn } from '../tables-in.ts';
import { declaredType } from './answer.ts';
import { partsFor, selectSql } from './dialect.ts';
import { isLongList } from './key-parts.ts';

export type RangeAtom = Extract<Atom, { kind: 'comparison' | 'between' }>;

export type Division = RangeDivision | KeyDivision;

/** By the keys that are asked for: each row has one of them. */
export interface KeyDivision {
  readonly kind: 'keys';
  readonly column: ColumnInfo;
  readonly keys: readonly Constant[];
  readonly isInParts: false;
  sql(keys: readonly Constant[]): string;
}

/** By ranges of `column` of `table`: that of the rows, or one that a subquery reads and that is equal to a column of them. */
export interface RangeDivision {
  readonly kind: 'ranges';
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
  by(column: string): RangeDivision | undefined;
  /** Undefined if there is no long list of keys of that column. */
  byKeys(column: string): KeyDivision | undefined;
  /** By the keys that a subquery reads of a table of that name; undefined if there is none. */
  byInner(table: string): RangeDivision | undefined;
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

/** Letters of a statement: the server refuses longer ones than `max_allowed_packet`, 16 MiB unless changed. */
export const MOST_LETTERS = 4_000_000;

/** By its longest list of keys, where the statement would be too long as it is. */
export function dividedList(request: FetchRequest, sql: string): KeyDivision | undefined {
  if (request.kind !== 'table' || sql.length <= MOST_LETTERS) return undefined;
  const lists = request.filters.flatMap((filter) => (filter.kind === 'in' ? [filter] : []));
  const longest = lists.toSorted((a, b) => b.values.length - a.values.length)[0];
  return longest === undefined ? undefined : divisibleTable(request)?.byKeys(longest.column);
}

const isInteger = (column: ColumnInfo | undefined): column is ColumnInfo =>
  column !== undefined && declaredType(column).valueClass === 'integer';

const isOneValue = (filter: Predicate, column: string | undefined): boolean =>
  filter.kind === 'comparison' && filter.operator === '=' && filter.column === column;

function divisibleTable(request: Extract<FetchRequest, { kind: 'table' }>): Divisible | undefined {
  const { table, filters, limit } = request;
  // Of one value of the key there are no ranges, so the server need not be asked.
  if (limit !== undefined || filters.some((filter) => isOneValue(filter, table.primaryKey[0]))) return undefined;
  const columnOf = ({ columns }: TableInfo, name: string) => columns.find((one) => one.name === name);
  const instead = (old: Predicate, filter: Predicate): string =>
    selectSql({ ...request, filters: filters.map((one) => (one === old ? filter : one)) });
  return {
    table,
    alias: table.name,
    tables: [table, ...filters.flatMap(tablesIn)],
    explained: selectSql({ ...request, filters: filters.map(shortenKeys) }),
    by(name) {
      const column = columnOf(table, name);
      if (!isInteger(column)) return undefined;
      const sql = (range: readonly RangeAtom[]) => selectSql(request, range);
      return { kind: 'ranges', table, column, filters, isInParts: false, sql };
    },
    byKeys(name) {
      const column = columnOf(table, name);
      const list = filters.find((filter) => filter.kind === 'in' && filter.column === name);
      // Of other types, two keys may be one to the server.
      if (list?.kind !== 'in' || !isInteger(column) || !isLongList(list.values)) return undefined;
      const sql = (values: readonly Constant[]) => instead(list, { ...list, values });
      return { kind: 'keys', column, keys: list.values, isInParts: false, sql };
    },
    byInner(name) {
      const isIt = (filter: Predicate): filter is Among => filter.kind === 'among' && filter.table.name === name;
      const [inner, ...others] = filters.filter(isIt);
      if (inner === undefined || others.length > 0 || name === table.name) return undefined;
      const column = columnOf(inner.table, inner.key);
      if (!isInteger(column) || !isInteger(columnOf(table, inner.column))) return undefined;
      const sql = (range: readonly RangeAtom[]) => instead(inner, { ...inner, filters: [...inner.filters, ...range] });
      return { kind: 'ranges', table: inner.table, column, filters: inner.filters, isInParts: false, sql };
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
      return { kind: 'ranges', table, column, filters, isInParts: !isWhole, sql };
    },
    byKeys: () => undefined,
    byInner: () => undefined,
  };
}
