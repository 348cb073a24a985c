/**
 * Rows of the `crm` connection: what sales and support typed. Customer numbers are written `C-0010042` where the shop says `10042`, and
 * they are as good as typing is: some missing, some unknown to the shop, some on two accounts, some in small letters or with a blank.
 */
import { companyName, DAY_MS, FIRST_DAY_MS, LAST_DAY_MS, personName } from './people.ts';
import { type Random, randomFor } from './random.ts';
import { CUSTOMER_COUNT, customerAt, SEED } from './shop.ts';

export const ACCOUNT_COUNT = 9_000;
export const CONTACT_COUNT = 20_000;
export const TICKET_COUNT = 30_000;
/** From here on, accounts repeat the customer number of an earlier one. */
const FIRST_DUPLICATE = 8_650;

type Row = readonly (string | number | null)[];

export function customerNumberOf(account: number): string | null {
  const random = randomFor(SEED, 'account number', account);
  const share = random.next();
  const form = random.next();
  if (account >= FIRST_DUPLICATE) return customerNumberOf((account * 17) % FIRST_DUPLICATE);
  if (share < 0.045) return null;
  // Unknown to the shop: prospects whose number was never opened there.
  const customer = share < 0.065 ? CUSTOMER_COUNT + account : (account * 4_111) % CUSTOMER_COUNT;
  const digits = String(10_000 + customer).padStart(7, '0');
  if (form < 0.006) return `c-${digits}`;
  if (form < 0.012) return `C-${digits} `;
  return `C-${digits}`;
}

export function* accountRows(): Generator<Row> {
  for (let index = 0; index < ACCOUNT_COUNT; index += 1) {
    const random = randomFor(SEED, 'account', index);
    const { region } = customerAt((index * 4_111) % CUSTOMER_COUNT);
    const openedMs = FIRST_DAY_MS + random.integer(0, 900) * DAY_MS;
    yield [
      index + 1,
      customerNumberOf(index),
      companyName(random, region),
      random.pick(['Anna Ek', 'Tom Reed', 'Łucja Maj', '李娜', 'Omar Saleh', 'Юрій Гай']),
      region.country,
      random.pick(['active', 'active', 'active', 'prospect', 'dormant', 'lost']),
      random.isTrue(0.15) ? null : random.integer(1, 400) * 500,
      dayText(openedMs),
      timeText(openedMs + random.integer(0, LAST_DAY_MS - openedMs)),
    ];
  }
}

export function* contactRows(): Generator<Row> {
  for (let index = 0; index < CONTACT_COUNT; index += 1) {
    const random = randomFor(SEED, 'contact', index);
    const account = Math.floor(ACCOUNT_COUNT * random.next());
    const { region } = customerAt((account * 4_111) % CUSTOMER_COUNT);
    yield [
      index + 1,
      account + 1,
      personName(random, region),
      random.isTrue(0.12) ? null : `contact.${index + 1}@company-${account + 1}.example`,
      random.isTrue(0.4) ? null : `+${random.integer(30, 99)} ${random.integer(1_000_000, 9_999_999)}`,
      random.pick(['buyer', 'accounts', 'technical', 'management']),
      random.isTrue(0.2) ? 1 : 0,
    ];
  }
}

const subjects = [
  'Parcel arrived late',
  'Invoice shows the wrong address',
  'Refund not received',
  'Question about bulk prices',
  'Article broken on arrival',
  'Cannot sign in',
] as const;

export function* ticketRows(): Generator<Row> {
  for (let index = 0; index < TICKET_COUNT; index += 1) {
    const random = randomFor(SEED, 'ticket', index);
    const account = Math.floor(ACCOUNT_COUNT * random.next() ** 1.7);
    const openedMs = FIRST_DAY_MS + Math.floor((LAST_DAY_MS - FIRST_DAY_MS) * (index / TICKET_COUNT));
    const isOpen = index > TICKET_COUNT * 0.97 && random.isTrue(0.6);
    yield [
      index + 1,
      random.isTrue(0.03) ? null : account + 1,
      random.isTrue(0.85) ? customerNumberOf(account) : null,
      random.pick(subjects),
      random.pick(['low', 'normal', 'normal', 'high', 'urgent']),
      timeText(openedMs),
      isOpen ? null : timeText(openedMs + closingTime(random)),
      isOpen || random.isTrue(0.5) ? null : random.integer(1, 5),
    ];
  }
}

const closingTime = (random: Random): number => Math.floor(3_600_000 * (0.5 + 200 * random.next() ** 3));
const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const timeText = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
