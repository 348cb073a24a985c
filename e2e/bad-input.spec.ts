/** Too much of something, given by hand: the page copes or says so in words, and goes on. Over HTTP: `security.spec.ts`. */
import { expect, test } from './fixtures/test.ts';
import { resultGrid } from './run-statement.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a pasted statement of a megabyte runs; a longer one is not kept, which is told, and the next one runs', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const editor = page.getByRole('textbox', { name: /SQL editor/ });
  const paste = async (text: string) => {
    await page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text);
    await editor.focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('ControlOrMeta+v');
  };
  const run = () => page.getByRole('button', { name: /^Run statement/ }).click();
  await expect(editor).toBeAttached();

  const keys = Array.from({ length: 140_000 }, (_, index) => index + 1).join(',');
  await paste(`SELECT count(*) * 0 + 7 AS seven FROM shop.orders WHERE order_id IN (${keys})`);
  await run();
  const cell = async () => (await resultGrid(page)).getByRole('gridcell').last();
  await expect(await cell()).toHaveText('7', { timeout: 120_000 });

  await paste(`SELECT 1 AS one -- ${'x'.repeat(1_100_000)}`);
  await expect(page.getByText(/Not saved: .*longer than 1,048,576 characters/)).toBeVisible();
  await paste('SELECT 42 AS answer');
  await run();
  await expect(page.getByRole('columnheader', { name: /answer/ })).toBeVisible();
  await expect(await cell()).toHaveText('42');
});

test('of a thousand runs at once those that are not refused in words run, and the page goes on', async ({ page }) => {
  test.setTimeout(240_000);
  const codes = await page.evaluate(async () => {
    const text = 'SELECT count(*) AS flood FROM range(1000)';
    const body = JSON.stringify({ text, target: 'federated', rowLimit: 1, pushdown: 'safe' });
    const headers = { 'content-type': 'application/json' };
    const ask = async () => {
      const answer = await fetch('/api/v1/runs', { method: 'POST', headers, body });
      const { error } = (await answer.json()) as { error?: { code: string } };
      return error?.code ?? 'taken';
    };
    return Promise.all(Array.from({ length: 1_000 }, ask));
  });
  expect([...new Set(codes)].sort()).toEqual(['queue_full', 'taken']);
  await page.goto(new URL('/history', page.url()).href);
  await expect(page.getByText('AS flood FROM range(1000)').first()).toBeVisible();
});
