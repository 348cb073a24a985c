import { useCallback, useEffect, useRef, useState } from 'react';
import { toErrorShape } from '../../../lib/client/answer.ts';
import { type CopyFormat, formatRange } from '../../../lib/format/copy.ts';
import { formatCount, formatCounted } from '../../../lib/format/number.ts';
import { writeClipboard } from './clipboard.ts';
import { MAX_COPIED_CELLS, readRange } from './read-range.ts';
import type { FetchWindow, ResultWindows } from './result-windows.ts';
import { type CellRange, cellsIn } from './selection.ts';
import type { GridColumn } from './use-grid-columns.ts';

/** What the strip says about copying. */
export interface CopyState {
  readonly text: string;
  readonly tone: 'plain' | 'danger';
  /** Cells are still being read; Escape stops it. */
  readonly isWorking: boolean;
}

export const copyFormatLabels: Readonly<Record<CopyFormat, string>> = {
  tsv: 'TSV',
  'tsv-headers': 'TSV with headers',
  csv: 'CSV',
  json: 'JSON',
  markdown: 'Markdown',
  'in-list': 'IN list',
};

const NOTE_MS = 5000;
const note = (text: string, tone: CopyState['tone'] = 'plain'): CopyState => ({ text, tone, isWorking: false });

/** Copies ranges of a stored result, reading what is not loaded, with progress and a stated limit. */
export function useGridCopy(windows: ResultWindows, fetchWindow: FetchWindow) {
  const [state, setState] = useState<CopyState>();
  const abort = useRef<AbortController | undefined>(undefined);

  const cancel = useCallback(() => {
    abort.current?.abort();
    abort.current = undefined;
  }, []);
  useEffect(() => cancel, [cancel]);
  useEffect(() => {
    if (state === undefined || state.isWorking) return;
    const timer = setTimeout(() => setState(undefined), NOTE_MS);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = useCallback(
    async (range: CellRange, columns: readonly GridColumn[], format: CopyFormat) => {
      const cells = cellsIn(range);
      if (cells === 0) return;
      if (cells > MAX_COPIED_CELLS) {
        const limit = formatCount(MAX_COPIED_CELLS);
        setState(
          note(
            `${formatCount(cells)} cells: at most ${limit} are copied at once. Export takes the whole result.`,
            'danger',
          ),
        );
        return;
      }
      cancel();
      const going = new AbortController();
      abort.current = going;
      const text = async () => {
        const rows = await readRange({
          range,
          signal: going.signal,
          fetchWindow,
          positions: columns.map((column) => column.position),
          loaded: (row, position) => windows.cell(row, position),
          onProgress: (done) => {
            const isWorking = true;
            if (done < cells && !going.signal.aborted)
              setState({
                text: `Copying ${formatCount(done)} of ${formatCount(cells)} cells. Esc stops.`,
                tone: 'plain',
                isWorking,
              });
          },
        });
        return formatRange(format, columns.slice(range.firstColumn, range.lastColumn + 1), rows);
      };
      try {
        await writeClipboard(text());
        const size = `${formatCounted(range.lastRow - range.firstRow + 1, 'row')} × ${formatCounted(range.lastColumn - range.firstColumn + 1, 'column')}`;
        setState(note(`Copied ${cells === 1 ? 'the cell' : size} as ${copyFormatLabels[format]}.`));
      } catch (thrown) {
        if (going.signal.aborted) setState(note('Copying stopped. The clipboard is as it was.'));
        else {
          const { message, hint } = toErrorShape(thrown);
          setState(note(hint === undefined ? message : `${message} ${hint}`, 'danger'));
        }
      } finally {
        if (abort.current === going) abort.current = undefined;
      }
    },
    [windows, fetchWindow, cancel],
  );

  return { state, copy, cancel, isCopying: () => abort.current !== undefined };
}
