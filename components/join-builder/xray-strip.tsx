'use client';

import { RotateCw, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { JoinPart } from '../../lib/client/joins.ts';
import type { Measured, XrayFrame } from '../../lib/contract/join-xray.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Origin } from '../ui/origin.tsx';
import { Spinner } from '../ui/spinner.tsx';
import type { XrayState } from './use-xray.ts';
import { WorstKeysDialog } from './worst-keys-dialog.tsx';
import styles from './xray.module.css';
import { SideMatch } from './xray-side.tsx';
import { countText, fanOutText, missingText, rowsText } from './xray-words.ts';

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
  const worstAt = placeOfWorst(frame);
  const { isMeasuring } = xray;
  const sides = [
    { name: left, color: colorOf(frame.left.input) },
    { name: right, color: colorOf(frame.right.input) },
  ] as const;
  const two = { sides, isMeasuring };
  return (
    <>
      <SideMatch
        name={left}
        verb="match"
        side={frame.left}
        isMeasuring={isMeasuring}
        color={colorOf(frame.left.input)}
        onShow={() => onShow('leftOnly')}
      />
      <SideMatch
        name={right}
        verb="used"
        side={frame.right}
        isMeasuring={isMeasuring}
        color={colorOf(frame.right.input)}
        onShow={() => onShow('rightOnly')}
      />
      <div className={`${styles.part} ${styles.facts}`}>
        <div className={styles.head}>
          <span className="label">Key quality</span>
        </div>
        <span>
          NULL <Two {...two} figures={[frame.left.nullKeys, frame.right.nullKeys]} />
        </span>
        <span>
          duplicates <Two {...two} figures={[frame.left.duplicateKeys, frame.right.duplicateKeys]} />
        </span>
        <Failed {...two} frame={frame} />
      </div>
      <div className={styles.part}>
        <div className={styles.head}>
          <span className="label">Expected result</span>
          <span className={styles.end}>
            {xray.isMeasuring ? (
              <>
                <Spinner label="Measuring" />
                {xray.isExact ? 'counting' : null}
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
        <span className={styles.big}>
          {frame.expectedRows === undefined ? missingText(isMeasuring) : rowsText(frame.expectedRows)}
        </span>
        <span>
          {[
            fanOutText(frame, left, right),
            frame.expectedRows === undefined ? undefined : frame.expectedRows.isExact ? 'exact' : 'estimate',
            `${formatCounted(frame.queries, 'query', 'queries')}, ${formatDuration(frame.ms)}`,
          ]
            .filter((part) => part !== undefined)
            .join(' · ')}
          {xray.isMeasuring || isAllExact(frame) ? null : (
            <>
              {' · '}
              <button
                type="button"
                className={styles.link}
                title="Counts both sides at their sources. It may take as long as a run, and can be stopped."
                onClick={xray.measureExactly}
              >
                measure exactly
              </button>
            </>
          )}
        </span>
      </div>
      {warnings.length === 0 && frame.error === undefined ? null : (
        <ul className={styles.warnings}>
          {warnings.map(({ kind, message }, index) => (
            <li key={`${kind}-${message}`}>
              <TriangleAlert size={13} aria-hidden="true" />
              <span>
                {message}
                {index === worstAt ? (
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
      <WorstKeysDialog
        isOpen={isWorstOpen}
        keys={frame.worstKeys}
        left={left}
        right={right}
        onClose={() => setIsWorstOpen(false)}
      />
    </>
  );
}

/** The last warning that the keys explain: they are offered once. */
const placeOfWorst = ({ worstKeys, warnings }: XrayFrame): number =>
  worstKeys.length === 0 ? -1 : warnings.findLastIndex(({ kind }) => kind === 'fan_out' || kind === 'explosion');

/** Whether nothing is left to ask for: no figure is an estimate or missing. */
const isAllExact = ({ left, right, expectedRows }: XrayFrame): boolean =>
  [expectedRows, left.rows, right.rows, left.matchedRows, right.matchedRows].every((one) => one?.isExact === true);

interface SidesProps {
  readonly sides: readonly { readonly name: string; readonly color: number | undefined }[];
  readonly isMeasuring: boolean;
}

interface TwoProps extends SidesProps {
  readonly figures: readonly (Measured | undefined)[];
}

/** A figure of each side, in its colour. */
function Two({ sides, figures, isMeasuring }: TwoProps) {
  return sides.map(({ name, color }, side) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the left and the right side
    <span key={side} className={styles.figure} title={name}>
      <Origin color={color} /> <span className="visually-hidden">{name}: </span>
      <b>{figures[side] === undefined && !isMeasuring ? '–' : countText(figures[side], isMeasuring)}</b>
    </span>
  ));
}

function Failed({ frame: { left, right }, ...two }: SidesProps & { readonly frame: XrayFrame }) {
  const examples = [...(left.failedExamples ?? []), ...(right.failedExamples ?? [])];
  return (
    <span title={examples.length > 0 ? `For example: ${examples.join(', ')}` : undefined}>
      failed to convert <Two {...two} figures={[left.failedRows, right.failedRows]} />
    </span>
  );
}
