/** Instants written in a zone by name, as the statements of people give them. Pure. */

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) {
    try {
      formats.set(zone, new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }));
    } catch {
      formats.set(zone, undefined);
    }
  }
  return formats.get(zone);
}

/** Offset in milliseconds that the zone has at an instant; undefined if the zone is not known. */
function offsetAt(instantMs: number, zone: string): number | undefined {
  const name = formatOf(zone)
    ?.formatToParts(instantMs)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const match = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name ?? '');
  if (match === null) return undefined;
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

const DAY_MS = 86_400_000;

/** The instant in UTC as DuckDB reads it; undefined where the local time is there twice, or not at all, or its zone is unknown. */
export function zonedToUtc(day: string, time: string, zone: string): string | undefined {
  const [clock = '', fraction] = time.split('.');
  const localMs = Date.parse(`${day}T${clock}Z`);
  if (Number.isNaN(localMs)) return undefined;
  const candidates = new Set<number>();
  for (const around of [localMs - DAY_MS, localMs, localMs + DAY_MS]) {
    const offset = offsetAt(around, zone);
    if (offset === undefined) return undefined;
    if (offsetAt(localMs - offset, zone) === offset) candidates.add(localMs - offset);
  }
  const [instant, other] = [...candidates];
  if (instant === undefined || other !== undefined) return undefined;
  return `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')}${fraction === undefined ? '' : `.${fraction}`}+00`;
}
