import { expectAccessible } from './accessibility.ts';
import { expect, test } from './fixtures/test.ts';

test('tables picked in the browser are joined; an input becomes a join of its own; a join stands behind a union', async ({
  page,
}) => {
  const tree = page.getByRole('tree', { name: 'Connections and tables' });
  await tree.getByRole('treeitem', { name: /^public/ }).click();
  await tree.getByRole('treeitem', { name: /^orders/ }).click({ modifiers: ['Control'] });
  await tree.getByRole('treeitem', { name: /^customers/ }).click();
  await page.keyboard.press('Space');
  await expect(page.getByRole('region', { name: 'Picked tables' })).toContainText('2 tables picked: orders, customers');
  await expectAccessible(page, '[aria-label="Schema browser"]');
  await page.getByRole('button', { name: 'Join these' }).click();
  await expect(page.getByRole('listbox', { name: 'Columns of customers' }).getByRole('option').first()).toBeVisible();

  const sql = page.getByRole('region', { name: 'SQL of the join' }).locator('pre');
  await page.getByRole('radio', { name: /^Union all:/ }).click();
  await page.getByRole('button', { name: 'Add input' }).click();
  await page.getByRole('combobox', { name: 'Further input' }).fill('accounts');
  await page.getByRole('option', { name: /^accounts / }).click();
  await expect(sql).toContainText(') united');
  await page.getByRole('button', { name: /^join of .*, united$/ }).click();
  await page.getByRole('menuitem', { name: 'Open this join' }).click();
  const trail = page.getByRole('navigation', { name: 'Joins around this one' });
  await expect(trail).toContainText('united');
  await expect(sql).toContainText('UNION ALL');
  await expectAccessible(page, '[aria-label="Join builder"]');
  await trail.getByRole('button', { name: 'Whole join' }).click();
  await expect(sql).toContainText('JOIN crm.accounts');
});

test('a link that is followed while the tabs load leads to its page', async ({ page, workbench }) => {
  await page.goto(new URL('/', workbench.url).href, { waitUntil: 'commit' });
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page).toHaveURL(/\/history/);
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
});
