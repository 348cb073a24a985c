'use client';

import type { Run } from '../../../lib/contract/run.ts';
import { PlanView } from '../../plan/plan-view.tsx';
import { useConnections } from '../../shell/connections-context.tsx';
import styles from './compare.module.css';

interface PlanPairProps {
  readonly before: Run;
  readonly after: Run;
}

/** The picture of each run: where its rows came from, whose keys reduced whom, and what was made of them. */
export function PlanPair({ before, after }: PlanPairProps) {
  const { connections } = useConnections();
  return (
    <section className={styles.section} aria-label="Plans">
      <h2>Plan</h2>
      <div className={styles.plans}>
        {([before, after] as const).map((run, index) => {
          const name = index === 0 ? 'Before' : 'After';
          return (
            <div key={name}>
              <h3>{name}</h3>
              <PlanView
                run={run}
                explanation={undefined}
                connections={connections}
                label={`Plan of the run ${name.toLowerCase()}`}
              />
            </div>
          );
        })}
      </div>
    </section>
  );
}
