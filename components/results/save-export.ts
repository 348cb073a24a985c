import { ClientError } from '../../lib/client/answer.ts';
import { failureOf, query } from '../../lib/client/fetch-json.ts';
import type { ExportFormat, ResultView } from '../../lib/contract/result.ts';

/** Larger results go straight to the browser's own download, which keeps nothing in memory but tells the page no progress. */
export const MAX_HELD_BYTES = 200_000_000;

/** What of a result is exported: these columns in this order, and these rows; all of both where it is not said. */
export interface ExportPart {
  readonly view?: ResultView | undefined;
  readonly columns?: readonly number[] | undefined;
  /** Text that a spreadsheet would run gets an apostrophe in front. */
  readonly guardFormulas?: boolean | undefined;
}

export const exportPath = (runId: string, format: ExportFormat, { view, columns, guardFormulas }: ExportPart): string =>
  query(`/api/results/${encodeURIComponent(runId)}/export`, {
    format,
    view: view === undefined ? undefined : JSON.stringify(view),
    columns: columns?.join(','),
    guardFormulas: guardFormulas === true ? 'true' : undefined,
  });

function download(href: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
}

/** Hands the whole export to the browser's download list. */
export const downloadDirectly = (runId: string, format: ExportFormat, part: ExportPart): void =>
  download(exportPath(runId, format, part), '');

/** Fetches the export, telling how far it is, and saves it as a file. Throws ClientError if the server refuses. */
export async function saveExport(
  runId: string,
  format: ExportFormat,
  part: ExportPart,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const response = await fetch(exportPath(runId, format, part), { signal });
  if (!response.ok || response.body === null) throw await failureOf(response);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      bytes += value.byteLength;
      onProgress(bytes);
    }
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    throw new ClientError({
      code: 'internal',
      class: 'internal',
      message: 'The export broke off before its end; no file was saved.',
      hint: 'Try again. If it happens again, the server log says why.',
    });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  const type = response.headers.get('content-type') ?? 'application/octet-stream';
  const url = URL.createObjectURL(new Blob(parts, { type }));
  download(url, fileNameOf(response) ?? `${runId}.${format}`);
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

const fileNameOf = (response: Response): string | undefined =>
  /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
