'use client';

import { lazy, Suspense, useState } from 'react';
import { chartAggregates, chartKinds, type ResultView } from '../../../lib/contract/result.ts';
import type { Run } from '../../../lib/contract/run.ts';
import { columnKind } from '../../../lib/format/column-kind.ts';
import { formatCounted } from '../../../lib/format/number.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { originColor } from '../../ui/origin.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { type Connections, connectionOf } from '../sources.ts';
import styles from './chart.module.css';
import { adjusted, type ChartChoice, firstChoice, isNumber, specOf } from './chart-spec.ts';
import { Choice } from './choice.tsx';
import { useChart } from './use-chart.ts';

const Picture = lazy(() => import('./chart-picture.tsx'));

interface ChartViewProps {
  /** A run with a stored result; mount anew for another one. */
  readonly run: Run;
  /** Its filters hold for the chart too. */
  readonly view: ResultView;
  readonly rows: number;
  readonly connections: Connections;
}

const kindWords = { bar: 'Bars', line: 'Line', points: 'Points' } as const;
const aggregateWords = { count: 'Rows', sum: 'Sum', avg: 'Average', min: 'Smallest', max: 'Largest' } as const;
const NONE = '-';

/** A quick chart of the rows shown, computed over all of them. */
export function ChartView({ run, view, rows, connections }: ChartViewProps) {
  const { columns } = run;
  const [choice, setChoice] = useState(() => firstChoice(columns));
  const { answer, error, isBusy } = useChart(run.id, specOf(choice, view));
  const change = (part: Partial<ChartChoice>) => setChoice((before) => adjusted({ ...before, ...part }, columns));
  const all = columns.map(({ label }, position) => ({ value: String(position), label }));
  const numbers = all.filter((_, position) => columns[position] !== undefined && isNumber(columns[position]));
  const isPoints = choice.kind === 'points';
  const source = columns[choice.y ?? choice.x]?.origin?.connection;
  const color = source === undefined ? undefined : connectionOf(connections, source)?.color;
  const yName = choice.y === undefined ? '' : (columns[choice.y]?.label ?? '');
  const yLabel = isPoints
    ? yName
    : choice.aggregate === 'count'
      ? 'Rows'
      : `${aggregateWords[choice.aggregate]} of ${yName}`;
  const xLabel = columns[choice.x]?.label ?? '';
  return (
    <section className={styles.view} aria-label="Chart">
      <div className={styles.controls}>
        <Choice
          label="Kind"
          value={choice.kind}
          options={chartKinds.map((value) => ({ value, label: kindWords[value] }))}
          onChange={(kind) => change({ kind })}
        />
        <Choice label="Along" value={String(choice.x)} options={all} onChange={(x) => change({ x: Number(x) })} />
        {isPoints ? null : (
          <Choice
            label="Height"
            value={choice.aggregate}
            options={chartAggregates.map((value) => ({ value, label: aggregateWords[value] }))}
            onChange={(aggregate) => change({ aggregate })}
          />
        )}
        {isPoints || choice.aggregate !== 'count' ? (
          <Choice
            label={isPoints ? 'Height' : 'of'}
            value={String(choice.y ?? NONE)}
            options={numbers}
            onChange={(y) => change({ y: Number(y) })}
          />
        ) : null}
        {isPoints ? null : (
          <Choice
            label="Split by"
            value={String(choice.series ?? NONE)}
            options={[{ value: NONE, label: 'nothing' }, ...all]}
            onChange={(value) => {
              const { series: _, ...without } = choice;
              setChoice(value === NONE ? without : { ...choice, series: Number(value) });
            }}
          />
        )}
        <span className={styles.told} role="status">
          {isBusy ? <Spinner /> : null}
          {[`${formatCounted(rows, 'row')} of the stored result`, ...(answer?.notes ?? [])].join(' · ')}
        </span>
      </div>
      {error === undefined ? null : <ErrorNotice error={error} />}
      {answer === undefined ? null : (
        <div
          className={styles.picture}
          role="img"
          aria-label={`${kindWords[choice.kind]}: ${yLabel} along ${xLabel}, ${formatCounted(answer.points.length, 'point')}`}
          data-busy={isBusy || undefined}
        >
          <Suspense fallback={<Spinner />}>
            <Picture
              choice={choice}
              answer={answer}
              color={color === undefined ? 'var(--accent)' : originColor(color)}
              xLabel={xLabel}
              yLabel={yLabel}
              isTime={['date', 'timestamp'].includes(columnKind(columns[choice.x]?.type ?? ''))}
            />
          </Suspense>
        </div>
      )}
    </section>
  );
}
