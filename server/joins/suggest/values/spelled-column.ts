/** The keys of one column as they would be spelled under steps: each step is applied once, and one that changes nothing costs nothing. */
import type { Normaliser } from '../../../../lib/contract/join.ts';
import {
  type ColumnProfile,
  type ColumnValues,
  isSentinelOf,
  summarise,
  type ValueCounts,
} from '../profile/column-profile.ts';
import type { TypeClass } from '../profile/type-class.ts';
import { stepFunction } from './steps.ts';

/** The keys after some steps; the same object stands for steps that differ in none of them. */
export interface Spelling {
  /** One for each key that was read, in their order; several may have become one. */
  readonly texts: readonly string[];
  /** Made when it is first wanted. */
  readonly counts: ValueCounts;
  readonly nonNull: number;
}

/** So many keys, from all over the column, tell what a step does to it. */
const LOOKED_AT = 64;

export class SpelledColumn {
  readonly type: TypeClass;
  readonly values: ColumnValues;
  readonly #plain: Node;
  readonly #sample: Node;

  constructor(type: TypeClass, values: ColumnValues) {
    this.type = type;
    this.values = values;
    const keys = [...values.counts.keys()];
    const rows = [...values.counts.values()];
    this.#plain = new Node(keys, rows, type);
    this.#sample = new Node(spread(keys, LOOKED_AT), [], type);
  }

  /** Whether the steps change any of some keys, and leave any. */
  seems(steps: readonly Normaliser[]): 'same' | 'changed' | 'empty' {
    const sample = this.#sample.after(steps);
    if (sample === this.#sample) return 'same';
    return sample.isEmpty ? 'empty' : 'changed';
  }

  under(steps: readonly Normaliser[]): Spelling {
    return this.#plain.after(steps);
  }

  /** All figures of the keys under steps. */
  valuesUnder(steps: readonly Normaliser[]): ColumnValues {
    const { values } = this;
    if (steps.length === 0) return values;
    return {
      ...summarise(this.under(steps).counts, values.rows, values.isWhole),
      ...(values.isWhole ? {} : { uniqueShare: values.uniqueShare }),
    };
  }
}

class Node implements Spelling {
  readonly texts: readonly string[];
  readonly #rows: readonly number[];
  readonly #type: TypeClass;
  readonly #next = new Map<string, Node>();
  #counts: Map<string, number> | undefined;
  #nonNull = 0;

  constructor(texts: readonly string[], rows: readonly number[], type: TypeClass) {
    this.texts = texts;
    this.#rows = rows;
    this.#type = type;
  }

  after(steps: readonly Normaliser[]): Node {
    let node: Node = this;
    for (const step of steps) node = node.#step(step);
    return node;
  }

  #step(step: Normaliser): Node {
    const key = keyOf(step);
    const known = this.#next.get(key);
    if (known !== undefined) return known;
    const texts = changed(this.texts, stepFunction(step));
    const made = texts === this.texts ? this : new Node(texts, this.#rows, this.#type);
    this.#next.set(key, made);
    return made;
  }

  get counts(): ValueCounts {
    return this.#counts ?? this.#count();
  }

  get nonNull(): number {
    if (this.#counts === undefined) this.#count();
    return this.#nonNull;
  }

  get isEmpty(): boolean {
    return this.texts.every(isSentinelOf(this.#type));
  }

  #count(): ValueCounts {
    const counts = new Map<string, number>();
    const isSentinel = isSentinelOf(this.#type);
    for (const [at, text] of this.texts.entries()) {
      if (isSentinel(text)) continue;
      const rows = this.#rows[at] ?? 0;
      counts.set(text, (counts.get(text) ?? 0) + rows);
      this.#nonNull += rows;
    }
    this.#counts = counts;
    return counts;
  }
}

/** The very same list where nothing changes. */
function changed(texts: readonly string[], change: (text: string) => string): readonly string[] {
  const first = texts.findIndex((text) => change(text) !== text);
  return first < 0 ? texts : texts.map((text, at) => (at < first ? text : change(text)));
}

const keyOf = (step: Normaliser): string => {
  if ('text' in step) return `${step.kind}:${step.text}`;
  return step.kind === 'expression' ? step.sql : step.kind;
};

/** Keys from all over the list, not its beginning. */
const spread = (keys: readonly string[], limit: number): readonly string[] =>
  keys.length <= limit
    ? keys
    : Array.from({ length: limit }, (_, index) => keys[Math.floor((index * keys.length) / limit)] ?? '');

/** Spelled columns, each made once. */
export class SpelledColumns {
  readonly #known = new WeakMap<ColumnValues, SpelledColumn>();

  get({ type }: Pick<ColumnProfile, 'type'>, values: ColumnValues): SpelledColumn {
    const known = this.#known.get(values) ?? new SpelledColumn(type, values);
    this.#known.set(values, known);
    return known;
  }
}
