import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JoineryError } from '../errors.ts';
import { redactKnown, rememberOptionSecrets } from './known-secrets.ts';
import { redact, redactDeep } from './redact.ts';
import { type ReferenceContext, resolveReferences } from './references.ts';

let context: ReferenceContext;
let baseDir: string;
beforeAll(async () => {
  baseDir = await mkdtemp(join(tmpdir(), 'joinery-secrets-'));
  await writeFile(join(baseDir, 'unix'), 'from file\n');
  await writeFile(join(baseDir, 'windows'), 'from file\r\n');
  await writeFile(join(baseDir, 'two'), 'one\ntwo\n\n');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a value that looks like a reference
  context = { baseDir, env: { NAME: 'value', EMPTY: '', NESTED: '${NAME}', PATTERN: '$&$1' } };
});
afterAll(() => rm(baseDir, { recursive: true, force: true }));

/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: references as config.yaml has them */
describe('references', () => {
  it.each([
    ['plain', 'plain'],
    ['${NAME}', 'value'],
    ['a ${NAME} b ${NAME}', 'a value b value'],
    ['${EMPTY}', ''],
    ['${EMPTY:-other}', 'other'],
    ['${NONE:-other}', 'other'],
    ['${NONE:-}', ''],
    ['${NAME:-other}', 'value'],
    ['$${NAME}', '${NAME}'],
    ['${NESTED}', '${NAME}'],
    ['${PATTERN}', '$&$1'],
    ['$NAME costs $5', '$NAME costs $5'],
    ['env:NAME', 'value'],
    ['env: NAME', 'value'],
    ['file:unix', 'from file'],
    ['file:windows', 'from file'],
    ['file:two', 'one\ntwo\n'],
    ['https://example.com', 'https://example.com'],
    ['constructor:x', 'constructor:x'],
  ])('%s', async (text, value) => {
    expect((await resolveReferences(text, context)).value).toBe(value);
  });

  it.each([
    ['${NONE}', 'the variable NONE is not set'],
    ['a ${NAME} ${NONE}', '${NONE} cannot be resolved'],
    ['env:NONE', 'env:NONE cannot be resolved'],
    ['file:none', 'file:none cannot be read: there is no such file'],
    ['file:.', 'the file cannot be opened'],
    ['${not a name}', 'is not a reference'],
    ['${NAME', 'is not a reference'],
  ])('%s cannot be resolved', async (text, message) => {
    const thrown: unknown = await resolveReferences(text, context).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(JoineryError);
    expect(thrown).toMatchObject({ code: 'secret_unavailable', message: expect.stringContaining(message) });
    expect(thrown).not.toMatchObject({ message: expect.stringContaining('value ') });
  });

  it('tell which parts of a text came by reference', async () => {
    expect((await resolveReferences('pg://u:${NAME}@h', context)).parts).toEqual([
      { reference: '${NAME}', value: 'value' },
    ]);
    expect((await resolveReferences('literal', context)).parts).toEqual([]);
  });
});
/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: references as config.yaml has them */

describe('redaction', () => {
  it('knows the secrets of options, also of a connection that another process has read', () => {
    const options = {
      host: 'plain-host',
      password: 'canary-501',
      url: 'pg://u:canary%2D502@h/db',
      tls: { key: 'canary-503' },
    };
    rememberOptionSecrets(options, ['password', 'tls']);
    expect(redactKnown('plain-host canary-501 canary-502 canary%2D502 canary-503')).toBe(
      'plain-host [secret] [secret] [secret] [secret]',
    );
  });

  it('removes a secret in each form in which it can stand', () => {
    const secret = 'p"ss w/rd\\é';
    const texts = [secret, JSON.stringify({ secret }), `pg://u:${encodeURIComponent(secret)}@h`];
    for (const text of texts) expect(redact(`before ${text} after`, [secret])).not.toMatch(/ss.{0,3}w/);
  });

  it('leaves nothing of a secret that holds another one', () => {
    expect(redact('hunter2-extended', ['hunter2', 'hunter2-extended'])).toBe('[secret]');
  });

  it('does not read a secret as a pattern', () => {
    expect(redact('a.*b axxb $&', ['a.*b'])).toBe('[secret] axxb $&');
  });

  it('removes a very short secret only where it stands alone', () => {
    expect(redact('abc', ['abc'])).toBe('[secret]');
    expect(redact('abcdef', ['abc'])).toBe('abcdef');
    expect(redact('', [''])).toBe('');
  });

  it('goes through lists and objects and keeps the rest', () => {
    const date = new Date(0);
    expect(redactDeep({ a: ['x hunter2', 5, null], date, deep: { b: 'hunter2' } }, ['hunter2'])).toEqual({
      a: ['x [secret]', 5, null],
      date,
      deep: { b: '[secret]' },
    });
  });
});
