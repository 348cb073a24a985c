'use client';

import { Check, Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type ActionAnswer, toErrorShape } from '../../lib/client/answer.ts';
import { askModel } from '../../lib/client/assistant.ts';
import type { DescriptionFormat } from '../../lib/contract/description.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { isEnded, type Run } from '../../lib/contract/run.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import type { AssistantActions } from './assistant-actions.ts';
import { Caveats } from './caveats.tsx';
import { ColumnForm } from './column-form.tsx';
import styles from './describe.module.css';
import { EditableText } from './editable-text.tsx';
import { ModelBar } from './model-bar.tsx';
import { saveText } from './save-text.ts';
import { useDescription } from './use-description.ts';
import { useAsking } from './use-model.ts';

interface DescribePanelProps {
  readonly run: Run | undefined;
  readonly actions: AssistantActions;
}

/** What the shown result is: its columns in words, where each comes from, what to beware of; edited, confirmed, exported. */
export function DescribePanel({ run, actions }: DescribePanelProps) {
  const canDescribe = run !== undefined && isEnded(run.status) && run.columns.length > 0;
  const { session, state } = useDescription(canDescribe ? run.id : undefined, actions);
  const runId = canDescribe ? run.id : undefined;
  const question = useMemo(
    () => (runId === undefined ? undefined : ({ purpose: 'describe', runId } as const)),
    [runId],
  );
  const [exportError, setExportError] = useState<ErrorShape>();
  const { description, error, saveState } = state;
  const asking = useAsking();
  if (!canDescribe || session === undefined)
    return (
      <EmptyState title="Nothing to describe yet">
        Run a statement or a join: its columns are then described from where they come from and from the comments of the
        sources.
      </EmptyState>
    );
  if (description === undefined)
    return error === undefined ? (
      <p className={styles.waiting}>
        <Spinner /> Tracing columns…
      </p>
    ) : (
      <ErrorNotice error={error} actions={<Button onClick={() => void session.load()}>Try again</Button>} />
    );
  const download = async (format: DescriptionFormat) => {
    await session.flush();
    const answer: ActionAnswer<{ fileName: string; text: string }> = await actions
      .exportDescription(session.runId, format)
      .catch((thrown: unknown) => ({ ok: false, error: toErrorShape(thrown) }) as const);
    setExportError(answer.ok ? undefined : answer.error);
    if (answer.ok) saveText(answer.value.fileName, answer.value.text);
  };
  const open = description.columns.filter(({ isConfirmed }) => !isConfirmed).length;
  const shownError = exportError ?? error;
  return (
    <section className={styles.panel} aria-label="Description of the result">
      <div className={styles.bar}>
        <span className={styles.state} role="status">
          {saveWords(saveState)}
        </span>
        <Button
          disabled={open === 0}
          title="Say that all texts are right as they stand"
          onClick={() => session.confirmAll()}
        >
          <Check size={14} aria-hidden="true" /> Confirm all
        </Button>
        <Menu
          trigger={
            <Button>
              <Download size={14} aria-hidden="true" /> Export
            </Button>
          }
          entries={[
            { label: 'dbt properties (YAML)', run: () => void download('dbt') },
            { label: 'Markdown', run: () => void download('markdown') },
          ]}
        />
      </div>
      <div className={styles.list}>
        {shownError === undefined ? null : (
          <ErrorNotice
            error={shownError}
            actions={
              shownError.code === 'conflict' ? (
                <Button onClick={() => void session.load()}>Read the other version</Button>
              ) : null
            }
          />
        )}
        <header className={styles.result}>
          <EditableText
            label="Title of the result"
            className={styles.title}
            value={description.title}
            maxLength={200}
            onChange={(title) => session.edit({ title })}
          />
          <EditableText
            label="Description of the result"
            value={description.description}
            maxLength={8_000}
            onChange={(text) => session.edit({ description: text })}
          />
          <Caveats caveats={description.caveats} />
          <p className={styles.count}>
            {formatCounted(description.columns.length, 'column')}
            {open === 0 ? ', all confirmed' : `, ${open} to be confirmed`}
          </p>
        </header>
        {description.columns.map((column) => (
          <ColumnForm
            key={column.position}
            column={column}
            onEdit={(change) => session.editColumn(column.position, change)}
            onConfirm={(isConfirmed) => session.confirm(column.position, isConfirmed)}
          />
        ))}
      </div>
      <ModelBar
        label="Write texts by a model"
        question={question}
        asking={asking}
        onSend={() =>
          asking.run(async (signal) => {
            await session.flush();
            const answer = await askModel({ purpose: 'describe', runId: session.runId }, signal);
            if ('description' in answer) session.propose(answer.description);
          })
        }
      />
    </section>
  );
}

function saveWords(state: 'saved' | 'dirty' | 'saving' | 'failed'): string {
  switch (state) {
    case 'saved':
      return '';
    case 'failed':
      return 'Not saved';
    default:
      return 'Saving…';
  }
}
