import type { Random } from './random.ts';
import type { Region } from './regions.ts';

export function personName(random: Random, region: Region): string {
  const given = random.pick(region.given);
  const family = random.pick(region.family);
  return region.isFamilyFirst ? `${family} ${given}` : `${given} ${family}`;
}

export function companyName(random: Random, region: Region): string {
  const family = random.pick(region.family);
  const trade = random.pick(['Logistics', 'Handel', 'Foods', 'Textiles', 'Optics', 'Studio', 'Energy', 'Paper']);
  return `${family} ${trade} ${random.pick(region.companySuffix)}`;
}

/** ISO date of the day `day` days after 2024-01-01. */
export function dateText(day: number): string {
  return new Date(FIRST_DAY_MS + day * DAY_MS).toISOString().slice(0, 10);
}

export const DAY_MS = 86_400_000;
/** The demo's data begin here ... */
export const FIRST_DAY_MS = Date.UTC(2024, 0, 1);
/** ... and end on 2026-11-20, whatever day it is: examples and screenshots stay the same. */
export const LAST_DAY_MS = Date.UTC(2026, 10, 20);

export const centsText = (cents: number): string => {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
