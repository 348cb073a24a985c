import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { expect, test } from './fixtures/test.ts';
import { resultGrid, runStatement } from './run-statement.ts';

const editor = (page: Page): Locator => page.getByRole('textbox', { name: /SQL editor/ });
const code = (page: Page): Locator => page.locator('.monaco-editor .view-lines').first();
const tabs = (page: Page): Locator => page.getByRole('tablist', { name: 'Open documents' });
const row = (page: Page, name: RegExp): Locator => page.getByRole('treeitem', { name });

/** A tab of its own with the text given. */
async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'New tab' }).click();
  await expect(editor(page)).toBeFocused();
  await page.keyboard.insertText(text);
}

const saved = (page: Page) => expect(page.getByText(/^Saved \d\d:/)).toBeVisible();

test('the tree opens from connection to column, and a name goes into the editor by the keyboard', async ({ page }) => {
  await write(page, 'SELECT * FROM ');
  await expect(row(page, /^shop PostgreSQL/)).toHaveAttribute('aria-expanded', 'true');
  await row(page, /^public/).click();
  await row(page, /^orders/).click();
  await expect(row(page, /^order_id .*primary key.* bigint/)).toBeVisible();
  await expect(row(page, /^customer_id .*refers to/)).toBeVisible();

  const tree = page.getByRole('tree', { name: 'Connections and tables' });
  await tree.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('c');
  await page.keyboard.press('Enter');
  await expect(editor(page)).toBeFocused();
  await expect(code(page)).toContainText('shop.customers');
  await expectAccessible(page, '[aria-label="Schema browser"]');
});

test('a table dragged into the editor is written where it is dropped', async ({ page }) => {
  await write(page, '');
  await row(page, /^tickets/).dragTo(code(page));
  await expect(code(page)).toHaveText('crm.tickets');
});

test('search finds tables and columns on the server and marks what matched', async ({ page }) => {
  await write(page, '');
  const search = page.getByRole('combobox', { name: 'Search tables and columns' });
  await search.fill('account_name');
  await expect(page.getByRole('option', { name: /account_name/ }).first()).toBeVisible();
  await expect(page.getByRole('option').locator('mark').first()).toHaveText('account_name');
  await expect(page.getByText(/found in [\d,]+ tables/)).toBeVisible();
  await search.press('Enter');
  await expect(code(page)).toContainText('account_name');
  await search.fill('no-such-thing-anywhere');
  await expect(page.getByText('Nothing found')).toBeVisible();
  await search.press('Escape');
  await expect(page.getByRole('tree')).toBeVisible();
});

test('completion knows connections, tables and the columns of an alias', async ({ page }) => {
  const widget = page.locator('.suggest-widget.visible');
  await write(page, 'SELECT * FROM');
  await page.keyboard.type(' ');
  await expect(widget.getByRole('option', { name: /^shop, PostgreSQL/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.type('shop.orders o JOIN shop.customers c ON ');
  await expect(widget.getByRole('option', { name: /^c\.customer_id = o\.customer_id/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.type(' WHERE o.');
  await expect(widget.getByRole('option', { name: /^ordered_at/ })).toBeVisible();
});

test('an error of one statement is marked at its place in the document, and the button leads there', async ({
  page,
}) => {
  await runStatement(page, 'SELECT 1 AS one;\n\nSELECT o.no_such_column\nFROM shop.orders o');
  await expect(page.locator('.squiggly-error')).toBeVisible();
  const goTo = page.getByRole('button', { name: /^Go to line 3,/ });
  await goTo.click();
  await expect(editor(page)).toBeFocused();
  await expect(page.getByText(/^Ln 3, Col/)).toBeVisible();
});

test('runs the selection, or all statements up to the first error', async ({ page }) => {
  await write(page, "SELECT 'first' AS v;\nSELECT 'second' AS v;");
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Shift+End');
  await page.getByRole('button', { name: /^Run selection/ }).click();
  await expect((await resultGrid(page)).getByRole('gridcell', { name: 'first' })).toBeVisible();
  await editor(page).focus();
  await page.keyboard.press('Control+Shift+Enter');
  await expect((await resultGrid(page)).getByRole('gridcell', { name: 'second' })).toBeVisible();
});

test('a long run can be stopped', async ({ page }) => {
  await write(page, 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3');
  const stop = page.getByRole('button', { name: 'Stop', exact: true });
  await expect(stop).toBeDisabled();
  await page.keyboard.press('Control+Enter');
  await stop.click();
  await expect(stop).toBeDisabled();
  await expect(page.getByRole('region', { name: 'Results' })).toContainText(/stopped/i);
});

test('drafts and their results are there again after a reload, and a closed tab can be reopened', async ({ page }) => {
  await runStatement(page, "SELECT 'kept' AS draft");
  await resultGrid(page);
  await tabs(page).getByRole('tab', { selected: true }).press('F2');
  await page.getByLabel('Name of the tab').fill('Kept draft');
  await page.keyboard.press('Enter');
  await saved(page);
  await page.reload();
  await expect(tabs(page).getByRole('tab', { name: 'Kept draft', selected: true })).toBeVisible();
  await expect(code(page)).toContainText("'kept'");
  await expect((await resultGrid(page)).getByRole('gridcell', { name: 'kept' })).toBeVisible();

  await page.getByTitle('Close Kept draft').click();
  await expect(tabs(page).getByRole('tab', { name: 'Kept draft' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Closed tabs' }).click();
  await page.getByRole('menuitem', { name: 'Kept draft' }).click();
  await expect(code(page)).toContainText("'kept'");
});

test('two windows never overwrite each other unseen', async ({ page, context }) => {
  await write(page, 'SELECT 1');
  await saved(page);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(code(other)).toContainText('SELECT 1');
  await editor(other).focus();
  await other.keyboard.press('Control+End');
  await other.keyboard.type(' + 2');
  await saved(other);
  await other.close();
  await page.keyboard.type(' + 3');
  const dialog = page.getByRole('dialog', { name: 'Changed in another window' });
  await dialog.getByRole('button', { name: /Keep both/ }).click();
  await expect(code(page)).toContainText('SELECT 1 + 3');
  await expect(tabs(page).getByRole('tab', { name: /copy$/, selected: true })).toBeVisible();
});

test('everything is reached by keys: palette, shortcuts, panes', async ({ page }) => {
  await runStatement(page, 'SELECT 42 AS answer');
  const grid = await resultGrid(page);
  await editor(page).focus();
  await page.keyboard.press('F6');
  await expect(grid).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F6');
  await expect(editor(page)).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Go to table or command' }).fill('accounts');
  await page.getByRole('option', { name: /crm\.accounts/ }).click();
  await expect(code(page)).toContainText('crm.accounts');
});

test('the page is accessible in light and dark', async ({ page }) => {
  await expect(code(page)).toBeVisible();
  for (const theme of ['Light', 'Dark']) {
    await page.getByRole('button', { name: /^Theme/ }).click();
    await page.getByRole('menuitem', { name: theme }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
    await expect(page.getByRole('menuitem', { name: theme })).toHaveCount(0);
    for (const part of ['header', '[aria-label="Schema browser"]', '[role="toolbar"]', 'footer'])
      await expectAccessible(page, part);
  }
});
