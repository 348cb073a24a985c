/** Whole page loads in a browser against a server of its own: from the navigation to the content that the page is for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { findFreePort } from '../../demo/free-port.ts';
import { browserEnvironment, findBrowser } from '../../e2e/chromium.ts';
import { processorMs } from './processor-time.ts';

const pages: readonly { readonly address: string; readonly content: string }[] = [
  { address: '/home', content: 'section[aria-label="Recent runs"] li' },
  { address: '/history', content: '[data-history-row]' },
  { address: '/history?q=table_1234', content: '[data-history-row]' },
  { address: '/queries', content: '[data-query-row]' },
  { address: '/performance?range=30d', content: 'text=By statement' },
];

export async function measurePages(config: string, rounds: number): Promise<string[]> {
  const port = String(await findFreePort());
  const root = path.resolve(import.meta.dirname, '../..');
  const server = spawn(process.execPath, ['cli/joinery.mjs', 'start', '--config', config, '--port', port], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const exited = once(server, 'exit');
  const found = findBrowser();
  let browser: Browser | undefined;
  try {
    const url = await printedUrl(server.stdout);
    browser = await chromium.launch({
      executablePath: found.executablePath,
      env: Object.fromEntries(
        Object.entries(browserEnvironment(found)).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        ),
      ),
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
    const context = await browser.newContext();
    const lines: string[] = [];
    const usage = (): Usage => ({ server: processorMs(server.pid ?? 0), browser: processorMs(process.pid) });
    for (const { address, content } of pages)
      lines.push(await measurePage({ context, url, usage }, address, content, rounds));
    return lines;
  } finally {
    await browser?.close();
    server.kill('SIGINT');
    await exited;
  }
}

interface Usage {
  readonly server: number | undefined;
  /** With this process and the server, which are above and beside it. */
  readonly browser: number | undefined;
}

interface Place {
  readonly context: BrowserContext;
  readonly url: string;
  usage(): Usage;
}

async function measurePage({ context, url, usage }: Place, address: string, content: string, rounds: number) {
  const page = await context.newPage();
  await page.goto(url);
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const visit = async (): Promise<number> => {
    bytes = 0;
    const started = performance.now();
    await page.goto(new URL(address, url).href);
    await page.locator(content).first().waitFor();
    return performance.now() - started;
  };
  await session.send('Network.clearBrowserCache');
  const firstMs = await visit();
  const firstBytes = await settled(page, () => bytes);
  const times: number[] = [];
  const before = usage();
  for (let round = 0; round < rounds; round += 1) times.push(await visit());
  const repeatedBytes = await settled(page, () => bytes);
  const after = usage();
  await page.close();
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.ceil(times.length * share) - 1] ?? Number.NaN).toFixed(0);
  return `page ${address}: first ${firstMs.toFixed(0)} ms and ${kilobytes(firstBytes)}, repeated p50 ${at(0.5)} ms, p95 ${at(0.95)} ms and ${kilobytes(repeatedBytes)}; processor time of a load: ${spent(before, after, rounds)}`;
}

function spent(before: Usage, after: Usage, rounds: number): string {
  if (before.server === undefined || after.server === undefined) return 'not told by this system';
  const server = after.server - before.server;
  const browser = (after.browser ?? 0) - (before.browser ?? 0) - server;
  return `server ${(server / rounds).toFixed(0)} ms, browser ${(browser / rounds).toFixed(0)} ms`;
}

async function settled(page: Page, bytes: () => number): Promise<number> {
  await page.waitForLoadState('networkidle');
  return bytes();
}

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;

async function printedUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(line)?.[0];
    if (url !== undefined) {
      output.resume();
      return url;
    }
  }
  throw new Error('The server did not start');
}
