import type { CSSProperties } from 'react';
import type { Stages } from '../../lib/contract/performance.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import styles from './performance.module.css';
import { percent } from './words.ts';

const stageWords: readonly { readonly key: keyof Stages; readonly name: string; readonly title: string }[] = [
  { key: 'queueMs', name: 'Queue', title: 'Waiting for a free place' },
  { key: 'planMs', name: 'Plan', title: 'Reading the statement, deciding what goes to which source' },
  { key: 'sourceMs', name: 'Sources', title: 'The longest fetch: the source and the way from it' },
  { key: 'joinMs', name: 'Join', title: 'What remains: joining, storing the result' },
];

/** Where the average successful run spent its time, as one bar with its figures below. */
export function StageBar({ stages }: { readonly stages: Stages }) {
  const total = stageWords.reduce((sum, { key }) => sum + stages[key], 0);
  const share = (key: keyof Stages): number => (total === 0 ? 0 : stages[key] / total);
  return (
    <section className={styles.section} aria-label="Stages">
      <header className={styles.sectionHead}>
        <h2>Where the time went</h2>
        <p>Average of the successful runs</p>
      </header>
      <div className={styles.stageBar} aria-hidden="true">
        {stageWords.map(({ key }) => (
          <span key={key} data-stage={key} style={{ '--share': share(key) } as CSSProperties} />
        ))}
      </div>
      <dl className={styles.stages}>
        {stageWords.map(({ key, name, title }) => (
          <div key={key} title={title}>
            <dt>
              <span data-stage={key} aria-hidden="true" />
              {name}
            </dt>
            <dd>
              {formatDuration(stages[key])}
              <small>{percent(share(key))}</small>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
