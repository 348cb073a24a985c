/** Rows of the `shop` connection. Each is a pure function of its number, so `crm` and `web` can refer to them without a lookup. */
import { DAY_MS, dateText, FIRST_DAY_MS, LAST_DAY_MS, personName } from './people.ts';
import { type Random, randomFor } from './random.ts';
import { type Region, regionAt } from './regions.ts';

export const SEED = 20_241_101;
export const CUSTOMER_COUNT = 40_000;
export const PRODUCT_COUNT = 2_500;
export const ORDER_COUNT = 150_000;
const FIRST_ORDER_ID = 7_000_000_000;

export interface Customer {
  readonly id: number;
  /** Text of digits, such as `10042`; the CRM writes `C-0010042`. */
  readonly number: string;
  readonly name: string;
  readonly email: string | null;
  readonly region: Region;
  readonly city: string;
  readonly segment: 'consumer' | 'small business' | 'enterprise';
  readonly birthDate: string | null;
  readonly signedUpAt: string;
  readonly creditLimitCents: number | null;
  readonly hasOptedIn: boolean | null;
  readonly preferences: string | null;
}

export function customerAt(index: number): Customer {
  const random = randomFor(SEED, 'customer', index);
  const region = regionAt(random.next());
  const segmentShare = random.next();
  const number = String(10_000 + index);
  const segment = segmentShare < 0.78 ? 'consumer' : segmentShare < 0.96 ? 'small business' : 'enterprise';
  return {
    id: index + 1,
    number,
    name: personName(random, region),
    email: random.isTrue(0.06)
      ? null
      : `customer.${number}@${random.pick(['example.com', 'example.org', 'mail.example'])}`,
    region,
    city: random.pick(region.cities),
    segment,
    birthDate: segment === 'consumer' && random.isTrue(0.7) ? dateText(-random.integer(18 * 365, 80 * 365)) : null,
    signedUpAt: new Date(FIRST_DAY_MS - random.integer(0, 900) * DAY_MS + random.integer(0, DAY_MS)).toISOString(),
    creditLimitCents: segment === 'consumer' ? null : random.integer(5, 4000) * 10_000,
    hasOptedIn: random.isTrue(0.1) ? null : random.isTrue(0.55),
    preferences: random.isTrue(0.3)
      ? JSON.stringify({
          market: region.country.toLowerCase(),
          channels: random.isTrue(0.5) ? ['email'] : ['email', 'sms'],
        })
      : null,
  };
}

const categories = {
  Kitchen: ['Kettle', 'Pan', 'Chef’s knife', 'Espresso cup'],
  Office: ['Notebook', 'Desk lamp', 'Monitor arm', 'Fountain pen'],
  Garden: ['Watering can', 'Secateurs', 'Seed box', 'Folding chair'],
  Outdoor: ['Rucksack', 'Tent', 'Head torch', 'Flask'],
  Home: ['Blanket', 'Shelf', 'Candle', 'Wall clock'],
} as const;

export interface Product {
  readonly id: number;
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly priceCents: number;
  readonly weightGrams: number | null;
  readonly tags: readonly string[];
  readonly discontinuedOn: string | null;
}

export function productAt(index: number): Product {
  const random = randomFor(SEED, 'product', index);
  const category = random.pick<keyof typeof categories>(['Kitchen', 'Office', 'Garden', 'Outdoor', 'Home']);
  const noun = random.pick(categories[category]);
  const line = random.pick(['Ålesund', 'Basic', 'Pro', 'Čedo', 'Mini', 'XL', 'Nº 5', 'Été']);
  return {
    id: index + 1,
    sku: `${category.slice(0, 2).toUpperCase()}-${String(index + 1).padStart(5, '0')}`,
    name: `${noun} ${line}`,
    category,
    priceCents: Math.round(299 * (1 + 80 * random.next() ** 3)),
    weightGrams: random.isTrue(0.08) ? null : random.integer(20, 9000),
    tags: random.isTrue(0.4) ? ['new', 'gift'].slice(0, random.integer(1, 2)) : [],
    discontinuedOn: random.isTrue(0.07) ? dateText(random.integer(200, 1000)) : null,
  };
}

export interface OrderLine {
  readonly product: number;
  readonly quantity: number;
  readonly unitPriceCents: number;
  readonly discountPercent: number;
}

export interface Order {
  readonly id: number;
  readonly number: number;
  /** Index of the customer; null for guests. */
  readonly customer: number | null;
  readonly orderedAtMs: number;
  readonly status: 'paid' | 'shipped' | 'returned' | 'cancelled';
  readonly channel: 'web' | 'phone' | 'store';
  readonly sessionId: string | null;
  readonly currency: string;
  readonly shippingCents: number;
  readonly totalCents: number;
  readonly lines: readonly OrderLine[];
}

const prices = Array.from({ length: PRODUCT_COUNT }, (_, index) => productAt(index).priceCents);

/** Orders come in the order of time, more each month. A few customers order much, a fifth never does. */
export function orderAt(index: number): Order {
  const random = randomFor(SEED, 'order', index);
  const isGuest = random.isTrue(0.03);
  const customer = Math.floor(CUSTOMER_COUNT * 0.8 * random.next() ** 2.2);
  // A factor without a common divisor spreads the frequent buyers over all numbers.
  const spread = (customer * 7_919) % CUSTOMER_COUNT;
  const channelShare = random.next();
  const channel = channelShare < 0.68 ? 'web' : channelShare < 0.82 ? 'phone' : 'store';
  const statusShare = random.next();
  const lines = Array.from({ length: lineCount(random) }, () => orderLine(random));
  const shippingCents = channel === 'store' ? 0 : random.pick([0, 390, 490, 990]);
  const linesCents = lines.reduce((sum, line) => sum + lineCents(line), 0);
  return {
    id: FIRST_ORDER_ID + index,
    number: index,
    customer: isGuest ? null : spread,
    orderedAtMs: orderTime(random, index),
    status: statusShare < 0.12 ? 'paid' : statusShare < 0.9 ? 'shipped' : statusShare < 0.96 ? 'returned' : 'cancelled',
    channel,
    sessionId: channel === 'web' && !random.isTrue(0.04) ? sessionIdAt(index) : null,
    currency: isGuest ? 'EUR' : random.pick(['EUR', 'EUR', 'GBP', 'USD']),
    shippingCents,
    totalCents: linesCents + shippingCents,
    lines,
  };
}

export const sessionIdAt = (index: number): string =>
  `ws_${((index * 2_654_435_761) % 4_294_967_296).toString(36).padStart(7, '0')}`;

export const lineCents = (line: OrderLine): number =>
  Math.round((line.quantity * line.unitPriceCents * (100 - line.discountPercent)) / 100);

function lineCount(random: Random): number {
  const share = random.next();
  return share < 0.44 ? 1 : share < 0.75 ? 2 : share < 0.9 ? 3 : random.integer(4, 6);
}

function orderLine(random: Random): OrderLine {
  const product = Math.floor(PRODUCT_COUNT * random.next() ** 1.6);
  return {
    product,
    quantity: random.isTrue(0.75) ? 1 : random.integer(2, 12),
    unitPriceCents: prices[product] ?? 999,
    discountPercent: random.isTrue(0.8) ? 0 : random.pick([5, 10, 15, 25]),
  };
}

function orderTime(random: Random, index: number): number {
  const day = Math.floor(((LAST_DAY_MS - FIRST_DAY_MS) / DAY_MS) * (index / ORDER_COUNT) ** 0.75);
  const hour = Math.min(23, 7 + Math.floor(8 * (random.next() + random.next())));
  return FIRST_DAY_MS + day * DAY_MS + hour * 3_600_000 + random.integer(0, 3_599_999);
}
