import type { ColumnReference, KeySide, Normaliser } from '../../../lib/contract/join.ts';
import { unescapeRegex } from '../../../lib/join/normaliser-sql.ts';
import { type AstNode, childNode, childNodes, textOf } from '../../engine/parse/ast.ts';
import { constantText, isParameter } from './read-values.ts';
import type { Scope } from './scope.ts';
import { bareColumns, columnReplaced, type SourceText } from './source-text.ts';

/** A side of a key: a column with its normalisers, outermost last; undefined for what names no column or several. */
export async function readSide(node: AstNode, scope: Scope, source: SourceText): Promise<KeySide | undefined> {
  const [reference, ...more] = scope.referencesIn(node, isParameter);
  if (reference === undefined || more.length > 0) return undefined;
  const normalisers: Normaliser[] = [];
  let inner: AstNode | undefined = node;
  while (inner !== undefined && inner.class !== 'COLUMN_REF') {
    const peeled: Peeled | undefined = peel(inner);
    if (peeled === undefined) {
      const expression = await readExpression(inner, reference, scope, source);
      if (expression === undefined) return undefined;
      normalisers.unshift(expression);
      break;
    }
    normalisers.unshift(peeled.normaliser);
    inner = peeled.value;
  }
  return { ...reference, normalisers };
}

async function readExpression(
  node: AstNode,
  { input, column }: ColumnReference,
  scope: Scope,
  source: SourceText,
): Promise<Normaliser | undefined> {
  if (scope.isRenamed(input)) return undefined;
  const name = scope.nameOf(input);
  const sql = await source.of(
    node,
    (piece) => columnReplaced(piece, name, column, 'value'),
    bareColumns(node, 'value'),
  );
  return sql === undefined ? undefined : { kind: 'expression', sql };
}

interface Peeled {
  readonly normaliser: Normaliser;
  readonly value: AstNode;
}

/** The outermost normaliser of an expression as `normaliserSql` writes it, and what it is applied to. */
function peel(node: AstNode): Peeled | undefined {
  if (node.type === 'OPERATOR_CAST') return peelCast(node);
  if (node.class !== 'FUNCTION' || node.is_operator === true) return undefined;
  const [first, ...others] = childNodes(node, 'children');
  const texts = others.map(constantText);
  if (first === undefined) return undefined;
  const call = `${textOf(node, 'function_name')}/${others.length + 1}`;
  const simple: Readonly<Record<string, Normaliser>> = {
    'trim/1': { kind: 'trim' },
    'lower/1': { kind: 'lower' },
    'upper/1': { kind: 'upper' },
    'nfc_normalize/1': { kind: 'nfc' },
  };
  const plain = simple[call];
  if (plain !== undefined) return { normaliser: plain, value: first };
  if (call === 'format/2') return peelPad(first, others[0]);
  if (call === 'date_part/2') return peelDatePart(first, others[0]);
  if (call === 'split_part/3') {
    const isFirst = childNode(others[1] ?? {}, 'value')?.value === 1;
    return isFirst && texts[0] ? { normaliser: { kind: 'before', text: texts[0] }, value: first } : undefined;
  }
  const normaliser = call === 'regexp_replace/3' || call === 'regexp_replace/4' ? ofPattern(texts) : undefined;
  return normaliser === undefined ? undefined : { normaliser, value: first };
}

function peelPad(form: AstNode, value: AstNode | undefined): Peeled | undefined {
  const length = /^\{:0>(\d+)\}$/.exec(constantText(form) ?? '')?.[1];
  return length === undefined || value === undefined
    ? undefined
    : { normaliser: { kind: 'zero_pad', length: Number(length) }, value };
}

const parts = new Set(['year', 'quarter', 'month', 'week', 'day', 'hour'] as const);
type Part = typeof parts extends Set<infer One> ? One : never;
const isPart = (text: string): text is Part => (parts as ReadonlySet<string>).has(text);

function peelDatePart(part: AstNode, value: AstNode | undefined): Peeled | undefined {
  const name = constantText(part) ?? '';
  const inner = value === undefined ? undefined : timestampOf(value);
  return inner === undefined || !isPart(name)
    ? undefined
    : { normaliser: { kind: 'date_part', part: name }, value: inner };
}

/** What `TRY_CAST(... AS TIMESTAMP)` is applied to. */
const timestampOf = (node: AstNode): AstNode | undefined =>
  node.type === 'OPERATOR_CAST' && node.try_cast === true && typeText(childNode(node, 'cast_type')) === 'TIMESTAMP'
    ? childNode(node, 'child')
    : undefined;

function peelCast(node: AstNode): Peeled | undefined {
  const type = typeText(childNode(node, 'cast_type'));
  const value = childNode(node, 'child');
  if (value === undefined || type === undefined) return undefined;
  if (node.try_cast === true) {
    return /^[A-Z][A-Z0-9_ ]*(\(\d+(,\d+)?\))?$/.test(type) ? { normaliser: { kind: 'cast', type }, value } : undefined;
  }
  if (type === 'VARCHAR') return { normaliser: { kind: 'cast', type }, value };
  const inner = type === 'DATE' ? timestampOf(value) : undefined;
  return inner === undefined ? undefined : { normaliser: { kind: 'date' }, value: inner };
}

export function typeText(type: AstNode | undefined): string | undefined {
  if (type === undefined) return undefined;
  const id = textOf(type, 'id');
  const info = childNode(type, 'type_info');
  if (id === 'DECIMAL')
    return info === undefined ? undefined : `DECIMAL(${String(info.width)},${String(info.scale ?? 0)})`;
  return id === '' || info !== undefined ? undefined : id;
}

const patterns: Readonly<Record<string, Normaliser>> = {
  [JSON.stringify(['\\s+', ' ', 'g'])]: { kind: 'collapse_spaces' },
  [JSON.stringify(['^0+(.)', '\\1'])]: { kind: 'strip_zeros' },
  [JSON.stringify(['[^\\p{L}\\p{N}\\s]', '', 'g'])]: { kind: 'strip_punct' },
  [JSON.stringify(['[^0-9]', '', 'g'])]: { kind: 'digits' },
  [JSON.stringify(['[^\\p{L}]', '', 'g'])]: { kind: 'letters' },
  [JSON.stringify(['\\s*\\([^()]*\\)', '', 'g'])]: { kind: 'strip_parens' },
};

function ofPattern(texts: readonly (string | undefined)[]): Normaliser | undefined {
  const known = patterns[JSON.stringify(texts)];
  const [pattern, by] = texts;
  if (known !== undefined || pattern === undefined || by !== '' || texts.length > 2) return known;
  const forms = [
    ['(?s)^.*?', '', 'after'],
    ['^', '', 'strip_prefix'],
    ['', '$', 'strip_suffix'],
  ] as const;
  for (const [start, end, kind] of forms) {
    if (!pattern.startsWith(start) || !pattern.endsWith(end)) continue;
    const text = unescapeRegex(pattern.slice(start.length, pattern.length - end.length));
    if (text !== undefined && text !== '' && text.length <= 100) return { kind, text };
  }
  return undefined;
}
