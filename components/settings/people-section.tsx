'use client';

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { ActionAnswer } from '../../lib/client/answer.ts';
import type { NewLink, Person, WhoAmI } from '../../lib/contract/person.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { InvitationList } from './invitation-list.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { absoluteLink, LinkDialog } from './link-dialog.tsx';
import { PersonRow } from './person-row.tsx';
import { SectionTable } from './section-table.tsx';
import { SessionsDialog } from './sessions-dialog.tsx';
import styles from './settings.module.css';
import type { OwnActions, PeopleActions } from './settings-actions.ts';
import { useLoaded } from './use-loaded.ts';
import { useTask } from './use-task.ts';

interface PeopleSectionProps {
  readonly who: WhoAmI;
  readonly actions: PeopleActions;
  readonly own: Pick<OwnActions, 'endSession'>;
}

type Open =
  | { readonly kind: 'invite' }
  | { readonly kind: 'reset'; readonly person: Person; readonly link: NewLink }
  | { readonly kind: 'sessions'; readonly person: Person }
  | { readonly kind: 'deactivate'; readonly person: Person };

/** Everybody who may sign in, their roles, and who is invited. */
export function PeopleSection({ who, actions, own }: PeopleSectionProps) {
  const people = useLoaded(actions.list);
  const invitations = useLoaded(actions.invitations);
  const [open, setOpen] = useState<Open>();
  const task = useTask();
  const change = async (action: () => Promise<ActionAnswer<unknown>>) => {
    await task.run(action);
    await people.reload();
  };
  const reset = async (person: Person) => {
    const link = await task.run(() => actions.resetLink(person.id));
    if (link !== undefined) setOpen({ kind: 'reset', person, link });
  };
  const close = () => setOpen(undefined);
  return (
    <>
      <section className={styles.section}>
        <div className={styles.head}>
          <h2>People</h2>
          <Button kind="primary" onClick={() => setOpen({ kind: 'invite' })}>
            <UserPlus size={14} aria-hidden="true" />
            Invite
          </Button>
        </div>
        {[people.error, invitations.error, task.error].map((failure) =>
          failure === undefined ? null : <ErrorNotice key={failure.message} error={failure} />,
        )}
        {people.value === undefined && people.error === undefined ? <Spinner label="Reading people" /> : null}
        {people.value === undefined ? null : (
          <SectionTable columns={['Name', 'E-mail', 'Role', 'Signs in by', 'Last seen']} hasActions>
            {people.value.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                isSelf={person.id === who.person.id}
                isBusy={task.isBusy}
                onRole={(role) => void change(() => actions.setRole(person.id, role))}
                onActive={(isActive) =>
                  isActive
                    ? void change(() => actions.setActive(person.id, true))
                    : setOpen({ kind: 'deactivate', person })
                }
                onReset={() => void reset(person)}
                onSessions={() => setOpen({ kind: 'sessions', person })}
              />
            ))}
          </SectionTable>
        )}
      </section>
      {invitations.value === undefined || invitations.value.length === 0 ? null : (
        <InvitationList
          invitations={invitations.value}
          isBusy={task.isBusy}
          onWithdraw={async (id) => {
            await task.run(() => actions.withdraw(id));
            await invitations.reload();
          }}
        />
      )}
      {open?.kind === 'invite' ? (
        <InviteDialog
          invite={actions.invite}
          onClose={() => {
            close();
            void invitations.reload();
          }}
        />
      ) : null}
      {open?.kind === 'reset' ? (
        <LinkDialog
          title={`New password for ${open.person.name}`}
          label="Reset link"
          text="Hand this link over. Whoever opens it chooses a new password; it works once."
          link={absoluteLink(open.link)}
          expiresAt={open.link.expiresAt}
          onClose={close}
        />
      ) : null}
      {open?.kind === 'sessions' ? (
        <SessionsDialog person={open.person} load={actions.sessionsOf} end={own.endSession} onClose={close} />
      ) : null}
      {open?.kind === 'deactivate' ? (
        <Dialog
          isOpen
          title={`Deactivate ${open.person.name}?`}
          description="Their sessions and API tokens end at once, and they cannot sign in. What they saved and shared stays. You can let them in again."
          onClose={close}
          actions={
            <>
              <Button onClick={close}>Cancel</Button>
              <Button
                kind="danger"
                onClick={() => {
                  close();
                  void change(() => actions.setActive(open.person.id, false));
                }}
              >
                Deactivate
              </Button>
            </>
          }
        />
      ) : null}
    </>
  );
}
