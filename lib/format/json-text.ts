import type { JsonCell } from '../contract/result.ts';

const EXACT_INTEGER = /^-?\d{1,15}$/;

interface ReviverContext {
  readonly source?: string;
}
type SourceReviver = (key: string, value: unknown, context?: ReviverContext) => unknown;

/**
 * JSON text as a tree whose numbers keep their digits: a number that a `number` might round stays as its source text. Answers undefined if the
 * text is no JSON, or if this browser cannot give the source text and the tree holds numbers that could be rounded.
 */
export function parseJsonText(text: string): JsonCell | undefined {
  let isExact = true;
  const keepDigits: SourceReviver = (_key, value, context) => {
    if (typeof value !== 'number' || EXACT_INTEGER.test(String(value))) return value;
    if (context?.source === undefined) {
      isExact = false;
      return value;
    }
    return String(value) === context.source ? value : context.source;
  };
  try {
    const tree: JsonCell = JSON.parse(text, keepDigits);
    return isExact ? tree : undefined;
  } catch {
    return undefined;
  }
}
