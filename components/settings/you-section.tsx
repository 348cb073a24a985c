'use client';

import type { WhoAmI } from '../../lib/contract/person.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { PasswordForm } from './password-form.tsx';
import { roleWords } from './role-words.ts';
import { SessionList } from './session-list.tsx';
import styles from './settings.module.css';
import type { OwnActions } from './settings-actions.ts';
import { SignOutButton } from './sign-out-button.tsx';
import { useLoaded } from './use-loaded.ts';
import { useTask } from './use-task.ts';

interface YouSectionProps {
  readonly who: WhoAmI;
  readonly actions: OwnActions;
}

/** Who one is here, the own password, and where one is signed in. */
export function YouSection({ who, actions }: YouSectionProps) {
  if (who.mode === 'local') return <LocalPerson />;
  return <TeamPerson who={who} actions={actions} />;
}

function LocalPerson() {
  return (
    <section className={styles.section}>
      <h2>You</h2>
      <p>
        Joinery runs for you alone: it listens on this machine only, and whoever holds the access token that the start
        command prints is you.
      </p>
      <p className={styles.hint}>
        To let colleagues in, set <code>auth: {'{ mode: team }'}</code> in the configuration: people then sign in, have
        roles, and see only what is theirs or shared with them. What you keep now stays.
      </p>
    </section>
  );
}

function TeamPerson({ who, actions }: YouSectionProps) {
  const { value: sessions, error, reload } = useLoaded(actions.sessions);
  const task = useTask();
  const others = (sessions ?? []).filter(({ isCurrent }) => !isCurrent);
  const end = async (ids: readonly string[]) => {
    await task.run(async () => {
      for (const id of ids) {
        const answer = await actions.endSession(id);
        if (!answer.ok) return answer;
      }
      return { ok: true, value: null };
    });
    await reload();
  };
  return (
    <>
      <section className={styles.section}>
        <div className={styles.head}>
          <h2>You</h2>
          <SignOutButton />
        </div>
        <dl className={styles.facts}>
          <dt>Name</dt>
          <dd>{who.person.name}</dd>
          <dt>E-mail</dt>
          <dd>{who.person.email}</dd>
          <dt>Role</dt>
          <dd>{roleWords[who.person.role].label}</dd>
          <dt />
          <dd className={styles.hint}>{roleWords[who.person.role].meaning}</dd>
        </dl>
      </section>
      {who.hasPassword ? (
        <section className={styles.section}>
          <h2>Password</h2>
          <PasswordForm change={actions.changePassword} onChanged={() => void reload()} />
        </section>
      ) : null}
      <section className={styles.section}>
        <div className={styles.head}>
          <h2>Sessions</h2>
          {others.length > 1 ? (
            <Button disabled={task.isBusy} onClick={() => void end(others.map(({ id }) => id))}>
              End all others
            </Button>
          ) : null}
        </div>
        {error === undefined ? null : (
          <ErrorNotice error={error} actions={<Button onClick={() => void reload()}>Try again</Button>} />
        )}
        {task.error === undefined ? null : <ErrorNotice error={task.error} />}
        {sessions === undefined && error === undefined ? <Spinner label="Reading sessions" /> : null}
        {sessions === undefined ? null : (
          <SessionList sessions={sessions} isBusy={task.isBusy} onEnd={(id) => void end([id])} />
        )}
      </section>
    </>
  );
}
