'use client';

import { type FormEvent, useId, useState } from 'react';
import { type NewLink, type Role, roleSchema } from '../../lib/contract/person.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Field } from './field.tsx';
import { absoluteLink, LinkDialog } from './link-dialog.tsx';
import { roleWords } from './role-words.ts';
import styles from './settings.module.css';
import type { PeopleActions } from './settings-actions.ts';
import { useTask } from './use-task.ts';

interface InviteDialogProps {
  readonly invite: PeopleActions['invite'];
  onClose(): void;
}

/** Asks for address and role; then shows the link to hand over. */
export function InviteDialog({ invite, onClose }: InviteDialogProps) {
  const form = useId();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('analyst');
  const [link, setLink] = useState<NewLink>();
  const { isBusy, error, run } = useTask();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setLink(await run(() => invite({ email: email.trim(), role })));
  };
  if (link !== undefined) {
    return (
      <LinkDialog
        title={`Invitation for ${email.trim()}`}
        label="Invitation link"
        text="Hand this link over; Joinery sends no mail. It works once."
        link={absoluteLink(link)}
        expiresAt={link.expiresAt}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      isOpen
      title="Invite somebody"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} disabled={isBusy || email.trim() === ''}>
            Make invitation
          </Button>
        </>
      }
    >
      <form id={form} className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field label="E-mail">
          {(id) => (
            <TextField
              id={id}
              type="email"
              required
              maxLength={254}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
          )}
        </Field>
        <fieldset className={styles.roles}>
          <legend>Role</legend>
          {roleSchema.options.map((one) => (
            <label key={one} className={styles.role}>
              <input type="radio" name="role" checked={role === one} onChange={() => setRole(one)} />
              <span>{roleWords[one].label}</span>
              <span className={styles.hint}>{roleWords[one].meaning}</span>
            </label>
          ))}
        </fieldset>
        {error === undefined ? null : <ErrorNotice error={error} />}
      </form>
    </Dialog>
  );
}
