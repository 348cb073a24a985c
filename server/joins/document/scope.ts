import type { ColumnReference, JoinInput } from '../../../lib/contract/join.ts';
import { type ColumnsOf, findColumn, shapeOf } from '../../../lib/join/shape.ts';
import { type AstNode, walk } from '../../engine/parse/ast.ts';
import { Beyond } from './beyond.ts';

export interface ScopeInput {
  /** What the statement calls it. */
  readonly name: string;
  readonly input: JoinInput;
  /** Of a join in brackets: what the statement calls its columns. */
  readonly inner?: readonly InnerColumn[];
}

/** A column of a join in brackets: `owner.column` of the statement is the column `name` of the input. */
export interface InnerColumn {
  readonly name: string;
  readonly column: string;
  /** Undefined for a column that USING has made of two. */
  readonly owner: string | undefined;
}

/** A column under the name that the statement has for it. */
export interface ScopeColumn {
  readonly reference: ColumnReference;
  readonly name: string;
  readonly owner: string | undefined;
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

  /** Columns of an input as the statement sees them. */
  columnsIn({ name: owner, input, inner }: ScopeInput): ScopeColumn[] {
    if (inner === undefined)
      return this.columnsOf(input).map(({ name }) => ({
        reference: { input: input.alias, column: name },
        name,
        owner,
      }));
    return inner.map(({ name, column, owner: own }) => ({
      reference: { input: input.alias, column: name },
      name: column,
      owner: own,
    }));
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

  /** Whether texts of the statement name the input's columns otherwise than the document does. */
  isRenamed(alias: string): boolean {
    return this.inputs[this.placeOf(alias)]?.inner !== undefined;
  }

  /** The column that a reference names, among the first `count` inputs. Throws `Beyond` if there is none or more than one. */
  resolve(node: AstNode, count = this.inputs.length): ColumnReference {
    const names = Array.isArray(node.column_names) ? node.column_names.map(String) : [];
    const column = names.at(-1) ?? '';
    const owner = names.at(-2);
    const inputs = this.inputs.slice(0, count);
    const isNamed = (one: ScopeColumn): boolean => one.name.toLowerCase() === column.toLowerCase();
    if (owner !== undefined) {
      const isOwner = (name: string | undefined): boolean => name?.toLowerCase() === owner.toLowerCase();
      const found = inputs.find(({ name, inner }) =>
        inner === undefined ? isOwner(name) : inner.some((one) => isOwner(one.owner)),
      );
      if (found === undefined) throw new Beyond(`"${names.join('.')}" is no column of an input.`, node);
      const known = this.columnsIn(found).find((one) => isOwner(one.owner) && isNamed(one));
      if (known === undefined) throw new Beyond(`${owner} has no column "${column}".`, node);
      return known.reference;
    }
    const merged = this.merged.get(column.toLowerCase());
    if (merged !== undefined) return merged[0];
    const owners = inputs.flatMap((input) => this.columnsIn(input).filter(isNamed));
    const [only, ...more] = owners;
    if (only === undefined) throw new Beyond(`No input has a column "${column}".`, node);
    if (more.length > 0)
      throw new Beyond(`"${column}" could be a column of ${owners.map((one) => one.owner).join(' or ')}.`, node);
    return only.reference;
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
