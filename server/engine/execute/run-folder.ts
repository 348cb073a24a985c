import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';

/** Where a run's folder is; for whoever has to clear away after a killed process. */
export const runFolderPath = (tempDir: string, runId: string): string => path.join(tempDir, `run-${runId}`);

/** The run's own folder for pipes, spill and the result while it is written; removed with all that is in it when the run ends. */
export class RunFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(folder: string) {
    this.path = folder;
  }

  static create(tempDir: string, runId: string): RunFolder {
    const folder = runFolderPath(tempDir, runId);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return new RunFolder(folder);
  }

  /** Where DuckDB spills; it makes the folder when it does. */
  get spillPath(): string {
    return this.file('spill');
  }

  get hasSpilled(): boolean {
    return existsSync(this.spillPath);
  }

  file(name: string): string {
    return path.join(this.path, name);
  }

  /** A few small files are gone sooner than others could be asked to remove them. */
  async [Symbol.asyncDispose](): Promise<void> {
    const options = { recursive: true, force: true, maxRetries: 3 };
    if (this.hasSpilled) await rm(this.path, options);
    else rmSync(this.path, options);
  }
}
