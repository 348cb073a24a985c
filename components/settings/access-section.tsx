'use client';

import type { Grantee } from '../../lib/contract/person.ts';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { AccessRow } from './access-row.tsx';
import { SectionTable } from './section-table.tsx';
import styles from './settings.module.css';
import type { AccessActions, PeopleActions } from './settings-actions.ts';
import { useLoaded } from './use-loaded.ts';
import { useTask } from './use-task.ts';

interface AccessSectionProps {
  readonly actions: AccessActions;
  readonly people: PeopleActions['list'];
}

/** Who may use which connection: whole roles by a tick, single people by name. */
export function AccessSection({ actions, people }: AccessSectionProps) {
  const access = useLoaded(actions.list);
  const everybody = useLoaded(people);
  const task = useTask();
  const set = async (connection: string, grantees: Grantee[]) => {
    await task.run(() => actions.set(connection, grantees));
    await access.reload();
  };
  return (
    <section className={styles.section}>
      <h2>Connection access</h2>
      <p className={styles.hint}>
        Admins use every connection. Others see only those granted to their role or to them: tables, suggestions, runs
        and shared results of the rest do not exist for them.
      </p>
      {[access.error, everybody.error, task.error].map((failure) =>
        failure === undefined ? null : <ErrorNotice key={failure.message} error={failure} />,
      )}
      {access.value === undefined && access.error === undefined ? <Spinner label="Reading access" /> : null}
      {access.value?.length === 0 ? (
        <EmptyState title="No connections yet">Add one under Connections, then say here who may use it.</EmptyState>
      ) : null}
      {access.value === undefined || access.value.length === 0 ? null : (
        <SectionTable columns={['Connection', 'All analysts', 'All viewers', 'People']}>
          {access.value.map((one) => (
            <AccessRow
              key={one.connection}
              access={one}
              people={everybody.value ?? []}
              isBusy={task.isBusy}
              onChange={(grantees) => void set(one.connection, grantees)}
            />
          ))}
        </SectionTable>
      )}
    </section>
  );
}
