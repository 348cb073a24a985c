import type { DuckDBConnection } from '@duckdb/node-api';

/** A node of DuckDB's EXPLAIN (FORMAT json). */
export interface PlanNode {
  readonly name: string;
  readonly children: readonly PlanNode[];
  readonly extra_info: Readonly<Record<string, string | readonly string[]>>;
}

export interface ExplainedPlans {
  readonly optimized: PlanNode | undefined;
  readonly physical: PlanNode;
}

/** Optimized logical and physical plan of a statement. The connection must have `explain_output='all'`. Runs nothing. */
export async function explainPlans(connection: DuckDBConnection, text: string): Promise<ExplainedPlans> {
  const rows = (await connection.runAndReadAll(`EXPLAIN (FORMAT json) ${text}`)).getRowsJson();
  const plan = (key: string): PlanNode | undefined => {
    const json = rows.find((row) => row[0] === key)?.[1];
    return json === undefined ? undefined : (JSON.parse(String(json)) as PlanNode[])[0];
  };
  const physical = plan('physical_plan');
  if (physical === undefined) throw new Error('DuckDB gave no physical plan');
  return { optimized: plan('logical_opt'), physical };
}

export function infoList(node: PlanNode, key: string): readonly string[] {
  const value = node.extra_info[key];
  if (value === undefined || value === '') return [];
  return typeof value === 'string' ? [value] : value;
}

export function* walkPlan(
  node: PlanNode,
  parent?: PlanNode,
): Generator<{ readonly node: PlanNode; readonly parent: PlanNode | undefined }> {
  yield { node, parent };
  for (const child of node.children) yield* walkPlan(child, node);
}

export function estimatedCardinality(node: PlanNode): number | undefined {
  const text = infoList(node, 'Estimated Cardinality')[0];
  return text === undefined ? undefined : Number(text);
}

/** What gives rows of its own making, or each row of one side with each of the other. */
const MULTIPLYING =
  /UNNEST|RECURSIVE|REC_CTE|INOUT|RANGE|GENERATE|REPEAT|NESTED_LOOP|CROSS_PRODUCT|NL_JOIN|IE_JOIN|MERGE_JOIN/i;

/** Whether a few rows may make the plan work much: of others the work grows with what they read. */
export function multipliesRows(root: PlanNode): boolean {
  for (const { node } of walkPlan(root)) {
    const isMultiplying = MULTIPLYING.test(node.name) || MULTIPLYING.test(infoList(node, 'Function')[0] ?? '');
    if (isMultiplying && !(/JOIN|CROSS_PRODUCT/.test(node.name) && node.children.some(givesOneRow))) return true;
  }
  return false;
}

/** One side of a join with a subquery's only value. */
const givesOneRow = (node: PlanNode): boolean =>
  node.name === 'UNGROUPED_AGGREGATE' || (node.name === 'PROJECTION' && node.children.every(givesOneRow));

/** What gives its first row only when it has had its last. */
const GATHERING = /GROUP_BY|AGGREGATE|ORDER_BY|TOP_N|^WINDOW$/;

/** Whether all that the plan reads is read to its end, whatever the rows are: something above all joins gathers them, and nothing below stops early. */
export function readsToEnd(root: PlanNode): boolean {
  for (let node = root; ; ) {
    if (GATHERING.test(node.name)) return ![...walkPlan(node)].some((below) => /LIMIT/.test(below.node.name));
    // Of a CTE and the query behind it the latter gives the rows.
    const next = node.children.length === 1 || node.name === 'CTE' ? node.children.at(-1) : undefined;
    if (next === undefined) return false;
    node = next;
  }
}

/** The plan as indented lines; `rename` turns scan columns back into real names. */
export function planToText(node: PlanNode, rename: (text: string) => string, depth = 0): string {
  const details = Object.entries(node.extra_info)
    .filter(([key]) => key !== 'Estimated Cardinality' && key !== 'Function')
    .map(([, value]) => (typeof value === 'string' ? value : value.join(', ')))
    .filter((value) => value !== '')
    .join('; ');
  const rows = estimatedCardinality(node);
  const line = `${'  '.repeat(depth)}${node.name}${details === '' ? '' : ` ${details}`}${rows === undefined ? '' : ` (~${rows.toLocaleString('en-US')} rows)`}`;
  return [rename(line), ...node.children.map((child) => planToText(child, rename, depth + 1))].join('\n');
}
