/** A number of a JSON text that a `number` might round, by its own digits. */
export class ExactNumber {
  readonly digits: string;
  constructor(digits: string) {
    this.digits = digits;
  }
}

/** JSON whose numbers are exact. */
export type JsonTree = null | boolean | number | string | ExactNumber | JsonTree[] | { [key: string]: JsonTree };

const SAFE_INTEGER = /^-?\d{1,15}$/;

interface ReviverContext {
  readonly source?: string;
}
type SourceReviver = (key: string, value: unknown, context?: ReviverContext) => unknown;

/**
 * JSON text as a tree whose numbers keep their digits. Answers undefined if the text is no JSON, or if this browser cannot give the source text
 * of numbers and the tree holds some that could be rounded.
 */
export function parseJsonText(text: string): JsonTree | undefined {
  let isExact = true;
  const keepDigits: SourceReviver = (_key, value, context) => {
    if (typeof value !== 'number' || SAFE_INTEGER.test(String(value))) return value;
    if (context?.source === undefined) {
      isExact = false;
      return value;
    }
    return String(value) === context.source ? value : new ExactNumber(context.source);
  };
  try {
    const tree: JsonTree = JSON.parse(text, keepDigits);
    return isExact ? tree : undefined;
  } catch {
    return undefined;
  }
}
