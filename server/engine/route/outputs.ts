/** The columns that a block sends: keys and aggregates, each once. */
import type { BlockAggregate, BlockColumnRef, BlockOutput } from '../../connectors/block.ts';
import { type AstNode, textOf } from '../parse/ast.ts';

export interface AggregateOutput {
  readonly node: AstNode;
  readonly value: BlockAggregate;
}

/** Alias of the block in the rewritten statement. */
export const BLOCK_ALIAS = 'block';

export class Outputs {
  readonly keys: BlockColumnRef[] = [];
  readonly aggregates: AggregateOutput[] = [];
  readonly #aggregateTexts: string[] = [];

  /** Position of a key among the keys. */
  key(ref: BlockColumnRef): number {
    const known = this.findKey(ref);
    if (known >= 0) return known;
    this.keys.push(ref);
    return this.keys.length - 1;
  }

  findKey(ref: BlockColumnRef): number {
    return this.keys.findIndex((key) => key.source === ref.source && key.column.name === ref.column.name);
  }

  findAggregate(value: BlockAggregate): number {
    return this.#aggregateTexts.indexOf(JSON.stringify(value));
  }

  aggregate(node: AstNode, value: BlockAggregate): number {
    const known = this.findAggregate(value);
    if (known >= 0) return known;
    this.aggregates.push({ node, value });
    this.#aggregateTexts.push(JSON.stringify(value));
    return this.aggregates.length - 1;
  }

  /** All outputs: keys first. `types` are those of the aggregates. */
  list(types: readonly string[]): BlockOutput[] {
    return [
      ...this.keys.map((value, index) => ({ name: keyName(index), type: value.column.type, value })),
      ...this.aggregates.map(({ value }, index) => ({
        name: aggregateName(index),
        type: value.name === 'min' || value.name === 'max' ? columnType(value) : (types[index] ?? ''),
        value,
      })),
    ];
  }

  /** Position among all outputs of the one that a rewritten node reads; -1 if it is another expression. */
  positionOf(node: AstNode): number {
    const names = node.type === 'COLUMN_REF' && Array.isArray(node.column_names) ? node.column_names.map(String) : [];
    if (names[0] !== BLOCK_ALIAS || names.length !== 2) return -1;
    const [, kind, index] = /^joinery_(k|a)(\d+)$/.exec(names[1] ?? '') ?? [];
    if (index === undefined) return -1;
    return kind === 'k' ? Number(index) : this.keys.length + Number(index);
  }
}

export const keyName = (index: number): string => `joinery_k${index}`;
export const aggregateName = (index: number): string => `joinery_a${index}`;
/** Names of a statement that would hide the block's columns, or be hidden by them. */
export const isTaken = (name: string): boolean => /^joinery_[ka]\d+$/i.test(name);
const columnType = (value: BlockAggregate): string =>
  value.argument?.kind === 'column' ? value.argument.column.type : '';

/** A reference to the block's column `name`, with the alias of the node that it stands for. */
export function blockColumn(name: string, instead: AstNode): AstNode {
  return {
    class: 'COLUMN_REF',
    type: 'COLUMN_REF',
    alias: textOf(instead, 'alias'),
    query_location: 0,
    column_names: [BLOCK_ALIAS, name],
  };
}
