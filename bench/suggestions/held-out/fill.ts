/** Fills a world with rows: the same for the same seed. */
import { Random } from '../../../server/joins/testing/random.ts';
import type { World, WorldTable } from './worlds.ts';

export type Cell = string | number | null;
export interface FilledColumn {
  readonly name: string;
  readonly also: readonly string[];
  readonly type: 'INTEGER' | 'TEXT' | 'REAL' | 'DATE' | 'TIMESTAMP';
  /** The key whose values stand here: `world.table.column`. Columns of one domain may meet. */
  readonly domain: string | undefined;
  /** Refers to this table by itself, or as a part of its composite key. */
  readonly refersTo?: { readonly table: string; readonly column: string; readonly isTuple: boolean } | undefined;
  readonly values: readonly Cell[];
}
export interface FilledTable {
  readonly name: string;
  readonly also: readonly string[];
  readonly key: readonly string[];
  readonly isPeople: boolean;
  readonly columns: readonly FilledColumn[];
}

const SYLLABLES = 'ba re to mi lu ka ne so vi da or el un as ti po gra fen dor mal qui zen ruk yst hel bri'.split(' ');

export class Filler {
  readonly #random: Random;
  readonly #world: World;
  readonly #index: number;
  readonly tables = new Map<string, FilledTable>();

  constructor(world: World, index: number, seed: number) {
    this.#world = world;
    this.#index = index;
    this.#random = new Random(seed * 1_000 + index);
    for (const [name, table] of Object.entries(world.tables)) this.tables.set(name, this.#fill(name, table));
  }

  #fill(name: string, table: WorldTable): FilledTable {
    const entries = Object.entries(table.columns).map(([written, kind]) => {
      const [column = '', ...also] = written.split('/');
      return { column, also, kind };
    });
    const first = entries[0];
    const key = table.key ?? (first !== undefined && !/^(ref|tuple|per)/.test(first.kind) ? [first.column] : []);
    const picked = new Map<string, number[]>();
    const columns: FilledColumn[] = [];
    for (const { column, also, kind } of entries)
      columns.push(this.#column(name, table, column, also, kind, columns, picked, key));
    return { name, also: table.also ?? [], key, isPeople: table.isPeople === true, columns };
  }

  #column(
    table: string,
    { rows }: WorldTable,
    name: string,
    also: readonly string[],
    kind: string,
    before: readonly FilledColumn[],
    picked: Map<string, number[]>,
    key: readonly string[],
  ): FilledColumn {
    const [word = '', ...rest] = kind.split(' ');
    if (word === 'ref' || word === 'tuple')
      return this.#reference(name, also, rows, word === 'tuple', rest, picked, table);
    const each = <Value extends Cell>(make: (at: number) => Value): Value[] =>
      Array.from({ length: rows }, (_, at) => make(at));
    const domain = key.includes(name) ? `${this.#world.name}.${table}.${name}` : undefined;
    const column = (type: FilledColumn['type'], values: readonly Cell[]): FilledColumn => ({
      name,
      also,
      type,
      domain,
      values,
    });
    switch (word) {
      case 'id': {
        const start = Number(rest[0] ?? 1);
        return column(
          'INTEGER',
          each((at) => start + at),
        );
      }
      case 'sparse':
        return column(
          'INTEGER',
          this.#unique(rows, () => 100_000 + this.#random.below(9_000_000)),
        );
      case 'uuid':
        return column(
          'TEXT',
          this.#unique(rows, () => this.#pattern('xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx')),
        );
      case 'code':
        return column(
          'TEXT',
          this.#unique(rows, () => this.#pattern(rest[0] ?? '####')),
        );
      case 'per': {
        const groups = before.find((one) => one.name === rest[0])?.values ?? [];
        const counts = new Map<Cell, number>();
        return column(
          'INTEGER',
          each((at) => {
            const group = groups[at] ?? null;
            counts.set(group, (counts.get(group) ?? 0) + 1);
            return counts.get(group) ?? 1;
          }),
        );
      }
      case 'grid': {
        const [stride = 1, size = 1] = rest.map(Number);
        const pattern = rest[2] ?? '#';
        const values = each((at) =>
          pattern.replace(/#+/, ({ length }) => String(1 + (Math.floor(at / stride) % size)).padStart(length, '0')),
        );
        return /^[\d#]+$/.test(pattern) ? column('INTEGER', values.map(Number)) : column('TEXT', values);
      }
      case 'day':
        return column(
          'DATE',
          each((at) => new Date(Date.UTC(2021, 0, 1) + at * 86_400_000).toISOString().slice(0, 10)),
        );
      case 'name':
      case 'word':
        return column(
          'TEXT',
          this.#unique(rows, () => this.#word(word === 'name' ? 2 : 1)),
        );
      case 'date':
        return column(
          'TEXT',
          each(() => this.#date()),
        );
      case 'amount':
        return column(
          'REAL',
          each(() => this.#random.below(1_000_000) / 100),
        );
      case 'small':
        return column(
          'INTEGER',
          each(() => 1 + this.#random.below(9)),
        );
      default:
        return column(
          'INTEGER',
          each(() => 1 + this.#random.below(5_000)),
        );
    }
  }

  #reference(
    name: string,
    also: readonly string[],
    rows: number,
    isTuple: boolean,
    [target = '', ...options]: readonly string[],
    picked: Map<string, number[]>,
    own: string,
  ): FilledColumn {
    const share = Number(options.find((option) => option.startsWith('.')) ?? 1);
    const isNullable = options.includes('?');
    const known = this.tables.get(target);
    const size = known?.columns[0]?.values.length ?? this.#world.tables[target]?.rows ?? 0;
    const used = Math.max(1, Math.round(size * share));
    const choose = () => Array.from({ length: rows }, () => this.#random.below(used) * Math.floor(size / used));
    const rowsOf = isTuple ? (picked.get(target) ?? choose()) : choose();
    if (isTuple) picked.set(target, rowsOf);
    const named = options.find((option) => option.startsWith('='))?.slice(1);
    const wanted = named ?? (isTuple ? name : (known?.key[0] ?? ''));
    const found = known?.columns.find((column) => column.name === wanted);
    // A table that refers to itself, or to one that comes later: its keys are counters.
    const start = Number(Object.values(this.#world.tables[target]?.columns ?? {})[0]?.split(' ')[1] ?? 1);
    const value = (at: number): Cell => found?.values[at] ?? start + at;
    return {
      name,
      also,
      type: found?.type ?? 'INTEGER',
      domain:
        found?.domain ??
        `${this.#world.name}.${target}.${named ?? Object.keys(this.#world.tables[target]?.columns ?? {})[0]?.split('/')[0]}`,
      refersTo: own === target ? undefined : { table: target, column: wanted, isTuple },
      values: rowsOf.map((at) => (isNullable && this.#random.chance(0.25) ? null : value(at))),
    };
  }

  #unique<Value extends Cell>(count: number, make: () => Value): Value[] {
    const values = new Set<Value>();
    for (let tries = 0; values.size < count && tries < count * 50; tries += 1) values.add(make());
    return [...values];
  }

  #pattern(text: string): string {
    return [...text]
      .map((letter) => {
        if (letter === '#') return String(this.#random.below(10));
        if (letter === 'U') return String.fromCharCode(65 + this.#random.below(26));
        return letter === 'x' ? this.#random.below(16).toString(16) : letter;
      })
      .join('');
  }

  #word(parts: number): string {
    const one = () => {
      const word = Array.from({ length: 3 }, () => this.#random.pick(SYLLABLES)).join('');
      return word.slice(0, 1).toUpperCase() + word.slice(1);
    };
    // Words of different worlds are different words.
    return `${Array.from({ length: parts }, one).join(' ')}${SYLLABLES[this.#index] ?? ''}`;
  }

  #date(): string {
    const from = Date.UTC(1990 + 3 * this.#index, 0, 1);
    return new Date(from + this.#random.below(1_000) * 86_400_000).toISOString().slice(0, 10);
  }
}
