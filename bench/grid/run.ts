/** Frame times of scrolling a large result in a real browser. See README.md. */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { browserEnvironment, findBrowser } from '../../e2e/chromium.ts';
import { startWorkbench } from '../../e2e/fixtures/start-workbench.ts';
import { resultGrid, runStatement } from '../../e2e/run-statement.ts';
import { figuresOf } from './frames.ts';
import { sweep, wheel } from './scroll-ways.ts';
import { watchTraffic } from './traffic.ts';
import { workWith } from './work-with.ts';

const { values } = parseArgs({ options: { url: { type: 'string' }, rows: { type: 'string', default: '1000000' } } });
const ROWS = Number(values.rows);
const COLUMNS = 2000;
const RUN_TIMEOUT_MS = 600_000;
/** What is clicked has to show within this. */
const STEP_TIMEOUT_MS = 180_000;

const longResult = `SELECT i AS id, i::HUGEINT * 9007199254740993 AS big, (i * 7919 % 1000003)::DECIMAL(18,2) AS amount, i / 7.0 AS share,
  CASE WHEN i % 11 = 0 THEN NULL ELSE 'customer ' || i END AS name, DATE '2020-01-01' + (i % 2000)::INTEGER AS day,
  TIMESTAMP '2020-01-01' + INTERVAL (i) SECOND AS at, i % 2 = 0 AS even, repeat('text ', (i % 40)::INTEGER) AS note,
  [i, i + 1] AS pair, {'a': i, 'b': 'x'} AS struct, '' AS empty
FROM range(${ROWS}) t(i)`;
const wideResult = `SELECT ${Array.from({ length: COLUMNS }, (_, column) => `i + ${column} AS c${column}`).join(', ')} FROM range(1000) t(i)`;

async function measure(page: Page) {
  page.setDefaultTimeout(RUN_TIMEOUT_MS);
  const traffic = await watchTraffic(page);
  const started = performance.now();
  await runStatement(page, longResult, 'All rows');
  const failure = page.getByRole('region', { name: 'Results' }).getByRole('alert');
  await page.getByRole('grid', { name: 'Result' }).or(failure).waitFor();
  if (await failure.isVisible()) throw new Error(`The statement failed: ${await failure.innerText()}`);
  const long = await resultGrid(page);
  const open = { ms: Math.round(performance.now() - started), receivedBytes: traffic.take() };
  process.stderr.write(`open: ${open.ms} ms\n`);
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  const ways = { wheel: figuresOf(await wheel(long)), sweep: figuresOf(await sweep(long)) };
  const scrolled = { receivedBytes: traffic.take(), heapBytes: await traffic.heapBytes() };
  const work = await workWith(page, () => resultGrid(page), traffic);
  await runStatement(page, wideResult);
  await page.getByRole('columnheader', { name: /^c0/ }).waitFor();
  const wide = await resultGrid(page);
  return { open, ...ways, scrolled, work, sideways: figuresOf(await sweep(wide, true)) };
}

const browserFound = findBrowser();
const started = values.url === undefined ? await startWorkbench() : undefined;
const environment = Object.entries(browserEnvironment(browserFound)).flatMap(([name, value]) =>
  value === undefined ? [] : [[name, value] as const],
);
const browser = await chromium.launch({
  executablePath: browserFound.executablePath,
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
  env: Object.fromEntries(environment),
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(values.url ?? started?.url ?? '');
  const figures = await measure(page);
  process.stdout.write(
    `${JSON.stringify({ rows: ROWS, columns: COLUMNS, date: new Date().toISOString(), load: loadavg().map((one) => Math.round(one * 10) / 10), browser: browser.version(), ...figures }, null, 2)}\n`,
  );
} finally {
  await browser.close();
  await started?.stop();
}
