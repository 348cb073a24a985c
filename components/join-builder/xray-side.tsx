import type { CSSProperties } from 'react';
import type { XraySide } from '../../lib/contract/join-xray.ts';
import { formatCount, formatEstimate } from '../../lib/format/number.ts';
import { originColor } from '../ui/origin.tsx';
import styles from './xray.module.css';
import { countText, missingText, shareText } from './xray-words.ts';

interface SideMatchProps {
  readonly name: string;
  readonly verb: string;
  readonly side: XraySide;
  readonly isMeasuring: boolean;
  readonly color: number | undefined;
  onShow(): void;
}

/** One side: how many of its rows find a partner, and the way to those that do not. */
export function SideMatch({ name, verb, side, isMeasuring, color, onShow }: SideMatchProps) {
  const { rows, matchedRows } = side;
  const share =
    rows === undefined || matchedRows === undefined || rows.value === 0
      ? undefined
      : Math.min(1, matchedRows.value / rows.value);
  const rest =
    rows === undefined || matchedRows === undefined ? undefined : Math.max(0, rows.value - matchedRows.value);
  const isExact = rows?.isExact === true && matchedRows?.isExact === true;
  return (
    <div className={styles.part}>
      <div className={styles.head}>
        <span className={styles.name} title={name}>
          {name}
        </span>
        <span className={styles.end}>
          {rows === undefined ? '' : countText(rows, isMeasuring)}
          <span className="visually-hidden"> rows</span>
        </span>
      </div>
      <div
        className={styles.bar}
        data-unknown={share === undefined || undefined}
        style={{ '--p': `${(share ?? 0) * 100}%`, '--c': originColor(color) } as CSSProperties}
      >
        <i />
      </div>
      <span>
        {share === undefined ? (
          matchedRows === undefined ? (
            missingText(isMeasuring)
          ) : (
            'no rows'
          )
        ) : (
          <>
            <b>
              {isExact ? '' : '≈ '}
              {shareText(share)}
            </b>{' '}
            {verb}
            {rest === undefined ? null : (
              <>
                {' · '}
                {isExact ? formatCount(rest) : formatEstimate(rest)} {verb === 'used' ? 'never' : 'do not'}
                {rest === 0 ? null : (
                  <>
                    {' · '}
                    <button
                      type="button"
                      className={styles.link}
                      aria-label={`Show rows of ${name} without a match`}
                      onClick={onShow}
                    >
                      show
                    </button>
                  </>
                )}
              </>
            )}
          </>
        )}
      </span>
    </div>
  );
}
