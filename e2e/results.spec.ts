import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { expect, test } from './fixtures/test.ts';
import { activeCell, resultGrid, runStatement } from './run-statement.ts';

const results = 'section[aria-label="Results"]';
const panel = (page: Page) => page.getByRole('region', { name: 'Results' });
const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test.beforeEach(({ context }) => context.grantPermissions(['clipboard-read', 'clipboard-write']));

test('a statement over two systems shows rows with their origin, plan and ledger', async ({ page }) => {
  await runStatement(
    page,
    'SELECT c.full_name, a.owner FROM shop.customers c, crm.accounts a WHERE a.account_id = c.customer_id',
  );
  const grid = await resultGrid(page);
  await expect(grid.getByRole('columnheader', { name: /^full_name/ })).toContainText('customers');
  await expect(grid.getByRole('columnheader', { name: /^owner/ })).toContainText('accounts');
  await expect(panel(page).getByText(/^shop [\d,]+ rows/)).toBeVisible();
  await expect(panel(page).getByText(/^crm [\d,]+ rows/)).toBeVisible();
  await expectAccessible(page, results);

  await page.getByRole('tab', { name: 'Plan' }).click();
  await expect(page.getByRole('region', { name: 'Plan' })).toContainText('Join here');
  await expectAccessible(page, results);

  await page.getByRole('tab', { name: 'Ledger' }).click();
  const ledger = page.getByRole('region', { name: 'Ledger' });
  await expect(ledger).toContainText('public.customers');
  await expect(ledger).toContainText('main.accounts');
  // PostgreSQL keeps figures of its queries.
  await expect(ledger).toContainText(/The source says.* of work/);
  await ledger.getByRole('button', { name: 'Copy SQL' }).first().click();
  await expect(ledger.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await clipboard(page)).toMatch(/select/i);
  await expectAccessible(page, results);
});

test('values are exact, and NULL is no empty text', async ({ page }) => {
  await runStatement(
    page,
    "SELECT 9223372036854775807 AS big, 12345678901234567890.10::DECIMAL(38,2) AS amount, NULL::VARCHAR AS nothing, '' AS empty, 1 AS a, 2 AS a",
  );
  const grid = await resultGrid(page);
  await expect(grid.getByRole('gridcell', { name: '9,223,372,036,854,775,807' })).toBeVisible();
  await expect(grid.getByRole('gridcell', { name: '12,345,678,901,234,567,890.10' })).toBeVisible();
  await expect(grid.getByRole('gridcell', { name: 'NULL' })).toBeVisible();
  await expect(grid.getByRole('gridcell', { name: 'empty text' })).toBeVisible();
  await expect(grid.getByRole('columnheader', { name: /^a \(2\)/ })).toBeVisible();
  await grid.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await expect(panel(page).getByText(/^Copied/)).toBeVisible();
  expect(await clipboard(page)).toBe('9223372036854775807\t12345678901234567890.10\t\t\t1\t2');
});

test('keys reach every cell of a million rows, and a range is copied from rows never seen', async ({ page }) => {
  await runStatement(page, "SELECT i AS id, 'n' || i AS name FROM range(1000000) t(i)", 'All rows');
  const grid = await resultGrid(page);
  await expect(grid).toHaveAttribute('aria-rowcount', '1000001');
  await grid.focus();
  await page.keyboard.press('Control+End');
  await expect(await activeCell(grid)).toHaveText('n999999');
  await expect(await activeCell(grid)).toBeInViewport();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('PageUp');
  await expect(await activeCell(grid)).not.toHaveText('999,999');
  await page.keyboard.press('Control+Home');
  await expect(await activeCell(grid)).toHaveText('0');
  for (let row = 0; row < 3; row += 1) await page.keyboard.press('Shift+ArrowDown');
  await expect(panel(page).getByText(/sum 6 · avg 1\.5$/)).toBeVisible();
  for (let page_ = 0; page_ < 100; page_ += 1) await page.keyboard.press('Shift+PageDown');
  await page.keyboard.press('Control+c');
  await expect(panel(page).getByText(/^Copied [\d,]+ rows/)).toBeVisible();
  const copied = (await clipboard(page)).split('\n');
  expect(copied.length).toBeGreaterThan(700);
  expect(copied).toEqual(copied.map((_, row) => String(row)));
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await expect(panel(page).getByText(/at most 1,000,000 are copied at once/)).toBeVisible();
});

test('ranges are dragged with the mouse and copied in other forms', async ({ page }) => {
  await runStatement(page, "SELECT i AS id, 'it''s ' || i AS name FROM range(20) t(i)");
  const grid = await resultGrid(page);
  const from = grid.getByRole('gridcell', { name: "it's 2", exact: true });
  await from.hover();
  await page.mouse.down();
  await grid.getByRole('gridcell', { name: "it's 4", exact: true }).hover();
  await page.mouse.up();
  await expect(grid.locator('[role="gridcell"][aria-selected="true"]')).toHaveCount(3);
  await from.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy as IN list' }).click();
  await expect(panel(page).getByText(/IN list/)).toBeVisible();
  expect(await clipboard(page)).toBe("('it''s 2', 'it''s 3', 'it''s 4')");
});

test('columns are pinned, hidden and fitted by keyboard', async ({ page }) => {
  await runStatement(page, 'SELECT 1 AS one, 2 AS two, 3 AS three');
  const grid = await resultGrid(page);
  const names = () => grid.getByRole('columnheader').filter({ hasText: 'integer' }).allInnerTexts();
  await grid.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await expect(await activeCell(grid)).toContainText('three');
  const width = async () => (await (await activeCell(grid)).boundingBox())?.width ?? 0;
  const before = await width();
  await page.keyboard.press('+');
  expect(await width()).toBe(before + 16);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Pin left' }).click();
  await expect.poll(async () => (await names())[0]).toMatch(/^three/);
  await expect(grid).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Hide' }).click();
  await expect(grid.getByRole('columnheader', { name: /^three/ })).toBeHidden();
  await expect(grid).toHaveAttribute('aria-colcount', '3');
});

test('the stored rows are sorted and filtered by keyboard, and the statement does not run again', async ({ page }) => {
  await runStatement(page, "SELECT i AS id, 'n' || (i % 5) AS name FROM range(50000) t(i)", 'All rows');
  const grid = await resultGrid(page);
  const runs: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && runs.push(request.url()));
  await grid.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('s');
  await page.keyboard.press('s');
  await expect(grid.getByRole('columnheader', { name: /^id/ })).toHaveAttribute('aria-sort', 'descending');
  await expect(grid).toBeFocused();
  await expect(grid.getByRole('gridcell').first()).toHaveText('49,999');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('f');
  const dialog = page.getByRole('dialog', { name: 'Filter name' });
  await dialog.getByRole('combobox', { name: 'Condition' }).selectOption({ label: 'is' });
  await dialog.getByRole('textbox', { name: 'Value' }).fill('n3');
  await expectAccessible(page, '[role="dialog"]');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByText('10,000 of 50,000 rows')).toBeVisible();
  await expect(grid).toHaveAttribute('aria-rowcount', '10001');
  await expect(grid.getByRole('gridcell').first()).toHaveText('49,998');
  await grid.focus();
  await page.keyboard.press('Control+End');
  await expect(await activeCell(grid)).toHaveText('n3');
  await expectAccessible(page, results);
  expect(runs.filter((url) => url.includes('/api/'))).toEqual([]);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    (async () => {
      await panel(page).getByRole('button', { name: 'Export' }).click();
      const shown = page.getByRole('menuitemradio', { name: 'As shown: 10,000 rows, 2 columns' });
      await expect(shown).toBeChecked();
      await page.getByRole('group', { name: 'Save as' }).getByRole('menuitem', { name: 'CSV' }).click();
    })(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).split('\n');
  expect([lines[0], lines[1], lines.length]).toEqual(['id,name', '49998,n3', 10_002]);
  await panel(page).getByRole('button', { name: 'Clear' }).click();
  await expect(grid).toHaveAttribute('aria-rowcount', '50001');
});

test('a column is summed up, and its values and bars filter', async ({ page }) => {
  await runStatement(
    page,
    "SELECT i AS id, CASE i % 4 WHEN 0 THEN NULL ELSE 'n' || (i % 4) END AS name FROM range(1000) t(i)",
  );
  const grid = await resultGrid(page);
  await grid.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('i');
  const summary = page.getByRole('complementary', { name: 'Summary of name' });
  await expect(summary.getByRole('button', { name: '250 (25.0%)' })).toBeVisible();
  await expectAccessible(page, results);
  await summary.getByRole('button', { name: /^n2/ }).click();
  await expect(panel(page).getByText('250 of 1,000 rows')).toBeVisible();
  await page.getByRole('columnheader', { name: /^id/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Summary' }).click();
  const numbers = page.getByRole('complementary', { name: 'Summary of id' });
  await numbers.getByRole('button', { name: /^2 to / }).click();
  await expect(panel(page).getByText(/^\d+ of 1,000 rows/)).toBeVisible();
  await page.keyboard.press('Escape');
});

test('a chart shows all rows', async ({ page }) => {
  await runStatement(
    page,
    "SELECT i AS id, DATE '2024-01-01' + (i % 366)::INTEGER AS day, i::DECIMAL(9,2) AS amount FROM range(20000) t(i)",
    'All rows',
  );
  await resultGrid(page);
  await page.getByRole('tab', { name: 'Chart' }).click();
  const chart = page.getByRole('region', { name: 'Chart' });
  await expect(chart.getByRole('img', { name: /^Line: Sum of amount along day/ })).toBeVisible();
  await expect(chart.locator('.recharts-line-curve')).toBeVisible();
  await chart.getByLabel('Kind').selectOption('bar');
  await expect(chart.locator('.recharts-bar-rectangle').first()).toBeVisible();
  await expectAccessible(page, results);
});

test('statements that run together keep a result each, and a pinned one stays', async ({ page }) => {
  await runStatement(page, 'SELECT 11 AS one; SELECT 22 AS two;');
  const grid = await resultGrid(page);
  await page.getByRole('textbox', { name: /SQL editor/ }).focus();
  await page.keyboard.press('Control+Shift+Enter');
  const bar = page.getByRole('navigation', { name: 'Results of this tab' });
  await expect(bar.getByRole('button', { name: /^2 1 row SELECT 22/ })).toHaveAttribute('aria-current', 'true');
  await bar.getByRole('button', { name: /^1 1 row SELECT 11/ }).click();
  await expect(grid.getByRole('gridcell').first()).toHaveText('11');
  await panel(page).getByRole('button', { name: 'Pin', exact: true }).click();
  await expectAccessible(page, results);
  await page.getByRole('textbox', { name: /SQL editor/ }).focus();
  await page.keyboard.press('Control+Shift+Enter');
  await expect(bar.getByRole('button', { name: /row SELECT/ })).toHaveCount(3);
});

test('a nested value opens as a tree', async ({ page }) => {
  await runStatement(page, "SELECT {'a': 1, 'list': [1, 2]} AS s, '{\"id\": 9223372036854775807}'::JSON AS j");
  const grid = await resultGrid(page);
  await grid.focus();
  await page.keyboard.press('Enter');
  const view = page.getByRole('dialog', { name: 's' });
  await expect(view.getByRole('button', { name: /list/ })).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
  await page.keyboard.press('Escape');
  await expect(view).toBeHidden();
  await expect(grid).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'j' })).toContainText('9223372036854775807');
});

test('a limited result says so and runs again with more', async ({ page }) => {
  await runStatement(page, 'SELECT i FROM range(2500) t(i)');
  await resultGrid(page);
  await expect(panel(page).getByText(/^First 1,000 rows; there are more/)).toBeVisible();
  await panel(page).getByRole('button', { name: 'Run for 10,000 rows' }).click();
  await expect(panel(page).getByText(/^2,500 rows ·/)).toBeVisible();
  await expect(panel(page).getByText(/there are more/)).toBeHidden();
});

test('the stored result is exported', async ({ page }) => {
  await runStatement(page, "SELECT 9007199254740993 AS id, 'a,b' AS name, NULL AS none");
  await resultGrid(page);
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV', exact: true }).click();
  const download = await started;
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(text.replaceAll('\r\n', '\n')).toBe('id,name,none\n9007199254740993,"a,b",\n');
});

test('an empty result keeps its headings', async ({ page }) => {
  await runStatement(page, 'SELECT i FROM range(10) t(i) WHERE i > 99');
  await expect(page.getByRole('grid', { name: 'Result' }).getByRole('columnheader', { name: /^i/ })).toBeVisible();
  await expect(panel(page).getByText('The statement ran and found no rows.')).toBeVisible();
});

test('a failure says what, where and what to do', async ({ page }) => {
  await runStatement(page, 'SELECT order_id,\n  ordred_at\nFROM shop.orders');
  const failure = panel(page).getByRole('alert');
  await expect(failure).toContainText('ordred_at');
  await expect(failure).toContainText('unknown_column');
  await expectAccessible(page, results);
  await failure.getByRole('button', { name: 'Go to line 2, column 3' }).click();
  await expect(page.getByRole('textbox', { name: /SQL editor/ })).toBeFocused();
});

test('a long run shows its time and stops', async ({ page }) => {
  await runStatement(page, 'SELECT sum(a.i * b.i) FROM range(1000000) a(i), range(1000000) b(i)');
  await expect(panel(page).getByRole('status').filter({ hasText: 'Running' })).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(panel(page).getByRole('heading', { name: /^Stopped after/ })).toBeVisible();
});
