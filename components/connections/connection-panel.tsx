'use client';

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ConnectionDetail, DriverDescription } from '../../lib/contract/connection.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { ConnectionActions } from './connection-actions.ts';
import styles from './connections.module.css';
import { FormField } from './form-field.tsx';
import type { FormState } from './form-state.ts';
import { OriginFields } from './origin-fields.tsx';
import { PolicyFields } from './policy-fields.tsx';
import { SourceFields } from './source-fields.tsx';
import { TestOutcome } from './test-outcome.tsx';
import { useConnectionForm } from './use-connection-form.ts';
import { WrittenOptions } from './written-options.tsx';

interface ConnectionPanelProps {
  readonly driver: DriverDescription;
  readonly initial: FormState;
  /** What is edited; undefined for a new connection. */
  readonly detail: ConnectionDetail | undefined;
  readonly usedBy: ReadonlyMap<number, readonly string[]>;
  readonly configPath: string;
  readonly actions: ConnectionActions;
  /** It was saved a moment ago. */
  readonly isSaved: boolean;
  onDirty(isDirty: boolean): void;
  onSaved(detail: ConnectionDetail): void;
  onCancel(): void;
}

/** The form of one connection, new or kept. Ctrl+S or Enter saves, Escape goes back. */
export function ConnectionPanel(props: ConnectionPanelProps) {
  const { driver, detail, usedBy, configPath, isSaved, onDirty, onCancel } = props;
  const { form, problems, error, isSaving, isDirty, test, ...act } = useConnectionForm(props);
  const [isUnfolded, setIsUnfolded] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const isOfConfig = detail?.origin === 'config';
  const kept = new Set(
    Object.entries(detail?.options ?? {}).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null && 'isKept' in value ? [name] : [],
    ),
  );

  useEffect(() => onDirty(isDirty), [isDirty, onDirty]);
  useEffect(() => {
    if (Object.keys(problems).length > 0) element.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [problems]);

  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault();
      void act.save();
    }
  };
  return (
    <form
      ref={element}
      className={styles.form}
      aria-label={detail === undefined ? `New ${driver.displayName} connection` : `Options of ${detail.summary.id}`}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void act.save();
      }}
    >
      <div className={styles.fields}>
        {detail === undefined ? (
          <FormField
            label="Name"
            isRequired
            error={problems.id}
            description="Its name in SQL: `name.table`. Letters, digits and _; it cannot be changed later."
          >
            {(control) => (
              <TextField
                {...control}
                autoFocus
                spellCheck={false}
                autoComplete="off"
                autoCapitalize="off"
                maxLength={63}
                aria-required
                value={form.id}
                onChange={(event) => act.set({ id: event.target.value })}
              />
            )}
          </FormField>
        ) : null}
        {isOfConfig ? (
          <WrittenOptions detail={detail} driver={driver} configPath={configPath} />
        ) : (
          <fieldset className={styles.group}>
            <legend className={styles.legend}>Source</legend>
            <SourceFields
              driver={driver}
              form={form}
              kept={kept}
              errors={problems}
              isUnfolded={isUnfolded}
              onUnfold={setIsUnfolded}
              onText={act.setText}
              onSecret={act.setSecret}
            />
          </fieldset>
        )}
        {isOfConfig ? null : (
          <fieldset className={styles.group}>
            <legend className={styles.legend}>Colour and mark</legend>
            <OriginFields
              color={form.color}
              mark={form.mark}
              errors={problems}
              usedBy={usedBy}
              onColor={(color) => act.set({ color })}
              onMark={(mark) => act.set({ mark })}
            />
          </fieldset>
        )}
        <PolicyFields
          policy={form.policy}
          errors={problems}
          isFixed={detail?.isPolicyFixed ?? false}
          onChange={(policy) => act.set({ policy })}
        />
      </div>
      <div className={styles.foot}>
        <TestOutcome startedAt={test.startedAt} answer={test.answer} onStop={test.stop} />
        {error === undefined ? null : <ErrorNotice error={error} />}
        <div className={styles.footButtons}>
          <Button disabled={test.startedAt !== undefined} onClick={() => void act.tryIt()}>
            Test connection
          </Button>
          <span className={styles.saved} role="status">
            {isSaved && !isDirty ? 'Saved' : ''}
          </span>
          {isDirty || detail === undefined ? <Button onClick={onCancel}>Cancel</Button> : null}
          <Button
            kind="primary"
            type="submit"
            disabled={isSaving || (detail !== undefined && !isDirty)}
            title="Save (Ctrl S)"
          >
            {detail === undefined ? 'Add connection' : isOfConfig ? 'Save policy' : 'Save'}
          </Button>
        </div>
      </div>
    </form>
  );
}
