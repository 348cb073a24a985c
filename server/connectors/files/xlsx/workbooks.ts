/** What is known of workbooks already looked at; used while the files are the same. */
import { stat } from 'node:fs/promises';
import type { FileTable, FoundFile } from '../discover.ts';
import { inspectSheets, type SheetTable, visibleSheets } from './sheet-table.ts';

export class Workbooks {
  readonly #sheets = new Map<string, { readonly print: string; readonly names: readonly string[] }>();
  readonly #tables = new Map<string, { readonly print: string; readonly table: SheetTable }>();

  async sheetsOf({ path }: FoundFile): Promise<readonly string[]> {
    const { size, mtimeMs, ino } = await stat(path);
    const print = `${size} ${mtimeMs} ${ino}`;
    const kept = this.#sheets.get(path);
    if (kept?.print === print) return kept.names;
    const names = await visibleSheets(path);
    this.#sheets.set(path, { print, names });
    return names;
  }

  async inspect(table: FileTable, print: string, signal: AbortSignal): Promise<SheetTable> {
    const kept = this.#tables.get(table.name);
    if (kept?.print === print) return kept.table;
    const found = await inspectSheets(table, signal);
    this.#tables.set(table.name, { print, table: found });
    return found;
  }

  clear(): void {
    this.#sheets.clear();
    this.#tables.clear();
  }
}
