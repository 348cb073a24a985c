/** Names of columns as people read them. */

const abbreviations: Readonly<Record<string, string>> = {
  no: 'number',
  nr: 'number',
  num: 'number',
  qty: 'quantity',
  amt: 'amount',
  cust: 'customer',
  acct: 'account',
  addr: 'address',
  desc: 'description',
  dt: 'date',
  ts: 'time',
  pct: 'percent',
  avg: 'average',
  cnt: 'count',
};
const upperCase = new Set('id uuid sku vat url ip utc eur usd gbp crm'.split(' '));

/** `customer_no`, `customerNo` and `CUSTOMER_NO` become `Customer number`; a name of blanks already stays as it is. */
export function titleOfName(name: string): string {
  if (name.includes(' ')) return name;
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_.-]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())
    .map((word) => (upperCase.has(word) ? word.toUpperCase() : (abbreviations[word] ?? word)));
  const text = words.join(' ');
  return text === '' ? name : text.charAt(0).toUpperCase() + text.slice(1);
}

/** The comment as one sentence: trimmed, with a full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim().replaceAll(/\s+/g, ' ');
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
