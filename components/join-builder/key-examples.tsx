'use client';

import type { JoinKey } from '../../lib/contract/join.ts';
import type { SideExamples } from '../../lib/contract/join-routes.ts';
import styles from './keys.module.css';

interface KeyExamplesProps {
  readonly jkey: JoinKey;
  readonly left: SideExamples | undefined;
  readonly right: SideExamples | undefined;
}

const mostShown = 3;

/** What the normalisers make of a few values of each side that has some. */
export function KeyExamples({ jkey, left, right }: KeyExamplesProps) {
  const sides = [
    { side: jkey.left, found: left },
    { side: jkey.right, found: right },
  ].filter(({ side }) => side.normalisers.length > 0);
  return sides.map(({ side, found }) =>
    found === undefined || found.examples.length === 0 ? null : (
      <ul key={`${side.input}.${side.column}`} className={styles.examples} aria-label={`Examples of ${side.column}`}>
        {chosen(found).map(({ before, after }) => (
          <li key={before} title={`${before} → ${after ?? 'cannot be converted'}`}>
            <span className={styles.before}>{before}</span>
            <span aria-hidden="true">→</span>
            <span className="visually-hidden">becomes</span>
            {after === null ? (
              <span className={styles.bad}>NULL ✗</span>
            ) : (
              <>
                <b>{after}</b>
                <span className={styles.good} aria-hidden="true">
                  ✓
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    ),
  );
}

/** Values that change first, and one that fails if there is one. */
function chosen({ examples }: SideExamples): SideExamples['examples'] {
  const failing = examples.filter(({ after }) => after === null).slice(0, 1);
  const others = examples.filter(({ after }) => after !== null);
  const changed = [
    ...others.filter(({ before, after }) => before !== after),
    ...others.filter(({ before, after }) => before === after),
  ];
  return [...changed.slice(0, mostShown - failing.length), ...failing];
}
