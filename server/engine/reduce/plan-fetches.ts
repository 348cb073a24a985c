import type { DuckDBConnection } from '@duckdb/node-api';
import type { Fetch, Pushdown } from '../../../lib/contract/run.ts';
import type { ColumnInfo, Connector, FetchRequest } from '../../connectors/connector.ts';
import type { Predicate } from '../../connectors/predicate.ts';
import type { Observations } from '../engine.ts';
import { readFilter } from '../plan/read-filter.ts';
import { type Relation, readableFilter, relationColumns, type ScanNeeds, scanColumn } from '../plan/scan.ts';
import { UNKNOWN_ROWS } from '../plan/shadow.ts';
import { type SourceRows, withAsked } from './asked.ts';
import { mergePlaces, pushablePart } from './choose-filters.ts';
import { chooseReducers } from './choose-reducers.ts';
import type { FetchProfile } from './cost.ts';
import { estimateRows } from './estimate.ts';
import { type FilterShape, reducedPlan } from './filter-shape.ts';
import type { JoinConditions } from './join-edges.ts';
import type { KeyReducer } from './key-reducer.ts';
import { withLacking } from './lacking.ts';
import { withObserved } from './observed.ts';
import { readOutputs } from './read-outputs.ts';

/** One fetch to be made. `request` is undefined for stored results, which DuckDB reads itself. */
export interface FetchPlan {
  readonly needs: ScanNeeds;
  readonly connection: string;
  /** Other places of the same table whose rows these are too (`read-once.ts`). */
  readonly also?: readonly Relation[] | undefined;
  /** `schema.table`, `native` or the stored result's name, for the ledger. */
  readonly relationName: string;
  readonly request: FetchRequest | undefined;
  /** Positions in the relation of the columns fetched, in the order in which they arrive. */
  readonly positions: readonly number[];
  /** Fetches whose keys this one waits for. Where its source reads keys itself, those that reduce that reading stand here too. */
  readonly reducers: readonly KeyReducer[];
  /** Where the keys of `reducers` stand in the filters; absent for fetches without any. */
  readonly shape?: FilterShape | undefined;
  /** Rows that it gave when it was last made so. */
  readonly knownRows?: number | undefined;
  /** Whether the estimate is what the fetch gave before, without any reducers. */
  readonly isObserved?: boolean | undefined;
  /** Absent where reducers are used whether they pay or not. */
  readonly profile?: FetchProfile | undefined;
  /** Under this its rows are remembered for the next run. */
  readonly observationKey?: string | undefined;
  readonly entry: Pick<Fetch, 'pushed' | 'kept' | 'estimatedRows' | 'sql' | 'title'>;
}

/** Turns the plan's needs into requests: needed columns, and the filters that the source may apply. */
export async function planFetches(
  scans: readonly ScanNeeds[],
  options: {
    readonly parser: DuckDBConnection;
    readonly connector: (id: string) => Connector;
    readonly pushdown: Pushdown;
    /** Equalities by which keys of one relation may reduce another, and what must have no partner. */
    readonly conditions: JoinConditions;
    /** All columns, no filters, no reducers. */
    readonly everything: boolean;
    readonly reducesAlways: boolean;
    readonly observations?: Observations | undefined;
    readonly sourceRows: SourceRows;
  },
): Promise<FetchPlan[]> {
  const bare: FetchPlan[] = [];
  for (const needs of scans) bare.push(await planFetch(needs, options));
  const isPlain = options.pushdown === 'off' || options.everything;
  const lacking = isPlain ? bare : withLacking(bare, options.conditions.lacking, options);
  const observed = await withObserved(lacking, options.connector, options.observations);
  if (isPlain) return observed;
  const plans = options.reducesAlways ? observed : await withAsked(observed, options.connector, options.sourceRows);
  const chosen = await chooseReducers(plans, options.conditions.edges, options);
  return plans.map((plan) => reducedPlan(plan, plans, chosen, options));
}

async function planFetch(needs: ScanNeeds, options: Parameters<typeof planFetches>[1]): Promise<FetchPlan> {
  const { relation } = needs;
  const all = relationColumns(relation);
  const readable = (text: string): string => readableFilter(needs, text);
  const estimate = needs.estimatedRows === undefined ? {} : { estimatedRows: Math.round(needs.estimatedRows) };
  const filterTexts = [...new Set(needs.filters.flat().map(readable))];
  if (relation.kind === 'result') {
    return {
      needs,
      connection: 'results',
      relationName: relation.name,
      request: undefined,
      positions: all.map((_, index) => index),
      reducers: [],
      entry: {
        pushed: [],
        kept: filterTexts,
        sql: '',
        ...estimate,
        ...(relation.title === undefined ? {} : { title: relation.title }),
      },
    };
  }
  if (relation.kind === 'native') {
    const request: FetchRequest = { kind: 'native', sql: relation.sql, parameters: relation.parameters };
    return {
      needs,
      connection: relation.connection,
      relationName: 'native',
      request,
      positions: all.map((_, index) => index),
      reducers: [],
      entry: { pushed: [], kept: filterTexts, sql: relation.sql, ...estimate },
    };
  }
  if (relation.kind === 'block') {
    const read = options.everything ? all.map((_, index) => index) : needs.columns;
    const block = options.connector(relation.connection).dialect.block;
    const { request, positions } =
      relation.query === undefined
        ? { request: relation.request, positions: all.map((_, index) => index) }
        : readOutputs(relation.request, relation.query, read, block);
    return {
      needs,
      connection: relation.connection,
      relationName: relation.label,
      request,
      positions,
      reducers: [],
      entry: { pushed: [...relation.steps], kept: filterTexts, sql: request.sql, ...estimate },
    };
  }
  const { dialect } = options.connector(relation.connection);
  const columnOf = (scanName: string): ColumnInfo | undefined =>
    all.find((_, index) => scanColumn(needs.scan, index) === scanName);
  const pushed: string[] = [];
  const kept: string[] = [];
  const places: Predicate[][] = [];
  for (const texts of needs.filters) {
    const place: Predicate[] = [];
    for (const text of texts) {
      const conditions = await readFilter(options.parser, text, columnOf);
      const chosen = conditions.map((condition) =>
        condition === undefined || options.pushdown === 'off' || options.everything
          ? undefined
          : pushablePart(condition, dialect, relation.table),
      );
      place.push(...chosen.filter((part) => part !== undefined));
      const isWhole =
        chosen.length > 0 && chosen.every((part, index) => part !== undefined && part === conditions[index]);
      (isWhole ? pushed : kept).push(readable(text));
    }
    places.push(place);
  }
  const settled = relation.settled?.filters ?? [];
  const filters = [...mergePlaces(places), ...settled];
  const isPushed = filters.length > settled.length;
  const positions = options.everything ? all.map((_, index) => index) : needs.columns;
  const columns = positions.map((index) => all[index]).filter((column) => column !== undefined);
  const { neverNull } = relation;
  const request: FetchRequest = {
    kind: 'table',
    table: relation.table,
    columns,
    filters,
    ...(neverNull === undefined ? {} : { neverNull }),
  };
  const estimatedRows = estimateRows(relation.table, relation.table.rowEstimate ?? UNKNOWN_ROWS, filters);
  return {
    needs: { ...needs, estimatedRows },
    connection: relation.connection,
    relationName: `${relation.table.schema}.${relation.table.name}`,
    request,
    positions,
    reducers: [],
    entry: {
      pushed: [...(relation.settled?.texts ?? []), ...(isPushed ? new Set(pushed) : [])],
      kept: [...new Set(isPushed ? kept : [...pushed, ...kept])],
      sql: dialect.selectSql(request),
      estimatedRows,
    },
  };
}
