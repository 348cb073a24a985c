/** What a step matches and what it leaves behind, as statements of their own and as counts. */
import type { JoinDocument, JoinInput, JoinKey } from '../../lib/contract/join.ts';
import { flipped } from '../../lib/join/flipped.ts';
import { isSameColumn } from '../../lib/join/inputs.ts';
import { joinSql } from '../../lib/join/join-sql.ts';
import { outputColumns } from '../../lib/join/output-columns.ts';
import type { ColumnsOf } from '../../lib/join/shape.ts';
import { JoineryError } from '../errors.ts';
import type { JoinPart } from '../workbench.ts';

/** The document up to the step, whose step is of type `inner` (matched), `anti` (left only), or turned round and `anti` (right only). */
export function partSql(document: JoinDocument, step: number, part: JoinPart, columnsOf: ColumnsOf): string {
  const what = document.steps[step];
  const added = document.inputs[step + 1];
  if (what === undefined || added === undefined)
    throw new JoineryError('bad_request', `The join has no step ${step + 1}.`);
  if (what.kind !== 'join' || what.type === 'cross')
    throw new JoineryError('bad_request', 'Only a step with keys has rows with and without a partner.');
  const { columns: _, ...whole } = document;
  const before = { ...whole, inputs: document.inputs.slice(0, step + 1), steps: document.steps.slice(0, step) };
  if (part === 'rightOnly') return joinSql(turned(before, added, what.keys, columnsOf), columnsOf);
  const type = part === 'matched' ? 'inner' : 'anti';
  return joinSql(
    { ...before, inputs: [...before.inputs, added], steps: [...before.steps, { ...what, type }] },
    columnsOf,
  );
}

/** The added input without its partners in what stands before; that is an input of its own where it is a join itself. */
function turned(before: JoinDocument, added: JoinInput, keys: readonly JoinKey[], columnsOf: ColumnsOf): JoinDocument {
  const [only, ...more] = before.inputs;
  const isOne = only !== undefined && more.length === 0;
  const alias = added.alias.toLowerCase() === 'before' ? 'before_it' : 'before';
  const partner: JoinInput = isOne ? only : { alias, source: { kind: 'join', join: before }, filters: [] };
  const columns = isOne ? [] : outputColumns(before, columnsOf);
  const turnedKeys = keys.map(({ left, operator, right }): JoinKey => {
    const column = columns.find(({ origins }) => origins.some((origin) => isSameColumn(origin, left)))?.name;
    return {
      left: right,
      operator: flipped[operator],
      right: isOne ? left : { ...left, input: alias, column: column ?? left.column },
    };
  });
  return { ...before, inputs: [added, partner], steps: [{ kind: 'join', type: 'anti', keys: turnedKeys }] };
}
