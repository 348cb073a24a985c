/**
 * Search over tables and columns, in memory. Each table has one lower-case text with all its names and comments: a scan over these texts
 * finds the tables that can match, and only they are looked at more closely. A scan of 100,000 columns takes a few milliseconds, and an
 * index that is a list of texts costs little to build anew at each refresh.
 */
import type { BestHits } from './best-hits.ts';
import { type StoredColumn, type StoredTable, shownComment } from './stored-catalog.ts';
import type { TableIndex } from './table-index.ts';

/** The names and the comment of a table or column, ready to be compared. */
interface Findable {
  readonly name: string;
  readonly lower: string;
  readonly squeezed: string;
  readonly comment: string | undefined;
}

interface Entry extends Findable {
  readonly table: StoredTable;
  /** `connection.schema`, lower case. */
  readonly path: string;
  readonly columns: readonly (Findable & { readonly column: StoredColumn })[];
  /** All that can be found here, lower case. */
  readonly text: string;
}

export interface FoundItem {
  readonly index: TableIndex;
  readonly table: StoredTable;
  readonly column?: StoredColumn;
}

/** How good one word is found, best first. Columns stand below tables, comments below both. */
const scores = {
  wholeName: 950,
  table: { exact: 900, prefix: 800, boundary: 750, inside: 700 },
  column: { exact: 600, prefix: 560, boundary: 540, inside: 500 },
  path: 450,
  tableComment: 250,
  columnComment: 200,
} as const;

export class SearchIndex {
  readonly index: TableIndex;
  readonly #entries: readonly Entry[];

  constructor(index: TableIndex) {
    this.index = index;
    const { connection } = index.catalog;
    this.#entries = index.tables.map((table) => {
      const path = `${connection}.${table.schema}`.toLowerCase();
      const own = findable(table);
      const columns = table.columns.map((column) => ({ column, ...findable(column) }));
      const text = [path, ...[own, ...columns].map(textOf)].join('\n');
      return { table, path, ...own, columns, text };
    });
  }

  get tableCount(): number {
    return this.#entries.length;
  }

  /** Puts what is found into `best`. */
  search(words: readonly Word[], whole: string, best: BestHits<FoundItem>): void {
    const { index } = this;
    for (const entry of this.#entries) {
      const { table, text } = entry;
      if (!words.every((word) => text.includes(word.plain) || text.includes(word.squeezed))) continue;
      const tableScore = scoreTable(words, whole, entry);
      if (tableScore > 0) best.add(tableScore, table.name.length, { index, table });
      for (const candidate of entry.columns) {
        const score = scoreColumn(words, candidate, entry);
        if (score === 0 || !best.accepts(score, candidate.name.length)) continue;
        best.add(score, candidate.name.length, { index, table, column: candidate.column });
      }
    }
  }
}

function findable(item: { name: string; description?: string | undefined; comment?: string | undefined }): Findable {
  const { name } = item;
  return { name, lower: name.toLowerCase(), squeezed: squeeze(name), comment: shownComment(item)?.toLowerCase() };
}

function textOf({ lower, squeezed, comment }: Findable): string {
  const names = squeezed === lower ? lower : `${lower}\n${squeezed}`;
  return comment === undefined ? names : `${names}\n${comment}`;
}

export interface Word {
  readonly plain: string;
  /** Without `_` and the like, so that `order_line` finds `OrderLine`. */
  readonly squeezed: string;
}

/** The words of a query: parted at blanks and dots. */
export function wordsOf(query: string): Word[] {
  return query
    .toLowerCase()
    .split(/[\s."`]+/)
    .filter((word) => word !== '')
    .slice(0, 16)
    .map((plain) => ({ plain, squeezed: squeeze(plain) || plain }));
}

/** `OrderLines`, `order_lines` and `order-lines` become one text. */
export function squeeze(name: string): string {
  return name.replace(/[_\s-]+/g, '').toLowerCase();
}

function scoreTable(words: readonly Word[], whole: string, table: Entry): number {
  if (table.squeezed === whole) return scores.wholeName;
  let sum = 0;
  for (const word of words) {
    let score = scoreName(word, table, scores.table);
    if (score === 0 && table.path.includes(word.plain)) score = scores.path;
    if (score === 0 && table.comment?.includes(word.plain)) score = scores.tableComment;
    if (score === 0) return 0;
    sum += score;
  }
  return sum / words.length;
}

/** A column is only found if at least one word is its own. */
function scoreColumn(words: readonly Word[], column: Findable, table: Entry): number {
  let sum = 0;
  let isOwn = false;
  for (const word of words) {
    let score = scoreName(word, column, scores.column);
    if (score === 0 && column.comment?.includes(word.plain)) score = scores.columnComment;
    if (score > 0) isOwn = true;
    else if (isInTable(word, table)) score = scores.path;
    else return 0;
    sum += score;
  }
  return isOwn ? sum / words.length : 0;
}

function isInTable(word: Word, table: Entry): boolean {
  return table.lower.includes(word.plain) || table.squeezed.includes(word.squeezed) || table.path.includes(word.plain);
}

type NameScores = Readonly<Record<'exact' | 'prefix' | 'boundary' | 'inside', number>>;

function scoreName(word: Word, item: Findable, score: NameScores): number {
  const at = item.lower.indexOf(word.plain);
  if (at < 0) return item.squeezed.includes(word.squeezed) ? score.inside : 0;
  if (item.lower === word.plain) return score.exact;
  if (at === 0) return score.prefix;
  return startsToken(item.name, item.lower, word.plain, at) ? score.boundary : score.inside;
}

const letterOrDigit = /[\p{L}\p{N}]/u;
const digit = /\p{N}/u;

/** Whether `word` begins a part of a snake_case or camelCase name, at `at` or later. */
function startsToken(name: string, lower: string, word: string, at: number): boolean {
  for (let index = at; index > 0; index = lower.indexOf(word, index + 1)) {
    const before = name.charAt(index - 1);
    // The common case without a regular expression: a broad query comes here 100,000 times.
    if (before === '_' || !letterOrDigit.test(before)) return true;
    const first = name.charAt(index);
    if (first !== first.toLowerCase() && before === before.toLowerCase()) return true;
    if (digit.test(before) !== digit.test(first)) return true;
  }
  return false;
}
