/** What a number format makes of a number: only formats tell a date from a number. Source: ECMA-376 part 1, 18.8.30. Pure. */
export type NumberMeaning = 'number' | 'date' | 'time' | 'timestamp' | 'duration';

/** Formats that every program knows by number, without a code in the file. */
const builtIn: Readonly<Record<number, NumberMeaning>> = {
  14: 'date',
  15: 'date',
  16: 'date',
  17: 'date',
  18: 'time',
  19: 'time',
  20: 'time',
  21: 'time',
  22: 'timestamp',
  45: 'time',
  46: 'duration',
  47: 'time',
  // East Asian dates and times.
  27: 'date',
  28: 'date',
  29: 'date',
  30: 'date',
  31: 'date',
  32: 'time',
  33: 'time',
  34: 'time',
  35: 'time',
  36: 'date',
  50: 'date',
  51: 'date',
  52: 'date',
  53: 'date',
  54: 'date',
  55: 'date',
  56: 'date',
  57: 'date',
  58: 'date',
};

export function meaningOf(id: number, code: string | undefined): NumberMeaning {
  if (code === undefined) return builtIn[id] ?? 'number';
  // The first section is that of positive numbers; texts, escaped letters, colours and locales say nothing.
  const [first = ''] = code.split(';');
  const bare = first
    .replace(/"[^"]*"?/g, '')
    .replace(/\\./g, '')
    .replace(/_./g, '')
    .replace(/\*./g, '');
  if (/\[(?:h+|m+|s+)\]/i.test(bare)) return 'duration';
  const letters = bare
    .replace(/\[[^\]]*\]/g, '')
    .replace(/General|AM\/PM|A\/P/gi, (word) => (word.startsWith('G') ? '' : 'h'));
  const hasDay = /[dy]/i.test(letters) || /(?:^|[^hs:.])m(?![^hs]*[hs:])/i.test(letters) === true;
  const hasTime = /[hs]/i.test(letters);
  if (/[0#?]/.test(letters) && !/[ymdhs]/i.test(letters)) return 'number';
  if (hasTime) return /[dy]/i.test(letters) || /mmm/i.test(letters) ? 'timestamp' : 'time';
  return hasDay ? 'date' : 'number';
}
