'use client';

import { z } from 'zod';
import type { SignInOptions } from '../../lib/contract/person.ts';
import { Button } from '../ui/button.tsx';
import { Door, FormEnd, Line } from './door.tsx';
import { postJson } from './post-json.ts';
import styles from './sign-in.module.css';
import { useSubmit } from './use-submit.ts';

interface SignInFormProps {
  readonly options: SignInOptions;
  /** Page that was asked for. */
  readonly next: string | undefined;
  /** Why a provider's answer let nobody in. */
  readonly error: string | undefined;
}

const refusals: Readonly<Record<string, string>> = {
  not_invited: 'Nobody with this address has been invited. Ask an admin.',
  email_not_verified: 'The provider does not vouch for this e-mail address.',
  person_left: 'This account has been deactivated.',
};

/** Only pages of this server. */
const pageOf = (next: string | undefined): string => (next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/');

const startSchema = z.object({ url: z.url() });

export function SignInForm({ options, next, error }: SignInFormProps) {
  const target = pageOf(next);
  const password = useSubmit(async (form) => {
    await postJson('/api/access/sign-in', { email: form.get('email'), password: form.get('password') });
    window.location.assign(target);
  });
  const provider = useSubmit(async (form) => {
    const errorCallbackURL = '/sign-in';
    const body = { provider: form.get('provider'), callbackURL: target, errorCallbackURL };
    window.location.assign(startSchema.parse(await postJson('/api/auth/sign-in/social', body)).url);
  });
  return (
    <Door title="Sign in">
      {options.needsSetUp && (
        <p className={styles.note}>Nobody is here yet. Open the URL that the start command printed to begin.</p>
      )}
      {error !== undefined && (
        <p className={styles.note} role="alert">
          {refusals[error] ?? 'Signing in did not work. Try again.'}
        </p>
      )}
      {options.hasPasswords && !options.needsSetUp && (
        <form className={styles.form} onSubmit={password.submit}>
          <Line name="email" label="E-mail" type="email" autoComplete="username" maxLength={254} />
          <Line name="password" label="Password" type="password" autoComplete="current-password" maxLength={128} />
          <FormEnd isBusy={password.isBusy} error={password.error} label="Sign in" />
        </form>
      )}
      {options.providers.length > 0 && (
        <div className={styles.providers}>
          {options.providers.map(({ id, name }) => (
            <form key={id} className={styles.form} onSubmit={provider.submit}>
              <input type="hidden" name="provider" value={id} />
              <Button type="submit" disabled={provider.isBusy}>
                Sign in with {name}
              </Button>
            </form>
          ))}
        </div>
      )}
    </Door>
  );
}
