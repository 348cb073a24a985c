/**
 * Profiles of tables kept on disk, so that "which tables join to this one?" need not read all tables again. A profile holds a few values of
 * each column; it counts as long as the connection was not introspected anew and is at most a week old.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { TableReference } from '../../../../lib/contract/suggestion.ts';
import { writeFileAtomic } from '../../../catalog/atomic-file.ts';
import { type ColumnProfile, summarise } from '../profile/column-profile.ts';
import { catalogProfile } from '../profile/read-profile.ts';
import { type TableProfile, tableKey } from '../profile/table-profile.ts';
import type { TableRef } from '../read/table-reader.ts';

/** Values of a column that are kept. */
const MAX_KEPT_VALUES = 300;
const MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000;

interface Stored {
  readonly version: 1;
  readonly table: TableReference;
  readonly introspectedAt: string;
  readonly readAtMs: number;
  readonly rows: number | undefined;
  readonly columns: readonly {
    readonly name: string;
    readonly rows: number;
    readonly isWhole: boolean;
    readonly uniqueShare: number;
    readonly counts: readonly (readonly [string, number])[];
  }[];
}

export class ProfileStore {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = path.join(dataDir, 'suggestions', 'profiles');
  }

  /** The kept profile of a table, with what the catalog says of it now; undefined if there is none that counts. */
  async read(table: TableRef, introspectedAt: string, nowMs: number): Promise<TableProfile | undefined> {
    const bare = catalogProfile(table);
    const stored = await readFile(this.#file(bare.reference), 'utf8').then(parse, () => undefined);
    if (stored?.version !== 1 || stored.introspectedAt !== introspectedAt || nowMs - stored.readAtMs > MAX_AGE_MS)
      return undefined;
    const kept = new Map(stored.columns.map((column) => [column.name, column]));
    const columns = bare.columns.map((column): ColumnProfile => {
      const values = kept.get(column.name);
      if (values === undefined) return column;
      const made = summarise(new Map(values.counts), values.rows, values.isWhole);
      return { ...column, values: { ...made, uniqueShare: values.uniqueShare } };
    });
    return { ...bare, columns, rows: stored.rows };
  }

  async keep(profile: TableProfile, introspectedAt: string, nowMs: number): Promise<void> {
    const stored: Stored = {
      version: 1,
      table: profile.reference,
      introspectedAt,
      readAtMs: nowMs,
      rows: profile.rows,
      columns: profile.columns.flatMap(({ name, values }) => {
        if (values === undefined) return [];
        const counts = [...values.counts].slice(0, MAX_KEPT_VALUES);
        const isWhole = values.isWhole && counts.length === values.counts.size;
        return [{ name, rows: values.rows, isWhole, uniqueShare: values.uniqueShare, counts }];
      }),
    };
    await writeFileAtomic(this.#file(profile.reference), JSON.stringify(stored));
  }

  #file(table: TableReference): string {
    return path.join(this.#folder, `${createHash('sha256').update(tableKey(table)).digest('hex').slice(0, 32)}.json`);
  }
}

/** A file that was damaged is as good as none. */
function parse(text: string): Stored | undefined {
  try {
    return JSON.parse(text) as Stored;
  } catch {
    return undefined;
  }
}
