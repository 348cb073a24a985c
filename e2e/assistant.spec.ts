import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { expect, test } from './fixtures/test.ts';
import { resultGrid, runStatement } from './run-statement.ts';

/** Suggestions ask the sources; descriptions load a parser. */
test.describe.configure({ timeout: 180_000 });

const panel = (page: Page) => page.getByRole('complementary', { name: 'Assistant' });
const cards = (page: Page) => panel(page).getByRole('article');

async function suggest(page: Page): Promise<void> {
  const tabs = page.getByRole('tablist', { name: 'Open documents' }).getByRole('tab');
  await expect(tabs).not.toHaveCount(0);
  const before = await tabs.count();
  await page.getByRole('button', { name: 'New tab' }).click();
  await expect(tabs).toHaveCount(before + 1);
  await page.getByRole('textbox', { name: /SQL editor/ }).focus();
  await page.keyboard.insertText('SELECT * FROM shop.customers c JOIN shop.orders o ON true');
  await page.keyboard.press('Control+j');
  await expect(panel(page).getByText('Statistics only.')).toBeVisible({ timeout: 60_000 });
}

test('a suggested join is explained, put below the statement, previewed, dismissed and brought back', async ({
  page,
}) => {
  await suggest(page);
  const card = cards(page).first();
  await expect(card).toContainText('customer_id');
  await card.getByRole('button', { name: 'Evidence' }).click();
  await expect(card).toContainText('Uniqueness is');
  await expect(panel(page)).toContainText(/small quer(y|ies)|Nothing asked anew/);
  await expectAccessible(page, 'aside');

  await card.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('Put below your statement; nothing has run')).toBeVisible();
  await expect(page.locator('.monaco-editor').first()).toContainText('customer_id');

  const before = await cards(page).count();
  await card.getByRole('button', { name: 'Dismiss' }).click();
  await expect(cards(page)).toHaveCount(before - 1);
  await panel(page).getByRole('button', { name: 'Undo' }).click();
  await expect(cards(page)).toHaveCount(before);

  await card.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByRole('tab', { name: /preview/ })).toHaveAttribute('aria-selected', 'true');
  await expect(await resultGrid(page)).toBeVisible();
  // The cards stay beside the rows of one of them.
  await expect(cards(page)).toHaveCount(before);
});

test('without a model one sees what a model would see', async ({ page }) => {
  await suggest(page);
  await expect(panel(page)).toContainText('No model is configured.');
  await panel(page).getByRole('button', { name: 'What would a model see?' }).click();
  const dialog = page.getByRole('dialog', { name: 'What would be sent?' });
  await expect(dialog.getByRole('region', { name: 'Exact text' })).toContainText('shop.public.customers');
  await expect(dialog).toContainText('names and types');
  await expect(dialog.getByRole('button', { name: 'Send' })).toHaveCount(0);
  await expectAccessible(page, '[role="dialog"]');
});

test('a result is described, edited, confirmed, kept and exported', async ({ page }) => {
  await runStatement(page, 'SELECT a.owner, sum(a.expected_revenue_eur) AS revenue FROM crm.accounts a GROUP BY ALL');
  await resultGrid(page);
  await page.keyboard.press('Control+i');
  await panel(page).getByRole('tab', { name: 'Describe' }).click();
  const revenue = panel(page).getByRole('article', { name: 'revenue' });
  await expect(revenue).toContainText('crm.accounts.expected_revenue_eur', { timeout: 60_000 });
  await expect(revenue.getByLabel('Unit of revenue')).toHaveValue('EUR');
  await expectAccessible(page, 'aside');

  await revenue.getByLabel('Description of revenue').fill('Revenue that the owner expects.');
  await revenue.getByRole('button', { name: 'Confirm' }).click();
  await expect(revenue).toContainText('edited');
  await expect(panel(page).getByText('Saving…')).toHaveCount(0);

  await page.reload();
  await expect(revenue.getByLabel('Description of revenue')).toHaveValue('Revenue that the owner expects.', {
    timeout: 60_000,
  });
  await expect(revenue.getByRole('button', { name: 'Confirmed' })).toBeVisible();
  await panel(page).getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /dbt/ }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text).toContain('description: Revenue that the owner expects.');
  expect(text).toContain('confirmed: true');
});
