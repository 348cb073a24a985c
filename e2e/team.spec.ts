import type { Browser, Page } from '@playwright/test';
import { test as base, expect } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { type StartedTeam, startTeam } from './fixtures/start-team.ts';

const test = base.extend<object, { team: StartedTeam }>({
  team: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const team = await startTeam();
      await use(team);
      await team.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

const PASSWORD = 'a long enough password';

async function freshPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

const connectionIds = async (page: Page): Promise<string[]> => {
  const answer = await page.request.get(new URL('/api/catalog/connections', page.url()).href);
  const body = (await answer.json()) as { connections: { id: string }[] };
  return body.connections.map(({ id }) => id);
};

test('the first admin comes by the printed URL, others by invitation; each sees what is granted', async ({
  browser,
  page,
  team,
}) => {
  test.setTimeout(180_000);
  await page.goto(`${team.origin}/history`);
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fhistory$/);
  await expect(page.getByText('Nobody is here yet.')).toBeVisible();
  await expectAccessible(page, 'main');

  await page.goto(team.setUpUrl);
  await expectAccessible(page, 'main');
  await page.getByLabel('Name').fill('Root');
  await page.getByLabel('E-mail').fill('root@example.org');
  await page.getByLabel(/^Password/).fill('short');
  await page.getByLabel(/^Password/).fill(PASSWORD);
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page).not.toHaveURL(/welcome/);
  expect(await connectionIds(page)).toEqual(['web', 'hr']);

  // The link works once.
  const late = await freshPage(browser);
  expect((await late.goto(team.setUpUrl))?.status()).toBe(404);

  await late.goto(`${team.origin}/sign-in?next=//evil.example/`);
  await late.getByLabel('E-mail').fill('root@example.org');
  await late.getByLabel('Password').fill('not the password');
  await late.getByRole('button', { name: 'Sign in' }).click();
  await expect(late.getByText('E-mail address or password are not right.')).toBeVisible();
  await late.getByLabel('Password').fill(PASSWORD);
  await late.getByRole('button', { name: 'Sign in' }).click();
  await expect(late).not.toHaveURL(/sign-in/);
  expect(new URL(late.url()).origin).toBe(team.origin);
  expect((await late.request.post(`${team.origin}/api/access/sign-out`)).status()).toBe(200);
  expect((await late.request.get(`${team.origin}/api/catalog/connections`)).status()).toBe(401);
  await late.context().close();
});
