import { duckdbRules, type LexicalRules } from './dialect.ts';
import { nameOf, type Token, tokenize } from './tokens.ts';

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Something that a FROM clause names: a table by its parts, or a subquery by its alias (then `parts` is empty). */
export interface Relation extends TextRange {
  readonly parts: readonly string[];
  readonly alias: string | undefined;
  /** Part of the text (statement or parentheses) in which its columns may be named. */
  readonly scope: TextRange;
  /** Inside of the parentheses of a subquery. */
  readonly body: TextRange | undefined;
}

export interface CommonTable {
  readonly name: string;
  readonly body: TextRange;
}

export interface StatementNames {
  readonly relations: readonly Relation[];
  readonly commonTables: readonly CommonTable[];
}

const endOfFrom = new Set(
  'WHERE GROUP HAVING ORDER LIMIT OFFSET SELECT UNION EXCEPT INTERSECT WINDOW QUALIFY SAMPLE FETCH SET VALUES'.split(
    ' ',
  ),
);
const notAnAlias = new Set(
  `${[...endOfFrom].join(' ')} ON USING JOIN INNER LEFT RIGHT FULL OUTER CROSS NATURAL SEMI ANTI ASOF POSITIONAL LATERAL
  TABLESAMPLE AS FROM PIVOT UNPIVOT FOR USE STRAIGHT_JOIN AND OR NOT`.split(/\s+/),
);
/** `extract(year FROM x)` and its like: a FROM that names no table. */
const fromFunctions = new Set(['EXTRACT', 'TRIM', 'SUBSTRING', 'OVERLAY', 'POSITION']);

interface Frame {
  readonly start: number;
  /** Word before the parenthesis. */
  readonly caller: string;
  /** Index of the relation or common table that this parenthesis is the body of. */
  readonly owner: 'derived' | 'cte' | undefined;
  readonly cteName: string;
  isFrom: boolean;
  expects: boolean;
  readonly found: Array<Omit<Relation, 'scope'>>;
}

/** Names in one statement of `text`, read from its tokens without a grammar: right for what people write, harmless where it is wrong. */
export function namesIn(text: string, range: TextRange, rules: LexicalRules = duckdbRules): StatementNames {
  const statement = text.slice(range.start, range.end);
  const tokens = tokenize(statement, rules).filter((token) => token.kind !== 'comment');
  const relations: Relation[] = [];
  const commonTables: CommonTable[] = [];
  const base = range.start;
  const frames: Frame[] = [newFrame(0, '', undefined, '')];

  const wordAt = (index: number): string => {
    const token = tokens[index];
    return token?.kind === 'word' ? statement.slice(token.start, token.end).toUpperCase() : '';
  };
  const isSymbol = (index: number, symbol: string): boolean => {
    const token = tokens[index];
    return token?.kind === 'symbol' && statement.charAt(token.start) === symbol;
  };
  const isName = (index: number): boolean =>
    tokens[index]?.kind === 'quoted' || (tokens[index]?.kind === 'word' && !notAnAlias.has(wordAt(index)));
  const nameAt = (index: number): string => {
    const token = tokens[index];
    return token === undefined ? '' : nameOf(statement, token);
  };
  /** Alias at `index`, with the index behind it. */
  const readAlias = (index: number): [string | undefined, number] => {
    const at = wordAt(index) === 'AS' ? index + 1 : index;
    return isName(at) ? [nameAt(at), at + 1] : [undefined, index];
  };
  const close = (frame: Frame, end: number): void => {
    for (const found of frame.found)
      relations.push({ ...found, scope: { start: base + frame.start, end: base + end } });
  };

  let index = 0;
  while (index < tokens.length) {
    const token = tokens[index] as Token;
    const frame = frames.at(-1) as Frame;
    if (isSymbol(index, '(')) {
      const cteName = cteNameBefore(index);
      const owner = cteName !== undefined ? 'cte' : frame.expects ? 'derived' : undefined;
      frame.expects = false;
      frames.push(newFrame(token.end, wordAt(index - 1), owner, cteName ?? ''));
      index += 1;
    } else if (isSymbol(index, ')') && frames.length > 1) {
      frames.pop();
      close(frame, token.start);
      index += 1;
      const body = { start: base + frame.start, end: base + token.start };
      if (frame.owner === 'cte') commonTables.push({ name: frame.cteName, body });
      if (frame.owner === 'derived') {
        const [alias, next] = readAlias(index);
        frames.at(-1)?.found.push({ parts: [], alias, body, start: body.start, end: body.end });
        index = next;
      }
    } else if (frame.expects && isName(index)) {
      index = readTable(index, frame);
    } else {
      const word = wordAt(index);
      if (word === 'FROM') frame.isFrom = !fromFunctions.has(frame.caller) && wordAt(index - 1) !== 'DISTINCT';
      else if (word === 'JOIN' || word === 'STRAIGHT_JOIN') frame.isFrom = true;
      else if (endOfFrom.has(word)) frame.isFrom = false;
      frame.expects =
        frame.isFrom && (['FROM', 'JOIN', 'STRAIGHT_JOIN', 'LATERAL'].includes(word) || isSymbol(index, ','));
      index += 1;
    }
  }
  for (const frame of frames.reverse()) close(frame, statement.length);
  return { relations, commonTables };

  function readTable(from: number, frame: Frame): number {
    frame.expects = false;
    const parts = [nameAt(from)];
    let last = from;
    while (
      isSymbol(last + 1, '.') &&
      tokens[last + 2] !== undefined &&
      /word|quoted/.test(tokens[last + 2]?.kind ?? '')
    ) {
      last += 2;
      parts.push(nameAt(last));
    }
    if (isSymbol(last + 1, '(')) return last + 1;
    const [alias, next] = readAlias(last + 1);
    const place = { start: base + (tokens[from]?.start ?? 0), end: base + (tokens[last]?.end ?? 0) };
    frame.found.push({ parts, alias, body: undefined, ...place });
    return next;
  }

  /** `name [(columns)] AS [[NOT] MATERIALIZED] (` with the parenthesis at `index`. */
  function cteNameBefore(index: number): string | undefined {
    let at = index - 1;
    if (wordAt(at) === 'MATERIALIZED') at -= wordAt(at - 1) === 'NOT' ? 2 : 1;
    if (wordAt(at) !== 'AS') return undefined;
    at -= 1;
    if (isSymbol(at, ')')) {
      while (at > 0 && !isSymbol(at, '(')) at -= 1;
      at -= 1;
    }
    const opener = wordAt(at - 1);
    const isCte = opener === 'WITH' || opener === 'RECURSIVE' || isSymbol(at - 1, ',');
    return isCte && isName(at) ? nameAt(at) : undefined;
  }
}

const newFrame = (start: number, caller: string, owner: Frame['owner'], cteName: string): Frame => ({
  start,
  caller,
  owner,
  cteName,
  isFrom: false,
  expects: false,
  found: [],
});

/** Names of the columns that a subquery gives, as far as its text shows them: aliases, and last parts of plain names. */
export function outputNames(text: string, body: TextRange, rules: LexicalRules = duckdbRules): string[] {
  const inner = text.slice(body.start, body.end);
  const tokens = tokenize(inner, rules).filter((token) => token.kind !== 'comment');
  const names: string[] = [];
  let depth = 0;
  let isList = false;
  let last: Token | undefined;
  const flush = () => {
    if (last !== undefined && /word|quoted/.test(last.kind)) names.push(nameOf(inner, last));
    last = undefined;
  };
  for (const token of tokens) {
    const raw = inner.slice(token.start, token.end);
    if (raw === '(') depth += 1;
    else if (raw === ')') depth -= 1;
    if (depth === 0 && token.kind === 'word' && raw.toUpperCase() === 'SELECT') isList = true;
    else if (depth === 0 && isList && token.kind === 'word' && raw.toUpperCase() === 'FROM') break;
    else if (depth === 0 && isList && raw === ',') flush();
    else if (isList) last = token;
  }
  if (isList) flush();
  return names;
}
