import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/test.ts';

const execute = promisify(execFile);
const page = fileURLToPath(new URL('../docs/notebooks.md', import.meta.url));

/** Address and token as the examples take them. */
function environmentOf(url: string): { readonly JOINERY_URL: string; readonly JOINERY_TOKEN: string } {
  const { origin, searchParams } = new URL(url);
  return { JOINERY_URL: origin, JOINERY_TOKEN: searchParams.get('token') ?? '' };
}

/** The first example in a language under a heading of the docs page. */
async function example(heading: string, language: string): Promise<string> {
  const [, part = ''] = (await readFile(page, 'utf8')).split(`\n## ${heading}\n`);
  const code = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(part)?.[1];
  if (code === undefined) throw new Error(`docs/notebooks.md has no example of ${heading}.`);
  return code;
}

/** Runs `command` in a folder of its own, with the address and the token. */
async function inFolder(url: string, command: string, parameters: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'joinery-api-'));
  try {
    const options = { cwd: folder, env: { ...process.env, ...environmentOf(url) } };
    return (await execute(command, [...parameters], options)).stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('the example for curl runs a statement and downloads its result', async ({ workbench }) => {
  const printed = await inFolder(workbench.url, 'bash', ['-e', '-c', await example('curl', 'sh')]);
  expect(printed).toMatch(/^status,orders\r?\n/);
});

const isFine = (command: string, parameters: readonly string[]): Promise<boolean> =>
  execute(command, [...parameters]).then(
    () => true,
    () => false,
  );

/** Answers where `requests` stands that Python can import; installs it into `folder` where the machine lacks it. */
async function pathOfRequests(folder: string): Promise<string> {
  const isThere = await isFine('python3', ['-c', 'import requests']);
  if (!isThere) await execute('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, 'requests==2.32.5']);
  return folder;
}

/** A query `Orders below` as the examples for Python run it. */
async function saveExampleQuery(browser: Page): Promise<void> {
  await expect(browser.getByRole('tablist', { name: 'Open documents' }).getByRole('tab')).not.toHaveCount(0);
  await browser.getByRole('button', { name: 'New tab' }).click();
  await expect(browser.getByRole('textbox', { name: /SQL editor/ })).toBeFocused();
  await browser.keyboard.insertText('SELECT count(*) AS below FROM range(100) AS numbers(n) WHERE n < {{last}}');
  await browser.getByRole('combobox', { name: 'Type of last' }).selectOption('whole number');
  await browser.getByRole('textbox', { name: 'last' }).fill('5');
  await browser.keyboard.press('Control+s');
  await browser.getByRole('textbox', { name: 'Title' }).fill('Orders below');
  await browser.keyboard.press('Enter');
  await expect(browser.getByText('Saved as “Orders below”, version 1')).toBeVisible();
}

test('the examples for Python run a saved query by its title', async ({ page: browser, workbench }) => {
  const hasPython = await isFine('python3', ['--version']);
  if (!hasPython) process.stderr.write('The examples for Python are not tried: this machine has no python3.\n');
  test.skip(!hasPython, 'This machine has no python3.');
  await saveExampleQuery(browser);
  const alone = await inFolder(workbench.url, 'python3', ['-c', await example('Python', 'python')]);
  expect(alone).toMatch(/^below\r?\n10\r?\n/);
  const folder = await mkdtemp(join(tmpdir(), 'joinery-requests-'));
  try {
    const code = await example('Python with requests and pandas', 'python');
    const withPath = `import sys; sys.path.append(${JSON.stringify(await pathOfRequests(folder))})\n${code}`;
    expect(await inFolder(workbench.url, 'python3', ['-c', withPath])).toMatch(/^below\r?\n10\r?\n/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('values go by name; requests without the token, unknown names and wrong values are refused', async ({
  playwright,
  workbench,
}) => {
  const { JOINERY_URL, JOINERY_TOKEN } = environmentOf(workbench.url);
  const stranger = await playwright.request.newContext({ baseURL: JOINERY_URL });
  expect((await stranger.get('/api/v1/queries')).status()).toBe(401);
  expect((await stranger.post('/api/v1/runs', { data: { text: 'SELECT 1' } })).status()).toBe(401);
  await stranger.dispose();
  const script = await playwright.request.newContext({
    baseURL: JOINERY_URL,
    extraHTTPHeaders: { authorization: `Bearer ${JOINERY_TOKEN}` },
  });
  expect((await script.post('/api/v1/queries/none/runs', { data: {} })).status()).toBe(404);
  expect((await script.post('/api/v1/runs', { data: { text: 'SELECT 1', rowLimit: 0 } })).status()).toBe(400);
  const named = await script.post('/api/v1/runs?wait=60', {
    data: { text: 'SELECT {{n}} + 1', parameters: { n: 41 } },
  });
  const { id } = await named.json();
  expect(await (await script.get(`/api/v1/runs/${id}/rows`)).json()).toMatchObject({ rows: [[42]] });
  expect((await script.post('/api/v1/runs', { data: { text: 'SELECT 1', parameters: { n: 1 } } })).status()).toBe(400);
  const failed = await script.post('/api/v1/runs?wait=60', { data: { text: 'SELECT nothing FROM shop.orders' } });
  expect(await failed.json()).toMatchObject({ status: 'failed', error: { code: 'unknown_column' } });
  const unknown = await script.post('/api/v1/run', { data: {} });
  expect(unknown.status()).toBe(404);
  expect(await unknown.json()).toMatchObject({ error: { code: 'not_found', message: 'There is no such operation.' } });
  const description = await (await script.get('/api/v1/openapi.json')).json();
  expect(description).toMatchObject({ openapi: '3.1.0' });
  await script.dispose();
});
