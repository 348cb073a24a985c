import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { expect, test } from './fixtures/test.ts';
import { resultGrid, runStatement } from './run-statement.ts';

/** Puts a statement in a tab of its own, runs it, and saves it as a query. */
async function saveAsQuery(page: Page, text: string, title: string): Promise<void> {
  await runStatement(page, text);
  await resultGrid(page);
  await page.getByRole('textbox', { name: /SQL editor/ }).focus();
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: 'Save as query' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
  await dialog.getByRole('textbox', { name: 'Tags' }).fill('monthly, shop');
  await dialog.getByRole('combobox', { name: 'Collection' }).fill('Reports');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`Saved as “${title}”, version 1`)).toBeVisible();
}

const queries = (page: Page) => page.getByRole('list', { name: 'Queries' }).getByRole('listitem');
async function show(page: Page, title: string): Promise<void> {
  await page.getByRole('searchbox').fill(title);
  await queries(page).getByRole('button', { name: title }).click();
}
const detail = (page: Page) => page.getByRole('region', { name: 'Query', exact: true });

test('a tab is saved as a query, then as its next version, which is shown and undone', async ({ page }) => {
  const title = `Orders ${Date.now()}`;
  await saveAsQuery(page, 'SELECT order_id\nFROM shop.orders', title);
  await expect(page.getByRole('tab', { name: new RegExp(title) })).toHaveAttribute('aria-selected', 'true');

  await page.getByRole('textbox', { name: /SQL editor/ }).focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('\nWHERE order_id < 10');
  await page.keyboard.press('Control+s');
  await expect(page.getByText(`Saved as “${title}”, version 2`)).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(page.getByText(`“${title}” has no change since version 2`)).toBeVisible();

  await page.getByRole('button', { name: 'New tab' }).click();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Go to table or command' }).fill(title);
  await page.getByRole('option', { name: new RegExp(`^${title}\\s*Reports`) }).click();
  await expect(page.getByRole('tab', { name: new RegExp(title) })).toHaveAttribute('aria-selected', 'true');

  await page.getByRole('link', { name: 'Queries' }).click();
  await page.getByRole('searchbox').fill(title);
  await expect(queries(page)).toHaveCount(1);
  await queries(page).getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(detail(page).getByRole('heading', { name: title })).toBeVisible();
  await expect(detail(page)).toContainText('WHERE order_id < 10');
  await expectAccessible(page, 'main');

  await detail(page)
    .getByRole('tab', { name: /Versions/ })
    .click();
  const changes = page.getByRole('region', { name: 'Changes of version 2' });
  await expect(changes).toContainText('WHERE order_id < 10');
  await expect(changes.locator('[data-kind="added"]')).toHaveCount(1);
  await expectAccessible(page, 'main');
  await page.getByRole('button', { name: /^Version 1/ }).click();
  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await expect(page.getByRole('button', { name: /^Version 3/ })).toBeVisible();
  await detail(page).getByRole('tab', { name: 'Query' }).click();
  await expect(detail(page)).not.toContainText('WHERE order_id < 10');

  await detail(page).getByRole('button', { name: 'Run' }).click();
  const grid = await resultGrid(page);
  await expect(grid.getByRole('columnheader', { name: /order_id/ })).toBeVisible();
});

test('a version saved elsewhere is not overwritten unseen', async ({ page }) => {
  const title = `Conflict ${Date.now()}`;
  await saveAsQuery(page, 'SELECT 1 AS mine', title);
  const first = page.url();
  await page.getByRole('link', { name: 'Queries' }).click();
  await show(page, title);
  await detail(page).getByRole('button', { name: 'Open' }).click();
  const editor = page.getByRole('textbox', { name: /SQL editor/ });
  await editor.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(', 2 AS theirs');
  await page.keyboard.press('Control+s');
  await expect(page.getByText(`Saved as “${title}”, version 2`)).toBeVisible();

  await page.goto(first);
  await editor.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(', 3 AS other');
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: 'Saved elsewhere meanwhile' });
  await expect(dialog.locator('[data-kind="removed"]').last()).toContainText('2 AS theirs');
  await expect(dialog.locator('[data-kind="added"]').last()).toContainText('3 AS other');
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole('button', { name: 'Save mine as version 3' }).click();
  await expect(page.getByText(`Saved as “${title}”, version 3`)).toBeVisible();
});

test('favourites, words, editing and deleting', async ({ page }) => {
  const title = `Kept ${Date.now()}`;
  await expect(page.getByRole('tablist', { name: 'Open documents' }).getByRole('tab')).not.toHaveCount(0);
  await page.getByRole('button', { name: 'New tab' }).click();
  await expect(page.getByRole('textbox', { name: /SQL editor/ })).toBeFocused();
  await page.keyboard.insertText('SELECT {{n}} + 1 AS next');
  await page.getByRole('textbox', { name: 'n', exact: true }).fill('41');
  await page.getByRole('combobox', { name: 'Type of n' }).selectOption('whole number');
  await page.getByRole('textbox', { name: /SQL editor/ }).focus();
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: 'Save as query' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole('link', { name: 'Queries' }).click();
  await show(page, title);
  await expect(detail(page).getByRole('row', { name: /^n whole number 41/ })).toBeVisible();
  await detail(page).getByRole('button', { name: 'Make it a favourite' }).click();
  await page.getByRole('button', { name: 'Favourites' }).click();
  await expect(queries(page)).toHaveCount(1);

  await detail(page).getByRole('button', { name: 'Edit…' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit query' });
  await edit.getByRole('textbox', { name: 'Title' }).fill(`${title} renamed`);
  await edit.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(detail(page).getByRole('heading', { name: `${title} renamed` })).toBeVisible();

  await detail(page).getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete query' }).click();
  await expect(page.getByText('No query matches')).toBeVisible();
});

test('a link shows the query with the result of its time, until it is revoked', async ({ page }) => {
  const title = `Shared ${Date.now()}`;
  await saveAsQuery(page, 'SELECT count(*) AS orders FROM shop.orders', title);
  await page.getByRole('link', { name: /Saved as query, version 1/ }).click();
  await detail(page).getByRole('tab', { name: /Links/ }).click();
  await detail(page).getByRole('button', { name: 'Make a link…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Shows' }).selectOption({ index: 1 });
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole('button', { name: 'Make link' }).click();
  const url = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();

  await page.goto(url);
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await resultGrid(page);
  await page.getByRole('tab', { name: /Ledger/ }).click();
  await expect(page.getByRole('region', { name: 'Ledger' })).toContainText('orders');
  await expectAccessible(page, 'main');

  await page.getByRole('link', { name: 'Queries' }).click();
  await show(page, title);
  await detail(page).getByRole('tab', { name: /Links/ }).click();
  await expect(detail(page).getByRole('row', { name: /Query and result/ })).toContainText('1');
  await detail(page)
    .getByRole('button', { name: /^Revoke/ })
    .click();
  await expect(detail(page).getByText(/^Revoked/)).toBeVisible();
  await page.goto(url);
  await expect(page.getByText('This link does not open anything.')).toBeVisible();
  await expectAccessible(page, 'main');
});

test('a run of the history becomes a query', async ({ page }) => {
  const name = `kept_${Date.now()}`;
  await runStatement(page, `SELECT 1 AS ${name}`);
  await resultGrid(page);
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('searchbox').fill(name);
  await page.getByRole('button', { name: `More for: SELECT 1 AS ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Save as query…' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Title' }).fill(name);
  await page.keyboard.press('Enter');
  await expect(detail(page).getByRole('heading', { name })).toBeVisible();
  await expect(detail(page)).toContainText(`SELECT 1 AS ${name}`);
  await detail(page).getByRole('link', { name: 'Its runs' }).click();
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('main').getByRole('listitem')).toContainText(name);
});

test('a run is shared from the history: saved first, then shown with its result by a link', async ({ page }) => {
  const name = `shared_${Date.now()}`;
  await runStatement(page, `SELECT 1 AS ${name}`);
  await resultGrid(page);
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('searchbox').fill(name);
  await page.getByRole('button', { name: `More for: SELECT 1 AS ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Share by link…' }).click();
  const saving = page.getByRole('dialog', { name: 'Save, then share' });
  await saving.getByRole('textbox', { name: 'Title' }).fill(name);
  // A tag is neither cut nor left out unseen.
  await saving.getByRole('textbox', { name: 'Tags' }).fill(`d & d, ${'x'.repeat(51)}`);
  await expect(saving.getByRole('status')).toContainText('longer than 50 characters');
  await expect(saving.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await saving.getByRole('textbox', { name: 'Tags' }).fill('d & d');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Share by link' })).toBeVisible();
  const sharing = page.getByRole('dialog');
  await expect(sharing.getByRole('combobox', { name: 'Shows' })).not.toHaveValue('');
  await sharing.getByRole('button', { name: 'Make link' }).click();
  const url = await sharing.getByRole('textbox', { name: 'Link' }).inputValue();
  await sharing.getByRole('button', { name: 'Done' }).click();

  // A tag leads to its queries; the address holds the filter, and what it says is there after a reload.
  await detail(page).getByRole('tab', { name: 'Query' }).click();
  await detail(page).getByRole('link', { name: 'd & d' }).click();
  await expect(page).toHaveURL(/\/queries\?tag=d\+%26\+d$/);
  await page.getByRole('searchbox').fill(name);
  await expect(page).toHaveURL(new RegExp(`q=${name}`));
  await page.reload();
  await expect(page.getByRole('searchbox')).toHaveValue(name);
  await expect(queries(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL(/\/queries$/);

  await page.goto(url);
  await expect(page.getByRole('gridcell', { name: '1', exact: true })).toBeVisible();
});

test('people talk about a query: comments are plain text, edited, resolved and deleted', async ({ page }) => {
  const { origin } = new URL(page.url());
  const name = `talk_${Date.now()}`;
  await runStatement(page, `SELECT 1 AS ${name}`);
  await page.goto(`${origin}/history?q=${name}`);
  await page.getByRole('button', { name: `More for: SELECT 1 AS ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Save as query…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('tab', { name: /Comments/ }).click();
  const words = '<b>Größe</b> 数据 checked';
  await page.getByLabel('Your comment').fill(words);
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  const entries = page.getByRole('list', { name: /Comments/ }).getByRole('listitem');
  await expect(entries).toContainText(words);
  await expectAccessible(page, 'main');
  await entries.getByRole('button', { name: 'Edit' }).click();
  await entries.getByLabel('Edit your comment').fill('Other words');
  await entries.getByRole('button', { name: 'Save comment' }).click();
  await expect(entries).toContainText('Other words');
  await entries.getByRole('button', { name: 'Resolve' }).click();
  await expect(entries).toHaveCount(0);
  await page.getByRole('button', { name: 'Show 1 resolved' }).click();
  await entries.getByRole('button', { name: 'Delete' }).click();
  await expect(entries).toContainText('Deleted by its author');
});
