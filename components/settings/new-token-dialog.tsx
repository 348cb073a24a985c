'use client';

import { type FormEvent, useId, useState } from 'react';
import { MAX_TOKEN_DAYS, type NewToken } from '../../lib/contract/person.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NativeSelect } from '../ui/native-select.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Field } from './field.tsx';
import { OneTimeValue } from './one-time-value.tsx';
import styles from './settings.module.css';
import type { TokenActions } from './settings-actions.ts';
import { useTask } from './use-task.ts';

interface NewTokenDialogProps {
  readonly create: TokenActions['create'];
  onClose(): void;
}

const DAYS = [7, 30, 90, MAX_TOKEN_DAYS - 1];
const DEFAULT_DAYS = 90;

/** Asks for name, scope and days; then shows the token, once. */
export function NewTokenDialog({ create, onClose }: NewTokenDialogProps) {
  const form = useId();
  const [name, setName] = useState('');
  const [mayRun, setMayRun] = useState(true);
  const [days, setDays] = useState(DEFAULT_DAYS);
  const [made, setMade] = useState<NewToken>();
  const { isBusy, error, run } = useTask();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMade(await run(() => create({ name: name.trim(), scopes: mayRun ? ['read', 'run'] : ['read'], days })));
  };
  if (made !== undefined) {
    return (
      <Dialog
        isOpen
        title={`Token "${made.token.name}"`}
        onClose={onClose}
        actions={<Button onClick={onClose}>Done</Button>}
      >
        <OneTimeValue label="API token" value={made.value} />
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      title="New API token"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} disabled={isBusy || name.trim() === ''}>
            Make token
          </Button>
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field label="Name">
          {(id) => (
            <TextField
              id={id}
              required
              maxLength={100}
              placeholder="Weekly report notebook"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label="May">
          {(id) => (
            <NativeSelect
              id={id}
              value={mayRun ? 'run' : 'read'}
              onChange={(event) => setMayRun(event.currentTarget.value === 'run')}
            >
              <option value="run">read, and run statements and queries</option>
              <option value="read">read metadata, history and results</option>
            </NativeSelect>
          )}
        </Field>
        <Field label="Ends after">
          {(id) => (
            <NativeSelect id={id} value={days} onChange={(event) => setDays(Number(event.currentTarget.value))}>
              {DAYS.map((count) => (
                <option key={count} value={count}>
                  {count} days
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        {error === undefined ? null : <ErrorNotice error={error} />}
      </form>
    </Dialog>
  );
}
