/** What the history shows, as it stands in the address: a link to it shows the same. */
import { type RunFilter, runFilterSchema } from '../../lib/contract/history.ts';

/** Parts of the address that are no filter, or no valid one, are left out. */
export function parseFilter(search: URLSearchParams): RunFilter {
  const filter: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(runFilterSchema.shape)) {
    const parsed = schema.safeParse(search.get(name) ?? undefined);
    if (parsed.success && parsed.data !== undefined) filter[name] = parsed.data;
  }
  return runFilterSchema.parse(filter);
}

export function formatFilter(filter: RunFilter): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filter))
    if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text === '' ? '/history' : `/history?${text}`;
}

export const isFiltered = (filter: RunFilter): boolean => formatFilter(filter) !== '/history';

interface Bounds {
  readonly minMs?: number | undefined;
  readonly maxMs?: number | undefined;
}

export const DURATIONS: readonly (Bounds & { readonly value: string; readonly label: string })[] = [
  { value: 'any', label: 'Any duration' },
  { value: 'under-1s', label: 'Under 1 s', maxMs: 1_000 },
  { value: 'over-1s', label: 'Over 1 s', minMs: 1_000 },
  { value: 'over-10s', label: 'Over 10 s', minMs: 10_000 },
  { value: 'over-1m', label: 'Over 1 min', minMs: 60_000 },
  { value: 'over-5m', label: 'Over 5 min', minMs: 300_000 },
];

/** The choice that says these bounds; `other` for those of an address that no choice has. */
export function durationChoice({ minMs, maxMs }: Bounds): string {
  const found = DURATIONS.find((one) => one.minMs === minMs && one.maxMs === maxMs);
  return found?.value ?? 'other';
}

const noBounds: Bounds = {};

export const boundsOf = (choice: string): Bounds => {
  const { minMs, maxMs } = DURATIONS.find(({ value }) => value === choice) ?? noBounds;
  return { minMs, maxMs };
};

/** A moment as the field of a form has it, in the reader's zone: `2026-03-01T09:41`. */
export function fieldOf(iso: string | undefined): string {
  if (iso === undefined) return '';
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function momentOf(field: string): string | undefined {
  const at = new Date(field);
  return field === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** The beginning of the day `days` before today, in the reader's zone. */
export function daysAgo(days: number, now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).toISOString();
}
