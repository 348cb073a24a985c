import { aliasSchema, type InputSource, type JoinInput, type JoinType } from '../../../lib/contract/join.ts';
import { freeAlias } from '../../../lib/join/edit-inputs.ts';
import { type AstNode, childNode, childNodes, textOf } from '../../engine/parse/ast.ts';
import { Beyond } from './beyond.ts';
import { readBracket } from './read-bracket.ts';
import type { ReadContext } from './read-context.ts';
import { readNested } from './read-nested.ts';
import { constantText, unmasked } from './read-values.ts';
import type { ScopeInput } from './scope.ts';

/** A join of FROM: its kind and condition, for the input of the same place plus one. */
export interface FromJoin {
  readonly type: JoinType;
  readonly condition: AstNode | undefined;
  readonly using: readonly string[];
  readonly node: AstNode;
}

export interface FromClause {
  readonly inputs: ScopeInput[];
  readonly joins: FromJoin[];
}

const joinTypes: Readonly<Record<string, JoinType>> = {
  INNER: 'inner',
  LEFT: 'left',
  RIGHT: 'right',
  OUTER: 'full',
  FULL: 'full',
  ANTI: 'anti',
};

/** Inputs of FROM in order, each but the first with the join that adds it. */
export async function readFrom(from: AstNode | undefined, context: ReadContext): Promise<FromClause> {
  const inputs: ScopeInput[] = [];
  const joins: FromJoin[] = [];
  await read(from);
  return { inputs, joins };

  async function read(node: AstNode | undefined): Promise<void> {
    if (node === undefined || node.type === 'EMPTY') throw new Beyond('A join needs a table in FROM.', node);
    if (node.type !== 'JOIN') {
      inputs.push(await readInput(node, inputs, context));
      return;
    }
    if (textOf(node, 'alias') !== '') throw new Beyond('A name for a join in brackets is beyond the builder.', node);
    await read(childNode(node, 'left'));
    const right = childNode(node, 'right');
    joins.push(readJoin(node));
    // Joins nest to the left by themselves: one at the right stands in brackets.
    if (right?.type === 'JOIN') inputs.push(await readBracket(right, inputs, context));
    else await read(right);
  }
}

function readJoin(node: AstNode): FromJoin {
  const kind = textOf(node, 'ref_type');
  const using = Array.isArray(node.using_columns) ? node.using_columns.map(String) : [];
  if (kind === 'CROSS') return { type: 'cross', condition: undefined, using, node };
  const type = joinTypes[textOf(node, 'join_type')];
  if (kind !== 'REGULAR' || type === undefined) {
    const word = kind === 'REGULAR' ? textOf(node, 'join_type') : kind;
    throw new Beyond(`${word} JOIN is beyond the builder.`, node);
  }
  return { type, condition: childNode(node, 'condition'), using, node };
}

async function readInput(node: AstNode, before: readonly ScopeInput[], context: ReadContext): Promise<ScopeInput> {
  if (node.sample !== undefined) throw new Beyond('TABLESAMPLE is beyond the builder.', node);
  if (node.column_name_alias !== undefined)
    throw new Beyond('Names for the columns of an alias are beyond the builder.', node);
  const { source, name, filters } = await readSource(node, context);
  const given = textOf(node, 'alias') || name;
  const taken = before.map(({ input }) => input.alias);
  const isFree =
    aliasSchema.safeParse(given).success && !taken.some((alias) => alias.toLowerCase() === given.toLowerCase());
  const input: JoinInput = { alias: isFree ? given : freeAlias(source, taken), source, filters: [...filters] };
  return { name: given, input };
}

interface Read {
  readonly source: InputSource;
  /** What the statement calls it without an alias. */
  readonly name: string;
  readonly filters: JoinInput['filters'];
}

async function readSource(node: AstNode, context: ReadContext): Promise<Read> {
  switch (node.type) {
    case 'BASE_TABLE':
      return { source: await readTable(node, context), name: textOf(node, 'table_name'), filters: [] };
    case 'TABLE_FUNCTION':
      return { source: readNative(node), name: 'native', filters: [] };
    case 'SUBQUERY':
      return readNested(node, context);
    default:
      throw new Beyond(`${textOf(node, 'type')} in FROM is beyond the builder.`, node);
  }
}

async function readTable(node: AstNode, { dependencies }: ReadContext): Promise<InputSource> {
  const [catalog, schema, table] = [
    textOf(node, 'catalog_name'),
    textOf(node, 'schema_name'),
    textOf(node, 'table_name'),
  ];
  if (schema === '' && catalog === '') throw new Beyond(`"${table}" has no connection before it.`, node);
  if (catalog === '' && schema.toLowerCase() === 'results') return { kind: 'result', runId: table };
  const name = catalog || schema;
  const connection = dependencies.connectionIds().find((id) => id.toLowerCase() === name.toLowerCase());
  if (connection === undefined) throw new Beyond(`There is no connection "${name}".`, node);
  const found = await dependencies.lookup(connection, catalog === '' ? undefined : schema, table);
  return { kind: 'table', connection, schema: found.schema, table: found.name };
}

function readNative(node: AstNode): InputSource {
  const call = childNode(node, 'function');
  const [connection, sql, ...more] = call === undefined ? [] : childNodes(call, 'children').map(constantText);
  const isNative = call !== undefined && textOf(call, 'function_name').toLowerCase() === 'native';
  if (!isNative || connection === undefined || sql === undefined || more.length > 0)
    throw new Beyond(`The table function ${textOf(call ?? {}, 'function_name')}() is beyond the builder.`, node);
  return { kind: 'native', connection, sql: unmasked(sql) };
}
