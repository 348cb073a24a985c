/** Spellings of dates other than ISO, as DuckDB's `strptime` names them. */
import type { Normaliser } from '../../../../lib/contract/join.ts';

export const DATE_FORMATS = [
  '%m/%d/%Y',
  '%d/%m/%Y',
  '%d.%m.%Y',
  '%d-%m-%Y',
  '%Y%m%d',
  '%Y/%m/%d',
  '%d %b %Y',
  '%d-%b-%Y',
  '%b %d, %Y',
] as const;
type DateFormat = (typeof DATE_FORMATS)[number];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Text in this spelling as a day; what is not in it becomes NULL. */
export const dateStep = (format: DateFormat): Normaliser => ({
  kind: 'expression',
  sql: `CAST(try_strptime(value, '${format}') AS DATE)`,
});

/** How a text in each spelling looks, by the expression of its step. */
const LOOKS: ReadonlyMap<string, RegExp> = new Map(
  DATE_FORMATS.flatMap((format) => {
    const step = dateStep(format);
    return step.kind === 'expression' ? [[step.sql, looksLike(format)] as const] : [];
  }),
);

function looksLike(format: DateFormat): RegExp {
  const parts = format
    .replace(/[.]/g, '\\.')
    .replace('%Y', '(?<y>\\d{4})')
    .replace('%m', '(?<m>\\d{1,2})')
    .replace('%d', '(?<d>\\d{1,2})')
    .replace('%b', '(?<b>[A-Za-z]{3})');
  return new RegExp(`^${parts}$`);
}

/** What the expression of `dateStep` makes of a text; ISO days stay, so that the other side of a key is left alone. */
export function dayByFormat(text: string, sql: string): string {
  const look = LOOKS.get(sql);
  if (look === undefined || /^\d{4}-\d{2}-\d{2}/.test(text)) return text.slice(0, 10);
  const match = look.exec(text);
  if (match?.groups === undefined) return '';
  const { y, m, d, b } = match.groups;
  const month = b === undefined ? Number(m) : MONTHS.indexOf(b.toLowerCase()) + 1;
  if (month < 1 || month > 12 || Number(d) > 31) return '';
  return `${y}-${String(month).padStart(2, '0')}-${d?.padStart(2, '0')}`;
}
