import { useMemo, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ConnectionDetail, DriverDescription } from '../../lib/contract/connection.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { ConnectionActions } from './connection-actions.ts';
import { type FormState, policyOf, policyProblems, problemsOf, requestOf, type SecretState } from './form-state.ts';
import { useConnectionTest } from './use-connection-test.ts';

interface FormOptions {
  readonly driver: DriverDescription;
  readonly initial: FormState;
  /** What is edited; undefined for a new connection. */
  readonly detail: ConnectionDetail | undefined;
  readonly actions: Pick<ConnectionActions, 'save' | 'savePolicy'>;
  onSaved(detail: ConnectionDetail): void;
}

/** The form of one connection: what is typed, what is wrong with it, trying and saving it. */
export function useConnectionForm({ driver, initial, detail, actions, onSaved }: FormOptions) {
  const [form, setForm] = useState(initial);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [error, setError] = useState<ErrorShape>();
  const [isSaving, setIsSaving] = useState(false);
  const test = useConnectionTest();
  const isOfConfig = detail?.origin === 'config';
  const known = useMemo(
    () => new Set(['id', 'color', 'mark', 'maxFetchRows', 'maxFetchSeconds', ...driver.fields.map(({ name }) => name)]),
    [driver],
  );

  /** Shows an error at its field if the form has that, else as a whole. Answers whether it found the field. */
  const place = (shape: ErrorShape): boolean => {
    const field = shape.option?.split('.')[0];
    if (isOfConfig || field === undefined || !known.has(field)) return false;
    setProblems({ [field]: shape.hint === undefined ? shape.message : `${shape.message} ${shape.hint}` });
    return true;
  };
  const change = (changes: Partial<FormState>, names: readonly string[]) => {
    setForm((before) => ({ ...before, ...changes }));
    setProblems((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !names.includes(name))));
    setError(undefined);
    test.forget();
  };
  const request = () => requestOf(form, driver.name, detail?.version);
  const check = (forTest: boolean): boolean => {
    const found = isOfConfig ? policyProblems(form.policy) : problemsOf(form, driver.fields);
    const { id: _id, ...withoutId } = found;
    const wrong = forTest ? withoutId : found;
    setProblems(wrong);
    return Object.keys(wrong).length === 0;
  };

  return {
    form,
    problems,
    error,
    isSaving,
    test,
    isDirty: JSON.stringify(form) !== JSON.stringify(initial),
    setText: (name: string, text: string) => change({ texts: { ...form.texts, [name]: text } }, [name]),
    setSecret: (name: string, state: SecretState) => change({ secrets: { ...form.secrets, [name]: state } }, [name]),
    set: (changes: Partial<FormState>) =>
      change(changes, changes.policy === undefined ? Object.keys(changes) : ['maxFetchRows', 'maxFetchSeconds', 'ai']),
    async tryIt() {
      if (!isOfConfig && !check(true)) return;
      setError(undefined);
      const unnamed = form.id.trim() === '' ? { id: driver.name } : {};
      const answer = await test.start({ ...request(), ...(isOfConfig ? { options: {} } : {}), ...unnamed });
      if (answer?.error !== undefined) place(answer.error);
    },
    async save() {
      if (isSaving || !check(false)) return;
      setIsSaving(true);
      setError(undefined);
      try {
        const answer = await (isOfConfig
          ? actions.savePolicy(detail.summary.id, policyOf(form.policy), detail.version)
          : actions.save(request()));
        if (answer.ok) onSaved(answer.value);
        else if (!place(answer.error)) setError(answer.error);
      } catch (thrown) {
        setError(toErrorShape(thrown));
      } finally {
        setIsSaving(false);
      }
    },
  };
}
