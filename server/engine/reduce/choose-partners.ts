/** Which of the partners that may leave the statement do: time only, both ways give the same rows. */
import type { Connector } from '../../connectors/connector.ts';
import type { Log } from '../../log.ts';
import type { Relation } from '../plan/scan.ts';
import type { Shadow } from '../plan/shadow.ts';
import type { RoutedStatement } from '../route/route-blocks.ts';
import { profileOf } from './choose-reducers.ts';
import { fetchTime } from './cost.ts';
import type { Pair } from './partners.ts';
import { placeKey } from './places.ts';
import type { FetchPlan } from './plan-fetches.ts';
import { reductionsOf } from './read-apart.ts';
import { mayHavePartners, withoutPartners } from './settle-partners.ts';

/** A source that looks rows up one by one tests such a partner for each row in no time. */
const SMALL_PARTNER_ROWS = 5_000;

export interface PlannedFetches {
  readonly statement: RoutedStatement;
  readonly fetchPlans: readonly FetchPlan[];
}

export interface ChoosePartnersOptions {
  readonly connector: (id: string) => Connector;
  readonly log: Pick<Log, 'debug'>;
  /** Wherever it is right, not only where it pays. */
  readonly always: boolean;
}

/** `given` planned by `planned` without the partners that are better settled by their source; undefined if there are none. `fetchPlans`: how it would be fetched as it is. */
export async function choosePartners(
  given: RoutedStatement,
  fetchPlans: () => Promise<readonly FetchPlan[]>,
  planned: (statement: RoutedStatement) => Promise<PlannedFetches>,
  shadow: Shadow,
  { connector, log, always }: ChoosePartnersOptions,
): Promise<PlannedFetches | undefined> {
  if (!mayHavePartners(given, { connector, always })) return undefined;
  const staying = new Set<string>();
  try {
    for (;;) {
      const without = await withoutPartners(given, shadow, staying, { connector, always });
      if (without === undefined) return undefined;
      const after = await planned(without.statement);
      if (always) return after;
      const before = await fetchPlans();
      const dear = without.gone.filter((one) => !pays(one, before, after.fetchPlans, connector));
      if (dear.length === 0) return losesNothing(before, after.fetchPlans) ? after : undefined;
      for (const { relation } of dear) staying.add(placeKey(relation));
    }
  } catch (thrown) {
    log.debug({ reason: String(thrown) }, 'No partner is left to its source');
    return undefined;
  }
}

const planOf = (plans: readonly FetchPlan[], relation: Relation): FetchPlan | undefined =>
  plans.find(({ needs }) => placeKey(needs.relation) === placeKey(relation));

function pays(
  { relation, key, owner, column }: Pair,
  before: readonly FetchPlan[],
  after: readonly FetchPlan[],
  connector: (id: string) => Connector,
): boolean {
  const [partnerBefore, ownerBefore] = [planOf(before, relation), planOf(before, owner)];
  if (partnerBefore === undefined || ownerBefore === undefined) return false;
  // Its source reads it for the owner's sake anyway.
  const isReadInside = ownerBefore.shape?.inside.some(
    (inside) => inside.table === relation.table && inside.key === key.name && inside.column === column.name,
  );
  if (isReadInside === true) return true;
  const isSmall = profileOf(partnerBefore, connector).baseRows <= SMALL_PARTNER_ROWS;
  const ownerAfter = planOf(after, owner);
  // An owner that is gone itself is a partner of another one, which reads both.
  if (ownerAfter === undefined) return isSmall;
  const isByIndex = profileOf(ownerBefore, connector).access === 'index';
  if (isByIndex && (!isSmall || ownerBefore.shape !== undefined)) return false;
  const time = (plan: FetchPlan): number => fetchTime(plan.profile ?? profileOf(plan, connector), reductionsOf(plan));
  return time(ownerAfter) <= time(ownerBefore) + time(partnerBefore);
}

/** Whether each fetch that is left is reduced by all that has reduced it. */
function losesNothing(before: readonly FetchPlan[], after: readonly FetchPlan[]): boolean {
  return before.every((plan) => {
    const left = planOf(after, plan.needs.relation);
    if (left === undefined) return true;
    const kept = waysOf(left);
    return [...waysOf(plan)].every((way) => kept.has(way));
  });
}

function waysOf({ reducers, shape, request }: FetchPlan): ReadonlySet<string> {
  const filters = request?.kind === 'table' ? request.filters : [];
  const inside = [...(shape?.inside ?? []), ...filters.filter((filter) => filter.kind === 'among')];
  return new Set([
    ...inside.map(({ column, table, key }) => JSON.stringify([column, table.schema, table.name, key])),
    ...reducers.map(({ source, sourceColumn, target }) => JSON.stringify([source, sourceColumn, target])),
  ]);
}
