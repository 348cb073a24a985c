/** What people do with a large result, timed from the click to what they wait for. */
import type { Locator, Page } from '@playwright/test';
import type { Traffic } from './traffic.ts';

export interface Step {
  readonly ms: number;
  readonly receivedBytes: number;
}

export interface WorkFigures {
  readonly end: Step;
  readonly sort: Step;
  readonly sortedMiddle: Step;
  readonly filter: Step;
  readonly summary: Step;
  readonly heapBytes: number;
}

/** Sorts by `share` (a float), filters text in `name`, and sums up `amount`; jumps to the end and to the middle. */
export async function workWith(page: Page, grid: () => Promise<Locator>, traffic: Traffic): Promise<WorkFigures> {
  const step = async (act: () => Promise<unknown>): Promise<Step> => {
    traffic.take();
    const started = performance.now();
    await act();
    return { ms: Math.round(performance.now() - started), receivedBytes: traffic.take() };
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
  const menu = async (name: RegExp, entry: string): Promise<void> => {
    await heading(name).click({ button: 'right' });
    await page.getByRole('menuitem', { name: entry, exact: true }).click();
  };
  const end = await step(jump(1));
  const sort = await step(async () => {
    await menu(/^share/, 'Sort ascending');
    await bar.getByText(/from the stored result/).waitFor();
    await isFilled();
  });
  const sortedMiddle = await step(jump(0.5));
  const summary = await step(async () => {
    await menu(/^amount/, 'Summary');
    await page.getByRole('complementary', { name: 'Summary of amount' }).getByText('Mean').waitFor();
  });
  const filter = await step(async () => {
    await menu(/^name/, 'Filter…');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').first().fill('777');
    await page.keyboard.press('Enter');
    await bar.getByText(/ of /).waitFor();
    await isFilled();
  });
  return { end, sort, sortedMiddle, filter, summary, heapBytes: await traffic.heapBytes() };
}
