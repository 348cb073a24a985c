import { type Relation, relationColumns } from '../plan/scan.ts';
import type { BaseColumn } from '../plan/trace.ts';
import { canCompare } from './key-types.ts';

interface Class {
  readonly members: BaseColumn[];
  /** Each equal to a member, but not to each other. */
  readonly shared: BaseColumn[];
}

/**
 * Classes of columns that must all be equal. Only columns whose types compare as they are: equality over casts does not carry on. A shared column stands for
 * several rows at once, so it is equal to its partner only and connects no classes.
 */
export class EqualColumns {
  readonly #classes: Class[] = [];

  add(a: BaseColumn | undefined, b: BaseColumn | undefined): void {
    if (a === undefined || b === undefined || !canCompare(typeOf(a), typeOf(b)) || isSame(a, b)) return;
    if (a.isShared && b.isShared) return;
    if (a.isShared) this.#classOf(b).shared.push(a);
    else if (b.isShared) this.#classOf(a).shared.push(b);
    else this.#join(this.#classOf(a), this.#classOf(b));
  }

  /** All but the shared ones. */
  get columns(): readonly BaseColumn[] {
    return this.#classes.flatMap(({ members }) => members);
  }

  /** The others of a column's class; none for a shared column. */
  with(column: BaseColumn): readonly BaseColumn[] {
    const found = column.isShared ? undefined : this.#find(column);
    return found === undefined ? [] : [...found.members.filter((member) => !isSame(member, column)), ...found.shared];
  }

  #find(column: BaseColumn): Class | undefined {
    return this.#classes.find(({ members }) => members.some((member) => isSame(member, column)));
  }

  #classOf(column: BaseColumn): Class {
    const known = this.#find(column);
    if (known !== undefined) return known;
    const fresh = { members: [column], shared: [] };
    this.#classes.push(fresh);
    return fresh;
  }

  #join(first: Class, second: Class): void {
    if (first === second) return;
    first.members.push(...second.members);
    first.shared.push(...second.shared);
    this.#classes.splice(this.#classes.indexOf(second), 1);
  }
}

const typeOf = ({ relation, index }: { relation: Relation; index: number }): string =>
  relationColumns(relation)[index]?.type ?? '';

const isSame = (a: BaseColumn, b: BaseColumn): boolean => a.relation === b.relation && a.index === b.index;
