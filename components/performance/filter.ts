/** What the dashboard shows, as it stands in the address: a link to it shows the same. */
import { fingerprintSchema } from '../../lib/contract/performance.ts';
import { browserTimeZone, isDay, isTimeZone, presets, type TimeRange } from './time-range.ts';

export interface Filter {
  readonly range: TimeRange;
  readonly timeZone: string;
  readonly connection?: string | undefined;
  readonly fingerprint?: string | undefined;
  /** Id of the person whose runs alone are shown. */
  readonly person?: string | undefined;
}

/** Whatever is missing or no filter has its default. */
export function parseFilter(search: URLSearchParams): Filter {
  const zone = search.get('zone');
  return {
    range: parseRange(search),
    timeZone: zone !== null && isTimeZone(zone) ? zone : browserTimeZone(),
    connection: search.get('connection') ?? undefined,
    person: search.get('person') ?? undefined,
    fingerprint: fingerprintSchema.safeParse(search.get('fingerprint')).data,
  };
}

function parseRange(search: URLSearchParams): TimeRange {
  const [from, to] = [search.get('from') ?? '', search.get('to') ?? ''];
  if (isDay(from) && isDay(to) && from <= to) return { from, to };
  return presets.find((preset) => preset === search.get('range')) ?? '30d';
}

export function formatFilter({ range, timeZone, connection, fingerprint, person }: Filter): string {
  const search = new URLSearchParams();
  if (typeof range === 'object') {
    search.set('from', range.from);
    search.set('to', range.to);
  } else if (range !== '30d') search.set('range', range);
  if (timeZone !== browserTimeZone()) search.set('zone', timeZone);
  if (connection !== undefined) search.set('connection', connection);
  if (fingerprint !== undefined) search.set('fingerprint', fingerprint);
  if (person !== undefined) search.set('person', person);
  const text = search.toString();
  return text === '' ? '/performance' : `/performance?${text}`;
}
