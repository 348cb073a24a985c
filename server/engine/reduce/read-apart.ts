/** Whether the places of the statement that read one table are fetched apart, each reduced by its own partners, or as one. */
import type { Connector } from '../../connectors/connector.ts';
import type { Log } from '../../log.ts';
import type { Shadow } from '../plan/shadow.ts';
import { splitPlaces, tableKey } from '../plan/split-places.ts';
import { proven } from '../route/proven.ts';
import type { RoutedStatement } from '../route/route-blocks.ts';
import { readTree } from '../route/sql-tree.ts';
import { profileOf } from './choose-reducers.ts';
import { fetchTime, type Reduction } from './cost.ts';
import type { FilterShape } from './filter-shape.ts';
import type { FetchPlan } from './plan-fetches.ts';

/** What reading a row again from a table of its own takes, in microseconds. */
const READ_TWICE = 0.1;

/** Reading so few rows twice costs nothing, and what they reduce may be large. */
const SMALL_TABLE_ROWS = 20_000;

/** The statement with its repeated tables split, planned anew and proven to have the same columns; undefined if there is nothing to split, or it cannot be proven. */
export async function readApart(
  statement: RoutedStatement,
  shadow: Shadow,
  asOne: ReadonlySet<string>,
  log: Pick<Log, 'debug'>,
): Promise<RoutedStatement | undefined> {
  if (splitPlaces(statement.root, statement.relations, asOne) === undefined) return undefined;
  try {
    const tree = await readTree(shadow.connection, statement.text);
    const split = tree === undefined ? undefined : splitPlaces(tree, statement.relations, asOne);
    if (split === undefined) return undefined;
    return await proven(split.root, split.relations, statement, shadow);
  } catch (thrown) {
    log.debug({ reason: String(thrown) }, 'Tables read in several places are fetched as one');
    return undefined;
  }
}

/** Tables whose places are fetched faster as one, without any reducer. */
export function betterAsOne(plans: readonly FetchPlan[], connector: (id: string) => Connector): ReadonlySet<string> {
  const places = new Map<string, FetchPlan[]>();
  for (const plan of plans) {
    const { relation } = plan.needs;
    if (relation.kind !== 'table' || relation.place === undefined) continue;
    const key = tableKey(relation);
    places.set(key, [...(places.get(key) ?? []), plan]);
  }
  return new Set([...places].filter(([, all]) => isBetterAsOne(all, connector)).map(([key]) => key));
}

function isBetterAsOne(plans: readonly FetchPlan[], connector: (id: string) => Connector): boolean {
  const isReduced = plans.some(({ shape }) => shape !== undefined);
  if (isReduced && plans.every((plan) => profileOf(plan, connector).baseRows <= SMALL_TABLE_ROWS)) return false;
  const profiles = plans.map((plan) => plan.profile ?? profileOf(plan, connector));
  const [first] = profiles;
  if (first === undefined) return false;
  const apart = plans.reduce((sum, plan, index) => {
    const profile = profiles[index];
    return profile === undefined ? sum : sum + fetchTime(profile, reductionsOf(plan));
  }, 0);
  const left = profiles.reduce(
    (share, { rows, baseRows }) => share * (1 - Math.min(1, rows / Math.max(1, baseRows))),
    1,
  );
  const rows = first.baseRows * (1 - left);
  const columns = new Set(plans.flatMap(({ needs }) => needs.columns)).size;
  return fetchTime({ ...first, rows, columns }, []) + rows * READ_TWICE * plans.length <= apart;
}

/** What the reducers of a fetch are expected to do. */
export const reductionsOf = ({ reducers, shape }: FetchPlan): readonly Reduction[] =>
  shape === undefined ? [] : [...keysOf(shape, reducers), ...shape.inside.map(({ expected }) => expected)];

const keysOf = (shape: FilterShape, reducers: FetchPlan['reducers']): readonly Reduction[] =>
  shape.keys.flatMap((position) => reducers[position]?.expected ?? []);
