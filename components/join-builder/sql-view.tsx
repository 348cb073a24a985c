'use client';

import { Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { JoinDocument } from '../../lib/contract/join.ts';
import { Button } from '../ui/button.tsx';
import { SqlText } from '../ui/sql-text.tsx';
import styles from './sql-view.module.css';

interface SqlViewProps {
  readonly sql: string | undefined;
  readonly document: JoinDocument | undefined;
  /** @param what - What is copied, in a word. */
  onCopy(text: string, what: string): void;
}

const forms = [
  { form: 'sql', words: 'SQL', title: 'The statement that this join stands for' },
  { form: 'yaml', words: 'YAML', title: 'A file for version control and the command line: joinery join FILE' },
] as const;
type Form = (typeof forms)[number]['form'];

/** The join as text, as it is now: its statement, or the file that `joinery join` runs. */
export function SqlView({ sql, document, onCopy }: SqlViewProps) {
  const [form, setForm] = useState<Form>('sql');
  const yaml = useYaml(form === 'yaml' ? document : undefined);
  const text = form === 'sql' ? sql : yaml;
  const words = form === 'sql' ? 'SQL' : 'YAML';
  return (
    <section className={styles.pane} aria-label="SQL of the join">
      <div className={styles.head}>
        {/* biome-ignore lint/a11y/useSemanticElements: two buttons, no form */}
        <div className={styles.forms} role="group" aria-label="Shown as">
          {forms.map((one) => (
            <button
              key={one.form}
              type="button"
              className={styles.form}
              aria-pressed={one.form === form}
              title={one.title}
              onClick={() => setForm(one.form)}
            >
              {one.words}
            </button>
          ))}
        </div>
        <Button
          kind="quiet"
          disabled={text === undefined}
          onClick={() => text !== undefined && onCopy(text, words)}
          title={`Copy the ${words}`}
        >
          <Copy size={13} aria-hidden="true" /> Copy
        </Button>
      </div>
      {text === undefined ? (
        <p className={styles.empty}>The statement appears with the first input.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls must be reached by the keyboard
        <pre className={styles.text} tabIndex={0}>
          {form === 'sql' ? <SqlText sql={text} /> : text}
        </pre>
      )}
    </section>
  );
}

/** The document as YAML; the writer is loaded when it is first looked at. */
function useYaml(document: JoinDocument | undefined): string | undefined {
  const [yaml, setYaml] = useState<string>();
  useEffect(() => {
    if (document === undefined) return setYaml(undefined);
    let isGone = false;
    import('../../lib/join/yaml-write.ts').then(
      ({ writeJoinYaml }) => !isGone && setYaml(writeJoinYaml(document)),
      () => !isGone && setYaml('# The writer of YAML could not be loaded. Reload the page.'),
    );
    return () => {
      isGone = true;
    };
  }, [document]);
  return yaml;
}
