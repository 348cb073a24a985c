'use client';

import { useMemo, useRef, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { catalogCache } from '../../lib/client/catalog-cache.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { InputSource } from '../../lib/contract/join.ts';
import type { EditorController, EditorEvents } from '../editor/editor-controller.ts';
import { SqlEditor } from '../editor/sql-editor.tsx';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Origin } from '../ui/origin.tsx';
import { Select } from '../ui/select.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './picker.module.css';
import type { Explain } from './source-facts.ts';

type NativeSource = Extract<InputSource, { kind: 'native' }>;

interface NativeDialogProps {
  readonly initial?: NativeSource;
  readonly explain: Explain;
  onUse(source: NativeSource): void;
  onClose(): void;
}

const modelId = 'native';

/** A SELECT in the words of one connection, checked by that connection before it is used. */
export function NativeDialog({ initial, explain, onUse, onClose }: NativeDialogProps) {
  const { connections: all } = useConnections();
  const connections = all.filter(({ isFederatedOnly }) => isFederatedOnly !== true);
  const [connection, setConnection] = useState(initial?.connection ?? connections[0]?.id ?? '');
  const [text, setText] = useState(initial?.sql ?? '');
  const [error, setError] = useState<ErrorShape>();
  const [isChecking, setIsChecking] = useState(false);
  const editor = useRef<EditorController>(undefined);
  const useButton = useRef<HTMLButtonElement>(null);
  const newest = useRef({ connection, connections });
  newest.current = { connection, connections };
  const events = useMemo<EditorEvents>(
    () => ({
      onText: (_, next) => {
        setText(next);
        setError(undefined);
      },
      onCursor: () => undefined,
      contextOf: () => ({
        target: newest.current.connection,
        connections: newest.current.connections,
        catalog: catalogCache,
      }),
    }),
    [],
  );
  const takeUnchecked = () => onUse({ kind: 'native', connection, sql: text });
  const use = async () => {
    setIsChecking(true);
    setError(undefined);
    try {
      const answer = await explain({ text, target: connection, rowLimit: null, pushdown: 'safe' });
      if (answer.ok) return takeUnchecked();
      setError(answer.error);
      editor.current?.mark(modelId, answer.error, 0, answer.error.position);
    } catch (thrown) {
      setError(toErrorShape(thrown));
    } finally {
      setIsChecking(false);
    }
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width={680}
      childTakesFocus
      title="Statement of one connection"
      description="A SELECT in that connection’s own dialect. It runs there as it is, and its rows are joined."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button ref={useButton} kind="primary" disabled={text.trim() === '' || isChecking} onClick={() => void use()}>
            {isChecking ? <Spinner /> : null}
            Use statement
          </Button>
        </>
      }
    >
      <div className={styles.statement}>
        <Select
          label="Connection"
          value={connection}
          options={connections.map(({ id, color }) => ({ value: id, label: id, icon: <Origin color={color} /> }))}
          onChange={(next) => {
            setConnection(next);
            newest.current = { ...newest.current, connection: next };
            editor.current?.refresh();
          }}
        />
        <div
          className={styles.editor}
          onKeyDownCapture={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void use();
            else if (event.key !== 'F6') return;
            event.preventDefault();
            event.stopPropagation();
            useButton.current?.focus();
          }}
        >
          <SqlEditor
            events={events}
            onReady={(controller) => {
              editor.current = controller;
              controller?.show(modelId, initial?.sql ?? '');
              controller?.focus();
            }}
          />
        </div>
        {error === undefined ? null : (
          <ErrorNotice error={error} actions={<Button onClick={takeUnchecked}>Use it all the same</Button>} />
        )}
      </div>
    </Dialog>
  );
}
