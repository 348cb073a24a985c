'use client';

import { Square } from 'lucide-react';
import { useState } from 'react';
import type { AssistantQuestion } from '../../lib/contract/assistant.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { CallsDialog } from './calls-dialog.tsx';
import styles from './model.module.css';
import { PayloadDialog } from './payload-dialog.tsx';
import { type Asking, useModelStatus } from './use-model.ts';

interface ModelBarProps {
  /** What the button does, in words: "Explain by a model". */
  readonly label: string;
  /** Undefined while there is nothing to ask about. */
  readonly question: AssistantQuestion | undefined;
  readonly asking: Asking;
  onSend(question: AssistantQuestion): void;
}

/** Asking a model, where one is configured; and always what it would see. */
export function ModelBar({ label, question, asking, onSend }: ModelBarProps) {
  const status = useModelStatus();
  const [shown, setShown] = useState<AssistantQuestion>();
  const [hasCalls, setHasCalls] = useState(false);
  if (question === undefined || status === undefined) return null;
  const send = () => onSend(question);
  return (
    <div className={styles.bar}>
      {asking.error === undefined ? null : <ErrorNotice error={asking.error} />}
      <div className={styles.line}>
        {asking.isAsking ? (
          <Button onClick={asking.stop}>
            <Spinner /> <Square size={10} fill="currentColor" aria-hidden="true" /> Stop the model
          </Button>
        ) : status.isConfigured ? (
          <Button title={`Asks ${status.model}`} onClick={send}>
            {label}
          </Button>
        ) : (
          <span className="faint">{status.reason} All here works without.</span>
        )}
        <button type="button" className={styles.link} onClick={() => setShown(question)}>
          {status.isConfigured ? 'What would be sent?' : 'What would a model see?'}
        </button>
        {status.isConfigured ? (
          <button type="button" className={styles.link} onClick={() => setHasCalls(true)}>
            What was asked
          </button>
        ) : null}
      </div>
      {hasCalls ? <CallsDialog onClose={() => setHasCalls(false)} /> : null}
      <PayloadDialog
        question={shown}
        onSend={status.isConfigured ? send : undefined}
        onClose={() => setShown(undefined)}
      />
    </div>
  );
}
