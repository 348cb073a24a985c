import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { expect, test } from './fixtures/test.ts';
import { resultGrid, runStatement } from './run-statement.ts';

const openDashboard = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Performance' }).click();
  await expect(page.getByRole('heading', { name: 'By statement' })).toBeVisible();
};

test('runs are counted by statement, connection and day, and lead back to themselves', async ({ page }) => {
  const name = `perf_${Date.now()}`;
  for (const id of [1, 2]) {
    await runStatement(page, `SELECT count(*) AS ${name} FROM shop.orders WHERE order_id > ${id}`);
    await resultGrid(page);
  }
  await runStatement(page, `SELECT missing_${name} FROM shop.orders`);
  await expect(page.getByRole('region', { name: 'Results' }).getByRole('alert')).toBeVisible();
  await openDashboard(page);
  await expectAccessible(page, 'main');

  const statements = page.getByRole('region', { name: 'By statement' });
  // Other specs ran slower statements on this server; the table shows the first of its order.
  const heading = statements.getByRole('columnheader', { name: 'Runs' });
  await heading.getByRole('button').press('Enter');
  await expect(heading).toHaveAttribute('aria-sort', 'descending');
  const row = statements.getByRole('row').filter({ hasText: `as ${name}` });
  await expect(row.getByRole('cell').nth(1)).toHaveText('2');
  await expect(page.getByRole('region', { name: 'By connection' }).getByRole('cell', { name: 'shop' })).toBeVisible();

  const download = page.waitForEvent('download');
  await statements.getByRole('button', { name: 'Save as CSV: By statement' }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv).toContain('statement,runs,failed,cancelled,average_ms');
  expect(csv).toContain(`as ${name} from shop.orders where order_id > ?`);

  const stages = page.getByRole('region', { name: 'Stages' });
  await expect(stages.getByRole('term').filter({ hasText: 'Waiting for sources' })).toBeVisible();
  await expect(stages.getByRole('term').filter({ hasText: 'Transfer' })).toBeVisible();
  const stagesDownload = page.waitForEvent('download');
  await stages.getByRole('button', { name: 'Save as CSV: Where the time went' }).click();
  const stagesCsv = await readFile(await (await stagesDownload).path(), 'utf8');
  expect(stagesCsv.split('\r\n').map((line) => line.split(',')[0])).toEqual(
    expect.arrayContaining(['stage', 'queue', 'plan', 'wait', 'transfer', 'join', 'first_row']),
  );

  await row.getByRole('button').first().click();
  await expect(page).toHaveURL(/fingerprint=[0-9a-f]{16}/);
  await expect(
    page.getByRole('region', { name: 'Before and after' }).getByRole('row', { name: /^Runs/ }),
  ).toContainText('2');
  // What is shown while others are asked for is dimmed; it is judged as people read it.
  const figures = page.getByRole('region', { name: 'Figures' });
  await expect(figures).toHaveAttribute('aria-busy', 'false');
  await expect.poll(() => figures.evaluate((shown) => shown.getAnimations({ subtree: true }).length)).toBe(0);
  await expectAccessible(page, 'main');

  await page
    .getByRole('region', { name: 'Slowest runs' })
    .getByRole('button', { name: new RegExp(`AS ${name}`) })
    .first()
    .click();
  const grid = await resultGrid(page);
  await expect(grid.getByRole('columnheader', { name: new RegExp(name) })).toBeVisible();
});

test('an empty range says so, and failures lead to the history', async ({ page }) => {
  await runStatement(page, 'SELECT nothing_of_this_name FROM shop.orders');
  await expect(page.getByRole('region', { name: 'Results' }).getByRole('alert')).toBeVisible();
  await openDashboard(page);
  const failed = page
    .getByRole('main')
    .getByRole('definition')
    .filter({ hasText: /% of runs/ })
    .first()
    .getByRole('link');
  await failed.click();
  await expect(page).toHaveURL(/\/history\?status=unsuccessful/);
  await expect(page.getByRole('combobox', { name: 'Status' })).toContainText('Failed');
  await expect(page.getByRole('main').getByRole('listitem').first()).toContainText('Failed');

  await page.goto(new URL('/performance?from=2001-01-01&to=2001-01-31&zone=Asia/Tokyo', page.url()).href);
  await expect(page.getByText('No run ended in this range')).toBeVisible();
  await expect(page.getByLabel('Time zone')).toHaveValue('Asia/Tokyo');
  await page.getByRole('combobox', { name: 'Time range' }).click();
  await page.getByRole('option', { name: 'Last 7 days' }).click();
  await expect(page.getByRole('heading', { name: 'Slowest runs' })).toBeVisible();
});
