'use client';

import { type FormEvent, useState } from 'react';
import { passwordSchema } from '../../lib/contract/person.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { PasswordField } from './password-field.tsx';
import styles from './settings.module.css';
import type { OwnActions } from './settings-actions.ts';
import { useTask } from './use-task.ts';

interface PasswordFormProps {
  readonly change: OwnActions['changePassword'];
  onChanged(): void;
}

/** A new password; all other sessions of the person end with it. */
export function PasswordForm({ change, onChanged }: PasswordFormProps) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [isChanged, setIsChanged] = useState(false);
  const { isBusy, error, run } = useTask();
  const isLongEnough = passwordSchema.safeParse(next).success;
  const isSame = next === again;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsChanged(false);
    if ((await run(() => change(current, next))) === undefined) return;
    for (const set of [setCurrent, setNext, setAgain]) set('');
    setIsChanged(true);
    onChanged();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <PasswordField label="Password now" autoComplete="current-password" value={current} onChange={setCurrent} />
      <PasswordField
        label="New password"
        autoComplete="new-password"
        minLength={12}
        maxLength={128}
        aria-describedby="password-rule"
        value={next}
        onChange={setNext}
      />
      <PasswordField
        label="New password again"
        autoComplete="new-password"
        aria-invalid={again !== '' && !isSame}
        value={again}
        onChange={setAgain}
      />
      <p id="password-rule" className={styles.hint}>
        {again !== '' && !isSame
          ? 'The two new passwords differ.'
          : '12 characters or more. Your other sessions end with the change.'}
      </p>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <div className={styles.buttons}>
        <Button type="submit" kind="primary" disabled={isBusy || current === '' || !isLongEnough || !isSame}>
          Change password
        </Button>
        <span role="status">{isChanged ? 'Password changed.' : ''}</span>
      </div>
    </form>
  );
}
