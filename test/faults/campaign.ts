/**
 * `npm run faults -- [rounds]`: the fault tests of every driver, as often as asked for, and then a table of what was tried by kind and driver. A failure of any
 * round makes the exit code 1.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const rounds = Math.max(1, Math.min(50, Number(process.argv[2] ?? 1)));
/** What faults strike: the fault tests themselves, and those of each driver that stand beside it. */
const files = [
  'test/faults',
  'server/connectors/postgres/faults.test.ts',
  'server/connectors/mysql/faults.test.ts',
  'server/supervisor/engine-pool.test.ts',
  'server/catalog/metadata-store.test.ts',
];

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly title: string;
      readonly ancestorTitles: readonly string[];
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

const kinds: readonly (readonly [string, RegExp])[] = [
  ['cut, killed, restarted, hung up on', /\bcut\b|break in the middle|hung up|kill/i],
  ['held', /stall|held|stopped/i],
  ['slow', /\bslow\b/i],
  ['damaged or lost bytes', /damaged|loses|no UTF-8|corrupt/i],
  [
    'removed, replaced, altered, shortened',
    /removed|replaced|changed|table that is not|became|\bhalf\b|lacks|is gone|another name|more digits/i,
  ],
  ['too large, memory, disk', /100 MB|memory|disk|columns as/i],
];
const drivers = ['bigquery', 'snowflake', 'trino', 'pg', 'my', 'web', 'crm', 'sales', 'postgres', 'mysql'] as const;
const names: Readonly<Record<string, string>> = {
  pg: 'postgres',
  my: 'mysql',
  web: 'files',
  crm: 'sqlite',
  sales: 'duckdb',
};

function driverOf(file: string, title: string): string {
  const found = drivers.find((driver) => new RegExp(`\\b${driver}\\b`).test(title) || file.includes(`/${driver}/`));
  if (found !== undefined) return names[found] ?? found;
  return /CSV|JSON file|disk|memory/.test(title)
    ? 'files'
    : /of a server/.test(title)
      ? 'postgres'
      : 'engine and metadata';
}

async function round(number: number): Promise<Report> {
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-faults-report-'));
  const output = path.join(folder, 'report.json');
  const child = spawn('vitest', ['run', ...files, '--reporter=json', `--outputFile=${output}`], { stdio: 'ignore' });
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  try {
    process.stderr.write(`round ${number} of ${rounds} has ended\n`);
    return JSON.parse(await readFile(output, 'utf8')) as Report;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const counts = new Map<string, Map<string, { tried: number; failed: number; skipped: number }>>();
const failures: string[] = [];
for (let number = 1; number <= rounds; number += 1) {
  for (const { name, assertionResults } of (await round(number)).testResults) {
    for (const { status, title, ancestorTitles, failureMessages = [] } of assertionResults) {
      const whole = [...ancestorTitles, title].join(' ');
      const kind = kinds.find(([, form]) => form.test(whole))?.[0] ?? 'other';
      const driver = driverOf(name, whole);
      const row = counts.get(driver) ?? new Map();
      const cell = row.get(kind) ?? { tried: 0, failed: 0, skipped: 0 };
      if (status === 'passed' || status === 'failed') cell.tried += 1;
      else cell.skipped += 1;
      if (status === 'failed') {
        cell.failed += 1;
        failures.push(`${whole}\n  ${failureMessages[0]?.split('\n')[0] ?? ''}`);
      }
      counts.set(driver, row.set(kind, cell));
    }
  }
}

const columns = [...kinds.map(([kind]) => kind), 'other'];
const lines = [`| driver | ${columns.join(' | ')} |`, `| --- | ${columns.map(() => '---').join(' | ')} |`];
for (const [driver, row] of [...counts].toSorted())
  lines.push(
    `| ${driver} | ${columns
      .map((kind) => {
        const cell = row.get(kind);
        if (cell === undefined) return '';
        return `${cell.tried}${cell.failed > 0 ? ` (${cell.failed} failed)` : ''}${cell.skipped > 0 ? ` (${cell.skipped} skipped)` : ''}`;
      })
      .join(' | ')} |`,
  );
process.stdout.write(`${lines.join('\n')}\n`);
for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
