/** Subqueries and common tables that only choose columns and rows: a block may read through them. Pure. */
import { type AstNode, type AstValue, childNode, childNodes, isList, isNode, textOf } from '../parse/ast.ts';
import { giveUp } from './give-up.ts';

export interface InlinedQuery {
  readonly node: AstNode;
  /** Names given to its columns in front. */
  readonly columnNames: readonly string[];
  /** Entries of WITH that its own text can see. */
  readonly commonTables: readonly AstValue[];
}

/** The SELECT that a FROM item without a connection stands for: a subquery, or the common table of its name. */
export function inlinedQuery(item: AstNode, commonTables: readonly AstValue[]): InlinedQuery {
  if (item.type === 'SUBQUERY') {
    const node = childNode(childNode(item, 'subquery') ?? {}, 'node') ?? giveUp('subquery');
    return { node, columnNames: [], commonTables };
  }
  const name = textOf(item, 'table_name').toLowerCase();
  const found = commonTables.flatMap((entry, index) =>
    isNode(entry) && textOf(entry, 'key').toLowerCase() === name ? [{ entry, index }] : [],
  );
  const [only] = found;
  // Which of two is meant depends on where they stand.
  if (found.length !== 1 || only === undefined) return giveUp(`common table ${name}`);
  const value = childNode(only.entry, 'value') ?? giveUp('common table');
  const node = childNode(childNode(value, 'query') ?? {}, 'node') ?? giveUp('common table');
  return {
    node,
    columnNames: isList(value.aliases) ? value.aliases.map(String) : [],
    commonTables: commonTables.slice(0, only.index),
  };
}

/** Gives up on anything but columns, stars, FROM and WHERE. */
export function checkPlain(node: AstNode): void {
  const isPlain =
    node.type === 'SELECT_NODE' &&
    childNodes(node, 'modifiers').length === 0 &&
    childNodes(node, 'group_expressions').length === 0 &&
    childNodes(childNode(node, 'cte_map') ?? {}, 'map').length === 0 &&
    node.aggregate_handling === 'STANDARD_HANDLING' &&
    node.having == null &&
    node.qualify == null &&
    node.sample == null &&
    childNodes(node, 'select_list').every(({ type }) => type === 'COLUMN_REF' || type === 'STAR');
  if (!isPlain) giveUp('a subquery that does more than choose');
}

/** Gives up on EXCLUDE, REPLACE, COLUMNS(...) and the like. */
export function checkPlainStar(item: AstNode): void {
  const changes = [item.exclude_list, item.replace_list, item.rename_list, item.qualified_exclude_list];
  const isChanged = changes.some((list) =>
    isList(list) ? list.length > 0 : isNode(list) && Object.keys(list).length > 0,
  );
  if (item.columns === true || isChanged || isNode(item.expr)) giveUp('* with changes');
}
