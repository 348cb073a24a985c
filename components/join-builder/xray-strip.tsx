'use client';

import { RotateCw, TriangleAlert } from 'lucide-react';
import { type CSSProperties, useState } from 'react';
import type { JoinPart } from '../../lib/client/joins.ts';
import type { Measured, XrayFrame, XraySide } from '../../lib/contract/join-xray.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCount, formatCounted, formatEstimate } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { originColor } from '../ui/origin.tsx';
import { Spinner } from '../ui/spinner.tsx';
import type { XrayState } from './use-xray.ts';
import styles from './xray.module.css';

interface XrayStripProps {
  readonly xray: XrayState;
  /** Why nothing can be measured yet, in words. */
  readonly waitsFor: string | undefined;
  readonly left: string;
  readonly right: string;
  readonly colorOf: (alias: string) => number | undefined;
  /** Opens the rows of a part. */
  onShow(part: JoinPart): void;
}

/** How well the join fits, measured before it runs. Progressive: figures come as they are found. */
export function XrayStrip({ xray, waitsFor, left, right, colorOf, onShow }: XrayStripProps) {
  const { frame, error, isMeasuring } = xray;
  return (
    <section className={styles.strip} aria-label="Join X-ray" aria-busy={isMeasuring}>
      {waitsFor !== undefined ? (
        <p className={styles.idle}>{waitsFor}</p>
      ) : error !== undefined ? (
        <div className={styles.idle}>
          <ErrorNotice error={error} actions={<Button onClick={xray.measure}>Measure again</Button>} />
        </div>
      ) : frame === undefined ? (
        <p className={styles.idle}>
          {isMeasuring ? (
            <>
              <Spinner /> Measuring how {left} and {right} fit…
              <button type="button" className={styles.link} onClick={xray.cancel}>
                stop
              </button>
            </>
          ) : (
            <>
              Not measured.
              <button type="button" className={styles.link} onClick={xray.measure}>
                Measure how {left} and {right} fit
              </button>
            </>
          )}
        </p>
      ) : (
        <Figures {...{ xray, frame, left, right, colorOf, onShow }} />
      )}
    </section>
  );
}

type FiguresProps = Omit<XrayStripProps, 'waitsFor'> & { readonly frame: XrayFrame };

function Figures({ xray, frame, left, right, colorOf, onShow }: FiguresProps) {
  const [isWorstOpen, setIsWorstOpen] = useState(false);
  const warnings = frame.warnings;
  return (
    <>
      <SideMatch
        name={left}
        verb="match"
        side={frame.left}
        color={colorOf(frame.left.input)}
        onShow={() => onShow('leftOnly')}
      />
      <SideMatch
        name={right}
        verb="used"
        side={frame.right}
        color={colorOf(frame.right.input)}
        onShow={() => onShow('rightOnly')}
      />
      <div className={styles.part}>
        <div className={styles.head}>
          <span className="label">Key quality</span>
        </div>
        <span>
          NULL <Two left={frame.left.nullKeys} right={frame.right.nullKeys} />
        </span>
        <span>
          duplicates <Two left={frame.left.duplicateKeys} right={frame.right.duplicateKeys} />
        </span>
        <Failed frame={frame} />
      </div>
      <div className={styles.part}>
        <div className={styles.head}>
          <span className="label">Expected result</span>
          <span className={styles.end}>
            {xray.isMeasuring ? (
              <>
                <Spinner label="Measuring" />
                <button type="button" className={styles.link} onClick={xray.cancel}>
                  stop
                </button>
              </>
            ) : (
              <button
                type="button"
                className={styles.link}
                aria-label="Measure again"
                title="Measure again"
                onClick={xray.measure}
              >
                <RotateCw size={12} aria-hidden="true" />
              </button>
            )}
          </span>
        </div>
        <span className={styles.big}>{frame.expectedRows === undefined ? '…' : rowsText(frame.expectedRows)}</span>
        <span>
          {[
            fanOutText(frame),
            frame.expectedRows === undefined ? undefined : frame.expectedRows.isExact ? 'exact' : 'estimate',
            `${formatCounted(frame.queries, 'query', 'queries')}, ${formatDuration(frame.ms)}`,
          ]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </span>
      </div>
      {warnings.length === 0 && frame.error === undefined ? null : (
        <ul className={styles.warnings}>
          {warnings.map(({ kind, message }) => (
            <li key={`${kind}-${message}`}>
              <TriangleAlert size={13} aria-hidden="true" />
              <span>
                {message}
                {(kind === 'fan_out' || kind === 'explosion') && frame.worstKeys.length > 0 ? (
                  <>
                    {' '}
                    <button type="button" className={styles.link} onClick={() => setIsWorstOpen(true)}>
                      show the worst keys
                    </button>
                  </>
                ) : null}
              </span>
            </li>
          ))}
          {frame.error === undefined ? null : (
            <li>
              <TriangleAlert size={13} aria-hidden="true" />
              <span>
                {frame.error.message} {frame.error.hint}
              </span>
            </li>
          )}
        </ul>
      )}
      <Dialog
        isOpen={isWorstOpen}
        onClose={() => setIsWorstOpen(false)}
        title="Keys that multiply rows most"
        description="Each such key gives its rows of one side times its rows of the other."
      >
        <table className={styles.worst}>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">{left}</th>
              <th scope="col">{right}</th>
              <th scope="col">Rows of the join</th>
            </tr>
          </thead>
          <tbody>
            {frame.worstKeys.map(({ key, leftRows, rightRows }) => (
              <tr key={key.join('\0')}>
                <td>{key.join(' · ')}</td>
                <td>{formatCount(leftRows)}</td>
                <td>{formatCount(rightRows)}</td>
                <td>{formatCount(leftRows * rightRows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Dialog>
    </>
  );
}

interface SideMatchProps {
  readonly name: string;
  readonly verb: string;
  readonly side: XraySide;
  readonly color: number | undefined;
  onShow(): void;
}

function SideMatch({ name, verb, side, color, onShow }: SideMatchProps) {
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
        <span className="label" title={name}>
          {name}
        </span>
        <span className={styles.end}>
          {rows === undefined ? '' : countText(rows)}
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
            '…'
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

function Two({ left, right }: { readonly left: Measured | undefined; readonly right: Measured | undefined }) {
  return (
    <>
      <b>{countText(left)}</b> · <b>{countText(right)}</b>
    </>
  );
}

function Failed({ frame: { left, right } }: { readonly frame: XrayFrame }) {
  const examples = [...(left.failedExamples ?? []), ...(right.failedExamples ?? [])];
  return (
    <span title={examples.length > 0 ? `For example: ${examples.join(', ')}` : undefined}>
      failed to convert <Two left={left.failedRows} right={right.failedRows} />
    </span>
  );
}

const countText = (measured: Measured | undefined): string =>
  measured === undefined ? '…' : measured.isExact ? formatCount(measured.value) : formatEstimate(measured.value);

const rowsText = (measured: Measured): string =>
  measured.isExact ? formatCounted(measured.value, 'row') : `${formatEstimate(measured.value)} rows`;

/** Never rounded up to 100 % nor down to 0. */
function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 99.9 && percent < 100) return '> 99.9 %';
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent === 100 || percent === 0 ? percent : percent.toFixed(1)} %`;
}

function fanOutText({ fanOut }: XrayFrame): string | undefined {
  if (fanOut === undefined) return undefined;
  return fanOut <= 1.05
    ? `no fan-out (${fanOut.toFixed(2)}×)`
    : `fan-out ${fanOut >= 100 ? formatCount(fanOut) : fanOut.toFixed(2)}×`;
}
