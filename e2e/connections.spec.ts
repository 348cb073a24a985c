import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { expect, test } from './fixtures/test.ts';
import { resultGrid, runStatement } from './run-statement.ts';

function makeSqlite(path: string, rows: number): void {
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE parcels (id INTEGER PRIMARY KEY, place TEXT)');
  for (let id = 1; id <= rows; id += 1) database.prepare('INSERT INTO parcels VALUES (?, ?)').run(id, `place ${id}`);
  database.close();
}

/** Through the whole flow each of these tests crosses several screens. */
test.describe.configure({ timeout: 180_000 });

async function openConnections(page: Page): Promise<void> {
  // The workbench has to be there first: while it opens its tabs it sets the address itself.
  const tabs = page.getByRole('tablist', { name: 'Open documents' }).getByRole('tab');
  await expect(tabs).not.toHaveCount(0);
  await page.getByRole('textbox', { name: /SQL editor/ }).waitFor({ state: 'attached' });
  await page.getByRole('link', { name: 'Connections' }).click();
  await expect(page.getByRole('row', { name: /shop/ })).toBeVisible();
}

test('a SQLite connection is added, tried, queried and limited', async ({ page, workbench }) => {
  const id = `parcels_${Date.now()}`;
  const path = join(workbench.dataDir, `${id}.sqlite`);
  makeSqlite(path, 12);
  await openConnections(page);
  await expectAccessible(page, 'main');

  await page.getByRole('button', { name: 'Add connection' }).click();
  await expectAccessible(page, 'main');
  await page.getByRole('button', { name: /^SQLite/ }).click();
  const form = page.getByRole('form', { name: 'New SQLite connection' });
  // What is missing is said at each field before anything is sent.
  await form.getByRole('button', { name: 'Add connection' }).click();
  await expect(form.getByText('Give the connection a name.')).toBeVisible();
  await expect(form.getByText('Path is needed.')).toBeVisible();
  await form.getByLabel('Name').fill('select');
  await form.getByLabel('Path').fill(`${path}.missing`);
  await form.getByRole('button', { name: 'Test connection' }).click();
  await expect(form.getByRole('alert')).toContainText('no database file');
  await form.getByRole('button', { name: 'Add connection' }).click();
  await expect(form.getByText(/is a word of SQL/)).toBeVisible();
  await expect(form.getByLabel('Name')).toBeFocused();
  await form.getByLabel('Name').fill(id);
  await form.getByLabel('Path').fill(path);
  await form.getByRole('radio', { name: /Teal/ }).check({ force: true });
  await form.getByRole('button', { name: 'Test connection' }).click();
  await expect(form.getByText(/SQLite 3.* answers/)).toBeVisible();
  await expect(form.getByText(/This account could write/)).toBeVisible();
  await expectAccessible(page, 'main');
  await form.getByRole('button', { name: 'Add connection' }).click();

  const row = page.getByRole('row', { name: new RegExp(id) });
  await expect(row).toContainText('Ready');
  const panel = page.getByRole('region', { name: id });
  await expect(panel).toContainText('1 table');
  await expect(page).toHaveURL(new RegExp(`id=${id}`));
  await expectAccessible(page, 'main');

  await page.getByRole('link', { name: 'Workbench' }).click();
  await runStatement(page, `SELECT count(p.place) AS n FROM ${id}.parcels p JOIN crm.tickets t ON true WHERE p.id < 3`);
  await resultGrid(page);

  // A limit stops a run that reads more, and says which connection set it.
  await openConnections(page);
  await page.getByRole('button', { name: id }).click();
  await panel.getByLabel('Rows of a fetch').fill('10');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('Ready');
  await expect(panel.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.getByRole('link', { name: 'Workbench' }).click();
  await runStatement(page, `SELECT place FROM ${id}.parcels`);
  await expect(page.getByRole('region', { name: 'Results' }).getByRole('alert')).toContainText('more than 10 rows');
});

test('a connection is edited without a restart, and removed', async ({ page, workbench }) => {
  const id = `moving_${Date.now()}`;
  const path = join(workbench.dataDir, `${id}.sqlite`);
  makeSqlite(path, 12);
  await openConnections(page);
  await page.getByRole('button', { name: 'Add connection' }).click();
  await page.getByRole('button', { name: /^SQLite/ }).click();
  await page.getByLabel('Name').fill(id);
  await page.getByLabel('Path').fill(path);
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: new RegExp(id) });
  await expect(row).toContainText('Ready');
  const panel = page.getByRole('region', { name: id });

  // Another file from now on.
  const other = `${path}.other`;
  makeSqlite(other, 3);
  await panel.getByLabel('Path').fill(other);
  await page.keyboard.press('Control+s');
  await expect(panel.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.getByRole('link', { name: 'Workbench' }).click();
  await runStatement(page, `SELECT place FROM ${id}.parcels`);
  await expect(await resultGrid(page)).toHaveAttribute('aria-rowcount', '4');

  await openConnections(page);
  await page.getByRole('button', { name: id }).click();
  // What was typed is not lost by a slip.
  await panel.getByLabel('Path').fill('elsewhere');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Discard the changes?' })).toBeVisible();
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(panel).toBeHidden();

  await page.getByRole('button', { name: id }).click();
  await panel.getByRole('button', { name: 'Remove…' }).click();
  const question = page.getByRole('dialog', { name: `Remove ${id}?` });
  await expect(question).toContainText('will not run without it');
  await expectAccessible(page, '[role=dialog]');
  await question.getByRole('button', { name: `Remove ${id}` }).click();
  await expect(row).toBeHidden();
});

test('a wrong password is shown with its cause, and a kept one is never shown', async ({ page }) => {
  const id = `pg_${Date.now()}`;
  const canary = 'canary-typed-in-the-browser';
  const answers: Promise<string>[] = [];
  page.on('response', (response) => answers.push(response.text().catch(() => '')));
  await openConnections(page);
  await page.getByRole('button', { name: 'shop' }).click();
  const shop = page.getByRole('region', { name: 'shop' });
  await expect(shop).toContainText('config.yaml');
  await shop.getByRole('button', { name: 'Test connection' }).click();
  await expect(shop.getByText(/PostgreSQL .* answers/)).toBeVisible();
  await shop.getByRole('button', { name: 'Duplicate' }).click();

  const form = page.getByRole('form', { name: 'New PostgreSQL connection' });
  await expect(form.getByLabel('Name')).toHaveValue('shop_copy');
  // A reference is no secret: it is copied, and shown.
  await expect(form.getByLabel('Password')).toHaveValue(/^(file|env):/);
  // An account that could write is told how to make one that cannot, as commands that can be copied.
  await form.getByLabel('User').fill('postgres');
  await form.getByLabel('Password').fill('file:./secrets/shop-superuser');
  await form.getByRole('button', { name: 'Test connection' }).click();
  await expect(
    form.getByText('This account could write, though Joinery never does. An account that cannot:'),
  ).toBeVisible();
  const commands = await form.getByText('CREATE ROLE joinery_reader').innerText();
  expect(commands.split('\n').filter((line) => /^[A-Z].*;$/.test(line)).length).toBeGreaterThan(5);
  await expect(form.getByRole('button', { name: 'Copy the commands' })).toBeVisible();
  await expectAccessible(page, 'main');
  await form.getByLabel('User').fill('analyst');

  await form.getByLabel('Name').fill(id);
  await form.getByLabel('Password').fill(canary);
  await expect(form.getByLabel('Password')).toHaveAttribute('type', 'password');
  await form.getByRole('button', { name: 'Test connection' }).click();
  await expect(form.getByRole('alert')).toContainText(/password/i);
  await form.getByRole('button', { name: 'Add connection' }).click();
  await expect(page.getByRole('row', { name: new RegExp(id) })).toContainText('Unreachable');
  const panel = page.getByRole('region', { name: id });
  await expect(panel.getByText('Kept, encrypted')).toBeVisible();
  await page.reload();
  await expect(panel.getByText('Kept, encrypted')).toBeVisible();
  expect(await page.content()).not.toContain(canary);

  await panel.getByRole('button', { name: 'Replace Password' }).click();
  await expect(panel.getByLabel('Password', { exact: true })).toBeFocused();
  await panel.getByRole('button', { name: 'Keep Password' }).click();
  await expect(panel.getByText('Kept, encrypted')).toBeVisible();
  await panel.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('button', { name: `Remove ${id}` }).click();
  await expect(page.getByRole('row', { name: new RegExp(id) })).toBeHidden();
  const texts = await Promise.all(answers);
  expect(texts.some((text) => text.includes(id))).toBe(true);
  expect(texts.filter((text) => text.includes(canary))).toEqual([]);
});

test('everything goes by keyboard alone', async ({ page, workbench }) => {
  const id = `keys_${Date.now()}`;
  const path = join(workbench.dataDir, `${id}.csv`);
  writeFileSync(path, 'id,name\n1,a\n');
  await openConnections(page);
  await page.getByRole('button', { name: 'shop' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: 'crm' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'crm' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'crm' })).toBeHidden();
  await page.getByRole('button', { name: 'Add connection' }).press('Enter');
  await page.getByRole('button', { name: /^Files/ }).press('Enter');
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.keyboard.type(id);
  await page.keyboard.press('Tab');
  await page.keyboard.type(path);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: new RegExp(id) })).toContainText('Ready');
});
