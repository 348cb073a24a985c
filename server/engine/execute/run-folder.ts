import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Where a run's folder is; for whoever has to clear away after a killed process. */
export const runFolderPath = (tempDir: string, runId: string): string => path.join(tempDir, `run-${runId}`);

/** The run's own folder for pipes, spill and the result while it is written; removed with all that is in it when the run ends. */
export class RunFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(folder: string) {
    this.path = folder;
  }

  static async create(tempDir: string, runId: string): Promise<RunFolder> {
    const folder = runFolderPath(tempDir, runId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new RunFolder(folder);
  }

  /** Where DuckDB spills; it makes the folder when it does. */
  get spillPath(): string {
    return this.file('spill');
  }

  file(name: string): string {
    return path.join(this.path, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}
