import type { SourceStatistics } from '../contract/run.ts';
import { formatBytes } from './bytes.ts';
import { formatDuration } from './duration.ts';
import { formatCounted } from './number.ts';

/** What a source itself says of one query, in words; nothing for what it does not tell. Times of the server stand with those of the fetch. */
export function sourceWords(source: SourceStatistics | undefined): readonly string[] {
  if (source === undefined) return [];
  const { serverMs, queueMs, rowsRead, bytesProcessed, bytesBilled, slotMs, cacheHit, warehouse, readBy, queryId } =
    source;
  const words = [
    serverMs === undefined ? undefined : `${formatDuration(serverMs)} of work`,
    queueMs === undefined ? undefined : `${formatDuration(queueMs)} waiting`,
    rowsRead === undefined ? undefined : `${formatCounted(rowsRead, 'row')} read`,
    bytesProcessed === undefined ? undefined : `${formatBytes(bytesProcessed)} read`,
    bytesBilled === undefined ? undefined : `${formatBytes(bytesBilled)} billed`,
    slotMs === undefined ? undefined : `${formatDuration(slotMs)} of slots`,
    cacheHit === true ? 'answered from its cache' : undefined,
    warehouse === undefined ? undefined : `warehouse ${warehouse}`,
    readBy === undefined ? undefined : `by ${readBy}`,
    queryId === undefined ? undefined : `query ${queryId}`,
  ];
  return words.filter((word) => word !== undefined);
}
