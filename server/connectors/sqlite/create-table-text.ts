/**
 * What SQLite keeps only in the text of `CREATE TABLE`: collations, and the comments that people write behind a column. SQLite has no
 * `COMMENT ON`, so `-- text` behind a column (on its line) is taken as its comment, and `-- text` behind the opening parenthesis, before
 * the first column, as the table's. Pure.
 */
import { isWord, nameOf, type Token, tokenize } from './tokens.ts';

export interface CreateTableText {
  readonly comment?: string;
  /** By column name in lower case. `collation` is in upper case; absent = BINARY. */
  readonly columns: ReadonlyMap<string, { readonly comment?: string; readonly collation?: string }>;
}

interface Segment {
  name: string;
  collation?: string;
  comment?: string;
}

export function readCreateTable(sql: string): CreateTableText {
  const tokens = tokenize(sql);
  const open = tokens.findIndex((token) => token.text === '(');
  const segments: Segment[] = [];
  let tableComment: string | undefined;
  let current: Segment | undefined;
  /** Like `current`, but kept behind its comma; a table constraint's comment is nobody's. */
  let latest: Segment | undefined;
  let depth = 0;
  let lastTokenEnd = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'comment') {
      const isTrailing = !sql.slice(lastTokenEnd, token.start).includes('\n');
      const owner = latest;
      if (owner === undefined) tableComment ??= commentText(token);
      else if (isTrailing) owner.comment ??= commentText(token);
      continue;
    }
    lastTokenEnd = token.end;
    if (index < open) continue;
    if (token.text === '(') depth += 1;
    else if (token.text === ')') depth -= 1;
    else if (depth === 1 && token.text === ',') current = undefined;
    else if (depth === 1 && current === undefined) {
      current = { name: nameOf(token) ?? token.text };
      latest = current;
      if (!isTableConstraint(token)) segments.push(current);
    } else if (depth === 1 && current !== undefined && isWord(token, 'COLLATE')) {
      const collation = nameOf(tokens[index + 1]);
      if (collation !== undefined) current.collation = collation.toUpperCase();
    }
    if (depth === 0 && index > open) break;
  }
  return {
    ...(tableComment === undefined ? {} : { comment: tableComment }),
    columns: new Map(segments.map(({ name, ...found }) => [name.toLowerCase(), found])),
  };
}

/** Comment of a view: what stands between `CREATE VIEW` and the first word after `AS`. */
export function readCreateViewComment(sql: string): string | undefined {
  const tokens = tokenize(sql);
  const as = tokens.findIndex((token) => isWord(token, 'AS'));
  const body = tokens.findIndex((token, index) => index > as && token.kind !== 'comment');
  const comment = tokens.slice(0, body < 0 ? tokens.length : body).find((token) => token.kind === 'comment');
  return comment === undefined ? undefined : commentText(comment);
}

const isTableConstraint = (token: Token): boolean =>
  isWord(token, 'CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN');

function commentText(token: Token): string {
  const inner = token.text.startsWith('--') ? token.text.slice(2) : token.text.slice(2).replace(/\*\/$/, '');
  return inner.replace(/\s+/g, ' ').trim();
}
