/** Pieces of the statement as it was written, found by the places of their tree. */
import { nameOf, type Token, tokenize } from '../../../lib/sql/tokens.ts';
import { type AstNode, type AstValue, locationOf, walk } from '../../engine/parse/ast.ts';
import type { SqlReader } from '../../engine/sql-reader.ts';

/** How far the text of a node may reach beyond the places that DuckDB keeps of it. */
const MOST_TOKENS_BEFORE = 6;
const MOST_TOKENS_BEHIND = 12;

export class SourceText {
  readonly text: string;
  /** Parameters that stand for a whole list: `IN {{names}}`. Noted as they are read. */
  readonly listParameters = new Set<string>();
  readonly #tokens: readonly Token[];
  readonly #bytes: Buffer;
  readonly #reader: SqlReader;

  constructor(text: string, reader: SqlReader) {
    this.text = text;
    this.#tokens = tokenize(text);
    this.#bytes = Buffer.from(text, 'utf8');
    this.#reader = reader;
  }

  offsetOf(location: number): number {
    return this.#bytes.subarray(0, location).toString('utf8').length;
  }

  /** A number as it was written. */
  numberAt(node: AstNode): string | undefined {
    const location = locationOf(node);
    if (location === undefined) return undefined;
    return /^[-+]?\s*(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?/i
      .exec(this.text.slice(this.offsetOf(location)))?.[0]
      .replace(/[\s_]/g, '');
  }

  /** The text that means the node, with `change` applied to it; DuckDB's own spelling where none is found. */
  async of(node: AstNode, change: (text: string) => string, meaning: AstNode): Promise<string | undefined> {
    for (const piece of this.#pieces(node)) {
      const changed = change(piece);
      if (await this.#means(changed, meaning)) return changed;
    }
    const written = await this.#reader.write(selectOf(meaning)).catch(() => '');
    const text = written.replace(/^SELECT /, '');
    return text !== '' && (await this.#means(text, meaning)) ? text : undefined;
  }

  async #means(text: string, node: AstNode): Promise<boolean> {
    const parsed = await this.#reader.parse(`SELECT ${text}`).catch(() => undefined);
    const list = parsed?.select_list;
    const [only, ...more] = Array.isArray(list) ? (list as AstNode[]) : [];
    return (
      only !== undefined &&
      more.length === 0 &&
      parsed?.from_table !== undefined &&
      isAlone(parsed) &&
      sameMeaning(only, node)
    );
  }

  /** Balanced runs of tokens around the node's own places, shortest first. */
  *#pieces(node: AstNode): Generator<string> {
    const offsets = [...walk(node)].flatMap((part) => {
      const location = locationOf(part);
      return location === undefined ? [] : [this.offsetOf(location)];
    });
    if (offsets.length === 0) return;
    const first = this.#tokens.findIndex(({ end }) => end > Math.min(...offsets));
    const last = this.#tokens.findIndex(({ end }) => end > Math.max(...offsets));
    for (let reach = 0; reach <= MOST_TOKENS_BEFORE + MOST_TOKENS_BEHIND; reach += 1) {
      for (let before = Math.min(reach, MOST_TOKENS_BEFORE); before >= 0; before -= 1) {
        const [start, end] = [this.#tokens[first - before], this.#tokens[last + reach - before]];
        if (reach - before > MOST_TOKENS_BEHIND || start === undefined || end === undefined) continue;
        const piece = this.text.slice(start.start, end.end);
        if (isBalanced(piece)) yield piece;
      }
    }
  }
}

const selectOf = (node: AstNode): AstNode => ({
  type: 'SELECT_NODE',
  modifiers: [],
  cte_map: { map: [] },
  select_list: [node],
  from_table: { type: 'EMPTY', alias: '', sample: null, query_location: 0 },
  where_clause: null,
  group_expressions: [],
  group_sets: [],
  aggregate_handling: 'STANDARD_HANDLING',
  having: null,
  sample: null,
  qualify: null,
});

const isAlone = (node: AstNode): boolean =>
  (node.from_table as AstNode | undefined)?.type === 'EMPTY' &&
  node.where_clause === undefined &&
  node.modifiers === undefined;

/** Equal but for places, alias and the spelling of names, which DuckDB compares without regard to case. */
export const sameMeaning = (a: AstNode, b: AstNode): boolean => meaningText(a) === meaningText(b);

const meaningText = (node: AstValue): string =>
  JSON.stringify(node, (key, value: unknown) => {
    if (key === 'query_location' || key === 'alias') return undefined;
    return key === 'column_names' && Array.isArray(value) ? value.map((name) => String(name).toLowerCase()) : value;
  });

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const { kind, start } of tokenize(text)) {
    if (kind !== 'symbol') continue;
    if ('([{'.includes(text.charAt(start))) depth += 1;
    if (')]}'.includes(text.charAt(start))) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Column names without the input before them. */
export function unqualified(text: string, scopeName: string): string {
  return rewriteColumns(text, scopeName, undefined, (column) => column);
}

/** One column, with or without the input before it, written as `by`. */
export function columnReplaced(text: string, scopeName: string, column: string, by: string): string {
  return rewriteColumns(text, scopeName, column, () => by);
}

function rewriteColumns(
  text: string,
  scopeName: string,
  column: string | undefined,
  write: (name: string) => string,
): string {
  const tokens = tokenize(text).filter(({ kind }) => kind !== 'comment');
  const isName = (token: Token | undefined, name?: string): token is Token =>
    token !== undefined &&
    (token.kind === 'word' || token.kind === 'quoted') &&
    (name === undefined || nameOf(text, token).toLowerCase() === name.toLowerCase());
  const isSymbol = (token: Token | undefined, symbol: string): boolean =>
    token?.kind === 'symbol' && text.slice(token.start, token.end) === symbol;
  let written = '';
  let at = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    const target = tokens[index + 2];
    if (isName(token, scopeName) && isSymbol(tokens[index + 1], '.') && isName(target, column)) {
      written += text.slice(at, token.start) + write(text.slice(target.start, target.end));
      at = target.end;
      index += 2;
    } else if (
      column !== undefined &&
      isName(token, column) &&
      !isSymbol(tokens[index + 1], '(') &&
      !isSymbol(tokens[index - 1], '.')
    ) {
      written += text.slice(at, token.start) + write(text.slice(token.start, token.end));
      at = token.end;
    }
  }
  return written + text.slice(at);
}

/** The tree with every column named by its last part alone, or all columns written as `name`. */
export function bareColumns(value: AstNode, name?: string): AstNode {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) => {
      if (key !== 'column_names' || !Array.isArray(part)) return part;
      return name === undefined ? part.slice(-1) : [name];
    }),
  ) as AstNode;
}
