/** Normalisers applied to text here, with the meaning that `lib/contract/join.ts` gives them: what is tried on samples. */
import type { Normaliser } from '../../../../lib/contract/join.ts';
import { dayByFormat } from './date-formats.ts';

export function applySteps(value: string, steps: readonly Normaliser[]): string {
  let text = value;
  for (const step of steps) text = apply(text, step);
  return text;
}

function apply(text: string, step: Normaliser): string {
  switch (step.kind) {
    case 'trim':
      return text.replace(/^ +| +$/g, '');
    case 'lower':
      return text.toLowerCase();
    case 'upper':
      return text.toUpperCase();
    case 'nfc':
      return text.normalize('NFC');
    case 'collapse_spaces':
      return text.replace(/\s+/g, ' ');
    case 'strip_zeros':
      return text.replace(/^0+(?=.)/, '');
    case 'zero_pad':
      return text.padStart(step.length, '0');
    case 'strip_punct':
      return text.replace(/[^\p{L}\p{N}\s]/gu, '');
    case 'digits':
      return text.replace(/\D/g, '');
    case 'letters':
      return text.replace(/[^\p{L}]/gu, '');
    case 'strip_parens':
      return text.replace(/\s*\([^()]*\)/g, '');
    case 'strip_prefix':
      return text.startsWith(step.text) ? text.slice(step.text.length) : text;
    case 'strip_suffix':
      return text.endsWith(step.text) ? text.slice(0, -step.text.length) : text;
    case 'before':
      return text.split(step.text, 1)[0] ?? text;
    case 'after':
      return text.includes(step.text) ? text.slice(text.indexOf(step.text) + step.text.length) : text;
    case 'date':
      return dayOf(text);
    case 'cast':
      return wholeNumber(text);
    case 'expression':
      return dayByFormat(text, step.sql);
    default:
      return text;
  }
}

/** A number written with a fraction of nothing: `435.0`. Other text stays, as do other casts: values are compared as text. */
const wholeNumber = (text: string): string => /^(-?\d+)\.0+$/.exec(text)?.[1] ?? text;

/** The day of a date or time stamp in the common spellings; other text stays. */
function dayOf(text: string): string {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T].*)?$/.exec(text);
  if (iso !== null) return `${iso[1]}-${iso[2]?.padStart(2, '0')}-${iso[3]?.padStart(2, '0')}`;
  return text;
}
