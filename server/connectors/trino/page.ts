/** One answer of the protocol, with its rows left as text. Pure. */

export interface PageColumn {
  readonly name: string;
  readonly type: string;
}

export interface QueryFailure {
  readonly message: string;
  readonly errorName: string;
  readonly errorType: string;
  readonly errorLocation?: { readonly lineNumber: number; readonly columnNumber: number };
}

export interface QueryStats {
  readonly state: string;
  readonly queuedTimeMillis?: number;
  readonly elapsedTimeMillis?: number;
  readonly cpuTimeMillis?: number;
  readonly wallTimeMillis?: number;
  readonly processedRows?: number;
  readonly processedBytes?: number;
  readonly physicalInputBytes?: number;
}

export interface Page {
  readonly id: string;
  readonly nextUri?: string;
  readonly columns?: readonly PageColumn[];
  readonly stats: QueryStats;
  readonly error?: QueryFailure;
  readonly updateType?: string;
  /** JSON text of the array of rows. */
  readonly data: string | undefined;
}

/** Cuts the member `data` out of the answer before the rest is parsed. */
export function readPage(text: string): Page {
  const place = findMember(text, 'data');
  if (place === undefined) return { ...(JSON.parse(text) as Omit<Page, 'data'>), data: undefined };
  const rest = `${text.slice(0, place.start)}null${text.slice(place.end)}`;
  const data = text.slice(place.start, place.end);
  return { ...(JSON.parse(rest) as Omit<Page, 'data'>), data: data === 'null' ? undefined : data };
}

/** Where the value of a member of the outermost object stands. */
function findMember(text: string, name: string): { readonly start: number; readonly end: number } | undefined {
  let at = text.indexOf('{') + 1;
  while (at > 0 && at < text.length) {
    const key = text.indexOf('"', at);
    if (key < 0) return undefined;
    const keyEnd = endOfString(text, key);
    const start = skipBlanks(text, text.indexOf(':', keyEnd) + 1);
    const end = endOfValue(text, start);
    if (text.slice(key + 1, keyEnd - 1) === name) return { start, end };
    at = skipBlanks(text, end);
    if (text.charAt(at) !== ',') return undefined;
    at += 1;
  }
  return undefined;
}

export function skipBlanks(text: string, at: number): number {
  let next = at;
  while (next < text.length && text.charCodeAt(next) <= 32) next += 1;
  return next;
}

const QUOTE = 34;
const BACKSLASH = 92;

/** Behind the closing quote of the string that begins at `start`. */
export function endOfString(text: string, start: number): number {
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new Error('The answer of Trino ends in the middle of a text.');
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

/** Behind the value that begins at `start`. */
export function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (depth === 0) return at;
      continue;
    }
    if (code === 91 || code === 123) depth += 1;
    else if (code === 93 || code === 125) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (code === 44 || code <= 32)) return at;
    at += 1;
  }
  return text.length;
}
