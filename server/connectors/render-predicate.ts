/**
 * Text of filters, shared by the SQL dialects: AND, OR, NOT and the shape of each atom are the same everywhere; names, literals and the test
 * for a prefix are the dialect's. Pure.
 */
import { JoineryError } from '../errors.ts';
import type { TableInfo } from './connector.ts';
import type { Among, Atom, Constant, Lacking, Predicate } from './predicate.ts';

/** What a dialect brings. Every text returned stands as one operand; it is not wrapped again. */
export interface AtomParts {
  /** The column as `atom` compares it: quoted, with a cast or collation where the dialect needs one. */
  column(name: string, atom: Atom): string;
  /** A constant for comparison with `column`. Is never given a null: those are rendered as `NULL`. */
  literal(value: NonNullConstant, column: string): string;
  /** Whether BETWEEN is better than two comparisons: reads the column once. Default: false. */
  readonly hasBetween?: boolean;
  /** The whole condition "`column` begins with `prefix`, case-sensitive". */
  prefix(column: string, prefix: string): string;
  /** The whole condition "`column` is one of `values`" where the dialect has a better form than `IN (...)`; undefined where it has not. */
  list?(column: string, values: readonly Constant[]): string | undefined;
  /** The whole condition that `column` has the fragments with any text between them. Only where `Dialect.acceptsLike`. */
  like?(column: string, fragments: readonly string[]): string;
  /** Another table of the source, for a subquery: its quoted name, and the parts of its columns. Only where `Dialect.readsInside`. */
  other?(table: TableInfo): { readonly from: string; readonly parts: AtomParts };
  /** The same for a subquery that looks at the row around it: both tables' columns are qualified. Only where `Dialect.findsLacking`. */
  lacking?(
    owner: TableInfo,
    table: TableInfo,
  ): { readonly from: string; readonly owner: AtomParts; readonly other: AtomParts };
}

export type NonNullConstant = Constant & { readonly value: string };

export function renderPredicate(predicate: Predicate, parts: AtomParts): string {
  switch (predicate.kind) {
    case 'and':
      return joined(predicate.all, ' AND ', '(1 = 1)', parts);
    case 'or':
      return joined(predicate.any, ' OR ', '(1 = 0)', parts);
    case 'not':
      return `(NOT ${renderPredicate(predicate.not, parts)})`;
    case 'like':
      return `(${parts.like?.(predicate.column, predicate.fragments) ?? notGiven('a pattern')})`;
    case 'among':
      return renderAmong(predicate, parts);
    case 'lacking':
      return renderLacking(predicate, parts);
    default:
      return `(${renderAtom(predicate, parts)})`;
  }
}

function notGiven(what: string): never {
  throw new JoineryError('internal', `The source was given ${what}, which its dialect does not write.`);
}

function renderAmong({ column, table, key, filters }: Among, parts: AtomParts): string {
  const other = parts.other?.(table);
  if (other === undefined) return notGiven('a subquery');
  const where = renderFilters(filters, other.parts);
  const [keyText, columnText] = [comparable(key, other.parts), comparable(column, parts)];
  return `(${columnText} IN (SELECT ${keyText} FROM ${other.from}${where === undefined ? '' : ` WHERE ${where}`}))`;
}

function renderLacking({ owner, column, table, key, filters = [] }: Lacking, parts: AtomParts): string {
  const both = parts.lacking?.(owner, table) ?? notGiven('a subquery');
  const [left, right] = [comparable(key, both.other), comparable(column, both.owner)];
  const where = [`${left} = ${right}`, renderFilters(filters, both.other)].filter((part) => part !== undefined);
  return `(NOT EXISTS (SELECT 1 FROM ${both.from} WHERE ${where.join(' AND ')}))`;
}

/** A column as it is compared with one of another table. */
const comparable = (name: string, parts: AtomParts): string =>
  parts.column(name, { kind: 'columns', left: name, operator: '=', right: name });

/** The text after WHERE for filters that must all hold; undefined if there are none. */
export function renderFilters(filters: readonly Predicate[], parts: AtomParts): string | undefined {
  if (filters.length === 0) return undefined;
  return filters.map((filter) => renderPredicate(filter, parts)).join(' AND ');
}

function joined(members: readonly Predicate[], operator: string, ifEmpty: string, parts: AtomParts): string {
  if (members.length === 0) return ifEmpty;
  return `(${members.map((member) => renderPredicate(member, parts)).join(operator)})`;
}

function renderAtom(atom: Atom, parts: AtomParts): string {
  const literal = (value: Constant, column: string) =>
    value.value === null ? 'NULL' : parts.literal({ type: value.type, value: value.value }, column);
  switch (atom.kind) {
    case 'comparison':
      return `${parts.column(atom.column, atom)} ${atom.operator} ${literal(atom.value, atom.column)}`;
    case 'columns':
      return `${parts.column(atom.left, atom)} ${atom.operator} ${parts.column(atom.right, atom)}`;
    case 'in':
      if (atom.values.length === 0) return '1 = 0';
      return (
        parts.list?.(atom.column, atom.values) ??
        `${parts.column(atom.column, atom)} IN (${atom.values.map((value) => literal(value, atom.column)).join(', ')})`
      );
    case 'between': {
      const column = parts.column(atom.column, atom);
      const [low, high] = [literal(atom.low, atom.column), literal(atom.high, atom.column)];
      return parts.hasBetween === true
        ? `${column} BETWEEN ${low} AND ${high}`
        : `${column} >= ${low} AND ${column} <= ${high}`;
    }
    case 'isNull':
      return `${parts.column(atom.column, atom)} IS NULL`;
    case 'isNotNull':
      return `${parts.column(atom.column, atom)} IS NOT NULL`;
    case 'prefix':
      return parts.prefix(atom.column, atom.prefix);
  }
}

/** Standard SQL string literal: quotes doubled, backslash is an ordinary letter. Not for MySQL. NUL cannot be sent in SQL text and is refused. */
export function standardString(text: string): string {
  if (text.includes('\0')) throw new JoineryError('internal', 'A text with a NUL character cannot stand in SQL.');
  return `'${text.replaceAll("'", "''")}'`;
}

const plainNumber = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Whether `text` is a number that may stand in SQL as it is: no NaN, no infinity. `accepts` should ask before it says yes. */
export function isPlainNumber(text: string): boolean {
  return plainNumber.test(text);
}

/** `text` as a numeric literal, in parentheses where it has a sign (`- -1`, `--1` would be something else). */
export function numberLiteral(text: string): string {
  if (!isPlainNumber(text)) throw new JoineryError('internal', 'A constant is not a plain number.');
  return text.startsWith('-') ? `(${text})` : text;
}

/** `text` between `quote` characters, which are doubled inside. */
export function quoted(text: string, quote: '"' | '`'): string {
  if (text.includes('\0')) throw new JoineryError('internal', 'A name with a NUL character cannot stand in SQL.');
  return `${quote}${text.replaceAll(quote, quote + quote)}${quote}`;
}

/** `text` as the fixed part of a LIKE pattern with `ESCAPE '!'`: a letter that needs no escaping itself in any dialect's strings. */
export function likeFixedPart(text: string): string {
  return text.replace(/[%_!]/g, (letter) => `!${letter}`);
}
