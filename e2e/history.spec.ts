import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { expect, test } from './fixtures/test.ts';
import { resultGrid, runStatement } from './run-statement.ts';

const originOf = (page: Page): string => new URL(page.url()).origin;

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

  await rows
    .nth(0)
    .getByRole('button', { name: /^SELECT/ })
    .focus();
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

test('runs are pinned, compared, filtered by the address and deleted; a rerun keeps its parameters', async ({
  page,
}) => {
  const name = `kept_${Date.now()}`;
  const run = async (text: string, more: object = {}) => {
    const origin = originOf(page);
    const answer = await page.request.post(`${origin}/api/v1/runs?wait=30`, {
      headers: { origin },
      data: { text, ...more },
    });
    expect(answer.ok()).toBe(true);
  };
  await page.goto(`${originOf(page)}/history`);
  await run(`SELECT 1 AS ${name}`);
  const parameters = [{ name: 'n', type: 'integer', value: '7' }];
  await run(`SELECT {{n}} AS ${name}, 2 AS more`, { parameters, rowLimit: 5 });

  await page.goto(`${originOf(page)}/history?q=${name}&status=succeeded`);
  const rows = page.getByRole('main').getByRole('listitem');
  await expect(rows).toHaveCount(2);
  for (const row of [0, 1]) await rows.nth(row).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('region', { name: 'Time' })).toBeVisible();
  await expect(page.getByText('n = 7')).toBeVisible();
  await expect(page.getByText('more (INTEGER) is new')).toBeVisible();
  await expectAccessible(page, 'main');
  await page.goBack();

  await rows
    .nth(1)
    .getByRole('button', { name: /^More for/ })
    .click();
  await page.getByRole('menuitem', { name: /^Pin/ }).click();
  await expect(rows.nth(1).getByLabel('Pinned')).toBeVisible();
  await page.getByRole('button', { name: 'What is kept' }).click();
  await expect(page.getByRole('dialog').getByText(/1,095 days/)).toBeVisible();
  await page.keyboard.press('Escape');

  await rows
    .nth(0)
    .getByRole('button', { name: /^Run again/ })
    .click();
  const grid = await resultGrid(page);
  await expect(grid.getByRole('gridcell', { name: '7' })).toBeVisible();

  await page.goto(`${originOf(page)}/history?q=${name}`);
  await expect(rows).toHaveCount(3);
  await rows
    .nth(0)
    .getByRole('button', { name: /^More for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete 1 run' }).click();
  await expect(rows).toHaveCount(2);
  await page.goto(`${originOf(page)}/history?q=${name}&pinned=true`);
  await expect(rows).toHaveCount(1);
  await page.goto(`${originOf(page)}/home`);
  await expect(page.getByRole('region', { name: 'Pinned runs' }).getByText(name)).toBeVisible();
  await expectAccessible(page, 'main');
});

test('palette and sheet open on every screen', async ({ page }) => {
  await page.goto(`${originOf(page)}/home`);
  await page.getByRole('heading', { name: 'Recent runs' }).waitFor();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  // Keys are the sheet's until it is gone.
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Go to table or command' }).fill('go to performance');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/performance/);
});
