import { expectAccessible } from './accessibility.ts';
import { expect, test } from './fixtures/test.ts';
import { resultGrid, runStatement } from './run-statement.ts';

test('runs are kept, found, opened with their stored rows, and run again', async ({ page }) => {
  const name = `history_${Date.now()}`;
  await runStatement(page, `SELECT 42 AS ${name}\nFROM range(3)`);
  await resultGrid(page);
  await runStatement(page, `SELECT missing_${name} FROM shop.orders`);
  await expect(page.getByRole('region', { name: 'Results' }).getByRole('alert')).toBeVisible();

  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('searchbox').fill(name);
  const rows = page.getByRole('main').getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toContainText('Failed');
  await expect(rows.nth(1)).toContainText(`SELECT 42 AS ${name}`);
  await expect(rows.nth(1)).toContainText('3 rows');
  await expectAccessible(page, 'main');

  await rows.nth(0).getByRole('button', { expanded: false }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(rows.nth(1)).toContainText('FROM range(3)');

  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Succeeded' }).click();
  await expect(rows).toHaveCount(1);

  await rows.getByRole('button', { name: /^Open/ }).click();
  const grid = await resultGrid(page);
  await expect(grid.getByRole('columnheader', { name: new RegExp(name) })).toBeVisible();
  await expect(grid).toHaveAttribute('aria-rowcount', '4');

  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('searchbox').fill(name);
  await expect(rows).toHaveCount(2);
  await rows
    .nth(1)
    .getByRole('button', { name: /^Run again/ })
    .click();
  await resultGrid(page);
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('searchbox').fill(name);
  await expect(rows).toHaveCount(3);
});

test('runs of one connection are found, and a search without hits says so', async ({ page }) => {
  const name = `tickets_${Date.now()}`;
  await runStatement(page, `SELECT count(*) AS ${name} FROM crm.tickets`);
  await resultGrid(page);
  await page.getByRole('link', { name: 'History' }).click();
  const main = page.getByRole('main');
  await main.getByRole('searchbox').fill(name);
  await expect(main.getByRole('listitem')).toHaveCount(1);
  await main.getByRole('combobox', { name: 'Connection' }).click();
  await page.getByRole('option', { name: 'shop' }).click();
  await expect(main.getByText('No run matches')).toBeVisible();
  await main.getByRole('combobox', { name: 'Connection' }).click();
  await page.getByRole('option', { name: 'crm' }).click();
  await expect(main.getByRole('listitem')).toHaveCount(1);
});
