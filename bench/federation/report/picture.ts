/** The report as one SVG: a line per statement, a mark per runner, time to the right (logarithmic). Follows the reader's light or dark theme. */
import type { Runner } from '../runners/runner.ts';
import type { Row, Summary } from './summary.ts';

export interface PictureFacts {
  readonly scaleFactor: number;
  readonly timeLimitMs: number;
  readonly machine: { readonly processors: number };
}

const WIDTH = 860;
const LEFT = 168;
const RIGHT = 24;
const TOP = 112;
const LINE = 18;

/** Colour (light, dark) and shape: no runner is told by its colour alone. */
const looks: Readonly<Record<string, { readonly light: string; readonly dark: string; readonly shape: Shape }>> = {
  joinery: { light: '#1d4ed8', dark: '#7aa5ff', shape: 'disc' },
  'duckdb-extensions': { light: '#b45309', dark: '#f2a33c', shape: 'square' },
  pandas: { light: '#7c3aed', dark: '#b79bff', shape: 'diamond' },
  'mysql-fdw': { light: '#0f766e', dark: '#3fc7b5', shape: 'triangle' },
  trino: { light: '#be185d', dark: '#f585b5', shape: 'fallen' },
  local: { light: '#6b7280', dark: '#9ca3af', shape: 'bar' },
};
type Shape = 'disc' | 'square' | 'diamond' | 'triangle' | 'fallen' | 'bar';

export function drawPicture(summary: Summary, runners: readonly Runner[], facts: PictureFacts): string {
  const shown = runners.filter(
    ({ name }) => looks[name] !== undefined && summary.rows.some((row) => name in row.seconds),
  );
  const times = summary.rows.flatMap((row) => shown.flatMap(({ name }) => row.seconds[name] ?? []));
  const limit = facts.timeLimitMs / 1000;
  const isLimitShown = summary.rows.some((row) => shown.some(({ name }) => row.notes[name]?.outcome === 'time limit'));
  const low = 10 ** Math.floor(Math.log10(Math.min(...times)));
  const high = Math.max(...times, isLimitShown ? limit : 0) * 1.1;
  const span = Math.log(high / low);
  const x = (seconds: number): number =>
    LEFT + (Math.log(Math.max(seconds, low) / low) / span) * (WIDTH - LEFT - RIGHT);
  const bottom = TOP + summary.rows.length * LINE;
  const parts = [
    text(16, 26, 'Statements over PostgreSQL and MariaDB: time from asking to the whole answer', 'title'),
    text(16, 46, `${setting(summary, facts)}.${isLimitShown ? ` Hollow: not finished in ${limit} s.` : ''}`, 'quiet'),
    text(16, 64, comparison(summary), 'quiet'),
    ...legend(shown),
    ...ticks(low, high).flatMap((seconds) => [
      `<line class="grid" x1="${round(x(seconds))}" x2="${round(x(seconds))}" y1="${TOP - 4}" y2="${bottom}"/>`,
      text(x(seconds), bottom + 16, seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds} s`, 'quiet middle'),
    ]),
    ...summary.rows.flatMap((row, index) => drawRow(row, TOP + (index + 0.5) * LINE, shown, x, limit)),
  ];
  const height = bottom + 30;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeXml(`${setting(summary, facts)}. ${comparison(summary)}`)}">
<style>${style(shown)}</style>
<rect class="back" width="${WIDTH}" height="${height}" rx="8"/>
${parts.join('\n')}
</svg>
`;
}

const setting = ({ rows }: Summary, { scaleFactor, machine }: PictureFacts): string =>
  `TPC-H at scale ${scaleFactor} and everyday statements (${rows.length}), ${machine.processors} processors, warm, medians`;

function comparison({ means }: Summary): string {
  const faster = means['duckdb-extensions'];
  return faster === undefined
    ? ''
    : `Joinery is ${faster.timesFaster.toFixed(1)} times faster than DuckDB with its extensions (geometric mean).`;
}

function legend(shown: readonly Runner[]): string[] {
  let left = 24;
  return shown.map(({ name, label, role }) => {
    const words = role === 'limit' ? `${label} (all data in one place)` : label;
    const part = mark(name, left, 86) + text(left + 11, 90, words, '');
    left += 34 + words.length * 7.2;
    return part;
  });
}

function drawRow(
  row: Row,
  y: number,
  shown: readonly Runner[],
  x: (seconds: number) => number,
  limit: number,
): string[] {
  const ours = row.seconds.joinery;
  const best = row.bestPeer === undefined ? undefined : row.seconds[row.bestPeer];
  const between =
    ours === undefined || best === undefined
      ? []
      : [`<line class="between" x1="${round(x(ours))}" x2="${round(x(best))}" y1="${y}" y2="${y}"/>`];
  // Ours last, above the others.
  const marks = [...shown].reverse().flatMap(({ name, label }) => {
    const seconds = row.seconds[name];
    if (seconds !== undefined) return mark(name, x(seconds), y, `${row.title}, ${label}: ${seconds.toFixed(3)} s`);
    if (row.notes[name]?.outcome !== 'time limit') return [];
    return mark(name, x(limit), y, `${row.title}, ${label}: not finished in ${limit} s`, 'open');
  });
  return [text(LEFT - 14, y + 4, row.title, 'end'), ...between, ...marks];
}

function mark(name: string, x: number, y: number, title = '', modifier = ''): string {
  const [cx, cy] = [round(x), round(y)];
  const inner = title === '' ? '' : `<title>${escapeXml(title)}</title>`;
  const kind = `class="m-${name} ${modifier}"`;
  const path = (d: string): string => `<path ${kind} d="${d}">${inner}</path>`;
  switch (looks[name]?.shape) {
    case 'square':
      return path(`M${cx - 4} ${cy - 4}h8v8h-8z`);
    case 'diamond':
      return path(`M${cx} ${cy - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z`);
    case 'triangle':
      return path(`M${cx} ${cy - 5}l5 9h-10z`);
    case 'bar':
      return path(`M${cx - 1} ${cy - 6}h2v12h-2z`);
    case 'fallen':
      return path(`M${cx} ${cy + 5}l5 -9h-10z`);
    default:
      return `<circle ${kind} cx="${cx}" cy="${cy}" r="5.5">${inner}</circle>`;
  }
}

function ticks(low: number, high: number): number[] {
  const all: number[] = [];
  for (let tick = low; tick <= high; tick *= 10) all.push(Number(tick.toPrecision(1)));
  return all;
}

function style(shown: readonly Runner[]): string {
  const colours = (theme: 'light' | 'dark'): string =>
    shown.map(({ name }) => `.m-${name}{fill:${looks[name]?.[theme]};stroke:${looks[name]?.[theme]};}`).join('');
  return [
    'text{font:12px system-ui,sans-serif;fill:#1f2328}.title{font-size:15px;font-weight:600}.quiet{fill:#59636e}.end{text-anchor:end}.middle{text-anchor:middle}',
    '.back{fill:#ffffff}.grid{stroke:#e4e7eb}.between{stroke:#c3cad3;stroke-width:2}',
    colours('light'),
    `@media (prefers-color-scheme: dark){text{fill:#e6edf3}.quiet{fill:#9198a1}.back{fill:#0d1117}.grid{stroke:#242b33}.between{stroke:#3d4650}${colours('dark')}}`,
    '.open{fill:none;stroke-width:1.5}',
  ].join('');
}

const text = (x: number, y: number, words: string, kind: string): string =>
  `<text x="${round(x)}" y="${round(y)}" class="${kind}">${escapeXml(words)}</text>`;
const round = (value: number): number => Math.round(value * 10) / 10;
const escapeXml = (words: string): string =>
  words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
