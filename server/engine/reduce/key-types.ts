const integerType = /^U?(TINY|SMALL|BIG|HUGE)INT$|^U?INTEGER$/;
const exactTypes: ReadonlySet<string> = new Set(['VARCHAR', 'DATE', 'UUID', 'TIMESTAMP']);

/** Whether columns of two types are equal by their values as they stand: integers of any width, else one exact type. */
export const canCompare = (a: string, b: string): boolean =>
  (integerType.test(a) && integerType.test(b)) || (a === b && exactTypes.has(a));

/** Some value of a type that keys may have, to ask a dialect whether it takes keys of that type at all. */
export function sampleValue(type: string): string {
  if (type === 'DATE') return '2000-01-01';
  if (type === 'TIMESTAMP') return '2000-01-01 00:00:00';
  if (type === 'UUID') return '00000000-0000-4000-8000-000000000000';
  return '1';
}
