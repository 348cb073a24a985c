import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { ExportFormat, ResultView } from '../../lib/contract/result.ts';
import type { ResultColumn } from '../../lib/contract/run.ts';
import type { ExportSettings } from './export-result.ts';

/** What an export process is told, one task after another. The bytes come on its standard output. */
export interface ExportTask {
  readonly path: string;
  /** A folder of its own, which the one who started it removes. */
  readonly scratch: string;
  readonly columns: readonly ResultColumn[];
  readonly view: ResultView | undefined;
  /** Columns taken, in their order; all without it. */
  readonly positions: readonly number[] | undefined;
  readonly format: ExportFormat;
  readonly settings: ExportSettings;
}

/** How it went, and how many bytes it wrote. */
export type ExportEnding =
  | { readonly kind: 'done'; readonly bytes: number }
  | { readonly kind: 'failed'; readonly error: ErrorShape };
