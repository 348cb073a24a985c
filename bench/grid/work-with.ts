/** What people do with a large result, timed from the click to what they wait for. */
import type { Locator, Page } from '@playwright/test';
import type { Traffic } from './traffic.ts';

export interface Step {
  readonly ms: number;
  readonly receivedBytes: number;
  /** Why it did not come to its end; the next steps are taken all the same. */
  readonly failed?: string;
}

export interface WorkFigures {
  readonly end: Step;
  readonly sort: Step;
  readonly sortedMiddle: Step;
  readonly filter: Step;
  readonly summary: Step;
  readonly heapBytes: number;
}

const MENU_MS = 20_000;

/** Sorts by `share` (a float), filters text in `name`, and sums up `amount`; jumps to the end and to the middle. */
export async function workWith(page: Page, grid: () => Promise<Locator>, traffic: Traffic): Promise<WorkFigures> {
  const step = async (name: string, act: () => Promise<unknown>): Promise<Step> => {
    traffic.take();
    const started = performance.now();
    const failed = await act().then(
      () => undefined,
      (thrown: unknown) => String(thrown).split('\n')[0],
    );
    const taken = { ms: Math.round(performance.now() - started), receivedBytes: traffic.take() };
    process.stderr.write(`${name}: ${taken.ms} ms${failed === undefined ? '' : `, failed: ${failed}`}\n`);
    if (failed === undefined) return taken;
    await page.keyboard.press('Escape');
    return { ...taken, failed };
  };
  const isFilled = async (): Promise<void> => {
    const shown = await grid();
    await shown.locator('[role="gridcell"]').first().waitFor();
    await page.waitForFunction(() => document.querySelector('[role="gridcell"][aria-busy="true"]') === null);
  };
  const jump = (share: number) => async (): Promise<void> => {
    const shown = await grid();
    await shown.evaluate((element, at) => {
      element.scrollTop = at * (element.scrollHeight - element.clientHeight);
    }, share);
    await isFilled();
  };
  const bar = page.getByRole('region', { name: 'Sort and filters' });
  const heading = (name: RegExp): Locator => page.getByRole('columnheader', { name });
  const menu = async (name: RegExp, entry: RegExp): Promise<void> => {
    const item = page.getByRole('menuitem', { name: entry });
    await heading(name).click({ button: 'right' });
    // Rows that come in just now may take the menu away again.
    await item.waitFor({ timeout: MENU_MS }).catch(async () => {
      await page.keyboard.press('Escape');
      await heading(name).click({ button: 'right' });
    });
    await item.click();
  };
  const end = await step('end', jump(1));
  const sort = await step('sort', async () => {
    await menu(/^share/, /^Sort ascending/);
    await bar.getByText(/from the stored result/).waitFor();
    await isFilled();
  });
  const sortedMiddle = await step('sortedMiddle', jump(0.5));
  const summary = await step('summary', async () => {
    await menu(/^amount/, /^Summary/);
    await page.getByRole('complementary', { name: 'Summary of amount' }).getByText('Mean').waitFor();
  });
  const filter = await step('filter', async () => {
    await menu(/^name/, /^Filter…/);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').first().fill('777');
    await page.keyboard.press('Enter');
    await bar.getByText(/ of /).waitFor();
    await isFilled();
  });
  return { end, sort, sortedMiddle, filter, summary, heapBytes: await traffic.heapBytes() };
}
