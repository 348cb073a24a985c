/** A join that a colleague shares, read by somebody who may not use all of its connections. */
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { startTeam } from './fixtures/start-team.ts';
import { addKey, columns, pick } from './join-steps.ts';

const PASSWORD = 'a long enough password';

test('what may not be used is told at the input, and the join stays as it was', async ({ browser, page: admin }) => {
  test.setTimeout(180_000);
  const team = await startTeam();
  const { origin } = team;
  const headers = { origin };
  const post = async (page: Page, path: string, data: object) => {
    const answer = await page.request.post(`${origin}${path}`, { headers, data });
    expect(answer.ok()).toBe(true);
    return answer;
  };
  try {
    await admin.goto(team.setUpUrl);
    await admin.getByLabel('Name').fill('Root');
    await admin.getByLabel('E-mail').fill('root@example.org');
    await admin.getByLabel(/^Password/).fill(PASSWORD);
    await admin.getByRole('button', { name: 'Begin' }).click();
    await expect(admin).not.toHaveURL(/welcome/);

    await admin.goto(`${origin}/join`);
    await pick(admin, 'First input', 'people', /^people .*web/);
    await pick(admin, 'Second input', 'people', /^people .*hr/);
    await expect(columns(admin, 'people').or(columns(admin, 'p')).first()).toBeVisible();
    await addKey(admin, 'id · bigint', 'id · bigint');
    await admin.keyboard.press('Control+s');
    const dialog = admin.getByRole('dialog', { name: 'Save as query' });
    await dialog.getByRole('textbox', { name: 'Title' }).fill('People twice');
    await admin.keyboard.press('Enter');
    await expect(admin.getByText('Saved as “People twice”, version 1')).toBeVisible();
    await admin.goto(`${origin}/queries`);
    await admin.getByRole('button', { name: /People twice/ }).click();
    const detail = (page: Page) => page.getByRole('region', { name: 'Query', exact: true });
    await detail(admin)
      .getByRole('tab', { name: /Sharing/ })
      .click();
    await detail(admin).getByRole('combobox', { name: 'The whole team: access' }).selectOption('view');
    await expect(detail(admin).getByRole('combobox', { name: 'The whole team: access' })).toBeEnabled();

    await admin.goto(`${origin}/settings/people`);
    await admin.getByRole('button', { name: 'Invite' }).click();
    await admin.getByLabel('E-mail').fill('bo@example.org');
    await admin.getByRole('button', { name: 'Make invitation' }).click();
    const link = await admin.getByRole('textbox', { name: 'Invitation link' }).inputValue();
    const bo = await (await browser.newContext()).newPage();
    await post(bo, '/api/access/accept', {
      token: link.slice(link.lastIndexOf('/') + 1),
      name: 'Bo',
      password: PASSWORD,
    });

    await bo.goto(`${origin}/queries`);
    await bo.getByRole('button', { name: /People twice/ }).click();
    await detail(bo).getByRole('button', { name: 'Open', exact: true }).click();
    const builder = bo.getByRole('region', { name: 'Join builder' });
    const told = builder
      .getByRole('alert')
      .filter({ hasText: 'There is no connection hr here, or you may not use it.' });
    await expect(told).toBeVisible();
    await expect(told).toContainText('The join is kept as it is.');
    await expect(bo.getByRole('button', { name: /^Run join/ })).toBeDisabled();
    await expectAccessible(bo, 'body');
    // The document is what was shared: the other table, the key, in the statement too.
    const sql = bo.getByRole('region', { name: 'SQL of the join' }).locator('pre');
    await expect(sql).toContainText('hr.main.people');
    await expect(bo.getByRole('list', { name: 'Keys' }).getByRole('listitem').filter({ hasText: /^Key/ })).toHaveCount(
      1,
    );
    await bo.reload();
    await expect(told).toBeVisible();
    await expect(sql).toContainText('hr.main.people');
    // Somebody lends the connection: the same document runs.
    await admin.goto(`${origin}/settings/access`);
    await admin.getByRole('combobox', { name: 'Let somebody use hr' }).selectOption({ label: 'Bo (bo@example.org)' });
    await expect(admin.getByRole('button', { name: 'Bo may no longer use hr' })).toBeEnabled();
    await bo.reload();
    await expect(told).toHaveCount(0);
    await bo.getByRole('button', { name: /^Run join/ }).click();
    await expect(bo.getByRole('gridcell', { name: 'from hr' })).toBeVisible();
    await bo.context().close();
  } finally {
    await team.stop();
  }
});
