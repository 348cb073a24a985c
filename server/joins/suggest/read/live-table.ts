/** A table while it is being looked at: its profile, made better by further questions. */

import type { TupleRows } from '../edges/tuples.ts';
import { type ColumnProfile, type ColumnValues, columnValues, summarise } from '../profile/column-profile.ts';
import { catalogProfile, readProfile } from '../profile/read-profile.ts';
import type { TableProfile } from '../profile/table-profile.ts';
import { isNumeric } from '../profile/type-class.ts';
import { valueText } from '../profile/value-text.ts';
import { spellingsAt } from '../values/asked.ts';
import { answerOrNothing } from './answer-or-nothing.ts';
import { MAX_GROUPS } from './limits.ts';
import type { TableReader, TableRef } from './table-reader.ts';

export class LiveTable {
  readonly ref: TableRef;
  /** Made from a kept profile: its values are a part, good for a first look. */
  readonly isFromStore: boolean;
  readonly #reader: TableReader;
  #profile: TableProfile;
  /** Columns whose values were asked for beyond the sample, or are being asked for: several pairs of tables may want the same. */
  readonly #deepened = new Map<string, Promise<number>>();

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

  /** Everything rests on the sample: one that took too long, at a source just woken, is asked for once more, and has longer. */
  async readSample(): Promise<void> {
    if (this.hasSample) return;
    const first = await answerOrNothing(readProfile(this.ref, this.#reader));
    this.#profile = first ?? (await readProfile(this.ref, this.#reader, true));
  }

  /** Whether a question would add to what is known of the column, or is under way. */
  mayBeDeepened(column: string): boolean {
    if (this.#deepened.has(column)) return true;
    if (!this.hasSample || this.#profile.isWhole) return false;
    return !this.#reader.isTooCostly(this.ref);
  }

  /** All values of a column with their rows, or as many as are fetched at most. Answers how many questions that took: none where it was asked before. */
  deepen(column: string): Promise<number> {
    const before = this.#deepened.get(column);
    if (before !== undefined) return before.then(() => 0);
    const asked = this.#deepen(column);
    this.#deepened.set(column, asked);
    return asked;
  }

  async #deepen(column: string): Promise<number> {
    const profile = this.#column(column);
    if (profile === undefined) return 0;
    const answer = await answerOrNothing(this.#reader.groups(this.ref, [column], MAX_GROUPS));
    if (answer === undefined) return 1;
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
    const values = summarise(kept, total, isWhole);
    this.#replace({ ...profile, values: isWhole ? values : await this.#extended(profile, values) });
    if (isWhole) this.#profile = { ...this.#profile, rows: total };
    return isWhole ? 1 : 2;
  }

  /** Of a part of the values: how many rows and values there are in all, and over which range, so that a counter is known as one. */
  async #extended(profile: ColumnProfile, part: ColumnValues): Promise<ColumnValues> {
    if (this.#reader.isTooCostly(this.ref)) return part;
    const answer = await answerOrNothing(this.#reader.extent(this.ref, profile.name));
    const [allRows = 0, allNonNull = 0, min = 0, max = 0] = (answer?.rows[0] ?? []).map(Number);
    if (allNonNull === 0) return part;
    const rows = Math.round((part.nonNull * allRows) / allNonNull);
    if (!isNumeric(profile.type)) return { ...part, rows };
    const allDistinct = Math.max(part.distinct, Math.round(allNonNull * part.uniqueShare));
    const isDense = part.isWholeNumbers && (max - min + 1) / allDistinct <= 1.5;
    return { ...part, rows, allDistinct, min, max, isDense };
  }

  /** Adds the rows that these keys have, in any spelling that they may have here: what a probe with keys of another table finds. */
  async probe(column: string, keys: readonly string[]): Promise<void> {
    const profile = this.#column(column);
    if (profile?.values === undefined || keys.length === 0 || this.#reader.isTooCostly(this.ref)) return;
    const { values } = profile;
    const known = [...values.counts.keys()].slice(0, 200);
    const wanted = keys
      .flatMap(profile.type === 'text' ? spellingsAt(known) : (key) => [key])
      .filter((key) => !values.counts.has(key));
    const answer =
      wanted.length === 0 ? { rows: [] } : await answerOrNothing(this.#reader.groupsOf(this.ref, column, wanted));
    const latest = this.#column(column);
    if (answer === undefined || latest?.values === undefined) return;
    const counts = new Map(latest.values.counts);
    let found = 0;
    for (const [cell, count] of answer.rows) {
      const value = valueText(cell ?? null, profile.type);
      if (value === null) continue;
      counts.set(value, Number(count));
      found += Number(count);
    }
    const before = latest.values;
    const uniqueShare = found === 0 ? before.uniqueShare : Math.min(before.uniqueShare, answer.rows.length / found);
    const asked = new Set([...(before.asked ?? []), ...keys]);
    this.#replace({ ...latest, values: { ...before, counts, uniqueShare, asked } });
  }

  async tuples(columns: readonly string[]): Promise<TupleRows | undefined> {
    if (this.#reader.isTooCostly(this.ref)) return undefined;
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

  #replace(made: ColumnProfile): void {
    this.#profile = {
      ...this.#profile,
      columns: this.#profile.columns.map((column) => (column.name === made.name ? made : column)),
    };
  }
}
