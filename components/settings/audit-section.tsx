'use client';

import { useCallback, useState } from 'react';
import type { AuditEntry, AuditQuery } from '../../lib/contract/person.ts';
import { formatClock, formatDay } from '../../lib/format/time.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { auditWords } from './audit-words.ts';
import { SectionTable } from './section-table.tsx';
import styles from './settings.module.css';
import type { PeopleActions, SettingsActions } from './settings-actions.ts';
import { useLoaded } from './use-loaded.ts';
import { useTask } from './use-task.ts';

interface AuditSectionProps {
  readonly load: SettingsActions['audit'];
  readonly people: PeopleActions['list'];
}

export type AuditFilter = Pick<AuditQuery, 'personId' | 'action' | 'outcome' | 'from' | 'to'>;

const PAGE = 100;

/** Who did what, newest first. */
export function AuditSection({ load, people }: AuditSectionProps) {
  const [filter, setFilter] = useState<AuditFilter>({});
  const everybody = useLoaded(people);
  const first = useLoaded(useCallback(() => load({ ...filter, limit: PAGE }), [load, filter]));
  const [more, setMore] = useState<{ readonly of: unknown; readonly entries: AuditEntry[]; readonly next?: string }>();
  const task = useTask();
  // Further pages belong to the first one that was shown when they were asked for.
  const further = more?.of === first.value ? more : undefined;
  const entries = [...(first.value?.entries ?? []), ...(further?.entries ?? [])];
  const cursor = further === undefined ? first.value?.nextCursor : further.next;
  const nameOf = (id = ''): string => everybody.value?.find((person) => person.id === id)?.name ?? id;
  const loadMore = async () => {
    const page = await task.run(() => load({ ...filter, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }));
    if (page === undefined) return;
    setMore({
      of: first.value,
      entries: [...(further?.entries ?? []), ...page.entries],
      ...(page.nextCursor === undefined ? {} : { next: page.nextCursor }),
    });
  };
  return (
    <section className={styles.section}>
      <h2>Audit</h2>
      <AuditFilters filter={filter} people={everybody.value ?? []} onChange={setFilter} />
      {[first.error, task.error].map((failure) =>
        failure === undefined ? null : <ErrorNotice key={failure.message} error={failure} />,
      )}
      {first.value === undefined && first.error === undefined ? <Spinner label="Reading the audit" /> : null}
      {first.value !== undefined && entries.length === 0 ? (
        <EmptyState title="Nothing here">
          {Object.keys(filter).length === 0
            ? 'Sign-ins, changes of people, access and connections, shares and exports will stand here.'
            : 'No entry passes these filters.'}
        </EmptyState>
      ) : null}
      {entries.length === 0 ? null : (
        <SectionTable columns={['When', 'Who', 'What', 'On', 'Outcome', 'Address']}>
          {entries.map(({ id, at, person, action, objectKind, objectId, outcome, address, detail }) => (
            <tr key={id}>
              <td className={styles.when}>
                {formatDay(at)} {formatClock(at)}
              </td>
              <th scope="row">{person?.name ?? 'nobody known'}</th>
              <td>
                {auditWords[action]}
                {detail === undefined ? null : <span className={styles.detail}>{detail}</span>}
              </td>
              <td className={styles.object} title={objectId}>
                {objectKind === undefined ? '' : `${objectKind} ${nameOf(objectId)}`}
              </td>
              <td>{outcome === 'ok' ? 'done' : <Chip tone="danger">{outcome}</Chip>}</td>
              <td>{address ?? ''}</td>
            </tr>
          ))}
        </SectionTable>
      )}
      {cursor === undefined ? null : (
        <Button disabled={task.isBusy} onClick={() => void loadMore()}>
          {task.isBusy ? <Spinner /> : null}
          Show older entries
        </Button>
      )}
    </section>
  );
}
