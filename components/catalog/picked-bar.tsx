import { Combine, Sparkles, X } from 'lucide-react';
import { formatCounted } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import styles from './catalog.module.css';
import type { CatalogActions } from './catalog-actions.ts';
import type { PickedTables } from './picked-tables.ts';

/** Below the tree while tables are picked: what can be done with them together. */
export function PickedBar({ picked, actions }: { readonly picked: PickedTables; readonly actions: CatalogActions }) {
  const { tables, clear } = picked;
  const done = (run: () => void) => () => {
    run();
    clear();
  };
  return (
    <section className={styles.picked} aria-label="Picked tables">
      <p role="status" title={tables.map(({ sqlName }) => sqlName).join(', ')}>
        <b>{formatCounted(tables.length, 'table')} picked</b>
        {tables.length === 0 ? null : `: ${tables.map(({ name }) => name).join(', ')}`}
      </p>
      <div>
        <Button
          {...(tables.length > 1 ? { kind: 'primary' as const } : {})}
          disabled={tables.length < 2}
          title={tables.length < 2 ? 'Pick another table with Ctrl and a click, or with Space' : undefined}
          onClick={done(() => actions.joinTables(tables))}
        >
          <Combine size={14} aria-hidden="true" /> Join these
        </Button>
        <Button
          kind="quiet"
          onClick={done(() => {
            for (const table of tables) actions.suggestWith(table);
          })}
        >
          <Sparkles size={14} aria-hidden="true" /> Suggest
        </Button>
        <Button kind="quiet" isIcon aria-label="Pick nothing" onClick={clear}>
          <X size={14} aria-hidden="true" />
        </Button>
      </div>
    </section>
  );
}
