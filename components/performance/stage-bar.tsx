import { Download } from 'lucide-react';
import type { CSSProperties } from 'react';
import type { Stages } from '../../lib/contract/performance.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCount } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { saveCsv, toCsv } from './csv.ts';
import styles from './performance.module.css';
import { percent } from './words.ts';

interface Stage {
  readonly key: keyof Stages;
  readonly name: string;
  readonly csv: string;
  readonly title: string;
}

const before: readonly Stage[] = [
  { key: 'queueMs', name: 'Queue', csv: 'queue', title: 'Waiting for a free place, or for the engine to begin' },
  { key: 'planMs', name: 'Plan', csv: 'plan', title: 'Reading the statement, deciding what goes to which source' },
];
const split: readonly Stage[] = [
  { key: 'waitMs', name: 'Waiting for sources', csv: 'wait', title: 'From sending to a source until its first bytes' },
  {
    key: 'transferMs',
    name: 'Transfer',
    csv: 'transfer',
    title: 'From the first bytes of a source to the last, without the time for which the join took no more',
  },
];
const together: readonly Stage[] = [
  {
    key: 'sourceMs',
    name: 'Sources and transfer',
    csv: 'sources',
    title: 'The longest fetch: the source and the way from it',
  },
];
const after: readonly Stage[] = [
  {
    key: 'joinMs',
    name: 'Join',
    csv: 'join',
    title: 'What remains: joining, reading files in place, storing the result',
  },
];

interface StageBarProps {
  readonly stages: Stages;
  /** Successful runs in all. */
  readonly succeeded: number;
}

/** Where the average successful run spent its time, as one bar with its figures below. */
export function StageBar({ stages, succeeded }: StageBarProps) {
  const stageWords = [...before, ...(stages.waitMs === undefined ? together : split), ...after];
  const total = stageWords.reduce((sum, { key }) => sum + (stages[key] ?? 0), 0);
  const share = (key: keyof Stages): number => (total === 0 ? 0 : (stages[key] ?? 0) / total);
  const save = () =>
    saveCsv(
      'joinery-stages.csv',
      toCsv(
        ['stage', 'average_ms', 'share', 'runs'],
        [
          ...stageWords.map(({ key, csv }) => [csv, stages[key] ?? 0, share(key), stages.runs]),
          ['first_row', total, 1, stages.runs],
        ],
      ),
    );
  return (
    <section className={styles.section} aria-label="Stages">
      <header className={styles.sectionHead}>
        <h2>Where the time went</h2>
        <p>{scopeWords(stages, succeeded)}</p>
        <Button kind="quiet" aria-label="Save as CSV: Where the time went" onClick={save}>
          <Download size={14} aria-hidden="true" />
          CSV
        </Button>
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
              {formatDuration(stages[key] ?? 0)}
              <small>{percent(share(key))}</small>
            </dd>
          </div>
        ))}
        <div title="Rows are shown when all are there: at the end of the run">
          <dt>First row</dt>
          <dd>
            {formatDuration(total)}
            <small>at the end</small>
          </dd>
        </div>
      </dl>
    </section>
  );
}

function scopeWords({ runs, waitMs }: Stages, succeeded: number): string {
  if (waitMs === undefined)
    return 'Average of the successful runs. They are of a version that did not tell waiting and transfer apart.';
  return runs === succeeded
    ? 'Average of the successful runs'
    : `Average of ${formatCount(runs)} of the ${formatCount(succeeded)} successful runs: the others are of a version that did not tell waiting and transfer apart.`;
}
