import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const css = readFileSync(new URL('../../app/theme.css', import.meta.url), 'utf8');
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(([, name = '', light, dark]) => [
    name,
    { light, dark },
  ]),
);
const texts = ['ink', 'ink-2', 'ink-3', 'accent', 'danger', 'warn', 'good'];
const grounds = ['ground', 'surface', 'raised', 'sunken', 'hover', 'accent-soft', 'danger-soft', 'warn-soft'];

/** Relative luminance, WCAG 2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

it.each(['light', 'dark'] as const)('in the %s theme each text can be read on each ground', (theme) => {
  const weak = texts.flatMap((text) =>
    grounds.flatMap((ground) => {
      const [one, other] = [colours.get(text)?.[theme], colours.get(ground)?.[theme]];
      if (one === undefined || other === undefined) return [`${text} or ${ground} is not in the theme`];
      const found = contrast(one, other);
      return found < 4.5 ? [`${text} on ${ground}: ${found.toFixed(2)}`] : [];
    }),
  );
  expect(weak).toEqual([]);
});
