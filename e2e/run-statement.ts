import { expect, type Locator, type Page } from '@playwright/test';

/** Puts `text` in a tab of its own and runs it. */
export async function runStatement(page: Page, text: string, rowLimit?: string): Promise<void> {
  const tabs = page.getByRole('tablist', { name: 'Open documents' }).getByRole('tab');
  await expect(tabs).not.toHaveCount(0);
  const before = await tabs.count();
  await page.getByRole('button', { name: 'New tab' }).click();
  await expect(tabs).toHaveCount(before + 1);
  await page.getByRole('textbox', { name: /SQL editor/ }).focus();
  await page.keyboard.insertText(text);
  if (rowLimit !== undefined) {
    await page.getByRole('combobox', { name: 'Row limit' }).click();
    await page.getByRole('option', { name: rowLimit }).click();
  }
  await page.getByRole('button', { name: /^Run statement/ }).click();
}

/** The grid once its first cells are there. */
export async function resultGrid(page: Page): Promise<Locator> {
  const grid = page.getByRole('grid', { name: 'Result' });
  await expect(grid.getByRole('gridcell').first()).not.toBeEmpty();
  return grid;
}

/** The active cell, as the grid names it. */
export async function activeCell(grid: Locator): Promise<Locator> {
  const id = await grid.getAttribute('aria-activedescendant');
  return grid.page().locator(`[id="${id}"]`);
}
