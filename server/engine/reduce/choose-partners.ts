/** Which of the partners that may leave the statement do: time only, both ways give the same rows. */
import type { Connector } from '../../connectors/connector.ts';
import type { Among } from '../../connectors/predicate.ts';
import type { Relation } from '../plan/scan.ts';
import type { Shadow } from '../plan/shadow.ts';
import type { RoutedStatement } from '../route/route-blocks.ts';
import { profileOf } from './choose-reducers.ts';
import { fetchTime } from './cost.ts';
import type { InsideShape } from './filter-shape.ts';
import type { Pair } from './partners.ts';
import { placeKey } from './places.ts';
import type { FetchPlan } from './plan-fetches.ts';
import { reductionsOf } from './read-apart.ts';
import type { SettleOptions } from './settle.ts';
import { mayHavePartners, withoutPartners } from './settle-partners.ts';
import { partnersOf } from './standing.ts';

/** A source that looks rows up one by one tests such a partner for each row in no time. */
const SMALL_PARTNER_ROWS = 5_000;

export interface PlannedFetches {
  readonly statement: RoutedStatement;
  readonly fetchPlans: readonly FetchPlan[];
}

/** `given` planned by `planned`, without the partners that are better settled by their source. */
export async function choosePartners(
  given: RoutedStatement,
  planned: (statement: RoutedStatement) => Promise<PlannedFetches>,
  shadow: Shadow,
  { connector, log, always }: SettleOptions,
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
      const left = before.fetchPlans.filter(({ needs }) => planOf(after.fetchPlans, needs.relation) !== undefined);
      const missed = without.gone.filter(
        (one) =>
          reducesOthers(one, left, planOf(before.fetchPlans, one.relation)?.needs.scan) ||
          !pays(one, before.fetchPlans, after.fetchPlans, connector),
      );
      if (missed.length === 0) return after;
      for (const { relation } of missed) staying.add(placeKey(relation));
    }
  } catch (thrown) {
    log.debug({ reason: String(thrown) }, 'No partner is left to its source');
    return before;
  }
}

const planOf = (plans: readonly FetchPlan[], relation: Relation): FetchPlan | undefined =>
  plans.find(({ needs, also = [] }) => [needs.relation, ...also].some((one) => placeKey(one) === placeKey(relation)));

function pays(
  { relation, key, owner, column }: Pair,
  before: readonly FetchPlan[],
  after: readonly FetchPlan[],
  connector: (id: string) => Connector,
): boolean {
  const [partnerBefore, ownerBefore] = [planOf(before, relation), planOf(before, owner)];
  if (partnerBefore === undefined || ownerBefore === undefined) return false;
  const { shape } = ownerBefore;
  const isThis = ({ table, key: name, column: of }: InsideShape | Among): boolean =>
    table === relation.table && name === key.name && of === column.name;
  const isInside = shape?.inside.some(isThis) === true;
  const isSmall = profileOf(partnerBefore, connector).baseRows <= SMALL_PARTNER_ROWS;
  const ownerAfter = planOf(after, owner);
  // Its source reads it for the owner's sake anyway; an owner that is gone itself is a partner of another one, which reads both.
  if (ownerAfter?.isObserved !== true && isInside) return true;
  if (ownerAfter === undefined) return isSmall;
  const profile = profileOf(ownerAfter, connector);
  if (!isInside && profile.access === 'index' && (!isSmall || shape !== undefined)) return false;
  const others = reductionsOf(ownerAfter);
  const partners = partnersOf(ownerAfter.needs.relation);
  const standing = profile.standing?.filter((_, index) => partners[index] === undefined || !isThis(partners[index]));
  const apart = fetchTime({ ...profile, standing, columns: profile.columns + 1 }, others);
  const partner = fetchTime(profileOf(partnerBefore, connector), reductionsOf(partnerBefore));
  return fetchTime(profile, others) <= apart + partner;
}

/** Whether it has reduced a fetch that is left and not its owner's. What the others do for each other they still may, as the model finds it worth. */
function reducesOthers({ relation, key, owner, column }: Pair, left: readonly FetchPlan[], scan?: string): boolean {
  return left.some(({ needs, reducers, shape }) => {
    const isOwner = placeKey(needs.relation) === placeKey(owner);
    const inside = (shape?.inside ?? []).filter((one) => one.table === relation.table && one.key === key.name);
    return (
      inside.some((one) => !isOwner || one.column !== column.name) || reducers.some(({ source }) => source === scan)
    );
  });
}
