import type { ColumnReference, JoinInput } from '../../../lib/contract/join.ts';
import { type ColumnsOf, findColumn, shapeOf } from '../../../lib/join/shape.ts';
import { type AstNode, walk } from '../../engine/parse/ast.ts';
import { Beyond } from './beyond.ts';

export interface ScopeInput {
  /** What the statement calls it. */
  readonly name: string;
  readonly input: JoinInput;
}

/** What column names of a SELECT mean. */
export class Scope {
  readonly inputs: readonly ScopeInput[];
  readonly #columnsOf: ColumnsOf;
  /** Columns that USING has made one: the left side's, by the folded name. */
  readonly merged = new Map<string, [ColumnReference, ColumnReference]>();

  constructor(inputs: readonly ScopeInput[], columnsOf: ColumnsOf) {
    this.inputs = inputs;
    this.#columnsOf = columnsOf;
  }

  columnsOf(input: JoinInput) {
    return shapeOf(input.source, this.#columnsOf)?.columns ?? [];
  }

  typeOf(reference: ColumnReference): string {
    const found = this.inputs.find(({ input }) => input.alias === reference.input);
    return (
      (found === undefined ? undefined : findColumn(this.columnsOf(found.input), reference.column)?.type) ?? 'VARCHAR'
    );
  }

  /** Place of an input by the alias that it has in the document. */
  placeOf(alias: string): number {
    return this.inputs.findIndex(({ input }) => input.alias === alias);
  }

  nameOf(alias: string): string {
    return this.inputs[this.placeOf(alias)]?.name ?? alias;
  }

  /** The column that a reference names, among the first `count` inputs. Throws `Beyond` if there is none or more than one. */
  resolve(node: AstNode, count = this.inputs.length): ColumnReference {
    const names = Array.isArray(node.column_names) ? node.column_names.map(String) : [];
    const column = names.at(-1) ?? '';
    const owner = names.at(-2);
    const inputs = this.inputs.slice(0, count);
    if (owner !== undefined) {
      const found = inputs.find(({ name }) => name.toLowerCase() === owner.toLowerCase());
      if (found === undefined) throw new Beyond(`"${names.join('.')}" is no column of an input.`, node);
      return this.#column(found, column, node);
    }
    const merged = this.merged.get(column.toLowerCase());
    if (merged !== undefined) return merged[0];
    const owners = inputs.filter(({ input }) => findColumn(this.columnsOf(input), column) !== undefined);
    const [only, ...more] = owners;
    if (only === undefined) throw new Beyond(`No input has a column "${column}".`, node);
    if (more.length > 0)
      throw new Beyond(`"${column}" could be a column of ${owners.map(({ name }) => name).join(' or ')}.`, node);
    return this.#column(only, column, node);
  }

  #column({ input, name }: ScopeInput, column: string, node: AstNode): ColumnReference {
    const found = findColumn(this.columnsOf(input), column);
    if (found === undefined) throw new Beyond(`${name} has no column "${column}".`, node);
    return { input: input.alias, column: found.name };
  }

  /** All columns that an expression names, each once; parameters are none. */
  referencesIn(node: AstNode, isParameter: (node: AstNode) => boolean): ColumnReference[] {
    const found = new Map<string, ColumnReference>();
    for (const part of walk(node)) {
      if (part.class !== 'COLUMN_REF' || isParameter(part)) continue;
      const reference = this.resolve(part);
      found.set(JSON.stringify(reference), reference);
    }
    return [...found.values()];
  }
}
