'use client';

import type { JoinDocument, JoinKey, Normaliser } from '../../lib/contract/join.ts';
import { KeyExamples } from './key-examples.tsx';
import styles from './keys.module.css';
import { useKeyExamples } from './use-key-examples.ts';

interface NormaliserPreviewProps {
  readonly document: JoinDocument;
  readonly step: number;
  readonly place: number;
  readonly jkey: JoinKey;
  readonly which: 'left' | 'right';
  /** Those of this side, as they would be. */
  readonly normalisers: Normaliser[];
}

/** What one side of a key would become, before the change is made. */
export function NormaliserPreview({ document, step, place, jkey, which, normalisers }: NormaliserPreviewProps) {
  const other = which === 'left' ? 'right' : 'left';
  const key: JoinKey = {
    ...jkey,
    [which]: { ...jkey[which], normalisers },
    [other]: { ...jkey[other], normalisers: [] },
  };
  const examples = useKeyExamples(withKey(document, step, place, key), step, place, key);
  if (examples === undefined) return <p className={styles.reading}>Reading values…</p>;
  const { examples: found, error } = examples[which];
  if (found.length === 0)
    return (
      <p className={styles.reading}>
        {error === undefined ? 'The column has no values to show.' : `No values could be read. ${error.message}`}
      </p>
    );
  return <KeyExamples jkey={key} left={examples.left} right={examples.right} />;
}

const withKey = (document: JoinDocument, step: number, place: number, key: JoinKey): JoinDocument => ({
  ...document,
  steps: document.steps.map((one, index) =>
    index === step && one.kind === 'join' ? { ...one, keys: one.keys.with(place, key) } : one,
  ),
});
