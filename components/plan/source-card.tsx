'use client';

import type { Fetch, Reducer } from '../../lib/contract/run.ts';
import { formatBytes } from '../../lib/format/bytes.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCounted, formatEstimate } from '../../lib/format/number.ts';
import { SourceLine } from '../results/source-line.tsx';
import {
  type Connections,
  connectionOf,
  fetchStates,
  isBlock,
  relationName,
  shortRelation,
  sourceName,
} from '../results/sources.ts';
import { Origin } from '../ui/origin.tsx';
import styles from './plan.module.css';
import type { PlacedFetch } from './plan-layout.ts';

interface SourceCardProps {
  readonly card: PlacedFetch;
  readonly fetches: readonly Fetch[];
  /** Explained, not run: there are no actual figures. */
  readonly isPlanOnly: boolean;
  readonly connections: Connections;
}

/** An estimate this many times off is worth a look. */
const FAR_OFF = 10;

/** One fetch: what is read from where, how much was expected and came, and whose keys made it smaller. */
export function SourceCard({ card, fetches, isPlanOnly, connections }: SourceCardProps) {
  const { fetch, heightPx } = card;
  const connection = connectionOf(connections, fetch.connection);
  const wasRead = !isPlanOnly && fetch.status !== 'planned' && fetch.status !== 'waiting';
  return (
    <li className={styles.card} style={{ height: heightPx }}>
      <SourceLine
        color={connection?.color}
        name={shortRelation(fetch)}
        detail={`${sourceName(fetch.connection)}${connection ? ` · ${connection.driverLabel}` : ''}`}
        title={`${sourceName(fetch.connection)} · ${relationName(fetch)}`}
      />
      <RowFigures fetch={fetch} wasRead={wasRead} />
      <span className={styles.figures} title={fetch.pushed.join(' · ')}>
        {wasRead ? sizeAndTime(fetch) : fetchStates[fetch.status]}
        <span className={styles.faint}>
          {fetch.source?.serverMs === undefined ? '' : ` · ${formatDuration(fetch.source.serverMs)} at the server`}
          {fetch.source?.readBy === undefined ? '' : ` · ${fetch.source.readBy}`}
          {fetch.capped ? ' · stopped early' : ''}
          {filterWords(fetch)}
        </span>
      </span>
      {(fetch.reducers ?? []).map((reducer) => (
        <ReducerLine
          key={`${reducer.from} ${reducer.column}`}
          reducer={reducer}
          source={fetches.find(({ index }) => index === reducer.from)}
          connections={connections}
        />
      ))}
    </li>
  );
}

function RowFigures({ fetch, wasRead }: { readonly fetch: Fetch; readonly wasRead: boolean }) {
  const estimate =
    fetch.estimatedRows === undefined
      ? undefined
      : `${formatEstimate(fetch.estimatedRows)} ${fetch.estimatedRows === 1 ? 'row' : 'rows'}`;
  if (!wasRead) return <span className={styles.figures}>{estimate ?? 'rows not estimated'}</span>;
  const expected = Math.max(1, fetch.estimatedRows ?? 1);
  const isFarOff =
    fetch.estimatedRows !== undefined &&
    fetch.status === 'done' &&
    !fetch.capped &&
    Math.max(expected / Math.max(1, fetch.rows), fetch.rows / expected) >= FAR_OFF;
  return (
    <span className={styles.figures}>
      {formatCounted(fetch.rows, 'row')}
      {estimate === undefined ? null : (
        <span className={isFarOff ? styles.farOff : styles.faint}> of {estimate} expected</span>
      )}
    </span>
  );
}

/** DuckDB reads files itself and does not tell how many bytes. */
const sizeAndTime = ({ bytes, rows, ms }: Fetch): string =>
  bytes === 0 && rows > 0 ? formatDuration(ms) : `${formatBytes(bytes)} · ${formatDuration(ms)}`;

interface ReducerLineProps {
  readonly reducer: Reducer;
  readonly source: Fetch | undefined;
  readonly connections: Connections;
}

function ReducerLine({ reducer, source, connections }: ReducerLineProps) {
  const relation = source === undefined ? '' : `${shortRelation(source)}.`;
  return (
    <span className={styles.reducer} data-unused={reducer.form === 'none' || undefined}>
      <Origin color={source === undefined ? undefined : connectionOf(connections, source.connection)?.color} />
      {reducerWords(reducer)} {relation}
      {reducer.fromColumn}
    </span>
  );
}

function reducerWords({ form, keys }: Reducer): string {
  if (form === 'keys') return `only the ${formatCounted(keys ?? 0, 'key')} of`;
  if (form === 'bounds') return 'only between smallest and largest of';
  if (form === 'none') return 'not narrowed by the keys of';
  return 'only the keys of';
}

const filterWords = (fetch: Fetch): string => {
  const { pushed, kept, reducers } = fetch;
  const filters = pushed.length - (reducers?.filter(({ form }) => form !== 'none').length ?? 0);
  const words = [
    filters > 0 ? `${formatCounted(filters, isBlock(fetch) ? 'step' : 'filter')} at the source` : '',
    kept.length > 0 ? `${formatCounted(kept.length, 'filter')} here` : '',
  ].filter(Boolean);
  return words.length === 0 ? '' : ` · ${words.join(', ')}`;
};
