'use client';

import { useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { fetchCalls } from '../../lib/client/assistant.ts';
import type { AssistantCall } from '../../lib/contract/assistant.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { formatCount } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { callTime, costText, outcomeWords, policyShort, purposeWords, totalCost } from './call-words.ts';
import styles from './model.module.css';

const MOST_SHOWN = 200;

/** The audit: what was asked of models, when, by whom, whose names were sent, how it ended and what it cost. */
export function CallsDialog({ onClose }: { onClose(): void }) {
  const [calls, setCalls] = useState<readonly AssistantCall[]>();
  const [error, setError] = useState<ErrorShape>();
  useEffect(() => {
    const stop = new AbortController();
    fetchCalls(MOST_SHOWN, stop.signal).then(
      (answer) => setCalls(answer.calls),
      (thrown: unknown) => stop.signal.aborted || setError(toErrorShape(thrown)),
    );
    return () => stop.abort();
  }, []);
  const total = totalCost(calls ?? []);
  return (
    <Dialog
      isOpen
      title="Questions to models"
      width={1080}
      description={`What was sent is not kept, only that it was.${total === undefined ? '' : ` These cost ${costText(total)} by the prices in config.yaml.`}`}
      actions={<Button onClick={onClose}>Close</Button>}
      onClose={onClose}
    >
      {error === undefined ? null : <ErrorNotice error={error} />}
      {calls === undefined ? (
        error === undefined ? (
          <p>
            <Spinner /> Reading…
          </p>
        ) : null
      ) : calls.length === 0 ? (
        <EmptyState title="Nothing was asked of a model yet">
          Each question leaves a row here, however it ends.
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table is scrolled by keyboard
        <section className={styles.calls} tabIndex={0} aria-label="Questions">
          <table>
            <thead>
              <tr>
                <th>When</th>
                <th>Who</th>
                <th>What for</th>
                <th>Model</th>
                <th>Connections, with what their policy let out</th>
                <th className="num">Characters</th>
                <th className="num">Tokens in / out</th>
                <th className="num">Time</th>
                <th className="num">Cost</th>
                <th>Ended</th>
              </tr>
            </thead>
            <tbody>
              {calls.map((call) => (
                <tr key={call.id}>
                  <td>
                    <time dateTime={call.at}>{callTime(call.at)}</time>
                  </td>
                  <td>{call.who}</td>
                  <td>{purposeWords(call.purpose)}</td>
                  <td>{call.model}</td>
                  <td className={styles.wide}>
                    {call.connections
                      .map(({ connection, policy }) => `${connection}: ${policyShort[policy]}`)
                      .join(', ') || 'none'}
                  </td>
                  <td className="num">{formatCount(call.payloadChars)}</td>
                  <td className="num">
                    {call.inputTokens === undefined && call.outputTokens === undefined
                      ? '–'
                      : `${formatCount(call.inputTokens ?? 0)} / ${formatCount(call.outputTokens ?? 0)}`}
                  </td>
                  <td className="num">{(call.ms / 1000).toFixed(1)} s</td>
                  <td className="num">{call.cost === undefined ? '–' : costText(call.cost)}</td>
                  <td title={call.error} data-outcome={call.outcome}>
                    {outcomeWords[call.outcome]}
                    {call.error === undefined ? '' : `: ${call.error}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Dialog>
  );
}
