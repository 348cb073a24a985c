/** Joins that are kept: four inputs, saved with a parameter, and run again with another value. */
import { expectAccessible } from './accessibility.ts';
import { expect, test } from './fixtures/test.ts';
import { addKey, columns, keys, newJoin, pick } from './join-steps.ts';

test('a join of four inputs, saved with a parameter, runs again from the list and with another value', async ({
  page,
}) => {
  const title = `Orders of a country ${Date.now()}`;
  await newJoin(page, 'orders', 'customers');
  await addKey(page, 'customer_id · integer', 'customer_id · integer');
  const tab = page.getByRole('tablist', { name: 'Open documents' }).getByRole('tab', { selected: true });
  await expect(tab).toHaveText('orders, customers');
  for (const [table, column] of [
    ['order_lines', 'order_id'],
    ['products', 'product_id'],
  ] as const) {
    await page.getByRole('button', { name: 'Add input' }).click();
    await pick(page, 'Further input', table);
    await expect(columns(page, table).getByRole('option').first()).toBeVisible();
    await page.getByRole('button', { name: column, exact: true }).click();
    await expect(keys(page)).toHaveCount(1);
  }
  // A title that nobody gave follows the inputs.
  await expect(tab).toHaveText('orders, customers, order_lines, products');
  await expect(page.getByRole('toolbar', { name: 'Inputs and joins' })).toContainText(
    /orders.*customers.*order_lines.*products/,
  );
  await page.getByRole('button', { name: /^customers/ }).click();
  await page.getByRole('menuitem', { name: 'Filter rows…' }).click();
  const filter = page.getByRole('dialog', { name: 'Rows of customers' });
  await filter.getByRole('combobox', { name: 'Column of condition 1' }).selectOption('country');
  await filter.getByRole('textbox', { name: 'Value of condition 1' }).fill('{{country}}');
  await filter.getByRole('button', { name: 'Apply' }).click();
  const field = page.getByRole('textbox', { name: 'country', exact: true });
  await field.fill('DE');
  await expect(page.getByRole('region', { name: 'Join X-ray' })).toHaveAttribute('aria-busy', 'false');
  await expectAccessible(page, 'body');
  await page.getByRole('button', { name: /^Run join/ }).click();
  const status = page.getByRole('region', { name: 'Results' }).getByText(/^[\d,]+ rows? ·/);
  await expect(status).toHaveText(/^1,000 rows/);

  await page.getByRole('button', { name: /^Run join/ }).focus();
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: 'Save as query' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Saved as “${title}”, version 1`)).toBeVisible();
  await expect(tab).toContainText(title);
  await tab.press('Delete');

  await page.getByRole('link', { name: 'Queries' }).click();
  await page.getByRole('searchbox').fill(title);
  await page.getByRole('list', { name: 'Queries' }).getByRole('button', { name: title }).click();
  await page
    .getByRole('region', { name: 'Query', exact: true })
    .getByRole('button', { name: 'Run', exact: true })
    .click();
  await expect(field).toHaveValue('DE');
  await expect(status).toHaveText(/^1,000 rows/);

  // No customer lives there: the value is bound anew.
  await field.fill('ZZ');
  await page.getByRole('button', { name: /^Run join/ }).click();
  await expect(status).toHaveText(/^0 rows/);
  await field.fill('GR');
  await page.getByRole('button', { name: /^Run join/ }).click();
  await expect(status).toHaveText(/^1,000 rows/);
});
