'use client';

import { type FormEvent, useEffect, useId, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { allQueries, fetchQueries } from '../../lib/client/queries.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import styles from './queries.module.css';
import { type QueryDraft, QueryFields, tagProblem, tagsOf } from './query-fields.tsx';

export interface QueryWords {
  readonly title: string;
  readonly description: string;
  readonly tags: string[];
  readonly collection: string;
}

interface QueryDialogProps {
  readonly heading: string;
  readonly description?: string;
  readonly initial: QueryDraft;
  /** Settles when it is kept; throws what the reader is told. */
  onSave(words: QueryWords): Promise<void>;
  onClose(): void;
}

/** Asks for what a person says about a query, and keeps it. Enter saves. */
export function QueryDialog({ heading, description, initial, onSave, onClose }: QueryDialogProps) {
  const formId = useId();
  const [draft, setDraft] = useState(initial);
  const [collections, setCollections] = useState<readonly string[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  useEffect(() => {
    const abort = new AbortController();
    // Without the list a name can still be typed.
    fetchQueries(allQueries, undefined, abort.signal).then(
      (list) => setCollections(list.collections),
      () => undefined,
    );
    return () => abort.abort();
  }, []);
  const canSave = draft.title.trim() !== '' && tagProblem(draft.tags) === undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!canSave || isBusy) return;
    setIsBusy(true);
    setError(undefined);
    try {
      const { title, description: about, tags, collection } = draft;
      await onSave({ title: title.trim(), description: about, tags: tagsOf(tags), collection: collection.trim() });
    } catch (thrown) {
      setError(toErrorShape(thrown));
      setIsBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      width={520}
      title={heading}
      {...(description === undefined ? {} : { description })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} kind="primary" disabled={isBusy || !canSave}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void submit(event)}>
        <QueryFields draft={draft} collections={collections} onChange={setDraft} />
      </form>
      {error === undefined ? null : (
        <div className={styles.dialogError}>
          <ErrorNotice error={error} />
        </div>
      )}
    </Dialog>
  );
}
