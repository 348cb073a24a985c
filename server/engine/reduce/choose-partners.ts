/** Which of the partners that may leave the statement do: time only, both ways give the same rows. */
import type { Connector } from '../../connectors/connector.ts';
import type { Log } from '../../log.ts';
import type { Relation } from '../plan/scan.ts';
import type { Shadow } from '../plan/shadow.ts';
import type { RoutedStatement } from '../route/route-blocks.ts';
import { profileOf } from './choose-reducers.ts';
import { type FetchProfile, fetchTime } from './cost.ts';
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

/** `given` planned by `planned`, without the partners that are better settled by their source. */
export async function choosePartners(
  given: RoutedStatement,
  planned: (statement: RoutedStatement) => Promise<PlannedFetches>,
  shadow: Shadow,
  { connector, log, always }: ChoosePartnersOptions,
): Promise<PlannedFetches> {
  const before = await planned(given);
  if (!mayHavePartners(given, { connector, always })) return before;
  const staying = new Set<string>();
  try {
    for (;;) {
      const without = await withoutPartners(given, shadow, staying, { connector, always });
      if (without === undefined) return before;
      const after = await planned(without.statement);
      if (always) return after;
      const dear = without.gone.filter((one) => !pays(one, before.fetchPlans, after.fetchPlans, connector));
      if (dear.length === 0) return losesNothing(before.fetchPlans, after.fetchPlans) ? after : before;
      for (const { relation } of dear) staying.add(placeKey(relation));
    }
  } catch (thrown) {
    log.debug({ reason: String(thrown) }, 'No partner is left to its source');
    return before;
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
  const { shape } = ownerBefore;
  const inside = shape?.inside.find(
    (one) => one.table === relation.table && one.key === key.name && one.column === column.name,
  );
  const profile = (plan: FetchPlan): FetchProfile => plan.profile ?? profileOf(plan, connector);
  const isSmall = profile(partnerBefore).baseRows <= SMALL_PARTNER_ROWS;
  const ownerAfter = planOf(after, owner);
  // Its source reads it for the owner's sake anyway; an owner that is gone itself is a partner of another one, which reads both.
  if (ownerAfter?.isObserved !== true && inside !== undefined) return true;
  if (ownerAfter === undefined) return isSmall;
  if (inside === undefined && profile(ownerBefore).access === 'index' && (!isSmall || shape !== undefined))
    return false;
  const others = reductionsOf(ownerBefore).filter((one) => one !== inside?.expected);
  const apart =
    fetchTime(profile(ownerBefore), others) + fetchTime(profile(partnerBefore), reductionsOf(partnerBefore));
  return fetchTime(profile(ownerAfter), reductionsOf(ownerAfter)) <= apart;
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
