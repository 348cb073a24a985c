import { expect, test } from './fixtures/test.ts';
import { resultGrid } from './run-statement.ts';

test('placeholders ask for values, which are bound with their type and remembered', async ({ page }) => {
  await page.getByRole('button', { name: 'New tab' }).click();
  await expect(page.getByRole('textbox', { name: /SQL editor/ })).toBeFocused();
  await page.keyboard.insertText('SELECT {{who}} AS who, {{last}} + count(*) AS n FROM shop.orders WHERE order_id < 0');
  const who = page.getByRole('textbox', { name: 'who' });
  const last = page.getByRole('textbox', { name: 'last' });
  const run = page.getByRole('button', { name: /^Run statement/ });

  await who.fill("it's; -- {{last}}");
  await run.click();
  await expect(page.getByText('The parameter {{last}} has no value.')).toBeVisible();

  await last.fill('12');
  await page.getByRole('combobox', { name: 'Type of last' }).selectOption('whole number');
  await run.click();
  const grid = await resultGrid(page);
  await expect(grid.getByRole('gridcell').nth(0)).toHaveText("it's; -- {{last}}");
  await expect(grid.getByRole('gridcell').nth(1)).toHaveText('12');

  await page.reload();
  await expect(who).toHaveValue("it's; -- {{last}}");
  await expect(last).toHaveValue('12');
});
