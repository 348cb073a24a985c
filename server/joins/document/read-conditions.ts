import type { InputFilter, JoinKey, JoinType } from '../../../lib/contract/join.ts';
import { type AstNode, childNode } from '../../engine/parse/ast.ts';
import { comparisonOperator, conjuncts, flipped } from '../../engine/parse/conditions.ts';
import { Beyond } from './beyond.ts';
import { readFilter } from './read-filter.ts';
import type { FromJoin } from './read-from.ts';
import { readSide } from './read-normalisers.ts';
import { isParameter } from './read-values.ts';
import type { Scope } from './scope.ts';
import type { SourceText } from './source-text.ts';

/** Steps and filters as they are gathered from ON and WHERE. */
export class Conditions {
  readonly #scope: Scope;
  readonly #source: SourceText;
  readonly types: JoinType[];
  /** Keys by step. */
  readonly keys: JoinKey[][];
  /** Filters by input. */
  readonly filters: InputFilter[][];

  constructor(scope: Scope, source: SourceText, joins: readonly FromJoin[]) {
    this.#scope = scope;
    this.#source = source;
    this.types = joins.map(({ type }) => type);
    this.keys = joins.map(() => []);
    this.filters = scope.inputs.map(() => []);
  }

  async readOn(join: FromJoin, step: number): Promise<void> {
    for (const column of join.using) this.#use(column, step, join.node);
    if (join.condition === undefined) return;
    for (const node of conjuncts(join.condition)) await this.#readOnPart(node, step);
    if (this.keys[step]?.length === 0) {
      if (join.type !== 'inner') throw new Beyond('This join compares no column of both sides.', join.condition);
      this.types[step] = 'cross';
    }
  }

  async readWhere(where: AstNode | undefined): Promise<void> {
    if (where === undefined) return;
    for (const node of conjuncts(where)) await this.#readWherePart(node);
  }

  #use(column: string, step: number, node: AstNode): void {
    const reference = { class: 'COLUMN_REF', column_names: [column] };
    const right = this.#scope.inputs[step + 1];
    const added =
      right === undefined
        ? undefined
        : this.#scope.columnsOf(right.input).find(({ name }) => name.toLowerCase() === column.toLowerCase());
    if (right === undefined || added === undefined)
      throw new Beyond(`USING (${column}) names no column of both sides.`, node);
    const left = this.#scope.resolve(reference, step + 1);
    this.#scope.merged.set(column.toLowerCase(), [left, { input: right.input.alias, column: added.name }]);
    this.keys[step]?.push({
      left: { ...left, normalisers: [] },
      operator: '=',
      right: { input: right.input.alias, column: added.name, normalisers: [] },
    });
  }

  async #readOnPart(node: AstNode, step: number): Promise<void> {
    if (isTrue(node)) return;
    const places = this.#placesOf(node);
    if (places.some((place) => place > step + 1)) throw new Beyond('ON names an input that comes later.', node);
    const isAdded = places.includes(step + 1);
    if (places.length === 1 && isAdded && this.types[step] !== 'right' && this.types[step] !== 'full') {
      await this.#filter(node, step + 1);
      return;
    }
    if (places.length === 2 && isAdded) {
      const key = await this.#readKey(node, step);
      if (key !== undefined) {
        this.keys[step]?.push(key);
        return;
      }
    }
    if (places.length === 1 && !isAdded && this.types[step] === 'inner') {
      await this.#readWherePart(node);
      return;
    }
    throw new Beyond('ON compares columns of two inputs, each alone on its side; this condition does more.', node);
  }

  async #readWherePart(node: AstNode): Promise<void> {
    const places = this.#placesOf(node);
    const [place, other] = places;
    if (place === undefined) throw new Beyond('A condition without a column is beyond the builder.', node);
    if (other === undefined) {
      this.#refuseFilled(place, node);
      await this.#filter(node, place);
      return;
    }
    const step = Math.max(...places) - 1;
    const isInner = this.types.every((type) => type === 'inner' || type === 'cross');
    const key = places.length === 2 && isInner ? await this.#readKey(node, step) : undefined;
    if (key === undefined) throw new Beyond('WHERE compares columns of several inputs: put it into ON.', node);
    this.types[step] = 'inner';
    this.keys[step]?.push(key);
  }

  /** A filter of the builder is inside its input; WHERE is behind the joins. They differ where a join fills the input's columns with NULL. */
  #refuseFilled(place: number, node: AstNode): void {
    const own = place === 0 ? undefined : this.types[place - 1];
    const isFilled =
      own === 'left' || own === 'full' || this.types.slice(place).some((type) => type === 'right' || type === 'full');
    if (!isFilled) return;
    const name = this.#scope.inputs[place]?.name ?? '';
    throw new Beyond(
      `WHERE on ${name} comes behind a join that fills its columns with NULL; a filter of the builder comes before it.`,
      node,
    );
  }

  async #filter(node: AstNode, place: number): Promise<void> {
    const alias = this.#scope.inputs[place]?.input.alias ?? '';
    this.filters[place]?.push(await readFilter(node, alias, this.#scope, this.#source));
  }

  #placesOf(node: AstNode): number[] {
    const references = this.#scope.referencesIn(node, isParameter);
    return [...new Set(references.map(({ input }) => this.#scope.placeOf(input)))];
  }

  async #readKey(node: AstNode, step: number): Promise<JoinKey | undefined> {
    const isDistinct = node.type === 'COMPARE_NOT_DISTINCT_FROM';
    const operator = isDistinct ? 'is' : comparisonOperator(node);
    const [first, second] = [childNode(node, 'left'), childNode(node, 'right')];
    if (operator === undefined || first === undefined || second === undefined) return undefined;
    const a = await readSide(first, this.#scope, this.#source);
    const b = await readSide(second, this.#scope, this.#source);
    if (a === undefined || b === undefined) return undefined;
    const [placeA, placeB] = [this.#scope.placeOf(a.input), this.#scope.placeOf(b.input)];
    if (placeA <= step && placeB === step + 1) return { left: a, operator, right: b };
    if (placeB <= step && placeA === step + 1)
      return { left: b, operator: operator === 'is' ? 'is' : flipped[operator], right: a };
    return undefined;
  }
}

const isTrue = (node: AstNode): boolean =>
  node.type === 'OPERATOR_CAST' && childNode(childNode(node, 'child') ?? {}, 'value')?.value === 't';
