import type { Page } from '@playwright/test';
import type { ModelAnswer } from '../server/assistant/testing/model-server.ts';
import { startModelServer } from '../server/assistant/testing/model-server.ts';
import { expectAccessible } from './accessibility.ts';
import { startWorkbench } from './fixtures/start-workbench.ts';
import { test as base, expect } from './fixtures/test.ts';

interface Model {
  answer: (body: string) => ModelAnswer;
  readonly bodies: string[];
}

/** A workbench whose model is a server of the test's. */
const test = base.extend<object, { model: Model }>({
  model: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const model: { answer: Model['answer'] } = { answer: () => ({ text: '' }) };
      const server = await startModelServer((body) => model.answer(body));
      await use(Object.assign(model, { bodies: server.bodies, baseURL: server.baseURL }));
      await server.close();
    },
    { scope: 'worker' },
  ],
  workbench: [
    async ({ model }, use) => {
      const { baseURL } = model as Model & { readonly baseURL: string };
      const workbench = await startWorkbench(
        `assistant: { provider: openai-compatible, model: fake, baseURL: "${baseURL}" }`,
      );
      await use(workbench);
      await workbench.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});
test.describe.configure({ timeout: 120_000 });

const statement = 'SELECT customer_id, city\nFROM shop.customers\nWHERE city IS NOT NULL';
const better = 'SELECT customer_id, upper(city) AS city\nFROM shop.customers\nWHERE city IS NOT NULL';
const panel = (page: Page) => page.getByRole('complementary', { name: 'Assistant' });
const editor = (page: Page) => page.getByRole('textbox', { name: /SQL editor/ });

async function openChat(page: Page, sql: string): Promise<void> {
  const tabs = page.getByRole('tablist', { name: 'Open documents' }).getByRole('tab');
  await expect(tabs).not.toHaveCount(0);
  const before = await tabs.count();
  await page.getByRole('button', { name: 'New tab' }).click();
  await expect(tabs).toHaveCount(before + 1);
  await editor(page).focus();
  await page.keyboard.insertText(sql);
  await page.keyboard.press('Control+j');
  await panel(page).getByRole('tab', { name: 'Ask' }).click();
}

async function ask(page: Page, text: string): Promise<void> {
  await panel(page).getByRole('textbox', { name: 'Ask, or describe what you need' }).fill(text);
  await page.keyboard.press('Enter');
}

test('SQL of an answer shows what it changes, and takes the place of the statement by a click', async ({
  page,
  model,
}) => {
  model.answer = () => ({ text: `*Upper* case:\n\n\`\`\`sql\n${better}\n\`\`\`\n` });
  await openChat(page, statement);
  await ask(page, 'Cities in upper case, please');
  await panel(page).getByRole('button', { name: 'Show changes' }).click();
  const changes = panel(page).getByRole('region', { name: 'What it changes in the statement' });
  await expect(changes).toContainText('removed: SELECT customer_id, city');
  await expect(changes).toContainText('added: SELECT customer_id, upper(city) AS city');
  await expectAccessible(page, '[aria-label="Assistant"]');
  expect(model.bodies.at(-1)).toContain('Cities in upper case');
  await panel(page).getByRole('button', { name: 'Replace statement' }).click();
  await panel(page).getByRole('button', { name: 'Hide changes' }).click();
  await panel(page).getByRole('button', { name: 'Show changes' }).click();
  await expect(changes).not.toContainText('removed');
  await expect(page.locator('.view-lines').first()).toContainText('upper(city)');
});

test('plain words become a join that waits in the builder, and a refusal leaves what there is', async ({
  page,
  model,
}) => {
  const join = {
    left: 'shop.public.customers',
    leftColumn: 'country_code',
    right: 'shop.public.orders',
    type: 'inner',
  };
  const answers = ['made_up', 'customer_id'].map((column) =>
    JSON.stringify({
      isPossible: true,
      why: 'Orders name their customer.',
      joins: [{ ...join, leftColumn: 'customer_id', rightColumn: column }],
      columns: [],
    }),
  );
  let asked = 0;
  model.answer = () => {
    asked += 1;
    return { text: answers[asked - 1] ?? '' };
  };
  await openChat(page, 'SELECT 1 FROM shop.customers, shop.orders');
  await panel(page)
    .getByRole('textbox', { name: 'Ask, or describe what you need' })
    .fill('orders with their customers');
  await panel(page).getByRole('button', { name: 'Propose a join' }).click();
  await expect(panel(page).getByRole('button', { name: 'Open in the join builder' })).toBeVisible();
  expect(asked).toBe(2);

  model.answer = () => ({ status: 429, message: 'Slow down.' });
  await ask(page, 'And by month?');
  await expect(panel(page).getByRole('alert')).toBeVisible({ timeout: 60_000 });
  await panel(page).getByRole('button', { name: 'Open in the join builder' }).click();
  await expect(page.getByRole('tab', { name: /Proposed join/ })).toHaveAttribute('aria-selected', 'true');
});

test('an answer that never ends is stopped, and the next one comes', async ({ page, model }) => {
  model.answer = () => ({ stalls: true });
  await openChat(page, statement);
  await ask(page, 'What is this?');
  await expect(panel(page).getByText('I begin')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Stop the model' }).click();
  await expect(panel(page).getByText('Stopped.')).toBeVisible();
  model.answer = () => ({ text: 'Customers with a city.' });
  await ask(page, 'Again, please');
  await expect(panel(page).getByText('Customers with a city.')).toBeVisible();
});

test('a statement is written from a comment, explained and mended, and no value leaves with it', async ({
  page,
  model,
}) => {
  model.answer = () => ({ text: 'Here it is:\n\n```sql\nSELECT count(*) FROM shop.orders\n```\n' });
  await openChat(
    page,
    "-- how many orders there are\nSELECT nothing_such FROM shop.customers WHERE city = 'Secretville'",
  );
  await panel(page).getByRole('button', { name: 'Write from comment' }).click();
  await expect(panel(page).getByText('Write the statement for this comment: how many orders there are')).toBeVisible();
  await expect(panel(page).getByRole('button', { name: 'Replace statement' })).toBeVisible();
  expect(model.bodies.at(-1)).toContain('how many orders there are');
  expect(model.bodies.at(-1)).not.toContain('Secretville');

  model.answer = () => ({ text: 'It reads customers of one city.' });
  await panel(page).getByRole('button', { name: 'Explain statement' }).click();
  await expect(panel(page).getByText('It reads customers of one city.')).toBeVisible();

  await editor(page).focus();
  await page.keyboard.press('Control+Enter');
  model.answer = () => ({ text: 'There is no column of that name.' });
  await panel(page).getByRole('button', { name: 'Fix the error' }).click();
  await expect(panel(page).getByText('There is no column of that name.')).toBeVisible();
  expect(model.bodies.at(-1)).toContain('nothing_such');
  expect(model.bodies.at(-1)).not.toContain('Secretville');
});
