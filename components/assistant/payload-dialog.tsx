'use client';

import { useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { fetchPayload } from '../../lib/client/assistant.ts';
import type { AssistantPayload, AssistantQuestion } from '../../lib/contract/assistant.ts';
import type { AiPolicy } from '../../lib/contract/connection.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Origin } from '../ui/origin.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './model.module.css';

interface PayloadDialogProps {
  /** Undefined = closed. */
  readonly question: AssistantQuestion | undefined;
  /** Absent where no model can be asked: then one only looks. */
  readonly onSend?: (() => void) | undefined;
  onClose(): void;
}

const policyWords: Readonly<Record<AiPolicy, string>> = {
  never: 'nothing',
  names: 'names and types',
  names_and_comments: 'names, types and comments',
  masked_samples: 'names, types, comments and shapes of sampled keys',
};

/** The exact text that a model would be sent, and what the policies of the connections keep back. */
export function PayloadDialog({ question, onSend, onClose }: PayloadDialogProps) {
  const { byId } = useConnections();
  const [payload, setPayload] = useState<AssistantPayload>();
  const [error, setError] = useState<ErrorShape>();
  useEffect(() => {
    setPayload(undefined);
    setError(undefined);
    if (question === undefined) return;
    const stop = new AbortController();
    fetchPayload(question, stop.signal).then(
      setPayload,
      (thrown: unknown) => stop.signal.aborted || setError(toErrorShape(thrown)),
    );
    return () => stop.abort();
  }, [question]);
  const text = payload === undefined ? '' : wholeText(payload);
  return (
    <Dialog
      isOpen={question !== undefined}
      title="What would be sent?"
      width={680}
      description={
        onSend === undefined
          ? 'No model can be asked now, so this is not sent anywhere. It is what a model would see.'
          : 'This text and nothing else goes to the model.'
      }
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {onSend === undefined ? null : (
            <Button
              kind="primary"
              disabled={payload === undefined}
              onClick={() => {
                onClose();
                onSend();
              }}
            >
              Send
            </Button>
          )}
        </>
      }
      onClose={onClose}
    >
      {error === undefined ? null : <ErrorNotice error={error} />}
      {payload === undefined ? (
        error === undefined ? (
          <p>
            <Spinner /> Putting it together…
          </p>
        ) : null
      ) : (
        <div className={styles.payload}>
          <ul className={styles.sent} aria-label="Connections named">
            {payload.connections.map(({ connection, policy }) => (
              <li key={connection}>
                <Origin color={byId(connection)?.color} /> {connection}: {policyWords[policy]}
              </li>
            ))}
            {payload.connections.length === 0 ? <li>No connection is named.</li> : null}
          </ul>
          {payload.withheld.length === 0 ? null : (
            <div>
              <h3 className="label">Kept back</h3>
              <ul className={styles.withheld}>
                {payload.withheld.map((words) => (
                  <li key={words}>{words}</li>
                ))}
              </ul>
            </div>
          )}
          <h3 className="label">Text, {formatCounted(text.length, 'character')}</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long text that is scrolled by keyboard */}
          <section className={styles.exact} tabIndex={0} aria-label="Exact text">
            {text}
          </section>
        </div>
      )}
    </Dialog>
  );
}

const wholeText = ({ system, earlier, prompt, secondPrompt }: AssistantPayload): string =>
  [
    system,
    ...earlier.map(({ role, content }) => `[${role} before] ${content}`),
    prompt,
    ...(secondPrompt === undefined ? [] : [`[asked again, as the call is close]\n${secondPrompt}`]),
  ].join('\n\n');
