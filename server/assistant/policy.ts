/** What each policy of a connection lets out to a model. The one place that decides; `payload.ts` is the one that asks. */
import type { AiPolicy } from '../../lib/contract/connection.ts';

export const sendsNames = (policy: AiPolicy): boolean => policy !== 'never';
export const sendsComments = (policy: AiPolicy): boolean =>
  policy === 'names_and_comments' || policy === 'masked_samples';
export const sendsMaskedSamples = (policy: AiPolicy): boolean => policy === 'masked_samples';

/** The shape of a value without the value: letters become `A` or `a`, digits `9`; the rest stays, shortened. */
export const mask = (value: string): string =>
  value
    .slice(0, 40)
    .replaceAll(/\p{L}/gu, (letter) => (/\p{Lu}/u.test(letter) ? 'A' : 'a'))
    .replaceAll(/\p{N}/gu, '9');

/** SQL without the values in it: texts, numbers and comments may hold what no policy lets out. */
export function withoutLiterals(sql: string): string {
  return sql.replaceAll(
    /--[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|\b\d+(?:\.\d+)?\b/g,
    (found) => {
      if (found.startsWith('"')) return found;
      if (found.startsWith('--') || found.startsWith('/*')) return ' ';
      return found.startsWith("'") || found.startsWith('$') ? "'…'" : '0';
    },
  );
}
