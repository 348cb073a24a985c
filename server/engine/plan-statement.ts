import type { Pushdown, Reducer } from '../../lib/contract/run.ts';
import { splitStatements } from '../../lib/sql/split-statements.ts';
import { withinTime } from '../connectors/waiting.ts';
import { JoineryError } from '../errors.ts';
import type { EngineDependencies, EngineRequest } from './engine.ts';
import { LedgerEntry } from './fetch/ledger.ts';
import { parseStatement } from './parse/parse-statement.ts';
import { bindStatement } from './plan/bind.ts';
import { traceOrigins } from './plan/origins.ts';
import { withOrigins } from './plan/result-columns.ts';
import { type Relation, relationColumns, type ShadowPlan } from './plan/scan.ts';
import type { Shadow } from './plan/shadow.ts';
import type { SourceRows } from './reduce/asked.ts';
import { choosePartners, type PlannedFetches } from './reduce/choose-partners.ts';
import { countByKey } from './reduce/count-by-key.ts';
import { readJoinConditions } from './reduce/join-edges.ts';
import { type FetchPlan, planFetches } from './reduce/plan-fetches.ts';
import { betterAsOne, readApart } from './reduce/read-apart.ts';
import { readOnce } from './reduce/read-once.ts';
import { settle } from './reduce/settle.ts';
import { type RoutedStatement, routeBlocks } from './route/route-blocks.ts';
import type { Sessions } from './sessions.ts';

export interface PlannedFetch {
  readonly plan: FetchPlan;
  readonly entry: LedgerEntry;
}

export interface PlannedStatement {
  /** The statement without the semicolon and comments behind it; offsets in it are those of the text given. */
  readonly text: string;
  readonly relations: readonly Relation[];
  readonly plan: ShadowPlan;
  readonly fetches: readonly PlannedFetch[];
}

/**
 * Steps 1 to 5 of engine.md: parse, bind, plan, route, reduce. Reads no rows. `everything`: all columns of all relations, no filters. `onBound` hears of the
 * relations as soon as they are known.
 */
export async function planStatement(
  request: Pick<EngineRequest, 'text' | 'pushdown' | 'parameters'> & { readonly everything?: boolean },
  shadow: Shadow,
  dependencies: EngineDependencies,
  sessions: Sessions,
  signal: AbortSignal,
  onBound: (relations: readonly Relation[]) => void = () => {},
): Promise<PlannedStatement> {
  const root = await parseStatement(shadow.connection, request.text);
  const text = request.text.slice(0, splitStatements(request.text)[0]?.end);
  const relations = await bindStatement(root, text, dependencies, sessions, signal, request.parameters);
  onBound(relations);
  const bare = await shadow.plan(text, relations);
  const plan = { ...bare, columns: withOrigins(bare.columns, traceOrigins(root, relations)) };
  if (plan.columns.length === 0)
    throw new JoineryError('no_columns', 'The statement gives a result without columns.', {
      hint: 'Select at least one column.',
    });
  const isRouted = request.pushdown !== 'off' && request.everything !== true;
  const whole = { root, text, relations, plan };
  const routed = isRouted ? await routeBlocks(whole, shadow, dependencies) : whole;
  const sourceRows = askingOnce(sessions, signal);
  const { connector, log, reducesAlways: always = false } = dependencies;
  const counted = isRouted ? await countByKey(routed, shadow, { connector, log, always }) : routed;
  const { statement, fetchPlans: apart } = await reduced(counted, { ...request, sourceRows }, shadow, dependencies);
  const fetchPlans = readOnce(apart, dependencies.connector);
  const fetches = fetchPlans.map((fetch, index) => ({
    plan: fetch,
    entry: new LedgerEntry({
      index,
      connection: fetch.connection,
      relation: fetch.relationName,
      ...fetch.entry,
      ...reducersOf(fetch, fetchPlans),
    }),
  }));
  return { text: statement.text, relations: statement.relations, plan: statement.plan, fetches };
}

/** Step 5. Tables read in several places are first taken apart; those that gain nothing by it are put together again. */
async function reduced(
  statement: RoutedStatement,
  request: { readonly pushdown: Pushdown; readonly everything?: boolean; readonly sourceRows: SourceRows },
  shadow: Shadow,
  { connector, log, observations, reducesAlways = false }: EngineDependencies,
): Promise<PlannedFetches> {
  const everything = request.everything ?? false;
  const isPlain = request.pushdown === 'off' || everything;
  const fetchPlansOf = ({ root, relations, plan }: RoutedStatement): Promise<FetchPlan[]> =>
    planFetches(plan.scans, {
      parser: shadow.connection,
      connector,
      pushdown: request.pushdown,
      conditions: readJoinConditions(root, relations),
      everything,
      reducesAlways,
      observations,
      sourceRows: request.sourceRows,
    });
  const finished = async (given: RoutedStatement, known?: readonly FetchPlan[]): Promise<PlannedFetches> => {
    if (isPlain) return { statement: given, fetchPlans: known ?? (await fetchPlansOf(given)) };
    const options = { connector, log, always: reducesAlways };
    const planned = async (one: RoutedStatement): Promise<PlannedFetches> => {
      const settled = await settle(one, shadow, options);
      const fetchPlans = settled === given ? known : undefined;
      return { statement: settled, fetchPlans: fetchPlans ?? (await fetchPlansOf(settled)) };
    };
    return choosePartners(given, planned, shadow, options);
  };
  const asOne = new Set<string>();
  while (!isPlain) {
    const apart = await readApart(statement, shadow, asOne, log);
    if (apart === undefined) break;
    const fetchPlans = await fetchPlansOf(apart);
    const joined = reducesAlways ? [] : [...betterAsOne(fetchPlans, connector)];
    if (joined.length === 0) return finished(apart, fetchPlans);
    for (const key of joined) asOne.add(key);
  }
  return finished(statement);
}

/** Then a plan is made without the answer. */
const ASKING_MS = 1_000;

/** Each question is asked once, however many plans are made. A source that fails now is told of where it is fetched from. */
function askingOnce(sessions: Sessions, signal: AbortSignal): SourceRows {
  const known = new Map<string, Promise<number | undefined>>();
  return (connection, sql) => {
    const key = JSON.stringify([connection, sql]);
    const asking =
      known.get(key) ??
      withinTime(
        sessions.get(connection).then((session) => session.expectedRows?.(sql, signal)),
        ASKING_MS,
        () => undefined,
      ).catch(() => undefined);
    known.set(key, asking);
    return asking;
  };
}

/** The arrows to a fetch, for people. */
function reducersOf(fetch: FetchPlan, all: readonly FetchPlan[]): { reducers?: Reducer[] } {
  if (fetch.reducers.length === 0) return {};
  const reducers = fetch.reducers.map((reducer) => {
    const from = all.findIndex(({ needs }) => needs.scan === reducer.source);
    const source = all[from];
    const nameOf = (index: number): string => (source && relationColumns(source.needs.relation)[index]?.name) ?? '';
    const fromColumn = reducer.computed?.sql(nameOf) ?? nameOf(reducer.sourceColumn);
    return { from, fromColumn, column: reducer.column.name };
  });
  return { reducers };
}
