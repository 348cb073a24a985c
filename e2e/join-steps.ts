import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures/test.ts';

/** The list of columns of an input. */
export const columns = (page: Page, table: string): Locator =>
  page.getByRole('listbox', { name: `Columns of ${table}` });

/** The keys of the step that is shown. */
export const keys = (page: Page): Locator =>
  page.getByRole('list', { name: 'Keys' }).getByRole('listitem').filter({ hasText: /^Key/ });

/** Chooses an input in a place that is open; `option` where the name of the table does not tell it from others. */
export async function pick(page: Page, place: string, table: string, option = new RegExp(`^${table} `)): Promise<void> {
  await page.getByRole('combobox', { name: place }).fill(table);
  await page.getByRole('option', { name: option }).click();
}

/** A join of two tables in a tab of its own, without keys. */
export async function newJoin(page: Page, left: string, right: string): Promise<void> {
  await page.getByRole('button', { name: 'New join' }).click();
  await pick(page, 'First input', left);
  await pick(page, 'Second input', right);
  await expect(columns(page, right).getByRole('option').first()).toBeVisible();
}

/** Makes a key of two columns by two lists. */
export async function addKey(page: Page, left: string, right: string): Promise<void> {
  const before = await keys(page).count();
  await page.getByRole('button', { name: 'Add key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a key' });
  await dialog.getByRole('combobox').nth(0).selectOption({ label: left });
  await dialog.getByRole('combobox').nth(1).selectOption({ label: right });
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect(keys(page)).toHaveCount(before + 1);
}
