import { z } from 'zod';
import { fetchJson, query } from '../../../lib/client/fetch-json.ts';
import { isWhole, type JsonCell, type ResultView, resultWindowSchema } from '../../../lib/contract/result.ts';
import type { FetchWindow } from './result-windows.ts';

/** The cells themselves are not walked: a window has thousands, and it is read while the reader scrolls. */
const windowSchema = resultWindowSchema.extend({
  rows: z.custom<JsonCell[][]>((rows) => Array.isArray(rows) && (rows.length === 0 || Array.isArray(rows[0]))),
});

/** Reads windows of one run's stored result, as `view` shows it. */
export const windowsOf =
  (runId: string, view: ResultView): FetchWindow =>
  async ({ offset, limit, firstColumn, lastColumn }, signal) => {
    const path = query(`/api/results/${encodeURIComponent(runId)}/rows`, {
      offset,
      limit,
      columns: `${firstColumn}-${lastColumn}`,
      view: isWhole(view) ? undefined : JSON.stringify(view),
    });
    return (await fetchJson(windowSchema, path, { signal })).rows;
  };
