'use client';

import { useCallback } from 'react';
import type { Person } from '../../lib/contract/person.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { SessionList } from './session-list.tsx';
import type { OwnActions, PeopleActions } from './settings-actions.ts';
import { useLoaded } from './use-loaded.ts';
import { useTask } from './use-task.ts';

interface SessionsDialogProps {
  readonly person: Person;
  readonly load: PeopleActions['sessionsOf'];
  readonly end: OwnActions['endSession'];
  onClose(): void;
}

/** Where one person is signed in, for an admin. */
export function SessionsDialog({ person, load, end, onClose }: SessionsDialogProps) {
  const { value, error, reload } = useLoaded(useCallback(() => load(person.id), [load, person.id]));
  const task = useTask();
  return (
    <Dialog
      isOpen
      title={`Sessions of ${person.name}`}
      width={760}
      onClose={onClose}
      actions={<Button onClick={onClose}>Done</Button>}
    >
      {[error, task.error].map((failure) =>
        failure === undefined ? null : <ErrorNotice key={failure.message} error={failure} />,
      )}
      {value === undefined && error === undefined ? <Spinner label="Reading sessions" /> : null}
      {value === undefined ? null : (
        <SessionList sessions={value} isBusy={task.isBusy} onEnd={(id) => void task.run(() => end(id)).then(reload)} />
      )}
    </Dialog>
  );
}
