/** Colour and mark of each connection, so that people can tell at a glance where a value comes from. */
export const ORIGIN_COLORS = 8;

export interface ConfiguredOrigin {
  readonly id: string;
  readonly color?: number | undefined;
  readonly mark?: string | undefined;
}

/** Gives what is not configured: colours in order, unused ones first; marks from the id's letters. Marks are unique without regard to case. */
export function assignOrigins(connections: readonly ConfiguredOrigin[]): { color: number; mark: string }[] {
  const colors = new Set(connections.flatMap(({ color }) => (color === undefined ? [] : [color])));
  const marks = new Set(connections.flatMap(({ mark }) => (mark === undefined ? [] : [mark.toUpperCase()])));
  let turn = 0;
  return connections.map(({ id, color, mark }) => {
    const given = { color: color ?? nextColor(colors, turn), mark: mark ?? nextMark(marks, id) };
    if (color === undefined) turn++;
    colors.add(given.color);
    marks.add(given.mark.toUpperCase());
    return given;
  });
}

function nextColor(taken: ReadonlySet<number>, turn: number): number {
  for (let color = 1; color <= ORIGIN_COLORS; color++) if (!taken.has(color)) return color;
  return (turn % ORIGIN_COLORS) + 1;
}

function nextMark(taken: ReadonlySet<string>, id: string): string {
  for (const mark of candidates(id.toUpperCase())) if (!taken.has(mark)) return mark;
  return 'ZZ';
}

/** Initials of two words first (`sales_eu`: SE), then the first letter with each later one, then anything. */
function* candidates(id: string): Generator<string> {
  const words = id.split(/[^A-Z0-9]+/).filter((word) => word !== '');
  const letters = words.join('');
  const [first, second] = words;
  if (first !== undefined && second !== undefined) yield `${first.charAt(0)}${second.charAt(0)}`;
  const start = letters.charAt(0) || 'C';
  for (const letter of letters.slice(1)) yield `${start}${letter}`;
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  for (const letter of alphabet) yield `${start}${letter}`;
  for (const one of alphabet) for (const two of alphabet) yield `${one}${two}`;
}
