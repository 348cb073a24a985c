import { Combine, FileCode2, Pin, Star } from 'lucide-react';
import type { Query } from '../../lib/contract/query.ts';
import type { Run } from '../../lib/contract/run.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatMoment } from '../../lib/format/time.ts';
import { oneLine, rowWords } from '../history/history-list.ts';
import { RunStatusMark } from '../history/run-status.tsx';
import { PageLink } from '../ui/page-link.tsx';
import styles from './home.module.css';

interface RunLinesProps {
  readonly title: string;
  /** All of them. */
  readonly href: string;
  readonly runs: readonly Run[];
  readonly empty: string;
  readonly isBusy: boolean;
  onOpen(run: Run): void;
}

export function RunLines({ title, href, runs, empty, isBusy, onOpen }: RunLinesProps) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>
        {title} <PageLink href={href}>All</PageLink>
      </h2>
      {runs.length === 0 ? <p className={styles.empty}>{empty}</p> : null}
      <ul>
        {runs.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              className={styles.line}
              disabled={isBusy}
              title="Opens its text and result in a tab; nothing runs"
              onClick={() => onOpen(run)}
            >
              {run.isPinned === true ? <Pin size={12} aria-label="Pinned" /> : null}
              <span className={styles.sql}>{oneLine(run.text)}</span>
              <span className={styles.figure}>
                {run.status === 'succeeded' ? rowWords(run) : <RunStatusMark status={run.status} />}
              </span>
              <span className={styles.time}>{formatDuration(run.timings.totalMs)}</span>
              <time dateTime={run.startedAt}>{formatMoment(run.startedAt)}</time>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface QueryLinesProps {
  readonly title: string;
  /** All of them. */
  readonly href: string;
  readonly queries: readonly Query[];
  readonly empty: string;
}

export function QueryLines({ title, href, queries, empty }: QueryLinesProps) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>
        {title} <PageLink href={href}>All</PageLink>
      </h2>
      {queries.length === 0 ? <p className={styles.empty}>{empty}</p> : null}
      <ul>
        {queries.map(({ id, kind, title: name, isFavourite, collection, owner, access, updatedAt }) => (
          <li key={id}>
            <PageLink className={styles.line} href={`/queries?id=${encodeURIComponent(id)}`}>
              {kind === 'join' ? (
                <Combine size={13} aria-label="Join" />
              ) : (
                <FileCode2 size={13} aria-label="Statement" />
              )}
              <span className={styles.name}>{name}</span>
              {isFavourite ? <Star size={12} className={styles.starred} aria-label="Favourite" /> : null}
              <span className={styles.time}>
                {access === undefined || access === 'owner' ? collection : (owner?.name ?? '')}
              </span>
              <time dateTime={updatedAt}>{formatMoment(updatedAt)}</time>
            </PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
