/** The comment of a table as the catalog shows it: that of the source, and below it what a query of the table should know. Pure. */

/** Each fact is a sentence, `Partitioned by day.`; undefined if there is nothing to say. */
export function aboutTable(
  comment: string | null | undefined,
  ...facts: readonly (string | undefined)[]
): string | undefined {
  const lines = [comment ?? '', ...facts].filter((line) => line !== undefined && line !== '');
  return lines.length === 0 ? undefined : lines.join('\n');
}

/** `Partitioned by RANGE (day).`; undefined without anything to name. */
export const factAbout = (verb: string, what: string | null | undefined): string | undefined =>
  what == null || what === '' ? undefined : `${verb} by ${what}.`;
