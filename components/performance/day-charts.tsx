'use client';

import {
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import type { DayFigures } from '../../lib/contract/performance.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCount } from '../../lib/format/number.ts';
import { axisLook, gridLook, pointerLook, VALUE_AXIS_PX } from '../ui/chart-look.ts';
import styles from './performance.module.css';
import { durationOrDash } from './words.ts';

interface DayChartsProps {
  readonly days: readonly DayFigures[];
  /** A day was clicked; its row in the table below does the same by keyboard. */
  onDay(day: string): void;
}

const margin = { top: 8, right: 20, bottom: 0, left: 0 };
const axis = { ...axisLook, tickLine: false } as const;
const lines = [
  { key: 'p95Ms', name: 'p95', stroke: 'var(--accent)', dash: '' },
  { key: 'averageMs', name: 'Average', stroke: 'var(--ink-3)', dash: '4 3' },
  { key: 'p50Ms', name: 'p50', stroke: 'var(--ink)', dash: '' },
] as const;
const bars = [
  { key: 'succeeded', name: 'Succeeded', fill: 'var(--line-strong)' },
  { key: 'failed', name: 'Failed', fill: 'var(--danger)' },
  { key: 'cancelled', name: 'Cancelled', fill: 'var(--warn)' },
] as const;
/** Days with runs up to which each has a dot, so that a lonely one is seen. */
const DOTTED_DAYS = 14;
const MOST_TICKS = 9;

/** Times and runs by day, one above the other. The table of days says the same in text. */
export function DayCharts({ days, onDay }: DayChartsProps) {
  const open = ({ activeLabel }: { activeLabel?: string | number | undefined }) => {
    if (typeof activeLabel === 'string') onDay(activeLabel);
  };
  const shared = {
    data: [...days],
    margin,
    syncId: 'days',
    syncMethod: 'value' as const,
    accessibilityLayer: false,
    onClick: open,
  };
  const ticks = evenDays(days);
  const dot =
    days.filter(({ runs }) => runs > 0).length <= DOTTED_DAYS
      ? { r: 2.5, strokeWidth: 0, fill: 'currentColor' }
      : false;
  return (
    <div className={styles.charts}>
      <figure>
        <figcaption>
          Time by day
          <Legend entries={lines.map(({ name, stroke }) => ({ name, color: stroke }))} isLine />
        </figcaption>
        <div
          className={styles.chart}
          role="img"
          aria-label={`p95, average and p50 of ${days.length} days; the table of days has the figures`}
        >
          <ResponsiveContainer width="100%" height="100%">
            <LineChart {...shared}>
              <CartesianGrid {...gridLook} />
              <XAxis
                dataKey="day"
                {...axis}
                ticks={ticks}
                interval={0}
                padding={{ left: 12, right: 12 }}
                tickFormatter={shortDay}
                height={22}
              />
              <YAxis
                {...axis}
                axisLine={false}
                width={VALUE_AXIS_PX}
                tickFormatter={formatDuration}
                niceTicks="snap125"
              />
              <Tooltip content={DayTooltip} cursor={{ stroke: pointerLook.stroke }} isAnimationActive={false} />
              {lines.map(({ key, name, stroke, dash }) => (
                <Line
                  key={key}
                  dataKey={key}
                  name={name}
                  stroke={stroke}
                  strokeDasharray={dash}
                  strokeWidth={1.5}
                  dot={dot === false ? false : { ...dot, fill: stroke }}
                  activeDot={{ r: 3, strokeWidth: 0, fill: stroke }}
                  connectNulls
                  isAnimationActive={false}
                />
              ))}
            </LineChart>
          </ResponsiveContainer>
        </div>
      </figure>
      <figure>
        <figcaption>
          Runs by day
          <Legend entries={bars.map(({ name, fill }) => ({ name, color: fill }))} />
        </figcaption>
        <div
          className={styles.chart}
          role="img"
          aria-label={`Succeeded, failed and cancelled runs of ${days.length} days; the table of days has the figures`}
        >
          <ResponsiveContainer width="100%" height="100%">
            <BarChart {...shared} maxBarSize={28}>
              <CartesianGrid {...gridLook} />
              <XAxis dataKey="day" {...axis} ticks={ticks} interval={0} tickFormatter={shortDay} height={22} />
              <YAxis
                {...axis}
                axisLine={false}
                width={VALUE_AXIS_PX}
                allowDecimals={false}
                tickFormatter={formatCount}
              />
              <Tooltip content={DayTooltip} cursor={{ fill: pointerLook.fill }} isAnimationActive={false} />
              {bars.map(({ key, name, fill }) => (
                <Bar key={key} dataKey={key} name={name} stackId="runs" fill={fill} isAnimationActive={false} />
              ))}
            </BarChart>
          </ResponsiveContainer>
        </div>
      </figure>
    </div>
  );
}

interface LegendProps {
  readonly entries: readonly { readonly name: string; readonly color: string }[];
  readonly isLine?: boolean;
}

function Legend({ entries, isLine = false }: LegendProps) {
  return (
    <span className={styles.legend}>
      {entries.map(({ name, color }) => (
        <span key={name}>
          <i style={{ background: color }} data-line={isLine || undefined} aria-hidden="true" />
          {name}
        </span>
      ))}
    </span>
  );
}

/** All of the day under the pointer, in both charts. */
function DayTooltip({ active, payload }: TooltipContentProps) {
  const day: DayFigures | undefined = payload[0]?.payload;
  if (!active || day === undefined) return null;
  return (
    <div className={styles.tooltip}>
      <strong>{day.day}</strong>
      <span>
        p50 {durationOrDash(day.p50Ms)} · average {durationOrDash(day.averageMs)} · p95 {durationOrDash(day.p95Ms)}
      </span>
      <span>
        {formatCount(day.succeeded)} succeeded · {formatCount(day.failed)} failed · {formatCount(day.cancelled)}{' '}
        cancelled
      </span>
    </div>
  );
}

/** Days under the axis: at equal distances, back from the last one. */
function evenDays(days: readonly DayFigures[]): string[] {
  const step = Math.ceil(days.length / MOST_TICKS);
  return days.filter((_, index) => (days.length - 1 - index) % step === 0).map(({ day }) => day);
}

/** `22 Nov` of `2026-11-22`. */
function shortDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return `${date.getUTCDate()} ${date.toLocaleString('en-GB', { month: 'short', timeZone: 'UTC' })}`;
}
