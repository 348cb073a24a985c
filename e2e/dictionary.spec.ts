import { readFile } from 'node:fs/promises';
import { expectAccessible } from './accessibility.ts';
import { expect, test } from './fixtures/test.ts';

test.describe.configure({ timeout: 120_000 });

test('descriptions are proposed, confirmed, written by keyboard, found, exported, and shown in the schema browser', async ({
  page,
}) => {
  await page.getByRole('link', { name: 'Dictionary' }).click();
  const tables = page.getByRole('list', { name: 'Tables' });
  await tables.getByRole('button', { name: /shop\.order_lines/ }).click();
  const panel = page.getByRole('region', { name: 'order_lines' });
  await panel.getByRole('button', { name: 'Propose for gaps' }).click();
  const quantity = panel.getByRole('row', { name: /^quantity/ });
  await expect(quantity).toContainText('Proposed from names and keys');
  await expectAccessible(page, 'main');
  await quantity.getByRole('button', { name: 'Confirm for quantity' }).click();
  await expect(panel.getByLabel('Description of quantity')).toHaveValue('Quantity of the order line.');
  await expect(quantity).toContainText('confirmed');

  const line = panel.getByLabel('Description of line_number');
  await line.fill('Place on the zebra invoice');
  await line.press('Enter');
  // Enter goes on to the next, and leaving has saved.
  await expect(panel.getByLabel('Description of product_id')).toBeFocused();
  await expect(panel.getByRole('row', { name: /^line_number/ })).toContainText('edited');
  const title = panel.getByLabel('Title of line_number');
  await title.fill('Line');
  await title.press('Enter');
  await expect(panel.getByLabel('Title of product_id')).toBeFocused();
  await page.reload();
  await expect(title).toHaveValue('Line');
  await expect(line).toHaveValue('Place on the zebra invoice');

  await page.getByRole('searchbox', { name: 'Search names and descriptions' }).fill('zebra');
  await expect(tables.getByRole('button')).toHaveCount(1);
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /dbt/ }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain('description: Place on the zebra invoice');

  await page.getByRole('link', { name: 'Workbench' }).click();
  await page.getByLabel('Search tables and columns').fill('zebra');
  await expect(page.getByText('line_number').first()).toBeVisible();
});
