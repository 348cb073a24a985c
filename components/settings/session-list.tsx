'use client';

import type { SignedInSession } from '../../lib/contract/person.ts';
import { formatMoment } from '../../lib/format/time.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { browserWords } from './browser-words.ts';
import { SectionTable } from './section-table.tsx';
import styles from './settings.module.css';

interface SessionListProps {
  readonly sessions: readonly SignedInSession[];
  readonly isBusy: boolean;
  onEnd(sessionId: string): void;
}

/** Where somebody is signed in; each can be ended. */
export function SessionList({ sessions, isBusy, onEnd }: SessionListProps) {
  if (sessions.length === 0) return <p className={styles.hint}>Signed in nowhere.</p>;
  return (
    <SectionTable columns={['Browser', 'Address', 'Signed in', 'Ends']} hasActions>
      {sessions.map(({ id, browser, address, createdAt, expiresAt, isCurrent }) => (
        <tr key={id}>
          <th scope="row" title={browser}>
            {browserWords(browser)} {isCurrent ? <Chip tone="good">this one</Chip> : null}
          </th>
          <td>{address ?? 'unknown'}</td>
          <td>{formatMoment(createdAt)}</td>
          <td>{formatMoment(expiresAt)}</td>
          <td className={styles.rowEnd}>
            {isCurrent ? null : (
              <Button kind="quiet" disabled={isBusy} onClick={() => onEnd(id)}>
                End session
              </Button>
            )}
          </td>
        </tr>
      ))}
    </SectionTable>
  );
}
