import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
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

test('the example for Python runs a saved query by its title', async ({ page: browser, workbench }) => {
  const hasRequests = await execute('python3', ['-c', 'import requests']).then(
    () => true,
    () => false,
  );
  test.skip(!hasRequests, 'Python with the package requests is not installed.');
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
  const printed = await inFolder(workbench.url, 'python3', ['-c', await example('Python', 'python')]);
  expect(printed).toMatch(/^below\r?\n10\r?\n/);
});

test('requests without the token, unknown names and wrong values are refused', async ({ playwright, workbench }) => {
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
  const failed = await script.post('/api/v1/runs?wait=60', { data: { text: 'SELECT nothing FROM shop.orders' } });
  expect(await failed.json()).toMatchObject({ status: 'failed', error: { code: 'unknown_column' } });
  const description = await (await script.get('/api/v1/openapi.json')).json();
  expect(description).toMatchObject({ openapi: '3.1.0' });
  await script.dispose();
});
