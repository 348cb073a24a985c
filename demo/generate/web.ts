/** Rows of the `web` connection: visits of the shop's site, and the campaigns that brought them. */
import { centsText, DAY_MS, dateText, FIRST_DAY_MS, LAST_DAY_MS } from './people.ts';
import { randomFor } from './random.ts';
import { customerAt, ORDER_COUNT, orderAt, SEED, sessionIdAt } from './shop.ts';

export const SESSION_COUNT = 240_000;
export const CAMPAIGN_COUNT = 140;

/** A cell is NULL or text; quoting is the writer's. */
export type CsvRow = readonly (string | null)[];

export const sessionColumns = {
  session_id: 'VARCHAR',
  customer_number: 'VARCHAR',
  started_at: 'TIMESTAMPTZ',
  seconds: 'INTEGER',
  page_views: 'SMALLINT',
  landing_page: 'VARCHAR',
  device: 'VARCHAR',
  country: 'VARCHAR',
  campaign_code: 'VARCHAR',
  has_ordered: 'BOOLEAN',
  basket_value: 'DECIMAL(12,2)',
} as const;

/** Visits that led to order n carry number n, if the beacon got through; the numbers behind the orders are visits without one. */
export function* sessionRows(): Generator<CsvRow> {
  for (let index = 0; index < SESSION_COUNT; index += 1) {
    const order = index < ORDER_COUNT ? orderAt(index) : undefined;
    const random = randomFor(SEED, 'session', index);
    if (random.isTrue(0.02)) continue;
    const hasOrdered = order?.channel === 'web';
    const visitor = hasOrdered ? order.customer : random.isTrue(0.35) ? random.integer(0, 39_999) : null;
    const isSignedIn = visitor !== null && !random.isTrue(0.15);
    const startedMs = hasOrdered
      ? order.orderedAtMs - random.integer(60_000, 2_400_000)
      : FIRST_DAY_MS + Math.floor((LAST_DAY_MS - FIRST_DAY_MS) * random.next());
    yield [
      sessionIdAt(index),
      isSignedIn ? customerAt(visitor).number : null,
      new Date(startedMs).toISOString(),
      String(Math.floor(20 + 2_400 * random.next() ** 3)),
      String(hasOrdered ? random.integer(4, 30) : random.integer(1, 9)),
      random.pick(['/', '/', '/sale', '/kitchen', '/garden/new', '/gifts', '/blog/été-au-jardin']),
      random.pick(['phone', 'phone', 'desktop', 'tablet']),
      isSignedIn ? customerAt(visitor).region.country : random.pick(['DE', 'GB', 'FR', 'US', 'PL']),
      random.isTrue(0.45) ? campaignCodeAt(random.integer(0, CAMPAIGN_COUNT + 4)) : null,
      String(hasOrdered),
      hasOrdered ? centsText(order.totalCents) : random.isTrue(0.2) ? centsText(random.integer(299, 40_000)) : null,
    ];
  }
}

/** Codes from `CAMPAIGN_COUNT` on were never entered in campaigns.csv. */
export const campaignCodeAt = (index: number): string => `CMP-${String(index + 1).padStart(3, '0')}`;

export const campaignHeader = ['code', 'name', 'channel', 'country', 'started_on', 'ended_on', 'budget_eur'] as const;

export function* campaignRows(): Generator<CsvRow> {
  for (let index = 0; index < CAMPAIGN_COUNT; index += 1) {
    const random = randomFor(SEED, 'campaign', index);
    const channel = random.pick(['search', 'e-mail', 'social', 'affiliate', 'print']);
    const day = random.integer(0, 1_000);
    const hasEnded = FIRST_DAY_MS + (day + 45) * DAY_MS < LAST_DAY_MS;
    yield [
      campaignCodeAt(index),
      `${random.pick(['Spring', 'Summer', 'Autumn', 'Winter', 'Été', 'Neue Küche'])} ${channel}, wave ${random.integer(1, 9)}`,
      channel,
      random.isTrue(0.3) ? null : random.pick(['DE', 'GB', 'FR', 'US', 'PL', 'JP']),
      dateText(day),
      hasEnded ? dateText(day + random.integer(10, 44)) : null,
      centsText(random.integer(50, 6_000) * 1_000),
    ];
  }
}
