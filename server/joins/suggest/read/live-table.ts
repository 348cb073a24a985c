/** A table while it is being looked at: its profile, made better by further questions. */

import type { TupleRows } from '../edges/tuples.ts';
import { type ColumnProfile, columnValues, summarise } from '../profile/column-profile.ts';
import { catalogProfile, readProfile } from '../profile/read-profile.ts';
import type { TableProfile } from '../profile/table-profile.ts';
import { valueText } from '../profile/value-text.ts';
import { answerOrNothing } from './answer-or-nothing.ts';
import { MAX_GROUPS } from './limits.ts';
import type { TableReader, TableRef } from './table-reader.ts';

export class LiveTable {
  readonly ref: TableRef;
  /** Made from a kept profile: its values are a part, good for a first look. */
  readonly isFromStore: boolean;
  readonly #reader: TableReader;
  #profile: TableProfile;
  /** Columns whose values were asked for beyond the sample. */
  readonly #deepened = new Set<string>();

  constructor(ref: TableRef, reader: TableReader, known?: TableProfile) {
    this.ref = ref;
    this.#reader = reader;
    this.isFromStore = known !== undefined;
    this.#profile = known ?? catalogProfile(ref);
  }

  get profile(): TableProfile {
    return this.#profile;
  }

  get hasSample(): boolean {
    return this.#profile.isWhole || this.#profile.sample.length > 0;
  }

  async readSample(): Promise<void> {
    if (!this.hasSample) this.#profile = await readProfile(this.ref, this.#reader);
  }

  /** Whether a question would add to what is known of the column. */
  canDeepen(column: string): boolean {
    return this.hasSample && !this.#profile.isWhole && !this.#deepened.has(column);
  }

  /** All values of a column with their rows, or as many as are fetched at most. */
  async deepen(column: string): Promise<void> {
    this.#deepened.add(column);
    const profile = this.#column(column);
    if (profile === undefined) return;
    const answer = await answerOrNothing(this.#reader.groups(this.ref, [column], MAX_GROUPS));
    if (answer === undefined) return;
    const { rows, isWhole } = answer;
    const counts = new Map<string, number>();
    let total = 0;
    for (const [cell, count] of rows) {
      const value = valueText(cell ?? null, profile.type);
      total += Number(count);
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + Number(count));
    }
    const clean = columnValues([...counts.keys()], profile.type, isWhole).counts;
    const kept = new Map([...counts].filter(([value]) => clean.has(value)));
    this.#replace(profile, { ...profile, values: summarise(kept, total, isWhole) });
    if (isWhole) this.#profile = { ...this.#profile, rows: total };
  }

  /** Adds the rows that these values have: what a probe with keys of another table found. */
  async probe(column: string, values: readonly string[]): Promise<number> {
    const profile = this.#column(column);
    if (profile?.values === undefined || values.length === 0) return 0;
    const unknown = values.filter((value) => profile.values?.counts.has(value) === false);
    if (unknown.length === 0) return values.length;
    const answer = await answerOrNothing(this.#reader.groupsOf(this.ref, column, unknown));
    if (answer === undefined) return 0;
    const { rows } = answer;
    const counts = new Map(profile.values.counts);
    for (const [cell, count] of rows) {
      const value = valueText(cell ?? null, profile.type);
      if (value !== null) counts.set(value, Number(count));
    }
    this.#replace(profile, {
      ...profile,
      values: { ...summarise(counts, profile.values.rows, false), uniqueShare: profile.values.uniqueShare },
    });
    return values.length - unknown.length + rows.length;
  }

  async tuples(columns: readonly string[]): Promise<TupleRows | undefined> {
    const answer = await answerOrNothing(this.#reader.groups(this.ref, columns, MAX_GROUPS));
    if (answer === undefined || !answer.isWhole) return undefined;
    const { rows } = answer;
    const types = columns.map((column) => this.#column(column)?.type ?? 'text');
    return {
      rows: rows.map((row) => types.map((type, index) => valueText(row[index] ?? null, type))),
      counts: rows.map((row) => Number(row[columns.length])),
    };
  }

  #column(name: string): ColumnProfile | undefined {
    return this.#profile.columns.find((column) => column.name === name);
  }

  #replace(old: ColumnProfile, made: ColumnProfile): void {
    this.#profile = {
      ...this.#profile,
      columns: this.#profile.columns.map((column) => (column === old ? made : column)),
    };
  }
}
