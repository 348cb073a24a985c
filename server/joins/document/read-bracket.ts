import type { InputSource } from '../../../lib/contract/join.ts';
import { freeAlias } from '../../../lib/join/edit-inputs.ts';
import { normalForm } from '../../../lib/join/normal-form.ts';
import { outputColumns } from '../../../lib/join/output-columns.ts';
import type { AstNode } from '../../engine/parse/ast.ts';
import { readShapes } from '../shapes.ts';
import { Beyond } from './beyond.ts';
import type { ReadContext } from './read-context.ts';
import { readSelect } from './read-select.ts';
import type { InnerColumn, ScopeInput } from './scope.ts';

/** A join in brackets, as in `a LEFT JOIN (b JOIN c ON ...) ON ...`: an input that is a join. The names inside stay in sight outside. */
export async function readBracket(
  node: AstNode,
  before: readonly ScopeInput[],
  context: ReadContext,
): Promise<ScopeInput> {
  const query = { type: 'SELECT_NODE', select_list: [{ type: 'STAR', class: 'STAR' }], from_table: node };
  const { document, scope } = await readSelect(query, context);
  const { columnsOf } = await readShapes(document, context.dependencies, new AbortController().signal);
  const inner = outputColumns(document, columnsOf).map(({ name, origins }): InnerColumn => {
    const [origin, ...more] = origins;
    // USING makes one of two columns: it belongs to neither input alone.
    if (origin === undefined) throw new Beyond('This join in brackets is beyond the builder.', node);
    return { name, column: origin.column, owner: more.length > 0 ? undefined : scope.nameOf(origin.input) };
  });
  const owners = new Set(scope.inputs.map(({ name }) => name.toLowerCase()));
  const clash = before.find((input) => namesOf(input).some((name) => owners.has(name.toLowerCase())));
  if (clash !== undefined) throw new Beyond(`Two inputs are called ${clash.name}.`, node);
  const source: InputSource = { kind: 'join', join: normalForm(document, columnsOf) };
  const alias = freeAlias(
    source,
    before.flatMap(({ input, name }) => [input.alias, name]),
  );
  return { name: alias, input: { alias, source, filters: [] }, inner };
}

const namesOf = ({ name, inner }: ScopeInput): string[] =>
  inner === undefined ? [name] : inner.flatMap(({ owner }) => owner ?? []);
