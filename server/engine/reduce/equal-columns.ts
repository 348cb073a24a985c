import { type Relation, relationColumns } from '../plan/scan.ts';
import type { BaseColumn } from '../plan/trace.ts';
import { canCompare } from './key-types.ts';

/** Classes of columns that must all be equal. Only columns whose types compare as they are: equality over casts does not carry on. */
export class EqualColumns {
  readonly #classes: BaseColumn[][] = [];

  add(a: BaseColumn | undefined, b: BaseColumn | undefined): void {
    if (a === undefined || b === undefined || !canCompare(typeOf(a), typeOf(b)) || isSame(a, b)) return;
    const [first, second] = [this.#classOf(a), this.#classOf(b)];
    if (first === second) return;
    first.push(...second);
    this.#classes.splice(this.#classes.indexOf(second), 1);
  }

  get columns(): readonly BaseColumn[] {
    return this.#classes.flat();
  }

  /** The others of a column's class. */
  with(column: BaseColumn): readonly BaseColumn[] {
    const found = this.#classes.find((members) => members.some((member) => isSame(member, column)));
    return found?.filter((member) => !isSame(member, column)) ?? [];
  }

  #classOf(column: BaseColumn): BaseColumn[] {
    const known = this.#classes.find((members) => members.some((member) => isSame(member, column)));
    if (known !== undefined) return known;
    const fresh = [column];
    this.#classes.push(fresh);
    return fresh;
  }
}

const typeOf = ({ relation, index }: { relation: Relation; index: number }): string =>
  relationColumns(relation)[index]?.type ?? '';

const isSame = (a: BaseColumn, b: BaseColumn): boolean => a.relation === b.relation && a.index === b.index;
