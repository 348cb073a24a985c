'use client';

import { useState } from 'react';
import type { PerformanceAnswer } from '../../lib/contract/performance.ts';
import { formatCount } from '../../lib/format/number.ts';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { DayFields } from './day-fields.tsx';
import { type FigureColumn, FiguresTable } from './figures-table.tsx';
import type { Filter } from './filter.ts';
import styles from './performance.module.css';
import { addDays, dayOf, daysFrom, instantsOf } from './time-range.ts';
import { usePerformance } from './use-performance.ts';
import { changeWords, durationOrDash, percent } from './words.ts';

type Totals = PerformanceAnswer['totals'];
interface Measure {
  readonly name: string;
  readonly csv: string;
  /** More is worse. */
  readonly isCost: boolean;
  of(totals: Totals): number | undefined;
  /** Means something else where waiting and transfer are not told apart: no change is told between such sides. */
  readonly isOfSplit?: boolean;
  words(value: number | undefined): string;
}

const ratio = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);
const orDash = (format: (value: number) => string) => (value: number | undefined) =>
  value === undefined ? '–' : format(value);
const time = (name: string, csv: string, of: (totals: Totals) => number | undefined): Measure => ({
  name,
  csv,
  isCost: true,
  of,
  words: durationOrDash,
});
const measures: readonly Measure[] = [
  { name: 'Runs', csv: 'runs', isCost: false, of: ({ runs }) => runs, words: orDash(formatCount) },
  time('Average', 'average_ms', ({ averageMs }) => averageMs),
  time('p50', 'p50_ms', ({ p50Ms }) => p50Ms),
  time('p95', 'p95_ms', ({ p95Ms }) => p95Ms),
  time('p99', 'p99_ms', ({ p99Ms }) => p99Ms),
  time('Queue', 'queue_ms', ({ stages }) => stages?.queueMs),
  time('Plan', 'plan_ms', ({ stages }) => stages?.planMs),
  { ...time('Sources and transfer', 'sources_ms', ({ stages }) => stages?.sourceMs), isOfSplit: true },
  time('Waiting for sources', 'wait_ms', ({ stages }) => stages?.waitMs),
  time('Transfer', 'transfer_ms', ({ stages }) => stages?.transferMs),
  { ...time('Join', 'join_ms', ({ stages }) => stages?.joinMs), isOfSplit: true },
  {
    name: 'Rows from sources a run',
    csv: 'rows_a_run',
    isCost: true,
    of: ({ fetchedRows, runs }) => ratio(fetchedRows, runs),
    words: orDash(formatCount),
  },
  {
    name: 'Failed',
    csv: 'failed_share',
    isCost: true,
    of: ({ failed, runs }) => ratio(failed, runs),
    words: orDash(percent),
  },
];

/** Two ranges of one kind of statement side by side, with the change: did the new index help? */
export function Comparison({ filter }: { readonly filter: Filter }) {
  const [before, setBefore] = useState(() => halves(filter)[0]);
  const [after, setAfter] = useState(() => halves(filter)[1]);
  const first = usePerformance({ ...filter, range: before });
  const second = usePerformance({ ...filter, range: after });
  const error = first.error ?? second.error;
  const columns: FigureColumn<Measure>[] = [
    { label: 'Figure', csv: 'figure', isText: true, value: ({ csv }) => csv, render: ({ name }) => name },
    side('Before', 'before', first.answer?.totals),
    side('After', 'after', second.answer?.totals),
    {
      label: 'Change',
      csv: 'change',
      value: (measure) => changeOf(measure, first.answer?.totals, second.answer?.totals),
      render: (measure) => {
        const [left, right] = sidesOf(measure, first.answer?.totals, second.answer?.totals);
        const change = changeOf(measure, first.answer?.totals, second.answer?.totals);
        const tone =
          change === undefined || !measure.isCost || Math.abs(change) < 0.05
            ? undefined
            : change > 0
              ? 'worse'
              : 'better';
        return <span data-change={tone}>{changeWords(left, right)}</span>;
      },
    },
  ];
  return (
    <div className={styles.comparison}>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <FiguresTable
        title="Before and after"
        description="The same statement in two ranges of days."
        fileName="joinery-before-and-after"
        columns={columns}
        rows={measures}
        shortRows={measures.length}
        empty=""
        controls={
          <div className={styles.ranges}>
            <strong>Before</strong>
            <DayFields name="Before" range={before} onChange={setBefore} />
            <strong>After</strong>
            <DayFields name="After" range={after} onChange={setAfter} />
            {first.isLoading || second.isLoading ? <Spinner label="Reading both ranges" /> : null}
          </div>
        }
        keyOf={({ csv }) => csv}
      />
    </div>
  );
}

const side = (label: string, csv: string, totals: Totals | undefined): FigureColumn<Measure> => ({
  label,
  csv,
  value: (measure) => totals && measure.of(totals),
  render: (measure) => measure.words(totals && measure.of(totals)),
});

function changeOf(measure: Measure, before: Totals | undefined, after: Totals | undefined): number | undefined {
  const [left, right] = sidesOf(measure, before, after);
  return left === undefined || right === undefined || left === 0 ? undefined : right / left - 1;
}

/** What can be compared of both sides. */
function sidesOf({ of, isOfSplit }: Measure, before: Totals | undefined, after: Totals | undefined) {
  const isSplit = [before, after].map((totals) => totals?.stages?.waitMs !== undefined);
  return isOfSplit === true && isSplit[0] !== isSplit[1] ? [] : [before, after].map((totals) => totals && of(totals));
}

/** The chosen range cut in two. */
function halves({ range, timeZone }: Filter) {
  const { from, to } = instantsOf(range, timeZone, new Date());
  const [first, last] = [dayOf(new Date(from), timeZone), dayOf(new Date(Date.parse(to) - 1), timeZone)];
  const middle = addDays(first, Math.max(1, Math.floor(daysFrom(first, last) / 2)));
  return [
    { from: first, to: addDays(middle, -1) },
    { from: middle, to: last < middle ? middle : last },
  ] as const;
}
