import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { expect, test } from './fixtures/test.ts';
import { resultGrid, runStatement } from './run-statement.ts';

const panel = (page: Page) => page.getByRole('region', { name: 'Results' });
const results = 'section[aria-label="Results"]';

/** What is shown now, in both themes. */
async function accessible(page: Page, within: string): Promise<void> {
  // Axe takes what it takes on a busy machine.
  test.slow();
  const root = page.locator('html');
  for (const theme of ['light', 'dark']) {
    await root.evaluate((html, value) => html.setAttribute('data-theme', value), theme);
    await expectAccessible(page, within);
  }
}

test('with the assistant open nothing of the bar is cut off, and the active tab stays in sight', async ({ page }) => {
  await runStatement(page, 'SELECT 1 AS one');
  for (let more = 0; more < 5; more += 1) await page.getByRole('button', { name: 'New tab' }).click();
  await page.getByRole('textbox', { name: /SQL editor/ }).focus();
  await page.keyboard.insertText('SELECT 2 AS two');
  await page.getByRole('button', { name: 'Assistant' }).click();
  await expect(page.getByRole('tab', { name: 'Suggest join' })).toBeVisible();
  const bar = page.getByRole('toolbar', { name: 'Run' });
  for (const name of [/^Run statement/, 'Stop', 'Format', 'Explain', 'Suggest join'])
    await expect(bar.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
  const active = page.getByRole('tablist', { name: 'Open documents' }).getByRole('tab', { selected: true });
  await expect(active).toBeInViewport({ ratio: 1 });
});

test('the schema browser is as wide in a large window as in a small one, until somebody drags it', async ({ page }) => {
  const browser = page.locator('[aria-label="Schema browser"]');
  const width = async () => Math.round((await browser.boundingBox())?.width ?? 0);
  await page.setViewportSize({ width: 900, height: 700 });
  await expect.poll(width).toBe(272);
  await page.reload();
  await page.setViewportSize({ width: 1600, height: 900 });
  await expect.poll(width).toBe(272);
  await page.reload();
  await expect.poll(width).toBe(272);
  const line = page.getByRole('separator', { name: 'Width of the schema browser' });
  await line.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(width).toBeGreaterThan(272);
  const dragged = await width();
  await page.reload();
  await expect.poll(width).toBe(dragged);
});

test('a filter begins at its value, says when no row passes it, and moves no column', async ({ page }) => {
  await runStatement(page, "SELECT i AS id, 'n' || i AS name FROM range(50000) t(i)", 'All rows');
  const grid = await resultGrid(page);
  const name = grid.getByRole('columnheader', { name: /^name/ });
  const place = async () => (await name.boundingBox())?.x;
  const before = await place();
  await grid.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('f');
  const dialog = page.getByRole('dialog', { name: 'Filter name' });
  await expect(dialog.getByRole('textbox', { name: 'Value' })).toBeFocused();
  await accessible(page, '[role="dialog"]');
  await page.keyboard.insertText('nothing like it');
  await page.keyboard.press('Enter');
  await expect(panel(page).getByText('None of the 50,000 stored rows passes the filters.')).toBeVisible();
  expect(await place()).toBe(before);
  await accessible(page, results);
});

test('a stored result that is joined is called by the title of its tab', async ({ page }) => {
  await runStatement(page, 'SELECT customer_id AS id FROM shop.customers WHERE customer_id < 1100');
  await resultGrid(page);
  const tab = page.getByRole('tablist', { name: 'Open documents' }).getByRole('tab', { selected: true });
  await tab.press('F2');
  await page.getByLabel('Name of the tab').fill('First customers');
  await page.keyboard.press('Enter');
  await expect(tab).toHaveText('First customers');
  await expect(page.getByText(/^Saved \d\d:/)).toBeVisible();
  await panel(page).getByRole('button', { name: 'Join', exact: true }).click();
  const run = page.getByRole('button', { name: /^Run join/ });
  await page.getByRole('combobox', { name: 'Second input' }).fill('customers');
  await page.getByRole('option', { name: /^customers / }).click();
  await page.getByRole('button', { name: 'Add key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a key' });
  await dialog.getByRole('combobox').nth(1).selectOption({ label: 'customer_id · integer' });
  await accessible(page, '[role="dialog"]');
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect(page.getByRole('region', { name: 'Join X-ray' })).toContainText('Expected result');
  await expect(run).not.toHaveAttribute('title');
  await run.click();
  await resultGrid(page);
  await page.getByRole('tab', { name: 'Ledger' }).click();
  const ledger = page.getByRole('region', { name: 'Ledger' });
  await expect(ledger).toContainText('stored result');
  await expect(ledger).toContainText('First customers');
  await page.getByRole('tab', { name: 'Plan' }).click();
  await expect(page.getByRole('region', { name: 'Plan' })).toContainText('First customers');
  await accessible(page, '[aria-label="Join builder"]');

  // Another join finds it by that title, of which its statement says nothing.
  await page.getByRole('button', { name: 'New join' }).click();
  await expect(page.getByRole('combobox', { name: 'First input' })).toBeFocused();
  await expect(run).toHaveAttribute('title', 'Choose two inputs first.');
  await page.getByRole('button', { name: 'Stored result', exact: true }).click();
  await page.getByRole('combobox', { name: 'First input' }).fill('first cust');
  const found = page.getByRole('option', { name: /^First customers [\d,]+ rows/ });
  await expect(found).toContainText('SELECT customer_id AS id');
  await accessible(page, '[aria-label="Join builder"]');
  await found.click();
  await expect(page.getByRole('listbox', { name: /^Columns of/ }).getByRole('option', { name: /^id\b/ })).toBeVisible();
});

test('every state of the results is accessible in both themes', async ({ page }) => {
  await runStatement(
    page,
    `SELECT c.country, count(*) AS customers, max(c.signed_up_at) AS newest, any_value(a.owner) AS owner
     FROM shop.customers c LEFT JOIN crm.accounts a ON a.account_id = c.customer_id GROUP BY c.country`,
  );
  const grid = await resultGrid(page);
  await grid.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('s');
  await expect(grid.getByRole('columnheader', { name: /^country/ })).toHaveAttribute('aria-sort', 'ascending');
  await page.keyboard.press('i');
  await expect(page.getByRole('complementary', { name: 'Summary of country' })).toContainText('Distinct');
  await accessible(page, results);
  for (const name of ['Chart', 'Plan', 'Ledger']) {
    await page.getByRole('tab', { name }).click();
    await expect(page.getByRole('region', { name })).toBeVisible();
    await accessible(page, results);
  }
});

test('menus, the palette and the sheet of keys are accessible in both themes', async ({ page }) => {
  await runStatement(page, 'SELECT 1 AS one');
  await resultGrid(page);
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('menuitem', { name: /^CSV/ }).first()).toBeVisible();
  await accessible(page, '[role="menu"]');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Go to table or command' })).toBeFocused();
  await accessible(page, '[role="dialog"]');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await panel(page).focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await accessible(page, '[role="dialog"]');
});
