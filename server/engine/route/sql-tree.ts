/** The statement's parse tree without any loss, and back to text: DuckDB writes and reads it, numbers keep their digits. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { firstRow, losesDigits } from '../duckdb.ts';
import { type AstNode, type AstValue, childNode, childNodes } from '../parse/ast.ts';
import { Recent } from '../recent.ts';

interface RawJson {
  rawJSON(text: string): AstNode;
}

/** 64-bit numbers go through untouched; `JSON.rawJSON` (ES2025) is not in the library's types yet. */
const raw = (text: string): AstNode => (JSON as unknown as RawJson).rawJSON(text);

/** Letters of texts and their trees kept: the steps of planning read the same texts, and so does a statement that is run again. */
const REMEMBERED = 16_000_000;
const trees = new Recent<() => AstNode | undefined>(REMEMBERED);
/** Letters of a tree; a larger one is not read back before somebody asks. */
const LARGE = 1_000_000;

/** The query node of one SELECT, with every property that DuckDB knows. Trees are never changed, so one may be given out many times. */
export async function readTree(connection: DuckDBConnection, text: string): Promise<AstNode | undefined> {
  const known = trees.get(text);
  if (known !== undefined) return known();
  const [json] = await firstRow(connection, 'SELECT json_serialize_sql($text::VARCHAR)', { text });
  return keepTree(text, json ?? undefined)();
}

/** It is parsed when it is first asked for. */
function keepTree(text: string, json = '{}'): () => AstNode | undefined {
  let made: { readonly tree: AstNode | undefined } | undefined;
  const tree = () => {
    made ??= { tree: parseTree(json) };
    return made.tree;
  };
  trees.set(text, tree, json.length);
  return tree;
}

function parseTree(json: string): AstNode | undefined {
  const parsed = (losesDigits(json.replaceAll(NO_LOCATION, '')) ? parseExactly(json) : parsePlainly(json)) as AstNode;
  const [statement] = childNodes(parsed, 'statements');
  return statement === undefined ? undefined : childNode(statement, 'node');
}

/** How DuckDB writes that a node has no place in the text. */
const NO_LOCATION = '"query_location":18446744073709551615';

/** Several times faster than looking at each value. No text reaches so far that it would be a place (`locationOf`), and no number loses a digit. */
const parsePlainly = (json: string): unknown => JSON.parse(json.replaceAll(NO_LOCATION, `"query_location":${2 ** 53}`));

const parseExactly = (json: string): unknown =>
  JSON.parse(json, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
      ? raw(context.source)
      : value,
  );

/** SQL of a query node. It is read back in the same question, as most who write one want to see what it says. */
export async function writeTree(connection: DuckDBConnection, node: AstNode): Promise<string> {
  const tree = JSON.stringify({ error: false, statements: [{ node, named_param_map: [] }] });
  const back = tree.length > LARGE ? 'NULL' : 'json_serialize_sql(sql)';
  const [text, json] = await firstRow(
    connection,
    `SELECT sql, ${back} FROM (SELECT json_deserialize_sql($tree::JSON) AS sql)`,
    { tree },
  );
  if (text != null && json != null && trees.get(text) === undefined) keepTree(text, json);
  return text ?? '';
}

/** The tree without places, for comparing. */
export function sameTree(a: AstNode, b: AstNode): boolean {
  return treeText(a) === treeText(b);
}

const treeText = (node: AstValue): string =>
  JSON.stringify(node, (key, value: unknown) => (key === 'query_location' ? undefined : value));
