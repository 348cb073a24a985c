/**
 * References to values that config.yaml does not hold itself:
 *
 *     ${NAME}            a variable, anywhere inside a text; several may stand in one
 *     ${NAME:-default}   the same, with a value for when it is not set or empty
 *     $${                a plain `${`
 *     env:NAME           a variable, as the whole text
 *     file:path          the content of a file, its last line break left out; relative to config.yaml
 *     gcp-secret-manager:projects/P/secrets/S[/versions/V]   a secret of Google Cloud
 *
 * Further stores are one line in `resolvers`.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { JoineryError } from '../errors.ts';
import { readGcpSecret } from './gcp-secret-manager.ts';

export interface ReferenceContext {
  /** Variables of the environment and of `.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of config.yaml. */
  readonly baseDir: string;
}

export interface ResolvedText {
  readonly value: string;
  /** What was put in: how the reference was written, and what it gave. Empty if the text held no reference. */
  readonly parts: readonly { readonly reference: string; readonly value: string }[];
}

type Resolver = (target: string, context: ReferenceContext) => Promise<string>;

/** By the word before the colon. A text whose word is not listed here is no reference. */
const resolvers: Readonly<Record<string, Resolver>> = {
  env: async (name, context) => variable(name, `env:${name}`, context),
  file: (path, context) => content(path, context),
  'gcp-secret-manager': (target, context) => readGcpSecret(target, context.env.JOINERY_GCP_SECRET_MANAGER_ENDPOINT),
};

/** Whether the whole of `text` is one reference, so that it says nothing of the value and may be shown. */
export function isReference(text: string): boolean {
  const store = wholeReference.exec(text)?.[1];
  return (store !== undefined && Object.hasOwn(resolvers, store)) || /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(text);
}

/** `text` written so that `resolveReferences` gives it back as it is; only for what is no reference as a whole. */
export const literalText = (text: string): string => text.replaceAll('${', () => '$${');

const wholeReference = /^([a-z][a-z0-9-]*):(.+)$/s;
const innerReference = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{[^}]*\}?/g;

/** `text` with its references resolved. Throws `secret_unavailable`, which names the reference and never a value. */
export async function resolveReferences(text: string, context: ReferenceContext): Promise<ResolvedText> {
  const whole = wholeReference.exec(text);
  const resolver = whole?.[1] !== undefined && Object.hasOwn(resolvers, whole[1]) ? resolvers[whole[1]] : undefined;
  if (resolver !== undefined && whole?.[2] !== undefined) {
    const value = await resolver(whole[2].trim(), context);
    return { value, parts: [{ reference: text, value }] };
  }
  const parts: { reference: string; value: string }[] = [];
  const value = text.replace(innerReference, (reference: string, name?: string, fallback?: string) => {
    if (reference === '$${') return '${';
    if (name === undefined) throw notAReference(reference);
    const given = context.env[name];
    const found = fallback !== undefined && (given === undefined || given === '') ? fallback : given;
    if (found === undefined) throw missingVariable(name, reference);
    parts.push({ reference, value: found });
    return found;
  });
  return { value, parts };
}

function variable(name: string, reference: string, context: ReferenceContext): string {
  const value = context.env[name];
  if (value === undefined) throw missingVariable(name, reference);
  return value;
}

async function content(path: string, context: ReferenceContext): Promise<string> {
  try {
    return (await readFile(resolve(context.baseDir, path), 'utf8')).replace(/\r?\n$/, '');
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new JoineryError(
      'secret_unavailable',
      `file:${path} cannot be read: ${missing ? 'there is no such file' : 'the file cannot be opened'}.`,
      {
        hint: 'Paths start at the folder of config.yaml. Check the path and that the file may be read.',
        cause,
      },
    );
  }
}

function missingVariable(name: string, reference: string): JoineryError {
  return new JoineryError('secret_unavailable', `${reference} cannot be resolved: the variable ${name} is not set.`, {
    hint: `Set ${name} in the environment or in the file .env beside config.yaml.`,
  });
}

function notAReference(reference: string): JoineryError {
  return new JoineryError('secret_unavailable', `${reference.slice(0, 2)}...} is not a reference that can be read.`, {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it shows how a reference is written
    hint: 'Write ${NAME} with letters, digits and _ in the name, and $${ for a plain ${.',
  });
}
