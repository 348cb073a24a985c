import { expect, it } from 'vitest';
import { MAX_SCROLL_PX, ScaledScroll } from './scaled-scroll.ts';

const ROW_PX = 28;
const at = (rows: number, viewportPx = 560): ScaledScroll => {
  const scroll = new ScaledScroll();
  scroll.resize(rows * ROW_PX, viewportPx);
  return scroll;
};

it('is the element itself while the content fits', () => {
  const scroll = at(1000);
  scroll.moved(12_345);
  expect(scroll.top).toBe(12_345);
  expect(scroll.settle()).toBeUndefined();
});

it('reaches the last of ten million rows, by thumb and by jump', () => {
  const scroll = at(10_000_000);
  expect(scroll.physicalMaxPx).toBe(MAX_SCROLL_PX);
  scroll.moved(MAX_SCROLL_PX);
  expect(scroll.top).toBe(10_000_000 * ROW_PX - 560);
  expect(scroll.scrollTo(Number.MAX_SAFE_INTEGER)).toBe(MAX_SCROLL_PX);
});

it('moves pixel by pixel for small moves and settles the thumb afterwards', () => {
  const scroll = at(10_000_000);
  const start = scroll.scrollTo(100_000_000);
  scroll.written(Math.round(start));
  for (let step = 1; step <= 50; step += 1) scroll.moved(Math.round(start) + step * 100);
  expect(scroll.top).toBe(100_005_000);
  const settled = scroll.settle() ?? 0;
  scroll.written(settled);
  scroll.moved(settled);
  expect(scroll.top).toBe(100_005_000);
  expect(scroll.settle()).toBeUndefined();
});

it('lets every row of a huge result be reached by small moves with pauses', () => {
  const scroll = at(2_000_000);
  let physical = scroll.scrollTo(scroll.virtualMaxPx - 30_000);
  scroll.written(physical);
  for (let step = 0; step < 400 && scroll.top < scroll.virtualMaxPx; step += 1) {
    physical = Math.min(physical + 100, scroll.physicalMaxPx);
    scroll.moved(physical);
    physical = scroll.settle() ?? physical;
    scroll.written(physical);
  }
  expect(scroll.top).toBe(scroll.virtualMaxPx);
});

it('does not skip rows when the thumb drifted to the end far from the end of the content', () => {
  const scroll = at(10_000_000);
  const start = scroll.scrollTo(scroll.virtualMaxPx - 1_000_000);
  scroll.written(start);
  for (let physical = start; physical <= scroll.physicalMaxPx; physical += 500) scroll.moved(physical);
  scroll.moved(scroll.physicalMaxPx);
  expect(scroll.virtualMaxPx - scroll.top).toBeGreaterThan(900_000);
  expect(scroll.settle()).toBeLessThan(scroll.physicalMaxPx);
});

it('follows the thumb in proportion while it is held', () => {
  const scroll = at(10_000_000);
  scroll.isThumbHeld = true;
  scroll.moved(MAX_SCROLL_PX / 2);
  scroll.moved(MAX_SCROLL_PX / 2 + 10);
  expect(scroll.top).toBeCloseTo(((MAX_SCROLL_PX / 2 + 10) / MAX_SCROLL_PX) * scroll.virtualMaxPx, 3);
});

it('keeps the place when the panel is resized', () => {
  const scroll = at(1_000_000);
  scroll.scrollTo(5_000_000);
  scroll.resize(1_000_000 * ROW_PX, 300);
  expect(scroll.top).toBe(5_000_000);
});

it('stays where it is when the element only scrolled sideways', () => {
  const scroll = at(10_000_000);
  scroll.scrollTo(scroll.virtualMaxPx - 20);
  scroll.written(scroll.physicalMaxPx);
  scroll.moved(scroll.physicalMaxPx);
  expect(scroll.top).toBe(scroll.virtualMaxPx - 20);
});
