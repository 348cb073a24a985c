'use client';

import type { OneTimeLinkView } from '../../lib/contract/person.ts';
import { Door, FormEnd, Line } from './door.tsx';
import { postJson } from './post-json.ts';
import styles from './sign-in.module.css';
import { useSubmit } from './use-submit.ts';

interface WelcomeFormProps {
  readonly token: string;
  readonly link: OneTimeLinkView;
}

const titles = { 'set-up': 'Make the first admin', invitation: 'Join', reset: 'Choose a new password' } as const;

/** Set-up, an invitation or a new password: whoever has the link becomes or stays somebody here. */
export function WelcomeForm({ token, link }: WelcomeFormProps) {
  const { isBusy, error, submit } = useSubmit(async (form) => {
    const text = (name: string): string | undefined => form.get(name)?.toString();
    await postJson('/api/access/accept', {
      token,
      name: text('name'),
      email: text('email'),
      password: text('password'),
    });
    window.location.assign('/');
  });
  const isNew = link.kind !== 'reset';
  return (
    <Door title={titles[link.kind]}>
      {link.email !== undefined && <p className={styles.note}>{link.email}</p>}
      <form className={styles.form} onSubmit={submit}>
        {isNew && <Line name="name" label="Name" type="text" autoComplete="name" maxLength={100} />}
        {isNew && link.email === undefined && (
          <Line name="email" label="E-mail" type="email" autoComplete="username" maxLength={254} />
        )}
        <Line
          name="password"
          label="Password, 12 characters or more"
          type="password"
          autoComplete="new-password"
          minLength={12}
          maxLength={128}
        />
        <FormEnd isBusy={isBusy} error={error} label={isNew ? 'Begin' : 'Keep it'} />
      </form>
    </Door>
  );
}
