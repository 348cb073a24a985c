/** Normalisers applied to text here, with the meaning that `lib/contract/join.ts` gives them: what is tried on samples. */
import type { Normaliser } from '../../../../lib/contract/join.ts';
import { dayByFormat } from './date-formats.ts';

export function applySteps(value: string, steps: readonly Normaliser[]): string {
  let text = value;
  for (const step of steps) text = stepFunction(step)(text);
  return text;
}

type Change = (text: string) => string;

/** What a step does. It runs for thousands of keys, and most steps leave most keys alone: that is looked at first. */
export function stepFunction(step: Normaliser): Change {
  switch (step.kind) {
    case 'zero_pad':
      return (text) => text.padStart(step.length, '0');
    case 'strip_prefix':
      return (text) => (text.startsWith(step.text) ? text.slice(step.text.length) : text);
    case 'strip_suffix':
      return (text) => (text.endsWith(step.text) ? text.slice(0, -step.text.length) : text);
    case 'before':
      return (text) => {
        const at = text.indexOf(step.text);
        return at < 0 ? text : text.slice(0, at);
      };
    case 'after':
      return (text) => {
        const at = text.indexOf(step.text);
        return at < 0 ? text : text.slice(at + step.text.length);
      };
    case 'expression':
      return (text) => dayByFormat(text, step.sql);
    default:
      return PLAIN[step.kind] ?? unchanged;
  }
}

const unchanged: Change = (text) => text;

const PLAIN: Partial<Record<Normaliser['kind'], Change>> = {
  trim: (text) => (text.startsWith(' ') || text.endsWith(' ') ? text.replace(/^ +| +$/g, '') : text),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  nfc: (text) => text.normalize('NFC'),
  collapse_spaces: (text) => text.replace(/\s+/g, ' '),
  strip_zeros: (text) => (text.startsWith('0') ? text.replace(/^0+(?=.)/, '') : text),
  strip_punct: (text) => (PLAIN_TEXT.test(text) ? text : text.replace(/[^\p{L}\p{N}\s]/gu, '')),
  digits: (text) => (DIGITS.test(text) ? text : text.replace(/\D+/g, '')),
  letters: (text) => (ASCII.test(text) ? text.replace(/[^A-Za-z]+/g, '') : text.replace(/[^\p{L}]/gu, '')),
  strip_parens: (text) => (text.includes('(') ? text.replace(/\s*\([^()]*\)/g, '') : text),
  date: dayOf,
  cast: wholeNumber,
};
const PLAIN_TEXT = /^[A-Za-z0-9 ]*$/;
const DIGITS = /^\d*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;

/** A number written with a fraction of nothing: `435.0`. Other text stays, as do other casts: values are compared as text. */
function wholeNumber(text: string): string {
  return text.includes('.') ? (/^(-?\d+)\.0+$/.exec(text)?.[1] ?? text) : text;
}

/** The day of a date or time stamp in the common spellings; other text stays. */
function dayOf(text: string): string {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T].*)?$/.exec(text);
  if (iso !== null) return `${iso[1]}-${iso[2]?.padStart(2, '0')}-${iso[3]?.padStart(2, '0')}`;
  return text;
}
