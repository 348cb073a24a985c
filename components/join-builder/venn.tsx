import type { StepChoice } from './join-words.ts';
import styles from './types.module.css';

const filled: Readonly<Record<StepChoice, readonly ('left' | 'both' | 'right')[]>> = {
  inner: ['both'],
  left: ['left', 'both'],
  right: ['both', 'right'],
  full: ['left', 'both', 'right'],
  anti: ['left'],
  cross: [],
  union: [],
  'union-all': [],
};

/** Two circles for what is kept; a grid for every pair, stacked bars for rows below each other. Decorative: its name stands beside it. */
export function Venn({ choice }: { readonly choice: StepChoice }) {
  return (
    <svg className={styles.venn} width={36} height={26} viewBox="0 0 36 26" aria-hidden="true">
      {choice === 'cross' ? (
        <Grid />
      ) : choice === 'union' ? (
        <Stack overlap />
      ) : choice === 'union-all' ? (
        <Stack />
      ) : (
        <Circles choice={choice} />
      )}
    </svg>
  );
}

function Circles({ choice }: { readonly choice: StepChoice }) {
  const parts = filled[choice];
  return (
    <>
      {parts.includes('left') ? <path className={styles.fill} d="M18 5.6a9 9 0 1 0 0 14.8 9 9 0 0 1 0-14.8Z" /> : null}
      {parts.includes('both') ? <path className={styles.fill} d="M18 5.6a9 9 0 0 1 0 14.8 9 9 0 0 1 0-14.8Z" /> : null}
      {parts.includes('right') ? <path className={styles.fill} d="M18 5.6a9 9 0 1 1 0 14.8 9 9 0 0 0 0-14.8Z" /> : null}
      <circle cx="13" cy="13" r="9" />
      <circle cx="23" cy="13" r="9" />
    </>
  );
}

function Grid() {
  return (
    <>
      {[8, 14, 20].flatMap((y) =>
        [10, 18, 26].map((x) => <circle key={`${x}-${y}`} className={styles.point} cx={x} cy={y - 1} r="2" />),
      )}
    </>
  );
}

/** Two sets of rows; where equal rows become one, they overlap. */
function Stack({ overlap = false }: { readonly overlap?: boolean }) {
  const [top, bottom, height] = overlap ? [4.5, 11.5, 10] : [4.5, 14.5, 7];
  return (
    <>
      {[top, bottom].map((y) => (
        <g key={y}>
          <rect className={styles.fill} x="9" y={y} width="18" height={height} />
          <rect x="9" y={y} width="18" height={height} />
        </g>
      ))}
    </>
  );
}
