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
  await expect(late.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
  await expectAccessible(late, 'main');

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

/** A person who was invited, signed in, in a browser of their own. */
async function invite(browser: Browser, admin: Page, { origin }: StartedTeam, name: string): Promise<Page> {
  await admin.goto(`${origin}/settings/people`);
  await admin.getByRole('button', { name: 'Invite' }).click();
  await admin.getByLabel('E-mail').fill(`${name}@example.org`);
  await admin.getByRole('button', { name: 'Make invitation' }).click();
  const link = await admin.getByRole('textbox', { name: 'Invitation link' }).inputValue();
  const page = await freshPage(browser);
  const data = { token: link.slice(link.lastIndexOf('/') + 1), name, password: PASSWORD };
  expect((await page.request.post(`${origin}/api/access/accept`, { headers: { origin }, data })).ok()).toBe(true);
  return page;
}

const detail = (page: Page) => page.getByRole('region', { name: 'Query', exact: true });

/** Runs a statement and saves it as a query, which is shown then. */
async function saveQuery(page: Page, origin: string, text: string, title: string): Promise<void> {
  const run = await page.request.post(`${origin}/api/v1/runs?wait=30`, { headers: { origin }, data: { text } });
  expect(await run.json()).toMatchObject({ status: 'succeeded' });
  await page.goto(`${origin}/history?q=${encodeURIComponent(text)}`);
  await page.getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menuitem', { name: 'Save as query…' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Title' }).fill(title);
  await page.keyboard.press('Enter');
  await expect(detail(page).getByRole('heading', { name: title })).toBeVisible();
  await detail(page)
    .getByRole('tab', { name: /Sharing/ })
    .click();
}

/** A link to the query and its result. */
async function makeLink(page: Page): Promise<string> {
  await detail(page).getByRole('button', { name: 'Make a link…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Shows' }).selectOption({ index: 1 });
  await dialog.getByRole('button', { name: 'Make link' }).click();
  const url = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  return url;
}

test('a colleague opens what is shared with them, with the team and by link, as far as their connections go', async ({
  browser,
  page: admin,
  team,
}) => {
  test.setTimeout(180_000);
  const { origin } = team;
  const data = { email: 'root@example.org', password: PASSWORD };
  expect((await admin.request.post(`${origin}/api/access/sign-in`, { headers: { origin }, data })).ok()).toBe(true);
  const bo = await invite(browser, admin, team, 'Bo');

  await saveQuery(admin, origin, 'SELECT name AS hr_name FROM hr.people', 'Salaries');
  await detail(admin).getByRole('combobox', { name: 'Share with a person' }).selectOption({ label: 'Bo' });
  await expect(detail(admin).getByRole('combobox', { name: 'Bo: access' })).toHaveValue('view');
  const hrLink = await makeLink(admin);
  // A link that has expired is one that was made by a clock of two days ago.
  await admin.clock.setFixedTime(Date.now() - 2 * 86_400_000);
  await detail(admin).getByRole('button', { name: 'Make a link…' }).click();
  await admin.getByRole('combobox', { name: 'Expires' }).selectOption({ label: 'in a day' });
  await admin.getByRole('button', { name: 'Make link' }).click();
  const expired = await admin.getByRole('textbox', { name: 'Link' }).inputValue();
  await admin.clock.setFixedTime(Date.now());

  await saveQuery(admin, origin, 'SELECT name AS web_name FROM web.people', 'Visitors');
  await detail(admin).getByRole('combobox', { name: 'The whole team: access' }).selectOption('view');
  await expect(detail(admin).getByRole('combobox', { name: 'The whole team: access' })).toBeEnabled();
  const webLink = await makeLink(admin);

  // Both stand at the colleague's home; one runs with their connections, the other says what is missing.
  await bo.goto(`${origin}/home`);
  const shared = bo.getByRole('region', { name: 'Shared with me' });
  await expect(shared.getByRole('listitem')).toHaveCount(2);
  await shared.getByRole('link', { name: /Visitors/ }).click();
  await expect(detail(bo)).toContainText('Shared by Root');
  await expect(detail(bo).getByRole('button', { name: /Edit|Delete/ })).toHaveCount(0);
  await detail(bo).getByRole('button', { name: 'Run', exact: true }).click();
  await expect(bo.getByRole('gridcell', { name: 'from web' })).toBeVisible();
  await bo.goto(`${origin}/home`);
  await shared.getByRole('link', { name: /Salaries/ }).click();
  await detail(bo).getByRole('button', { name: 'Run', exact: true }).click();
  await expect(bo.getByRole('region', { name: 'Results' }).getByRole('alert')).toContainText('no connection "hr"');

  // What Bo ran is behind the figures that an admin sees, without its result, and not among the admin's own runs.
  // Her clock stands still since the link was made; figures go up to it.
  await admin.clock.setFixedTime(Date.now());
  await admin.goto(`${origin}/performance`);
  await admin
    .getByRole('region', { name: 'By person' })
    .getByRole('row', { name: /^Bo / })
    .getByRole('link')
    .first()
    .click();
  await expect(admin).toHaveURL(/person=/);
  const first = admin.getByRole('main').getByRole('listitem').first();
  await expect(first).toContainText('Bo');
  await first.getByRole('button', { name: /^SELECT/ }).click();
  await expect(first).toContainText('its result is Bo’s alone');
  await expectAccessible(admin, 'main');
  await admin.getByRole('button', { name: 'One person: show your own runs again' }).click();
  await expect(admin.getByRole('main').getByRole('listitem').first()).toContainText('web_name');
  await expect(admin.getByRole('main').getByText('Bo', { exact: true })).toHaveCount(0);
  await bo.goto(`${origin}/history?person=everyone`);
  await expect(bo.getByText('Only admins see the runs of other people.')).toBeVisible();

  // A link shows its result to those who may use its connections, and the query alone to others.
  await bo.goto(webLink);
  await expect(bo.getByText(/^Shared .* by Root$/)).toBeVisible();
  await expect(bo.getByRole('gridcell', { name: 'from web' })).toBeVisible();
  const withheld = bo.getByText('The link shows a result too, but not to you');
  const hrRows = bo.getByRole('gridcell', { name: 'from hr' });
  await bo.goto(hrLink);
  await expect(bo.getByRole('heading', { name: 'Salaries' })).toBeVisible();
  await expect(withheld).toBeVisible();
  await expectAccessible(bo, 'main');
  await expect(hrRows).toHaveCount(0);
  await admin.goto(`${origin}/settings/access`);
  await admin.getByRole('combobox', { name: 'Let somebody use hr' }).selectOption({ label: 'Bo (bo@example.org)' });
  const take = admin.getByRole('button', { name: 'Bo may no longer use hr' });
  await expect(take).toBeEnabled();
  await bo.reload();
  await expect(hrRows).toBeVisible();
  await take.click();
  await expect(take).toHaveCount(0);
  await bo.reload();
  await expect(withheld).toBeVisible();
  await expect(hrRows).toHaveCount(0);

  await admin.goto(`${origin}/queries`);
  await admin.getByRole('button', { name: /Visitors/ }).click();
  await detail(admin)
    .getByRole('tab', { name: /Sharing/ })
    .click();
  await expect(detail(admin).getByRole('combobox', { name: 'The whole team: access' })).toHaveValue('view');
  await detail(admin)
    .getByRole('button', { name: /^Revoke/ })
    .click();
  await expect(detail(admin).getByText(/^Revoked/)).toBeVisible();
  for (const dead of [webLink, expired, `${hrLink}x`]) {
    await bo.goto(dead);
    await expect(bo.getByText('This link does not open anything.')).toBeVisible();
  }
  // Of what is not shared, neither a tab nor a run nor a name is told.
  await admin.goto(`${origin}/`);
  await expect(admin).toHaveURL(/doc=/);
  await bo.goto(admin.url());
  await expect(bo.getByText(/The address names a tab that does not open/)).toBeVisible();
  await bo.goto(`${origin}/history?q=hr_name`);
  await expect(bo.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await expect(bo.getByRole('main').getByRole('listitem')).toContainText('Failed');
  await bo.context().close();
});
