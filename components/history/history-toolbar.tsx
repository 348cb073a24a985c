'use client';

import { Archive, Pin, Users, X } from 'lucide-react';
import { EVERYONE, type RunFilter, runFilterSchema, statusFilterSchema } from '../../lib/contract/history.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { useIsTeamAdmin } from '../shell/who-context.tsx';
import { Button } from '../ui/button.tsx';
import { Origin } from '../ui/origin.tsx';
import { Select } from '../ui/select.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './history.module.css';
import { boundsOf, DURATIONS, durationChoice, isFiltered } from './history-filter.ts';
import { statusWords } from './run-status.tsx';
import { WhenFields } from './when-fields.tsx';

const ANY = 'any';
const statusOptions = [
  { value: ANY, label: 'Any status' },
  ...statusFilterSchema.options.map((status) => ({
    value: status,
    label: status === 'unsuccessful' ? 'Failed or interrupted' : statusWords[status],
  })),
];

interface HistoryToolbarProps {
  readonly filter: RunFilter;
  readonly typed: string;
  readonly isLoading: boolean;
  onType(words: string): void;
  onChange(change: Partial<RunFilter>): void;
  onRetention(): void;
}

/** What is looked for: words, time, status, connection, duration, pins and the kind of statement. */
export function HistoryToolbar({ filter, typed, isLoading, onType, onChange, onRetention }: HistoryToolbarProps) {
  const { connections } = useConnections();
  const isTeamAdmin = useIsTeamAdmin();
  const { status, connection, fingerprint, pinned, person } = filter;
  const duration = durationChoice(filter);
  const isPinned = pinned === 'true';
  const names = [...new Set([...connections.map(({ id }) => id), ...(connection === undefined ? [] : [connection])])];
  return (
    <>
      <TextField
        type="search"
        aria-label="Search the text and errors of runs"
        title="Each word must be in the text or the error; words in double quotes are looked for as they stand"
        placeholder="Search text and errors"
        value={typed}
        onChange={(event) => onType(event.target.value)}
      />
      <WhenFields from={filter.from} to={filter.to} onChange={onChange} />
      <Select
        label="Status"
        value={status ?? ANY}
        options={statusOptions}
        onChange={(value) => onChange({ status: statusFilterSchema.safeParse(value).data })}
      />
      <Select
        label="Connection"
        value={connection ?? ANY}
        options={[
          { value: ANY, label: 'Any connection' },
          ...names.map((id) => ({
            value: id,
            label: id,
            icon: <Origin color={connections.find((one) => one.id === id)?.color} />,
          })),
        ]}
        onChange={(value) => onChange({ connection: value === ANY ? undefined : value })}
      />
      <Select
        label="Duration"
        value={duration}
        options={[
          ...DURATIONS.map(({ value, label }) => ({ value, label })),
          ...(duration === 'other' ? [{ value: duration, label: boundWords(filter) }] : []),
        ]}
        onChange={(value) => onChange(boundsOf(value))}
      />
      <Button kind="quiet" aria-pressed={isPinned} onClick={() => onChange({ pinned: isPinned ? undefined : 'true' })}>
        <Pin size={14} aria-hidden="true" /> Pinned
      </Button>
      {isTeamAdmin && (person === undefined || person === EVERYONE) ? (
        <Button
          kind="quiet"
          aria-pressed={person !== undefined}
          title="The runs of all people, without their results"
          onClick={() => onChange({ person: person === undefined ? EVERYONE : undefined })}
        >
          <Users size={14} aria-hidden="true" /> Everybody
        </Button>
      ) : null}
      {person === undefined || person === EVERYONE ? null : (
        <Button aria-label="One person: show your own runs again" onClick={() => onChange({ person: undefined })}>
          One person <X size={14} aria-hidden="true" />
        </Button>
      )}
      {fingerprint === undefined ? null : (
        <Button
          title="Only runs of statements that differ in nothing but literals"
          aria-label="One kind of statement: show all again"
          onClick={() => onChange({ fingerprint: undefined })}
        >
          One kind of statement <X size={14} aria-hidden="true" />
        </Button>
      )}
      {isFiltered(filter) ? (
        <Button kind="quiet" onClick={() => onChange(noFilter)}>
          Clear filters
        </Button>
      ) : null}
      {isLoading ? <Spinner label="Reading history" /> : null}
      <Button kind="quiet" className={styles.end} onClick={onRetention}>
        <Archive size={14} aria-hidden="true" /> What is kept
      </Button>
    </>
  );
}

const noFilter: Partial<RunFilter> = Object.fromEntries(
  Object.keys(runFilterSchema.shape).map((name) => [name, undefined]),
);

function boundWords({ minMs, maxMs }: RunFilter): string {
  const least = minMs === undefined ? [] : [`over ${formatDuration(minMs)}`];
  const most = maxMs === undefined ? [] : [`under ${formatDuration(maxMs)}`];
  const words = [...least, ...most].join(', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
