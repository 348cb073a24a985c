'use client';

import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { ChartAnswer } from '../../../lib/contract/result.ts';
import { formatCount, groupDigits } from '../../../lib/format/number.ts';
import { axisLook, gridLook, pointerLook, VALUE_AXIS_PX } from '../../ui/chart-look.ts';
import type { ChartChoice } from './chart-spec.ts';

interface ChartPictureProps {
  readonly choice: ChartChoice;
  readonly answer: ChartAnswer;
  /** CSS colour of the first series: that of the connection its values come from. */
  readonly color: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** The numbers along x are moments. */
  readonly isTime: boolean;
}

/** The last label of x is centred below its mark and needs half its width. */
const MARGIN = { top: 12, right: 36, bottom: 4, left: 8 };
const units = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** `1.2 M`: short enough for an axis. */
function shortNumber(value: number): string {
  const unit = units.find(([size]) => Math.abs(value) >= size);
  return unit === undefined
    ? String(Number(value.toPrecision(6)))
    : `${Number((value / unit[0]).toPrecision(3))} ${unit[1]}`;
}
const fullNumber = (value: unknown): string =>
  typeof value === 'number'
    ? Number.isInteger(value)
      ? formatCount(value)
      : groupDigits(String(Number(value.toPrecision(12))))
    : String(value);
const momentText = (value: unknown): string =>
  typeof value === 'number' ? new Date(value).toISOString().slice(0, 10) : String(value);

/** A day for a step that begins at midnight. */
const placeText = (value: unknown): string => String(value).replace(/ 00:00:00(\+00)?$/, '');

/** Shades of the first series' colour: colour means origin, so the series of one connection stay in its colour. */
const shade = (color: string, index: number, count: number): string =>
  count === 1
    ? color
    : `color-mix(in oklab, ${color} ${Math.round(100 - (75 * index) / Math.max(1, count - 1))}%, var(--surface))`;

/** The drawing itself; loaded only when a chart is looked at. */
export default function ChartPicture({ choice, answer, color: first, xLabel, yLabel, isTime }: ChartPictureProps) {
  const { series, points } = answer;
  const tooltip = (
    <Tooltip
      isAnimationActive={false}
      cursor={pointerLook}
      contentStyle={{
        background: 'var(--raised)',
        border: '1px solid var(--line-strong)',
        borderRadius: 6,
        fontSize: 12,
      }}
      labelStyle={{ color: 'var(--ink)' }}
      itemStyle={{ color: 'var(--ink)' }}
      formatter={(value, name) => [isTime && name === xLabel ? momentText(value) : fullNumber(value), name]}
    />
  );
  const y = <YAxis {...axisLook} width={VALUE_AXIS_PX} tickFormatter={shortNumber} niceTicks="snap125" />;
  const legend =
    series.length > 1 ? (
      <Legend
        wrapperStyle={{ fontSize: 12 }}
        formatter={(name) => <span style={{ color: 'var(--ink-2)' }}>{name}</span>}
      />
    ) : null;
  const grid = <CartesianGrid {...gridLook} />;
  const data = points.map((point) => ({
    x: point.x,
    ...Object.fromEntries(point.y.map((value, index) => [`y${index}`, value])),
  }));
  const isLine = choice.kind === 'line';
  if (choice.kind === 'points') {
    return (
      <ResponsiveContainer>
        <ScatterChart margin={MARGIN}>
          {grid}
          <XAxis
            {...axisLook}
            type="number"
            dataKey="x"
            name={xLabel}
            domain={['auto', 'auto']}
            tickFormatter={isTime ? momentText : shortNumber}
          />
          <YAxis
            {...axisLook}
            type="number"
            dataKey="y0"
            name={yLabel}
            width={VALUE_AXIS_PX}
            tickFormatter={shortNumber}
          />
          {tooltip}
          <Scatter data={data} fill={first} fillOpacity={0.5} isAnimationActive={false} />
        </ScatterChart>
      </ResponsiveContainer>
    );
  }
  const isStacked = series.length > 1 && ['count', 'sum'].includes(choice.aggregate);
  return (
    <ResponsiveContainer>
      <ComposedChart data={data} margin={MARGIN}>
        {grid}
        <XAxis {...axisLook} dataKey="x" minTickGap={24} tickFormatter={placeText} />
        {y}
        {tooltip}
        {legend}
        {series.map((name, index) => {
          const look = { dataKey: `y${index}`, name: name || yLabel, isAnimationActive: false };
          const color = shade(first, index, series.length);
          return isLine ? (
            <Line key={name} {...look} stroke={color} strokeWidth={1.5} dot={points.length < 60 ? { r: 2 } : false} />
          ) : (
            <Bar key={name} {...look} fill={color} maxBarSize={96} {...(isStacked ? { stackId: 'all' } : {})} />
          );
        })}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
