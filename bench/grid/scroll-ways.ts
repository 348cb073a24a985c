import type { Locator } from '@playwright/test';
import type { RecordedFrames } from './frames.ts';

const WHEEL_NOTCHES = 600;
const WHEEL_PX = 100;
const SWEEP_MS = 10_000;

/** Notes each frame of the page until the function that it answers is called. */
async function recordFrames(grid: Locator): Promise<() => Promise<RecordedFrames>> {
  const recording = await grid.evaluateHandle((element) => {
    const intervalsMs: number[] = [];
    const state = { intervalsMs, loadingFrames: 0, isOn: true };
    let last: number | undefined;
    const note = (now: number) => {
      if (!state.isOn) return;
      if (last !== undefined) intervalsMs.push(now - last);
      last = now;
      if (element.querySelector('[role="gridcell"][aria-busy="true"]') !== null) state.loadingFrames += 1;
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    return state;
  });
  return () =>
    recording.evaluate((state) => {
      state.isOn = false;
      return { intervalsMs: state.intervalsMs, loadingFrames: state.loadingFrames };
    });
}

/** Notches of a wheel, sent through the browser's input. */
export async function wheel(grid: Locator): Promise<RecordedFrames> {
  await grid.hover();
  const stop = await recordFrames(grid);
  for (let notch = 0; notch < WHEEL_NOTCHES; notch += 1) await grid.page().mouse.wheel(0, WHEEL_PX);
  return stop();
}

/** From one end to the other in ten seconds, a step with each frame: rows by default, columns if `isSideways`. */
export async function sweep(grid: Locator, isSideways = false): Promise<RecordedFrames> {
  const stop = await recordFrames(grid);
  await grid.evaluate(
    (element, { sideways, ms }) =>
      new Promise<void>((resolve) => {
        let start: number | undefined;
        const step = (now: number) => {
          start ??= now;
          const share = Math.min(1, (now - start) / ms);
          if (sideways) element.scrollLeft = share * (element.scrollWidth - element.clientWidth);
          else element.scrollTop = share * (element.scrollHeight - element.clientHeight);
          if (share < 1) requestAnimationFrame(step);
          else resolve();
        };
        requestAnimationFrame(step);
      }),
    { sideways: isSideways, ms: SWEEP_MS },
  );
  return stop();
}
